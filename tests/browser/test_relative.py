"""One frozen build says the right thing at any clock and in any zone, and says it calmly."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visitor
from tests.browser.stage import freeze, serving
from tests.demo import NOW
from tests.project import Project

pytestmark = pytest.mark.browser

# The demo's search-server-move: 20:10 to 20:55 on Monday 23 November in Vietnam.
START = datetime(2026, 11, 23, 13, 10, tzinfo=UTC)
END = datetime(2026, 11, 23, 13, 55, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MOVE = "releases/search-server-move/"
RUNS = "releases/project-timeline/"
PAYROLL = datetime(2026, 12, 12, 13, tzinfo=UTC)
TITLE = {"": "Bảo trì để chuyển máy chủ tìm kiếm", "en/": "Maintenance to move the search servers"}

HANOI, NEW_YORK, AUCKLAND = "Asia/Ho_Chi_Minh", "America/New_York", "Pacific/Auckland"

# The reader's clock; badge, what is counted, what is left; the window in words of each zone.
# New York is 12 hours behind Vietnam, Auckland 6 ahead: there it begins at 02:10 on Tuesday.
CLOCKS = (
    (
        START - timedelta(days=2),
        ("Sắp diễn ra", "Bắt đầu sau", "2 ngày"),
        # The countdown beside it says it.
        dict.fromkeys((HANOI, NEW_YORK, AUCKLAND), ""),
    ),
    (
        START - timedelta(hours=20),
        ("Sắp diễn ra", "Bắt đầu sau", "20 giờ"),
        # 00:10 on Monday in Vietnam, 12:10 on Sunday in New York, 06:10 on Monday in Auckland.
        {HANOI: "hôm nay", NEW_YORK: "ngày mai", AUCKLAND: "ngày mai"},
    ),
    (
        START - timedelta(hours=3),
        ("Sắp diễn ra", "Bắt đầu sau", "3 giờ"),
        {HANOI: "hôm nay", NEW_YORK: "hôm nay", AUCKLAND: "ngày mai"},
    ),
    (
        START - timedelta(minutes=20),
        ("Sắp diễn ra", "Bắt đầu sau", "20 phút"),
        dict.fromkeys((HANOI, NEW_YORK, AUCKLAND), "hôm nay"),
    ),
    (
        START,
        ("Đang diễn ra", "Dự kiến xong sau", "45 phút"),
        dict.fromkeys((HANOI, NEW_YORK, AUCKLAND), "vừa bắt đầu"),
    ),
    (
        END - timedelta(seconds=1),
        ("Đang diễn ra", "Dự kiến xong sau", "1 giây"),
        dict.fromkeys((HANOI, NEW_YORK, AUCKLAND), "bắt đầu 44 phút trước"),
    ),
    (
        END + timedelta(hours=12),
        ("Chờ xác nhận kết quả", "Đã hết thời gian cập nhật", "Đang kiểm tra kết quả"),
        # 08:55 on Tuesday in Vietnam, 20:55 on Monday in New York, 14:55 on Tuesday in Auckland.
        {
            HANOI: "kết thúc hôm qua",
            NEW_YORK: "kết thúc 12 giờ trước",
            AUCKLAND: "kết thúc 12 giờ trước",
        },
    ),
    (
        END + timedelta(days=40),
        ("Chờ xác nhận kết quả", "Đã hết thời gian cập nhật", "Đang kiểm tra kết quả"),
        dict.fromkeys((HANOI, NEW_YORK, AUCKLAND), ""),
    ),
)

# A row of flexible boxes shares out its room anew as long as the page itself comes in.
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const moved = entry.sources.map((each) => each.node?.parentElement).filter(Boolean);
    if (moved.length && moved.every((node) => node.closest(".nt-header, .nt-stages"))) continue;
    window.shifts.push([entry.value, ...moved.map((node) => node.className)].join(" "));
  }
}).observe({ type: "layout-shift", buffered: true });
"""


def shown(page: Page, within: str) -> tuple[str, ...]:
    parts = (".nt-badge__label", ".nt-countdown__label", ".nt-countdown__value")
    return tuple(page.locator(f"{within} {part}").first.inner_text() for part in parts)


def related(page: Page, within: str) -> str:
    return page.locator(f"{within} [data-relative]").first.text_content() or ""


@pytest.mark.parametrize("zone", [HANOI, NEW_YORK, AUCKLAND])
def test_one_build_is_right_at_every_clock_in_every_zone(
    base: str, visitor: Visitor, zone: str
) -> None:
    page = visitor(timezone_id=zone)
    for path, within in ((MOVE, ".nt-hero"), ("", f'.nt-card:has-text("{TITLE[""]}")')):
        for at, text, words in CLOCKS:
            freeze(page, base + path, at)
            assert (*shown(page, within), related(page, within)) == (*text, words[zone]), at
            place = {"Sắp diễn ra": "[data-ahead]"}.get(text[0], "[data-running]")
            if not path:
                expect(page.locator(f"{place} {within}")).to_have_count(1)


def test_the_same_page_left_open_comes_to_say_the_same(base: str, visitor: Visitor) -> None:
    page = visitor(timezone_id=AUCKLAND)
    freeze(page, base + MOVE, CLOCKS[0][0])
    for at, text, words in CLOCKS:
        page.clock.pause_at(at)
        assert (*shown(page, ".nt-hero"), related(page, ".nt-hero")) == (*text, words[AUCKLAND]), at


WORDS = """
() => {
  const row = document.querySelector('.nt-row:has([href*="search-server-move"])');
  const words = row.querySelector("[data-relative]");
  const time = row.querySelector("time").getBoundingClientRect();
  const line = row.querySelector(".nt-row__window");
  const box = words.getBoundingClientRect();
  return {
    dot: getComputedStyle(words, "::before").content !== "none",
    behind: box.top < time.bottom && Math.abs(box.left - time.right) < 4,
    cut: box.left < line.getBoundingClientRect().left && getComputedStyle(line).clipPath !== "none",
  };
}
"""


def test_a_dot_stands_between_a_time_and_its_words_and_none_where_a_line_begins(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    freeze(page, f"{base}changelog/", START - timedelta(days=3))
    for width, behind in ((1280, True), (320, False)):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(WORDS) == {"dot": True, "behind": behind, "cut": not behind}
    freeze(page, f"{base}changelog/", END + timedelta(days=40))
    assert not page.evaluate(WORDS)["dot"]


def test_english_says_it_in_english(base: str, visitor: Visitor) -> None:
    page = visitor()
    for ahead, words in (
        (timedelta(days=3), "in 3 days"),
        (timedelta(days=1), "tomorrow"),
        (timedelta(hours=2), "today"),
        (timedelta(minutes=1), "in 1 minute"),
        (-timedelta(minutes=10), "began 10 minutes ago"),
        (START - END, "just now"),
        (START - END - MINUTE, "ended 1 minute ago"),
        (START - END - timedelta(hours=1), "ended 1 hour ago"),
        (-timedelta(days=1), "ended yesterday"),
        (-timedelta(days=12), "ended 12 days ago"),
    ):
        freeze(page, base + "en/changelog/", START - ahead)
        assert related(page, '.nt-row:has([href*="search-server-move"])') == words


def test_only_a_window_began_and_ended_and_not_what_was_told_at_its_start(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    freeze(page, base + "en/", NOW)
    card = page.locator(".nt-card", has_text="Project timeline")
    card.locator(".nt-update__time time").evaluate(
        "(e, start) => e.setAttribute('datetime', start)",
        card.locator(".nt-card__window time").get_attribute("datetime"),
    )
    page.clock.pause_at(NOW + 100 * MINUTE)
    words = [each.text_content() for each in card.locator("[data-relative]").all()]
    assert words == ["ended 1 hour ago", "2 hours ago"]


def test_by_a_clock_that_is_slow_what_runs_has_neither_time_left_nor_words_for_its_start(
    base: str, visitor: Visitor
) -> None:
    """The demo's project-timeline runs from 14:50 to 15:50 in Vietnam: never longer than that."""
    page = visitor()
    begins = NOW - 20 * MINUTE
    for path, within, window in (
        ("en/", ".nt-card--in_progress", ".nt-card__window"),
        ("en/" + RUNS, ".nt-hero", ".nt-hero__time"),
    ):
        freeze(page, base + path, begins - timedelta(hours=5, minutes=59))
        running = ("In progress", "Expected to finish")
        assert shown(page, within)[:2] == running
        assert shown(page, within)[2] == "Monday 23 November 2026, 15:50 (GMT+7)"
        assert related(page, f"{within} {window}") == "", path
        page.clock.pause_at(begins)
        assert shown(page, within) == ("In progress", "Expected to finish in", "1 hour")


def test_a_day_ends_by_the_readers_midnight(base: str, visitor: Visitor) -> None:
    page = visitor()
    freeze(page, base + MOVE, datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC))
    assert related(page, ".nt-hero") == "ngày mai"
    page.clock.run_for(1000)
    assert related(page, ".nt-hero") == "hôm nay"


def test_without_scripts_there_are_no_words_that_would_grow_old(
    base: str, visitor: Visitor
) -> None:
    page = visitor(java_script_enabled=False)
    for path in ("", MOVE, "changelog/"):
        page.goto(base + path)
        places = page.locator("[data-relative]").all()
        assert places, path
        for place in places:
            assert place.text_content() == ""
            expect(place).to_be_hidden()


# Announcements.

SPOKEN = {
    "": (
        (START - timedelta(days=1), f"{TITLE['']}: còn 1 ngày nữa là bắt đầu."),
        (START - timedelta(hours=1), f"{TITLE['']}: còn 1 giờ nữa là bắt đầu."),
        (START - timedelta(minutes=10), f"{TITLE['']}: còn 10 phút nữa là bắt đầu."),
        (START, f"{TITLE['']}: đã đến giờ bắt đầu."),
        (END, f"{TITLE['']}: đã hết thời gian cập nhật, đang kiểm tra kết quả."),
    ),
    "en/": (
        (START - timedelta(days=1), f"{TITLE['en/']} starts in 1 day."),
        (START - timedelta(hours=1), f"{TITLE['en/']} starts in 1 hour."),
        (START - timedelta(minutes=10), f"{TITLE['en/']} starts in 10 minutes."),
        (START, f"{TITLE['en/']} has started."),
        (END, f"{TITLE['en/']}: the time window has ended, and the result is being checked."),
    ),
}

LISTEN = """
window.spoken = [];
new MutationObserver((changes) => {
  for (const change of changes)
    if (change.target.closest?.("[role=status]:not([data-search-status])"))
      window.spoken.push(change.target.textContent);
}).observe(document, { childList: true, subtree: true, characterData: true });
"""


def heard(page: Page) -> list[str]:
    return [
        line for line in page.evaluate("window.spoken") if TITLE[""] in line or TITLE["en/"] in line
    ]


@pytest.mark.parametrize("language", ["", "en/"])
def test_each_milestone_is_told_once_and_nothing_between(
    base: str, visitor: Visitor, language: str
) -> None:
    page = visitor()
    page.add_init_script(LISTEN)
    freeze(page, base + language + MOVE, START - timedelta(days=1, minutes=2))
    expected: list[str] = []
    for at, line in SPOKEN[language]:
        page.clock.pause_at(at - timedelta(seconds=1))
        assert heard(page) == expected, at
        page.clock.run_for(1000)
        expected.append(line)
        assert heard(page) == expected, at
        page.clock.run_for(3000)
    page.clock.fast_forward("48:00:00")
    assert heard(page) == expected


def test_on_arrival_nothing_is_told(base: str, visitor: Visitor) -> None:
    for at in (START - timedelta(minutes=5), START + MINUTE, END + timedelta(hours=1)):
        page = visitor()
        page.add_init_script(LISTEN)
        page.clock.install(time=at)
        page.goto(base + MOVE)
        page.clock.run_for(1000)
        assert heard(page) == []


def test_after_a_sleep_only_what_holds_now_is_told(base: str, visitor: Visitor) -> None:
    page = visitor()
    page.add_init_script(LISTEN)
    freeze(page, base + MOVE, START - timedelta(hours=2))
    page.clock.fast_forward("02:30:00")
    assert heard(page) == [SPOKEN[""][3][1]]


def test_the_countdown_itself_is_never_read_out(base: str, visitor: Visitor) -> None:
    page = visitor()
    page.goto(base)
    for timer in page.get_by_role("timer").all():
        expect(timer).to_have_attribute("aria-live", "off")
    expect(page.locator("[aria-live=polite], [aria-live=assertive], [role=alert]")).to_have_count(0)


# Calm.

COUNT_WRITES = """
window.writes = 0;
new MutationObserver((changes) => {
  for (const change of changes)
    if (change.target.closest?.(".nt-hero .nt-countdown__value")) window.writes += 1;
}).observe(document, { childList: true, subtree: true, characterData: true });
"""


@pytest.mark.parametrize(
    "ahead, options, writes",
    [
        (timedelta(hours=5), {}, 2),
        (timedelta(minutes=30), {}, 120),
        (timedelta(minutes=30), {"reduced_motion": "reduce"}, 2),
    ],
)
def test_it_changes_each_second_in_the_last_hour_and_else_each_minute(
    base: str, visitor: Visitor, ahead: timedelta, options: dict[str, Any], writes: int
) -> None:
    page = visitor(**options)
    page.add_init_script(COUNT_WRITES)
    freeze(page, base + MOVE, START - ahead)
    before = page.evaluate("window.writes")
    page.clock.run_for(120_000)
    assert page.evaluate("window.writes") - before == writes


def test_with_reduced_motion_minutes_are_enough(base: str, visitor: Visitor) -> None:
    page = visitor(reduced_motion="reduce")
    for ahead, value in (
        (timedelta(hours=2, minutes=5), "2 giờ 5 phút"),
        (timedelta(minutes=60), "1 giờ"),
        (timedelta(minutes=44, seconds=10), "45 phút"),
        (timedelta(seconds=10), "1 phút"),
    ):
        freeze(page, base + MOVE, START - ahead)
        assert shown(page, ".nt-hero")[2] == value


def late(route: Route) -> None:
    route.request.frame.page.wait_for_timeout(200)
    route.continue_()


def without_fonts(route: Route) -> None:
    answer = route.fetch()
    body = answer.text().replace("@font-face", "@supports (no: font)")
    # The browser would say that it waited for something that is not used.
    route.fulfill(response=answer, body=body.replace('rel="preload"', 'rel="none"'))


def moved(page: Page, url: str) -> list[str]:
    """What moves by itself while a page is opened, and in its first minutes."""
    page.goto(url)
    page.wait_for_timeout(100)
    for _ in range(3):
        page.clock.run_for(61_000)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    shifts: list[str] = page.evaluate("window.shifts")
    return shifts


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("zone", [HANOI, NEW_YORK])
def test_nothing_moves_when_the_words_come_in_and_while_it_counts(
    base: str, visitor: Visitor, width: int, zone: str
) -> None:
    page = visitor(width=width, timezone_id=zone)
    page.add_init_script(SHIFTS)
    page.route("**/assets/notices.js*", late)
    # Letters that come in late are another matter.
    page.route(re.compile(r"/$|/assets/frame\.css"), without_fonts)
    # Nothing changes its state meanwhile, and one update is in its last hour.
    page.clock.install(time=NOW)
    for path in ("", "releases/project-timeline/", "en/" + MOVE, "changelog/", "guides/"):
        # Where the browser paints a page that has half come in, what is missing may move it;
        # that it does so is chance.
        visits = [moved(page, base + path)]
        while visits[-1] and len(visits) < 3:
            visits.append(moved(page, base + path))
        assert visits[-1] == [], (path, width)


def test_a_page_that_the_browser_kept_is_true_when_it_is_shown_again(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    freeze(page, base + MOVE, START - timedelta(hours=1))
    page.clock.set_system_time(START + timedelta(minutes=1))
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert shown(page, ".nt-hero")[0] == "Đang diễn ra"


def test_a_window_months_ahead_is_counted_at_once_and_stays_quiet(
    project: Project, visitor: Visitor
) -> None:
    project.release("payroll-engine")
    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0
    page = visitor()
    with serving(project.site) as address:
        # Further ahead than a timer can reach: the reader's clock runs a year behind.
        freeze(page, address + "releases/payroll-engine/", datetime(2025, 12, 12, 13, tzinfo=UTC))
        assert shown(page, ".nt-hero") == ("Sắp diễn ra", "Bắt đầu sau", "365 ngày")
        assert related(page, ".nt-hero") == ""
        page.clock.run_for(60_000)
        # From sixty days on, hours say nothing.
        assert shown(page, ".nt-hero")[2] == "364 ngày"
        for ahead, left in (
            (timedelta(days=60), "60 ngày"),
            (timedelta(days=60) - MINUTE, "59 ngày 23 giờ"),
        ):
            freeze(page, address + "releases/payroll-engine/", PAYROLL - ahead)
            assert shown(page, ".nt-hero")[2] == left
