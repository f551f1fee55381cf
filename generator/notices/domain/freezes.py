"""Freezes: spans of time in which no window may lie.

Belongs here: what a freeze is, and which windows it is in the way of. Does not belong here: who
may approve such a window (``bars``), how it reads in problems (``freeze_wording``), how readers are
told of it (``rendering``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

from notices.domain.instants import local, wall_edge

__all__ = ["Freeze", "day_begins"]


@dataclass(frozen=True, slots=True)
class Freeze:
    """No update between ``start`` and ``end`` (UTC, half-open) without an approval.

    Under a ``hard`` one there is none. ``categories`` and ``systems`` are those that it is for;
    none where it is for all. ``approvers`` are roles; none where the category's count. ``source``
    names the row of the procedure.
    """

    id: str
    start: datetime
    end: datetime
    kind: Literal["hard", "soft"]
    label: Mapping[str, str]
    categories: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()
    approvers: tuple[str, ...] = ()
    source: str = ""

    def concerns(self, category: str, systems: Collection[str]) -> bool:
        """Whether it is for releases of this category that touch these systems."""
        return (not self.categories or category in self.categories) and (
            not self.systems or not self.systems.isdisjoint(systems)
        )

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether it shares time with a window; one that ends as the other begins does not."""
        return start < self.end and self.start < end

    def days(self, zone: tzinfo) -> tuple[date, date] | None:
        """Its first and its last day in ``zone``; ``None`` where it is not of whole days there."""
        first, after = local(self.start, zone).date(), local(self.end, zone).date()
        if (self.start, self.end) != (day_begins(first, zone), day_begins(after, zone)):
            return None
        return first, after - timedelta(days=1)


def day_begins(day: date, zone: tzinfo) -> datetime:
    """The instant (UTC) at which a day that a freeze names begins.

    Where a clock change skips its midnight, that is the instant of the change: it belongs to no
    earlier day.
    """
    return wall_edge(day, time(), zone)
