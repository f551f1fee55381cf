"""Characters that no file of the project may hold.

Belongs here: which characters those are, and where they are in a text. Does not belong
here: what YAML makes of a text (``located``), escapes (``escapes``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notices.domain.phrases import Phrase, phrase

__all__ = [
    "any_forbidden",
    "blanked",
    "forbidden",
    "name_of",
    "place",
    "private",
    "undecodable",
]

_CLASS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 without tab and line ends, DEL, C1 with NEL
    "\u2028\u2029"  # line breaks that editors do not show
    "\u202a-\u202e\u2066-\u2069"  # they change the text direction
    "\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"  # marks and what is not a character
)
_BEYOND = "".join(f"{chr(n << 16 | 0xFFFE)}{chr(n << 16 | 0xFFFF)}" for n in range(1, 17))
_FORBIDDEN = re.compile(f"[{_CLASS}{_BEYOND}]|\r(?!\n)")
# A class that reaches beyond U+FFFF is ten times as slow: most texts need these two only.
_SUSPECT = re.compile(f"[{_CLASS}\r]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FAR = re.compile("[\U00010000-\U0010ffff]")


def forbidden(text: str) -> Iterator[int]:
    """The offsets of the forbidden characters; a CR counts unless an LF follows."""
    # No forbidden character is printable, and that question costs a tenth of a pattern.
    if text.replace("\n", "").isprintable():
        return
    if _SUSPECT.search(text) is None and _FAR.search(text) is None:
        return
    for match in _FORBIDDEN.finditer(text):
        yield match.start()


def private(text: str) -> Iterator[int]:
    """The offsets of characters that mean something to one font alone; ours mark slots."""
    return (match.start() for match in _PRIVATE.finditer(text))


def any_forbidden(value: str) -> bool:
    """Whether a text that was read holds one; in it every CR is one."""
    return _SUSPECT.search(value) is not None or next(forbidden(value), None) is not None


def blanked(text: str) -> str:
    """``text`` with a space for each forbidden character, so that the rest can be read."""
    return _FORBIDDEN.sub(" ", text)


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def undecodable(data: bytes, error: UnicodeDecodeError) -> tuple[tuple[int, int], Phrase]:
    """Line and column of the first byte that is not UTF-8, and the message."""
    before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
    message = phrase("byte {byte} is not UTF-8", byte=f"0x{data[error.start]:02X}")
    return place(before, len(before)), message


def name_of(character: str) -> Phrase:
    """What to call it: its code point and what it does."""
    code = ord(character)
    point = f"U+{code:04X}"
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        return phrase("{point} changes the text direction", point=point)
    if code in {0x0D, 0x85, 0x2028, 0x2029}:
        return phrase("{point} is a line break that many editors do not show", point=point)
    if code == 0xFEFF:
        return phrase("{point} is an invisible byte order mark", point=point)
    if code < 0xA0:
        return phrase("{point} is a control character", point=point)
    if 0xE000 <= code <= 0xF8FF:
        return phrase(
            "{point} is a private-use character that most readers cannot see", point=point
        )
    return phrase("{point} is not a character", point=point)
