"""The changelog is filtered where it is read; plans mark today; the chart has its table."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor
from tests.browser.stage import freeze
from tests.demo import NOW

pytestmark = pytest.mark.browser

FIXES = ["New security certificate for the API", "Rounding of travel expenses"]
OPEN = "en/changelog/"


def titles(page: Page) -> list[str]:
    return page.locator(".nt-line:visible .nt-row__title").all_inner_texts()


def kind(page: Page, name: str) -> Locator:
    return page.get_by_role("radio", name=name, exact=True)


def system(page: Page) -> Locator:
    return page.get_by_label("Area")


def shown_count(page: Page) -> Locator:
    return page.get_by_role("status").and_(page.locator("[data-found]"))


def choose(page: Page, name: str) -> None:
    page.locator("label.nt-chip", has_text=name).click()


def test_a_choice_shows_what_fits_says_how_many_and_stands_in_the_address(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    page.goto(base + OPEN)
    expect(shown_count(page)).to_have_text("16 updates")
    assert len(titles(page)) == 16

    choose(page, "Fix")
    assert titles(page) == FIXES
    expect(shown_count(page)).to_have_text("2 of 16 updates")
    expect(page).to_have_url(base + OPEN + "?category=fix")
    expect(page.locator(":is(.nt-part__title, .nt-month__title):visible")).to_have_text(
        ["Coming up and under way", "November 2026", "Finished or cancelled", "November 2026"]
    )

    system(page).select_option("invoice")
    assert titles(page) == FIXES[:1]
    expect(shown_count(page)).to_have_text("1 of 16 updates")
    expect(page).to_have_url(base + OPEN + "?category=fix&system=invoice")

    page.get_by_role("button", name="Clear filter").click()
    assert len(titles(page)) == 16
    expect(shown_count(page)).to_have_text("16 updates")
    expect(page).to_have_url(base + OPEN)
    expect(kind(page, "All types")).to_be_focused()


def test_a_link_shows_its_choice_and_the_way_back_brings_it_again(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    page.goto(base + OPEN + "?system=accounting&category=fix")
    assert titles(page) == FIXES
    expect(kind(page, "Fix")).to_be_checked()
    expect(system(page)).to_have_value("accounting")

    page.get_by_role("link", name=FIXES[1]).click()
    page.go_back()
    expect(page).to_have_url(base + OPEN + "?system=accounting&category=fix")
    expect(shown_count(page)).to_have_text("2 of 16 updates")
    assert titles(page) == FIXES

    choose(page, "New feature")
    page.get_by_role("link", name="Home").click()
    page.go_back()
    expect(kind(page, "New feature")).to_be_checked()
    expect(system(page)).to_have_value("accounting")
    page.go_forward()
    expect(page).to_have_url(base + "en/")


def test_another_page_of_the_changelog_and_another_language_keep_the_choice(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    page.goto(base + OPEN)
    choose(page, "Fix")
    page.get_by_role("navigation", name="By year").get_by_role("link", name="2026").click()
    expect(page).to_have_url(base + OPEN + "2026/?category=fix")
    expect(shown_count(page)).to_have_text("2 of 15 updates")
    assert titles(page) == FIXES

    page.locator("header").get_by_role("link", name="Tiếng Việt").click()
    expect(page).to_have_url(base + "changelog/2026/?category=fix")
    expect(shown_count(page)).to_have_text("2/15 bản cập nhật")


UNKNOWN = {
    OPEN: {
        "category": "The link asks for a type of update that does not exist here.",
        "system": "The link asks for an area that does not exist here.",
        "state": "The link asks for a status that does not exist here.",
        "more": "Clear the filter, or look on another page:",
        "count": "0 of 16 updates",
        "clear": "Clear filter",
    },
    "changelog/": {
        "category": "Đường dẫn này lọc theo một loại cập nhật không có trong nhật ký.",
        "system": "Đường dẫn này lọc theo một phần không có trong nhật ký.",
        "state": "Đường dẫn này lọc theo một tình trạng không có trong nhật ký.",
        "more": "Quý khách có thể bỏ lọc, hoặc tìm ở trang khác:",
        "count": "0/16 bản cập nhật",
        "clear": "Bỏ lọc",
    },
}


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_address_that_asks_for_what_is_not_there_says_so_and_leads_back(
    base: str, visitor: Visitor, path: str
) -> None:
    """Nothing is shown as if it had been asked for, in the words of the reader's language."""
    page, texts = visitor(), UNKNOWN[path]
    nothing = page.locator("[data-nothing]")
    for query, names in (
        ("?category=nowhere", ["category"]),
        ("?system=nowhere", ["system"]),
        ("?system=nowhere&category=fix", ["system"]),
        ("?system=%22%5D&state=x", ["system", "state"]),
        ("?system=payroll%20crm", ["system"]),
    ):
        page.goto(base + path + query)
        assert titles(page) == [], query
        expect(shown_count(page)).to_have_text(texts["count"])
        expect(nothing.locator("p").first).to_have_text(
            " ".join(texts[name] for name in (*names, "more")), use_inner_text=True
        )
        nothing.get_by_role("button", name=texts["clear"]).click()
        expect(page).to_have_url(base + path)
        expect(nothing).to_be_hidden()
        assert len(titles(page)) == 16, query


def test_a_choice_made_after_an_unknown_one_takes_its_place(base: str, visitor: Visitor) -> None:
    page = visitor()
    page.goto(base + OPEN + "?system=nowhere")
    choose(page, "Fix")
    assert titles(page) == FIXES
    expect(page).to_have_url(base + OPEN + "?category=fix")


def test_what_no_filter_knows_and_what_is_empty_is_no_choice(base: str, visitor: Visitor) -> None:
    page = visitor()
    for query in ("?category=", "?other=1"):
        page.goto(base + OPEN + query)
        assert len(titles(page)) == 16, query
        expect(shown_count(page)).to_have_text("16 updates")


def test_where_nothing_fits_it_says_so_and_leads_back(base: str, visitor: Visitor) -> None:
    page = visitor()
    page.goto(base + OPEN + "?category=fix&system=crm")
    nothing = page.locator("[data-nothing]")

    expect(nothing).to_contain_text("No update on this page matches your choice.")
    expect(shown_count(page)).to_have_text("0 of 16 updates")
    assert titles(page) == []
    expect(page.locator(".nt-month:visible")).to_have_count(0)
    nothing.get_by_role("button", name="Clear filter").click()
    expect(nothing).to_be_hidden()
    assert len(titles(page)) == 16
    expect(kind(page, "All types")).to_be_focused()


def test_the_feeds_of_the_choice_are_offered(base: str, visitor: Visitor) -> None:
    page = visitor()
    page.goto(base + OPEN + "?category=fix")
    feeds = page.locator("[data-feeds] a:visible")

    expect(feeds).to_have_text(["Fix"])
    system(page).select_option("invoice")
    expect(feeds).to_have_text(["Fix", "E-invoices"])
    for link, path in zip(
        feeds.all(), ("en/feeds/category/fix.xml", "en/feeds/system/invoice.xml"), strict=True
    ):
        assert link.evaluate("e => e.href") == base + path
        assert page.request.get(base + path).ok
    page.get_by_role("button", name="Clear filter").click()
    expect(page.locator("[data-feeds]")).to_be_hidden()


def test_a_tag_leads_to_the_changelog_of_nothing_else(base: str, visitor: Visitor) -> None:
    page = visitor()
    page.goto(base + "en/releases/certificate-renewal/")
    page.get_by_role("link", name="E-invoices").click()

    expect(page).to_have_url(base + OPEN + "?system=invoice")
    expect(shown_count(page)).to_have_text("3 of 16 updates")
    expect(system(page)).to_have_value("invoice")
    assert FIXES[0] in titles(page)


def test_a_release_that_began_since_the_build_counts_as_running(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    # The maintenance of 20:10, an hour and a half after the demo was built for.
    freeze(page, base + OPEN + "?state=in_progress", datetime(2026, 11, 23, 13, 20, tzinfo=UTC))
    assert titles(page) == ["Maintenance to move the search servers"]


def test_the_keyboard_alone_is_enough(base: str, visitor: Visitor) -> None:
    page = visitor()
    page.goto(base + OPEN)
    kind(page, "All types").focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(kind(page, "Fix")).to_be_focused()
    assert titles(page) == FIXES
    page.keyboard.press("Tab")
    expect(system(page)).to_be_focused()
    page.keyboard.type("E-inv")
    expect(system(page)).to_have_value("invoice")
    assert titles(page) == FIXES[:1]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Clear filter")).to_be_focused()
    page.keyboard.press("Enter")
    assert len(titles(page)) == 16


def test_what_the_keyboard_comes_to_is_never_below_a_months_head(
    base: str, visitor: Visitor
) -> None:
    page = visitor(width=360)
    page.set_viewport_size({"width": 360, "height": 400})
    page.goto(base + OPEN)
    links = page.locator(".nt-line .nt-row__title a")
    links.last.focus()
    for _ in range(links.count() - 1):
        page.keyboard.press("Shift+Tab")
        covered = page.evaluate(
            """() => {
                const e = document.activeElement, r = e.getBoundingClientRect();
                const at = document.elementFromPoint(r.left + 4, r.top + 4);
                return e.contains(at) ? null : [e.textContent, at && at.outerHTML.slice(0, 80)];
            }"""
        )
        assert covered is None, covered


def test_without_scripts_all_is_shown_and_nothing_is_offered_that_does_not_work(
    base: str, visitor: Visitor
) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(base + OPEN + "?category=fix")
    assert len(titles(page)) == 16
    expect(page.locator("[data-filter]")).to_be_hidden()
    expect(page.locator("[data-nothing]")).to_be_hidden()
    expect(page.get_by_role("navigation", name="By year").get_by_role("link")).to_have_count(3)


def test_on_a_small_screen_nothing_is_cut_off_and_all_can_be_hit(
    base: str, visitor: Visitor
) -> None:
    for width in (320, 360):
        page = visitor(width=width)
        for path in (OPEN + "?category=fix&system=invoice", "changelog/?state=completed"):
            page.goto(base + path)
            assert page.evaluate("document.documentElement.scrollWidth") == width
            page.locator("[data-filter] summary").click()
            assert page.evaluate("document.documentElement.scrollWidth") == width
            expect(page.locator("[data-filter] select:visible")).to_have_count(2)
            for each in page.locator(
                "[data-filter] :is(label, summary):visible, [data-filter] select:visible, "
                "[data-filter] button:visible, .nt-years a:visible"
            ).all():
                box = each.bounding_box()
                assert box is not None
                assert box["height"] >= 24, each
                assert box["x"] >= 0, each
                assert box["x"] + box["width"] <= width, each


def test_a_plan_marks_the_day_that_it_is_in_the_companys_zone(base: str, visitor: Visitor) -> None:
    for zone in ("Asia/Ho_Chi_Minh", "America/New_York", "Pacific/Auckland"):
        page = visitor(timezone_id=zone)
        for now, day in (
            (datetime(2026, 11, 23, 16, 59, tzinfo=UTC), "2026-11-23"),
            (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), "2026-11-24"),
        ):
            freeze(page, base + "plans/2026-11/", now)
            today = page.locator("[data-day][aria-current=date]")
            expect(today).to_have_count(1)
            expect(today).to_have_attribute("data-day", day)
        page.clock.run_for(24 * 3600 * 1000)
        expect(page.locator("[aria-current=date]")).to_have_attribute("data-day", "2026-11-25")


def test_another_month_has_no_today(base: str, visitor: Visitor) -> None:
    page = visitor()
    freeze(page, base + "plans/2026-11/", datetime(2026, 12, 3, tzinfo=UTC))
    expect(page.locator("[aria-current=date]")).to_have_count(0)


def test_a_plans_days_say_what_they_hold_and_can_be_hit_on_a_phone(
    base: str, visitor: Visitor
) -> None:
    for width in (320, 360, 1280):
        page = visitor(width=width)
        freeze(page, base + "en/plans/2026-11/", NOW)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        marks = page.locator(".nt-day__mark")
        assert marks.count() >= 8
        for mark in marks.all():
            box = mark.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 24
            assert re.fullmatch(r"[A-Z][a-z ]+\n?.{8,}", mark.text_content() or "")
        page.get_by_role("link", name="Cancelled Chat rooms for projects").click()
        expect(page).to_have_url(base + "en/releases/chat-rooms/")


def test_the_calendar_keeps_its_states_by_the_readers_clock(base: str, visitor: Visitor) -> None:
    page = visitor()
    # Tomorrow's update begins at 17:10.
    mark = page.locator(".nt-day__mark", has_text="Customer map in CRM")
    freeze(page, base + "en/plans/2026-11/", datetime(2026, 11, 24, 10, 9, 59, tzinfo=UTC))
    expect(mark).to_contain_text("Scheduled")
    page.clock.run_for(1000)
    expect(mark).to_contain_text("In progress")


def test_the_charts_table_opens_and_leads_to_each_month(base: str, visitor: Visitor) -> None:
    page = visitor(width=360)
    page.goto(base + "en/on-time/")
    expect(page.get_by_role("img", name="On time, by month of the update")).to_be_visible()
    numbers = page.get_by_role("table").filter(has_text="Total")
    expect(numbers).to_be_hidden()
    page.get_by_text("The chart's numbers").click()
    # A phone names each number beside it, and needs no heads.
    expect(numbers.get_by_role("row")).to_have_count(3)
    page.set_viewport_size({"width": 768, "height": 800})
    expect(numbers.get_by_role("row")).to_have_count(4)
    page.set_viewport_size({"width": 360, "height": 800})

    month = page.locator("#nt-2026-10")
    expect(month).to_be_hidden()
    numbers.get_by_role("link", name="October 2026").click()
    expect(month).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("path", ["", "en/"])
def test_on_a_phone_the_filter_is_folded_and_names_what_is_chosen(
    base: str, visitor: Visitor, path: str
) -> None:
    page = visitor(width=360)
    page.goto(f"{base}{path}changelog/")
    filter, first = page.locator("[data-filter] summary"), page.locator("[name=category]").first
    expect(filter).to_have_text("Filter" if path else "Bộ lọc")
    expect(first).not_to_be_visible()

    page.locator("[data-filter] summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    choose(page, "Fix" if path else "Bản sửa lỗi")
    page.locator("[name=system]").select_option("invoice")
    chosen = "Filter: Fix, E-invoices" if path else "Bộ lọc: Bản sửa lỗi, Hóa đơn điện tử"
    expect(filter).to_have_text(chosen)

    page.reload()
    expect(filter).to_have_text(chosen)
    expect(first).not_to_be_visible()
    page.locator("[data-filter] [data-clear]").click()
    expect(filter).to_have_text("Filter" if path else "Bộ lọc")
    expect(filter).to_be_focused()


@pytest.mark.parametrize("width", [768, 1280])
def test_where_there_is_room_the_filter_is_open_without_a_fold(
    base: str, visitor: Visitor, width: int
) -> None:
    page = visitor(width=width)
    page.goto(base + OPEN)
    expect(page.locator("[data-filter] summary")).to_be_hidden()
    for each in page.locator("[data-filter] :is(label, select)").all():
        expect(each).to_be_visible()
    choose(page, "Fix")
    assert titles(page) == FIXES


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_what_to_notice_stands_beside_the_state(base: str, visitor: Visitor, width: int) -> None:
    page = visitor(width=width)
    freeze(page, base + OPEN, NOW)
    rows = page.locator(".nt-line:has(.nt-mark)")
    assert rows.locator(".nt-mark").all_inner_texts() == [
        "Short notice", "Important", "Moved", "Not announced",
    ]  # fmt: skip
    for row in rows.all():
        badge, mark, title = (
            row.locator(each).bounding_box() for each in (".nt-badge", ".nt-mark", ".nt-row__title")
        )
        assert badge
        assert mark
        assert title
        assert abs(badge["y"] + badge["height"] / 2 - mark["y"] - mark["height"] / 2) < 1
        assert 0 < mark["x"] - badge["x"] - badge["width"] < 16
        if width > 360:
            assert title["y"] < badge["y"] + badge["height"] / 2 < title["y"] + title["height"]


def areas(page: Page, name: str) -> Locator:
    return page.locator(".nt-line", has_text=name).locator(".nt-line__systems")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_a_row_names_its_areas_and_before_them_how_long_what_is_not_over_is_down(
    base: str, visitor: Visitor, width: int
) -> None:
    page = visitor(width=width)
    freeze(page, base + OPEN, NOW)
    for name, said in (
        (
            "Urgent power work",
            "Down for about 20 minutes · Employee records, Attendance, Payroll, Accounting, E-invoices",
        ),
        ("Project timeline", "Down for about 10 minutes · Tasks and projects"),
        # Its window is over, and what was is not known.
        ("Design your own invoice templates", "E-invoices"),
        ("Swapping shifts", "Attendance"),
    ):
        expect(areas(page, name)).to_be_visible()
        expect(areas(page, name)).to_have_text(said, use_inner_text=True)


def test_on_a_phone_the_hours_of_what_is_over_begin_a_line_below_its_areas(
    base: str, visitor: Visitor
) -> None:
    page = visitor(width=360)
    freeze(page, base + OPEN, NOW)
    for name, hours in (
        ("Swapping shifts", "20:00–21:00 (GMT+7)"),
        ("Dark mode", "20:00–20:30 (GMT+7)"),
    ):
        row = page.locator(".nt-line", has_text=name)
        title, window = row.locator(".nt-row__title"), row.locator(".nt-row__window")
        expect(window).to_have_text(hours)
        headed, named, timed = (each.bounding_box() for each in (title, areas(page, name), window))
        assert headed
        assert named
        assert timed
        assert timed["x"] == headed["x"]
        assert timed["y"] >= named["y"] + named["height"]
