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
from itertools import chain, count
from typing import Literal

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.bars import allowed_rows, refusing_freezes
from notices.domain.freezes import Freeze
from notices.domain.instants import SECOND, local, midnight
from notices.domain.ledger import History
from notices.domain.policy import Category, NoticeRule, Policy
from notices.domain.release import Release, Window
from notices.domain.schedule import first_missing_day, is_owed, publish_by
from notices.domain.slots import earliest_window, is_legal, late_publish, quarter_after

__all__ = ["NoSlot", "SlotList", "WhyNone", "next_windows", "usual_length"]

_DAY = timedelta(days=1)
_QUARTER = timedelta(minutes=15)
_SEARCHED_DAYS = 15
"""So many days in a row without a window, and there are no more: each weekday came twice."""
_LONGEST_FREEZE = timedelta(days=400)
"""Days in a freeze do not count among them, unless it lasts so long that nobody looks beyond it."""
_USUAL_LENGTH = timedelta(hours=2)

WhyNone = Literal[
    "past",
    "before-ledger",
    "not-allowed",
    "too-long",
    "freeze",
    "late",
    "holidays-missing",
    "no-time",
]


@dataclass(frozen=True, slots=True)
class NoSlot:
    """Why no window begins on a day.

    ``past``: its last start has passed. ``before-ledger``: it lies before ``ledger_starts``.
    ``not-allowed``: no allowed window begins on it. ``too-long``: none that begins on it is long
    enough. ``freeze``: every window that begins on it lies in one, ``window``, its last one, in
    ``freeze``. ``late``: the deadline of ``notice`` for its last start, ``window``, has passed.
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
    freeze: Freeze | None = None


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
    *,
    near: date | None = None,
    clock: time | None = None,
) -> Iterator[Window]:
    """The legal windows of a new release, one for each allowed span, without end if need be.

    See :meth:`SlotList.windows`.
    """
    return SlotList(release, category, policy, now).windows(near, clock)


@dataclass(frozen=True)
class SlotList:
    """The windows of a new release, as they are at ``now`` (UTC).

    ``release`` says what else counts: the length of its window, origin, who it is for, an
    approved reason. When its window lies does not matter, and own times of notices do not count.
    """

    release: Release
    category: Category
    policy: Policy
    now: datetime

    def windows(self, near: date | None = None, clock: time | None = None) -> Iterator[Window]:
        """One window for each allowed span in which one is legal, as an iterator without end.

        Where any time is allowed, each day is a span. A window starts on a quarter of an hour (as the
        span does, where none fits into it), the first or, with ``clock``, the one nearest to
        that time of day. It is legal now, and still legal when the publish is as late as
        ``late_publish``. The order is that of time; with ``near``, that of nearness to this day,
        the later one of two first.
        """
        if self._first is None:
            return
        # A span of the evening before may reach into the day.
        first = local(self._first, self.policy.zone).date() - _DAY
        near = first if near is None else max(near, first)
        later = self._on(near, 1, clock)
        earlier = self._on(near, -1, clock, last=(near - first).days)
        known: set[datetime] = set()
        for _, _, window in merge(later, earlier, key=lambda found: found[:2]):
            if window.start not in known:
                known.add(window.start)
                yield window

    def _on(
        self, near: date, step: int, clock: time | None, last: int | None = None
    ) -> Iterator[tuple[int, int, Window]]:
        """The windows of the days from ``near`` on in one direction, each with its distance."""
        empty = 0
        for distance in count(0 if step > 0 else 1):
            if empty == _SEARCHED_DAYS or (last is not None and distance > last):
                return
            day = near + step * distance * _DAY
            found = self._windows_on(day, clock)
            empty = 0 if found or any(map(self._is_frozen, self._spans(day))) else empty + 1
            yield from ((distance, -step, window) for window in found)

    def why_none(self, day: date) -> NoSlot | None:
        """Why no window begins on the day, or within a span that does; ``None`` where one does."""
        spans = self._spans(day)
        long_enough = [span for span in spans if span[0] <= span[1]]
        if not long_enough:
            why: WhyNone = "too-long" if spans else "not-allowed"
            return NoSlot(day, why, source=self.category.windows.source)
        if any(self._window_in(span) for span in long_enough):
            return None
        last_span = max(long_enough, key=lambda span: span[1])
        starts = sorted(start for span in long_enough for start in self._starts(*span))
        last = self._window(self._starts(*last_span)[-1])
        if last.start <= self.now:
            return NoSlot(day, "past", last)
        if last.start < self.policy.promise_begins:
            return NoSlot(day, "before-ledger", last, deadline=self.policy.promise_begins)
        if frozen := self._freezes_of(last):
            starts = [start for start in starts if not self._freezes_of(self._window(start))]
            if not starts:
                return NoSlot(day, "freeze", last, source=frozen[0].source, freeze=frozen[0])
            last = self._window(starts[-1])
        if self._first_legal is not None and last_span[1] >= self._first_legal:
            for window in map(self._window, reversed(starts)):
                if self._is_legal(window, self.now):
                    return self._hurried(day, window)
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

    def _freezes_of(self, window: Window) -> tuple[Freeze, ...]:
        """The freezes that refuse a window."""
        moved = replace(self._new, window=window)
        return refusing_freezes(moved, self.category, self.policy)

    def _is_frozen(self, span: tuple[datetime, datetime]) -> bool:
        """Whether one freeze refuses every start of a span, and there may be others after it."""
        return any(
            freeze.start <= span[0] and freeze.end - span[0] <= _LONGEST_FREEZE
            for freeze in self._freezes_of(self._window(span[1]))
        )

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

    def _first_from(self, now: datetime) -> datetime | None:
        found = earliest_window(self._new, self.category, self.policy, History(), now)
        return None if found is None else found.start

    @property
    def _any_time(self) -> bool:
        """Whether no span of the policy is to be looked at."""
        approvers = self.category.windows.approvers
        return not self._rows or self.release.window.has_approval_of(approvers)

    @cached_property
    def _rows(self) -> tuple[AllowedWindow, ...]:
        """The rows in whose spans the window may lie."""
        rows = (row for _, rows in allowed_rows(self.release, self.category) for row in rows)
        return tuple(dict.fromkeys(rows))

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """The first and the last possible start of each allowed span that begins on the day.

        The last lies before the first where the window is longer than the span.
        """
        zone = self.policy.zone
        if self._any_time:
            return [(midnight(day, zone), midnight(day + _DAY, zone) - _QUARTER)]
        bounds = (row.on(day, zone) for row in self._rows)
        length = self.release.window.length
        return sorted((each[0], each[1] - length) for each in bounds if each is not None)

    def _windows_on(self, day: date, clock: time | None = None) -> list[Window]:
        """The window of each span that begins on the day."""
        found = (self._window_in(span, clock) for span in self._spans(day) if span[0] <= span[1])
        return [window for window in found if window is not None]

    def _window_in(
        self, span: tuple[datetime, datetime], clock: time | None = None
    ) -> Window | None:
        if self._first is None or span[1] < self._first:
            return None
        starts = [start for start in self._starts(*span) if start >= self._first]
        if clock is not None:
            starts.sort(key=lambda start: self._away(start, clock))
        windows = map(self._window, starts)
        return next((each for each in windows if self._is_legal(each, self._late_publish)), None)

    def _away(self, start: datetime, clock: time) -> timedelta:
        """How far the start's time of day is from ``clock``, in either direction."""
        wall = local(start, self.policy.zone).replace(tzinfo=None)
        asked = datetime.combine(wall.date(), clock.replace(tzinfo=None))
        return min(abs(wall - asked + days * _DAY) for days in (-1, 0, 1))

    def _starts(self, first: datetime, last: datetime) -> list[datetime]:
        """The quarters of an hour from ``first`` to ``last``; ``first`` if none lies there."""
        start, starts = quarter_after(first, self.policy.zone), []
        while start <= last:
            starts.append(start)
            start += _QUARTER
        return starts or [first]

    def _is_legal(self, window: Window, now: datetime) -> bool:
        moved = replace(self._new, window=window)
        return is_legal(moved, self.category, self.policy, History(), now)

    def _window(self, start: datetime) -> Window:
        window = self.release.window
        return replace(window, start=start, end=start + window.length)
