"""Beside the company's time stands the reader's own, where it differs, and only there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.stage import serving
from tests.demo import NOW
from tests.project import FEATURE, POLICY, Project

pytestmark = pytest.mark.browser

# Which release: its window in Vietnam is 20:10–20:55 on Monday 23 November 2026, UTC+7,
# 17:10–19:10 on Tuesday 24, and 20:00–22:00 on Saturday 5 December.
MOVE, MAP, PAYROLL = (
    f"releases/{name}/" for name in ("search-server-move", "customer-map", "payroll-engine")
)


def own_window(page: Page) -> str:
    return page.locator(".nt-hero__time .nt-yours").inner_text()


OWN_TIMES = (
    ("America/New_York", MOVE, "08:10–08:55, thứ Hai 23/11/2026 (giờ của Quý khách, GMT-5)"),
    ("Europe/London", MOVE, "13:10–13:55, thứ Hai 23/11/2026 (giờ của Quý khách, GMT)"),
    # The reader is a day ahead.
    ("Pacific/Auckland", MOVE, "02:10–02:55, thứ Ba 24/11/2026 (giờ của Quý khách, GMT+13)"),
    ("Asia/Kolkata", MOVE, "18:40–19:25, thứ Hai 23/11/2026 (giờ của Quý khách, GMT+5:30)"),
    # Over the reader's midnight, and until it.
    (
        "Pacific/Auckland",
        MAP,
        "23:10, thứ Ba 24/11/2026 – 01:10, thứ Tư 25/11/2026 (giờ của Quý khách, GMT+13)",
    ),
    ("Asia/Tokyo", PAYROLL, "22:00–24:00, thứ Bảy 05/12/2026 (giờ của Quý khách, GMT+9)"),
    (
        "America/New_York",
        "en/" + MOVE,
        "Monday 23 November 2026, 08:10–08:55 (your time, GMT-5)",
    ),
    (
        "Pacific/Auckland",
        "en/" + MAP,
        "Tuesday 24 November 2026, 23:10 – Wednesday 25 November 2026, 01:10 (your time, GMT+13)",
    ),
)


@pytest.mark.parametrize("zone", sorted({zone for zone, _, _ in OWN_TIMES}))
def test_a_reader_elsewhere_sees_the_window_on_their_own_clock_too(
    base: str, visitor: Visitor, zone: str
) -> None:
    page = visitor(timezone_id=zone)
    page.clock.install(time=NOW)
    for path, text in ((path, text) for of, path, text in OWN_TIMES if of == zone):
        page.goto(base + path)
        assert own_window(page) == text
        expect(page.locator(".nt-hero__time time")).to_contain_text("GMT+7")


def test_the_own_time_is_the_strong_line_and_the_companys_stands_below_it(
    base: str, visitor: Visitor
) -> None:
    page = visitor(timezone_id="Europe/London")
    page.clock.install(time=NOW)
    for path, line in ((MOVE, ".nt-hero__time"), ("", ".nt-card__window")):
        page.goto(base + path)
        own, company = (page.locator(f"{line} > {each}").first for each in (".nt-yours", "time"))
        size = "node => [Number.parseFloat(getComputedStyle(node).fontSize), getComputedStyle(node).fontWeight]"
        assert own.evaluate(size) > company.evaluate(size), path
        assert (own.evaluate(size)[1], company.evaluate(size)[1]) == ("600", "400"), path
        (above, below) = (each.bounding_box() for each in (own, company))
        assert above
        assert below
        assert above["y"] + above["height"] <= below["y"] + 1, path


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_in_a_later_row_of_the_board_the_companys_time_is_the_smaller_and_softer_one(
    german: str, visitor: Visitor, width: int
) -> None:
    page = visitor(width=width, timezone_id="Asia/Ho_Chi_Minh")
    page.clock.install(time=NOW)
    page.goto(german)
    window = page.locator(".nt-next .nt-card + .nt-card .nt-card__window").last
    size = "node => Number.parseFloat(getComputedStyle(node).fontSize)"
    colour = "node => getComputedStyle(node).color"
    own, company = window.locator("> .nt-yours"), window.locator("> time")
    before, company_before = window.locator("del .nt-yours"), window.locator("del time")

    assert own.evaluate(size) > company.evaluate(size)
    assert own.evaluate(colour) != company.evaluate(colour)
    assert own.evaluate(size) == before.evaluate(size)
    assert company.evaluate(size) == company_before.evaluate(size)


@pytest.mark.parametrize(
    "path, row, lines",
    [
        # Below another month than the reader's.
        (
            "en/changelog/",
            "Report builder",
            [
                "Sunday 1 November 2026, 02:00–04:00 (your time, GMT+13)",
                "Saturday 31 October 2026, 20:00–22:00 (GMT+7)",
            ],
        ),
        (
            "en/",
            "E-signatures",
            [
                "Sunday 13 December 2026, 02:00–03:00 (your time, GMT+13)",
                "Saturday 12 December 2026, 20:00–21:00 (GMT+7)",
            ],
        ),
        # In its sentence, whose company's day is the same.
        (
            "en/",
            "Chat rooms",
            [
                "Cancelled on Sunday 22 November 2026, 21:10 (your time, GMT+13)",
                "15:10 (GMT+7)",
            ],
        ),
    ],
)
def test_the_row_of_an_update_leads_with_the_own_time_and_its_date(
    base: str, visitor: Visitor, path: str, row: str, lines: list[str]
) -> None:
    """So that the company's day beside it stays true."""
    page = visitor(timezone_id="Pacific/Auckland")
    page.clock.install(time=NOW)
    page.goto(base + path)
    window = page.locator(".nt-row", has_text=row).locator(".nt-row__window")

    seen = [
        line.split(" · ")[0].strip() for line in window.inner_text().splitlines() if line.strip()
    ]
    found = [next(each for each in seen if each.startswith(line)) for line in lines]
    assert found == sorted(found, key=seen.index)


def test_a_day_of_the_changelog_is_the_readers_unless_it_falls_below_another_month(
    base: str, visitor: Visitor
) -> None:
    page = visitor(timezone_id="Pacific/Auckland")
    page.clock.install(time=NOW)
    page.goto(base + "en/changelog/")
    for row, seen, heard in (
        ("Maintenance to move", ("24", "Tue"), "Tuesday 24 November 2026"),
        ("Report builder", ("31", "Sat"), "Saturday 31 October 2026"),
    ):
        day = page.locator(".nt-row", has_text=row).locator(".nt-line__day")
        assert (day.get_attribute("data-day"), day.get_attribute("data-weekday")) == seen
        expect(day).to_have_text(heard)


def test_the_track_record_has_the_day_of_an_update_on_the_readers_calendar(
    base: str, visitor: Visitor
) -> None:
    for zone, days in (
        ("Pacific/Auckland", "Tuesday 24 November 2026 (your time, GMT+13)"),
        ("Europe/Berlin", "Monday 23 November 2026"),
    ):
        page = visitor(timezone_id=zone)
        page.clock.install(time=NOW)
        page.goto(base + "en/on-time/")
        row = page.locator("tr", has_text="Maintenance to move the search servers")
        expect(row.locator(".nt-punctual__when").first).to_have_text(days, use_inner_text=True)


def lines(page: Page, part: str) -> list[str]:
    """What is read in the first part of its kind, line by line."""
    text = page.locator(part).first.inner_text()
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_on_both_sides_of_a_move_the_own_hours_stand_first_and_the_same_day_once(
    base: str, visitor: Visitor
) -> None:
    page = visitor(timezone_id="Europe/Berlin")
    page.clock.install(time=NOW)
    page.goto(f"{base}en/releases/mobile-signing/")

    assert lines(page, ".nt-move__old > del") == [
        "Saturday 5 December 2026, 14:00–15:00 (your time, GMT+1)",
        "20:00–21:00 (GMT+7)",
    ]
    assert lines(page, ".nt-move .nt-hero__time") == [
        "Saturday 12 December 2026, 14:00–15:00 (your time, GMT+1)",
        "20:00–21:00 (Vietnam time, GMT+7)",
    ]


@pytest.mark.parametrize(
    "zone, own, company",
    [
        (
            "Europe/Berlin",
            "Posted Sunday 22 November 2026, 14:00 (your time, GMT+1) yesterday",
            "20:00 (GMT+7)",
        ),
        # Another day.
        (
            "Pacific/Auckland",
            "Posted Monday 23 November 2026, 02:00 (your time, GMT+13) 19 hours ago",
            "Sunday 22 November, 20:00 (GMT+7)",
        ),
    ],
)
def test_the_timeline_leads_with_the_own_time_like_the_head(
    base: str, visitor: Visitor, zone: str, own: str, company: str
) -> None:
    page = visitor(timezone_id=zone)
    page.clock.install(time=NOW)
    page.goto(f"{base}en/releases/mobile-signing/")
    assert lines(page, ".nt-step__text:visible") == [own, company]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kolkata"])
def test_on_a_small_phone_no_end_of_the_own_time_is_cut_off(
    base: str, visitor: Visitor, zone: str
) -> None:
    page = visitor(width=320, timezone_id=zone)
    page.clock.install(time=NOW)
    for path in (MOVE, "releases/invoice-designer/", "releases/travel-expenses/"):
        page.goto(base + path)
        for own in page.locator(".nt-yours:visible").all():
            ends = own.evaluate(
                "e => [Math.max(...[...e.getClientRects()].map(r => r.right)), e.closest('div, li').getBoundingClientRect().right]"
            )
            assert ends[0] <= ends[1], own.inner_text()


def test_where_the_line_names_no_day_the_own_time_names_none_either(
    base: str, visitor: Visitor
) -> None:
    """Unless it is another one; then both do."""
    for zone, seen in (
        ("Europe/Berlin", ["14:10–14:55 (your time, GMT+1)", "20:10–20:55 (GMT+7)"]),
        (
            "Pacific/Auckland",
            [
                "02:10–02:55 (your time, GMT+13)",
                "Monday 23 November 2026, 20:10–20:55 (GMT+7)",
            ],
        ),
    ):
        page = visitor(timezone_id=zone)
        page.clock.install(time=NOW)
        page.goto(base + "en/changelog/")
        row = page.locator(".nt-row", has_text="Maintenance to move").locator(".nt-row__window")
        found = [row.locator(each).inner_text() for each in (".nt-yours", "time")]
        assert found == seen


@pytest.mark.parametrize(
    "zone, planned, before",
    [
        (
            "Pacific/Auckland",
            "Sunday 29 November 2026 (your time, GMT+13)",
            "Sunday 6 December 2026 (your time, GMT+13)",
        ),
        ("America/New_York", "Saturday 28 November 2026", "Saturday 5 December 2026"),
    ],
)
def test_the_day_of_a_former_time_is_the_readers_where_it_is_another(
    base: str, visitor: Visitor, zone: str, planned: str, before: str
) -> None:
    page = visitor(timezone_id=zone)
    page.clock.install(time=NOW)
    for path, days in (("en/", [planned, before]), ("en/changelog/", [before])):
        page.goto(base + path)
        former = page.locator(".nt-row :is(.nt-before, .nt-row__why) del")
        expect(former).to_have_text(days, use_inner_text=True)


def test_a_word_that_belongs_to_the_hours_stays_with_them(german: str, visitor: Visitor) -> None:
    page = visitor(timezone_id="Europe/London")
    page.clock.install(time=NOW)
    page.goto(german)
    assert lines(page, ".nt-card__window") == [
        "Montag, 23. November 2026, 13:50–14:50\xa0Uhr (Ihre Ortszeit, GMT)",
        "14:50–15:50\xa0Uhr (GMT+1)",
    ]


def test_a_reader_whose_clock_shows_the_same_sees_each_time_once(
    base: str, visitor: Visitor
) -> None:
    for zone in ("Asia/Ho_Chi_Minh", "Asia/Bangkok"):
        page = visitor(timezone_id=zone)
        page.clock.install(time=NOW)
        for path in ("", MOVE, "changelog/", "guides/customer-map/"):
            page.goto(base + path)
            expect(page.locator("article time:visible").first).to_be_visible()
            expect(page.locator(".nt-yours")).to_have_count(0)


def test_every_time_on_a_page_has_the_readers_own_once_beside_it(
    base: str, visitor: Visitor
) -> None:
    page = visitor(timezone_id="America/New_York")
    page.clock.install(time=NOW)
    for path in ("", "en/", MOVE, "changelog/", "guides/", "en/guides/customer-map/"):
        page.goto(base + path)
        # A day alone is said once, see below.
        times = page.locator("article time", has_text=":").count()
        assert times > 0
        expect(page.locator("article .nt-yours")).to_have_count(times)


def test_the_own_time_does_not_tear_a_sentence_from_its_full_stop(
    base: str, visitor: Visitor
) -> None:
    page = visitor(timezone_id="Europe/London")
    page.clock.install(time=NOW)
    page.goto(base + "guides/customer-map/")

    assert page.locator(".nt-stub__line").inner_text().strip().splitlines() == [
        "Hướng dẫn sẽ có tại đây trước 10:10, thứ Hai 23/11/2026 (giờ của Quý khách, GMT).",
        "17:10 (GMT+7)",
    ]


def windowed(window: str) -> str:
    """A release whose window is outside the evenings."""
    reason = "reason: {vi: Theo hẹn, en: As agreed}, approved_by: product"
    return FEATURE.replace("start: 2026-12-12 20:00, end: 2026-12-12 22:00", f"{window}, {reason}")


# London's summer ends on 25 October 2026 at 01:00 UTC, New York's on 1 November at 06:00.
CHANGES = {
    "london-before": (
        "Europe/London",
        "start: 2026-10-24 20:00, end: 2026-10-24 21:00",
        "14:00–15:00, thứ Bảy 24/10/2026 (giờ của Quý khách, GMT+1)",
    ),
    "london-after": (
        "Europe/London",
        "start: 2026-10-25 20:00, end: 2026-10-25 21:00",
        "13:00–14:00, Chủ nhật 25/10/2026 (giờ của Quý khách, GMT)",
    ),
    "new-york-before": (
        "America/New_York",
        "start: 2026-10-31 20:00, end: 2026-10-31 21:00",
        "09:00–10:00, thứ Bảy 31/10/2026 (giờ của Quý khách, GMT-4)",
    ),
    "new-york-after": (
        "America/New_York",
        "start: 2026-11-01 20:00, end: 2026-11-01 21:00",
        "08:00–09:00, Chủ nhật 01/11/2026 (giờ của Quý khách, GMT-5)",
    ),
    "new-york-within": (
        "America/New_York",
        "start: 2026-11-01 12:30, end: 2026-11-01 13:15",
        "01:30 (giờ của Quý khách, GMT-4), Chủ nhật 01/11/2026 – 01:15 (giờ của Quý khách, GMT-5), Chủ nhật 01/11/2026",
    ),
}


def test_around_a_clock_change_the_offset_is_the_instants_own(
    project: Project, visitor: Visitor
) -> None:
    for name, (_, window, _) in CHANGES.items():
        project.release(name, windowed(window))
    result = project.run("publish", "--now", "2026-10-13 09:00")
    assert result.status == 0, result.err

    with serving(project.site) as address:
        for zone in ("Europe/London", "America/New_York"):
            page = visitor(timezone_id=zone)
            page.clock.install(time="2026-10-13T02:00:00Z")
            for name, (of, _, text) in CHANGES.items():
                if of == zone:
                    page.goto(f"{address}releases/{name}/")
                    assert own_window(page) == text


def test_in_the_companys_own_zone_a_clock_change_shows_no_second_time(
    project: Project, visitor: Visitor
) -> None:
    zone = "Europe/London"
    policy = POLICY.read_text(encoding="utf-8").replace("Asia/Ho_Chi_Minh", zone)
    project.write("content/policy.yml", policy)
    project.release("autumn", windowed("start: 2026-10-25 20:00, end: 2026-10-25 22:00"))
    result = project.run("publish", "--now", "2026-10-13 09:00")
    assert result.status == 0, result.err
    page = visitor(timezone_id=zone)

    with serving(project.site) as address:
        page.clock.install(time="2026-10-13T08:00:00Z")
        page.goto(address + "releases/autumn/")

        expect(page.locator(".nt-hero__time")).to_contain_text("20:00–22:00, Chủ nhật 25/10/2026")
        expect(page.locator(".nt-steps")).to_contain_text("GMT+1")
        expect(page.locator(".nt-yours")).to_have_count(0)
