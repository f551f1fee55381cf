"""The page of the ways to follow: what one area alone has, on narrow and wide screens."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("home", ["", "en/"])
def test_the_links_of_an_area_have_room_and_are_large_enough_for_a_finger(
    base: str, visitor: Visitor, home: str, width: int
) -> None:
    page = visitor(width=width)
    page.goto(f"{base}{home}subscribe/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    rows = page.locator(".nt-topics li").all()
    assert len(rows) == 13
    for row in rows:
        boxes = [each.bounding_box() for each in row.locator("a, button").all()]
        shown = [box for box in boxes if box is not None]
        assert len(shown) == len(boxes) == 5
        assert min(box["height"] for box in shown) >= 32
        assert min(box["width"] for box in shown) >= 24
        assert len({box["y"] for box in shown}) == 1, "in one line"
        ends = [box["x"] + box["width"] for box in shown]
        assert all(end <= after["x"] for end, after in zip(ends, shown[1:], strict=False))
        assert ends[-1] <= width


@pytest.mark.parametrize("home, words", [("", "Lịch"), ("en/", "Calendar")])
def test_an_areas_calendar_comes_first_and_opens_in_a_calendar_program(
    base: str, visitor: Visitor, home: str, words: str
) -> None:
    page = visitor(width=360, java_script_enabled=False)
    page.goto(f"{base}{home}subscribe/")
    for row in page.locator(".nt-topics li").all():
        links = row.locator("a")
        assert [text.split(":")[0] for text in links.all_text_contents()] == [
            words, "RSS", "Atom", "JSON",
        ]  # fmt: skip
        address = links.first.get_attribute("href") or ""
        assert address.startswith(f"webcal://capnhat.anviec.example/{home}feeds/")
        assert address.endswith(".ics")
        expect(links.first).to_have_attribute("type", "text/calendar")
        expect(row.locator("button")).to_be_hidden()
