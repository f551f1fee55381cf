"""Entries of a demo: files that appear and change at given instants.

Belongs here: an entry's bytes at an instant, and what every company's schedule is put together
from. Does not belong here: when anything happens (each company's ``schedule``), the texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from notices.domain.instants import local
from notices.domain.layout import RELEASES
from notices.domain.phrases import phrase
from notices.domain.policy import Policy
from notices.project.disk import ProjectError

__all__ = ["DemoEntry", "Schedule", "ScheduleTexts", "opening"]

_INTO = timedelta(hours=2)
"""How long after a window opens the demo's updates start."""


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """One release: when its file appears (UTC), its window, and what is added to the file when.

    ``start`` is the first one that was announced, ``moved`` says when it gave way to which other.
    ``reason`` has further lines of the window, ``moved_reason`` those that it has once it is moved;
    ``planned`` says whether a plan may list it.
    """

    id: str
    appears: datetime
    start: datetime
    length: timedelta
    reason: str = ""
    moved_reason: str = ""
    planned: bool = True
    extra: str = ""
    later: Mapping[datetime, str] = field(default_factory=dict)
    moved: tuple[datetime, datetime] | None = None

    def path(self, policy: Policy) -> str:
        """The file's path in the project."""
        return f"{RELEASES}/{local(self.start, policy.zone).year}/{self.id}.yml"

    def at(self, now: datetime, texts: Path, policy: Policy) -> bytes | None:
        """The file's bytes as they are at ``now``; ``None`` before it appears.

        ``texts`` is the folder with the entry's text.
        """
        if now < self.appears:
            return None
        is_moved = self.moved is not None and self.moved[0] <= now
        start = self.moved[1] if self.moved and is_moved else self.start
        text = (texts / f"{self.id}.yml").read_text(encoding="utf-8")
        text += f"window:\n    start: {_written(start, policy)}\n"
        text += f"    end: {_written(start + self.length, policy)}\n"
        text += self.reason + (self.moved_reason if is_moved else "")
        text += self.extra + "".join(added for at, added in self.later.items() if at <= now)
        return text.encode()


@dataclass(frozen=True, slots=True)
class Schedule:
    """What happens in a demo: its entries, and from when until when nothing is published."""

    entries: tuple[DemoEntry, ...]
    standstill: tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class ScheduleTexts:
    """The lines that a schedule adds to entries. ``folder`` has the longer ones."""

    folder: Path
    policy: Policy

    def outcome(self, at: datetime, result: str = "success") -> str:
        """How an update ended."""
        return f"outcome: {{result: {result}, at: {_written(at, self.policy)}}}\n"

    def added(self, name: str, at: datetime) -> str:
        """A text of the folder, with the instant in place of ``{at}`` and its day of ``{on}``."""
        text = (self.folder / f"{name}.yml").read_text(encoding="utf-8")
        clock = _written(at, self.policy)
        return text.replace("{at}", clock).replace("{on}", clock.partition(" ")[0])


def opening(after: datetime, policy: Policy, category: str) -> datetime:
    """Two hours into the first allowed window that begins after an instant."""
    day = local(after, policy.zone).date()
    for ahead in range(15):
        for span in policy.categories[category].windows.allowed:
            window = span.on(day + timedelta(days=ahead), policy.zone)
            if window is not None and window[0] > after:
                return window[0] + _INTO
    raise ProjectError(phrase("the policy allows no window within two weeks"))


def _written(instant: datetime, policy: Policy) -> str:
    return local(instant, policy.zone).isoformat(sep=" ", timespec="minutes")
