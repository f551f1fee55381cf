"""Merge conflicts: the lines that git leaves where it could not join two versions of a file.

Belongs here: finding such a line in a file of any kind. Does not belong here: the ledger, which
is never joined by hand (``ledger``).
"""

from __future__ import annotations

import re

from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem

__all__ = ["merge_conflict"]

# The line between the versions alone may also be meant: in Markdown it makes a heading.
_MARKER = re.compile(r"^(?:<{7}|\|{7}|>{7})(?:[ \t\r]|$)", re.MULTILINE)
_MARKERS = ("<" * 7, "|" * 7, ">" * 7, "=" * 7)
_BETWEEN = re.compile(r"^={7}\r?$", re.MULTILINE)


def merge_conflict(path: str, text: str, *, markdown: bool = False) -> Problem | None:
    """The problem of the first line of a conflict, if there is one."""
    if not any(marker in text for marker in _MARKERS):
        return None
    found = _MARKER.search(text) or (None if markdown else _BETWEEN.search(text))
    if found is None:
        return None
    return Problem(
        "error",
        "merge-conflict",
        Mark(path, text.count("\n", 0, found.start()) + 1),
        phrase("a merge conflict: git could not join two versions here"),
        phrase(
            "Keep what is right of both, and delete the lines that begin with <<<<<<<, ======= "
            "and >>>>>>>."
        ),
    )
