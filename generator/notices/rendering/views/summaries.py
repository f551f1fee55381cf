"""Summaries in the rows of lists: whole where they are short, else cut where it hurts least.

Belongs here: where a text of a row ends. Does not belong here: what it says, texts elsewhere (``plain``).
"""

from __future__ import annotations

import re

__all__ = ["LINE", "MOST", "summary_in_row"]

LINE = 100
"""So many letters take one line where a row is wide, and up to three on a phone."""

MOST = 140
"""A text of up to so many letters stays whole: to cut it would not save a line."""

_LEAST = 60
"""Less than this would say too little."""

# Neither an abbreviation nor the number of a day: after a word of at least three letters, before a capital.
_SENTENCE = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[\])\"”»%]))[.!?…]+[\"”»)]?(?= (?=(\S)))")
_CLAUSE = re.compile(r"(?:[,;:]|\s[–—])(?= )")
_NUMBER = re.compile(r"[(\"“„«]?[\d.,:–-]*\d")


def summary_in_row(text: str) -> str:
    """The text; of a long one its first sentences, else its first clauses or words, and '…'."""
    if len(text) <= MOST:
        return text
    found = _SENTENCE.finditer(text, 0, MOST + 2)
    ends = [each.end() for each in found if not each[1].islower() and not each[1].isdigit()]
    for most in (LINE, MOST):
        if fitting := [end for end in ends if _LEAST <= end <= most]:
            return text[: fitting[-1]]
    clauses = [f.start() for f in _CLAUSE.finditer(text) if _LEAST <= f.start() < LINE]
    if clauses:
        return f"{text[: clauses[-1]]}…"
    words = (text[:LINE].rpartition(" ")[0] or text[: LINE - 1]).split()
    # A number stays beside its unit.
    while len(words) > 1 and _NUMBER.fullmatch(words[-1]):
        words.pop()
    return f"{' '.join(words).rstrip(',;:–— ')}…"
