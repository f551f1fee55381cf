"""The days on which a new release could run: one window for each, and why others have none.

Belongs here: listing the windows that are legal now, and the reason for each day without one.
Does not belong here: whether a window is legal (``slots``), what else the project says about a
window (``evaluation.slots``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from heapq import merge
from itertools import chain
from typing import Literal

from notices.domain.bars import Bar, bars
from notices.domain.instants import SECOND, local, midnight
from notices.domain.ledger import History
from notices.domain.openings import HORIZON, Opening, Openings
from notices.domain.policy import Category, NoticeRule, Policy
from notices.domain.quotas import TakenWindows
from notices.domain.release import Release, Window
from notices.domain.schedule import first_missing_day, is_owed, publish_by
from notices.domain.slots import earliest_window, is_legal, late_publish, quarter_after

__all__ = ["NoSlot", "SlotList", "WhyNone", "next_windows", "usual_length"]

_DAY = timedelta(days=1)
_QUARTER = timedelta(minutes=15)
_PATIENCE = 15
"""After so many days in a row without a window, the next one is searched for."""
_REACH = timedelta(days=8)
"""A window may start so long after the beginning of its opening."""
_USUAL_LENGTH = timedelta(hours=2)

WhyNone = Literal[
    "past",
    "before-ledger",
    "not-allowed",
    "too-long",
    "freeze",
    "quota",
    "late",
    "holidays-missing",
    "no-time",
]


@dataclass(frozen=True, slots=True)
class NoSlot:
    """Why no window begins on a day.

    ``past``: its last start has passed. ``before-ledger``: it lies before ``ledger_starts``.
    ``not-allowed``: no allowed window begins on it. ``too-long``: none that begins on it is long
    enough. ``freeze``, ``quota``: ``bar`` is in the way of its last one, ``window``.
    ``late``: the deadline of ``notice`` for its last start, ``window``, has passed.
    ``holidays-missing``: leads of ``window``, its last one, count ``first_missing_day``, and nobody
    said whether that is a working day.
    ``no-time``: ``window`` is legal, but only until ``deadline``, which leaves too little time to
    publish it. ``source`` is the row of the procedure.
    """

    day: date
    why: WhyNone
    window: Window | None = None
    notice: NoticeRule | None = None
    deadline: datetime | None = None
    source: str = ""
    first_missing_day: date | None = None
    bar: Bar | None = None


def usual_length(category: Category) -> timedelta:
    """How long a window to be proposed is where nobody says: the longest downtime that the policy
    names for the category, else two hours, or less where no allowed window is so long."""
    if category.downtime_max is not None:
        return category.downtime_max
    spans = (row.nominal for row in category.windows.allowed)
    return min(_USUAL_LENGTH, max(spans, default=_USUAL_LENGTH))


def next_windows(
    release: Release,
    category: Category,
    policy: Policy,
    now: datetime,
    taken: TakenWindows | None = None,
    *,
    near: date | None = None,
    clock: time | None = None,
) -> Iterator[Window]:
    """The legal windows of a new release, one for each opening, without end if need be.

    See :meth:`SlotList.windows`.
    """
    return SlotList(release, category, policy, now, taken).windows(near, clock)


@dataclass(frozen=True)
class SlotList:
    """The windows of a new release, as they are at ``now`` (UTC).

    ``release`` says what else counts: the length of its window, systems, origin, who it is for, an
    approved reason. When its window lies does not matter, and own times of notices do not count.
    ``taken`` are the windows that count against quotas, if any do.
    """

    release: Release
    category: Category
    policy: Policy
    now: datetime
    taken: TakenWindows | None = None

    def windows(self, near: date | None = None, clock: time | None = None) -> Iterator[Window]:
        """One window for each opening in which one is legal, as an iterator without end.

        Where any time is allowed, each day is an opening. A window starts on a quarter of an hour (as
        the opening does, where none fits into it), the first or, with ``clock``, the one nearest to
        that time of day. It is legal now, and still legal when the publish is as late as
        ``late_publish``. The order is that of time; with ``near``, that of nearness to this day,
        the later one of two first.
        """
        if self._first is None:
            return
        # An opening that begins days before may hold the first start.
        first = local(self._first - _REACH, self.policy.zone).date()
        near = first if near is None else max(near, first)
        later, earlier = self._later(near, clock), self._earlier(near, first, clock)
        known: set[datetime] = set()
        for _, _, window in merge(later, earlier, key=lambda found: found[:2]):
            if window.start not in known:
                known.add(window.start)
                yield window

    def _later(self, near: date, clock: time | None) -> Iterator[tuple[int, int, Window]]:
        """The windows of the days from ``near`` on, each with its distance."""
        day, empty, last = near, 0, near
        while empty < _PATIENCE or (day - last) < HORIZON:
            found = self._windows_on(day, clock)
            yield from (((day - near).days, -1, window) for window in found)
            empty = 0 if found else empty + 1
            day += _DAY
            if found:
                last = day
            elif empty % _PATIENCE == 0:
                following = self._first_from(self._late_publish, midnight(day, self.policy.zone))
                if following is None:
                    return
                begins = local(following - _REACH, self.policy.zone).date()
                if begins > day:
                    day = last = begins

    def _earlier(
        self, near: date, first: date, clock: time | None
    ) -> Iterator[tuple[int, int, Window]]:
        """The windows of the days before ``near``, down to ``first``, each with its distance."""
        day, empty, last = near - _DAY, 0, near
        while day >= first and (last - day) < HORIZON:
            found = self._windows_on(day, clock)
            yield from (((near - day).days, 1, window) for window in found)
            empty = 0 if found else empty + 1
            day -= _DAY
            if found:
                last = day
            elif empty % _PATIENCE == 0:
                before = self._last_day_with_start(first, day)
                if before < day:
                    day = last = before

    def _last_day_with_start(self, first: date, last: date) -> date:
        """The last of these days on which some window may legally start; the first if none."""
        zone = self.policy.zone
        while first < last:
            middle = last - (last - first) // 2
            start = self._first_from(self._late_publish, midnight(middle, zone))
            if start is not None and local(start, zone).date() <= last:
                first = middle
            else:
                last = middle - _DAY
        return first

    def why_none(self, day: date) -> NoSlot | None:
        """Why no window begins on the day, or within an opening that does; ``None`` where one does."""
        openings = self._openings.on(day)
        long_enough = [each for each in openings if each.fits]
        if not long_enough:
            why: WhyNone = "too-long" if openings else "not-allowed"
            return NoSlot(day, why, source=self.category.windows.source)
        if any(self._window_in(each) for each in long_enough):
            return None
        last_opening = long_enough[-1]
        last = self._window(self._starts(last_opening)[-1])
        if last.start <= self.now:
            return NoSlot(day, "past", last)
        if last.start < self.policy.promise_begins:
            return NoSlot(day, "before-ledger", last, deadline=self.policy.promise_begins)
        if self._first_legal is not None and last_opening.last >= self._first_legal:
            starts = sorted(start for each in long_enough for start in self._starts(each))
            for window in map(self._window, reversed(starts)):
                if self._is_legal(window, self.now):
                    return self._hurried(day, window)
        for bar in self._bars(last):
            if bar.freeze is not None:
                return NoSlot(day, "freeze", last, source=bar.freeze.source, bar=bar)
            if bar.quota is not None:
                return NoSlot(day, "quota", last, source=self.category.windows.source, bar=bar)
        return self._late(day, last)

    def _hurried(self, day: date, window: Window) -> NoSlot:
        """A window that is legal now, and no longer when its publish is late."""
        moved = replace(self._new, window=window)
        until = publish_by(moved, self.category, self.policy, History(), self.now)
        return NoSlot(day, "no-time", window, deadline=until or window.start - SECOND)

    def _late(self, day: date, last: Window) -> NoSlot:
        """The notice that is the latest by now for the last window of the day, or the first day
        that its leads count and nobody has listed."""
        zone, workdays = self.policy.zone, self.policy.workdays
        owed = [rule for rule in self._owed if rule.audience == "customers"]
        deadlines = [(r.latest.before(last.start, zone, workdays), r) for r in owed if r.latest]
        deadline, rule = min(deadlines, key=lambda each: each[0], default=(self.now, None))
        if rule is None or deadline >= self.now:
            leads = chain.from_iterable((row.earliest, row.latest) for row in self._owed)
            if (missing := first_missing_day(leads, last.start, self.policy)) is not None:
                return NoSlot(day, "holidays-missing", last, first_missing_day=missing)
            # A clock change has left nothing of the span.
            return NoSlot(day, "not-allowed", source=self.category.windows.source)
        return NoSlot(day, "late", last, rule, deadline, rule.source)

    @cached_property
    def _new(self) -> Release:
        return replace(self.release, own_times={})

    @cached_property
    def _owed(self) -> list[NoticeRule]:
        """The notices that it owes."""
        return [
            rule
            for rule in self.category.notices
            if is_owed(rule, self._new, self.policy, History(), self.now)
        ]

    @cached_property
    def _late_publish(self) -> datetime:
        return late_publish(self.category, self.policy, self.now)

    @cached_property
    def _first(self) -> datetime | None:
        """No start before it leaves time to publish."""
        return self._first_from(self._late_publish)

    @cached_property
    def _first_legal(self) -> datetime | None:
        return self._first_from(self.now)

    def _first_from(self, now: datetime, since: datetime | None = None) -> datetime | None:
        found = earliest_window(
            self._new, self.category, self.policy, History(), now, self.taken, since
        )
        return None if found is None else found.start

    @cached_property
    def _openings(self) -> Openings:
        return Openings(self._new, self.category, self.policy.zone)

    def _windows_on(self, day: date, clock: time | None) -> list[Window]:
        """The window of each opening that begins on the day."""
        openings = (each for each in self._openings.on(day) if each.fits)
        found = (self._window_in(each, clock) for each in openings)
        return [window for window in found if window is not None]

    def _window_in(self, opening: Opening, clock: time | None = None) -> Window | None:
        if self._first is None or opening.last < self._first:
            return None
        starts = [start for start in self._starts(opening) if start >= self._first]
        if clock is not None:
            starts.sort(key=lambda start: self._away(start, clock))
        windows = map(self._window, starts)
        return next((each for each in windows if self._is_legal(each, self._late_publish)), None)

    def _away(self, start: datetime, clock: time) -> timedelta:
        """How far the start's time of day is from ``clock``, in either direction."""
        wall = local(start, self.policy.zone).replace(tzinfo=None)
        asked = datetime.combine(wall.date(), clock.replace(tzinfo=None))
        return min(abs(wall - asked + days * _DAY) for days in (-1, 0, 1))

    def _starts(self, opening: Opening) -> list[datetime]:
        """The quarters of an hour in an opening; its beginning if none lies there."""
        start, starts = quarter_after(opening.first, self.policy.zone), []
        while start <= opening.last:
            starts.append(start)
            start += _QUARTER
        return starts or [opening.first]

    def _is_legal(self, window: Window, now: datetime) -> bool:
        moved = replace(self._new, window=window)
        return is_legal(moved, self.category, self.policy, History(), now, self.taken)

    def _bars(self, window: Window) -> Iterator[Bar]:
        """What refuses a window."""
        moved = replace(self._new, window=window)
        return (bar for bar in bars(moved, self.category, self.policy, self.taken) if bar.refuses)

    def _window(self, start: datetime) -> Window:
        window = self.release.window
        return replace(window, start=start, end=start + window.length)
