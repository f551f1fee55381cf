"""Everything can be reached and worked with the keyboard; choices are kept."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.stage import arrive

pytestmark = pytest.mark.browser


def test_the_first_key_offers_to_skip_to_the_text(base: str, visitor: Visitor) -> None:
    page = visitor()
    for path, name in (("", "Đến nội dung chính"), ("en/", "Skip to content")):
        page.goto(base + path)
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name=name)
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#__content")).to_be_focused()


def test_the_tab_of_the_page_is_marked(base: str, visitor: Visitor) -> None:
    page = visitor()
    tabs = page.get_by_role("navigation", name="Điều hướng chính")
    for path, name in (
        ("", "Trang chủ"),
        ("changelog/2026/", "Nhật ký"),
        ("releases/customer-map/", "Nhật ký"),
        ("guides/customer-map/", "Hướng dẫn"),
        ("faq/customer-map/", "Hỏi đáp"),
        ("subscribe/", "Theo dõi"),
    ):
        page.goto(base + path)
        expect(tabs.locator("a[aria-current]:visible")).to_have_text(name)


STOP = """async () => {
    // The page has been scrolled to it when it is drawn next.
    for (let n = 0; n < 2; n++) await new Promise(requestAnimationFrame);
    let stop = document.activeElement;
    if (stop === document.body) return null;
    if (stop.shadowRoot) stop = stop.shadowRoot.activeElement;
    // Some are seen by what stands beside them: a choice by its label, a stage by its dot.
    const stage = stop.closest(".nt-stage");
    const beside = [stop, stop.closest("label"), stop.nextElementSibling];
    if (stage) beside.unshift(stage.querySelector(".nt-stage__dot"));
    const ringed = beside.find((each) => {
        const style = each && getComputedStyle(each);
        return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    const drawn = ringed || stop;
    const box = drawn.getBoundingClientRect();
    const style = getComputedStyle(drawn);
    const lines = [...drawn.getClientRects()].filter((each) => each.width > 4);
    return {
        what: stop.outerHTML.slice(0, 120),
        main: document.querySelector("main").contains(stop),
        shown: style.visibility === "visible" && lines.length > 0,
        ring: Boolean(ringed),
        within: box.left > -1 && box.right < innerWidth + 1
            && box.top > -1 && box.bottom < innerHeight + 1,
        uncovered: lines.every((line) => {
            const at = stop.getRootNode().elementFromPoint(
                line.x + line.width / 2, line.y + line.height / 2);
            return at && (drawn.contains(at) || at.contains(drawn));
        }),
        top: box.top + scrollY,
        left: box.left,
    };
}"""


def stops(page: Page) -> list[Any]:
    """Where the tab key leads, one after the other, until it leaves the page."""
    found: list[Any] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            return found
        found.append(stop)
    raise AssertionError(f"the tab key never leaves the page; last: {found[-3:]}")


@pytest.mark.parametrize("width, scheme", [(1280, "light"), (360, "dark")])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "releases/customer-map/",
        "changelog/",
        "plans/2026-11/",
        "on-time/",
        "subscribe/",
        "banner/",
    ],
)
def test_every_stop_of_the_tab_key_is_seen_in_the_order_of_the_page(
    base: str, visitor: Visitor, path: str, width: int, scheme: str
) -> None:
    page = visitor(width=width, color_scheme=scheme, reduced_motion="reduce")
    arrive(page, base + path)
    found = stops(page)

    assert len(found) > 10
    for kind in ("shown", "ring", "within", "uncovered"):
        assert [stop["what"] for stop in found if not stop[kind]] == [], kind
    for before, after in pairwise(stop for stop in found if stop["main"]):
        # Down the page, or to the right of what stands beside it.
        further = after["top"] >= before["top"] - 2 or after["left"] > before["left"]
        assert further, (before["what"], after["what"])


def test_on_a_small_screen_every_way_is_seen_in_full(base: str, visitor: Visitor) -> None:
    page = visitor(width=360)
    page.goto(base)
    ways = page.get_by_role("navigation", name="Điều hướng chính").get_by_role("link")

    # The sixth is the company's name above.
    expect(ways).to_have_count(5)
    for way in ways.all():
        expect(way).to_be_in_viewport(ratio=1)
    ways.first.focus()
    for number in range(5):
        expect(ways.nth(number)).to_be_focused()
        page.keyboard.press("Tab")
    ways.last.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(base + "subscribe/")


def test_the_chosen_colours_are_kept_from_page_to_page(base: str, visitor: Visitor) -> None:
    page = visitor(color_scheme="light")
    page.goto(base)
    html = page.locator("html")
    header = page.locator("header")
    shade = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"

    header.get_by_title("Theo thiết bị: chuyển sang nền sáng").click()
    expect(html).to_have_attribute("data-scheme", "light")
    header.get_by_title("Nền sáng: chuyển sang nền tối").click()
    expect(html).to_have_attribute("data-scheme", "dark")
    page.goto(base + "en/changelog/")
    expect(html).to_have_attribute("data-scheme", "dark")
    assert max(page.evaluate(shade)) < 60
    header.get_by_title("Dark: switch to the device's colours").click()
    expect(html).not_to_have_attribute("data-scheme", "dark")
    assert min(page.evaluate(shade)) > 240
