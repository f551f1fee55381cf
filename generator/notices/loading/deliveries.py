"""The deliveries' text: lines to records and back.

Belongs here: the values of a line, and what is said of a file that is broken or torn. Does not
belong here: the chain of lines (``chained``), what records mean (``domain.deliveries``), appending
to the file (``publishing``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args

from notices.domain.deliveries import DeliveryEvent, DeliveryLog, DeliveryRecord, delivery_key
from notices.domain.names import is_id
from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem
from notices.loading.chained import Lines, NotALine, RecordForm, appended

__all__ = ["DeliveriesText", "chain_deliveries", "read_deliveries"]

# Of what a delivery is made, and what its records say in one line: no control character.
_NAMES = ("message", "language", "recipient")
_TEXTS = ("detail", "message_id")
_LINE = re.compile(r"[^\x00-\x1f\x7f]*")
# An event that ends by itself says when.
_UNTIL = frozenset({"claim", "deferred"})


@dataclass(frozen=True, slots=True)
class DeliveriesText:
    """The content of the file of deliveries.

    ``log`` holds the records up to the first break; with a break, one problem is an error
    (``deliveries-broken``). With ``partial_line``, a crash left part of a line at the end
    (``deliveries-torn``, a warning); the complete lines are the first ``length`` bytes.
    """

    log: DeliveryLog
    problems: tuple[Problem, ...] = ()
    partial_line: bool = False
    length: int = 0


def _check(values: dict[str, Any]) -> None:
    for key in (*_NAMES, *_TEXTS):
        text = values[key]
        if not isinstance(text, str) or not _LINE.fullmatch(text) or (not text and key in _NAMES):
            raise NotALine(phrase("{field} is not a text in one line", field=key))
    if not isinstance(values["channel"], str) or not is_id(values["channel"]):
        raise NotALine(phrase("{field} is not an id", field="channel"))
    if values["key"] != delivery_key(
        values["message"], values["channel"], values["language"], values["recipient"]
    ):
        raise NotALine(
            phrase("its key is not that of its message, channel, language and recipient")
        )
    if type(values["attempt"]) is not int or values["attempt"] < 1:
        raise NotALine(phrase("{field} is not a whole number from 1 on", field="attempt"))
    if (values["until"] is not None) != (values["event"] in _UNTIL):
        raise NotALine(
            phrase("{field} is missing", field="until")
            if values["until"] is None
            else phrase("{field} stands with claim and deferred alone", field="until")
        )


_FORM = RecordForm(
    DeliveryRecord,
    instants=("at", "until"),
    may_be_null=("until",),
    choices={"event": get_args(DeliveryEvent)},
    check=_check,
    about="key",
    conflict=phrase("it is a merge conflict marker; deliveries are never merged as text"),
)


def read_deliveries(path: str, data: bytes) -> DeliveriesText:
    """Read the deliveries and verify them: the form of each line, numbers, chain and order in time.

    No bytes are no deliveries. Bytes after the last line end are a partial line; where only its
    line end is missing, it counts.
    """
    lines = Lines.read(_FORM, data)
    log, mark = DeliveryLog(lines.records, lines.head), Mark(path, lines.last_number)
    if lines.broken is not None:
        problem = Problem(
            "error",
            "deliveries-broken",
            mark,
            phrase(
                "the record of deliveries is broken at line {number}: {what}",
                number=mark.line,
                what=lines.broken,
            ),
            phrase(
                "Restore its last good version from git; until then nothing is delivered, and the "
                "site is published as always."
            ),
        )
        return DeliveriesText(log, (problem,), length=lines.length)
    if not lines.partial_line:
        return DeliveriesText(log, length=lines.length)
    problem = Problem(
        "warning",
        "deliveries-torn",
        mark,
        phrase(
            "the last line of the record of deliveries is incomplete: a run was stopped while "
            "writing it"
        ),
        phrase("The next `notices deliver` repairs it; only the line ending is missing.")
        if lines.unended
        else phrase("The next `notices deliver` repairs it; until then the line does not count."),
    )
    return DeliveriesText(log, (problem,), partial_line=True, length=lines.length)


def chain_deliveries(
    log: DeliveryLog, records: Iterable[DeliveryRecord]
) -> tuple[bytes, DeliveryLog]:
    """The lines that append ``records`` to ``log``, and the log with them.

    ``seq`` and ``prev`` are set here, whatever the records carry. Raises ``ValueError`` for a
    record that `read_deliveries` would refuse: such a line must never be written.
    """
    text, chained, head = appended(_FORM, log.records, log.head, records)
    return text, DeliveryLog(chained, head)
