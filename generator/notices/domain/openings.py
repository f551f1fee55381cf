"""Openings: at which starts a window fits into the allowed windows of its category.

Belongs here: cutting the allowed time into stretches that people know as one evening or one night,
for a release with all the systems that it names. Does not belong here: what a row covers
(``allowed_windows``), what else is in the way of a window (``bars``), searching (``slots``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import chain, groupby, pairwise

from notices.domain.allowed_windows import AllowedWindow, Span, connected
from notices.domain.bars import allowed_rows
from notices.domain.instants import SECOND, local, midnight
from notices.domain.policy import Category
from notices.domain.release import Release

__all__ = ["HORIZON", "Opening", "Openings"]

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=9)
"""No span is longer, whatever clocks do: those of the week are shorter than seven days."""

HORIZON = timedelta(days=800)
"""In so many days whatever the rows allow has come: the rarest, a fifth Friday that ends a month,
comes each year, and so does each clock change."""

Rows = tuple[AllowedWindow, ...]


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """The first and the last start of a window (UTC) in one stretch of allowed time.

    The last lies before the first where the window is too long for it.
    """

    first: datetime
    last: datetime

    @property
    def fits(self) -> bool:
        """Whether a window may start in it at all."""
        return self.first <= self.last


class Openings:
    """The openings for a window of one length, of a release with its category, origin and systems.

    Each begins where a span of a row does, or where time begins to be allowed for all systems. A
    window may run on into the next one where both touch. ``zone`` is the policy's.
    """

    def __init__(self, release: Release, category: Category, zone: tzinfo) -> None:
        self._length = release.window.length
        self._zone = zone
        approved = release.window.has_approval_of(category.windows.approvers)
        rows = () if approved else (rows for _, rows in allowed_rows(release, category))
        # Systems with the same rows have the same answer.
        self._systems: tuple[Rows, ...] = tuple(dict.fromkeys(rows))

    @property
    def any_time(self) -> bool:
        """Whether no row is asked about; then each day is an opening."""
        return not self._systems

    def on(self, day: date) -> tuple[Opening, ...]:
        """Those that begin on a day of the policy's zone."""
        return self._of_month(day.replace(day=1)).get(day, ())

    def between(self, since: datetime, until: datetime) -> Iterator[Opening]:
        """Those into which the window fits and that have a start between two instants, in order."""
        month = local(since - _LONGEST, self._zone).date().replace(day=1)
        while midnight(month, self._zone) <= until:
            for each in chain.from_iterable(self._of_month(month).values()):
                if each.fits and each.first <= until and since <= each.last:
                    yield each
            month = _next_month(month)

    def _of_month(self, month: date) -> Mapping[date, tuple[Opening, ...]]:
        return _by_day(self._systems, self._length, self._zone, month)


@lru_cache(maxsize=2048)
def _by_day(
    systems: tuple[Rows, ...], length: timedelta, zone: tzinfo, month: date
) -> Mapping[date, tuple[Opening, ...]]:
    """The openings that begin in the month of this first day, by the days of the policy's zone."""
    first, end = midnight(month, zone), midnight(_next_month(month), zone)
    if not systems:
        return {
            day: (Opening(midnight(day, zone), midnight(day + _DAY, zone) - SECOND),)
            for day in (month + after * _DAY for after in range((end - first).days + 1))
            if first <= midnight(day, zone) < min(end, midnight(day + _DAY, zone))
        }
    since, until = first - _LONGEST, end + length + _LONGEST
    spans = [tuple(_spans(rows, since, until, zone)) for rows in systems]
    openings = _cut(_in_all(spans), sorted({*chain.from_iterable(spans)}), length)
    inside = (each for each in openings if first <= each.first < end)
    by_day = groupby(inside, key=lambda each: local(each.first, zone).date())
    found: dict[date, tuple[Opening, ...]] = {}
    for day, group in by_day:
        # Clocks that are set back over midnight read a day again that has ended.
        found[day] = (*found.get(day, ()), *group)
    return found


def _spans(rows: Rows, since: datetime, until: datetime, zone: tzinfo) -> Iterator[Span]:
    # Any zone's day is at most a day away from any other's.
    days = since.date() - _DAY, until.date() + _DAY
    for row in rows:
        for span in row.within(*days, zone):
            if since <= span[1] and span[0] <= until:
                yield span


def _in_all(systems: Iterable[Iterable[Span]]) -> list[Span]:
    """The pieces of time that are allowed for every system."""
    first, *others = (list(connected(spans)) for spans in systems)
    for pieces in others:
        first = list(_in_both(first, pieces))
    return first


def _in_both(some: list[Span], others: list[Span]) -> Iterator[Span]:
    """Where the pieces of both overlap; each list is in order, and its pieces lie apart."""
    one = other = 0
    while one < len(some) and other < len(others):
        start = max(some[one][0], others[other][0])
        end = min(some[one][1], others[other][1])
        if start < end:
            yield start, end
        if some[one][1] < others[other][1]:
            one += 1
        else:
            other += 1


def _cut(pieces: list[Span], spans: list[Span], length: timedelta) -> Iterator[Opening]:
    """The pieces, cut where spans begin that lie in no other one; the spans are in order."""
    for piece in pieces:
        near = spans[bisect_left(spans, (piece[0] - _LONGEST,)) : bisect_left(spans, (piece[1],))]
        inside = {
            (max(start, piece[0]), min(end, piece[1])) for start, end in near if piece[0] < end
        }
        begins = [*_begins(inside), piece[1]]
        for start, following in pairwise(begins):
            last = piece[1] - length
            # The second before the next one begins is its own.
            yield Opening(start, last if following == piece[1] else min(last, following - SECOND))


def _begins(spans: set[Span]) -> Iterator[datetime]:
    """The starts of those that lie within no other span, in order."""
    reached: datetime | None = None
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1].timestamp())):
        if reached is None or end > reached:
            yield start
            reached = end


def _next_month(month: date) -> date:
    return (month + 31 * _DAY).replace(day=1)
