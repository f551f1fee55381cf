"""Lost words of hand-written pages: what somebody typed and no browser shows.

Belongs here: angle brackets that were no markup (`<company>`), elements that swallow the rest of a
page, lines that are taken for a link's address, and markup that is taken out because it names what
is not public, each with its place in the page's file. Does not belong here: links (``dead_links``),
entries, where such brackets are shown (``rendering.locale.typed``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem
from notices.hosts.dead_links import WrittenPage, mark_at
from notices.rendering.locale.links import Links

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
_READ_BY_NOBODY = frozenset({"script", "style"})
_DRAWN = ("svg", "math")
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<label>[^\[\]\n]+)\]:[ \t]*(?P<address>\S+)[ \t]*$", re.MULTILINE
)
_TYPED = re.compile(r"<(/?[a-z][^\s<>/]*)", re.IGNORECASE)


def lost_words(page: WrittenPage, links: Links) -> Iterator[Problem]:
    """A warning for each tag of a page that no browser knows, or that swallows what follows.

    Also for each attribute, script and style that ``links`` take out of it. A comment is meant for
    nobody but its author, whatever it names.
    """
    yield from _hidden(page, links)
    yield from _idle_definitions(page)
    finder = _TagFinder()
    finder.feed(page.html)
    finder.close()
    for name, number, swallows in finder.found():
        mark = _place(page, name, number)
        if swallows:
            message = phrase("`<{tag}>` has no end, so readers do not see what follows", tag=name)
        else:
            message = phrase("`<{tag}>` is no element of HTML, so readers do not see it", tag=name)
        help = phrase(
            "Put it in backticks, or write `&lt;{tag}>`; close it if it is markup.", tag=name
        )
        yield Problem(
            "warning", "left-out", mark, message, help, field=name, facts=(name, f"{number}")
        )


def _hidden(page: WrittenPage, links: Links) -> Iterator[Problem]:
    behind = 0
    for name, value in links.hidden_markup(page.html):
        element = name in _READ_BY_NOBODY
        message = (
            phrase("this <{tag}> names an entry that is not public, so it is left out", tag=name)
            if element
            else phrase(
                "the attribute `{name}` names an entry that is not public, so it is left out",
                name=name,
            )
        )
        before = rf"<{name}\b[^>]*>\s*" if element else rf"\b{re.escape(name)}\s*=\s*[\"']?\s*"
        typed = re.compile(before + re.escape(value.strip()), re.IGNORECASE)
        found = typed.search(page.text, behind)
        at, behind = found.span() if found else (behind, behind)
        yield Problem(
            "warning",
            "left-out",
            mark_at(page, at),
            message,
            phrase("It is there once that entry is public."),
            field=name,
            facts=(),
        )


def _idle_definitions(page: WrittenPage) -> Iterator[Problem]:
    """A warning for each line that Markdown keeps for links which nobody wrote."""
    small, shown = page.text.casefold(), unescape(page.html)
    for line in _DEFINITION.finditer(page.text):
        if small.count(f"[{line['label'].casefold()}]") > 1 or line["address"] in shown:
            continue
        yield Problem(
            "warning",
            "left-out",
            mark_at(page, line.start("label") - 1),
            phrase(
                "this line is the address of links that are called [{label}], and there are "
                "none, so readers do not see it",
                label=line["label"],
            ),
            phrase("Write a backslash before the [ if it is a text; delete it if it is not."),
            field=line["label"],
            facts=(line["label"],),
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
