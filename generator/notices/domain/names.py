"""Ids and names: what an id looks like, and which known name a mistyped one is near to.

Belongs here: what loading, rules and commands share about names. Does not belong here: which
names there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from notices.domain.phrases import NO_TEXT, Phrase, phrase

__all__ = ["ID", "RESERVED", "is_id", "known", "nearest"]

ID = r"[a-z0-9][a-z0-9-]{0,63}"
"""The pattern of an id; the whole text has to match."""

RESERVED = frozenset(
    # `index` would be a page of its own; the others cannot be the name of a file on Windows,
    # so that a repository with one of them could not be checked out there.
    {"index", "con", "prn", "aux", "nul"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
)
"""Ids that no entry may have."""

_ID = re.compile(ID)
_COMPARED = 64


def is_id(text: str) -> bool:
    """Whether ``text`` has the form of an id; it may still be reserved."""
    return _ID.fullmatch(text) is not None


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
