"""What the files of an agenda are made of: words that are ready, in one language.

Belongs here: the shapes between whoever words an agenda and the files. Does not belong here: the
words, the forms (``page``, ``calendar``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["AgendaLine", "AgendaText"]


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item in words. ``uid`` stays the same as long as the item does; ``due`` is UTC."""

    uid: str
    when: str
    role: str
    what: str
    how: str
    source: str
    due: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class AgendaText:
    """A whole agenda in words: the ``parts`` that have lines, each with its heading.

    ``heading`` says whose it is, ``about`` of which instant and until when; ``empty`` is what
    stands in the place of parts where there are none. ``late`` is the word before what is overdue.
    """

    language: str
    heading: str
    about: str
    empty: str
    late: str
    parts: tuple[tuple[str, tuple[AgendaLine, ...]], ...]

    @property
    def lines(self) -> tuple[AgendaLine, ...]:
        """All lines, in order."""
        return tuple(line for _, lines in self.parts for line in lines)
