"""Allowed windows: which instants a row covers, to the second, and how several rows are one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notices.domain.allowed_windows import AllowedWindow, applying, connected, covers
from tests.domain import naive
from tests.domain.drawn import ROW_ZONES, ZONE_NAMES, allowed_windows

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
BERLIN = ZoneInfo("Europe/Berlin")
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
EVENING = AllowedWindow(frozenset({5, 6}), time(18), None)
NIGHT = AllowedWindow(frozenset({5}), time(22), time(5))
WEEKEND = AllowedWindow(frozenset({5}), time(22), time(6), 2)


def read(row: AllowedWindow, day: str, zone: str = "Asia/Ho_Chi_Minh") -> tuple[str, ...] | None:
    """The span that begins on a day, as the clocks of ``zone`` read both ends."""
    span = row.on(date.fromisoformat(day), ZoneInfo(zone))
    return span and tuple(f"{at.astimezone(ZoneInfo(zone)):%a %m-%d %H:%M%z}" for at in span)


# One row


@pytest.mark.parametrize(
    "row, day, expected",
    [
        (EVENING, "2026-12-12", ("Sat 12-12 18:00+0700", "Sun 12-13 00:00+0700")),
        (EVENING, "2026-12-14", None),
        (NIGHT, "2026-12-12", ("Sat 12-12 22:00+0700", "Sun 12-13 05:00+0700")),
        (NIGHT, "2026-12-13", None),
        (WEEKEND, "2026-12-12", ("Sat 12-12 22:00+0700", "Mon 12-14 06:00+0700")),
        # Over the year's end, and from a leap day.
        (WEEKEND, "2022-12-31", ("Sat 12-31 22:00+0700", "Mon 01-02 06:00+0700")),
        (NIGHT, "2020-02-29", ("Sat 02-29 22:00+0700", "Sun 03-01 05:00+0700")),
        # The same time of day is a whole day.
        (
            AllowedWindow(frozenset({5}), time(18), time(18)),
            "2026-12-12",
            ("Sat 12-12 18:00+0700", "Sun 12-13 18:00+0700"),
        ),
        # The longest one of the week: a minute less than seven days.
        (
            AllowedWindow(frozenset({0}), time(), time(23, 59), 6),
            "2026-12-07",
            ("Mon 12-07 00:00+0700", "Sun 12-13 23:59+0700"),
        ),
    ],
)
def test_a_span_begins_on_its_weekday_and_may_end_days_later(
    row: AllowedWindow, day: str, expected: tuple[str, ...] | None
) -> None:
    assert read(row, day) == expected


@pytest.mark.parametrize(
    "since, until, zone, day, expected",
    [
        # 02:00 to 03:00 is skipped in Berlin on 29 March, and comes twice on 25 October.
        ("02:30", "05:00", "Europe/Berlin", "2026-03-29", ("03:00+0200", "05:00+0200")),
        ("01:00", "02:30", "Europe/Berlin", "2026-03-29", ("01:00+0100", "03:00+0200")),
        ("02:10", "02:50", "Europe/Berlin", "2026-03-29", None),
        ("01:00", "02:30", "Europe/Berlin", "2026-10-25", ("01:00+0200", "02:30+0200")),
        ("02:30", "05:00", "Europe/Berlin", "2026-10-25", ("02:30+0200", "05:00+0100")),
        ("01:00", "03:00", "Europe/Berlin", "2026-10-25", ("01:00+0200", "03:00+0100")),
        # New York: 2 to 3 on 8 March, 1 to 2 twice on 1 November.
        ("02:30", "05:00", "America/New_York", "2026-03-08", ("03:00-0400", "05:00-0400")),
        ("01:30", "05:00", "America/New_York", "2026-11-01", ("01:30-0400", "05:00-0500")),
        # Lord Howe moves its clocks by half an hour.
        ("02:15", "04:00", "Australia/Lord_Howe", "2026-10-04", ("02:30+1100", "04:00+1100")),
        ("01:45", "04:00", "Australia/Lord_Howe", "2026-04-05", ("01:45+1100", "04:00+1030")),
        # Cairo skips the first hour of 24 April; 24:00 of the day before is when it does.
        ("00:00", "02:00", "Africa/Cairo", "2026-04-24", ("01:00+0300", "02:00+0300")),
        ("20:00", "24:00", "Africa/Cairo", "2026-04-23", ("20:00+0200", "01:00+0300")),
        # It reads the last hour of 29 October twice.
        ("22:00", "23:30", "Africa/Cairo", "2026-10-29", ("22:00+0300", "23:30+0300")),
        ("23:30", "24:00", "Africa/Cairo", "2026-10-29", ("23:30+0300", "00:00+0200")),
        # Beirut skips the first hour of 29 March.
        ("00:30", "03:00", "Asia/Beirut", "2026-03-29", ("01:00+0300", "03:00+0300")),
        # Casablanca sets its clocks back for Ramadan, on 15 February from 3 to 2.
        ("02:30", "04:00", "Africa/Casablanca", "2026-02-15", ("02:30+0100", "04:00+0000")),
        # Apia had no 30 December 2011.
        ("18:00", "24:00", "Pacific/Apia", "2011-12-29", ("18:00-1000", "00:00+1400")),
        ("18:00", "24:00", "Pacific/Apia", "2011-12-30", None),
        ("22:00", "05:00", "Pacific/Apia", "2011-12-30", ("00:00+1400", "05:00+1400")),
    ],
)  # fmt: skip
def test_an_end_that_comes_twice_is_its_first_instant_and_a_skipped_one_that_of_the_change(
    since: str, until: str, zone: str, day: str, expected: tuple[str, str] | None
) -> None:
    every_day = frozenset(range(7))
    end = None if until == "24:00" else time.fromisoformat(until)
    row = AllowedWindow(every_day, time.fromisoformat(since), end)
    span = read(row, day, zone)
    assert (span and tuple(at.split()[-1] for at in span)) == expected


@pytest.mark.parametrize(
    "days, nth, expected",
    [
        # December 2026 begins on a Tuesday and has 31 days.
        ({5}, {1}, ["12-05"]),
        ({5}, {-1}, ["12-26"]),
        ({5}, {1, -1}, ["12-05", "12-26"]),
        ({5}, {4}, ["12-26"]),
        ({5}, {5}, []),
        ({1}, {5}, ["12-29"]),
        ({1}, {-5}, ["12-01"]),
        ({5}, {-5}, []),
        # Each weekday is counted by itself: the first Monday is the 7th.
        ({0, 1}, {1}, ["12-01", "12-07"]),
        ({5, 6}, {-2}, ["12-19", "12-20"]),
    ],
)
def test_nth_counts_each_weekday_of_the_month_from_either_end(
    days: set[int], nth: set[int], expected: list[str]
) -> None:
    row = AllowedWindow(frozenset(days), time(18), None, nth=frozenset(nth))
    found = [f"{a.astimezone(HANOI):%m-%d}" for a, _ in row.within(date(2026, 12, 1), date(2026, 12, 31), HANOI)]  # fmt: skip
    assert found == expected


def test_the_month_is_that_of_the_spans_first_day() -> None:
    """The fifth Saturday of January 2026 is the 31st, and its span ends in February."""
    row = replace(WEEKEND, nth=frozenset({-1}))
    assert read(row, "2026-01-31") == ("Sat 01-31 22:00+0700", "Mon 02-02 06:00+0700")
    assert read(row, "2026-02-07") is None
    # A first weekend is the first Saturday with what follows, also where a Sunday is the 1st.
    weekend = AllowedWindow(frozenset({5}), time(), None, 1, frozenset({1}))
    assert read(weekend, "2026-02-07") == ("Sat 02-07 00:00+0700", "Mon 02-09 00:00+0700")
    assert read(weekend, "2026-01-31") is None


def test_clock_and_calendar_are_those_of_the_rows_zone() -> None:
    """The last Saturday of January in Berlin ends on Sunday, the 1st of February, in Hà Nội."""
    row = AllowedWindow(frozenset({5}), time(18), None, nth=frozenset({-1}), zone=BERLIN)
    assert read(row, "2026-01-31") == ("Sun 02-01 00:00+0700", "Sun 02-01 06:00+0700")


def test_a_row_for_systems_is_for_these_alone() -> None:
    payroll = replace(NIGHT, systems=frozenset({"payroll"}))
    rows = [EVENING, payroll]
    assert applying(rows, None) == (EVENING,)
    assert applying(rows, "payroll") == (EVENING, payroll)
    assert applying(rows, "crm") == (EVENING,)


# Several rows


def at(text: str, zone: ZoneInfo = HANOI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


MORNING_AFTER = AllowedWindow(frozenset({6}), time(), time(4))


@pytest.mark.parametrize(
    "rows, start, end, inside",
    [
        ([EVENING], "2026-12-12 18:00", "2026-12-13 00:00", True),
        ([EVENING], "2026-12-12 17:59:59", "2026-12-12 20:00", False),
        ([EVENING], "2026-12-12 22:00", "2026-12-13 00:00:01", False),
        # Spans that touch are connected, and a second between them parts them.
        ([EVENING, MORNING_AFTER], "2026-12-12 23:00", "2026-12-13 04:00", True),
        ([EVENING, MORNING_AFTER], "2026-12-12 23:00", "2026-12-13 04:00:01", False),
        (
            [AllowedWindow(frozenset({5}), time(18), time(23, 59, 59)), MORNING_AFTER],
            "2026-12-12 23:00", "2026-12-13 01:00", False,
        ),
        # Evenings of two days are not.
        ([EVENING], "2026-12-12 20:00", "2026-12-13 20:00", False),
        ([WEEKEND], "2026-12-12 22:00", "2026-12-14 06:00", True),
        ([WEEKEND], "2026-12-12 22:00", "2026-12-14 06:00:01", False),
        # Without an end: each day touches the next.
        ([AllowedWindow(frozenset(range(7)), time(), None)], "2026-12-01 00:00", "2027-02-01 00:00", True),
        ([], "2026-12-12 18:00", "2026-12-12 20:00", False),
    ],
)  # fmt: skip
def test_a_window_lies_in_one_connected_piece_or_in_none(
    rows: list[AllowedWindow], start: str, end: str, inside: bool
) -> None:
    assert covers(rows, at(start), at(end), HANOI) is inside


def test_rows_of_two_zones_connect_where_they_touch() -> None:
    """18:00 in Berlin is midnight in Hà Nội, in winter."""
    berlin = AllowedWindow(frozenset({5}), time(18), time(20), zone=BERLIN)
    assert covers([EVENING, berlin], at("2026-12-12 22:00"), at("2026-12-13 02:00"), HANOI)
    assert not covers([EVENING, berlin], at("2026-12-12 22:00"), at("2026-12-13 02:00:01"), HANOI)
    # In summer it is 23:00 there.
    assert not covers([EVENING, berlin], at("2026-07-11 22:00"), at("2026-07-12 01:00:01"), HANOI)


def test_pieces_are_in_order_and_apart() -> None:
    hours = [at(f"2026-12-12 {hour:02}:00") for hour in range(10)]
    spans = [(hours[6], hours[8]), (hours[0], hours[2]), (hours[2], hours[3]), (hours[7], hours[9])]
    assert [*connected(spans)] == [(hours[0], hours[3]), (hours[6], hours[9])]
    assert [*connected([])] == []


# Against the naive reading

YEARS = [date(2011, 12, 30), date(2023, 12, 31), date(2024, 2, 29), *(date(2026, month, 27) for month in range(1, 13))]  # fmt: skip
days = st.builds(
    lambda day, more: day + more * DAY, st.sampled_from(YEARS), st.integers(-3, 4)
)  # fmt: skip
zones = st.sampled_from([ZoneInfo(name) for name in {*ZONE_NAMES, *ROW_ZONES}])


@settings(max_examples=150)
@given(allowed_windows(), days, zones)
def test_a_row_covers_what_clocks_read(row: AllowedWindow, day: date, zone: ZoneInfo) -> None:
    first = day.replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    assert [*row.within(day, day, zone)] == naive.spans_of(row, first, last, zone)


@settings(max_examples=150)
@given(st.data())
def test_a_window_lies_in_the_union_of_the_rows_or_not(data: st.DataObject) -> None:
    rows = data.draw(st.lists(allowed_windows(), min_size=1, max_size=4))
    day, zone = data.draw(days), data.draw(zones)
    spans = [span for row in rows for span in naive.spans_of(row, day - 8 * DAY, day + 8 * DAY, zone)]  # fmt: skip
    edges = sorted({at for span in spans for at in span} or {at(f"{day} 12:00")})
    one, other = data.draw(st.sampled_from(edges)), data.draw(st.sampled_from(edges))
    start = min(one, other) + data.draw(st.integers(-1, 1)) * SECOND
    end = max(one, other) + data.draw(st.integers(-1, 1)) * SECOND
    if start < end:
        assert covers(rows, start, end, zone) is naive.inside_rows(rows, start, end, zone)
