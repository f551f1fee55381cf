"""One file's content as it was read: nested text, and where each piece of it stands.

Belongs here: the shape. Does not belong here: reading (``located``), what a value means
(``fields``, ``languages``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from notices.domain.problem import Problem

__all__ = ["SPOILED", "Commented", "LocatedDocument", "Place", "Spoiled"]

Place = tuple[int, int]


class Spoiled:
    """Stands for a value that has a problem already."""


SPOILED: Final = Spoiled()


class Commented(str):
    """An unquoted text with a comment behind it, which may have been meant as part of it."""

    at: Place


@dataclass(slots=True)
class LocatedDocument:
    """One file's content. Positions are (line, column), counted from 1, in the file's characters.

    Texts are in Unicode's composed form (NFC), whatever the file has, so that equal words are equal.
    ``data`` holds mappings, lists and text only, and `SPOILED` where there is a problem already;
    it is ``None`` where the file cannot be read at all. ``places`` and ``keys`` map dotted
    paths to the position of the value (of a mapping or list: of its key, where it has one)
    and of the key. ``spoiled`` names the values that are `SPOILED` and what they lie in; a
    mapping that may lack keys because of a problem has the spoiled key ``?``.
    """

    data: dict[str, Any] | None = None
    start: Place = (1, 1)
    places: dict[str, Place] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    spoiled: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
