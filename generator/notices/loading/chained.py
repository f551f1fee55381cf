"""Chained lines: the text of a file that only grows, one JSON object a line, each naming the last.

Belongs here: the one form of a line, the chain that holds the lines, and where it breaks; the
ledger and the deliveries share it. Does not belong here: the values of one kind of record
(``ledger``, ``deliveries``), appending to a file (``publishing``).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar

from notices.domain.instants import utc
from notices.domain.phrases import Phrase, phrase
from notices.domain.problem import Failure
from notices.domain.wording import either, quoted

__all__ = ["NO_LINES", "Lines", "NotALine", "RecordForm", "appended", "first_missing_line"]

NO_LINES = "0" * 64
"""What the first line names as the one before it."""

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class _Chained(Protocol):
    """What all records have: their number, when they were made, and the line before."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def prev(self) -> str: ...


R = TypeVar("R", bound=_Chained)


class NotALine(Failure):
    """Why a line is no record that follows the one before."""


class RecordForm(Generic[R]):
    """How one kind of record is written: its class, whose fields are a line's keys, in their order.

    ``instants`` are the fields that are instants, ``may_be_null`` those of them that may be null, and
    ``choices`` the words that others may have. ``check`` raises :class:`NotALine` for any other
    value that is wrong. ``about`` is the field that a record is called by in errors, ``conflict``
    what is said of a line that git left.
    """

    def __init__(
        self,
        kind: type[R],
        *,
        instants: Iterable[str],
        may_be_null: Iterable[str],
        choices: dict[str, tuple[str, ...]],
        check: Callable[[dict[str, Any]], None],
        about: str,
        conflict: Phrase,
    ) -> None:
        self.kind = kind
        self.keys = tuple(field.name for field in fields(kind))  # type: ignore[arg-type]
        self.instants = tuple(instants)
        self.may_be_null = frozenset(may_be_null)
        self.choices = choices
        self.check = check
        self.about = about
        self.conflict = conflict

    def line(self, record: R, number: int, head: str) -> bytes:
        """The line of a record, without its end, as the one of that number after ``head``."""
        values = {key: _written(getattr(record, key)) for key in self.keys}
        return _encode(values | {"seq": number, "prev": head}).encode()

    def record(self, line: bytes, number: int, head: str, before: R | None) -> R:
        """The record of a line that follows ``before``. Raises :class:`NotALine`."""
        values = self._parsed(line)
        if tuple(values) != self.keys:
            missing = [key for key in self.keys if key not in values]
            extra = [key for key in values if key not in self.keys]
            if missing:
                raise NotALine(phrase("{field} is missing", field=missing[0]))
            if extra:
                raise NotALine(phrase("the key {key} is unknown", key=quoted(extra[0])))
            raise NotALine(phrase("its keys are not in order"))
        if type(values["seq"]) is not int or values["seq"] != number:
            raise NotALine(
                phrase(
                    "its number is {seq}, not {number}",
                    seq=quoted(str(values["seq"])),
                    number=number,
                )
            )
        if values["prev"] != head:
            raise NotALine(
                phrase(
                    "it does not follow the line before: one of the two was changed, or a line is "
                    "missing"
                )
                if before
                else phrase("it cannot be the first line: the lines before it are missing")
            )
        for key, options in self.choices.items():
            if values[key] not in options:
                raise NotALine(
                    phrase("{field} is not {options}", field=key, options=either(options))
                )
        self.check(values)
        instants = {key: self._instant(values[key], key) for key in self.instants}
        record = self.kind(**values | instants)
        if before is not None and record.at < before.at:
            raise NotALine(phrase("it was made at {at}, before the line above it", at=values["at"]))
        return record

    def _parsed(self, line: bytes) -> dict[str, Any]:
        if line.endswith(b"\r"):
            raise NotALine(
                phrase("it ends with CR LF; something has changed the file's line endings")
            )
        if line[:7] in {b"<<<<<<<", b"=======", b">>>>>>>"}:
            raise NotALine(self.conflict)
        try:
            values = json.loads(line.decode("utf-8"))
            # The one form is what the program writes: whatever differs was written by another hand.
            canonical = _encode(values).encode() == line
        except (ValueError, RecursionError):
            raise NotALine(phrase("it is not a record")) from None
        if not isinstance(values, dict):
            raise NotALine(phrase("it is not a record"))
        if not canonical:
            raise NotALine(phrase("it is not in the form that the program writes"))
        return values

    def _instant(self, text: object, key: str) -> datetime | None:
        if text is None and key in self.may_be_null:
            return None
        instant = _read(text) if isinstance(text, str) else None
        if instant is None:
            raise NotALine(phrase("{field} is not an instant like 2026-01-01T00:00:00Z", field=key))
        return instant


@dataclass(frozen=True, slots=True)
class Lines(Generic[R]):
    """The content of a file of chained lines.

    ``records`` are those up to the first break, ``head`` the SHA-256 of the last one's line.
    ``broken`` says why the line behind them is none; then nothing else is known of the file. With
    ``partial_line`` there are bytes after the last line end; they count as a record (``unended``)
    where only the line end is missing. The lines that count are the first ``length`` bytes.
    """

    records: tuple[R, ...]
    head: str
    length: int
    broken: Phrase | None = None
    partial_line: bool = False
    unended: bool = False

    @classmethod
    def read(cls, form: RecordForm[R], data: bytes) -> Lines[R]:
        """Read and verify: the form of each line, numbers, chain and order in time."""
        *lines, tail = data.split(b"\n")
        records: list[R] = []
        head, before, length = NO_LINES, None, len(data) - len(tail)
        for number, line in enumerate(lines, 1):
            try:
                before = form.record(line, number, head, before)
            except NotALine as broken:
                return cls(tuple(records), head, length, broken.text)
            records.append(before)
            head = hashlib.sha256(line).hexdigest()
        if not tail:
            return cls(tuple(records), head, length)
        try:
            records.append(form.record(tail, len(lines) + 1, head, before))
        except NotALine:
            return cls(tuple(records), head, length, partial_line=True)
        head = hashlib.sha256(tail).hexdigest()
        return cls(tuple(records), head, len(data), partial_line=True, unended=True)

    @property
    def last_number(self) -> int:
        """The number of the line that is broken, or incomplete."""
        return len(self.records) + (not self.unended)


def appended(
    form: RecordForm[R], known: tuple[R, ...], head: str, new: Iterable[R]
) -> tuple[bytes, tuple[R, ...], str]:
    """The lines that append ``new`` records, all records with them, and the new head.

    ``seq`` and ``prev`` are set here, whatever the records carry. Raises ``ValueError`` for a
    record that :meth:`Lines.read` would refuse: such a line must never be written.
    """
    before = known[-1] if known else None
    chained: list[R] = []
    text = bytearray()
    for number, record in enumerate(new, len(known) + 1):
        line = form.line(record, number, head)
        try:
            before = form.record(line, number, head, before)
        except NotALine as broken:
            raise ValueError(f"no record of {getattr(record, form.about)}: {broken}") from None
        chained.append(before)
        head = hashlib.sha256(line).hexdigest()
        text += line + b"\n"
    return bytes(text), (*known, *chained), head


def first_missing_line(older: bytes, newer: bytes) -> int | None:
    """The first line of an older file that a newer one does not hold in its place, if any.

    ``None``: the file only grew. A partial line at the end of the older one never counted.
    """
    complete = older[: older.rfind(b"\n") + 1]
    if newer.startswith(complete):
        return None
    kept = newer.split(b"\n")[:-1]
    lines = complete.split(b"\n")[:-1]
    missing = (
        number for number, line in enumerate(lines, 1) if kept[number - 1 : number] != [line]
    )
    return next(missing)


def _written(value: object) -> object:
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None or value.microsecond:
        raise ValueError(f"{value!r} is not an instant in whole seconds")
    return utc(value)


@lru_cache(maxsize=4096)
def _read(text: str) -> datetime | None:
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
