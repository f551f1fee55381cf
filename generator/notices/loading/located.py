"""YAML in which every value is text that knows its place; the only module that knows yaml.

Belongs here: bytes to nested mappings, lists and text with a position for each, and the
refusal of everything in YAML that surprises people: aliases, anchors, tags, merge keys,
duplicate keys, deep nesting, several documents, characters that hide something. Does not
belong here: what a value means (``fields``, ``languages``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any
from unicodedata import is_normalized, normalize

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from notices.domain.phrases import NO_TEXT, Phrase, phrase
from notices.domain.problem import Mark, Problem
from notices.domain.wording import quoted
from notices.loading import characters, escapes, lookalikes
from notices.loading.conflicts import merge_conflict
from notices.loading.document import SPOILED, Commented, LocatedDocument, Place, Spoiled
from notices.loading.syntax import explain, no_key

__all__ = ["read"]

_LARGEST = 64 * 1024
_DEEPEST = 8
# No file that people write comes near these two; they bound the work on a hostile one.
_MOST_VALUES = 10_000
_HOPELESS = 1_000
_NOTHING = frozenset({"~", "null", "Null", "NULL"})
_TAG = re.compile(r"(?:&\S+[ \t]+)?(![^\s,\[\]{}]*)")
_COMMENT = re.compile(r"[ \t]+#(\S?)")

# The C parser is ten times as fast and gives the same marks; it is missing in some builds.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Stop(Exception):
    """Nothing behind this place can be read."""


def read(path: str, data: bytes, *, may_be_empty: bool = False) -> LocatedDocument:
    """Read one file; never raises. Every error has the rule ``yaml`` or ``merge-conflict``."""
    reader = _Reader(path)
    with suppress(_Stop):
        reader.document.data = reader.read(data, may_be_empty=may_be_empty)
    return reader.document


class _Reader:
    """Reads the parser's events, so that depth and size are bounded before anything is built.

    The nodes that PyYAML composes come too late for that, and know neither anchors nor tags.
    This runs for each key and value of ten thousand files: what only few of them need, such as a
    pattern or a path, comes behind a cheap question.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.document = LocatedDocument()
        self.lines: list[str] = []
        self.next: Callable[[], Any] = StreamEndEvent
        self.cleared: set[int] = set()
        self.escapes = False

    def problem(self, at: Place, message: Phrase, help: Phrase = NO_TEXT) -> None:
        self.document.problems.append(Problem("error", "yaml", Mark(self.path, *at), message, help))
        if len(self.document.problems) >= _HOPELESS:
            raise _Stop

    def stop(self, at: Place, message: Phrase, help: Phrase = NO_TEXT) -> _Stop:
        self.problem(at, message, help)
        return _Stop()

    def read(self, data: bytes, *, may_be_empty: bool) -> dict[str, Any]:
        text = self._cleared(self._decoded(data))
        self.lines = text.split("\n")
        self.escapes = "\\" in text
        try:
            self.next = _LOADER(text).get_event
            return self._document(may_be_empty=may_be_empty)
        except yaml.YAMLError as error:
            if self.cleared:  # A character that was taken out may be all that is wrong.
                raise _Stop from None
            raise self._no_key(*explain(error, self.lines)) from None

    def _no_key(self, at: Place, message: Phrase, help: Phrase) -> _Stop:
        stop = self.stop(at, message, help)
        # Whoever indents one line with such characters has pasted all of them.
        for number, found in lookalikes.in_indents(self.lines, at[0]):
            self.problem((number + 1, found.offset + 1), found.message, found.help)
        return stop

    def _decoded(self, data: bytes) -> str:
        if len(data) > _LARGEST:
            raise self.stop(
                (1, 1),
                phrase(
                    "the file has more than {most} KiB",
                    most=_LARGEST // 1024,
                ),
                phrase("Move long texts to a guide page."),
            )
        try:
            text = data.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            at, message = characters.undecodable(data, error)
            raise self.stop(at, message, phrase("Save the file as UTF-8.")) from None
        if (conflict := merge_conflict(self.path, text)) is not None:
            self.document.problems.append(conflict)
            raise _Stop
        return text

    def _cleared(self, text: str) -> str:
        """The text with spaces for forbidden characters, so that the rest can be read."""
        for offset in characters.forbidden(text):
            at, message = characters.place(text, offset), characters.name_of(text[offset])
            if text[offset] == "\r":
                help = phrase("Save the file with LF or CR LF line endings.")
                raise self.stop(at, message, help)
            self.cleared.add(at[0] - 1)
            self.problem(at, message, phrase("Delete this character."))
        return characters.blanked(text) if self.cleared else text

    def _document(self, *, may_be_empty: bool) -> dict[str, Any]:
        data: dict[str, Any] | None = None
        while type(event := self.next()) is not StreamEndEvent:
            if isinstance(event, NodeEvent):
                data = self._root(event)
            elif isinstance(event, DocumentStartEvent) and data is not None:
                message = phrase("a second document starts here")
                help = phrase("Keep one document in a file: delete this line, or what follows it.")
                raise self.stop(_start(event), message, help)
        if data is None and not may_be_empty:
            raise self.stop((1, 1), phrase("the file is empty"))
        return data or {}

    def _root(self, event: Any) -> dict[str, Any]:
        at = self.document.start = _start(event)
        value = self._value(event, "", at, 1)
        if isinstance(value, dict):
            return value
        if value is SPOILED:
            raise _Stop
        if value == "":
            raise self.stop((1, 1), phrase("the file is empty"))
        if lookalikes.in_line(self.lines[at[0] - 1]) is not None:
            raise self._no_key(*no_key(self.lines, at[0] - 1))
        help = phrase("Start each line with a key and a colon, such as `title: …`.")
        raise self.stop(at, phrase("the file must consist of keys with values"), help)

    def _value(self, event: Any, path: str, at: Place, depth: int) -> Any:
        """The value that begins with ``event``; ``at`` is where a mapping or list is shown."""
        mark = event.start_mark
        start = mark.line + 1, mark.column + 1
        kind = type(event)
        if len(self.document.places) > _MOST_VALUES:
            message = phrase("the file holds more than {most} values", most=_MOST_VALUES)
            raise self.stop(start, message)
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
            if kind is ScalarEvent or kind is AliasEvent:
                return self._spoil(path, start)
        elif kind is ScalarEvent:
            return self._text(event, path, at, start)
        if depth > _DEEPEST:
            raise self.stop(start, phrase("nested more than {most} levels deep", most=_DEEPEST))
        if path:
            self.document.places[path] = at
        if kind is MappingStartEvent:
            return self._mapping(path, depth + 1)
        return self._list(path, depth + 1)

    def _spoil(self, path: str, at: Place) -> Spoiled:
        self.document.places[path] = at
        self.document.spoiled.add(path)
        while path:
            path = path.rpartition(".")[0]
            self.document.spoiled.add(path)
        return SPOILED

    def _refuse_marks(self, event: Any) -> None:
        """Refuse an alias, an anchor or a tag, if there is one."""
        alias = type(event) is AliasEvent
        if event.anchor is not None:
            name = quoted(event.anchor)[1:-1]
            if alias:
                self.problem(
                    _start(event),
                    phrase("aliases such as *{name} are not allowed", name=name),
                    phrase("Write the value itself; put a text that begins with * in quotes."),
                )
            else:
                self.problem(
                    _start(event),
                    phrase("anchors such as &{name} are not allowed", name=name),
                    phrase("Delete it; put a text that begins with & in quotes."),
                )
        if not alias and event.tag is not None:
            mark = event.start_mark
            written = _TAG.match(self.lines[mark.line], mark.column)
            tag = written[1] if written else event.tag
            self.problem(
                _start(event),
                phrase("tags such as {tag} are not allowed", tag=quoted(tag)[1:-1]),
                phrase("Delete it; put a text that begins with ! in quotes."),
            )

    def _list(self, path: str, depth: int) -> list[Any]:
        items: list[Any] = []
        while type(event := self.next()) is not SequenceEndEvent:
            items.append(self._value(event, _inner(path, str(len(items))), _start(event), depth))
        return items

    def _mapping(self, path: str, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        keys = self.document.keys
        prefix = f"{path}." if path else ""
        while type(event := self.next()) is not MappingEndEvent:
            mark = event.start_mark
            at = mark.line + 1, mark.column + 1
            key = self._key(event, path, at, depth)
            if key is None:
                self._value(self.next(), f"{prefix}?", at, depth)
                continue
            inner = prefix + key
            if key in values:
                first = keys[inner][0]
                help = phrase("Delete one of them; the first is on line {line}.", line=first)
                self.problem(at, phrase("duplicate key {key}", key=quoted(key)), help)
                self._value(self.next(), f"{inner}?", at, depth)
                continue
            value = self._value(self.next(), inner, at, depth)
            keys[inner] = at
            values[key] = value
        return values

    def _key(self, event: Any, path: str, at: Place, depth: int) -> str | None:
        """The key's text; ``None`` where there is a problem and its value is to be dropped."""
        if type(event) is ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                self._refuse_marks(event)
            if event.implicit[0] and _is_ordinary(event.value):
                return str(event.value)
        unknown = _inner(path, "?")
        if type(event) is not ScalarEvent:
            self._value(event, unknown, at, depth)
            if type(event) is not AliasEvent:
                help = phrase("Put a key that begins with [ or {{ in quotes.")
                self.problem(at, phrase("a key must be text"), help)
            self._spoil(unknown, at)
            return None
        key = normalize("NFC", event.value)
        if event.implicit[0] and (other := lookalikes.in_key(event.value)) is not None:
            raise self._no_key((at[0], at[1] + other.offset), other.message, other.help)
        if key == "<<" and event.implicit[0]:
            help = phrase("Write the keys and values themselves.")
            self.problem(at, phrase("merge keys (<<) are not allowed"), help)
            self._spoil(unknown, at)
            return None
        if event.style == '"':
            self._check_escapes(event)
        if key == "":
            self.problem(at, phrase("empty key"), phrase("Write a key before the colon."))
            return None
        return key

    def _text(self, event: Any, path: str, at: Place, place: Place) -> Any:
        value = event.value
        if not value.isascii():
            value = normalize("NFC", value)
        # An empty value has no place of its own: its key is what people look for.
        self.document.places[path] = place if value else at
        if self.cleared and not self.cleared.isdisjoint(
            range(event.start_mark.line, event.end_mark.line + 1)
        ):
            return self._spoil(path, place)
        if not event.implicit[0]:
            if event.style == '"' and self._check_escapes(event):
                return self._spoil(path, place)
            return value
        end = event.end_mark
        # The parser puts an empty value at the end of the file behind the last line.
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        comment = _COMMENT.match(line, end.column) if "#" in line else None
        if value in _NOTHING:
            value = ""
        if comment is None:
            return value
        begins = (end.line + 1, comment.start(1))
        if comment[1] and value:
            self.problem(
                begins,
                phrase(
                    "{comment} is a comment, so the text ends with {end}",
                    comment=quoted(line[comment.start(1) - 1 :].rstrip()),
                    end=quoted(value[-20:]),
                ),
                phrase(
                    "Put the whole text in quotes, or put a space after the # if it is a comment."
                ),
            )
            return self._spoil(path, place)
        with_comment = Commented(value)
        with_comment.at = begins
        return with_comment

    def _check_escapes(self, event: Any) -> bool:
        """Refuse each escape of a forbidden character; warn of those that were hardly meant."""
        if not self.escapes:
            return False
        refused = characters.any_forbidden(event.value)
        first, last = event.start_mark, event.end_mark
        for number in range(first.line, last.line + 1):
            begin = first.column if number == first.line else 0
            end = last.column if number == last.line else None
            source = self.lines[number][begin:end]
            for offset, meaning in escapes.forbidden(source) if refused else ():
                at = (number + 1, begin + offset + 1)
                self.problem(at, characters.name_of(meaning), escapes.DELETE)
            for offset, escape, what in escapes.accidental(source):
                mark = Mark(self.path, number + 1, begin + offset + 1)
                message = phrase("`{escape}` in double quotes is {what}", escape=escape, what=what)
                help = escapes.SINGLE_QUOTES
                problem = Problem("warning", "accidental-escape", mark, message, help)
                self.document.problems.append(problem)
        return refused


@lru_cache(512)
def _is_ordinary(key: str) -> bool:
    """Whether a key without quotes is as nearly all are; the same few stand in every file."""
    return key not in {"", "<<"} and is_normalized("NFC", key) and lookalikes.in_key(key) is None


def _inner(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _start(event: Any) -> Place:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
