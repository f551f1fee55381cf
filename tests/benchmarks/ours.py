"""What our own commands cost on one sample project, each in the state that it is about.

Belongs here: which command runs on what. Does not belong here: the project (``sample``), other
programs, the preview (``edits``).
"""

from __future__ import annotations

import shutil
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.benchmarks.costs import Cost, Failed, output, say, spent
from tests.benchmarks.figures import GZIP, MEMORY, TIMES, Figure, median, of_costs, repeated
from tests.benchmarks.sample import LENGTH, NOW, Release, maintenance, releases, write
from tests.project import Project

__all__ = ["Sample", "doubled", "environment", "version"]

_NOTICES = Path(sys.executable).with_name("notices")
_ADVANCE, _FINAL = timedelta(hours=30), timedelta(hours=1)
"""How long before maintenance its two notices are planned."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample project, where its caches lie, and how often each measurement is repeated."""

    project: Project
    releases: list[Release]
    cache: Path
    runs: int

    @classmethod
    def create(cls, folder: Path, size: int, runs: int) -> Sample:
        """A project in which one publish has announced what is due."""
        say(f"{size:>6} releases are being written and announced")
        made = releases(size, runs + 1)
        sample = cls(write(folder / "project", made), made, folder / "cache", runs)
        sample.run("publish")
        return sample

    @property
    def size(self) -> int:
        return len(self.releases)

    def run(self, *args: str, now: datetime = NOW) -> Cost:
        """The cost of a command at an instant."""
        return spent([_NOTICES, *args], self.project.root, environment(self.cache, now))

    def forget(self) -> None:
        """Remove all that commands leave behind but the ledger: a new clone on a new machine."""
        self._forget_site()
        shutil.rmtree(self.project.root / ".notices", ignore_errors=True)
        shutil.rmtree(self.cache, ignore_errors=True)

    def _forget_site(self) -> None:
        (self.project.root / "site").unlink(missing_ok=True)
        shutil.rmtree(self.project.root / ".notices/generations", ignore_errors=True)

    def builds(self) -> Iterator[Figure]:
        """A build with nothing, with what was kept of entries, and with all of it."""
        cold = self._cold("build")
        written = output(self.project.site)
        yield replace(cold, files=written.files, bytes=written.bytes)
        yield replace(
            cold, what="build, cold: memory", unit=MEMORY, values=cold.memory, wall=(), memory=()
        )

        def without_site() -> Cost:
            self._forget_site()
            return self.run("build")

        yield self._repeated("build, entries kept", without_site)
        yield self._repeated("build, unchanged", lambda: self.run("build"))

    def readers(self, command: str) -> Iterator[Figure]:
        """A command that only reads, on a new machine and on one where it has run."""
        yield self._cold(command)
        yield self._repeated(f"{command}, warm", lambda: self.run(command))

    def publishes(self) -> Iterator[Figure]:
        """One change each: two notices, the clock, an edit, and a window that begins and ends."""
        self.run("publish")
        notices, clocks = list[Cost](), list[Cost]()
        edits, windows = list[Cost](), list[Cost]()
        for week in range(self.runs):
            start = maintenance(week)
            notices.append(self._publish(start - _ADVANCE, records=1))
            clocks.append(self._publish(start - _ADVANCE + _MINUTE))
            self.edit(f"sửa lần {week + 1}")
            edits.append(self._publish(start - _ADVANCE + 2 * _MINUTE))
            notices.append(self._publish(start - _FINAL, records=1))
            windows += [self._publish(start), self._publish(start + LENGTH)]
        yield of_costs("publish, edited", self.size, edits)
        yield of_costs("publish, notice due", self.size, notices)
        yield of_costs("publish, clock moved", self.size, clocks)
        yield of_costs("publish, window begins", self.size, windows)

    def edit(self, words: str) -> str:
        """Add words to the text of an announced release to come; returns its page's path."""
        release = next(each for each in self.releases if each.more.get("important"))
        path = self.project.root / f"content/releases/{release.start:%Y}/{release.id}.yml"
        text = path.read_text(encoding="utf-8")
        begin, body, rest = text.partition("body:\n  vi: |\n")
        path.write_text(f"{begin}{body}    {words}\n\n{rest}", encoding="utf-8")
        return f"releases/{release.id}/"

    def sizes(self) -> Iterator[Figure]:
        """What a reader's browser loads at once, gzipped as web servers do."""
        for what, pattern in (
            ("search index", "**/search.json"),
            ("changelog of a year", "**/changelog/*/index.html"),
        ):
            files = list(self.project.site.glob(pattern))
            largest = max(files, key=lambda path: path.stat().st_size)
            packed = len(zlib.compress(largest.read_bytes(), 6)) / 1000
            yield Figure(what, self.size, GZIP, (packed,), bytes=largest.stat().st_size)

    def _cold(self, command: str) -> Figure:
        def once() -> Cost:
            self.forget()
            return self.run(command)

        return self._repeated(f"{command}, cold", once)

    def _repeated(self, what: str, once: Callable[[], Cost]) -> Figure:
        return repeated(what, self.size, self.runs, once)

    def _publish(self, now: datetime, *, records: int = 0) -> Cost:
        """The cost of a publish that has to record so many notices."""
        before = len(self.project.ledger)
        cost = self.run("publish", now=now)
        added = len(self.project.ledger) - before
        if added != records:
            raise Failed(f"a publish at {now} recorded {added} notices, not {records}")
        return cost


def environment(cache: Path, now: datetime) -> dict[str, str]:
    """An instant and a user's cache for our commands, whatever the user's language is."""
    return {
        "SOURCE_DATE_EPOCH": str(int(now.timestamp())),
        "XDG_CACHE_HOME": str(cache),
        "LC_ALL": "C.UTF-8",
    }


def version(folder: Path, runs: int) -> Figure:
    """What it costs to start at all."""
    empty, env = folder / "empty", environment(folder / "cache", NOW)
    empty.mkdir()
    return repeated("--version", 0, runs, lambda: spent([_NOTICES, "--version"], empty, env))


def doubled(folder: Path, one: Figure, runs: int) -> Iterator[Figure]:
    """A cold build of twice as many releases, by how much it costs more than ``one``."""
    sample = Sample.create(folder, 2 * one.size, runs)
    twice = next(sample.builds())
    yield twice
    for what, now, before in (
        ("doubled: CPU", twice.values, one.values),
        ("doubled: memory", twice.memory, one.memory),
    ):
        yield Figure(what, one.size, TIMES, (median(now) / median(before),))
