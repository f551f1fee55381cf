"""The home page: what of what is ahead it leaves to other pages, and how it says so."""

from __future__ import annotations

import re
from html import unescape

import pytest

from notices.domain.public import PublicRelease
from notices.rendering.pages.home import SHOWN
from tests.rendering.builders import at, html, public, release, rendered, site
from tests.rendering.hostile_titles import HOSTILE


def soon(count: int) -> list[PublicRelease]:
    return [public(release(f"soon-{n}", start=at(f"2026-12-0{n + 1} 08:00"))) for n in range(count)]


def ways(page: str) -> list[tuple[str, str]]:
    """Below what is coming up, where each link leads, and its words."""
    coming = page.split('id="nt-next"')[1].split("</section>", maxsplit=1)[0]
    found = re.findall(r'<p class="nt-more"><a href="(.*?)">(.*?)<svg', coming)
    return [(url, unescape(re.sub("</?span[^>]*>", "", words))) for url, words in found]


@pytest.mark.parametrize("title", ["Một thứ sau cùng", *HOSTILE])
def test_a_single_one_beyond_those_that_are_shown_is_named(title: str) -> None:
    titles = {"vi": title, "en": title}
    last = public(release("last", start=at("2026-12-31 20:00"), title=titles))
    documents = rendered(site(*soon(SHOWN), last))
    assert ways(html(documents, "index.html")) == [("releases/last/", f"Sau đó: {title}")]
    english = [("../en/releases/last/", f"After that: {title}")]
    assert ways(html(documents, "en/index.html")) == english


@pytest.mark.parametrize(
    "count, said",
    [(SHOWN, []), (SHOWN + 2, [("../en/changelog/", "And 2 more in the changelog")])],
)
def test_of_several_beyond_them_it_says_how_many(count: int, said: list[tuple[str, str]]) -> None:
    assert ways(html(rendered(site(*soon(count))), "en/index.html")) == said
