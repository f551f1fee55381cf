"""What a first visit costs: every byte that a real server sends to a browser with nothing kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request

from tests.browser.conftest import Visitor
from tests.browser.stage import arrive
from tests.hosting.servers import nginx

pytestmark = pytest.mark.browser

MOST, MOST_OF_HOME, MOST_OF_A_RELEASE = 60_000, 60_000, 50_000
"""Bytes, with the headers of each answer; on a slow phone a release page has to be there at once."""

PAGES = (
    "",
    "releases/leave-forecast/",
    "releases/project-timeline/",
    "changelog/",
    "plans/2026-11/",
    "on-time/",
    "guides/",
    "subscribe/",
)


@pytest.fixture(scope="module")
def served(demo_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo behind nginx with the shipped file: packed as readers get it."""
    with nginx(demo_site.resolve(), tmp_path_factory.mktemp("server")) as server:
        yield f"http://127.0.0.1:{server.port}/"


def visited(page: Page, url: str) -> dict[str, int]:
    """Each address that a visit asks for, and the bytes of its answer, with headers."""
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108
    arrive(page, url)
    sizes = {each.url: each.sizes() for each in requests}
    return {at: s["responseBodySize"] + s["responseHeadersSize"] for at, s in sizes.items()}


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_first_visit_of_any_page_is_light(served: str, visitor: Visitor, language: str) -> None:
    for path in PAGES:
        # A new visitor has kept nothing.
        sent = visited(visitor(width=360), f"{served}{language}{path}")
        listing = "\n".join(f"{size:7,} {url}" for url, size in sorted(sent.items()))

        most = MOST_OF_A_RELEASE if path.startswith("releases/") else MOST if path else MOST_OF_HOME
        assert sum(sent.values()) <= most, f"{sum(sent.values()):,} bytes:\n{listing}"
        # From this host alone, and nothing of the search before one searches.
        assert all(url.startswith(served) for url in sent), listing
        assert not any("search.js" in url for url in sent), listing
        # The page is not seen without its styles and its letters.
        assert sum(url.endswith(".woff2") for url in sent) == 2, listing
        assert len(sent) <= 11, listing


def test_letters_of_other_languages_come_where_they_are_read(served: str, visitor: Visitor) -> None:
    page = visitor()
    visited(page, served)
    more = "**/assets/fonts/be-vietnam-pro-latin-"

    with page.expect_response(f"{more}400.woff2"), page.expect_response(f"{more}600.woff2"):
        page.locator("main").evaluate("main => { main.innerHTML = 'Straße <b>für</b>'; }")


def test_a_second_page_brings_little_more_than_itself(served: str, visitor: Visitor) -> None:
    page = visitor(width=360)
    visited(page, served)
    again = visited(page, f"{served}releases/leave-forecast/")
    content = "\n".join(f"{size:7,} {url}" for url, size in sorted(again.items()))

    assert sum(again.values()) <= 15_000, f"{sum(again.values()):,} bytes:\n{content}"
