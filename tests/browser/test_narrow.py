"""Long words on small screens: the German company's site fits a phone, and nothing covers anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.browser.stage import arrive, serving
from tests.demo import made

pytestmark = pytest.mark.browser

PAGES = ("", "changelog/", "guides/webhook-signatures/", "on-time/", "subscribe/", "banner/")
# The places of the circles of the strip, and of the words that are shown beside one.
PLACES = """() => [...document.querySelectorAll(".nt-stage")].flatMap(stage => {
  const dot = stage.querySelector(".nt-stage__dot").getBoundingClientRect();
  const range = document.createRange();
  const words = [...stage.querySelectorAll(".nt-stage__label > *, .nt-stage__label")]
    .filter(() => stage.hasAttribute("aria-current"))
    .flatMap(part => [...part.childNodes])
    .filter(node => node.nodeType === 3 && !node.parentElement.closest(".nt-unseen"))
    .flatMap(node => { range.selectNodeContents(node); return [...range.getClientRects()]; });
  const place = boxes => [Math.min(...boxes.map(b => b.left)), Math.max(...boxes.map(b => b.right))];
  return words.length ? [place([dot]), place(words)] : [place([dot])];
})"""


@pytest.fixture(scope="module")
def german_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("german") / "demo", "tidewart", "2026-11-23 09:10")


@pytest.fixture(scope="module")
def german(german_site: Path) -> Iterator[str]:
    with serving(german_site) as address:
        yield address


def screen(visitor: Visitor, width: int) -> Page:
    return visitor(width=width, timezone_id="Europe/Berlin")


def stand_apart(places: list[tuple[float, float]]) -> bool:
    return all(begin >= end - 0.5 for (_, end), (begin, _) in pairwise(places))


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_is_wider_than_its_screen(
    german: str, german_site: Path, visitor: Visitor, width: int
) -> None:
    page = screen(visitor, width)
    releases = [f"releases/{each.name}/" for each in (german_site / "releases").iterdir()]
    for path in (*PAGES, *releases):
        arrive(page, german + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("language", ["", "en/"])
def test_in_the_strip_no_circle_covers_another_or_a_word(
    german: str, german_site: Path, visitor: Visitor, width: int, language: str
) -> None:
    page = screen(visitor, width)
    seen = set()
    for release in (german_site / "releases").iterdir():
        arrive(page, f"{german}{language}releases/{release.name}/")
        places = page.evaluate(PLACES)
        seen.add(len(places))
        assert stand_apart(places), (release.name, places)
        assert places[-1][1] <= width, release.name
    assert max(seen) > 4


def test_five_stages_and_a_long_word_fit_a_phone(base: str, visitor: Visitor) -> None:
    """An update that was in a plan and was rolled back, in the first company's demo."""
    page = screen(visitor, 360)
    for language in ("", "en/"):
        for release in ("report-builder", "travel-expenses"):
            arrive(page, f"{base}{language}releases/{release}/")
            places = page.evaluate(PLACES)
            assert len(places) == 6
            assert stand_apart(places), (release, places)
