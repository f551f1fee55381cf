"""The browser refuses what was slipped into a page, and nothing that belongs there."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Visitor
from tests.browser.stage import serving

pytestmark = pytest.mark.browser

LISTEN = """
    window.refused = [];
    document.addEventListener("securitypolicyviolation", (event) =>
        window.refused.push(event.effectiveDirective + " " + event.blockedURI));
"""


def refused(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.refused")
    return found


def addresses(site: Path) -> list[str]:
    """Every page; but of those of one kind that stand beside each other, one."""
    found = {}
    for page in sorted(site.rglob("index.html")):
        folder = page.parent.relative_to(site)
        kind = folder.parent if folder.parent.name in ("releases", "guides", "faq") else folder
        found[kind, folder.name == kind.name] = f"{folder.as_posix()}/".removeprefix("./")
    return [*found.values(), "releases/search-server-move/", "en/releases/chat-rooms/"]


def test_nothing_of_the_sites_own_is_refused(base: str, demo_site: Path, visitor: Visitor) -> None:
    missing = base + "nowhere/at/all/"
    page = visitor(missing=(missing,))
    page.add_init_script(LISTEN)
    found = []
    for path in (*addresses(demo_site), "nowhere/at/all/"):
        page.goto(base + path)
        found += [f"{path}: {each}" for each in refused(page)]
        # The theme's own scripts ran.
        assert page.evaluate("document.documentElement.classList.contains('js')"), path

    assert found == []


def test_the_colours_that_a_reader_chose_are_there_before_anything_is_drawn(
    base: str, visitor: Visitor
) -> None:
    page = visitor(color_scheme="light")
    page.add_init_script(LISTEN)
    page.goto(base)
    for _ in range(2):
        page.locator("[data-scheme-button]").click()
    page.goto(base + "changelog/", wait_until="commit")
    page.locator("body").wait_for(state="attached")

    assert page.evaluate("document.documentElement.dataset.scheme") == "dark"
    assert refused(page) == []


SLIPPED_IN = (
    ("script-src-elem inline", "<script>window.ran = 1</script>"),
    ("script-src-attr inline", "<img src='' alt='' onerror='window.ran = 1'>"),
    ("script-src-elem https://elsewhere.example/x.js", "<script src='https://elsewhere.example/x.js'></script>"),
    ("style-src-attr inline", "<p style='display: none'>x</p>"),
    ("style-src-elem inline", "<style>body { display: none }</style>"),
    ("img-src https://elsewhere.example/x.png", "<img src='https://elsewhere.example/x.png' alt=''>"),
    ("frame-src https://elsewhere.example", "<iframe src='https://elsewhere.example/'></iframe>"),
    ("base-uri https://elsewhere.example/", "<base href='https://elsewhere.example/'>"),
)  # fmt: skip


def test_what_was_slipped_into_a_page_is_refused(
    demo_site: Path, tmp_path: Path, browser: Browser
) -> None:
    complete = (demo_site / "404.html").read_text(encoding="utf-8")
    slipped_in = "".join(html for _, html in SLIPPED_IN)
    page_text = complete.replace("</h1>", f"</h1>{slipped_in}", 1).replace('"/assets/', '"assets/')
    assert page_text != complete
    (tmp_path / "assets").symlink_to(demo_site / "assets")
    (tmp_path / "index.html").write_text(page_text, encoding="utf-8")

    with serving(tmp_path) as address:
        # No visitor: those want the console empty, and here it tells of every refusal.
        page = browser.new_page()
        page.add_init_script(LISTEN)
        page.goto(address)
        for _ in range(100):
            if len(refused(page)) >= len(SLIPPED_IN):
                break
            page.wait_for_timeout(50)

        assert sorted(refused(page)) == sorted(message for message, _ in SLIPPED_IN)
        assert page.evaluate("window.ran") is None
        assert page.locator("body").is_visible()
        page.close()
