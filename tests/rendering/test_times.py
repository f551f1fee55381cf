"""Times in words, exactly as readers of each language see them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from notices.domain.instants import Lead
from notices.rendering.locale.texts import Phrases
from notices.rendering.locale.times import TimeFormatter
from tests.rendering.builders import at, theme


def words(language: str, zone: str = "Asia/Ho_Chi_Minh") -> TimeFormatter:
    return TimeFormatter(Phrases(language, theme().texts), ZoneInfo(zone), zone)


@pytest.mark.parametrize(
    "start, end, vi, en",
    [
        (
            "2026-12-12 20:00",
            "2026-12-12 22:00",
            "20:00–22:00, thứ Bảy 12/12/2026 (giờ Việt Nam, GMT+7)",
            "Saturday 12 December 2026, 20:00–22:00 (Vietnam time, GMT+7)",
        ),
        (
            "2026-07-05 18:30",
            "2026-07-06 00:00",
            "18:30–24:00, Chủ nhật 05/07/2026 (giờ Việt Nam, GMT+7)",
            "Sunday 5 July 2026, 18:30–24:00 (Vietnam time, GMT+7)",
        ),
        (
            "2026-11-28 22:00",
            "2026-11-29 02:00",
            "22:00, thứ Bảy 28/11/2026 – 02:00, Chủ nhật 29/11/2026 (giờ Việt Nam, GMT+7)",
            "Saturday 28 November 2026, 22:00 – Sunday 29 November 2026, 02:00 (Vietnam time, GMT+7)",
        ),
        (
            "2026-11-28 22:00",
            "2026-11-30 00:00",
            "22:00, thứ Bảy 28/11/2026 – 24:00, Chủ nhật 29/11/2026 (giờ Việt Nam, GMT+7)",
            "Saturday 28 November 2026, 22:00 – Sunday 29 November 2026, 24:00 (Vietnam time, GMT+7)",
        ),
        (
            "2026-11-28 22:00:01",
            "2026-11-28 22:00:30",
            "22:00:01–22:00:30, thứ Bảy 28/11/2026 (giờ Việt Nam, GMT+7)",
            "Saturday 28 November 2026, 22:00:01–22:00:30 (Vietnam time, GMT+7)",
        ),
    ],
)
def test_a_window_is_written_as_its_readers_write_it(
    start: str, end: str, vi: str, en: str
) -> None:
    assert words("vi").window(at(start), at(end), zone="long").text == vi
    assert words("en").window(at(start), at(end), zone="long").text == en


def test_only_where_a_page_is_about_it_a_window_calls_its_zone_by_name() -> None:
    window = words("vi").window(at("2026-12-12 20:00"), at("2026-12-12 22:00"))
    assert window.text == "20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)"


def test_a_window_at_a_new_year_names_both_years() -> None:
    text = words("en").window(at("2026-12-31 23:00"), at("2027-01-01 01:00")).text
    assert text == "Thursday 31 December 2026, 23:00 – Friday 1 January 2027, 01:00 (GMT+7)"


def test_a_feed_title_leaves_the_zone_out() -> None:
    text = words("vi").window(at("2026-12-12 20:00"), at("2026-12-12 22:00"), zone="")
    assert text.text == "20:00–22:00, thứ Bảy 12/12/2026"


def test_in_a_list_a_window_names_the_zone_in_short() -> None:
    evening = at("2026-12-12 20:00"), at("2026-12-12 22:00")
    text = words("vi").window(*evening, zone="short").text
    assert text == "20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)"


def test_beside_its_date_a_window_is_its_hours() -> None:
    def hours(start: str, end: str) -> str:
        return words("en").window(at(start), at(end), zone="short", dated=False).text

    assert hours("2026-12-12 20:00", "2026-12-12 22:00") == "20:00–22:00 (GMT+7)"
    assert hours("2026-12-12 20:00", "2026-12-13 00:00") == "20:00–24:00 (GMT+7)"
    assert hours("2026-12-12 23:00", "2026-12-13 01:00") == (
        "Saturday 12 December 2026, 23:00 – Sunday 13 December 2026, 01:00 (GMT+7)"
    )


def test_a_moment_carries_its_zone() -> None:
    assert (
        words("vi").instant(at("2026-11-23 08:00:59")).text == "08:00, thứ Hai 23/11/2026 (GMT+7)"
    )
    assert (
        words("en").instant(at("2026-11-23 08:00")).text == "Monday 23 November 2026, 08:00 (GMT+7)"
    )


def test_the_browser_reads_the_instant_and_the_offset_that_the_words_speak_of() -> None:
    window = words("en").window(at("2026-12-12 20:00"), at("2026-12-12 22:00"))
    assert window.__html__() == (
        '<time datetime="2026-12-12T20:00:00+07:00" data-end="2026-12-12T22:00:00+07:00">'
        'Saturday 12 December 2026, <span class="nt-whole">20:00–22:00</span> (GMT+7)</time>'
    )


def test_no_line_ends_between_two_clocks_or_within_a_zone_that_fits_on_a_phone() -> None:
    evening = at("2026-12-12 20:00"), at("2026-12-12 22:00")
    assert (
        words("vi")
        .window(*evening, zone="long")
        .__html__()
        .endswith(
            '><span class="nt-whole">20:00–22:00</span>, thứ Bảy 12/12/2026 '
            '<span class="nt-whole">(giờ Việt Nam, GMT+7)</span></time>'
        )
    )
    far = words("vi", "America/North_Dakota/New_Salem").window(*evening, zone="long").__html__()
    assert far.endswith("(giờ New Salem, Bắc Dakota, GMT-6)</time>")


def test_a_window_across_a_clock_change_names_both_offsets() -> None:
    start = datetime.fromisoformat("2026-10-25T01:00:00+02:00")
    text = words("en", "Europe/Berlin").window(start, start + timedelta(hours=3)).text
    assert text == "Sunday 25 October 2026, 01:00 (GMT+2) – Sunday 25 October 2026, 03:00 (GMT+1)"


def test_a_feed_title_tells_an_hour_that_the_clocks_repeat_from_no_time_at_all() -> None:
    start = datetime.fromisoformat("2026-11-01T01:15:00-04:00")
    text = words("en", "America/New_York").window(start, start + timedelta(hours=1), zone="")
    assert text.text == (
        "Sunday 1 November 2026, 01:15 (GMT-4) – Sunday 1 November 2026, 01:15 (GMT-5)"
    )


@pytest.mark.parametrize(
    "zone, text",
    [
        ("America/New_York", "08:00, thứ Bảy 12/12/2026 (GMT-5)"),
        ("Asia/Kolkata", "18:30, thứ Bảy 12/12/2026 (GMT+5:30)"),
        ("UTC", "13:00, thứ Bảy 12/12/2026 (GMT)"),
    ],
)
def test_another_zone_needs_no_code(zone: str, text: str) -> None:
    assert words("vi", zone).instant(at("2026-12-12 20:00")).text == text


@pytest.mark.parametrize(
    "zone, place",
    [("Asia/Tokyo", "giờ Nhật Bản, "), ("America/New_York", "giờ New York, "), ("UTC", "")],
)
def test_a_zone_is_called_by_its_country_or_its_city(zone: str, place: str) -> None:
    evening = at("2026-12-12 20:00"), at("2026-12-12 22:00")
    assert f"({place}GMT" in words("vi", zone).window(*evening, zone="long").text


@pytest.mark.parametrize(
    "length, vi, en",
    [
        (timedelta(minutes=10), "10 phút", "10 minutes"),
        (timedelta(hours=1), "1 giờ", "1 hour"),
        (timedelta(minutes=90), "1 giờ 30 phút", "1 hour 30 minutes"),
        (timedelta(days=1, hours=2, minutes=3), "1 ngày 2 giờ", "1 day 2 hours"),
        (timedelta(seconds=45), "45 giây", "45 seconds"),
        (timedelta(days=59, hours=23), "59 ngày 23 giờ", "59 days 23 hours"),
        (timedelta(days=60, hours=9), "60 ngày", "60 days"),
        (timedelta(), "0 phút", "0 minutes"),
    ],
)
def test_a_length_is_told_in_its_two_largest_units(length: timedelta, vi: str, en: str) -> None:
    assert words("vi").length(length) == vi
    assert words("en").length(length) == en


@pytest.mark.parametrize(
    "lead, vi, en",
    [
        (Lead(10, "d"), "trước 10 ngày", "10 days ahead"),
        (Lead(1, "d"), "trước 1 ngày", "1 day ahead"),
        (Lead(24, "h"), "trước 24 giờ", "24 hours ahead"),
        (Lead(30, "m"), "trước 30 phút", "30 minutes ahead"),
    ],
)
def test_a_lead_is_told_in_its_own_unit(lead: Lead, vi: str, en: str) -> None:
    assert words("vi").lead(lead) == vi
    assert words("en").lead(lead) == en


def test_a_month_is_a_heading() -> None:
    assert words("vi").month(2026, 12) == "Tháng 12 năm 2026"
    assert words("en").month(2026, 12) == "December 2026"


@pytest.mark.parametrize(
    "before, start, told",
    [
        # The clocks go forward on 28 March 2027 in Berlin.
        ("2027-03-22 22:00+01:00", "2027-04-01 22:00+02:00", "10 days"),
        ("2027-03-27 22:00+01:00", "2027-03-28 23:00+02:00", "1 day"),
        ("2027-03-27 21:00+01:00", "2027-03-28 23:00+02:00", "1 day 1 hour"),
    ],
)
def test_a_promise_of_days_or_hours_stays_that_where_clocks_change(
    before: str, start: str, told: str
) -> None:
    first, last = datetime.fromisoformat(before), datetime.fromisoformat(start)
    assert words("en", "Europe/Berlin").ahead(first, last) == told


@pytest.mark.parametrize(
    "instant, told",
    [
        ("2026-12-05 08:00", "Saturday 5 December, 08:00 (GMT+7)"),
        ("2025-12-31 23:59", "Wednesday 31 December 2025, 23:59 (GMT+7)"),
    ],
)
def test_beside_a_window_a_time_names_its_zone_and_only_another_year(
    instant: str, told: str
) -> None:
    assert words("en").near(at(instant), at("2026-12-12 20:00")).text == told


@pytest.mark.parametrize(
    "zone, told",
    [
        ("Asia/Ho_Chi_Minh", "(Ortszeit Vietnam, GMT+7)"),
        ("Europe/Berlin", "(Ortszeit Berlin, GMT+1)"),
        ("Europe/London", "(Ortszeit Vereinigtes Königreich, GMT)"),
    ],
)
def test_german_names_the_place_of_a_long_zone(zone: str, told: str) -> None:
    start = datetime(2026, 11, 11, 20, tzinfo=ZoneInfo(zone))
    window = words("de", zone).window(start, start + timedelta(hours=2), zone="long")
    assert window.text == f"Mittwoch, 11. November 2026, 20:00–22:00\u00a0Uhr {told}"


def test_german_has_its_uhr_behind_its_times_and_a_dot_behind_a_short_month() -> None:
    berlin = words("de", "Europe/Berlin")
    evening = datetime(2026, 11, 11, 22, 40, tzinfo=ZoneInfo("Europe/Berlin"))
    night = evening + timedelta(hours=2)

    assert berlin.short_day(evening) == "11. Nov. 2026"
    assert berlin.month(2026, 11, "changelog.month") == "Nov 2026"
    assert berlin.window(evening, evening + timedelta(hours=1), dated=False).text == (
        "22:40–23:40\u00a0Uhr (GMT+1)"
    )
    assert berlin.window(evening, night).text == (
        "Mittwoch, 11. November 2026, 22:40 – Donnerstag, 12. November 2026, 00:40\u00a0Uhr (GMT+1)"
    )
