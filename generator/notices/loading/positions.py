"""Positions within a text of a YAML file: where in the file a character of a value stands.

Belongs here: following a value through its source, in each of YAML's styles. Does not belong
here: where a value begins (``located``).

No style of YAML adds, drops or reorders anything but white space, quotes and escapes. So a
character is found by the number of those before it that are no white space.
"""

from __future__ import annotations

import re

from notices.loading.characters import place

__all__ = ["position_within"]

_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\r?\n|.)")
_BLANK_ESCAPES = frozenset("ntvfr NL_P")
_CODE_UNITS = 16


def position_within(data: bytes, start: tuple[int, int], before: str) -> tuple[int, int]:
    """Line and column of what follows ``before``, the beginning of a value.

    ``data`` is the file, ``start`` the value's position in it; all are counted from 1, in
    characters. Where the file has no such value, the position is ``start``.
    """
    source = data.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = source.split("\n")
    if start[0] > len(lines):
        return start
    at = sum(len(line) + 1 for line in lines[: start[0] - 1]) + start[1] - 1
    left = sum(not character.isspace() for character in before)
    style = source[at : at + 1]
    if style in ("|", ">"):
        at = source.find("\n", at) + 1
    elif style in ("'", '"'):
        at += 1
    while at < len(source):
        length, blank = 1, source[at].isspace()
        if style == '"' and (escape := _ESCAPE.match(source, at)):
            length, blank = len(escape[0]), _is_blank(escape)
        elif style == "'" and source.startswith("''", at):
            length = 2
        if not blank:
            if not left:
                return place(source, at)
            left -= 1
        at += length
    return start


def _is_blank(escape: re.Match[str]) -> bool:
    """Whether an escape of a double-quoted text stands for white space, or for nothing."""
    if digits := escape[1] or escape[2] or escape[3]:
        return chr(int(digits, _CODE_UNITS)).isspace()
    return escape[0][1:] in {*_BLANK_ESCAPES, "\n", "\r\n", "\t"}
