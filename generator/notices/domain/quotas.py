"""Quotas: how many windows a week or a month may hold, and how many hours.

Belongs here: what a quota is, which windows count against it, and whether they leave room. Does not
belong here: which releases have such windows (``evaluation.taken_windows``), who may approve one
more (``bars``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import chain
from typing import Literal, get_args

from notices.domain.instants import local, midnight

__all__ = ["ExceededQuota", "Quota", "Span", "TakenWindow", "TakenWindows", "Turn"]

_DAY = timedelta(days=1)

Per = Literal["week", "month"]
Span = tuple[datetime, datetime]
Turn = tuple[datetime, str]
"""When a window is asked about: windows are taken by start, then by the id of their release."""


@dataclass(frozen=True, slots=True)
class Quota:
    """At most ``count`` windows, of ``hours`` together, in a week or a month.

    ``by``: of one category, or of any category for each system that the release names.
    """

    per: Per
    by: Literal["category", "system"]
    count: int | None = None
    hours: int | None = None

    def span(self, instant: datetime, zone: tzinfo) -> Span:
        """The week, from Monday on, or the month that holds an instant (UTC, half-open)."""
        return _span(self.per, local(instant, zone).date(), zone)

    def allows(self, lengths: Collection[timedelta]) -> bool:
        """Whether it holds with windows of these lengths; exactly the limit is allowed."""
        return (self.count is None or len(lengths) <= self.count) and (
            self.hours is None or sum(lengths, timedelta()) <= timedelta(hours=self.hours)
        )


@dataclass(frozen=True, slots=True)
class TakenWindow:
    """A window that counts against the quotas of others.

    It counts for windows whose turn comes after ``since`` and not after ``until``; for all where
    these are ``None``. A hidden release's counts from its own turn on. The window that a move
    leaves counts until its turn, and the new one from then on.
    """

    entry: str
    category: str
    systems: tuple[str, ...]
    start: datetime
    end: datetime
    since: Turn | None = None
    until: Turn | None = None

    def counts_for(self, turn: Turn) -> bool:
        """Whether it counts for a window of another release whose turn this is."""
        return (self.since is None or self.since < turn) and (
            self.until is None or turn < self.until
        )


@dataclass(frozen=True, slots=True)
class ExceededQuota:
    """A quota that has no room for a window: in which span, for which system, which entries fill it."""

    quota: Quota
    span: Span
    entries: tuple[str, ...]
    system: str | None = None


class TakenWindows:
    """The windows that count against quotas, by the weeks and months in which they start.

    ``zone`` is the policy's.
    """

    def __init__(self, zone: tzinfo, windows: Iterable[TakenWindow] = ()) -> None:
        self._zone = zone
        self._by_span: dict[tuple[Per, Span], dict[str, list[TakenWindow]]] = {}
        for window in windows:
            self.add(window)

    def __iter__(self) -> Iterator[TakenWindow]:
        """Each window, in no order."""
        for (per, _), entries in self._by_span.items():
            if per == "week":
                yield from chain.from_iterable(entries.values())

    def add(self, window: TakenWindow) -> None:
        """Count one window more."""
        for key in self._spans(window):
            self._by_span.setdefault(key, {}).setdefault(window.entry, []).append(window)

    def remove(self, window: TakenWindow) -> None:
        """Count it no longer."""
        for key in self._spans(window):
            self._by_span[key][window.entry].remove(window)

    def exceeded(self, window: TakenWindow, quotas: Iterable[Quota]) -> Iterator[ExceededQuota]:
        """The quotas that have no room for a window, which may be among those that count.

        Its turn is its own start's. A quota by system is asked for each system that it names.
        """
        turn = (window.start, window.entry)
        for quota in quotas:
            span = quota.span(window.start, self._zone)
            others = [
                other
                for entry, windows in self._by_span.get((quota.per, span), {}).items()
                if entry != window.entry
                for other in windows
                if other.counts_for(turn)
            ]
            for system in window.systems if quota.by == "system" else (None,):
                filling = sorted(
                    (other for other in others if _shares(quota, window, other, system)),
                    key=lambda other: (other.start, other.entry),
                )
                lengths = [each.end - each.start for each in (*filling, window)]
                if not quota.allows(lengths):
                    entries = tuple(other.entry for other in filling)
                    yield ExceededQuota(quota, span, entries, system)

    def _spans(self, window: TakenWindow) -> list[tuple[Per, Span]]:
        day = local(window.start, self._zone).date()
        return [(per, _span(per, day, self._zone)) for per in get_args(Per)]


@lru_cache(maxsize=8192)
def _span(per: Per, day: date, zone: tzinfo) -> Span:
    if per == "week":
        first = day - day.weekday() * _DAY
        following = first + 7 * _DAY
    else:
        first = day.replace(day=1)
        following = (first + 31 * _DAY).replace(day=1)
    return midnight(first, zone), midnight(following, zone)


def _shares(quota: Quota, window: TakenWindow, other: TakenWindow, system: str | None) -> bool:
    """Whether both windows count against the same quota."""
    if quota.by == "category":
        return other.category == window.category
    return system in other.systems
