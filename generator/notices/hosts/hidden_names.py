"""The last look at a finished site: whether a file of it names what is not public.

Belongs here: the search through the bytes of a file. Does not belong here: taking links and markup
out that name something hidden (``rendering.locale.links``), which happens long before.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem

__all__ = ["HiddenNames"]

# An id that is a plain word, such as `chat`, says something only behind one of our folders.
_UNUSUAL = re.compile(r"(?=.*[0-9-])[a-z0-9-]{6,}")


class HiddenNames:
    """The ids of all entries that the public may not know of."""

    def __init__(self, hidden: Collection[str]) -> None:
        self._ids = tuple(name.encode() for name in sorted(hidden))
        unusual = "|".join(sorted(name for name in hidden if _UNUSUAL.fullmatch(name)))
        every = "|".join(sorted(hidden))
        behind = rf"(?:releases|guides|faq)(?:/|%2f)+(?:{every})"
        text = f"{behind}|(?<![a-z0-9-])(?:{unusual})" if unusual else behind
        self._pattern = re.compile(rf"(?:{text})(?![a-z0-9-])".encode(), re.IGNORECASE)

    def problem(self, path: str, data: bytes) -> Problem | None:
        """A warning where the file at ``path`` of the site names one; it does not say which."""
        # Most files name none, and this is found out far faster than by the pattern.
        if not any(name in data for name in self._ids) or not self._pattern.search(data):
            return None
        return Problem(
            "warning",
            "hidden-name",
            Mark(path),
            phrase("this file of the site names an entry that is not public"),
            phrase(
                "Look for its id in the texts of public entries and pages; readers see it there."
            ),
        )
