"""The ledger's text: lines to records and back, and the chain that holds them.

Belongs here: the canonical form of a line, and finding where the chain breaks. Does not
belong here: what records mean (``domain.ledger``), appending to the file (``publishing``).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from notices.domain.instants import utc
from notices.domain.ledger import Ledger, Record
from notices.domain.names import is_id
from notices.domain.phrases import phrase
from notices.domain.problem import Failure, Mark, Problem
from notices.domain.wording import either, quoted

__all__ = ["LedgerText", "chain", "first_missing_line", "read_ledger"]

# The keys of a line are the fields of a record, in their order.
_KEYS = tuple(field.name for field in fields(Record))
_INSTANTS = ("at", "sent", "start", "end", "deadline")
_MAY_BE_NULL = frozenset({"sent", "deadline"})
_CHOICES = {
    "kind": ("release", "plan"),
    "audience": ("customers", "staff", "affected"),
    "verdict": ("on_time", "late", "missed", "exception"),
}
_RESULTS = ("success", "partial", "rolled_back")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_RESTORE = phrase("Restore its last good version from git; only the program writes this file.")


@dataclass(frozen=True, slots=True)
class LedgerText:
    """The content of the ledger's file.

    ``ledger`` holds the records up to the first break; with a break, one problem is an error
    (``ledger-broken``). With ``partial_line``, a crash left part of a line at the end
    (``ledger-torn``, a warning); the complete lines are the first ``length`` bytes.
    """

    ledger: Ledger
    problems: tuple[Problem, ...] = ()
    partial_line: bool = False
    length: int = 0


class _Broken(Failure):
    """Why a line is no record that follows the one before."""


def read_ledger(path: str, data: bytes) -> LedgerText:
    """Read the ledger and verify it: the form of each line, numbers, chain and order in time.

    No bytes are an empty ledger. Bytes after the last line end are a partial line; where only its
    line end is missing, it counts.
    """
    *lines, tail = data.split(b"\n")
    length = len(data) - len(tail)
    records: list[Record] = []
    head = Ledger().head
    for number, line in enumerate(lines, 1):
        try:
            record = _record(line, number, head, records[-1] if records else None)
        except _Broken as broken:
            problem = Problem(
                "error",
                "ledger-broken",
                Mark(path, number),
                phrase(
                    "the ledger is broken at line {number}: {what}", number=number, what=broken.text
                ),
                _RESTORE,
            )
            return LedgerText(Ledger(tuple(records), head), (problem,), length=length)
        records.append(record)
        head = hashlib.sha256(line).hexdigest()
    ledger = Ledger(tuple(records), head)
    if not tail:
        return LedgerText(ledger, length=length)
    help = phrase("The next `notices publish` repairs it; until then the line does not count.")
    try:
        record = _record(tail, len(lines) + 1, head, records[-1] if records else None)
    except _Broken:
        pass
    else:
        help = phrase("The next `notices publish` repairs it; only the line ending is missing.")
        ledger = Ledger((*records, record), hashlib.sha256(tail).hexdigest())
        length = len(data)
    problem = Problem(
        "warning",
        "ledger-torn",
        Mark(path, len(lines) + 1),
        phrase("the last line of the ledger is incomplete: a run was stopped while writing it"),
        help,
    )
    return LedgerText(ledger, (problem,), partial_line=True, length=length)


def first_missing_line(older: bytes, newer: bytes) -> int | None:
    """The first line of an older ledger that a newer one does not hold in its place, if any.

    ``None``: the ledger only grew. A partial line at the end of the older one never counted.
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


def chain(ledger: Ledger, records: Iterable[Record]) -> tuple[bytes, Ledger]:
    """The lines that append ``records`` to ``ledger``, and the ledger with them.

    ``seq`` and ``prev`` are set here, whatever the records carry. Raises ``ValueError`` for a
    record that `read_ledger` would refuse: such a line must never be written.
    """
    chained = list(ledger.records)
    head = ledger.head
    text = bytearray()
    for record in records:
        number = len(chained) + 1
        line = _line(replace(record, seq=number, prev=head))
        try:
            chained.append(_record(line, number, head, chained[-1] if chained else None))
        except _Broken as broken:
            raise ValueError(f"no record of {record.entry}: {broken}") from None
        head = hashlib.sha256(line).hexdigest()
        text += line + b"\n"
    return bytes(text), Ledger(tuple(chained), head)


def _line(record: Record) -> bytes:
    return _encode({key: _written(getattr(record, key)) for key in _KEYS}).encode()


def _written(value: object) -> object:
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None or value.microsecond:
        raise ValueError(f"{value!r} is not an instant in whole seconds")
    return utc(value)


def _record(line: bytes, number: int, head: str, before: Record | None) -> Record:
    values = _parsed(line)
    if tuple(values) != _KEYS:
        missing = [key for key in _KEYS if key not in values]
        extra = [key for key in values if key not in _KEYS]
        if missing:
            raise _Broken(phrase("{field} is missing", field=missing[0]))
        if extra:
            raise _Broken(phrase("the key {key} is unknown", key=quoted(extra[0])))
        raise _Broken(phrase("its keys are not in order"))
    if type(values["seq"]) is not int or values["seq"] != number:
        raise _Broken(
            phrase(
                "its number is {seq}, not {number}", seq=quoted(str(values["seq"])), number=number
            )
        )
    if values["prev"] != head:
        raise _Broken(
            phrase(
                "it does not follow the line before: one of the two was changed, or a line is "
                "missing"
            )
            if before
            else phrase("it cannot be the first line: the lines before it are missing")
        )
    _check_types(values)
    record = Record(**values | {key: _instant(values[key], key) for key in _INSTANTS})
    if before is not None and record.at < before.at:
        raise _Broken(phrase("it was made at {at}, before the line above it", at=values["at"]))
    return record


def _parsed(line: bytes) -> dict[str, Any]:
    if line.endswith(b"\r"):
        raise _Broken(phrase("it ends with CR LF; something has changed the file's line endings"))
    if line[:7] in {b"<<<<<<<", b"=======", b">>>>>>>"}:
        raise _Broken(phrase("it is a merge conflict marker; a ledger is never merged as text"))
    try:
        values = json.loads(line.decode("utf-8"))
        # The one form is what the program writes: whatever differs was written by another hand.
        canonical = _encode(values).encode() == line
    except (ValueError, RecursionError):
        raise _Broken(phrase("it is not a record")) from None
    if not isinstance(values, dict):
        raise _Broken(phrase("it is not a record"))
    if not canonical:
        raise _Broken(phrase("it is not in the form that the program writes"))
    return values


def _check_types(values: dict[str, Any]) -> None:
    for key, options in _CHOICES.items():
        if values[key] not in options:
            raise _Broken(phrase("{field} is not {options}", field=key, options=either(options)))
    for key in ("entry", "notice"):
        if not isinstance(values[key], str) or not is_id(values[key]):
            raise _Broken(phrase("{field} is not an id", field=key))
    if values["result"] is not None and values["result"] not in _RESULTS:
        results = either(_RESULTS)
        raise _Broken(phrase("{field} is not {options}", field="result", options=results))
    if not isinstance(values["digest"], str) or not _DIGEST.fullmatch(values["digest"]):
        raise _Broken(phrase("{field} is not a SHA-256", field="digest"))


def _instant(text: object, key: str) -> datetime | None:
    if text is None and key in _MAY_BE_NULL:
        return None
    instant = _read(text) if isinstance(text, str) else None
    if instant is None:
        raise _Broken(phrase("{field} is not an instant like 2026-01-01T00:00:00Z", field=key))
    return instant


@lru_cache(maxsize=4096)
def _read(text: str) -> datetime | None:
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
