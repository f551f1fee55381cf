"""From a file to its content, with a place for each problem that is found in it.

Belongs here: where a field stands, and gathering problems. Does not belong here: what the schema
refuses (``validation``), what YAML refuses (``located``). It knows no model, and no pydantic.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TypeVar

from notices.domain.phrases import NO_TEXT, Phrase
from notices.domain.problem import Mark, Problem, Source
from notices.loading.loaded import Loaded, bounded
from notices.loading.located import read

__all__ = ["Findings"]

T = TypeVar("T")


class Findings:
    """One file as it was read, and all its problems; each is placed by the path of its field."""

    def __init__(
        self, path: str, data: bytes, entry: str | None = None, *, may_be_empty: bool = False
    ) -> None:
        self.path = path
        self.entry = entry
        self.document = read(path, data, may_be_empty=may_be_empty)
        self.problems = [replace(each, entry=entry) for each in self.document.problems]
        self.source = Source(path, hashlib.sha256(data).hexdigest(), self.document.places)

    def add(self, at: tuple[int, int], message: Phrase, help: Phrase = NO_TEXT) -> None:
        """One problem of rule ``schema`` at a position."""
        mark = Mark(self.path, *at)
        self.problems.append(Problem("error", "schema", mark, message, help, entry=self.entry))

    def at_value(self, name: str, message: Phrase, help: Phrase = NO_TEXT) -> None:
        """A problem with the value of the field ``name`` (dotted)."""
        self.add(self.place(name), message, help)

    def at_key(self, name: str, message: Phrase, help: Phrase = NO_TEXT) -> None:
        """A problem with the key of the field ``name`` (dotted)."""
        self.add(self.document.keys.get(name) or self.place(name), message, help)

    def place(self, name: str) -> tuple[int, int]:
        """Where the value of ``name`` stands, or the nearest field around it."""
        while name:
            if name in self.document.places:
                return self.document.places[name]
            name = name.rpartition(".")[0]
        return self.document.start

    def loaded(self, value: T | None) -> Loaded[T]:
        """``value`` where the file has no error, and all its problems."""
        problems = bounded(self.problems)
        return Loaded(None if any(p.is_error for p in problems) else value, problems)
