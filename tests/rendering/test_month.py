"""A month as a calendar: its weeks, and what stands on each of its days."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest

from notices.domain.plans import PlanItem
from notices.domain.public import PublicPlan, PublicPlanItem, PublicSite
from notices.domain.workdays import NamedDays, WorkCalendar
from notices.rendering.pages.month import MARKS, weeks_of
from tests.rendering.builders import at, cancelled, completed, html, public, release, rendered
from tests.rendering.hostile_titles import HOSTILE, random_titles
from tests.rendering.test_plans import LAW, PAGE, PAYROLL, REPORTS, ahead, planned, showing

Day = tuple[str, list[tuple[str, str, str]]]

# One month of each length that begins on each weekday, Monday first.
BEGINNINGS = {
    28: ("2010-02", "2011-02", "2006-02", "2007-02", "2013-02", "2014-02", "2009-02"),
    29: ("2016-02", "2028-02", "2012-02", "2024-02", "2008-02", "2020-02", "2004-02"),
    30: ("2026-06", "2026-09", "2026-04", "2027-04", "2028-09", "2028-04", "2026-11"),
    31: ("2027-03", "2026-12", "2026-07", "2026-01", "2026-05", "2026-08", "2026-03"),
}


def days_of(page: str) -> dict[str, list[tuple[str, str, str]]]:
    """Of each day that the first calendar of a page has: the link, state and title of its marks."""
    [table, *_] = re.findall(r'<table class="nt-month-grid".*?</table>', page, re.DOTALL)
    cells = re.findall(r'<td class="nt-day" data-day="([\d-]+)">(.*?)</td>', table, re.DOTALL)
    return {
        day: [
            (link, state, unescape(re.sub(r"<[^>]+>", "", title)))
            for link, state, title in re.findall(
                r'<a class="nt-day__mark" href="([^"]*)".*?<span class="nt-badge__label">(.*?)'
                r'</span></span><span class="nt-day__title">(.*?)</span>(?=</a>|<span hidden)',
                cell,
                re.DOTALL,
            )
        ]
        for day, cell in cells
    }


def marked(shown: PublicSite, path: str = PAGE) -> dict[str, list[tuple[str, str, str]]]:
    return {day: marks for day, marks in days_of(html(rendered(shown), path)).items() if marks}


def of_month(month: str, *items: PublicPlanItem) -> PublicPlan:
    plan = planned(*items)
    return replace(plan, plan=replace(plan.plan, id=month, month=date.fromisoformat(f"{month}-01")))


@pytest.mark.parametrize(
    "length, weekday, month",
    [
        (length, weekday, month)
        for length, months in BEGINNINGS.items()
        for weekday, month in enumerate(months)
    ],
)
def test_a_month_has_each_of_its_days_once_below_its_weekday(
    length: int, weekday: int, month: str
) -> None:
    first = date.fromisoformat(f"{month}-01")
    weeks = weeks_of(first)

    assert first.weekday() == weekday
    assert {len(week) for week in weeks} == {7}
    days = [day for week in weeks for day in week]
    assert days[:weekday] == [None] * weekday
    assert days[weekday : weekday + length] == [first + timedelta(n) for n in range(length)]
    rest = -(weekday + length) % 7
    assert days[weekday + length :] == [None] * rest
    assert len(weeks) == (weekday + length + rest) // 7
    assert calendar.monthrange(first.year, first.month) == (weekday, length)


@pytest.mark.parametrize(
    "month, weeks, empty", [("2010-02", 4, 0), ("2026-12", 5, 4), ("2026-11", 6, 12)]
)
def test_the_grid_has_a_row_for_each_week_and_an_empty_cell_for_others_days(
    month: str, weeks: int, empty: int
) -> None:
    item = PlanItem({"vi": "Một mục", "en": "One"}, "feature", date.fromisoformat(f"{month}-01"))
    shown = showing(of_month(month, PublicPlanItem(item)))
    page = html(rendered(shown), f"plans/{month}/index.html")
    [table] = re.findall(r'<table class="nt-month-grid".*?</table>', page, re.DOTALL)

    assert len(re.findall("<tr>", table)) == weeks + 1
    assert table.count('<td class="nt-day nt-day--other"></td>') == empty
    days = re.findall(r'data-day="([\d-]+)"><span class="nt-day__number">(\d+)<', table)
    assert days == [(f"{month}-{n:02}", str(n)) for n in range(1, len(days) + 1)]
    assert len(days) + empty == 7 * weeks


def test_a_month_in_which_nothing_is_planned_has_a_grid_once_something_takes_place() -> None:
    fix = public(release("fix", start=at("2026-12-08 12:00")))
    assert "nt-month-grid" not in html(rendered(showing(planned())), PAGE)
    shown = showing(planned(), releases=(fix,))
    assert list(marked(shown)) == ["2026-12-08"]


def test_its_heads_begin_on_monday_in_short_and_in_full() -> None:
    documents = rendered(ahead())
    for path, heads, caption in (
        (PAGE, "T2 thứ Hai T3 thứ Ba T4 thứ Tư T5 thứ Năm T6 thứ Sáu T7 thứ Bảy CN Chủ nhật",
         "Tháng 12 năm 2026"),
        (f"en/{PAGE}", ("Mon Monday Tue Tuesday Wed Wednesday Thu Thursday Fri Friday "
         "Sat Saturday Sun Sunday"), "December 2026"),
    ):  # fmt: skip
        page = html(documents, path)
        [head] = re.findall(r"<thead>(.*?)</thead>", page, re.DOTALL)
        assert " ".join(re.sub(r"<[^>]+>", " ", head).split()) == heads
        assert head.count('<th scope="col">') == 7
        assert f'<caption class="nt-unseen">{caption}</caption>' in page


def test_an_item_stands_on_its_day_and_leads_to_its_release_or_to_its_line() -> None:
    assert marked(ahead()) == {
        "2026-12-05": [("../../plans/2026-12/#nt-item-1", "Dự kiến", "Báo cáo <nhanh>")],
        "2026-12-12": [("../../releases/payroll-engine/", "Sắp diễn ra", "Bảng lương mới")],
    }
    page = html(rendered(ahead()), PAGE)
    assert re.findall(r'<article class="nt-row" id="(nt-item-\d)"', page) == [
        "nt-item-1",
        "nt-item-2",
    ]
    assert page.index('id="nt-item-1"') < page.index("05/12/2026") < page.index('id="nt-item-2"')


def test_what_moved_stands_on_both_days_and_what_was_dropped_says_so() -> None:
    kept = completed("kept", at("2026-12-12 20:00"))
    moved = completed("moved", at("2026-12-19 20:00"), title={"vi": "Đã dời"})
    off = cancelled("off", at("2026-12-26 20:00"), at("2026-12-20 09:00"))
    items = (
        PublicPlanItem(replace(PAYROLL, release="kept"), kept, "kept"),
        PublicPlanItem(
            replace(PAYROLL, release="moved", expected=date(2026, 12, 6)), moved, "moved"
        ),
        PublicPlanItem(
            replace(PAYROLL, release="off", expected=date(2026, 12, 26)), off, "dropped"
        ),
        PublicPlanItem(REPORTS, None, "dropped"),
    )
    plan = planned(*items, state="completed")
    assert marked(showing(plan, releases=(kept, moved, off))) == {
        "2026-12-05": [("../../plans/2026-12/#nt-item-1", "Không thực hiện", "Báo cáo <nhanh>")],
        "2026-12-06": [("../../releases/moved/", "Đã dời ngày", "Bảng lương mới")],
        "2026-12-12": [("../../releases/kept/", "Đã hoàn tất", "Bảng lương mới")],
        "2026-12-19": [("../../releases/moved/", "Đã hoàn tất", "Đã dời")],
        "2026-12-26": [("../../releases/off/", "Đã hủy", "Bảng lương mới")],
    }


def test_days_are_those_of_the_companys_clocks() -> None:
    # In UTC each of them starts on the day before; two do not start in December.
    starts = {
        "before": "2026-11-30 23:59",
        "first": "2026-12-01 00:00",
        "last": "2026-12-31 06:59",
        "after": "2027-01-01 00:00",
    }
    releases = tuple(
        public(release(name, start=at(start), title={"vi": name})) for name, start in starts.items()
    )
    found = marked(showing(planned(), releases=releases))
    assert {day: [title for _, _, title in marks] for day, marks in found.items()} == {
        "2026-12-01": ["first"],
        "2026-12-31": ["last"],
    }


def test_what_is_not_public_is_not_linked() -> None:
    for path in (PAGE, f"en/{PAGE}", "index.html"):
        assert "zq-hidden" not in html(rendered(ahead()), path)


def test_a_live_state_brings_what_the_browser_needs_and_a_settled_one_does_not() -> None:
    page = html(rendered(ahead()), PAGE)
    [table] = re.findall(r'<table class="nt-month-grid".*?</table>', page, re.DOTALL)
    assert re.findall(r'data-state="(.*?)" data-start="(.*?)" data-end="(.*?)"', table) == [
        ("announced", "2026-12-12T13:00:00Z", "2026-12-12T15:00:00Z")
    ]
    assert table.count("data-card") == 1


def test_nothing_in_it_says_which_day_is_today() -> None:
    page = html(rendered(ahead()), PAGE)
    [table] = re.findall(r'<table class="nt-month-grid".*?</table>', page, re.DOTALL)
    assert "aria-current" not in table
    assert 'data-zone="Asia/Ho_Chi_Minh"' in table


def crowded(count: int) -> PublicSite:
    items = [
        PublicPlanItem(
            PlanItem({"vi": f"Mục {n:02}"}, "feature", date(2026, 12, 5)),
        )
        for n in range(count)
    ]
    return showing(planned(*items))


@pytest.mark.parametrize("count, shown, more", [(1, 1, ""), (MARKS, MARKS, ""),
                                                (MARKS + 1, MARKS - 1, "2"), (40, 3, "37")])  # fmt: skip
def test_a_crowded_day_shows_a_few_and_leads_on_to_the_list(
    count: int, shown: int, more: str
) -> None:
    page = html(rendered(crowded(count)), PAGE)
    [titles] = [[title for _, _, title in marks] for marks in days_of(page).values() if marks]
    assert titles == [f"Mục {n:02}" for n in range(shown)]
    text = re.findall(
        r'<a class="nt-day__mark nt-day__more" href="\.\./\.\./plans/2026-12/#nt-planned">'
        r'<span aria-hidden="true">\+(\d+)</span><span class="nt-unseen">Và (\d+) mục nữa<',
        page,
    )
    assert text == ([(more, more)] if more else [])


@pytest.mark.parametrize("titles", [HOSTILE, random_titles(300)])
def test_any_title_comes_back_from_the_grid_as_it_is(titles: tuple[str, ...]) -> None:
    months = ("2026-12", "2026-10", "2026-08")
    left = list(titles)
    plans = []
    for month in months:
        days = [
            date.fromisoformat(f"{month}-{day:02}") for day in range(1, 32) for _ in range(MARKS)
        ]
        items = [PlanItem({"vi": left.pop(), "en": "x"}, "feature", day) for day in days if left]
        plans.append(of_month(month, *map(PublicPlanItem, items)))
    plans = [plan for plan in plans if plan.items]
    documents = rendered(showing(*plans))

    listed = [
        title
        for plan in plans
        for marks in days_of(html(documents, f"plans/{plan.plan.id}/index.html")).values()
        for _, _, title in marks
    ]
    assert sorted(listed) == sorted(titles)


def test_a_day_off_is_marked_but_not_named() -> None:
    off = NamedDays(date(2026, 12, 24), date(2026, 12, 25), "Tiệc công ty")
    page = html(rendered(with_days_off(off)), f"en/{PAGE}")

    assert re.findall(
        r'<td class="nt-day nt-day--off" data-day="([^"]+)" title="Day off">', page
    ) == [
        "2026-12-24",
        "2026-12-25",
    ]
    assert "Tiệc công ty" not in page
    assert "nt-freezes--off" not in page


def test_a_day_off_with_a_name_for_customers_is_named() -> None:
    holidays = rendered(
        with_days_off(
            NamedDays(date(2026, 12, 24), date(2026, 12, 25), "Nghỉ", {"vi": "Lễ", "en": "Feast"}),
            NamedDays(date(2026, 12, 31), date(2027, 1, 1), "Tết", {"vi": "Tết dương lịch"}),
            NamedDays(date(2027, 1, 2), date(2027, 1, 2), "Sau", {"vi": "Tháng sau"}),
        )
    )

    page = html(holidays, f"en/{PAGE}")
    assert re.findall(r'data-day="([^"]+)" title="Day off: ([^"]+)"', page) == [
        ("2026-12-24", "Feast"),
        ("2026-12-25", "Feast"),
        ("2026-12-31", "Tết dương lịch"),
    ]
    new_year = '<span lang="vi">Tết dương lịch</span>'
    assert re.findall(r"<p>(Days? off .*?)</p>", page) == [
        "Days off from Thursday 24 December 2026 to Friday 25 December 2026: Feast",
        f"Days off from Thursday 31 December 2026 to Friday 1 January 2027: {new_year}",
    ]
    vietnamese = html(holidays, PAGE)
    assert "Nghỉ từ thứ Năm 24/12/2026 đến thứ Sáu 25/12/2026: Lễ" in vietnamese


def with_days_off(*off: NamedDays) -> PublicSite:
    law = replace(LAW, workdays=WorkCalendar(off=off))
    return replace(showing(planned(PublicPlanItem(PAYROLL))), policy=law)


def test_on_the_plans_own_page_the_calendar_has_a_heading() -> None:
    page = html(rendered(ahead()), PAGE)
    list_, heading, calendar = (
        page.index(each)
        for each in (">Dự kiến trong tháng<", ">Lịch trong tháng</h2>", '"nt-calendar"')
    )
    assert list_ < heading < calendar
