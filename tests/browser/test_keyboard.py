"""Everything can be reached and worked with the keyboard; choices are kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

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
        ("changelog/2026/", "Nhật ký thay đổi"),
        ("releases/customer-map/", "Nhật ký thay đổi"),
        ("guides/customer-map/", "Hướng dẫn"),
        ("faq/customer-map/", "Hỏi đáp"),
        ("subscribe/", "Theo dõi"),
    ):
        page.goto(base + path)
        expect(tabs.locator("a[aria-current]:visible")).to_have_text(name)


def test_every_stop_of_the_tab_key_can_be_seen(base: str, visitor: Visitor) -> None:
    for width in (1280, 360):
        page = visitor(width=width)
        page.goto(base + "releases/customer-map/")
        seen = 0
        for _ in range(60):
            page.keyboard.press("Tab")
            box = page.evaluate(
                """() => {
                    const e = document.activeElement;
                    if (e === document.body) return null;
                    const r = e.getBoundingClientRect(), s = getComputedStyle(e);
                    return [r.width, r.height, r.right, s.visibility, e.outerHTML.slice(0, 120)];
                }"""
            )
            if box is None:
                break
            seen += 1
            # Radio buttons of the colours are as small as the theme makes them; labels stand for them.
            if 'type="radio"' not in box[4]:
                assert box[0] > 1, box
                assert box[1] > 1, box
                assert box[2] > 0, box
                assert box[3] == "visible", box
        assert seen > 8


def test_on_a_small_screen_every_way_is_there_and_comes_into_view_with_the_focus(
    base: str, visitor: Visitor
) -> None:
    page = visitor(width=360)
    page.goto(base)
    ways = page.get_by_role("navigation", name="Điều hướng chính").get_by_role("link")

    expect(ways).to_have_count(6)
    ways.first.focus()
    for number in range(6):
        expect(ways.nth(number)).to_be_focused()
        expect(ways.nth(number)).to_be_in_viewport(ratio=0.99)
        page.keyboard.press("Tab")
    ways.last.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(base + "subscribe/")
    # Where we are is in view from the start.
    expect(ways.last).to_be_in_viewport(ratio=0.99)


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
    header.get_by_title("Dark: switch to the colours of the device").click()
    expect(html).not_to_have_attribute("data-scheme", "dark")
    assert min(page.evaluate(shade)) > 240
