"""Markdown of entries' bodies, as HTML that is safe to show.

Belongs here: CommonMark in, cleaned HTML out; nothing else of the program may put an entry's
markup on a page. Does not belong here: which angle brackets are markup (``typed``), hand-written
pages (the host renders those).

Safety rests on the cleaner's allow-list alone, whatever the Markdown library lets through.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

import nh3
import pyromark
from markupsafe import Markup

from notices.rendering.locale.typed import OPTIONS, TAGS, as_typed, restored

__all__ = [
    "ATTRIBUTES",
    "LIMIT",
    "SCHEMES",
    "anchor_of",
    "body_html",
    "cleaned_html",
    "headings_of",
    "may_stand",
]

LIMIT = 64 * 1024
"""Characters. Loading refuses far less; past this a text is shown as it was typed."""

ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
"""The attributes that may stand, by element."""

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""What a link may begin with, where it does not lead to a place of the site."""

_SIDES = ("left", "center", "right")
# As the Markdown library writes the columns of a table; pages may have no styles.
_ALIGNED = re.compile(rf'<(t[hd]) style="text-align: ({"|".join(_SIDES)})">')


def _in_one_line(tag: str, attribute: str, value: str) -> str:
    """An address as browsers take it: tabs and line ends are none of it."""
    return re.sub(r"[\t\r\n]", "", value) if attribute == "href" else value


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags={
        *("script", "style", "iframe", "object", "svg", "math", "template", "noscript"),
        *("textarea", "title", "select", "xmp", "noembed", "noframes"),
    },
    attributes=ATTRIBUTES,
    attribute_filter=_in_one_line,
    tag_attribute_values={
        cell: {"class": {f"nt-{side}" for side in _SIDES}} for cell in ("th", "td")
    },
    url_schemes=set(SCHEMES),
    url_relative="pass_through",
    link_rel="noopener noreferrer",
)

_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
# As the Markdown library writes it; one that somebody typed is text by then.
_PICTURE = re.compile(r'<img src="[^"]*" alt="([^"]*)"[^>]*>')
_WITHIN = re.compile(r'<a href="#([^"]*)"')
_ANCHORS = "nt-in-"
_TAG = re.compile(r"<[^<>]*>")
_NO_WORD = re.compile(r"[^\w]+|_")


@lru_cache(maxsize=1024)
def body_html(text: str, top: int = 3, part: str = "") -> Markup:
    """``text`` as cleaned HTML: no styles, scripts or links but to the web, mail and telephones.

    What is no markup stands there as it was typed, and a picture's description in its place.
    The columns of a table keep their side, as classes (`nt-right`).
    Links within the site are still as they were typed (``links`` makes them whole).

    A heading that another place of the text links to has an id, which begins with ``part``:
    a page may hold several texts. A link to a heading that does not exist has no address.

    Its highest heading becomes level ``top``, and none skips a level, so that the page's
    outline holds together. Takes time in proportion to the text, whatever it says.
    """
    if not text.strip():
        return Markup()
    if len(text) > LIMIT:
        return Markup("<p>{}</p>").format(text)
    html = _PICTURE.sub(r"\1", pyromark.html(as_typed(text), options=OPTIONS))
    html = _ALIGNED.sub(r'<\1 class="nt-\2">', html)
    cleaned = _CLEANER.clean(restored(html))
    linked: set[str] = set()

    def within(link: re.Match[str]) -> str:
        linked.add(name := anchor_of(unquote(unescape(link[1]))))
        return f'<a href="#{_ANCHORS}{part}{name}"' if name in headings else "<a"

    if 'href="#' in cleaned:
        headings = _anchors(cleaned)
        cleaned = _WITHIN.sub(within, cleaned)
    anchors = {name: f"{_ANCHORS}{part}{name}" for name in linked}
    return Markup(_level(cleaned, top, anchors) if "<h" in cleaned else cleaned)  # noqa: S704 (cleaned)


def cleaned_html(html: str) -> Markup:
    """HTML that a person wrote, with nothing in it that a body may not have."""
    return Markup(_CLEANER.clean(html))  # noqa: S704 (cleaned)


def may_stand(link: str) -> bool:
    """Whether a link keeps its address when it is cleaned."""
    return " href=" in _CLEANER.clean(Markup('<a href="{}">x</a>').format(link))


@lru_cache(maxsize=64)
def headings_of(text: str) -> frozenset[str]:
    """The names by which links of the same text may call its headings (``#what-changes``)."""
    return _anchors(_CLEANER.clean(restored(pyromark.html(as_typed(text), options=OPTIONS))))


def anchor_of(heading: str) -> str:
    """A heading's name for links: its words in small letters, without marks, behind hyphens."""
    folded = unicodedata.normalize("NFD", heading.casefold().replace("đ", "d"))
    plain = "".join(each for each in folded if not unicodedata.combining(each))
    return _NO_WORD.sub("-", unicodedata.normalize("NFC", plain)).strip("-")


def _anchors(html: str) -> frozenset[str]:
    return frozenset(_anchor(heading[2]) for heading in _HEADING.finditer(html)) - {""}


def _anchor(heading: str) -> str:
    return anchor_of(unescape(_TAG.sub("", heading)))


def _level(html: str, top: int, anchors: Mapping[str, str]) -> str:
    """Headings from level ``top`` on; one that is linked gets its id, once."""
    used = sorted({int(heading[1]) for heading in _HEADING.finditer(html)})
    rank = {level: top + place for place, level in enumerate(used)}
    before, left = top - 1, dict(anchors)

    def shifted(match: re.Match[str]) -> str:
        nonlocal before
        before = min(rank[int(match[1])], before + 1, 6)
        name = left.pop(_anchor(match[2]), "") if left else ""
        named = f' id="{name}"' if name else ""
        return f"<h{before}{named}>{match[2]}</h{before}>"

    return _HEADING.sub(shifted, html)
