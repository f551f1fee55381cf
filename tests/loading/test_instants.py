"""The one grammar of times, for files and for the command line."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.instants import Lead
from notices.loading import NotReadable, read_instant
from notices.loading.instants import read_clock, read_date, read_duration, read_lead

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-12 20:00",
        "2026-12-12T20:00",
        "2026-12-12 20:00:00",
        "2026-12-12T13:00Z",
        "2026-12-12 20:00+07:00",
        "2026-12-12 08:00:00-05:00",
    ],
)
def test_one_instant_is_written_in_these_ways(text: str) -> None:
    instant = read_instant(text, HANOI)
    assert instant == datetime(2026, 12, 12, 13, tzinfo=UTC)
    assert instant.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20:00",
        "20261212T2000+0700",
        "2026-W48-6",
        "2026-W48-6 20:00",
        "2026-12-12 20",
        "2026-12-12 20:00:00.5",
        "31/31/2026 20:00",
        "12/12/1999 20:00",
        "12/12/2026 25:00",
        "12/12/2026 20:00 or later",
    ],
)
def test_nothing_else_is_a_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a time\. Write it like 2026-12-12 20:00, or"):
        read_instant(text, HANOI)


@pytest.mark.parametrize(
    "text, help",
    [
        ("2026-12-12  20:00", "Write it like 2026-12-12 20:00."),
        ("2026-12-12t20:00", "Write it like 2026-12-12 20:00."),
        ("2026-12-12 20:00z", "Write it like 2026-12-12 20:00Z."),
        ("2026-12-12 20:00 +07:00", "Write it like 2026-12-12 20:00+07:00."),
        ("2026-12-12 20:00+0700", "Write it like 2026-12-12 20:00+07:00."),
        ("2026-12-12 20:00+07", "Write it like 2026-12-12 20:00+07:00."),
        ("2026-12-12 20:00 GMT+7", "Write it like 2026-12-12 20:00+07:00."),
        ("2026-12-12 8:00", "Write it like 2026-12-12 08:00."),
        (" 2026-12-12 20:00", "Write it like 2026-12-12 20:00."),
        ("2026-12-12 20:00\n", "Write it like 2026-12-12 20:00."),
        ("2026-12-12\u00a020:00", "Write it like 2026-12-12 20:00."),
        ("２026-12-12 20:00", "Write it like 2026-12-12 20:00."),
        ("12/12/2026 20:00", "Write it like 2026-12-12 20:00."),
        ("12/12/2026 20h", "Write it like 2026-12-12 20:00."),
        ("12/12/2026 20h30", "Write it like 2026-12-12 20:30."),
        ("20h30 ngày 12/12/2026", "Write it like 2026-12-12 20:30."),
        ("20 giờ 12/12/2026", "Write it like 2026-12-12 20:00."),
        ("12.12.2026 20:00", "Write it like 2026-12-12 20:00."),
        ("12-12-2026, 20:00", "Write it like 2026-12-12 20:00."),
        ("2026/12/12 20:00:30", "Write it like 2026-12-12 20:00:30."),
        ("2026.12.12 8pm", "Write it like 2026-12-12 20:00."),
        ("12/12/2026 8:30 PM", "Write it like 2026-12-12 20:30."),
        ("12/12/2026 12 a.m.", "Write it like 2026-12-12 00:00."),
        ("2026/12/12", "Write it like 2026-12-12 20:00."),
        ("1/2/26 20h", "Write 2026-02-01 20:00 (day first) or 2026-01-02 20:00 (month first)."),
        ("25/12/2026 20h", "Write it like 2026-12-25 20:00."),
        ("12/25/2026 20:00", "Write it like 2026-12-25 20:00."),
        ("03.12.2026 20:00", "Write it like 2026-12-03 20:00."),
        (
            "03-12-2026 20:00",
            "Write 2026-12-03 20:00 (day first) or 2026-03-12 20:00 (month first).",
        ),
    ],
)
def test_a_time_in_another_notation_is_rewritten_in_the_help(text: str, help: str) -> None:
    with pytest.raises(NotReadable) as caught:
        read_instant(text, HANOI)
    assert caught.value.message.endswith("is not a time")
    assert caught.value.help == help
    for written in re.findall(r"\d{4}-\d{2}-\d{2} [\d:+Z]+\d|\d{4}-\d{2}-\d{2} [\d:]+Z", help):
        assert read_instant(written, HANOI).year == 2026


def test_the_end_of_a_day_is_rewritten_where_it_may_stand() -> None:
    with pytest.raises(NotReadable, match=r"Write it like 2026-12-12 24:00\.$"):
        read_instant("12/12/2026 24h", HANOI, end=True)
    with pytest.raises(NotReadable, match=r"Write it like 2026-12-12 20:00, or"):
        read_instant("12/12/2026 24h", HANOI)


@pytest.mark.parametrize(
    "text, help",
    [
        ("12/12/2026", "Write it like 2026-12-12."),
        ("2026-2-1", "Write it like 2026-02-01."),
        ("2026-12-12 20:00", "Write it like 2026-12-12."),
        ("1/2/2026", "Write 2026-02-01 (day first) or 2026-01-02 (month first)."),
        ("tomorrow", "Write it like 2026-12-12."),
    ],
)
def test_a_day_in_another_notation_is_rewritten_in_the_help(text: str, help: str) -> None:
    with pytest.raises(NotReadable) as caught:
        read_date(text)
    assert (caught.value.message, caught.value.help) == (f"'{text}' is not a date", help)


@pytest.mark.parametrize(
    "text, help",
    [
        ("8:00", "Write it like 08:00."),
        ("20h", "Write it like 20:00."),
        ("9pm", "Write it like 21:00."),
        ("evening", "Write it like 08:00."),
    ],
)
def test_a_time_of_day_in_another_notation_is_rewritten_in_the_help(text: str, help: str) -> None:
    with pytest.raises(NotReadable) as caught:
        read_clock(text)
    assert caught.value.help == help


@given(st.text(alphabet="0123456789/.-:hTpamZ+ giờUTC", max_size=24))
def test_no_notation_breaks_it(text: str) -> None:
    for read in (read_date, read_clock):
        with contextlib.suppress(NotReadable):
            read(text)
    with contextlib.suppress(NotReadable):
        read_instant(text, HANOI, end=True)


@pytest.mark.parametrize(
    "text, message",
    [
        ("2026-12-12", "has no time of day. Write it like 2026-12-12 20:00."),
        ("2026-02-29 20:00", "'2026-02-29' is not in the calendar"),
        ("2026-13-01 20:00", "'2026-13-01' is not in the calendar"),
        ("2026-12-12 25:00", "'25:00' is not a time of day"),
        ("2026-12-12 20:60", "'20:60' is not a time of day"),
        ("2026-12-12 23:59:60", "'23:59:60' is not a time of day"),
        ("2026-12-12 24:00", "24:00 is allowed only as an end. Write 00:00 of the next day."),
        ("1999-12-31 20:00", "the year of '1999-12-31' is not between 2000 and 2999"),
        ("3000-01-01 00:00", "the year of '3000-01-01' is not between 2000 and 2999"),
        ("2026-12-12 20:00+14:01", r"'\+14:01' is not an offset from UTC"),
        ("2026-12-12 20:00+07:60", r"'\+07:60' is not an offset from UTC"),
    ],
)
def test_what_is_no_real_time_says_why(text: str, message: str) -> None:
    with pytest.raises(NotReadable, match=message):
        read_instant(text, HANOI)


def test_midnight_at_the_end_of_a_day_belongs_to_an_end_only() -> None:
    for text in ("2026-12-31 24:00", "2026-12-31 24:00:00"):
        assert read_instant(text, HANOI, end=True) == datetime(2026, 12, 31, 17, tzinfo=UTC)
    assert read_instant("2026-12-31T24:00Z", HANOI, end=True) == datetime(2027, 1, 1, tzinfo=UTC)
    with pytest.raises(NotReadable, match=r"^'24:01' is not a time of day$"):
        read_instant("2026-12-31 24:01", HANOI, end=True)


def test_a_skipped_time_asks_for_the_offset() -> None:
    with pytest.raises(NotReadable) as caught:
        read_instant("2026-03-29 02:30", BERLIN)
    assert caught.value.message == (
        "'2026-03-29 02:30' does not exist in Europe/Berlin: the clocks go forward then"
    )
    assert "2026-03-29 03:30:00+02:00" in caught.value.help
    assert read_instant("2026-03-29 02:30+01:00", BERLIN) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )


def test_a_repeated_time_asks_which_one() -> None:
    with pytest.raises(NotReadable) as caught:
        read_instant("2026-10-25 02:30", BERLIN)
    assert str(caught.value) == (
        "'2026-10-25 02:30' is ambiguous in Europe/Berlin: the clocks go back and it occurs twice. "
        "Write it with its offset: 2026-10-25 02:30+02:00 or 2026-10-25 02:30+01:00."
    )


def test_the_edges_of_a_clock_change_are_ordinary_times() -> None:
    assert read_instant("2026-03-29 01:59:59", BERLIN) == datetime(
        2026, 3, 29, 0, 59, 59, tzinfo=UTC
    )
    assert read_instant("2026-03-29 03:00", BERLIN) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert read_instant("2026-10-25 01:59:59", BERLIN) == datetime(
        2026, 10, 24, 23, 59, 59, tzinfo=UTC
    )
    assert read_instant("2026-10-25 03:00", BERLIN) == datetime(2026, 10, 25, 2, tzinfo=UTC)
    with pytest.raises(NotReadable, match="twice"):
        read_instant("2026-10-25 02:00", BERLIN)
    with pytest.raises(NotReadable, match="does not exist"):
        read_instant("2026-03-29 02:00", BERLIN)


def test_an_end_of_day_that_is_skipped_asks_for_the_offset_too() -> None:
    beirut = ZoneInfo("Asia/Beirut")  # its clocks go from 00:00 to 01:00
    with pytest.raises(NotReadable, match="'2024-03-30 24:00' does not exist in Asia/Beirut"):
        read_instant("2024-03-30 24:00", beirut, end=True)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2999, 12, 31)), st.sampled_from([HANOI, BERLIN]))  # noqa: DTZ001
def test_what_is_written_in_utc_is_read_as_it_was(drawn: datetime, zone: ZoneInfo) -> None:
    instant = drawn.replace(microsecond=0, tzinfo=UTC)
    assert read_instant(f"{instant:%Y-%m-%dT%H:%M:%SZ}", zone) == instant


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}"))
def test_no_text_breaks_it(text: str) -> None:
    with contextlib.suppress(NotReadable):
        assert read_instant(text, BERLIN, end=True).tzinfo is UTC


def test_leads_have_one_unit_and_are_not_nothing() -> None:
    assert [read_lead(text) for text in ("10d", "24h", "30m", "010d")] == [
        Lead(10, "d"),
        Lead(24, "h"),
        Lead(30, "m"),
        Lead(10, "d"),
    ]
    for text in ("0d", "0h", "00m"):
        with pytest.raises(NotReadable, match="is zero"):
            read_lead(text)
    for text in ("", "10", "d", "10 d", "10D", "10s", "1h30m", "1.5h", "-1d", "+1d", "١d"):
        with pytest.raises(NotReadable, match="is not a length of time"):
            read_lead(text)
    assert read_lead("400d") == Lead(400, "d")
    with pytest.raises(NotReadable, match="'401d' is longer than 400 days"):
        read_lead("401d")


def test_durations_may_be_nothing() -> None:
    assert read_duration("0m") == timedelta()
    assert read_duration("90m") == timedelta(minutes=90)
    assert read_duration("1d") == timedelta(hours=24)


def test_dates_and_clocks_have_one_form_each() -> None:
    assert read_date("2028-02-29") == date(2028, 2, 29)
    assert read_clock("08:00") == time(8)
    assert read_clock("23:59:59") == time(23, 59, 59)
    assert read_clock("24:00", end=True) is None
    for text in ("8:00", "08", "0800", "08:00Z"):
        with pytest.raises(NotReadable, match="is not a time of day"):
            read_clock(text)
    for text in ("2026-2-1", "20260201", "2026-02-01 "):
        with pytest.raises(NotReadable, match="is not a date"):
            read_date(text)
    with pytest.raises(NotReadable, match="24:00 is allowed only as an end"):
        read_clock("24:00")
