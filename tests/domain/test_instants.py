"""Instants, leads and hours, held against a naive reading of clocks in five zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notices.domain.allowed_windows import AllowedWindow, covers
from notices.domain.instants import HoursOfDay, Lead, at_wall, breakpoints, local, midnight
from notices.domain.workdays import WorkCalendar
from tests.core_builders import EVENING, HANOI, hanoi, lead
from tests.domain import naive
from tests.domain.drawn import calendars, hours_of_day, instants, near_changes, zones

BERLIN, NEW_YORK, LORD_HOWE = (
    ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
)
leads = st.builds(Lead, st.integers(1, 40), st.sampled_from(["w", "d", "bd", "h", "m"]))
MON_FRI = WorkCalendar()


@given(instants, leads, zones, calendars())
def test_a_lead_reaches_back_as_a_wall_calendar_and_a_stopwatch_say(
    instant: datetime, ahead: Lead, zone: ZoneInfo, workdays: WorkCalendar
) -> None:
    assert ahead.before(instant, zone, workdays) == naive.minus(instant, ahead, zone, workdays)


@given(instants, hours_of_day, zones)
def test_the_first_instant_in_the_notice_hours_is_what_a_scan_finds(
    instant: datetime, hours: HoursOfDay, zone: ZoneInfo
) -> None:
    assert hours.first_from(instant, zone) == naive.first_in_hours(hours, instant, zone)


@given(instants, hours_of_day, zones)
def test_the_last_instant_in_the_notice_hours_is_what_a_scan_finds(
    instant: datetime, hours: HoursOfDay, zone: ZoneInfo
) -> None:
    assert hours.last_until(instant, zone) == naive.last_in_hours(hours, instant, zone)


@given(instants, hours_of_day, zones)
def test_the_notice_hours_include_both_ends(
    instant: datetime, hours: HoursOfDay, zone: ZoneInfo
) -> None:
    assert hours.holds(instant, zone) == naive.in_hours(hours, instant, zone)


@given(
    instants,
    st.integers(1, 30 * 3600) | st.sampled_from([3600, 7200, 6 * 3600, 6 * 3600 + 1]),
    # Ends of spans keep clear of the hours in which these zones change their clocks.
    st.frozensets(st.integers(0, 6)),
    st.sampled_from([time(0), time(5), time(18), time(22, 30)]),
    st.sampled_from([time(0), time(5), time(6, 30), time(18), time(23), None]),
    zones,
)
@example(hanoi("2026-12-12 18:00"), 6 * 3600, frozenset({5, 6}), time(18), None, HANOI)
def test_a_window_is_allowed_when_its_clocks_read_one_and_the_same_span_throughout(
    start: datetime,
    seconds: int,
    days: frozenset[int],
    since: time,
    until: time | None,
    zone: ZoneInfo,
) -> None:
    span = AllowedWindow(days, since, until)
    end = start + timedelta(seconds=seconds)
    assert covers([span], start, end, zone) == naive.inside_rows([span], start, end, zone)


@given(instants, leads, zones, calendars())
def test_starts_reaching_an_instant_name_the_first_start_that_does(
    instant: datetime, ahead: Lead, zone: ZoneInfo, workdays: WorkCalendar
) -> None:
    starts = ahead.starts_reaching(instant, zone, workdays)
    first = min(s for s in starts if naive.minus(s, ahead, zone, workdays) >= instant)
    # No start before it reaches the instant: neither one second nor any quarter hour earlier.
    before = first - timedelta(seconds=1)
    earlier = [first - n * timedelta(minutes=15) for n in range(1, 17)]
    assert all(naive.minus(s, ahead, zone, workdays) < instant for s in [before, *earlier])


@given(instants, st.integers(1, 6), zones, calendars(), st.data())
def test_working_days_begin_to_reach_an_instant_at_one_of_those_starts_alone(
    instant: datetime, count: int, zone: ZoneInfo, workdays: WorkCalendar, data: st.DataObject
) -> None:
    ahead = Lead(count, "bd")
    starts = sorted({*ahead.starts_reaching(instant, zone, workdays)})
    since = data.draw(st.sampled_from(starts))
    until = min((s for s in starts if s > since), default=since + timedelta(days=20))
    seconds = data.draw(st.integers(1, int((until - since).total_seconds())))
    at = since + timedelta(seconds=seconds - 1)
    if naive.minus(since, ahead, zone, workdays) < instant:
        assert naive.minus(at, ahead, zone, workdays) < instant


@given(near_changes, zones)
def test_breakpoints_are_the_seconds_at_which_clocks_jump(
    instant: datetime, zone: ZoneInfo
) -> None:
    day = timedelta(days=1)
    found = breakpoints(instant - day, instant + day, zone)
    for jump in found:
        before, after = local(jump - timedelta(seconds=1), zone), local(jump, zone)
        assert before.utcoffset() != after.utcoffset()
    offsets = [local(instant + n * timedelta(hours=1), zone).utcoffset() for n in range(-24, 25)]
    assert len(found) == sum(a != b for a, b in pairwise(offsets))


def test_days_are_calendar_days_across_a_clock_change() -> None:
    # 20:00 in Berlin is 19:00 UTC in winter and 18:00 UTC in summer.
    start = datetime(2026, 4, 4, 18, tzinfo=UTC)
    assert lead("10d").before(start, BERLIN, MON_FRI) == datetime(2026, 3, 25, 19, tzinfo=UTC)


def test_hours_are_elapsed_time_across_a_clock_change() -> None:
    start = datetime(2026, 3, 29, 18, tzinfo=UTC)
    assert lead("24h").before(start, BERLIN, MON_FRI) == datetime(2026, 3, 28, 18, tzinfo=UTC)
    assert lead("1d").before(start, BERLIN, MON_FRI) == datetime(2026, 3, 28, 19, tzinfo=UTC)


def test_a_day_back_to_a_skipped_time_takes_the_earlier_instant() -> None:
    # 02:30 does not exist in Berlin on 29 March 2026; 00:30 UTC comes before 01:30 UTC.
    start = datetime(2026, 3, 30, 0, 30, tzinfo=UTC)
    assert lead("1d").before(start, BERLIN, MON_FRI) == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


def test_a_day_back_to_a_repeated_time_takes_the_earlier_instant() -> None:
    # 01:30 comes twice in New York on 1 November 2026: at 05:30 and 06:30 UTC.
    start = datetime(2026, 11, 2, 6, 30, tzinfo=UTC)
    assert lead("1d").before(start, NEW_YORK, MON_FRI) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_clock_change_of_half_an_hour_is_respected() -> None:
    # Lord Howe goes from +11:00 to +10:30 on 5 April 2026 at 02:00.
    start = datetime(2026, 4, 10, 9, 30, tzinfo=UTC)  # 20:00
    assert lead("10d").before(start, LORD_HOWE, MON_FRI) == datetime(2026, 3, 31, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text, count, unit", [("20d", 20, "d"), ("24h", 24, "h"), ("30m", 30, "m")]
)
def test_a_lead_reads_as_it_is_written(text: str, count: int, unit: str) -> None:
    assert (lead(text).count, lead(text).unit, str(lead(text))) == (count, unit, text)


def test_the_end_of_a_day_is_the_beginning_of_the_next() -> None:
    assert at_wall(date(2026, 12, 12), None, HANOI) == hanoi("2026-12-13 00:00")
    assert midnight(date(2026, 12, 13), HANOI) == hanoi("2026-12-13 00:00")


def test_notice_hours_hold_at_both_ends_and_not_a_second_beyond() -> None:
    hours = HoursOfDay(time(8), time(20))
    assert [
        hours.holds(hanoi(f"2026-12-12 {clock}"), HANOI)
        for clock in ("07:59:59", "08:00:00", "20:00:00", "20:00:01")
    ] == [False, True, True, False]


@pytest.mark.parametrize(
    "start, end, inside",
    [
        ("2026-12-12 18:00", "2026-12-13 00:00", True),  # the whole Saturday evening
        ("2026-12-13 22:00", "2026-12-14 00:00", True),  # Sunday until 24:00
        ("2026-12-12 22:00", "2026-12-13 00:00:01", False),  # a second over midnight
        ("2026-12-12 17:59:59", "2026-12-12 20:00", False),  # a second too early
        ("2026-12-12 22:00", "2026-12-13 19:00", False),  # from one evening into the other
        ("2026-12-13 00:00", "2026-12-13 01:00", False),  # 24:00 is an end, not a start
        ("2026-12-11 20:00", "2026-12-11 22:00", False),  # Friday
        ("2026-12-14 20:00", "2026-12-14 22:00", False),  # Monday
    ],
)
def test_the_weekend_evening_ends_at_midnight_sharp(start: str, end: str, inside: bool) -> None:
    assert covers([EVENING], hanoi(start), hanoi(end), HANOI) is inside


def test_an_overnight_span_belongs_to_the_day_on_which_it_begins() -> None:
    nights = AllowedWindow(frozenset({5}), time(22), time(4))  # Saturday night
    assert covers([nights], hanoi("2026-12-12 23:00"), hanoi("2026-12-13 04:00"), HANOI)
    assert covers([nights], hanoi("2026-12-13 01:00"), hanoi("2026-12-13 02:00"), HANOI)
    assert not covers([nights], hanoi("2026-12-13 01:00"), hanoi("2026-12-13 04:00:01"), HANOI)
    assert not covers([nights], hanoi("2026-12-12 01:00"), hanoi("2026-12-12 02:00"), HANOI)
    assert not covers([nights], hanoi("2026-12-13 22:00"), hanoi("2026-12-13 23:00"), HANOI)
