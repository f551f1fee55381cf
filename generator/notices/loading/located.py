"""YAML in which every value is text that knows its place; the only module that knows yaml.

Belongs here: bytes to nested mappings, lists and text with a position for each, and the
refusal of everything in YAML that surprises people: aliases, anchors, tags, merge keys,
duplicate keys, deep nesting, several documents, characters that hide something. Does not
belong here: what a value means (``fields``, ``languages``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from notices.domain.problem import Mark, Problem
from notices.loading import characters
from notices.loading.syntax import explain
from notices.loading.wording import quoted, size

__all__ = ["LARGEST", "SPOILED", "Commented", "Document", "read"]

LARGEST = 64 * 1024
_DEEPEST = 8
# No file that people write comes near these two; they bound the work on a hostile one.
_MOST_VALUES = 10_000
_HOPELESS = 1_000
_NOTHING = frozenset({"~", "null", "Null", "NULL"})
_COMMENT = re.compile(r"[ \t]+#(\S?)")

# The C parser is ten times as fast and gives the same marks; it is missing in some builds.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Spoiled:
    """Stands for a value that a problem was already told about."""


SPOILED: Final = _Spoiled()


class Commented(str):
    """An unquoted text with a comment behind it, which may have been meant as part of it."""

    at: tuple[int, int]


@dataclass(slots=True)
class Document:
    """One file's content. Positions are (line, column), counted from 1, in characters.

    ``data`` holds mappings, lists and text only, and `SPOILED` where a problem stands already;
    it is ``None`` where the file cannot be read at all. ``places`` and ``keys`` map dotted
    paths to the position of the value (of a mapping or list: of its key, where it has one)
    and of the key. ``spoiled`` names the values that are `SPOILED`, ``around`` what they lie
    in, ``incomplete`` the mappings that may lack keys because of a problem.
    """

    data: dict[str, Any] | None = None
    start: tuple[int, int] = (1, 1)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    spoiled: set[str] = field(default_factory=set)
    around: set[str] = field(default_factory=set)
    incomplete: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


class _Stop(Exception):
    """Nothing behind this place can be read."""


def read(path: str, data: bytes, *, may_be_empty: bool = False) -> Document:
    """Read one file; never raises. Every problem has the rule ``yaml`` and ``path``."""
    reader = _Reader(path)
    try:
        reader.read(data, may_be_empty=may_be_empty)
    except _Stop:
        reader.document.data = None
    return reader.document


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.document = Document()
        self.lines: list[str] = []
        self.events: Iterator[Event] = iter(())
        self.blanked: list[int] = []

    def problem(self, at: tuple[int, int], message: str, help: str = "") -> None:
        self.document.problems.append(Problem("error", "yaml", Mark(self.path, *at), message, help))
        if len(self.document.problems) >= _HOPELESS:
            raise _Stop

    def stop(self, at: tuple[int, int], message: str, help: str = "") -> _Stop:
        self.problem(at, message, help)
        return _Stop()

    def read(self, data: bytes, *, may_be_empty: bool) -> None:
        text = self._cleared(self._decoded(data))
        self.lines = text.split("\n")
        self.events = yaml.parse(text, Loader=_LOADER)
        try:
            self._document(may_be_empty=may_be_empty)
        except yaml.YAMLError as error:
            place, message, help_line = explain(error, self.lines)
            raise self.stop(place, message, help_line) from None

    def _decoded(self, data: bytes) -> str:
        if len(data) > LARGEST:
            raise self.stop(
                (1, 1),
                f"the file has {size(len(data))}, more than {LARGEST // 1024} KiB",
                "Move long texts to a guide page.",
            )
        try:
            return data.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            at, message = characters.undecodable(data, error)
            raise self.stop(at, message, "Save the file in the encoding UTF-8.") from None

    def _cleared(self, text: str) -> str:
        line, begins, seen = 1, 0, 0
        for offset in characters.forbidden(text):
            breaks = text.count("\n", seen, offset)
            if breaks:
                line, begins = line + breaks, text.rfind("\n", seen, offset) + 1
            seen = offset
            at = (line, offset - begins + 1)
            if text[offset] == "\r":
                raise self.stop(
                    at, characters.name_of("\r"), "Save the file with the line ends LF or CR LF."
                )
            self.blanked.append(line - 1)
            self.problem(at, characters.name_of(text[offset]), "Delete this character.")
        return characters.blanked(text) if self.blanked else text

    def _document(self, *, may_be_empty: bool) -> None:
        seen = False
        for event in self.events:
            kind = type(event)
            if kind is DocumentStartEvent and seen:
                raise self.stop(
                    _start(event),
                    "a second document begins here",
                    "Keep one document a file: delete this line, or what follows it.",
                )
            if kind in {StreamStartEvent, StreamEndEvent} or not hasattr(event, "anchor"):
                continue
            seen = True
            self._root(event)
        if not seen and may_be_empty:
            self.document.data = {}
        elif not seen:
            raise self.stop((1, 1), "the file is empty")

    def _root(self, event: Event) -> None:
        at = self.document.start = _start(event)
        value = self._value(event, "", at, 1)
        if not isinstance(value, dict):
            if value is SPOILED:
                raise _Stop
            if value == "":
                raise self.stop((1, 1), "the file is empty")
            raise self.stop(
                at,
                "the file has to consist of keys with values",
                "Begin each line with a key and a colon, such as `title: …`.",
            )
        self.document.data = value

    def _value(self, event: Any, path: str, at: tuple[int, int], depth: int) -> Any:
        """The value that begins with ``event``; ``at`` is where a mapping or list is shown."""
        kind = type(event)
        if kind is AliasEvent:
            self.problem(
                _start(event),
                f"aliases such as *{quoted(event.anchor)[1:-1]} are not allowed",
                "Write the value itself; a text that begins with * needs quotes.",
            )
            return self._spoil(path, _start(event))
        marked = event.anchor is not None or event.tag is not None
        if marked:
            self._refuse_marks(event)
        if kind is ScalarEvent:
            if marked:
                return self._spoil(path, _start(event))
            return self._text(event, path, at)
        if depth > _DEEPEST:
            raise self.stop(
                _start(event), f"values are nested more than {_DEEPEST} levels deep here"
            )
        if path:
            self.document.places[path] = at
        if kind is MappingStartEvent:
            return self._mapping(path, depth)
        return self._list(path, depth)

    def _count(self, event: Any) -> None:
        if len(self.document.places) > _MOST_VALUES:
            raise self.stop(_start(event), f"the file holds more than {_MOST_VALUES} values")

    def _spoil(self, path: str, at: tuple[int, int]) -> _Spoiled:
        self.document.places[path] = at
        self.document.spoiled.add(path)
        while path:
            path = path.rpartition(".")[0]
            self.document.around.add(path)
        return SPOILED

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self.problem(
                _start(event),
                f"anchors such as &{quoted(event.anchor)[1:-1]} are not allowed",
                "Delete it; a text that begins with & needs quotes.",
            )
        if event.tag is not None:
            self.problem(
                _start(event),
                f"tags such as {quoted(event.tag)[1:-1]} are not allowed",
                "Delete it; a text that begins with ! needs quotes.",
            )

    def _list(self, path: str, depth: int) -> list[Any]:
        items: list[Any] = []
        while True:
            event = next(self.events)
            if type(event) is SequenceEndEvent:
                return items
            self._count(event)
            inner = f"{path}.{len(items)}" if path else str(len(items))
            items.append(self._value(event, inner, _start(event), depth + 1))

    def _mapping(self, path: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        document = self.document
        while True:
            event: Any = next(self.events)
            if type(event) is MappingEndEvent:
                return found
            self._count(event)
            mark = event.start_mark
            at = (mark.line + 1, mark.column + 1)
            key = self._key(event, path, at, depth)
            name = "?" if key is None else key
            inner = f"{path}.{name}" if path else name
            if key is None:
                self._value(next(self.events), inner, at, depth + 1)
            elif key in found:
                first = document.keys[inner][0]
                self.problem(
                    at,
                    f"the key {quoted(key)} stands here twice",
                    f"Keep one of them; the first is on line {first}.",
                )
                self._value(next(self.events), inner + "?", at, depth + 1)
            else:
                document.keys[inner] = at
                found[key] = self._value(next(self.events), inner, at, depth + 1)

    def _key(self, event: Any, path: str, at: tuple[int, int], depth: int) -> str | None:
        """The key's text; ``None`` where a problem was told and its value is to be dropped."""
        if type(event) is not ScalarEvent:
            self._value(event, f"{path}?", at, depth + 1)
            if type(event) is not AliasEvent:
                self.problem(
                    at, "a key has to be a text", "Texts that begin with [ or { need quotes."
                )
            self.document.incomplete.add(path)
            return None
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
        key: str = event.value
        if key == "<<" and event.implicit[0]:
            self.problem(
                at, "merge keys (<<) are not allowed", "Write the keys and values themselves."
            )
            self.document.incomplete.add(path)
            return None
        if event.style == '"':
            self._check_escapes(event)
        if key == "":
            self.problem(at, "a key is empty here", "Write a key before the colon.")
            return None
        return key

    def _text(self, event: Any, path: str, at: tuple[int, int]) -> Any:
        value: str = event.value
        mark = event.start_mark
        # An empty value has no place of its own: its key is what people look for.
        self.document.places[path] = (mark.line + 1, mark.column + 1) if value else at
        if self.blanked:
            nearest = bisect_left(self.blanked, mark.line)
            if nearest < len(self.blanked) and self.blanked[nearest] <= event.end_mark.line:
                return self._spoil(path, (mark.line + 1, mark.column + 1))
        if not event.implicit[0]:
            if event.style == '"' and self._check_escapes(event):
                return self._spoil(path, (mark.line + 1, mark.column + 1))
            return value
        end = event.end_mark
        # The parser puts an empty value at the end of the file behind the last line.
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        comment = _COMMENT.match(line, end.column)
        if value in _NOTHING:
            value = ""
        if comment is None:
            return value
        begins = (end.line + 1, comment.start(1))
        if comment[1] and value:
            self.problem(
                begins,
                f"{quoted(line[comment.start(1) - 1 :].rstrip())} is a comment, "
                f"so that the text ends with {quoted(value[-20:])}",
                "Put the whole text in quotes; if it is a comment, put a blank behind the #.",
            )
            return self._spoil(path, (mark.line + 1, mark.column + 1))
        with_comment = Commented(value)
        with_comment.at = begins
        return with_comment

    def _check_escapes(self, event: Any) -> bool:
        """Tell of each forbidden character that a double-quoted text spells as an escape."""
        if not characters.any_forbidden(event.value):
            return False
        first, last = event.start_mark, event.end_mark
        found = False
        for number in range(first.line, last.line + 1):
            line = self.lines[number]
            begin = first.column if number == first.line else 0
            end = last.column if number == last.line else len(line)
            for offset, meaning in characters.escaped(line[begin:end]):
                found = True
                self.problem(
                    (number + 1, begin + offset + 1),
                    characters.name_of(meaning),
                    "Delete this escape.",
                )
        return found


def _start(event: Any) -> tuple[int, int]:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
