"""Ids and names: what an id looks like, and which known name a mistyped one is near to.

Belongs here: what loading, rules and commands share about names. Does not belong here: which
names there are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Container

from notices.domain.phrases import NO_TEXT, Phrase, phrase

__all__ = ["ID", "LETTERS", "RESERVED", "free_id", "id_of", "is_id", "known", "nearest"]

ID = r"[a-z0-9][a-z0-9-]{0,63}"
"""The pattern of an id; the whole text has to match."""

RESERVED = frozenset(
    # `index` would be a page of its own; the others cannot be the name of a file on Windows,
    # so that a repository with one of them could not be checked out there.
    {"index", "con", "prn", "aux", "nul"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
)
"""Ids that no entry may have."""

LETTERS = {
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "q",
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
}  # fmt: skip
"""Small letters that Unicode does not take apart, and what people type who do not have them."""

_ID = re.compile(ID)
_LONGEST = 64
_COMPARED = 64


def is_id(text: str) -> bool:
    """Whether ``text`` has the form of an id; it may still be reserved."""
    return _ID.fullmatch(text) is not None


def id_of(title: str) -> str:
    """The id that a title suggests: its words in plain small letters (``bang-luong-moi``).

    Empty where it has no Latin letter or digit.
    """
    small = "".join(LETTERS.get(letter, letter) for letter in title.casefold())
    plain = "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c))
    return _shortened("-".join(re.findall("[a-z0-9]+", plain)), _LONGEST)


def free_id(wanted: str, taken: Container[str]) -> str:
    """``wanted``, or ``wanted-2``, ``wanted-3``, …: the first that is neither taken nor reserved."""
    name, number = wanted, 1
    while name in taken or name in RESERVED:
        number += 1
        ending = f"-{number}"
        name = _shortened(wanted, _LONGEST - len(ending)) + ending
    return name


def _shortened(name: str, most: int) -> str:
    """The whole words of an id that fit; a part of the first where that is longer."""
    if len(name) <= most:
        return name
    return name[: most + 1].rpartition("-")[0] or name[:most]


def nearest(word: str, names: Collection[str]) -> str | None:
    """The name that ``word`` is most likely a slip for, if any is near enough."""
    if len(word) > _COMPARED:
        return None
    import difflib  # noqa: PLC0415  # Of use where something is wrong.

    return next(iter(difflib.get_close_matches(word, names, n=1)), None)


def known(word: str, names: Collection[str], all_names: Phrase | None = None) -> Phrase:
    """A help line: the name that ``word`` is near to, else all names; nothing without names.

    ``all_names`` introduces them, without a colon.
    """
    if not names:
        return NO_TEXT
    if near := nearest(word, names):
        return phrase("Did you mean '{near}'?", near=near)
    listed = ", ".join(sorted(names))
    return phrase(
        "{these_are}: {names}.", these_are=all_names or phrase("Known here"), names=listed
    )
