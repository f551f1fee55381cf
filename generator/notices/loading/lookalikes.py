"""Characters that look like YAML's own and are not: colons, commas and blanks of other scripts.

Belongs here: finding one where YAML's own was meant, and the words for it. Does not belong here:
characters that no file may hold (``characters``), any other error of form (``syntax``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from notices.domain.phrases import Phrase, phrase

__all__ = ["Lookalike", "in_braces", "in_indents", "in_key", "in_line", "in_word"]

_BLANK = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
_COLON = "\u02d0\u02f8\u0589\u05c3\u2236\ua789\ufe13\ufe55\uff1a"
_COMMA = re.compile("[\u060c\u3001\ufe10\ufe50\uff0c\uff64]")

_INDENT = re.compile(rf"[ \t]*([{_BLANK}])")
_INDENTED_KEY = re.compile(rf"[ \t]*[{_BLANK}][{_BLANK} \t]*(?:-[ \t]+)*[\w-]+:(?:[ \t]|$)")
_DASH = re.compile(r"[ \t]*(?:-[ \t]+)*")
# An address has a colon, too: two slashes follow it.
_KEY = re.compile(
    rf"(?P<key>[\w-]+)(?:(?P<before>[{_BLANK}])[{_BLANK} ]*(?=:)|(?P<place>[{_COLON}])"
    rf"|:(?P<after>[{_BLANK}])|:(?P<space>[^\s,/]))"
)
_WORDS: dict[str, Callable[[str], Phrase]] = {
    "before": lambda name: phrase("{character} before the colon", character=name),
    "place": lambda name: phrase("{character} in place of a colon", character=name),
    "after": lambda name: phrase("{character} after the colon", character=name),
    "space": lambda _: phrase("missing space after the colon"),
}


@dataclass(frozen=True, slots=True)
class Lookalike:
    """What is at an ``offset`` of a line or key in place of what YAML asks for."""

    offset: int
    message: Phrase
    help: Phrase


def in_line(line: str) -> Lookalike | None:
    """Why a line that should be a key with its value is none, if a character is the reason."""
    if (indent := _INDENT.match(line)) is not None:
        return Lookalike(
            indent.start(1),
            phrase("{character} used for indentation", character=_name(indent[1])),
            phrase("Indent with spaces."),
        )
    dashes = _DASH.match(line)
    found = _KEY.match(line, dashes.end() if dashes else 0)
    if found is None:
        return None
    what = next(name for name in _WORDS if found[name])
    message = _WORDS[what](_name(found[what]))
    help = phrase("Write it like `{key}: …`.", key=found["key"])
    return Lookalike(found.start(what), message, help)


def in_indents(lines: Sequence[str], line: int) -> Iterator[tuple[int, Lookalike]]:
    """The lines (from 0) below that one (from 1) whose key is indented with such characters.

    Nothing where that line itself is indented with spaces: texts may begin with any blank.
    """
    if not any(map(_INDENT.match, lines[line - 1 : line])):
        return
    for number, text in enumerate(lines[line:], line):
        if _INDENTED_KEY.match(text) and (found := in_line(text)) is not None:
            yield number, found


def in_key(key: str) -> Lookalike | None:
    """The same of a key as it was read, without quotes."""
    return in_line(f"{key}:")


def in_word(word: str) -> str | None:
    """The first character beyond ASCII, by its name: one may look like another, or like nothing."""
    return next((_name(character) for character in word if not character.isascii()), None)


def in_braces(line: str, column: int) -> Lookalike | None:
    """The comma of another script that did not end a value in braces before ``column``."""
    found = [match for match in _COMMA.finditer(line, 0, column) if "{" in line[: match.start()]]
    if not found or "," in line[found[-1].start() : column]:
        return None
    character = found[-1][0]
    return Lookalike(
        found[-1].start(),
        phrase("{character} in place of a comma", character=_name(character)),
        phrase("Write an ordinary comma."),
    )


def _name(character: str) -> str:
    """Its code point and Unicode's name for it, such as ``U+00A0 no-break space``."""
    return f"U+{ord(character):04X} {unicodedata.name(character, 'character').lower()}"
