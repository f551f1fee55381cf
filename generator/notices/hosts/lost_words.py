"""Lost words of hand-written pages: what somebody typed and no browser shows.

Belongs here: angle brackets that were no markup (`<company>`), and elements that swallow the rest
of a page, each with its place in the page's file. Does not belong here: links (``dead_links``),
entries, where such brackets are shown (``rendering.locale.typed``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from notices.domain.problem import Mark, Problem
from notices.hosts.dead_links import WrittenPage, mark_at

__all__ = ["lost_words"]

# The elements of HTML, those of old pages too; one with a hyphen is somebody's own.
_ELEMENTS = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "address",
        "area",
        "article",
        "aside",
        "audio",
        "b",
        "base",
        "basefont",
        "bdi",
        "bdo",
        "bgsound",
        "big",
        "blink",
        "blockquote",
        "body",
        "br",
        "button",
        "canvas",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "command",
        "content",
        "data",
        "datalist",
        "dd",
        "del",
        "details",
        "dfn",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "element",
        "em",
        "embed",
        "fencedframe",
        "fieldset",
        "figcaption",
        "figure",
        "font",
        "footer",
        "form",
        "frame",
        "frameset",
        "geolocation",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "i",
        "iframe",
        "image",
        "img",
        "input",
        "ins",
        "isindex",
        "kbd",
        "keygen",
        "label",
        "legend",
        "li",
        "link",
        "listing",
        "main",
        "map",
        "mark",
        "marquee",
        "math",
        "menu",
        "menuitem",
        "meta",
        "meter",
        "multicol",
        "nav",
        "nextid",
        "nobr",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "ol",
        "optgroup",
        "option",
        "output",
        "p",
        "param",
        "picture",
        "plaintext",
        "portal",
        "pre",
        "progress",
        "q",
        "rb",
        "rbc",
        "rp",
        "rt",
        "rtc",
        "ruby",
        "s",
        "samp",
        "script",
        "search",
        "section",
        "select",
        "selectedcontent",
        "slot",
        "small",
        "source",
        "spacer",
        "span",
        "strike",
        "strong",
        "style",
        "sub",
        "summary",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "template",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "time",
        "title",
        "tr",
        "track",
        "tt",
        "u",
        "ul",
        "var",
        "video",
        "wbr",
        "xmp",
    ]
)
# Up to their end they hide all that follows, or show it as something else.
_SWALLOWING = frozenset(
    {*("script", "style", "title", "textarea", "select", "template", "iframe", "noscript"),
     *("xmp", "noembed", "noframes", "object", "audio", "video")}
)  # fmt: skip
_DRAWN = ("svg", "math")
_TYPED = re.compile(r"<(/?[a-z][^\s<>/]*)", re.IGNORECASE)


def lost_words(page: WrittenPage) -> Iterator[Problem]:
    """A warning for each tag of a page that no browser knows, or that swallows what follows."""
    finder = _TagFinder()
    finder.feed(page.html)
    finder.close()
    for name, number, swallows in finder.found():
        mark = _place(page, name, number)
        if swallows:
            message = f"`<{name}>` has no end, so readers do not see what follows"
        else:
            message = f"`<{name}>` is no element of HTML, so readers do not see it"
        help = f"Put it in backticks, or write `&lt;{name}>`; close it if it is markup."
        yield Problem(
            "warning", "left-out", mark, message, help, field=name, facts=(name, f"{number}")
        )


def _place(page: WrittenPage, name: str, number: int) -> Mark:
    """The place of the ``number``-th such tag of the page's file, those in code included."""
    places = [at.start() for at in _TYPED.finditer(page.text) if at[1].lower() == name]
    return mark_at(page, places[number] if number < len(places) else 0)


class _TagFinder(HTMLParser):
    """Tags that are unknown, or open; each with the number of those of its name before it."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: Counter[str] = Counter()
        self._unknown: list[tuple[str, int]] = []
        self._open: dict[str, list[int]] = {}
        self._drawn = 0

    def found(self) -> Iterator[tuple[str, int, bool]]:
        for name, number in self._unknown:
            yield name, number, False
        for name, numbers in self._open.items():
            for number in numbers[:1]:
                yield name, number, True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        number = self._seen[tag]
        self._seen[tag] += 1
        if self._drawn:
            self._drawn += tag in _DRAWN
        elif tag in _DRAWN:
            self._drawn = 1
        elif tag in _SWALLOWING:
            self._open.setdefault(tag, []).append(number)
        elif tag not in _ELEMENTS and "-" not in tag:
            self._unknown.append((tag, number))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._drawn:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _DRAWN:
            self._drawn = max(self._drawn - 1, 0)
        elif self._open.get(tag):
            self._open[tag].pop()

    def handle_data(self, data: str) -> None:
        for typed in _TYPED.finditer(data):
            self._seen[typed[1].lower()] += 1
