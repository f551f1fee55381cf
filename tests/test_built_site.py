"""A built site as a whole, read from its files: well-formed, and every link leads somewhere."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import feedparser
import html5lib
import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.demo import BELOW
from tests.project import CLONE

OURS = "https://capnhat.anviec.example/"


@dataclass
class Page(HTMLParser):
    """What a page has that other things refer to, and what it refers to."""

    url: str
    text: str
    language: str = ""
    title: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    canonical: str = ""
    switch: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self._in_title = False
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.ids.append(found["id"])
        for name in ("href", "src"):
            if found.get(name):
                self.links.append(urljoin(self.url, found[name]))
        if tag == "html":
            self.language = found["lang"]
        if tag == "link" and found.get("rel") == "alternate feed":
            self.feeds.append(urljoin(self.url, found["href"]))
        if tag == "link" and found.get("rel") == "canonical":
            self.canonical = found["href"]
        if found.get("class") == "nt-switch":
            self.switch[found["hreflang"]] = urljoin(self.url, found["href"])
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))
        self._in_title = tag == "title" and not self.title

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
            self._in_title = False


@dataclass(frozen=True)
class Site:
    """A folder with a site, and the address that it was built for."""

    folder: Path
    address: str

    @cached_property
    def pages(self) -> dict[str, Page]:
        found = {}
        for path in sorted(self.folder.rglob("*.html")):
            name = path.relative_to(self.folder).as_posix()
            url = self.address + name.removesuffix("index.html")
            found[url] = Page(url, path.read_text(encoding="utf-8"))
        return found

    def file(self, url: str) -> Path:
        """The file that a host would answer with."""
        name = unquote(urlsplit(url).path).removeprefix(urlsplit(self.address).path)
        path = self.folder / name
        return path / "index.html" if path.is_dir() else path


@pytest.fixture(scope="module")
def sites(
    demo_site: Path, demo_below: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Site]:
    own = tmp_path_factory.mktemp("own") / "site"
    command = ["-f", str(CLONE / "mkdocs.yml"), "build", "--now", "2031-01-01 09:00"]
    told = CliRunner().invoke(main, [*command, "--site-dir", str(own)], catch_exceptions=False)
    assert told.exit_code == 0, told.output
    return {
        "demo": Site(demo_site.resolve(), OURS),
        "below": Site(demo_below, f"https://status.example{BELOW}"),
        "own": Site(own, OURS),
    }


@pytest.fixture(params=["demo", "below", "own"])
def site(request: pytest.FixtureRequest, sites: dict[str, Site]) -> Site:
    return sites[request.param]


def test_every_link_and_anchor_leads_somewhere(site: Site) -> None:
    broken = []
    for page in site.pages.values():
        for link in page.links:
            target, anchor = urldefrag(link)
            # What calendar programs open by themselves.
            target = re.sub("^webcal:", "https:", target)
            if not target.startswith(site.address):
                if urlsplit(target).scheme != "mailto":
                    broken.append((page.url, link, "another host"))
            elif not site.file(target).is_file():
                broken.append((page.url, link, "no such file"))
            elif anchor and anchor not in site.pages[target].ids:
                broken.append((page.url, link, "no such anchor"))

    assert len(site.pages) > 40
    assert broken == []


def test_every_link_of_the_missing_page_holds_at_any_address(site: Site) -> None:
    lost = site.pages[site.address + "404.html"]
    elsewhere = Page(site.address + "nowhere/at/all/", lost.text)

    assert lost.links
    for link in elsewhere.links:
        target, anchor = urldefrag(link)
        if target != elsewhere.url:
            assert site.file(target).is_file(), link
        else:
            assert anchor in elsewhere.ids


def test_every_page_names_a_feed_of_its_language_that_can_be_read(site: Site) -> None:
    feeds = set()
    for page in site.pages.values():
        prefix = "en/" if page.language == "en" else ""
        names = ("feed.xml", "atom.xml", "feed.json")
        assert page.feeds == [f"{site.address}{prefix}{name}" for name in names], page.url
        feeds |= set(page.feeds)
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


def test_every_page_is_well_formed(site: Site) -> None:
    found = []
    for page in site.pages.values():
        parser = html5lib.HTMLParser()
        parser.parse(page.text)
        found += [(page.url, at, code) for at, code, _ in parser.errors]

    assert found == []


def test_no_id_stands_twice_on_a_page(site: Site) -> None:
    for page in site.pages.values():
        assert len(page.ids) == len(set(page.ids)), page.url


def test_every_page_has_one_main_heading_and_skips_no_level(site: Site) -> None:
    for page in site.pages.values():
        assert page.headings.count(1) == 1, page.url
        assert page.headings[0] == 1, page.url
        deeper = zip(page.headings, page.headings[1:], strict=False)
        assert all(below <= above + 1 for above, below in deeper), (page.url, page.headings)


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


def test_pages_and_sitemap_name_the_address_at_which_they_stand(site: Site) -> None:
    tree = ET.parse(site.folder / "sitemap.xml")
    listed = [loc.text for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    pages = [url for url in site.pages if not url.endswith("404.html")]

    assert all(site.pages[url].canonical == url for url in pages)
    assert sorted(filter(None, listed)) == sorted(pages)
