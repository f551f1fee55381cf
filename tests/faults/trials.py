"""One publish that is disturbed, the next one that heals, and all that has to hold then."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser

from notices.loading import read_ledger
from tests.faults.publishers import Publishers
from tests.project import Answer, Project, bytes_below

FIRST = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)

FIX = """\
category: fix
title: {{vi: Bản vá {name}, en: Fix {name}}}
summary: {{vi: Sửa lỗi., en: Mended.}}
window: {{start: 2027-03-01 20:00, end: 2027-03-01 21:00}}
impact: {{downtime: 0m, mode: usable, systems: [crm]}}
body: {{vi: Nội dung., en: The details.}}
important: true
"""


@dataclass
class Trials:
    """A project to which each trial adds a release whose notice is due at once."""

    project: Project
    publishers: Publishers
    now: datetime = FIRST
    count: int = 0
    shown: int = 0
    acknowledged: int = 0
    took: float = 0.0
    old: dict[str, bytes] = field(default_factory=dict)

    def begin(self) -> None:
        """The first site, undisturbed."""
        self.add()
        assert self.publish().status == 0
        self.old = self.project.bytes_of_site()

    def add(self) -> str:
        self.count += 1
        name = f"fix-{self.count:03d}"
        self.project.release(name, FIX.format(name=name))
        self.now += timedelta(minutes=10)
        return name

    def publish(self, **how: Any) -> Answer:
        return self.publishers.run(self.project.root, *self.command(), **how)

    def command(self) -> tuple[str, ...]:
        return ("publish", "--now", self.now.isoformat())

    def killed_after(self, seconds: float) -> Answer:
        """A publish that is killed after a while, watched by a reader all the time."""
        before, name = self.ledger_bytes(), self.add()
        running = self.publishers.start(self.project.root, *self.command())
        end, met = time.monotonic() + seconds, []
        while time.monotonic() < end:
            met.append(_names_and_sizes(self.project.site))
            time.sleep(0.01)
        running.kill()
        answer = running.wait()
        self.healed(before, name, answer, met)
        return answer

    def disturbed(self, **how: Any) -> Answer:
        """A publish with something in its way."""
        before, name = self.ledger_bytes(), self.add()
        answer = self.publish(**how)
        self.healed(before, name, answer, [])
        return answer

    def healed(self, before: bytes, name: str, answer: Answer, met: list[dict[str, int]]) -> None:
        """Check what the disturbed publish left; then the next one, and what it left."""
        left, left_ledger = self.project.bytes_of_site(), self.ledger_bytes()
        items = _items(self.project.site)
        assert left_ledger.startswith(before)
        assert not read_ledger("", left_ledger).problems
        if answer.status == 0:
            self.acknowledged += 1
            assert name.encode() in left_ledger[len(before) :]
        disturbed_at = self.now
        self.now += timedelta(seconds=30)

        begun = time.monotonic()
        assert self.publish().status == 0
        # Sites grow, and machines are slow at times: what the next one is measured by.
        self.took = time.monotonic() - begun

        new = self.project.bytes_of_site()
        assert left in (self.old, new)
        sizes = [{path: len(data) for path, data in site.items()} for site in (self.old, new)]
        assert all(seen in sizes for seen in met)
        self._check_ledger(left_ledger)
        # The feed holds the newest fifty.
        after = _items(self.project.site)
        assert all(after.get(item, published) == published for item, published in items.items())
        # What was shown was published then, whoever wrote it down.
        record = self.project.ledger[-1]
        assert record["entry"] == name
        shown = left == new
        assert datetime.fromisoformat(record["at"]) == (disturbed_at if shown else self.now)
        self.shown += shown
        self.old = new
        self.forget_old()

    def _check_ledger(self, grown_from: bytes) -> None:
        data = self.ledger_bytes()
        text = read_ledger("content/ledger.jsonl", data)
        assert data.startswith(grown_from)
        assert not text.problems
        published = [(record.entry, record.notice) for record in text.ledger.records]
        assert len(published) == len(set(published)) == self.count
        for record in text.ledger.records:
            copy = (self.project.root / f"content/published/{record.entry}.yml").read_bytes()
            assert hashlib.sha256(copy).hexdigest() == record.digest
        assert not (self.project.root / ".notices/intent.json").exists()
        assert not list((self.project.root / "content").rglob(".*.new"))
        self._check_outbox(published)

    def _check_outbox(self, published: list[tuple[str, str]]) -> None:
        """Each message has its mail and its short text in both languages, all of them complete."""
        outbox = self.project.root / "outbox"
        expected = {
            f"{entry}/20270301T130000Z-{notice}.{language}.{form}"
            for entry, notice in published
            for language in ("vi", "en")
            for form in ("eml", "txt")
        }
        files = bytes_below(outbox)
        assert files.pop(".gitignore") == b"*\n"
        assert files.keys() == expected
        for name, data in files.items():
            assert data.endswith(b"--\r\n" if name.endswith(".eml") else b"/\n"), name

    def ledger_bytes(self) -> bytes:
        path = self.project.root / "content/ledger.jsonl"
        return path.read_bytes() if path.exists() else b""

    def forget_old(self) -> None:
        """Let old generations be old, so that the next publish removes them."""
        for folder in (self.project.root / ".notices/generations").iterdir():
            os.utime(folder, (0, 0))


def random_kills(trials: Trials, count: int, seed: int) -> None:
    """Kill ``count`` publishes, each at a random instant of its life."""
    chance = random.Random(seed)
    trials.disturbed()
    for _ in range(count):
        trials.killed_after(chance.uniform(0, trials.took * 1.2))


@contextmanager
def small_disk(folder: Path, size: str = "48m") -> Iterator[Path | None]:
    """A disk of its own, that can be filled; ``None`` to whoever may not make one."""
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def full_disks(disk: Path, publishers: Publishers, levels: int) -> None:
    """Publish with less room than it needs, from none at all to almost enough."""
    project = Project.create(disk / "project")
    trials = Trials(project, publishers)
    trials.begin()
    needed = sum(len(data) for data in trials.old.values())
    for level in range(levels):
        before, ledger, name = project.bytes_of_site(), project.ledger, trials.add()
        ballast = disk / "ballast"
        fill(ballast, leave=needed * level // levels)
        result = trials.publish()
        assert result.status == 1, level
        assert result.err.splitlines()[-1].startswith("notices: No space left on device")
        assert "Traceback" not in result.err
        assert project.bytes_of_site() == before
        assert project.ledger == ledger
        ballast.unlink()
        assert trials.publish().status == 0
        assert [line["entry"] for line in project.ledger[len(ledger) :]] == [name]
        trials.forget_old()


def fill(ballast: Path, leave: int) -> None:
    """Let a file take all room of its disk but so many bytes."""
    ballast.write_bytes(b"")
    about = os.statvfs(ballast)
    with ballast.open("ab") as file:
        left = about.f_bavail * about.f_frsize - leave
        while left > 0:
            left -= file.write(bytes(min(left, 1 << 20)))


def _names_and_sizes(site: Path) -> dict[str, int]:
    """A whole site as one reader meets it: the served path is looked up once."""
    found = site.resolve(strict=True)
    return {
        path.relative_to(found).as_posix(): path.stat().st_size
        for path in found.rglob("*")
        if path.is_file()
    }


def _items(site: Path) -> dict[str, str]:
    """The feed's items: what was published when, as readers were told; none without a site."""
    if not site.exists():
        return {}
    feed = feedparser.parse(site / "feed.xml")
    return {item.id: item.published for item in feed.entries}
