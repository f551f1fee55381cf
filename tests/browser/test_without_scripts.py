"""Without JavaScript every time is there in words, and nothing that matters is hidden."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

WINDOWS = (
    # Path, the window, and what stands in the countdown's place.
    (
        "releases/search-server-move/",
        "20:10–20:55, thứ Hai 23/11/2026 (giờ Việt Nam, GMT+7)",
        "Bắt đầu lúc\n20:10, thứ Hai 23/11/2026 (GMT+7)",
    ),
    (
        "en/releases/search-server-move/",
        "Monday 23 November 2026, 20:10–20:55 (Vietnam time, GMT+7)",
        "Starts\nMonday 23 November 2026, 20:10 (GMT+7)",
    ),
    (
        "releases/project-timeline/",
        "14:50–15:50, thứ Hai 23/11/2026 (giờ Việt Nam, GMT+7)",
        "Dự kiến xong lúc\n15:50, thứ Hai 23/11/2026 (GMT+7)",
    ),
    (
        "en/releases/invoice-designer/",
        "Monday 23 November 2026, 12:10–13:10 (Vietnam time, GMT+7)",
        (
            "The time window has ended, and we are checking how it went.\n\n"
            "We expect to post the result here by Tuesday 24 November 2026, 13:10 (GMT+7).\n\n"
            "Is something not working? Contact support\n\n"
            "Get notified"
        ),
    ),
)


def test_each_window_stands_there_in_words_with_its_zone(base: str, visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False, timezone_id="America/New_York")
    for path, window, counted in WINDOWS:
        page.goto(base + path)
        assert page.locator(".nt-hero__time").inner_text() == window
        said = page.locator(".nt-hero .nt-countdown:visible, .nt-hero [data-awaiting]:visible")
        assert said.inner_text() == counted


def test_the_home_page_shows_every_window_with_its_zone(base: str, visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(base)

    windows = page.locator(".nt-card__window").all_inner_texts()
    assert len(windows) == 7
    assert all("2026 (GMT+7)" in text for text in windows)
    expect(page.get_by_text("Hiện không có bản cập nhật nào đang diễn ra")).to_be_hidden()


def test_the_note_on_the_awaited_result_is_there_when_the_site_knows_of_it(
    base: str, visitor: Visitor
) -> None:
    page = visitor(java_script_enabled=False)
    for path, known in (
        ("releases/invoice-designer/", True),
        ("releases/search-server-move/", False),
    ):
        page.goto(base + path)
        expect(page.locator("[data-awaiting]")).to_be_visible(visible=known)
        # And nothing else of the page is hidden.
        expect(page.locator("article [hidden]")).to_have_count(0 if known else 1)


def test_every_way_of_a_small_screen_is_there(base: str, visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False, width=360)
    page.goto(base)
    follow = page.get_by_role("navigation", name="Điều hướng chính").get_by_role(
        "link", name="Theo dõi"
    )

    expect(follow).to_be_visible()
    follow.click()
    expect(page).to_have_url(base + "subscribe/")


def test_the_colours_are_those_of_the_device(base: str, visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False, color_scheme="dark")
    page.goto(base)

    expect(page.locator("body")).to_have_css("background-color", "rgb(19, 22, 29)")
    # What a script alone could do is not offered.
    expect(page.locator("[data-scheme-button]")).to_be_hidden()


def test_the_language_switch_works(base: str, visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False, width=360)
    page.goto(base + "changelog/")
    page.get_by_role("banner").get_by_role("link", name="English").click()

    expect(page).to_have_url(base + "en/changelog/")
