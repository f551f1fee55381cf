"""Where a release is on its way: the strip and the board move on by the reader's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

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
PLACES_OF_DOT_AND_WORDS = """stage => {
  const words = document.createRange();
  words.selectNodeContents(stage.querySelector(".nt-stage__label").firstChild);
  return [stage.querySelector(".nt-stage__dot"), words]
    .map(part => part.getBoundingClientRect())
    .map(({left, right}) => ({middle: (left + right) / 2, right}));
}"""


def box(part: Locator) -> FloatRect:
    found = part.bounding_box()
    assert found is not None, part
    return found


def strip(page: Page) -> list[str]:
    """Each stage in words, as it is read aloud; the one that we are at with an arrow."""
    found = []
    for stage in page.locator(".nt-stage").all():
        here = " <-" if stage.get_attribute("aria-current") == "step" else ""
        found.append(" ".join((stage.text_content() or "").split()) + here)
    return found


def test_the_strip_moves_on_at_the_start_and_at_the_end(base: str, visitor: Visitor) -> None:
    page = visitor()
    freeze(page, base + MOVE, START - SECOND)
    assert strip(page) == [
        "Báo trước: đã xong",
        "Nhắc lịch: đang ở bước này <-",
        "Thực hiện: chưa đến",
        "Kết quả: chưa đến",
    ]

    page.clock.run_for(1000)
    # Nobody but the site knows whether the reminder went out: it is over, and no more is said.
    running = ["Báo trước: đã xong", "Nhắc lịch: đã qua"]
    assert strip(page) == [*running, "Thực hiện: đang ở bước này <-", "Kết quả: chưa đến"]

    page.clock.pause_at(END)
    assert strip(page) == [*running, "Thực hiện: đã xong", "Kết quả: đang ở bước này <-"]


def test_a_page_opened_long_after_shows_the_last_stage(base: str, visitor: Visitor) -> None:
    page = visitor()
    page.clock.install(time=END + timedelta(days=30))
    page.goto(base + MOVE)

    assert strip(page)[2:] == ["Thực hiện: đã xong", "Kết quả: đang ở bước này <-"]
    expect(page.locator(".nt-stage[aria-current]")).to_have_count(1)


def test_on_a_phone_the_stage_that_we_are_at_has_its_name(base: str, visitor: Visitor) -> None:
    page = visitor(width=360)
    page.clock.install(time=NOW)
    page.goto(base + MOVE)
    named = page.locator(".nt-stage__label").evaluate_all(
        "all => all.filter((e) => e.getBoundingClientRect().width > 1).map((e) => e.firstChild.data)"
    )

    assert named == ["Nhắc lịch"]


@pytest.mark.parametrize(
    "now, place", [(NOW, "middle"), (END + timedelta(hours=1), "right")], ids=["second", "last"]
)
def test_on_a_phone_the_name_stands_below_its_circle(
    base: str, visitor: Visitor, now: datetime, place: str
) -> None:
    page = visitor(width=360)
    page.clock.install(time=now)
    page.goto(base + MOVE)
    dot, words = page.locator(".nt-stage[aria-current]").evaluate(PLACES_OF_DOT_AND_WORDS)

    assert abs(dot[place] - words[place]) < 8


@pytest.mark.parametrize("width", [320, 360])
def test_on_a_phone_where_something_was_missed_each_stage_is_a_line_beside_its_circle(
    base: str, visitor: Visitor, width: int
) -> None:
    page = visitor(width=width)
    page.goto(f"{base}en/releases/dark-mode/")
    stages = [
        (box(stage.locator(".nt-stage__dot")), stage.locator(".nt-stage__label"))
        for stage in page.locator(".nt-stage").all()
    ]
    said = [label.inner_text().partition(":")[0].strip() for _, label in stages]
    assert said == ["First notice Was not posted", "Reminders 0 of 3", "Time window", "Completed"]
    for dot, label in stages:
        words = box(label)
        assert 0 < words["x"] - (dot["x"] + dot["width"]) < 16
        assert dot["y"] <= words["y"] < words["y"] + words["height"] <= dot["y"] + 32
    for (upper, _), (lower, _) in pairwise(stages):
        assert upper["x"] == lower["x"]
        assert upper["y"] + upper["height"] <= lower["y"]


def test_when_the_window_is_over_nothing_is_left_to_prepare(base: str, visitor: Visitor) -> None:
    page = visitor()
    freeze(page, base + MOVE, END - SECOND)
    prepare = page.get_by_role("heading", name="Cần chuẩn bị")
    expect(prepare).to_be_visible()

    page.clock.run_for(1000)

    expect(prepare).to_be_hidden()


def test_the_board_says_first_what_is_going_on(project: Project, visitor: Visitor) -> None:
    project.release("payroll-engine")
    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0
    page = visitor(width=360)
    start = datetime(2026, 12, 12, 13, tzinfo=UTC)
    page.set_viewport_size({"width": 360, "height": 640})

    with serving(project.site) as address:
        freeze(page, address, start - SECOND)
        line = page.locator(".nt-calm__line:visible")
        expect(line).to_have_text("Hiện không có bản cập nhật nào đang diễn ra")
        # Without a finger moved: what is next, when, and in how long.
        for part in (".nt-card__title", ".nt-card__window time", ".nt-countdown__value"):
            expect(page.locator(part).first).to_be_in_viewport(ratio=1)
        page.clock.run_for(1000)
        expect(line).to_have_count(0)
        badge = page.locator(".nt-now .nt-badge")
        expect(badge).to_have_text("Đang diễn ra")
        page.clock.pause_at(start + timedelta(hours=2))
        expect(badge).to_have_text("Chờ xác nhận kết quả")


def test_on_a_phone_the_cancelled_stage_is_no_failure(base: str, visitor: Visitor) -> None:
    page = visitor(width=360)
    colour = "each => getComputedStyle(each).color"

    def label(path: str, stage: str) -> str:
        page.goto(f"{base}en/releases/{path}/")
        found: str = page.locator(f"{stage} .nt-stage__label").first.evaluate(colour)
        return found

    failed = label("dark-mode", ".nt-stage--missed")
    assert label("chat-rooms", ".nt-stage--cancelled") != failed
