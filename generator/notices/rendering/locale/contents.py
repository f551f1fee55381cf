"""The parts of a hand-written text, and the table of contents of a long one.

Belongs here: what is a part, which texts have a table, and where it stands. Does not belong here:
rendering the text (the host does), lists that name parts (``pages.guides``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from unicodedata import normalize

from notices.rendering.escaping import html_of
from notices.rendering.locale.texts import LocalizedText

__all__ = ["Outline", "TextPart", "outline_of", "with_contents"]

_HEADING = re.compile(r'<h2\b[^<>]*\bid="([^"]+)"[^<>]*>(.*?)</h2>', re.DOTALL)
_LINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_LEAST = 4
"""How many parts a text has from which on it is a long one."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of a text: its heading, and the anchor that leads to it."""

    anchor: str
    title: LocalizedText


@dataclass(frozen=True, slots=True)
class Outline:
    """A text's own title, empty where it has none, and its parts."""

    title: LocalizedText
    parts: tuple[TextPart, ...]


def outline_of(html: str, title: str, language: str, *, foreign: bool) -> Outline:
    """The outline of a text in ``language``, which may not be that of its page."""
    parts = tuple(
        TextPart(unescape(part[1]), LocalizedText(unescape(_words(part)), language, foreign))
        for part in _HEADING.finditer(html)
    )
    return Outline(LocalizedText(normalize("NFC", title), language, foreign), parts)


def with_contents(html: str, title: str, language: str) -> str:
    """The text with its table of contents before its first part; as it is where it is short."""
    parts = list(_HEADING.finditer(html))
    if len(parts) < _LEAST:
        return html
    lines = "".join(f'<li><a href="#{part[1]}">{_words(part)}</a></li>' for part in parts)
    table = (
        f'<nav class="nt-contents" aria-label="{html_of(title)}">'
        f'<p lang="{language}">{html_of(title)}</p><ul>{lines}</ul></nav>\n'
    )
    return html[: parts[0].start()] + table + html[parts[0].start() :]


def _words(heading: re.Match[str]) -> str:
    """What a heading says, as HTML without tags."""
    return _TAG.sub("", _LINK.sub("", heading[2]))
