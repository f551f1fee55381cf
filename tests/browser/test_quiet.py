"""Nothing goes wrong unseen, and nothing sticks out: every kind of page, width and colour.

That the console stays empty, that no request fails and that none goes to another host is
what every visitor of every browser test looks after; here they come to every kind of page.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.stage import arrive
from tests.demo import NOW

pytestmark = pytest.mark.browser

LOST = ("nowhere", "nowhere/at/all/", "en/releases/nowhere/")


FEEDS = ["application/rss+xml", "application/atom+xml", "application/feed+json"]
WIDTHS = (320, 360, 768, 1280)
SAYS_NOTHING = re.compile(r"\b(None|undefined|NaN|null|Invalid Date)\b|\[object |\{\{|\}\}|\{%")


def wide_by(page: Page) -> int:
    """By how many pixels the page can be scrolled sideways."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


def sticks_out(page: Page) -> list[str]:
    """Where the page can be scrolled sideways, by width; on guide, too."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found.append((f"{width}", wide_by(page)))
    # What is left of a sheet between its margins.
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    found.append(("print", wide_by(page)))
    page.emulate_media(media="screen")
    return [f"{page.url} at {at}: {wide} px" for at, wide in found if wide > 0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_too_wide_none_complains_and_none_fetches_a_feed_by_itself(
    every_kind: tuple[str, ...], visitor: Visitor, scheme: str
) -> None:
    """Material's own script asks for a sitemap beside the target of each link `alternate`."""
    asked: set[str] = set()
    page = visitor(width=360, timezone_id="America/New_York", color_scheme=scheme)
    page.on("request", lambda request: asked.add(request.url))
    page.clock.install(time=NOW)
    found = []
    # One language in the one, the other in the other.
    for url in every_kind[scheme == "dark" :: 2]:
        arrive(page, url)
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("h1")).to_be_visible()
        feeds = page.locator("link[rel=alternate]").all()
        assert [feed.get_attribute("type") for feed in feeds] == FEEDS, url
        found += sticks_out(page)
        found += [
            f"{url}: {each[0]}" for each in SAYS_NOTHING.finditer(page.locator("main").inner_text())
        ]

    assert found == []
    assert [url for url in sorted(asked) if re.search(r"\.xml|feed\.json|\.ics", url)] == []


def test_without_javascript_no_page_is_too_wide_and_none_complains(
    every_kind: tuple[str, ...], visitor: Visitor
) -> None:
    page = visitor(width=320, java_script_enabled=False)
    found = []
    for url in every_kind[::2]:
        page.goto(url)
        expect(page.locator("h1")).to_be_visible()
        # What a script alone could do is not offered.
        expect(
            page.locator("[data-search], [data-scheme-button]").locator("visible=true")
        ).to_have_count(0)
        found += [url] if wide_by(page) > 0 else []

    assert found == []


def test_the_colours_follow_the_device(base: str, visitor: Visitor) -> None:
    shades = {}
    for scheme in ("light", "dark"):
        page = visitor(color_scheme=scheme)
        page.goto(base)
        shades[scheme] = page.evaluate(
            "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3)"
        )

    assert min(map(int, shades["light"])) > 240
    assert max(map(int, shades["dark"])) < 60


def test_no_address_makes_the_page_that_says_so_too_wide(base: str, visitor: Visitor) -> None:
    page = visitor(missing=tuple(base + path for path in LOST), width=360)
    for path in LOST:
        page.goto(base + path)
        assert sticks_out(page) == []
