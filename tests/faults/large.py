"""Faults at the size of years: one disturbed publish of thousands of releases, the next one, a full build.

Belongs here: the disturbances, and what has to hold behind each. Does not belong here: the project
(``benchmarks.sample``), small ones (``trials``). Whatever is deleted or damaged lies in the folder given.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from notices.loading import read_ledger
from tests.benchmarks.sample import NOW, releases, write
from tests.faults.publishers import Publishers, until
from tests.faults.trials import FIX, fill
from tests.project import Answer, Project

_TEXT = FIX.replace("2027-03-01", "2029-05-01")


class Wrong(AssertionError):
    """What does not hold behind a disturbance."""


@dataclass
class Large:
    """A project of ``size`` releases below ``folder``, which is a disk of its own where it can be filled.

    ``only`` names the disturbances to take; none means all.
    """

    folder: Path
    publishers: Publishers
    size: int
    seed: int
    full_disk: bool
    only: tuple[str, ...] = ()
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        unknown = {*self.only} - {kind.__name__ for kind in self.disturbances}
        if unknown:
            raise ValueError(f"no disturbance is called {', '.join(sorted(unknown))}")
        self.random = random.Random(self.seed)
        self.cache = self.folder / "cache"
        self.project: Project = write(self.folder / "project", releases(self.size, 0))
        self.now, self.number, self.took = NOW, 0, 0.0
        answer = self.publish()
        self._holds(answer.status == 0, answer.err)
        self.shown = digests(self.project.site)

    @property
    def disturbances(self) -> tuple[Callable[[], Answer], ...]:
        kinds = (
            self.killed_at_any_instant, self.killed_before_a_step, self.no_file_may_grow,
            *((self.disk_is_full,) if self.full_disk else ()),
            self.generation_vanishes, self.release_vanishes, self.cache_vanishes, self.cache_is_damaged,
            self.cache_is_another_s, self.clock_went_back,
        )  # fmt: skip
        return tuple(kind for kind in kinds if not self.only or kind.__name__ in self.only)

    def take(self) -> str:
        """One disturbance, drawn so that none comes twice before all have come once."""
        kinds = self.disturbances
        if not self.number % len(kinds):
            self._order = self.random.sample(kinds, len(kinds))
        disturb = self._order[self.number % len(kinds)]
        name, ledger = self._add(), self._ledger()
        answer = disturb()
        self._holds("Traceback" not in answer.err, answer.err)
        self._left(ledger, name, answer)
        left = digests(self.project.site)
        self.now += timedelta(minutes=1)
        self._heals(name, left)
        self.counts[disturb.__name__] += 1
        return f"{disturb.__name__}: status {answer.status}"

    def _heals(self, name: str, left: dict[str, bytes]) -> None:
        """The next publish: all is recorded once, and its site is that of a build from nothing."""
        begun = time.monotonic()
        answer = self.publish()
        self.took = time.monotonic() - begun
        self._holds(answer.status == 0, answer.err)
        old, self.shown = self.shown, digests(self.project.site)
        self._holds(left == old or left.keys() == self.shown.keys(), "half a site was shown")
        if left != old:
            self.counts["had shown their site"] += 1
        text = read_ledger("content/ledger.jsonl", self._ledger())
        told = Counter(
            (record.entry, record.notice, record.start) for record in text.ledger.records
        )
        self._holds(not text.problems, "the ledger is broken")
        self._holds(max(told.values()) == 1, "a notice was recorded twice")
        self._holds(any(entry == name for entry, _, _ in told), f"{name} was not recorded")
        full = self._full_build()
        differ = sorted(path for path in full.keys() | self.shown.keys()
                        if full.get(path) != self.shown.get(path))  # fmt: skip
        self._holds(not differ, f"{len(differ)} files are not those of a full build: {differ[:5]}")
        self.counts["files compared with a full build"] += len(full)
        for generation in (self.project.root / ".notices/generations").iterdir():
            # Old ones go with the next publish.
            os.utime(generation, (0, 0))

    def _left(self, ledger: bytes, name: str, answer: Answer) -> None:
        left = self._ledger()
        text = read_ledger("content/ledger.jsonl", left)
        self._holds(left.startswith(ledger) and not text.problems, "the ledger lost or broke lines")
        if answer.status == 0:
            self._holds(
                name.encode() in left[len(ledger) :], f"{name} was acknowledged, not recorded"
            )

    def _full_build(self) -> dict[str, bytes]:
        """What a build gives in another folder, with nothing kept of any build before."""
        place = self.folder / "full"
        shutil.copytree(self.project.root / "content", place / "content")
        shutil.copy(self.project.root / "mkdocs.yml", place)
        (place / "theme").symlink_to(self.project.root / "theme")
        try:
            command = ("build", "--now", self.now.isoformat(), "--site-dir", "built")
            environment = {"XDG_CACHE_HOME": str(place / "cache")}
            answer = self.publishers.run(place, *command, env=environment)
            self._holds(answer.status == 0, answer.err)
            return digests(place / "built")
        finally:
            shutil.rmtree(place)

    def publish(self, **how: object) -> Answer:
        return self.publishers.run(self.project.root, *self._command(), env=self._env(), **how)

    def _command(self) -> tuple[str, ...]:
        return ("publish", "--now", self.now.isoformat())

    def _env(self) -> dict[str, str]:
        return {"XDG_CACHE_HOME": str(self.cache)}

    def _add(self) -> str:
        self.number += 1
        name = f"late-{self.number:03d}"
        self.project.release(f"2029/{name}", _TEXT.format(name=name))
        self.now += timedelta(minutes=10)
        return name

    def _ledger(self) -> bytes:
        return (self.project.root / "content/ledger.jsonl").read_bytes()

    def _holds(self, claim: bool, otherwise: str) -> None:
        if not claim:
            raise Wrong(f"{otherwise} (release {self.number}, {self.now.isoformat()})")

    # What happens to a publish.

    def killed_at_any_instant(self) -> Answer:
        running = self.publishers.start(self.project.root, *self._command(), env=self._env())
        time.sleep(self.random.uniform(0, self.took * 1.1))
        running.kill()
        return running.wait()

    def killed_before_a_step(self) -> Answer:
        return self.publish(die_before_step=self.random.randint(1, 25))

    def no_file_may_grow(self) -> Answer:
        answer = self.publish(largest=self.random.choice((400, 4000, 40_000)))
        self._refused(answer)
        return answer

    def disk_is_full(self) -> Answer:
        ballast = self.folder / "ballast"
        fill(ballast, leave=self.size * self.random.choice((0, 1, 10, 50)))
        try:
            answer = self.publish()
        finally:
            ballast.unlink()
        self._refused(answer)
        return answer

    def generation_vanishes(self) -> Answer:
        """Somebody tidies up: the folder in which the new site is being made goes."""
        before = set(self._generations())
        running = self.publishers.start(self.project.root, *self._command(), env=self._env())
        until(lambda: set(self._generations()) - before or running.has_ended, 120)
        time.sleep(self.random.uniform(0, self.took / 2))
        for made in set(self._generations()) - before - {self.project.site.resolve()}:
            shutil.rmtree(made, ignore_errors=True)
        return running.wait()

    def release_vanishes(self) -> Answer:
        """An announced release goes while it runs, and is there again behind it."""
        path = self.random.choice(sorted((self.project.root / "content/releases/2029").glob("u*")))
        running = self.publishers.start(self.project.root, *self._command(), env=self._env())
        time.sleep(self.random.uniform(0, self.took / 2))
        data = path.read_bytes()
        path.unlink()
        answer = running.wait()
        path.write_bytes(data)
        return answer

    def cache_vanishes(self) -> Answer:
        running = self.publishers.start(self.project.root, *self._command(), env=self._env())
        time.sleep(self.random.uniform(0, self.took / 2))
        shutil.rmtree(self.cache, ignore_errors=True)
        return running.wait()

    def cache_is_damaged(self) -> Answer:
        """Half of its entries: a byte is another, the end is gone, or they have each other's names."""
        entries = [path for path in self.cache.rglob("*") if path.is_file()]
        for path in self.random.sample(entries, len(entries) // 2):
            data = path.read_bytes()
            match self.random.randrange(3):
                case 0:
                    at = self.random.randrange(len(data))
                    path.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
                case 1:
                    path.write_bytes(data[: len(data) // 2])
                case _:
                    path.write_bytes(self.random.choice(entries).read_bytes())
        return self._fine(self.publish())

    def cache_is_another_s(self) -> Answer:
        """It came from another machine, and others may write to it; or it is a link."""
        cache = self.cache / "notices"
        if not cache.is_dir():
            return self._fine(self.publish())
        if self.random.randrange(2):
            cache.chmod(0o777)
            answer = self.publish()
            cache.chmod(0o700)
        else:
            cache.rename(self.folder / "elsewhere")
            cache.symlink_to(self.folder / "elsewhere")
            answer = self.publish()
            cache.unlink()
            (self.folder / "elsewhere").rename(cache)
        return self._fine(answer)

    def clock_went_back(self) -> Answer:
        """A machine whose clock is days late; it may not date anything before what is recorded."""
        true, self.now = self.now, NOW - timedelta(days=3)
        answer = self.publish()
        self.now = true
        self._holds(answer.status != 0, "a publish before the last record went through")
        return answer

    def _generations(self) -> list[Path]:
        return list((self.project.root / ".notices/generations").iterdir())

    def _refused(self, answer: Answer) -> None:
        self._holds(answer.status == 1, f"status {answer.status}: {answer.err}")
        self._holds(digests(self.project.site) == self.shown, "the old site did not stay")

    def _fine(self, answer: Answer) -> Answer:
        self._holds(answer.status == 0, answer.err)
        return answer


def digests(site: Path) -> dict[str, bytes]:
    """What each file of a site is, by its path; of a large one, all bytes would not fit into memory."""
    root = site.resolve()
    return {
        path.relative_to(root).as_posix(): hashlib.blake2b(path.read_bytes()).digest()
        for path in root.rglob("*")
        if path.is_file()
    }
