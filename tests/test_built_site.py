"""A built site as a whole, read from its files: every link leads somewhere, and pages agree."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote, urldefrag, urlsplit

import feedparser

from tests.built import Page, Site, text_of

GIVEN = re.compile(
    r"https://(?:calendar\.google\.com/calendar/r\?cid"
    r"|outlook\.(?:office|live)\.com/calendar/0/addfromweb\?url)=([^&]+)"
)


# Where the demo and our own site lead at the foot of each page.
PRODUCT, SUPPORT = "https://anviec.example/", "mailto:hotro@anviec.example"


def test_every_link_and_anchor_leads_somewhere(site: Site) -> None:
    broken = []
    for page in site.pages.values():
        for link in page.links:
            target, anchor = urldefrag(link)
            # What calendar services are given, and what calendar programs open by themselves.
            if given := GIVEN.match(target):
                target = unquote(given[1])
            target = re.sub("^webcal:", "https:", target)
            if not target.startswith(site.address):
                if target != PRODUCT and urlsplit(target).scheme != "mailto":
                    broken.append((page.url, link, "another host"))
            elif not site.file(target).is_file():
                broken.append((page.url, link, "no such file"))
            elif anchor and anchor not in site.pages[target].ids:
                broken.append((page.url, link, "no such anchor"))

    assert len(site.pages) > 40
    assert broken == []


def test_every_link_of_the_missing_page_holds_at_any_address(site: Site) -> None:
    not_found_page = site.pages[site.address + "404.html"]
    elsewhere = Page(site.address + "nowhere/at/all/", not_found_page.text)

    assert {PRODUCT, SUPPORT} < {*elsewhere.links}
    for link in {*elsewhere.links} - {PRODUCT, SUPPORT}:
        target, anchor = urldefrag(link)
        if target != elsewhere.url:
            assert site.file(target).is_file(), link
        else:
            assert anchor in elsewhere.ids


def test_the_zone_is_named_at_the_foot_of_every_page_that_may_have_times(site: Site) -> None:
    told = re.compile("Thời gian theo giờ|Times are .* time, except")
    without = {
        url.removeprefix(site.address)
        for url, page in site.pages.items()
        if not told.search(page.text.partition("<footer")[2])
    }
    paths = ("subscribe/", "banner/")
    assert without == {"404.html", *paths, *(f"en/{path}" for path in paths)}


def test_every_page_names_a_feed_of_its_language_that_can_be_read(site: Site) -> None:
    """The relation is `alternate` and nothing else: some readers compare the whole attribute."""
    feeds = set()
    for page in site.pages.values():
        prefix = "en/" if page.language == "en" else ""
        names = ("feed.xml", "atom.xml", "feed.json")
        assert page.named("alternate") == [f"{site.address}{prefix}{name}" for name in names], (
            page.url
        )
        feeds |= set(page.named("alternate"))
    assert len(feeds) == 6
    for feed in sorted(feeds):
        if feed.endswith(".json"):
            assert len(json.loads(site.file(feed).read_bytes())["items"]) > 5
            continue
        read = feedparser.parse(site.file(feed).read_bytes())
        assert not read.bozo, read.get("bozo_exception")
        assert len(read.entries) > 5
        for item in read.entries:
            target, anchor = urldefrag(item.link)
            assert not anchor or anchor in site.pages[target].ids, item.link
            assert site.file(target).is_file()


def test_every_article_and_aside_carries_the_name_of_its_heading(site: Site) -> None:
    """A list of articles, as screen readers offer it, says what each is about."""
    named = 0
    for page in site.pages.values():
        for part in (*page.all("article"), *page.all("aside")):
            if part.get("id") == "__content" or part.get("aria-label"):
                continue
            headings = [e for e in part.iter() if re.fullmatch("h[2-6]", str(e.tag))]
            [own] = [e for e in headings if e.get("id") == part.get("aria-labelledby")]
            assert text_of(own), page.url
            assert headings[0] is own, page.url
            named += 1
    assert named > 100


def test_every_page_has_a_title_of_its_own_that_names_the_site(site: Site) -> None:
    titles: dict[tuple[str, str], str] = {}
    for page in site.pages.values():
        assert page.title.endswith("– Anviec"), page.url
        assert titles.setdefault((page.language, page.title), page.url) == page.url


def test_the_switch_leads_from_every_page_to_the_same_one_in_the_other_language(
    site: Site,
) -> None:
    for page in site.pages.values():
        if page.url.endswith("404.html"):
            continue
        other = {"vi": "en", "en": "vi"}[page.language]
        assert list(page.switch) == [other]
        there = site.pages[page.switch[other]]
        assert there.language == other
        assert there.switch == {page.language: page.url}


def test_every_page_names_the_address_at_which_it_stands(site: Site) -> None:
    named = {url: page.named("canonical") for url, page in site.pages.items()}

    assert named.pop(f"{site.address}404.html") == []
    assert named == {url: [url] for url in named}
