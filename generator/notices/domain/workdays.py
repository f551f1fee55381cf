"""Working days: which days are some, and how far back a number of them reaches.

Belongs here: the calendar of working days, in whole days. Does not belong here: instants and clock
changes (``instants``), reading ``content/holidays.yml`` (``loading``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

__all__ = ["NamedDays", "WorkCalendar", "joined_days"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NamedDays:
    """The days from ``first`` to ``last``, both included, and what they are called, if anything.

    ``label`` was written for the company itself; customers read ``name``, by language.
    """

    first: date
    last: date
    label: str = ""
    name: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __iter__(self) -> Iterator[date]:
        """Each day, in order."""
        length = (self.last - self.first).days + 1
        return (self.first + number * _DAY for number in range(length))


@dataclass(frozen=True)
class WorkCalendar:
    """The working days: the weekdays ``days`` (Monday is 0) that are not ``off``, and all ``work``.

    ``covers`` are the first and the last day of which that is known. Every other day, and every day
    where it is ``None``, counts by its weekday alone, so that a number of working days always
    reaches some day.
    """

    days: frozenset[int] = frozenset(range(5))
    covers: tuple[date, date] | None = None
    off: tuple[NamedDays, ...] = ()
    work: tuple[NamedDays, ...] = ()

    def __hash__(self) -> int:
        return hash((self.days, self.covers))  # Lists of holidays are long, and calendars few.

    def is_work(self, day: date) -> bool:
        """Whether people work on that day."""
        return day in self._work or (day.weekday() in self.days and day not in self._off)

    def before(self, day: date, count: int) -> date:
        """The ``count``-th working day before ``day``, which itself never counts."""
        while count:
            day -= _DAY
            count -= self.is_work(day)
        return day

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; the day itself for none."""
        while count:
            day += _DAY
            count -= self.is_work(day)
        return day

    def first_missing(self, day: date, count: int) -> date | None:
        """The first day that ``before`` walks and of which nothing is known, if there is one."""
        first = self.before(day, count)
        if self.covers is None or first < self.covers[0]:
            return first
        missing = max(first, self.covers[1] + _DAY)
        return missing if missing < day else None

    def off_before(self, day: date, count: int) -> tuple[NamedDays, ...]:
        """The days off that ``before`` has to walk over, in order; neighbours of one name together.

        Each as a whole, from its first day to its last. Those on which nobody works anyway are
        left out.
        """
        walked = range(self.before(day, count).toordinal(), day.toordinal())
        return tuple(
            days
            for days in self._holidays
            if any(d.toordinal() in walked and d.weekday() in self.days for d in days)
        )

    @cached_property
    def _off(self) -> dict[date, str]:
        return {day: days.label for days in self.off for day in days}

    @cached_property
    def _holidays(self) -> tuple[NamedDays, ...]:
        days = sorted(self._off)
        return tuple(joined_days(NamedDays(day, day, self._off[day]) for day in days))

    @cached_property
    def _work(self) -> frozenset[date]:
        return frozenset(day for days in self.work for day in days)


def joined_days(days: Iterable[NamedDays]) -> Iterator[NamedDays]:
    """Days in order, neighbours of one name together."""
    known: NamedDays | None = None
    for each in days:
        if known is not None and (known.last + _DAY, known.label) == (each.first, each.label):
            known = NamedDays(known.first, each.last, known.label)
            continue
        if known is not None:
            yield known
        known = each
    if known is not None:
        yield known
