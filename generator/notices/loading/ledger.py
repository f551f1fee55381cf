"""The ledger's text: lines to records and back.

Belongs here: the values of a line, and what is said of a file that is broken or torn. Does not
belong here: the chain of lines (``chained``), what records mean (``domain.ledger``), appending to
the file (``publishing``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from notices.domain.ledger import Ledger, Record
from notices.domain.names import is_id
from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem
from notices.domain.wording import either
from notices.loading.chained import Lines, NotALine, RecordForm, appended

__all__ = ["LedgerText", "chain", "read_ledger"]

_RESULTS = ("success", "partial", "rolled_back")
_DIGEST = re.compile(r"[0-9a-f]{64}")
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


def _check(values: dict[str, Any]) -> None:
    for key in ("entry", "notice"):
        if not isinstance(values[key], str) or not is_id(values[key]):
            raise NotALine(phrase("{field} is not an id", field=key))
    if values["result"] is not None and values["result"] not in _RESULTS:
        results = either(_RESULTS)
        raise NotALine(phrase("{field} is not {options}", field="result", options=results))
    if not isinstance(values["digest"], str) or not _DIGEST.fullmatch(values["digest"]):
        raise NotALine(phrase("{field} is not a SHA-256", field="digest"))


_FORM = RecordForm(
    Record,
    instants=("at", "sent", "start", "end", "deadline"),
    may_be_null=("sent", "deadline"),
    choices={
        "kind": ("release", "plan"),
        "audience": ("customers", "staff", "affected"),
        "verdict": ("on_time", "late", "missed", "exception"),
    },
    check=_check,
    about="entry",
    conflict=phrase("it is a merge conflict marker; a ledger is never merged as text"),
)


def read_ledger(path: str, data: bytes) -> LedgerText:
    """Read the ledger and verify it: the form of each line, numbers, chain and order in time.

    No bytes are an empty ledger. Bytes after the last line end are a partial line; where only its
    line end is missing, it counts.
    """
    lines = Lines.read(_FORM, data)
    ledger, mark = Ledger(lines.records, lines.head), Mark(path, lines.last_number)
    if lines.broken is not None:
        what = phrase(
            "the ledger is broken at line {number}: {what}", number=mark.line, what=lines.broken
        )
        problem = Problem("error", "ledger-broken", mark, what, _RESTORE)
        return LedgerText(ledger, (problem,), length=lines.length)
    if not lines.partial_line:
        return LedgerText(ledger, length=lines.length)
    problem = Problem(
        "warning",
        "ledger-torn",
        mark,
        phrase("the last line of the ledger is incomplete: a run was stopped while writing it"),
        phrase("The next `notices publish` repairs it; only the line ending is missing.")
        if lines.unended
        else phrase("The next `notices publish` repairs it; until then the line does not count."),
    )
    return LedgerText(ledger, (problem,), partial_line=True, length=lines.length)


def chain(ledger: Ledger, records: Iterable[Record]) -> tuple[bytes, Ledger]:
    """The lines that append ``records`` to ``ledger``, and the ledger with them.

    ``seq`` and ``prev`` are set here, whatever the records carry. Raises ``ValueError`` for a
    record that `read_ledger` would refuse: such a line must never be written.
    """
    text, chained, head = appended(_FORM, ledger.records, ledger.head, records)
    return text, Ledger(chained, head)
