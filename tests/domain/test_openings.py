"""Openings: at which starts a window fits, each start in one opening and no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.openings import Opening, Openings
from notices.domain.policy import WindowPolicy
from notices.domain.release import Release
from tests.core_builders import FEATURE, hanoi, release
from tests.domain import naive
from tests.domain.drawn import ROW_ZONES, ZONE_NAMES, allowed_windows

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
EVENING = AllowedWindow(frozenset({5, 6}), time(18), None)


def openings(
    *rows: AllowedWindow, length: timedelta = timedelta(hours=2), systems: tuple[str, ...] = ()
) -> list[str]:
    """The openings of the week from Monday, 7 December 2026, in Hà Nội."""
    category = replace(FEATURE, windows=WindowPolicy(rows))
    found = Openings(release(length=length, systems=systems), category, HANOI)
    days = (date(2026, 12, 7) + n * DAY for n in range(7))
    return [_read(each) for day in days for each in found.on(day)]


def _read(opening: Opening) -> str:
    first, last = (at.astimezone(HANOI) for at in (opening.first, opening.last))
    return f"{first:%a %H:%M} {last:%a %H:%M:%S}"


def test_each_evening_is_an_opening_up_to_its_last_start() -> None:
    assert openings(EVENING) == ["Sat 18:00 Sat 22:00:00", "Sun 18:00 Sun 22:00:00"]
    assert openings(EVENING, length=timedelta(hours=6)) == [
        "Sat 18:00 Sat 18:00:00", "Sun 18:00 Sun 18:00:00",
    ]  # fmt: skip
    # It is too short: the last start lies before the first.
    assert openings(EVENING, length=timedelta(hours=7))[0] == "Sat 18:00 Sat 17:00:00"


def test_a_window_may_run_on_into_the_span_that_touches() -> None:
    night = AllowedWindow(frozenset({6}), time(), time(4))
    assert openings(EVENING, night)[:2] == ["Sat 18:00 Sat 23:59:59", "Sun 00:00 Sun 02:00:00"]
    assert openings(EVENING, night, length=timedelta(hours=9))[:2] == [
        "Sat 18:00 Sat 19:00:00", "Sun 00:00 Sat 19:00:00",
    ]  # fmt: skip


def test_a_span_within_another_one_is_no_opening_of_its_own() -> None:
    inner = AllowedWindow(frozenset({5}), time(19), time(23))
    late = AllowedWindow(frozenset({6}), time(20), None)
    assert openings(EVENING, inner, late, EVENING) == openings(EVENING)


def test_each_day_of_a_whole_week_is_an_opening() -> None:
    always = AllowedWindow(frozenset(range(7)), time(), None)
    found = openings(always, length=timedelta(days=10))
    assert len(found) == 7
    assert found[0] == "Mon 00:00 Mon 23:59:59"


def test_what_is_allowed_for_one_system_is_not_for_another() -> None:
    payroll = AllowedWindow(frozenset({2, 5}), time(20), time(23), systems=frozenset({"payroll"}))
    crm = AllowedWindow(frozenset({5}), time(22), time(2), systems=frozenset({"crm"}))
    assert openings(payroll, crm) == []
    assert openings(payroll, crm, systems=("payroll",)) == [
        "Wed 20:00 Wed 21:00:00", "Sat 20:00 Sat 21:00:00",
    ]  # fmt: skip
    assert openings(payroll, crm, systems=("payroll", "crm")) == ["Sat 22:00 Sat 21:00:00"]
    assert openings(payroll, crm, EVENING, systems=("crm",)) == [
        "Sat 18:00 Sat 21:59:59", "Sat 22:00 Sun 00:00:00", "Sun 18:00 Sun 22:00:00",
    ]  # fmt: skip


def test_between_two_instants_lie_those_that_still_have_a_start() -> None:
    found = Openings(release(), replace(FEATURE, windows=WindowPolicy((EVENING,))), HANOI)

    def between(since: str, until: str) -> list[str]:
        return [_read(each) for each in found.between(hanoi(since), hanoi(until))]

    assert between("2026-12-12 22:00", "2026-12-13 18:00") == [
        "Sat 18:00 Sat 22:00:00", "Sun 18:00 Sun 22:00:00",
    ]  # fmt: skip
    assert between("2026-12-12 22:00:01", "2026-12-13 17:59:59") == []
    assert len(between("2026-12-31 23:00", "2027-12-31 23:00")) == 104


zones = st.sampled_from([ZoneInfo(name) for name in {*ZONE_NAMES, *ROW_ZONES}])
months = st.sampled_from([(2011, 12), (2024, 2), (2026, 3), (2026, 4), (2026, 10), (2026, 12)])


@settings(max_examples=60)
@given(st.data())
def test_a_window_fits_at_a_start_if_and_only_if_that_lies_in_an_opening(
    data: st.DataObject,
) -> None:
    rows = data.draw(st.lists(allowed_windows(), min_size=1, max_size=4))
    zone, month = data.draw(zones), date(*data.draw(months), 1)
    length = timedelta(minutes=data.draw(st.sampled_from([1, 60, 240, 26 * 60])))
    systems = data.draw(st.sampled_from([(), ("payroll",), ("payroll", "crm")]))
    file: Release = release(length=length, systems=systems)
    category = replace(FEATURE, windows=WindowPolicy(tuple(rows)))
    since = datetime(month.year, month.month, 1, tzinfo=UTC) - 8 * DAY
    until = since + 45 * DAY

    found = list(Openings(file, category, zone).between(since, until))

    assert found == sorted(found)
    first, last = since.date() - 9 * DAY, until.date() + 9 * DAY
    spans = [
        [span for row in each for span in naive.spans_of(row, first, last, zone)]
        for each in naive.rows_for(file, rows)
    ]
    marks = {at for each in spans for span in each for at in (span[0], span[1] - length)}
    for mark in marks:
        for start in (mark - SECOND, mark, mark + SECOND):
            if since < start < until:
                fits = all(naive.inside_spans(each, start, start + length) for each in spans)
                inside = [each for each in found if each.first <= start <= each.last]
                assert len(inside) == fits, start
