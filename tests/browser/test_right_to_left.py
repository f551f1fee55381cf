"""A page that runs from right to left is the mirror image of one that does not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.browser import kinds
from tests.browser.conftest import Visitor
from tests.browser.stage import serving

pytestmark = pytest.mark.browser

RELEASE = "releases/payroll-engine/"
DIRECTIONS = {"ltr": "", "rtl": "ar/"}
# The line of the last one goes nowhere.
_DOTS_AND_LINES = """items => items.slice(0, -1).map(item => {
    const dot = item.querySelector(":scope > [class$=__dot]").getBoundingClientRect();
    const box = item.getBoundingClientRect();
    const line = getComputedStyle(item, "::before");
    const from = box.left + parseFloat(line.left);
    return {dot: [dot.left, dot.right], line: [from, from + parseFloat(line.width)]};
})"""

_DOTS_AND_LENGTHS = """items => items.map(item => {
    const dot = item.querySelector(".nt-stage__dot").getBoundingClientRect();
    return [[dot.left, dot.right], parseFloat(getComputedStyle(item, "::after").width)];
})"""

# Where each hour of a line begins, from the left, in the order that they are written in.
_HOURS = """line => [...line.firstChild.data.matchAll(/\\d+:\\d+/g)].map(hour => {
    const range = document.createRange();
    range.setStart(line.firstChild, hour.index);
    range.setEnd(line.firstChild, hour.index + hour[0].length);
    return range.getBoundingClientRect().left;
})"""


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with a language that runs from right to left."""
    with serving(kinds.right_to_left(tmp_path_factory.mktemp("mirrored") / "site")) as address:
        yield address


def box(page: Page, of: str) -> tuple[float, float]:
    """The left and the right end of an element."""
    rectangle = page.locator(of).first.bounding_box()
    assert rectangle is not None, of
    return rectangle["x"], rectangle["x"] + rectangle["width"]


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_timelines_line_runs_through_the_middle_of_its_dots(
    mirrored: str, visitor: Visitor, direction: str, width: int
) -> None:
    page = visitor(width=width)
    page.goto(mirrored + DIRECTIONS[direction] + RELEASE)
    assert page.locator("html").get_attribute("dir") == direction
    steps = page.locator(".nt-step").evaluate_all(_DOTS_AND_LINES)

    assert len(steps) >= 4
    for step in steps:
        dot, line = (sum(step[name]) / 2 for name in ("dot", "line"))
        assert abs(dot - line) <= 0.5, step


@pytest.mark.parametrize("width", [360, 1280])
def test_the_strip_of_stages_runs_on_from_dot_to_dot(
    mirrored: str, visitor: Visitor, width: int
) -> None:
    """Each line fills the room between its dot and the next, the way that the text runs."""
    page = visitor(width=width)
    page.clock.install(time="2026-12-09T06:00:00Z")
    for direction, home in DIRECTIONS.items():
        page.goto(mirrored + home + RELEASE)
        stages = page.locator(".nt-stage").evaluate_all(_DOTS_AND_LENGTHS)
        assert len(stages) == 4
        for (dot, line), ((next_from, next_to), _) in pairwise(stages):
            room = next_from - dot[1] if direction == "ltr" else dot[0] - next_to
            assert room > 20, direction
            assert -1 <= room - line <= 9, (direction, room, line)


def test_what_stands_first_on_the_left_stands_first_on_the_right(
    mirrored: str, visitor: Visitor
) -> None:
    page = visitor()
    for direction, home in DIRECTIONS.items():
        page.goto(mirrored + home)
        brand, tools = box(page, ".nt-header .nt-brand"), box(page, ".nt-header .nt-tools")
        assert (brand[1] <= tools[0]) == (direction == "ltr")
        assert (tools[1] <= brand[0]) == (direction == "rtl")


def test_between_the_last_way_and_the_search_there_is_room(mirrored: str, visitor: Visitor) -> None:
    page = visitor()
    for direction, home in DIRECTIONS.items():
        page.goto(mirrored + home)
        way, search = box(page, ".nt-nav li:last-child a"), box(page, ".nt-search__open")
        assert (search[0] - way[1] if direction == "ltr" else way[0] - search[1]) >= 20


def test_what_points_on_points_where_reading_goes(mirrored: str, visitor: Visitor) -> None:
    page = visitor()
    for direction, home in DIRECTIONS.items():
        page.goto(mirrored + home + RELEASE)
        back = page.locator(".nt-crumbs .nt-icon--way")
        scale = back.evaluate("e => getComputedStyle(e).scale").split()
        assert float(scale[0]) == (1 if direction == "ltr" else -1)


@pytest.mark.parametrize("path", kinds.RIGHT_TO_LEFT)
def test_nothing_sticks_out_of_a_page_on_either_side(
    mirrored: str, visitor: Visitor, path: str
) -> None:
    for width in (320, 360, 1280):
        page = visitor(width=width)
        page.goto(f"{mirrored}ar/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") == width, (path, width)
        outside = page.evaluate(
            """width => [...document.querySelectorAll("main *, header *, footer *")]
                .filter(e => e.checkVisibility() && !e.closest(".nt-unseen, .nt-skip, svg, nav, pre, table, .nt-address code"))
                .filter(e => {
                    const {left, right} = e.getBoundingClientRect();
                    return left < -1 || right > width + 1;
                })
                .map(e => e.outerHTML.slice(0, 120))""",
            width,
        )
        assert outside == [], (path, width)


def test_the_banner_for_other_applications_runs_as_its_language_does(
    mirrored: str, visitor: Visitor
) -> None:
    page = visitor()
    page.clock.install(time="2026-12-09T06:00:00Z")
    for direction, home in DIRECTIONS.items():
        page.goto(f"{mirrored}{home}banner/")
        banner = page.locator("notices-banner section")
        assert banner.get_attribute("dir") == direction
        # Words first and the button that closes it last; the start of a window before its end.
        title, close = (box(page, f"notices-banner {part}") for part in (".title", "button"))
        assert (title[1] <= close[0]) == (direction == "ltr")
        assert (close[1] <= title[0]) == (direction == "rtl")
        start, end = banner.locator(".text > p:nth-child(2)").evaluate(_HOURS)
        assert (start < end) == (direction == "ltr")


def test_the_pills_of_a_choice_are_as_high_beside_a_choice_that_takes_two_lines(
    mirrored: str, visitor: Visitor
) -> None:
    page = visitor()
    for home in DIRECTIONS.values():
        page.goto(f"{mirrored}{home}banner/")
        pills = page.locator(".nt-choice")
        heights = {pill.evaluate("e => e.offsetHeight") for pill in pills.all()}
        assert pills.count() > 9
        assert heights == {32}


def test_the_chart_begins_where_reading_begins(mirrored: str, visitor: Visitor) -> None:
    page = visitor()
    for direction, home in DIRECTIONS.items():
        page.goto(f"{mirrored}{home}on-time/")
        whole, bar = box(page, ".nt-chart__picture"), box(page, ".nt-chart__bar rect")
        name, count = box(page, ".nt-chart__bar text"), box(page, ".nt-chart__line + text")
        middle = sum(whole) / 2
        assert (bar[1] < middle) == (count[1] < bar[0]) == (direction == "ltr")
        assert (bar[0] > middle) == (count[0] > bar[1]) == (direction == "rtl")
        assert abs(sum(name) - sum(bar)) <= 4


def test_at_the_foot_what_opens_the_languages_stands_at_the_edge(
    mirrored: str, visitor: Visitor
) -> None:
    page = visitor()
    for direction, home in DIRECTIONS.items():
        page.goto(mirrored + home)
        inner = page.locator(".nt-footer .nt-wide").evaluate(
            """e => {
                const style = getComputedStyle(e), box = e.getBoundingClientRect();
                return [box.left + parseFloat(style.paddingLeft), box.right - parseFloat(style.paddingRight)];
            }"""
        )
        words = page.locator(".nt-footer summary").evaluate(
            """e => {
                const range = document.createRange();
                range.selectNodeContents(e);
                const box = range.getBoundingClientRect();
                return [box.left, box.right];
            }"""
        )
        side = 1 if direction == "ltr" else 0
        assert abs(words[side] - inner[side]) <= 1, direction


def test_on_a_phone_the_day_of_the_week_keeps_clear_of_what_stands_beside_it(
    mirrored: str, visitor: Visitor
) -> None:
    page = visitor(width=360)
    page.clock.install(time="2026-12-09T06:00:00Z")
    for direction, home in DIRECTIONS.items():
        page.goto(f"{mirrored}{home}changelog/")
        day, badge = box(page, ".nt-line__day"), box(page, ".nt-line .nt-badge")
        apart = badge[0] - day[1] if direction == "ltr" else day[0] - badge[1]
        assert apart >= 6, direction
        wide = page.locator(".nt-line__day").first.evaluate("e => e.scrollWidth - e.clientWidth")
        assert wide <= 0, direction
