r"""What a backslash makes of a text in double quotes.

Belongs here: escapes that no text may hold, and those that were meant as a backslash and a letter.
Does not belong here: where a text in double quotes is (``located``), which characters no file
may hold (``characters``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notices.domain.phrases import Phrase, phrase
from notices.loading import characters

__all__ = ["DELETE", "SINGLE_QUOTES", "accidental", "forbidden"]

SINGLE_QUOTES = phrase("Put the text in single quotes; in them a backslash is a backslash.")
DELETE = phrase("Delete this escape. If a backslash is meant: {help}", help=SINGLE_QUOTES)

_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_NAMED = {
    "0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    "N": "\x85", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_ACCIDENTS = {
    "t": phrase("a tab"),
    "n": phrase("a line break"),
    "_": phrase("a no-break space"),
}

_LETTER = r"[^\W\d_]"
# The word so far begins as a path does: with a drive's letter, or with two backslashes.
_PATH = re.compile(rf"(?:(?<!{_LETTER})[A-Za-z]:(?:[\\/]\S*)?|(?<!\S)[\"(']?\\\\\S+)\Z")
_LONGEST_PATH = 260
_WORD = re.compile(rf"{_LETTER}{{2}}\Z")
# Behind `Plan B:` people begin a line with a large letter or a dash; names in paths are small.
_NAME = {"t": re.compile(r"\w"), "n": re.compile(r"[a-z]"), "_": re.compile(r"\w")}


def forbidden(source: str) -> Iterator[tuple[int, str]]:
    """Offset and meaning of each escape that means a character that no file may hold."""
    for match in _ESCAPE.finditer(source):
        digits = match[1] or match[2] or match[3]
        meaning = chr(int(digits, 16)) if digits else _NAMED.get(match[4], "")
        if meaning and characters.any_forbidden(meaning):
            yield match.start(), meaning


def accidental(source: str) -> Iterator[tuple[int, str, Phrase]]:
    r"""Offset, text and meaning of each escape that was probably meant as it is typed.

    Those of a path (``C:\temp``), and a tab or a no-break space in the middle of a word
    (``reports\table``, ``snake\_case``). A line break there is too often meant.
    """
    for match in _ESCAPE.finditer(source):
        letter = match[4]
        if letter not in _ACCIDENTS or not _NAME[letter].match(source, match.end()):
            continue
        begin, end = max(0, match.start() - _LONGEST_PATH), match.start()
        if _PATH.search(source, begin, end) or (letter != "n" and _WORD.search(source, begin, end)):
            yield match.start(), match[0], _ACCIDENTS[letter]
