"""Working days: a table to the second, and the calendar held against a naive count of days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.ledger import History
from notices.domain.schedule import timing
from notices.domain.workdays import NamedDays, WorkCalendar
from tests.core_builders import HANOI, POLICY, lead, policy, release, row
from tests.domain import naive
from tests.domain.drawn import calendars, days_of_2026

DAY = timedelta(days=1)
TET = NamedDays(date(2027, 2, 8), date(2027, 2, 12), "Tết")
SATURDAY_WORKED = NamedDays(date(2027, 2, 20), date(2027, 2, 20), "made up for")
YEARS = (date(2026, 1, 1), date(2028, 12, 31))
CALENDAR = WorkCalendar(
    covers=YEARS,
    off=(
        NamedDays(date(2026, 12, 25), date(2026, 12, 25), "Christmas"),
        NamedDays(date(2027, 1, 1), date(2027, 1, 1), "New Year"),
        TET,
    ),
    work=(SATURDAY_WORKED,),
)
BERLIN, NEW_YORK, LORD_HOWE, ST_JOHNS = (
    ZoneInfo(name)
    for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/St_Johns")
)


@pytest.mark.parametrize(
    "start, text, deadline",
    [
        # A Monday evening: back over a weekend, and the start's own day does not count.
        ("2027-01-25 20:00", "1bd", "2027-01-22 20:00"),
        ("2027-01-25 20:00", "3bd", "2027-01-20 20:00"),
        # A start on a day without work: the same from Saturday and Sunday.
        ("2027-01-23 20:00", "1bd", "2027-01-22 20:00"),
        ("2027-01-24 00:00", "1bd", "2027-01-22 00:00"),
        ("2027-01-23 23:59:59", "1bd", "2027-01-22 23:59:59"),
        # Over Tết, and from within it.
        ("2027-02-15 20:00", "1bd", "2027-02-05 20:00"),
        ("2027-02-13 20:00", "3bd", "2027-02-03 20:00"),
        ("2027-02-10 09:30:17", "1bd", "2027-02-05 09:30:17"),
        # A Saturday on which people work counts.
        ("2027-02-21 20:00", "1bd", "2027-02-20 20:00"),
        ("2027-02-22 20:00", "2bd", "2027-02-19 20:00"),
        ("2027-02-20 20:00", "1bd", "2027-02-19 20:00"),
        # Over the end of a year, Christmas and New Year.
        ("2027-01-02 20:00", "1bd", "2026-12-31 20:00"),
        ("2027-01-04 20:00", "4bd", "2026-12-28 20:00"),
        ("2027-01-04 20:00", "5bd", "2026-12-24 20:00"),
        # Over, to and from a leap day, a Tuesday.
        ("2028-03-01 20:00", "1bd", "2028-02-29 20:00"),
        ("2028-02-29 20:00", "1bd", "2028-02-28 20:00"),
        # Weeks are calendar days, holidays or not.
        ("2027-02-15 20:00", "1w", "2027-02-08 20:00"),
        ("2027-02-15 20:00", "2w", "2027-02-01 20:00"),
    ],
)
def test_a_lead_reaches_back_to_the_second(start: str, text: str, deadline: str) -> None:
    instant = datetime.fromisoformat(start).replace(tzinfo=HANOI)
    expected = datetime.fromisoformat(deadline).replace(tzinfo=HANOI)
    assert lead(text).before(instant, HANOI, CALENDAR) == expected


@pytest.mark.parametrize(
    "zone, start, text, deadline",
    [
        # 02:30 does not exist in Berlin on Sunday 28 March 2027; here people work on Sundays.
        (BERLIN, "2027-03-29T00:30Z", "1bd", "2027-03-28T00:30Z"),
        # 01:30 comes twice in New York on Sunday 7 November 2027.
        (NEW_YORK, "2027-11-08T06:30Z", "1bd", "2027-11-07T05:30Z"),
        # From the second of two readings of one time the lead is the same as from the first.
        (NEW_YORK, "2027-11-07T06:30Z", "1bd", "2027-11-06T05:30Z"),
        # Lord Howe moves its clocks by half an hour on 4 April 2027: 20:00 before and after.
        (LORD_HOWE, "2027-04-05T09:30Z", "2bd", "2027-04-03T09:00Z"),
        # 20:00 of Monday in Newfoundland is Tuesday in UTC: its own date is Monday's.
        (ST_JOHNS, "2027-01-25T23:30Z", "1bd", "2027-01-24T23:30Z"),
        (ST_JOHNS, "2027-01-26T00:30Z", "1bd", "2027-01-25T00:30Z"),
        # Summer time begins between the two: 20:00 is 19:00 and then 18:00 in UTC.
        (BERLIN, "2027-03-29T18:00Z", "3bd", "2027-03-26T19:00Z"),
    ],
)
def test_around_clock_changes_the_earlier_instant_counts(
    zone: ZoneInfo, start: str, text: str, deadline: str
) -> None:
    every_day = WorkCalendar(frozenset(range(7)), YEARS)
    at = datetime.fromisoformat(start)
    assert lead(text).before(at, zone, every_day) == datetime.fromisoformat(deadline)
    assert naive.minus(at, lead(text), zone, every_day) == datetime.fromisoformat(deadline)


@given(days_of_2026, st.integers(1, 12), calendars())
def test_working_days_are_counted_as_a_list_of_days_says(
    day: date, count: int, calendar: WorkCalendar
) -> None:
    walked = naive.walked(day, count, calendar)
    assert calendar.before(day, count) == min(walked, default=day)
    assert calendar.first_missing(day, count) == naive.missing(day, count, calendar)
    named = {each for days in calendar.off_before(day, count) for each in days}
    hindering = {
        each for each in walked if naive.is_off(each, calendar) and each.weekday() in calendar.days
    }
    assert hindering == {each for each in named & {*walked} if each.weekday() in calendar.days}


@given(days_of_2026, st.integers(1, 12), calendars())
def test_the_day_after_is_where_a_lead_reaches_back_from(
    day: date, count: int, calendar: WorkCalendar
) -> None:
    after = calendar.after(day, count)
    assert calendar.is_work(after)
    assert len([d for d in NamedDays(day + DAY, after) if calendar.is_work(d)]) == count


def test_only_the_days_walked_are_needed_not_the_day_of_the_start() -> None:
    calendar = replace(CALENDAR, covers=(date(2027, 1, 4), date(2027, 1, 8)))
    monday, tuesday = date(2027, 1, 11), date(2027, 1, 12)
    # The weekend behind the span is walked over.
    assert calendar.first_missing(date(2027, 1, 9), 5) is None
    assert calendar.first_missing(date(2027, 1, 9), 6) == date(2026, 12, 31)
    assert calendar.first_missing(monday, 1) == date(2027, 1, 9)
    assert calendar.first_missing(tuesday, 1) == monday
    assert replace(calendar, covers=None).first_missing(tuesday, 1) == monday


def test_holidays_in_the_way_are_named_with_neighbours_together() -> None:
    assert CALENDAR.off_before(date(2027, 2, 15), 3) == (TET,)
    assert CALENDAR.off_before(date(2027, 2, 10), 1) == (TET,), "as a whole, also from within it"
    assert CALENDAR.off_before(date(2027, 2, 8), 1) == ()
    assert CALENDAR.off_before(date(2027, 1, 25), 3) == ()
    days = (*NamedDays(date(2027, 2, 6), date(2027, 2, 8)),)
    split = replace(CALENDAR, off=tuple(NamedDays(day, day, "Tết") for day in days))
    # The weekend belongs to it; one by itself would be in nobody's way.
    assert split.off_before(date(2027, 2, 9), 1) == (NamedDays(days[0], days[-1], "Tết"),)
    assert replace(split, off=split.off[:2]).off_before(date(2027, 2, 9), 3) == ()


def test_where_units_are_mixed_a_notice_opens_at_its_deadline_at_the_latest() -> None:
    rule = row("n", earliest="3bd", latest="4d")
    law = replace(policy(), workdays=CALENDAR)
    friday = release(start=datetime(2027, 1, 22, 13, tzinfo=UTC))
    monday = release(start=datetime(2027, 1, 25, 13, tzinfo=UTC))

    late, early = (
        timing(rule, each, law, History(), friday.window.start) for each in (friday, monday)
    )

    assert late.opens == late.deadline == friday.window.start - 4 * DAY
    assert (early.opens, early.deadline) == (
        monday.window.start - 5 * DAY,
        monday.window.start - 4 * DAY,
    )


@pytest.mark.parametrize("text", ["1bd", "1w", "1d", "24h"])
def test_such_leads_are_planned_within_the_notice_hours(text: str) -> None:
    rule = row("n", latest=text)
    night = release(start=datetime(2027, 1, 20, 19, tzinfo=UTC))  # 02:00 on Thursday in Hanoi
    law = replace(policy(), workdays=CALENDAR)

    times = timing(rule, night, law, History(), night.window.start)

    assert times.deadline is not None
    assert times.planned == times.deadline - timedelta(hours=6)  # 20:00 of the evening before


def test_planned_times_are_not_moved_off_holidays() -> None:
    rule = row("n", latest="1bd", margin="1d")
    law = replace(POLICY, workdays=CALENDAR)
    monday = release(start=datetime(2027, 2, 1, 13, tzinfo=UTC))
    closed = replace(
        law, workdays=replace(CALENDAR, off=(NamedDays(date(2027, 1, 28), date(2027, 1, 28)),))
    )

    times = timing(rule, monday, closed, History(), monday.window.start)

    assert times.deadline == datetime(2027, 1, 29, 13, tzinfo=UTC)
    assert times.planned == datetime(2027, 1, 28, 13, tzinfo=UTC)
