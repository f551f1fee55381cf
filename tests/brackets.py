"""A language to find English with: each template in brackets, and nothing else changed.

Belongs here: saying a phrase in it, and what of the phrase would stay English. Does not belong here:
the templates (``phrases``), where phrases come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notices.domain.phrases import Phrase, translated
from tests import phrases

__all__ = ["bracketed", "english"]

_CATALOG = {text: f"⟦{text}⟧" for texts in phrases.templates().values() for text in texts}
_PROSE = re.compile(r"\b[a-z]{2,} [a-z]{2,}")
# An excerpt of the file stands below a help.
_EXCERPT = re.compile(r"\n {6}.*", re.DOTALL)


def bracketed(text: str) -> bool:
    """Whether all of a text is in brackets, its end and an excerpt of a file aside."""
    said = _EXCERPT.sub("", translated(text, _CATALOG)).removesuffix(".")
    return said.startswith("⟦") and said.endswith("⟧")


def english(text: str, given: str) -> list[str]:
    """The words of a text that no catalog can translate; those of ``given`` are somebody's own."""
    return [piece for piece in _pieces(text) if _PROSE.search(piece) and not _is_in(piece, given)]


def _pieces(text: str) -> Iterator[str]:
    """The plain texts that a phrase is made of, and its templates that are in no catalog."""
    if not isinstance(text, Phrase):
        yield text
        return
    if text.template not in _CATALOG:
        yield text.template
    for value in text.values.values():
        assert isinstance(value, (str, int, float)) or type(value).__name__ == "date", text
        if isinstance(value, str):
            yield from _pieces(value)


def _is_in(piece: str, given: str) -> bool:
    """Whether the words stand in ``given``, whatever cuts and quotes them."""
    words = re.sub(r"^\s*[`'\"]+|[`'\"…\s^]+$", "", piece)
    return all(line.strip() in given for line in words.splitlines())
