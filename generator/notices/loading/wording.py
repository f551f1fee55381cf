"""How values are quoted to people, and which known word a mistyped one resembles.

Belongs here: turning a value into words inside a message. Does not belong here: the
messages themselves, which stand beside the check that they come from.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

__all__ = ["either", "known", "quoted", "size"]

_SHOWN = 60
_COMPARED = 64


def quoted(text: str) -> str:
    """``text`` in quotes on one line, cut after 60 characters, control characters spelt out."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return "'" + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in short) + "'"


def either(options: Iterable[str]) -> str:
    """The options as a list for people: ``a, b or c``."""
    names = list(options)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def known(word: str, options: Collection[str], what: str = "Known here") -> str:
    """A help line: the option that ``word`` resembles, else all options."""
    if not options:
        return ""
    if len(word) <= _COMPARED:
        close = difflib.get_close_matches(word, options, n=1, cutoff=0.6)
        if close:
            return f"Did you mean '{close[0]}'?"
    return f"{what}: {', '.join(sorted(options))}."


def size(count: int) -> str:
    """A number of bytes for people, in KiB with one digit."""
    return f"{count / 1024:.1f} KiB"
