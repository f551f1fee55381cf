"""What of a text is markup, and what is shown as it was typed.

Belongs here: telling a tag that may stand from `<company>`, an address in angle brackets from
`List<String>`, a link's definition from a footnote. Does not belong here: making HTML of a text,
and cleaning that (``markdown``): nothing here makes a text safe.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyromark

__all__ = ["OPTIONS", "TAGS", "RawTag", "as_typed", "meant_tags", "offsets", "raw_tags", "restored"]

OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH

_PHRASES = frozenset(
    {*("em", "strong", "b", "i", "u", "s", "del", "ins", "mark", "small"), "code", "sub", "sup"}
)
_TABLE = frozenset({"table", "thead", "tbody", "tr", "th", "td"})
TAGS = frozenset(
    {*_PHRASES, *_TABLE, *("p", "br", "hr", "blockquote", "pre", "kbd", "a"), *("dl", "dt", "dd")}
    | {*("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li")}
)
"""The elements that a text may have."""

_VOID = frozenset({"br", "hr"})
# Their end may be left out, within what they belong to.
_WITHIN = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",)} | dict.fromkeys(
    _TABLE - {"table"}, ("table",)
)

# No character of any text: loading refuses them.
_LESS, _BRACKET = "\ufdd0", "\ufdd1"
_RESTORED = {
    _LESS: "&lt;",
    _BRACKET: "[",
    # As they are written within an address.
    "%EF%B7%90": "%3C",
    "%EF%B7%91": "%5B",
}
_MARKS = re.compile("|".join(_RESTORED))

_NAMES = "|".join(sorted(TAGS))
# A value ends before the next tag, so that none is looked through twice.
_VALUE = rf"""(?:"[^"<{_LESS}]*"|'[^'<{_LESS}]*'|[^\s"'=<>`{_LESS}]+)"""
_ATTRIBUTES = rf"(?:\s+[a-z_:][\w.:-]*\s*=\s*{_VALUE})*"
# Few texts need the three longest patterns, so `re` compiles them where one does, and keeps them.
_TAG = (
    rf"<(?P<name>{_NAMES})(?P<attributes>{_ATTRIBUTES})\s*(?P<closed>/?)>|</(?P<end>{_NAMES})\s*>"
)
_IN_TAGS = re.IGNORECASE | re.ASCII
_ADDRESS = r"(?:https?|mailto|tel):[^\s<>]*>|[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9.-]+>"
_OPENS = rf"{_TAG}|<(?:{_ADDRESS})|<!--"
# The address of a link may stand in angle brackets.
_TARGET = re.compile(r"<[^<>\n]*>")
_BEFORE_TARGET = re.compile(r"\](?:\(|:[ \t]*)\Z")

# Whoever gives a tag attributes, or its end, means markup.
_MEANT = rf"{_LESS}(?P<name>[a-z][a-z0-9-]*)(?P<attributes>{_ATTRIBUTES})\s*/?>"

_FOOTNOTE = re.compile(r"\[(?=\^[^\]\s]+\](?!\())")
_DEFINITION = re.compile(r"^[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(\[)([^\[\]]+)\]:", re.MULTILINE)
_MOST_ROUNDS = 6

_COMMENT_END = "-->"


@dataclass(frozen=True, slots=True)
class RawTag:
    """A tag that somebody typed, or a comment (``name`` is ``!--``).

    ``offset`` counts the characters before it, ``attributes`` is as it was typed, with the offset
    ``inner`` of its own.
    """

    name: str
    offset: int
    attributes: str = ""
    inner: int = 0


def as_typed(text: str) -> str:
    """``text`` with marks for each ``<`` and ``[`` that is no markup; :func:`restored` ends them.

    No character moves: each mark stands for one. Takes time in proportion to the text.
    """
    if "[" in text:
        text = _FOOTNOTE.sub(_BRACKET, text)
    if "<" in text:
        text = _without_mentions(text)
    if "]:" in text:
        text = _marked(text, [*_idle_definitions(text)], _BRACKET)
    return text


def restored(html: str) -> str:
    """The HTML of a marked text, with what was typed in the places of the marks."""
    return _MARKS.sub(lambda mark: _RESTORED[mark[0]], html)


def raw_tags(text: str) -> Iterator[RawTag]:
    """Every tag and comment of a text that is marked already."""
    return iter(_Raw.of(text).tags)


def meant_tags(text: str) -> Iterator[RawTag]:
    """Every tag of a marked text that was meant as one, and is shown as it was typed."""
    if _LESS not in text:
        return
    code = [
        (reach["start"], reach["end"])
        for event, reach in pyromark.events_with_range(text, options=OPTIONS)
        if isinstance(event, dict) and ("Code" in event or "CodeBlock" in str(event.get("Start")))
    ]
    at = offsets(text, [place for piece in code for place in piece])
    small = text.lower()
    for tag in re.finditer(_MEANT, text, _IN_TAGS):
        name = tag["name"].lower()
        if any(at[start] <= tag.start() < at[end] for start, end in code):
            continue
        if tag["attributes"] or f"{_LESS}/{name}" in small:
            yield RawTag(name, tag.start(), tag["attributes"], tag.start("attributes"))


def offsets(text: str, places: Collection[int]) -> Mapping[int, int]:
    """The offset in characters for each in UTF-8 bytes."""
    if text.isascii():
        return {place: place for place in places}
    data, found, before, count = text.encode(), {}, 0, 0
    for place in sorted(set(places)):
        count += len(data[before:place].decode(errors="ignore"))
        found[place], before = count, place
    return found


def _without_mentions(text: str) -> str:
    """The text with marks for all that no tag, comment or address begins with."""
    last = text.rfind(_COMMENT_END)
    mentions = [
        at for at in (less.start() for less in re.finditer("<", text)) if not _opens(text, at, last)
    ]
    text = _marked(text, mentions, _LESS)
    for _ in range(_MOST_ROUNDS):
        # What was marked may have held back other markup, so it is looked at again.
        if "<" not in text or not (stray := _Raw.of(text).stray):
            return text
        text = _marked(text, stray, _LESS)
    return text.replace("<", _LESS)


def _opens(text: str, at: int, last_comment: int) -> bool:
    match = re.compile(_OPENS, _IN_TAGS).match(text, at)
    if match is None:
        before = text[max(0, at - 4) : at]
        return bool(_BEFORE_TARGET.search(before) and _TARGET.match(text, at))
    return match[0] != "<!--" or at < last_comment


def _marked(text: str, places: Collection[int], mark: str) -> str:
    if not places:
        return text
    characters = list(text)
    for place in places:
        characters[place] = mark
    return "".join(characters)


def _idle_definitions(text: str) -> Iterator[int]:
    """Where a definition begins that no link uses, or that an earlier one makes void."""
    used = {
        _label(link["id"])
        for event in pyromark.events(text, options=OPTIONS)
        if (link := _link(event)) is not None
    }
    seen: set[str] = set()
    for definition in _DEFINITION.finditer(text):
        label = _label(definition[2])
        if label in seen or label not in used:
            yield definition.start(1)
        seen.add(label)


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _link(event: Any) -> Mapping[str, str] | None:
    start = event.get("Start") if isinstance(event, dict) else None
    if not isinstance(start, dict):
        return None
    found: Mapping[str, str] | None = start.get("Link") or start.get("Image")
    return found


@dataclass(frozen=True, slots=True)
class _Raw:
    """The tags of a text, and where a ``<`` is none: it has no partner, or no place."""

    tags: tuple[RawTag, ...]
    stray: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> _Raw:
        """Read the HTML that the Markdown library would let through."""
        pieces = [
            (reach["start"], reach["end"])
            for event, reach in pyromark.events_with_range(text, options=OPTIONS)
            if isinstance(event, dict)
            and (event.get("Start") == "HtmlBlock" or "InlineHtml" in event)
        ]
        at = offsets(text, [place for piece in pieces for place in piece])
        reader = _Pairing()
        for start, end in pieces:
            reader.read(text, at[start], at[end])
        return cls(tuple(reader.tags), tuple(sorted(reader.finished())))


class _Pairing:
    """Finds the partner of each tag."""

    def __init__(self) -> None:
        self.tags: list[RawTag] = []
        self._stray: list[int] = []
        self._open: dict[str, list[int]] = defaultdict(list)

    def read(self, text: str, start: int, end: int) -> None:
        while (start := text.find("<", start, end)) >= 0:
            tag = re.compile(_TAG, _IN_TAGS).match(text, start, end)
            if tag is not None:
                self._take(tag)
                start = tag.end()
            elif (
                text.startswith("<!--", start)
                and (stop := text.find(_COMMENT_END, start, end)) >= 0
            ):
                self.tags.append(RawTag("!--", start))
                start = stop + len(_COMMENT_END)
            else:
                self._stray.append(start)
                start += 1

    def _take(self, tag: re.Match[str]) -> None:
        at = tag.start()
        if ended := (tag["end"] or "").lower():
            if not self._open[ended]:
                self._stray.append(at)
                return
            begin = self._open[ended].pop()
            # An item without an end is as good as one with it, once its list has one.
            for inner, outer in _WITHIN.items():
                if ended in outer:
                    self._open[inner] = [each for each in self._open[inner] if each < begin]
            return
        name = tag["name"].lower()
        attributes = tag["attributes"]
        targetless = name == "a" and "href" not in attributes.lower()
        homeless = name in _WITHIN and not any(self._open[outer] for outer in _WITHIN[name])
        if name not in _VOID:
            if tag["closed"] or targetless or homeless:
                self._stray.append(at)
                return
            self._open[name].append(at)
        self.tags.append(RawTag(name, at, attributes, tag.start("attributes")))

    def finished(self) -> Iterator[int]:
        yield from self._stray
        for left in self._open.values():
            yield from left
