"""Limits of a hand-written page: how large it may be, and how much work Markdown may have with it.

Belongs here: what is counted, how much of it a page may have, and where there is more. Does not
belong here: characters that no page may hold (``characters``), what Markdown makes of a page.

Markdown looks behind each bracket for its end, and so does an HTML parser behind each tag. Where
there is none, a page of some kilobytes would take minutes; so this counts before they look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notices.domain.phrases import Phrase, phrase

__all__ = ["HEAD_BYTES", "PAGE_BYTES", "excesses"]

PAGE_BYTES = 64 * 1024
HEAD_BYTES = 8 * 1024

Excess = tuple[int, Phrase, Phrase]
"""Offset, message and help."""

# Brackets times the characters among which their ends are looked for, over all paragraphs. A
# table of a hundred links takes a quarter of this, and Markdown about two seconds for the whole.
_MOST_BRACKET_STEPS = 4_000_000
_MOST_OPEN_TAGS = 100
_MOST_LINES = 2_000
_MOST_NESTED = 40

# It begins at the beginning of a line: else each blank of a long one would be tried.
_PARAGRAPH = re.compile(r"(?:^[^\S\n]*\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
_TAG = re.compile(r"<(?=[A-Za-z/!?])|>")
_NESTED = re.compile(rf"(?:(?:>|[-+*][ \t]|\d{{1,9}}\.[ \t])[ \t]*){{{_MOST_NESTED + 1}}}")


def excesses(text: str) -> Iterator[Excess]:
    """What of a page's text is more than Markdown could read within seconds."""
    yield from _paragraphs(text)
    yield from _open_tags(text)
    if (found := _NESTED.search(text)) is not None:
        message = phrase(
            "more than {most} quotations or lists begin here, each in the last", most=_MOST_NESTED
        )
        yield found.start(), message, phrase("Delete the marks > - * or 1. that are too many.")


def _paragraphs(text: str) -> Iterator[Excess]:
    steps, most, worst = 0, 0, 0
    for paragraph in _PARAGRAPH.finditer(text):
        here = paragraph[0].count("[") * len(paragraph[0])
        steps += here
        if here > most:
            most, worst = here, paragraph.start()
        if paragraph[0].count("\n") > _MOST_LINES:
            message = phrase("this paragraph has more than {most} lines", most=_MOST_LINES)
            yield paragraph.start(), message, phrase("Divide it by empty lines.")
    if steps > _MOST_BRACKET_STEPS:
        yield (
            text.index("[", worst),
            phrase("this paragraph has too many brackets [ for its length"),
            phrase("Divide it by empty lines, or write fewer links."),
        )


def _open_tags(text: str) -> Iterator[Excess]:
    opened: list[int] = []
    for found in _TAG.finditer(text):
        if found[0] == "<":
            opened.append(found.start())
        elif opened:
            opened.pop()
        if len(opened) > _MOST_OPEN_TAGS:
            message = phrase(
                "more than {most} tags begin with < and do not end with >", most=_MOST_OPEN_TAGS
            )
            yield opened[0], message, phrase("Write &lt; for a < that begins no tag.")
            return
