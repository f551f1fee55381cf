"""Quotas: how many windows a week or a month may hold, and how many hours.

Belongs here: what a quota is, which windows count against it, and whether they leave room. Does not
belong here: which releases have such windows (``evaluation.taken_windows``), who may approve one
more (``bars``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Literal, get_args

from notices.domain.instants import SECOND, local, wall_edge

__all__ = ["ExceededQuota", "Quota", "Span", "TakenWindow", "TakenWindows", "Turn"]

_DAY = timedelta(days=1)
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)

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

    def exceeded_by(self, lengths: Collection[timedelta]) -> tuple[Literal["count", "hours"], ...]:
        """Which of its limits windows of these lengths exceed; exactly the limit is allowed."""
        found: list[Literal["count", "hours"]] = []
        if self.count is not None and len(lengths) > self.count:
            found.append("count")
        if self.hours is not None and sum(lengths, timedelta()) > timedelta(hours=self.hours):
            found.append("hours")
        return tuple(found)

    def is_at_least_as_strict_as(self, other: Quota) -> bool:
        """Whether what it lets pass passes the other one, of the same kind, as well."""
        return (self.per, self.by) == (other.per, other.by) and all(
            theirs is None or (ours is not None and ours <= theirs)
            for ours, theirs in ((self.count, other.count), (self.hours, other.hours))
        )


@dataclass(frozen=True, slots=True)
class TakenWindow:
    """A window that counts against the quotas of others.

    It counts for windows whose turn comes after ``since`` and not after ``until``; for all where
    these are ``None``. The window of a ``hidden`` release counts from its own turn on. The window
    that a move leaves counts until its turn, and the new one from then on. ``announced`` is when
    customers were told of it (UTC), if they were.
    """

    entry: str
    category: str
    systems: tuple[str, ...]
    start: datetime
    end: datetime
    since: Turn | None = None
    until: Turn | None = None
    hidden: bool = False
    announced: datetime | None = None

    def counts_for(self, turn: Turn) -> bool:
        """Whether it counts for a window of another release whose turn this is."""
        return (self.since is None or self.since < turn) and (
            self.until is None or turn < self.until
        )

    def came_before(self, announced: TakenWindow) -> bool:
        """Whether customers knew of it when they were told of this other one."""
        return not self.hidden and self.until is None and self._told < announced._told

    @property
    def _told(self) -> tuple[datetime, datetime, str]:
        """Its place among the announced ones: imported ones come first, moves to be told last."""
        untold = _FIRST if self.since is None else _LAST
        return self.announced or untold, self.start, self.entry


@dataclass(frozen=True, slots=True)
class ExceededQuota:
    """A quota that has no room for a window: in which span, for which system, which entries fill it.

    ``limits`` are those that it exceeds, ``taken`` is how long the windows of ``entries`` are together.
    """

    quota: Quota
    span: Span
    entries: tuple[str, ...]
    limits: tuple[Literal["count", "hours"], ...]
    taken: timedelta = timedelta()
    system: str | None = None


class TakenWindows:
    """The windows that count against quotas, by the weeks and months in which they start.

    ``zone`` is the policy's.
    """

    def __init__(self, zone: tzinfo, windows: Iterable[TakenWindow] = ()) -> None:
        self._zone = zone
        self._by_span: dict[tuple[Per, Span], tuple[TakenWindow, ...]] = {}
        gathered: dict[tuple[Per, Span], list[TakenWindow]] = {}
        for window in windows:
            for key in self._spans(window):
                gathered.setdefault(key, []).append(window)
        self._by_span.update((key, tuple(each)) for key, each in gathered.items())

    def copy(self) -> TakenWindows:
        """The same windows; what changes in one of the two stays as it is in the other."""
        other = TakenWindows(self._zone)
        other._by_span = dict(self._by_span)
        return other

    def exchange(self, known: Iterable[TakenWindow], new: Iterable[TakenWindow]) -> None:
        """Count the new windows in the place of the known ones."""
        for window in known:
            for key in self._spans(window):
                self._by_span[key] = tuple(w for w in self._by_span[key] if w != window)
        for window in new:
            for key in self._spans(window):
                self._by_span[key] = (*self._by_span.get(key, ()), window)

    def filling(
        self, window: TakenWindow, quota: Quota, system: str | None, *, asked: bool = True
    ) -> tuple[TakenWindow, ...]:
        """The windows of other releases that count against this quota of a window, in order.

        ``system`` is the one that is asked about. The window's turn is its own start's. One that is
        not ``asked`` about was announced: only those count for it that were known before.
        """
        turn = (window.start, window.entry)
        here = self._by_span.get((quota.per, quota.span(window.start, self._zone)), ())
        own = next((each for each in here if each.entry == window.entry), window)
        found = (
            other
            for other in here
            if other.entry != window.entry
            and _shares(quota, window, other, system)
            and (other.counts_for(turn) if asked else other.came_before(own))
        )
        return tuple(sorted(found, key=lambda other: (other.start, other.entry)))

    def exceeded(
        self, window: TakenWindow, quotas: Iterable[Quota], *, asked: bool = True
    ) -> Iterator[ExceededQuota]:
        """The quotas that have no room for a window, which may be among those that count.

        A quota by system is asked for each system that the window names.
        """
        for quota in quotas:
            for system in window.systems if quota.by == "system" else (None,):
                filling = self.filling(window, quota, system, asked=asked)
                lengths = [other.end - other.start for other in filling]
                limits = quota.exceeded_by([*lengths, window.end - window.start])
                if limits:
                    yield ExceededQuota(
                        quota,
                        quota.span(window.start, self._zone),
                        tuple(other.entry for other in filling),
                        limits,
                        sum(lengths, timedelta()),
                        system,
                    )

    def may_have_room_from(self, quotas: Collection[Quota], since: datetime) -> set[datetime]:
        """Every instant (UTC), in or behind the spans that hold ``since`` or a later window, from
        which one of these quotas may have room again.

        That is the beginning of the span that follows, and the turn of a move.
        """
        pers = {quota.per for quota in quotas}
        found = {quota.span(since, self._zone)[1] for quota in quotas}
        for (per, span), windows in self._by_span.items():
            if per in pers and span[1] > since and windows:
                found.add(span[1])
                for turn in (window.until for window in windows):
                    if turn is not None:
                        found |= {turn[0], turn[0] + SECOND}
        return found

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
    return wall_edge(first, time(), zone), wall_edge(following, time(), zone)


def _shares(quota: Quota, window: TakenWindow, other: TakenWindow, system: str | None) -> bool:
    """Whether both windows count against the same quota."""
    if quota.by == "category":
        return other.category == window.category
    return system in other.systems
