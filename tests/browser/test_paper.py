"""On paper nothing is folded and nothing can be pressed; in forced colours boxes keep an edge."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.demo import NOW

pytestmark = pytest.mark.browser

# A frame is drawn first: what another medium shows is known to the browser only from then on.
_FOLDED = """async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    return [...document.querySelectorAll("main details:not([open]) > :not(summary)")]
        .map(part => part.checkVisibility({contentVisibilityAuto: true}) && part.offsetHeight > 10);
}"""


def printed(visitor: Visitor, address: str) -> Page:
    page = visitor(width=720)
    page.goto(address)
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("path", ["releases/project-timeline/", "on-time/"])
def test_what_is_folded_on_a_screen_is_open_on_paper(
    base: str, visitor: Visitor, path: str
) -> None:
    page = printed(visitor, base + path)
    folded = page.evaluate(_FOLDED)
    assert folded
    assert all(folded)
    page.emulate_media(media="screen")
    assert not any(page.evaluate(_FOLDED))


@pytest.mark.parametrize("language", ["", "en/"])
def test_on_paper_both_windows_of_a_move_take_the_whole_card(
    base: str, visitor: Visitor, language: str
) -> None:
    page = printed(visitor, f"{base}{language}releases/mobile-signing/")
    card = page.locator(".nt-hero").bounding_box()
    old, new = (part.bounding_box() for part in page.locator(".nt-move > div").all())
    time = page.locator(".nt-move .nt-hero__time > time")
    lines = time.evaluate("e => new Set([...e.getClientRects()].map(line => line.top)).size")
    words = time.bounding_box()
    assert card is not None
    assert old is not None
    assert new is not None
    assert words is not None
    assert lines <= 2
    assert words["x"] + words["width"] < card["x"] + card["width"]
    assert (old["x"], old["width"]) == (new["x"], new["width"])
    assert old["y"] + old["height"] <= new["y"]
    assert new["width"] > 0.9 * card["width"]


def test_on_paper_what_has_no_frame_is_not_indented(base: str, visitor: Visitor) -> None:
    page = printed(visitor, f"{base}en/releases/report-builder/")
    impact, changes = (page.locator(part).bounding_box() for part in ("#nt-impact", "#nt-changes"))
    assert impact is not None
    assert changes is not None
    assert impact["x"] == changes["x"]


def test_nothing_on_paper_looks_as_if_it_could_be_pressed(base: str, visitor: Visitor) -> None:
    page = printed(visitor, f"{base}subscribe/")
    pressed = page.locator("main button:visible, .nt-calendars:visible")
    assert pressed.count() == 0
    page.emulate_media(media="screen")
    assert pressed.count() > 0


def test_what_is_to_be_tried_is_not_on_paper(base: str, visitor: Visitor) -> None:
    page = printed(visitor, base + "en/banner/")
    expect(page.get_by_role("heading", name="Try it")).not_to_be_visible()
    expect(page.locator("fieldset:visible")).to_have_count(0)
    expect(page.locator("#nt-line")).to_be_visible()
    page.emulate_media(media="screen")
    expect(page.get_by_role("heading", name="Try it")).to_be_visible()


def test_no_word_of_the_months_calendar_is_broken_on_paper(base: str, visitor: Visitor) -> None:
    page = printed(visitor, f"{base}en/plans/2026-11/")
    titles = page.locator(".nt-day__title")
    assert titles.count() == 11
    for title in titles.all():
        scroll, client, wrap = title.evaluate(
            "e => [e.scrollWidth, e.clientWidth, getComputedStyle(e).overflowWrap]"
        )
        assert (scroll <= client, wrap) == (True, "normal")


def test_in_forced_colours_boxes_and_today_keep_an_edge(base: str, visitor: Visitor) -> None:
    page = visitor(width=1280, forced_colors="active")
    page.clock.install(time=NOW)
    page.goto(f"{base}releases/report-builder/")
    assert page.locator(".nt-outcome").evaluate("e => getComputedStyle(e).borderWidth") == "1px"
    page.goto(f"{base}plans/2026-11/")
    assert page.locator(".nt-facts").evaluate("e => getComputedStyle(e).borderWidth") == "1px"
    today = page.locator(".nt-day[aria-current] .nt-day__number")
    assert today.evaluate("e => getComputedStyle(e).outlineWidth") == "2px"


def test_in_forced_colours_the_count_of_the_chosen_year_is_as_readable_as_the_year(
    base: str, visitor: Visitor
) -> None:
    page = visitor(width=1280, forced_colors="active")
    page.goto(f"{base}changelog/2026/")
    colour = "e => getComputedStyle(e).color"
    chosen = page.locator(".nt-years a[aria-current]")
    assert chosen.locator(".nt-years__count").evaluate(colour) == chosen.evaluate(colour)


def test_in_forced_colours_nothing_looks_like_a_bar_of_progress(
    base: str, visitor: Visitor
) -> None:
    """The lines of the other application, which the banner's page draws, are there for colour."""
    page = visitor(width=1280, forced_colors="active")
    page.goto(f"{base}banner/")
    assert page.locator(".nt-mock:visible").count() == 1
    assert page.locator(".nt-mock__lines i:visible").count() == 0
    page.emulate_media(forced_colors="none")
    assert page.locator(".nt-mock__lines i:visible").count() == 3


def test_links_without_an_address_are_not_on_paper(base: str, visitor: Visitor) -> None:
    page = printed(visitor, f"{base}subscribe/")
    expect(page.locator(".nt-topics a:visible")).to_have_count(0)
    expect(page.locator(".nt-how")).to_be_visible()
    page.emulate_media(media="screen")
    expect(page.locator(".nt-topics a:visible")).to_have_count(52)
