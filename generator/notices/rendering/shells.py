"""Shells: pages that the host rendered once, with slots that ours are spliced into.

Belongs here: what marks a slot, how a rendered page is cut at its slots, and which slots a
page has to have. Does not belong here: rendering a shell (``hosts``), and what goes into the
slots (the other modules of ``rendering``). What is filled in is never searched for slots.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from notices.domain.phrases import Phrase, joined, phrase
from notices.domain.problem import Failure

__all__ = [
    "SHELL_SLOTS",
    "WRITTEN",
    "WRITTEN_SLOTS",
    "Shell",
    "ShellError",
    "slot",
]

# Private-use characters: no text means them, HTML and Jinja leave them as they are, and a
# hand-written page that has them is refused before it reaches a shell.
_OPEN, _CLOSE = "\ue000", "\ue001"

WRITTEN = "written:"
"""What the kind of a page begins with whose text a person wrote (``written:guides/<id>``)."""

SHELL_SLOTS: Mapping[str, int] = {
    "title": 2,
    "description": 2,
    "canonical": 2,
    "head": 1,
    "robots": 1,
    "switch": 2,
    "notice-bar": 1,
    "content": 1,
}
"""How often the theme writes each slot into a page that is ours from top to bottom.

Title, description and canonical stand in the page's head and once more for link previews, the
language switch in the header and in the footer.
"""

WRITTEN_SLOTS: Mapping[str, int] = {
    "head": 1,
    "robots": 1,
    "switch": 2,
    "notice-bar": 1,
    "lead": 1,
    "tail": 1,
}
"""How often the theme writes each slot into a page whose text a person wrote."""


class ShellError(Failure):
    """A rendered page does not have the slots that it has to have, or a fill does not fit."""


def slot(name: str) -> str:
    """What the theme writes where ``name`` will be filled in."""
    return f"{_OPEN}{name}{_CLOSE}"


@dataclass(frozen=True, slots=True)
class Shell:
    """A rendered page, cut at its slots: ``texts[0]``, slot ``names[0]``, ``texts[1]``, …"""

    name: str
    texts: tuple[str, ...]
    names: tuple[str, ...]
    _pieces: tuple[bytes, ...] = field(init=False, repr=False, compare=False)
    _expected: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The shell of a thousand pages is encoded once.
        object.__setattr__(self, "_pieces", tuple(text.encode() for text in self.texts))
        object.__setattr__(self, "_expected", frozenset(self.names))

    @classmethod
    def split(cls, html: str, expected: Mapping[str, int], name: str) -> Shell:
        """Cut ``html`` at its slots. ``name`` is how errors call the page.

        Raises ``ShellError`` unless each slot of ``expected`` stands there exactly that often,
        and no other does.
        """
        first, *rest = html.split(_OPEN)
        texts, names = [first], []
        for piece in rest:
            slot_name, closed, text = piece.partition(_CLOSE)
            if not closed:
                raise ShellError(phrase("{page}: a slot has no end", page=name))
            names.append(slot_name)
            texts.append(text)
        if any(_CLOSE in text for text in texts):
            raise ShellError(phrase("{page}: a slot ends where none begins", page=name))
        counts = Counter(names)
        wrong = [
            phrase(
                "`{slot}` {found}, not {wanted}",
                slot=f"view.{slot_name.replace('-', '_')}",
                found=_times(counts[slot_name]),
                wanted=_times(expected.get(slot_name, 0)),
            )
            for slot_name in sorted({*counts, *expected})
            if counts[slot_name] != expected.get(slot_name, 0)
        ]
        if wrong:
            raise ShellError(
                phrase(
                    "{page}: the templates in theme/overrides write {slots}; compare them with "
                    "those of the program",
                    page=name,
                    slots=joined(wrong, "; "),
                )
            )
        return cls(name, tuple(texts), tuple(names))

    @property
    def digest(self) -> str:
        """The digest of all that it is."""
        return hashlib.sha256(repr((self.texts, self.names)).encode()).hexdigest()

    def fill(self, slots: Mapping[str, str]) -> str:
        """The page with each slot filled. Raises ``ShellError`` on one too many or too few."""
        return self.encoded(slots).decode()

    def encoded(self, slots: Mapping[str, str]) -> bytes:
        """The same as a file has it."""
        if slots.keys() != self._expected:
            missing = sorted(self._expected - slots.keys())
            unknown = sorted(slots.keys() - self._expected)
            raise ShellError(
                phrase(
                    "{page}: no text for {missing}, no slot for {unknown}",
                    page=self.name,
                    missing=str(missing),
                    unknown=str(unknown),
                )
            )
        filled = {name: text.encode() for name, text in slots.items()}
        first, *others = self._pieces
        pieces = [first]
        for name, piece in zip(self.names, others, strict=True):
            pieces += (filled[name], piece)
        return b"".join(pieces)


def _times(count: int) -> Phrase:
    if count == 1:
        return phrase("once")
    return phrase("twice") if count == 2 else phrase("{count} times", count=count)
