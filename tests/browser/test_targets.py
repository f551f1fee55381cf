"""What one can press is large enough for a finger, on the pages with lists."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor
from tests.demo import NOW

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "changelog/",
    "plans/",
    "plans/2026-11/",
    "guides/",
    "faq/",
    "subscribe/",
    "on-time/",
    "lead-times/",
)
# Within a sentence, a link is as tall as its line.
SMALL = """() => [...document.querySelectorAll("main :is(a, button, summary, select, label.nt-chip)")]
  .filter((each) => each.checkVisibility() && !each.classList.contains("nt-skip"))
  .filter((each) => getComputedStyle(each).display !== "inline"
    || ![...each.parentNode.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .map((each) => [each.getBoundingClientRect(), each.textContent.trim()])
  .filter(([box]) => box.width < 24 || box.height < 24)
  .map(([box, text]) => `${text}: ${box.width} × ${box.height}`)"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["", "en/"])
def test_whatever_can_be_pressed_is_24_pixels_wide_and_tall(
    base: str, visitor: Visitor, language: str, width: int
) -> None:
    page = visitor(width=width)
    page.clock.install(time=NOW)
    found = {}
    for path in PAGES:
        page.goto(f"{base}{language}{path}")
        if small := page.evaluate(SMALL):
            found[path] = small

    assert found == {}


def test_the_first_things_to_press_are_44_pixels_tall(base: str, visitor: Visitor) -> None:
    page = visitor(width=360)
    for path in ("", "subscribe/"):
        page.goto(f"{base}{path}")
        heights = [
            button.bounding_box()["height"]  # type: ignore[index]
            for button in page.locator(".md-button:visible").all()
        ]
        assert heights
        assert min(heights) >= 44
