"""The countdown runs and the states flip by the reader's clock, with no rebuild and no reload."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.stage import freeze, serving
from tests.demo import NOW
from tests.project import Project

pytestmark = pytest.mark.browser

# The demo's search-server-move: 20:10 to 20:55 in Vietnam.
START = datetime(2026, 11, 23, 13, 10, tzinfo=UTC)
END = datetime(2026, 11, 23, 13, 55, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MOVE = "releases/search-server-move/"
TITLES = {"": "Bảo trì để chuyển máy chủ tìm kiếm", "en/": "Maintenance to move the search servers"}

# Badge, label and what is counted, in each state.
ANNOUNCED = {"": ("Sắp diễn ra", "Bắt đầu sau"), "en/": ("Scheduled", "Starts in")}
RUNNING = {
    "": ("Đang diễn ra", "Dự kiến xong sau"),
    "en/": ("In progress", "Expected to finish in"),
}
AWAITING = {
    "": ("Chờ xác nhận kết quả", "Đã hết thời gian cập nhật", "Đang kiểm tra kết quả"),
    "en/": ("Awaiting result", "The time window has ended", "Checking the result"),
}
LANGUAGES = ("", "en/")


def shown(page: Page, within: str = ".nt-hero") -> tuple[str, ...]:
    """Badge, label and value of the countdown, as the reader sees them."""
    parts = (".nt-badge__label", ".nt-countdown__label", ".nt-countdown__value")
    return tuple(page.locator(f"{within} {part}").inner_text() for part in parts)


def card(page: Page, title: str) -> str:
    """The selector of the home page's card of a release."""
    assert page.locator(".nt-card", has_text=title).count() == 1
    return f'.nt-card:has-text("{title}")'


def test_under_an_hour_the_countdown_runs_second_by_second(base: str, visitor: Visitor) -> None:
    page = visitor()
    for language, seen in (
        ("", ("2 phút 1 giây", "2 phút", "1 phút 59 giây")),
        ("en/", ("2 minutes 1 second", "2 minutes", "1 minute 59 seconds")),
    ):
        freeze(page, base + language + MOVE, START - timedelta(seconds=121))
        for value in seen:
            assert shown(page) == (*ANNOUNCED[language], value)
            page.clock.run_for(1000)


def test_what_is_left_is_told_in_its_two_largest_units(base: str, visitor: Visitor) -> None:
    page = visitor()
    freeze(page, base + MOVE, START - timedelta(days=13))

    for ahead, value in (
        (timedelta(days=12, hours=4, minutes=50), "12 ngày 4 giờ"),
        (timedelta(days=1), "1 ngày"),
        (timedelta(hours=23, minutes=59), "23 giờ 59 phút"),
        (timedelta(hours=1, seconds=1), "1 giờ 1 phút"),
        (timedelta(hours=1), "1 giờ"),
        (timedelta(minutes=59, seconds=59), "59 phút 59 giây"),
        (timedelta(seconds=59), "59 giây"),
    ):
        page.clock.pause_at(START - ahead)
        assert shown(page) == (*ANNOUNCED[""], value)


def test_a_release_page_flips_at_the_exact_start_and_end_with_no_reload(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    for language in LANGUAGES:
        freeze(page, base + language + MOVE, START - SECOND)
        page.evaluate("window.sameDocument = true")
        note = page.locator("[data-awaiting]")

        assert shown(page) == (*ANNOUNCED[language], {"": "1 giây", "en/": "1 second"}[language])
        expect(page.locator(".nt-hero")).to_have_class("nt-hero nt-hero--announced")
        page.clock.run_for(1000)
        assert shown(page) == (
            *RUNNING[language],
            {"": "45 phút", "en/": "45 minutes"}[language],
        )
        expect(page.locator(".nt-hero")).to_have_class("nt-hero nt-hero--in_progress")
        expect(note).to_be_hidden()

        page.clock.pause_at(END - SECOND)
        assert shown(page) == (*RUNNING[language], {"": "1 giây", "en/": "1 second"}[language])
        expect(note).to_be_hidden()
        page.clock.run_for(1000)
        assert shown(page) == AWAITING[language]
        expect(page.locator(".nt-hero")).to_have_class("nt-hero nt-hero--awaiting_confirmation")
        # It says by when there is more, and nothing beside it says again that we wait.
        expect(note).to_have_text(
            {
                "": "Thời gian thực hiện đã kết thúc, chúng tôi đang kiểm tra lại. "
                "Chúng tôi dự kiến đăng kết quả tại đây trước 20:55, thứ Ba 24/11/2026 (GMT+7). "
                "Quý khách gặp trục trặc? Liên hệ hỗ trợ",
                "en/": "The time window has ended, and we are checking how it went. "
                "We expect to post the result here by Tuesday 24 November 2026, 20:55 (GMT+7). "
                "Is something not working? Contact support",
            }[language]
        )
        expect(page.locator(".nt-hero .nt-countdown")).to_be_hidden()
        assert page.evaluate("window.sameDocument")


def test_on_the_home_page_what_begins_moves_to_what_is_running(base: str, visitor: Visitor) -> None:
    page = visitor()
    for language in LANGUAGES:
        title = TITLES[language]
        freeze(page, base + language, START - SECOND)
        selector = card(page, title)
        running = page.locator("[data-running] .nt-card")

        assert shown(page, selector)[:2] == ANNOUNCED[language]
        expect(page.locator("[data-ahead]").get_by_text(title, exact=True)).to_have_count(1)
        before = running.count()
        page.clock.run_for(1000)
        assert shown(page, selector)[:2] == RUNNING[language]
        expect(page.locator(selector)).to_have_class("nt-card nt-card--in_progress")
        expect(page.locator("[data-ahead]").get_by_text(title, exact=True)).to_have_count(0)
        expect(running).to_have_count(before + 1)
        # What runs stands before what only awaits its result.
        expect(running.first).to_contain_text(title)
        states = [str(each.get_attribute("class")).partition("--")[2] for each in running.all()]
        assert states == ["in_progress", *["awaiting_confirmation"] * before]

        page.clock.pause_at(END)
        assert shown(page, selector) == AWAITING[language]
        expect(page.locator("[data-running]").get_by_text(title, exact=True)).to_have_count(1)


def test_the_changelogs_badges_flip_too(base: str, visitor: Visitor) -> None:
    page = visitor()
    for language in LANGUAGES:
        freeze(page, base + language + "changelog/", START - SECOND)
        badge = page.locator(".nt-row", has_text=TITLES[language]).locator(".nt-badge__label")

        expect(badge).to_have_text(ANNOUNCED[language][0])
        page.clock.run_for(1000)
        expect(badge).to_have_text(RUNNING[language][0])
        page.clock.pause_at(END)
        expect(badge).to_have_text(AWAITING[language][0])


def test_no_update_is_running_gives_way_when_the_only_one_begins(
    project: Project, visitor: Visitor
) -> None:
    project.release("payroll-engine")
    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0
    page = visitor()

    with serving(project.site) as address:
        for language, calm, empty in (
            ("", "Hiện không có bản cập nhật nào đang diễn ra", "Chưa có lịch cập nhật mới."),
            ("en/", "No update is running now", "Nothing new is scheduled."),
        ):
            freeze(page, address + language, datetime(2026, 12, 12, 12, 59, 59, tzinfo=UTC))
            badge = page.locator("[data-running] .nt-badge__label")
            expect(page.get_by_text(calm)).to_be_visible()
            expect(page.get_by_text(empty)).to_be_hidden()
            page.clock.run_for(1000)
            expect(page.get_by_text(calm)).to_be_hidden()
            expect(page.get_by_text(empty)).to_be_visible()
            expect(badge).to_have_text(RUNNING[language][0])


def test_completed_and_cancelled_never_flip(base: str, visitor: Visitor) -> None:
    seen = set()
    # In the midst of the cancelled one's window, and long after all of them.
    for at in (NOW, datetime(2026, 11, 28, 14, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)):
        page = visitor()
        page.clock.install(time=at)
        for name in ("chat-rooms", "leave-forecast", "expense-rounding"):
            page.goto(f"{base}releases/{name}/")
            page.clock.run_for(2000)
            # But for the words that say how long ago.
            page.evaluate("document.querySelectorAll('[data-relative]').forEach((e) => e.remove())")
            seen.add(page.locator("article").inner_text())

    assert len(seen) == 3
    for words in ("Đang diễn ra", "Chờ xác nhận", "Sắp diễn ra"):
        assert not any(words in text for text in seen)


def test_a_page_opened_long_after_the_window_awaits_its_result(base: str, visitor: Visitor) -> None:
    page = visitor()
    page.clock.install(time=datetime(2027, 3, 1, tzinfo=UTC))
    page.goto(base + MOVE)

    assert shown(page) == AWAITING[""]
    expect(page.locator("[data-awaiting]")).to_be_visible()
    page.goto(base + "en/")
    assert shown(page, card(page, TITLES["en/"])) == AWAITING["en/"]


def test_a_clock_that_runs_behind_takes_nothing_back(base: str, visitor: Visitor) -> None:
    page = visitor()
    # The demo's project-timeline runs from 14:50 to 15:50; the reader's clock says 14:30.
    freeze(page, base + "releases/project-timeline/", NOW - timedelta(minutes=40))

    # And says no longer time than it can take.
    until = "15:50, thứ Hai 23/11/2026 (GMT+7)"
    assert shown(page) == ("Đang diễn ra", "Dự kiến xong lúc", until)


def test_a_laptop_that_slept_through_the_window_shows_what_holds_now(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    freeze(page, base + MOVE, START - timedelta(minutes=30))
    page.clock.fast_forward("03:00:00")

    assert shown(page) == AWAITING[""]


# Pages that promise a guide or questions, what they say first, and from the deadline on.
PROMISES = (
    (
        "releases/customer-map/",
        "Sẽ có trước 17:10",
        "Trễ hạn, lẽ ra có ngày 23/11/2026",
    ),
    (
        "en/releases/customer-map/",
        "Available by Monday",
        "Late: was due 23 Nov 2026",
    ),
    ("guides/", "Sẽ có trước 17:10", "Trễ hạn, lẽ ra có ngày 23/11/2026"),
    ("en/faq/", "Available by Monday", "Late: was due 23 Nov 2026"),
    (
        "en/faq/customer-map/",
        "will be available here by Monday",
        "are late: they were due on Monday 23 November 2026 and are still being written",
    ),
    (
        "guides/customer-map/",
        "sẽ có tại đây trước 17:10",
        "trễ hạn: đã hẹn thứ Hai 23/11/2026, hiện vẫn đang biên soạn",
    ),
)


def test_a_guide_promised_for_an_instant_that_has_come_is_said_to_be_late(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    article = page.locator("article")
    freeze(page, base, datetime(2026, 11, 23, 10, 9, 59, tzinfo=UTC))

    for path, before, _ in PROMISES:
        page.goto(base + path)
        expect(article).to_contain_text(before)
    page.clock.run_for(1000)
    expect(article).to_contain_text(PROMISES[-1][2])
    for path, before, after in PROMISES:
        page.goto(base + path)
        expect(article).not_to_contain_text(before)
        expect(article).to_contain_text(after)


# An element of a page that promises a guide, and what of its style is another once that is late.
COLOURED = (
    ("guides/", '.nt-guides__owed:has(a[href$="/customer-map/"]) .nt-guides__day', "color"),
    ("en/faq/", '.nt-guides__owed:has(a[href$="/customer-map/"]) .nt-guides__day', "color"),
    ("guides/customer-map/", ".nt-stub__line", "backgroundColor"),
    ("en/faq/customer-map/", ".nt-stub__line", "backgroundColor"),
)


@pytest.mark.parametrize("path, part, style", COLOURED)
def test_a_guide_that_comes_to_be_late_looks_like_those_that_are(
    base: str, visitor: Visitor, path: str, part: str, style: str
) -> None:
    def seen(selector: str) -> str:
        script = "(node, style) => getComputedStyle(node)[style]"
        value: str = page.locator(selector).evaluate(script, style)
        return value

    page = visitor()
    late = path.replace("customer-map", "invoice-designer")
    freeze(page, base + late, datetime(2026, 11, 23, 10, 9, 59, tzinfo=UTC))
    wanted = seen(part.replace("customer-map", "invoice-designer"))

    page.goto(base + path)
    assert seen(part) != wanted
    page.clock.run_for(1000)
    assert seen(part) == wanted


def test_a_notice_planned_for_an_instant_that_has_come_is_never_said_to_be_behind_us(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    for path, before, after, last in (
        (
            "releases/payroll-engine/",
            "Dự kiến đăng lúc",
            "Sẽ đăng trong thời gian sớm nhất",
            "Sẽ đăng khi có kết quả",
        ),
        (
            "en/releases/payroll-engine/",
            "To be posted",
            "To be posted shortly",
            "To be posted once the result is known",
        ),
    ):
        steps = page.locator(".nt-step--planned .nt-step__text")
        freeze(page, base + path, datetime(2026, 11, 23, 8, 10, tzinfo=UTC))
        expect(steps.first).to_contain_text(before)
        freeze(page, base + path, datetime(2027, 1, 1, tzinfo=UTC))
        expect(steps).to_have_text([after, after, after, last])
