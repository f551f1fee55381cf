"""Instants, leads and wall-clock times.

Belongs here: arithmetic that is right across clock changes. An instant is an aware
``datetime`` in UTC with whole seconds, everywhere in this program; a zone is only
consulted to turn a wall-clock time into an instant and back. Does not belong here: how an
instant is written for people (``rendering``) or read from a file (``loading``); for programs
it is written in one way, by ``utc``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Literal

from notices.domain.workdays import WorkCalendar

__all__ = [
    "LAST_YEAR",
    "SECOND",
    "HoursOfDay",
    "Lead",
    "Unit",
    "at_wall",
    "breakpoints",
    "local",
    "midnight",
    "utc",
    "wall_edge",
]

LAST_YEAR = 2999
"""The last year that files name."""

SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)

Unit = Literal["w", "d", "bd", "h", "m"]
"""Weeks, calendar days, working days, hours, minutes."""


def local(instant: datetime, zone: tzinfo) -> datetime:
    """The wall-clock reading of ``instant`` in ``zone`` (aware)."""
    return instant.astimezone(zone)


@lru_cache(maxsize=65536)
def utc(instant: datetime) -> str:
    """``instant`` as ISO 8601 in UTC with ``Z``, in whole seconds: 2026-12-12T13:00:00Z."""
    # Every language and every file names the same instants. And strftime takes five times as long.
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def at_wall(day: date, clock: time | None, zone: tzinfo) -> datetime:
    """The instant (UTC) at which ``zone``'s clocks read ``clock`` on ``day``.

    ``None`` stands for 24:00, the end of the day. Where a clock change skips or repeats
    that reading, the earlier of the two instants counts.
    """
    if clock is None:
        day, clock = day + _DAY, time()
    naive = datetime.combine(day, clock.replace(tzinfo=None, fold=0))
    return min(naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


@lru_cache(maxsize=8192)
def wall_edge(day: date, clock: time | None, zone: tzinfo) -> datetime:
    """The instant (UTC) at which a span of wall-clock time begins or ends.

    As ``at_wall``; but where a clock change skips that reading, the instant of the change.
    """
    if clock is None:
        day, clock = day + _DAY, time()
    first = at_wall(day, clock, zone)
    if local(first, zone).replace(tzinfo=None) == datetime.combine(day, clock):
        return first
    return breakpoints(first, first + 2 * _DAY, zone)[0]


@lru_cache
def midnight(day: date, zone: tzinfo) -> datetime:
    """The instant (UTC) at which ``day`` begins in ``zone``."""
    return at_wall(day, time(), zone)


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before the start, in one unit (``2w``, ``20d``, ``3bd``, ``24h``, ``30m``).

    Weeks and days are calendar days at the same wall-clock time in the policy's zone, ``bd`` are
    working days at that time; hours and minutes are elapsed time.
    """

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    @property
    def elapsed(self) -> timedelta:
        """Its nominal length: a day counts as 24 hours, and so does a working day."""
        match self.unit:
            case "w":
                return timedelta(weeks=self.count)
            case "d" | "bd":
                return timedelta(days=self.count)
            case "h":
                return timedelta(hours=self.count)
            case "m":
                return timedelta(minutes=self.count)

    @property
    def in_workdays(self) -> bool:
        """Whether its length depends on the calendar of working days."""
        return self.unit == "bd"

    def before(self, instant: datetime, zone: tzinfo, workdays: WorkCalendar) -> datetime:
        """``instant`` minus this lead, in UTC (the ⊖ of the procedure)."""
        if self.unit in ("h", "m"):
            return instant - self.elapsed
        wall = local(instant, zone)
        if self.in_workdays:
            day = workdays.before(wall.date(), self.count)
        else:
            day = wall.date() - self.elapsed
        return at_wall(day, wall.timetz(), zone)

    def after(self, instant: datetime, zone: tzinfo) -> datetime:
        """``instant`` plus this lead, in UTC; days at the same wall-clock time.

        Nothing that follows an instant is counted in working days.
        """
        assert not self.in_workdays
        if self.unit in ("h", "m"):
            return instant + self.elapsed
        wall = local(instant, zone)
        return at_wall(wall.date() + self.elapsed, wall.timetz(), zone)

    def starts_reaching(
        self, instant: datetime, zone: tzinfo, workdays: WorkCalendar
    ) -> tuple[datetime, ...]:
        """Every start from which ``before`` may begin to be ``instant`` or later.

        A superset, unordered: callers try each. Between two clock changes ``before`` moves
        with the start second by second, and at a clock change on either side it jumps. So it
        can only begin to reach ``instant`` at equality, or at a jump. Working days make it jump at
        midnights as well, and back: then it may cease to reach ``instant`` and begin again.
        """
        if self.in_workdays:
            return _starts_reaching_by_workdays(self, instant, zone, workdays)
        return _starts_reaching(self, instant, zone)


# Every refused entry of a project asks for the same leads at the same `now`.
@lru_cache(maxsize=8192)
def _starts_reaching(lead: Lead, instant: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    if lead.unit in ("h", "m"):
        return (instant + lead.elapsed,)
    there = instant + lead.elapsed
    here_jumps = breakpoints(instant - 2 * _DAY, instant + 2 * _DAY, zone)
    there_jumps = breakpoints(there - 2 * _DAY, there + 2 * _DAY, zone)
    starts = {
        base + lead.elapsed + here_offset - there_offset
        for base in (instant, *here_jumps)
        for here_offset in _offsets(instant, zone)
        for there_offset in _offsets(there, zone)
    }
    return (*starts, *there_jumps)


@lru_cache(maxsize=8192)
def _starts_reaching_by_workdays(
    lead: Lead, instant: datetime, zone: tzinfo, workdays: WorkCalendar
) -> tuple[datetime, ...]:
    """The same time of day on each day that reaches the instant's day, and each midnight there."""
    here = breakpoints(instant - 2 * _DAY, instant + 2 * _DAY, zone)
    readings = {
        (base + offset).replace(tzinfo=None)
        for base in (instant, *here)
        for offset in _offsets(instant, zone)
    }
    dates = {reading.date() for reading in readings}
    # One working day less reaches a later day from the last of them; the next day does from there.
    first = workdays.after(min(dates) - _DAY, lead.count)
    last = workdays.after(max(dates), lead.count) + _DAY
    days = [first + number * _DAY for number in range((last - first).days + 1)]
    starts = {midnight(day, zone) for day in days}
    starts.update(breakpoints(midnight(first, zone), midnight(last + _DAY, zone), zone))
    for day in days:
        for reading in readings:
            starts.update(_readings(day, reading.time(), zone))
    return tuple(starts)


def _offsets(instant: datetime, zone: tzinfo) -> set[timedelta]:
    """The UTC offsets in force within two days of ``instant``."""
    return {_offset(instant + half * _DAY / 2, zone) for half in range(-4, 5)}


def _offset(instant: datetime, zone: tzinfo) -> timedelta:
    return local(instant, zone).utcoffset() or timedelta()


def breakpoints(start: datetime, end: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """The instants in ``(start, end]`` at which ``zone`` changes its clocks, ascending."""
    first, last = start.astimezone(UTC).date(), end.astimezone(UTC).date()
    days = (first + n * _DAY for n in range((last - first).days + 1))
    return tuple(at for day in days for at in _changes(day, zone) if start < at <= end)


@lru_cache(maxsize=8192)
def _changes(day: date, zone: tzinfo) -> tuple[datetime, ...]:
    """The clock changes of one day of UTC; its first instant belongs to it, its last does not."""
    midnight = datetime.combine(day, time(), UTC)
    edges = []
    at = midnight - SECOND
    for hour in range(1, 25):
        step = midnight + timedelta(hours=hour) - SECOND
        if _offset(at, zone) != _offset(step, zone):
            low, high = at, step
            while high - low > SECOND:
                middle = low + ((high - low) // 2 // SECOND) * SECOND
                if _offset(middle, zone) == _offset(low, zone):
                    low = middle
                else:
                    high = middle
            edges.append(high)
        at = step
    return tuple(edges)


@dataclass(frozen=True, slots=True)
class HoursOfDay:
    """A daily span of wall-clock time, both ends included; ``None`` as ``until`` is 24:00."""

    since: time
    until: time | None

    def holds(self, instant: datetime, zone: tzinfo) -> bool:
        """Whether ``zone``'s clocks read a time inside the span at ``instant``."""
        clock = local(instant, zone).time()
        return self.since <= clock and (self.until is None or clock <= self.until)

    def first_from(self, instant: datetime, zone: tzinfo) -> datetime:
        """The first instant at or after ``instant`` inside the span."""
        if self.holds(instant, zone):
            return instant
        day = local(instant, zone).date()
        candidates = self._inside(
            instant, zone, [_readings(day + n * _DAY, self.since, zone) for n in (0, 1, 2)]
        )
        return min(at for at in candidates if at >= instant)

    def last_until(self, instant: datetime, zone: tzinfo) -> datetime:
        """The last instant at or before ``instant`` inside the span."""
        if self.holds(instant, zone):
            return instant
        day = local(instant, zone).date()
        last = self.until or time(23, 59, 59)
        candidates = self._inside(
            instant, zone, [_readings(day - n * _DAY, last, zone) for n in (0, 1, 2)]
        )
        return max(at for at in candidates if at <= instant)

    def _inside(
        self, instant: datetime, zone: tzinfo, edges: list[tuple[datetime, ...]]
    ) -> list[datetime]:
        """The edges inside the span; around a skipped edge, the clock change stands for it."""
        candidates = [at for edge in edges for at in edge if self.holds(at, zone)]
        if any(not self.holds(at, zone) for edge in edges for at in edge):
            jumps = breakpoints(instant - 3 * _DAY, instant + 3 * _DAY, zone)
            candidates += [
                at for jump in jumps for at in (jump - SECOND, jump) if self.holds(at, zone)
            ]
        return candidates


def _readings(day: date, clock: time, zone: tzinfo) -> tuple[datetime, ...]:
    """Both instants that ``clock`` on ``day`` may stand for; they differ at clock changes."""
    naive = datetime.combine(day, clock)
    return tuple(naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
