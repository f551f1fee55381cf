"""Every page as its HTML: strictly well-formed, whole for assistive programs, nothing inline."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from tests.built import Page, Site, text_of

LANGUAGES = ("vi", "en")
DATA = ("application/json", "application/ld+json")
REFERRING = (
    "for",
    "headers",
    "list",
    "form",
    "popovertarget",
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
)
LABELLED = ("button", "input", "meter", "output", "progress", "select", "textarea")
WORDS = ("summary", "button", "label", "legend", "span", "p", "h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = ("ul", "ol", "dl", "p", "div", "table", "section", "article", "aside", "details", "pre")
URL = re.compile(r"url\(\s*['\"]?(?!data:|#)([^'\")]+)")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def described(site: Site, faults: Any) -> list[str]:
    """What is wrong, each with the page's address."""
    return [f"{page.url}: {fault}" for page in site.pages.values() for fault in faults(page)]


def shown(element: ET.Element) -> str:
    """An element's start tag, to be named in a failure."""
    return f"<{element.tag} {dict(element.items())}>"


def name_of(page: Page, element: ET.Element) -> str:
    """What an element is called for somebody who does not see it, or nothing."""
    named = element.get("aria-label") or element.get("title") or ""
    for each in element.get("aria-labelledby", "").split():
        named += "".join(text_of(found) for found in page.all(id=each))
    inner = "".join(
        text
        for child in element.iter()
        for text in (child.get("alt"), child.get("aria-label"))
        if text
    )
    return f"{named}{text_of(element)}{inner}".strip()


def test_a_strict_reader_of_html5_refuses_no_page(site: Site) -> None:
    assert described(site, lambda page: page.faults) == []
    assert len(site.pages) > 40


def test_no_block_stands_where_html_has_room_for_words_alone(site: Site) -> None:
    def faults(page: Page) -> Iterator[str]:
        for element in page.all(*WORDS):
            for child in element.iter():
                if child is not element and child.tag in BLOCKS:
                    yield f"<{child.tag}> within {shown(element)}"

    assert described(site, faults) == []


def test_no_id_stands_twice_on_a_page(site: Site) -> None:
    assert (
        described(site, lambda page: {each for each in page.ids if page.ids.count(each) > 1}) == []
    )


def test_every_page_has_one_main_heading_and_skips_no_level(site: Site) -> None:
    def faults(page: Page) -> Iterator[str]:
        if page.headings.count(1) != 1 or page.headings[0] != 1:
            yield f"main headings: {page.headings}"
        for above, below in zip(page.headings, page.headings[1:], strict=False):
            if below > above + 1:
                yield f"h{above} is followed by h{below}: {page.headings}"

    assert described(site, faults) == []


def test_whatever_an_attribute_refers_to_is_on_the_page(site: Site) -> None:
    def faults(page: Page) -> Iterator[str]:
        for element in page.elements:
            for name in REFERRING:
                for each in (element.get(name) or "").split():
                    if each not in page.ids:
                        yield f"{name}={each} of {shown(element)}"
            for name, value in element.items():
                for each in re.findall(r"url\(#([^)]+)\)", value):
                    if each not in page.ids:
                        yield f"{name}={value} of {shown(element)}"
            if element.tag == "use" and element.get("href", "").removeprefix("#") not in page.ids:
                yield shown(element)

    assert described(site, faults) == []


def test_every_label_labels_one_field_and_every_field_has_a_name(site: Site) -> None:
    def faults(page: Page) -> Iterator[str]:
        for label in page.all("label"):
            held = [each for each in label.iter() if each.tag in LABELLED]
            named = [each for each in page.all(*LABELLED) if each.get("id") == label.get("for", "")]
            if len(held) + len(named) != 1:
                yield f"{shown(label)} labels {len(held) + len(named)} fields"
        for field in page.all("input", "select", "textarea"):
            outer = any(each.tag == "label" for each in page.above(field))
            pointed = [*page.all("label", **{"for": field.get("id", "-")})]
            if not (outer or pointed or name_of(page, field)):
                yield f"{shown(field)} has no name"

    assert described(site, faults) == []


def test_every_picture_link_button_frame_and_region_says_what_it_is(site: Site) -> None:
    def faults(page: Page) -> Iterator[str]:
        for element in page.all("img"):
            if element.get("alt") is None:
                yield f"{shown(element)} has no alt"
        for element in page.all("a", "button", "summary", "th", "iframe", "dialog", "nav", "title"):
            if not name_of(page, element) and element.get("hidden") is None:
                yield f"{shown(element)} has no text"
        for element in page.all("svg"):
            hidden = element.get("aria-hidden") == "true" or any(
                each.get("aria-hidden") == "true" for each in page.above(element)
            )
            if not hidden and not (element.get("role") == "img" and name_of(page, element)):
                yield f"{shown(element)} is neither hidden nor a picture with a name"
        navs = [name_of(page, element) for element in page.all("nav")]
        if any(not element.get("aria-label") for element in page.all("nav")) or len(
            set(navs)
        ) < len(navs):
            yield f"ways without a name of their own: {navs}"

    assert described(site, faults) == []


def test_every_page_is_in_the_language_of_its_folder_and_names_no_unknown_one(site: Site) -> None:
    def faults(page: Page) -> Iterator[str]:
        below = page.url.removeprefix(site.address)
        language = "en" if below.startswith("en/") else "vi"
        if page.language != language:
            yield f"is in {page.language}"
        for element in page.elements:
            for name in ("lang", "hreflang"):
                value = element.get(name)
                if value is not None and value not in LANGUAGES:
                    yield f"{name}={value} of {shown(element)}"

    assert described(site, faults) == []


def test_nothing_stands_within_a_page_that_its_policy_does_not_name(site: Site) -> None:
    def faults(page: Page) -> Iterator[str]:
        [policy] = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
        named = re.findall(r"'sha256-([^']+)'", policy.get("content", ""))
        for element in page.elements:
            if element.tag in ("base", "object", "embed", "applet"):
                yield shown(element)
            inline = element.tag == "style" or (
                element.tag == "script"
                and element.get("src") is None
                and element.get("type") not in DATA
            )
            if inline:
                digest = hashlib.sha256((element.text or "").encode()).digest()
                if base64.b64encode(digest).decode() not in named:
                    yield f"a {element.tag} of its own: {text_of(element)[:80]}"
            for name, value in element.items():
                if name == "style" or name.startswith("on"):
                    yield f"{name}={value} of {shown(element)}"
                if value.strip().lower().startswith(("javascript:", "vbscript:", "data:text")):
                    yield f"{name}={value} of {shown(element)}"

    assert described(site, faults) == []


def test_data_for_scripts_can_be_read_and_names_no_missing_page(site: Site) -> None:
    def strings(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, (list, dict)):
            for each in value.values() if isinstance(value, dict) else value:
                yield from strings(each)

    def faults(page: Page) -> Iterator[str]:
        for element in page.all("script"):
            if element.get("type") not in DATA:
                continue
            for each in strings(json.loads(element.text or "")):
                if each.startswith(site.address) and not site.file(each).is_file():
                    yield f"{each} is not there"

    assert described(site, faults) == []


def test_what_stylesheets_and_the_manifest_name_is_there(site: Site) -> None:
    named = []
    for file in sorted(site.folder.rglob("*.css")):
        at = site.address + file.relative_to(site.folder).as_posix()
        named += [urljoin(at, each) for each in URL.findall(file.read_text(encoding="utf-8"))]
    for page in site.pages.values():
        for manifest in page.named("manifest"):
            described_there = json.loads(site.file(manifest).read_bytes())
            named += [urljoin(manifest, icon["src"]) for icon in described_there["icons"]]
            named.append(urljoin(manifest, described_there["start_url"]))

    assert [each for each in named if not site.file(each).is_file()] == []
    assert {urlsplit(each).netloc for each in named} == {urlsplit(site.address).netloc}
    assert sum(each.endswith(".woff2") for each in named) >= 2


def test_the_sitemap_pairs_every_page_with_the_same_one_in_the_other_language(site: Site) -> None:
    pairs: dict[str, dict[str, str]] = {}
    for entry in ET.parse(site.folder / "sitemap.xml").iter(f"{SITEMAP}url"):
        found = {
            link.get("hreflang", ""): link.get("href", "") for link in entry.iter(f"{XHTML}link")
        }
        pairs[entry.findtext(f"{SITEMAP}loc", "")] = found

    for url, pair in pairs.items():
        assert set(pair) == {*LANGUAGES, "x-default"}, url
        assert pair[site.pages[url].language] == url
        assert all(pairs[pair[language]] == pair for language in LANGUAGES), url
        assert pair["x-default"] == pair["vi"]
        # And the page's own switch leads there.
        assert set(site.pages[url].switch.values()) == {pair[x] for x in LANGUAGES} - {url}
    # All but those that tell search engines to stay away.
    kept_away = {url for url, page in site.pages.items() if [*page.all("meta", name="robots")]}
    assert set(pairs) == set(site.pages) - kept_away
