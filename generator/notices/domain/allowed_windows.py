"""Allowed windows: the spans of the week in which a category's windows may lie.

Belongs here: which instants such a row covers, month by month and clock change by clock change, and
whether a window lies in the union of several. Does not belong here: at which starts a window fits
(``openings``), what else is in its way, and who may approve it (``bars``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from notices.domain.instants import local, wall_edge

__all__ = ["AllowedWindow", "Span", "applying", "connected", "covers"]

_DAY = timedelta(days=1)

Span = tuple[datetime, datetime]
"""A span of time, both ends included (UTC)."""


@dataclass(frozen=True, slots=True)
class AllowedWindow:
    """A span that begins on some weekdays, in which windows may lie (II.6).

    ``days`` counts Monday as 0. The span ends at ``until`` (``None`` is 24:00), so many
    ``nights`` after the day on which it began; without a number it is the first such time.
    ``nth`` keeps, of each weekday of a month, those of these numbers, counted from the end
    where negative. Clock and calendar are those of ``zone``, or of the policy. ``systems`` are
    those that it is for; none where it is for every release.
    """

    days: frozenset[int]
    since: time
    until: time | None
    nights: int | None = None
    nth: frozenset[int] = frozenset()
    zone: tzinfo | None = None
    systems: frozenset[str] = frozenset()

    def on(self, day: date, zone: tzinfo) -> Span | None:
        """The span that begins on ``day``, both ends included, or ``None``.

        An end that comes twice is its first instant, one that clocks skip is the instant at which
        they do. ``zone`` is the policy's.
        """
        if day.weekday() not in self.days or not self._counts(day):
            return None
        zone = self.zone or zone
        start = wall_edge(day, self.since, zone)
        end = wall_edge(day + self._nights * _DAY, self.until, zone)
        return (start, end) if start < end else None

    def within(self, first: date, last: date, zone: tzinfo) -> Iterator[Span]:
        """The spans that begin in the months of these days and between, by the row's own clock."""
        month = first.replace(day=1)
        while month <= last:
            yield from _of_month(self, month, zone)
            month = _last_of_month(month) + _DAY

    def around(self, instant: datetime, zone: tzinfo) -> Iterator[Span]:
        """The spans that hold an instant."""
        day = local(instant, self.zone or zone).date()
        # Clocks that are set back over midnight read a day again that has ended.
        for back in range(-1, self._nights + 2):
            span = self.on(day - back * _DAY, zone)
            if span is not None and span[0] <= instant <= span[1]:
                yield span

    @property
    def nominal(self) -> timedelta:
        """The length of a span where no clock changes."""
        until = self._nights * _DAY + (_DAY if self.until is None else _since_midnight(self.until))
        return until - _since_midnight(self.since)

    @property
    def _nights(self) -> int:
        if self.nights is not None:
            return self.nights
        return 1 if self.until is not None and self.until <= self.since else 0

    def _counts(self, day: date) -> bool:
        """Whether the day is one of the numbered ones of its month."""
        if not self.nth:
            return True
        from_start = (day.day - 1) // 7 + 1
        from_end = (_last_of_month(day) - day).days // 7 + 1
        return from_start in self.nth or -from_end in self.nth


def applying(rows: Collection[AllowedWindow], system: str | None) -> tuple[AllowedWindow, ...]:
    """The rows for one system, or for a release that names none: the general ones, and its own."""
    return tuple(row for row in rows if not row.systems or system in row.systems)


def covers(rows: Collection[AllowedWindow], start: datetime, end: datetime, zone: tzinfo) -> bool:
    """Whether [start, end] lies in one connected piece of the union of all spans of these rows.

    ``zone`` is the policy's.
    """
    reached = start
    while reached < end:
        spans = (span for row in rows for span in row.around(reached, zone))
        further = max((span[1] for span in spans), default=reached)
        if further <= reached:
            return False
        reached = further
    return True


def connected(spans: Iterable[Span]) -> Iterator[Span]:
    """The connected pieces of the union of these spans, in order; spans that touch are connected."""
    piece: Span | None = None
    for span in sorted(spans):
        if piece is None or piece[1] < span[0]:
            if piece is not None:
                yield piece
            piece = span
        else:
            piece = piece[0], max(piece[1], span[1])
    if piece is not None:
        yield piece


@lru_cache(maxsize=8192)
def _of_month(row: AllowedWindow, month: date, zone: tzinfo) -> tuple[Span, ...]:
    """The spans of a row that begin in the month of this first day."""
    days = range((_last_of_month(month) - month).days + 1)
    spans = (row.on(month + after * _DAY, zone) for after in days)
    return tuple(span for span in spans if span is not None)


def _last_of_month(day: date) -> date:
    following = (day.replace(day=28) + 4 * _DAY).replace(day=1)
    return following - _DAY


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
