"""The last look at a finished site: whether a file of it names what is not public.

Belongs here: the search through the bytes of a file. Does not belong here: taking links and markup
out that name something hidden (``rendering.locale.links``), which happens long before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem

__all__ = ["HiddenNames"]

# What stands before a slot or behind it must not be part of an id.
_PART = re.compile(r"[a-z0-9-]", re.IGNORECASE)

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

    def problem_of_file(self, path: str, file: str) -> Problem | None:
        """As :meth:`problem`, of the bytes of ``file``, which is read only where there are ids."""
        if not self._ids:
            return None
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123  # Of thousands.
            return self.problem(path, opened.readall())

    def spares(self, texts: Sequence[str]) -> bool:
        """Whether a page with these texts around its slots names one in a slot or not at all."""
        if not self._ids or any(name in text.encode() for text in texts for name in self._ids):
            return False
        edges = [letter for text in texts for letter in (text[:1], text[-1:])][1:-1]
        return all(edge and not _PART.match(edge) for edge in edges)

    def are_in(self, data: bytes, slots: bytes | None = None) -> bool:
        """Whether these bytes name one. ``slots`` is given where nothing else of the file can."""
        # Most name none, and this is found out far faster than by the pattern.
        looked = data if slots is None else slots
        return any(name in looked for name in self._ids) and bool(self._pattern.search(data))

    def problem(self, path: str, data: bytes, slots: bytes | None = None) -> Problem | None:
        """A warning where the file at ``path`` of the site names one; it does not say which.

        ``slots`` is given where nothing else of the file can.
        """
        if not self.are_in(data, slots):
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
