"""Nothing goes wrong unseen, and nothing sticks out: every kind of page, width and colour.

That the console stays empty, that no request fails and that none goes to another host is
what every visitor of every browser test looks after; here they come to every kind of page.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.demo import BELOW, NOW

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "releases/search-server-move/",
    "releases/project-timeline/",
    "releases/invoice-designer/",
    "releases/provider-power/",
    "releases/leave-forecast/",
    "releases/chat-rooms/",
    "changelog/",
    "changelog/2026/",
    "plans/",
    "plans/2026-11/",
    "on-time/",
    "guides/",
    "guides/customer-map/",
    "faq/",
    "faq/leave-forecast/",
    "subscribe/",
)
LOST = ("nowhere", "nowhere/at/all/", "en/releases/nowhere/")


def sticks_out(page: Page) -> list[str]:
    """Where the page can be scrolled sideways, by width and colours."""
    found = []
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if wide > 0:
                found.append(f"{page.url} at {width} {scheme}: {wide} px")
    return found


def test_no_page_is_too_wide_and_none_complains(base: str, visitor: Visitor) -> None:
    page = visitor(width=360, timezone_id="America/New_York")
    page.clock.install(time=NOW)
    found = []
    for path in (language + path for language in ("", "en/") for path in PAGES):
        page.goto(base + path)
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("h1")).to_be_visible()
        found += sticks_out(page)
    page.wait_for_load_state("networkidle")

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


def test_a_page_that_is_not_there_says_so_in_every_language_and_leads_home(
    base: str, visitor: Visitor
) -> None:
    page = visitor(missing=tuple(base + path for path in LOST), width=360)
    for path in LOST:
        page.goto(base + path)
        expect(page.locator("h1")).to_have_text("Không tìm thấy trang")
        expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
        assert sticks_out(page) == []

    page.get_by_role("link", name="Go to the home page").click()
    expect(page).to_have_url(base + "en/")


def test_the_missing_page_finds_its_way_home_below_a_path(
    base_below: str, visitor: Visitor
) -> None:
    lost = base_below + "nowhere/at/all/"
    page = visitor(missing=(lost,))
    page.goto(lost)

    page.get_by_role("link", name="Về trang chủ").click()

    expect(page).to_have_url(base_below)
    assert base_below.endswith(BELOW)
    expect(page.locator("h1")).to_have_text("Lịch cập nhật và bảo trì")
