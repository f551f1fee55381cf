"""Entering a notice that a person sent into the ledger.

Belongs here: the one line's way to the disk, beside any publish. Does not belong here:
whether it may be recorded and its content (``evaluation``), the same through git (``push``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from notices.domain.layout import LEDGER
from notices.domain.ledger import Record
from notices.domain.policy import Policy
from notices.domain.problem import Problem
from notices.evaluation import sent_record
from notices.loading import read_ledger
from notices.project.disk import Workspace
from notices.publishing import journal
from notices.publishing.journal import Change
from notices.publishing.publish import PublishOptions, evaluated_apart
from notices.publishing.showing import LedgerChanged, ledger_bytes

__all__ = ["RecordRequest", "RecordResult", "enter", "entered"]


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """What a person reports: which notice of which release was sent, when (UTC) and how."""

    entry: str
    notice: str
    at: datetime | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class RecordResult:
    """The new record and how it changes the ledger's file, or in ``problems`` why there is none."""

    problems: tuple[Problem, ...] = ()
    record: Record | None = None
    change: Change | None = None
    policy: Policy | None = None


def enter(
    workspace: Workspace,
    options: PublishOptions,
    request: RecordRequest,
    *,
    patient: bool = False,
) -> RecordResult:
    """Record what a person sent. Raises ``journal.Busy``, or an ``OSError``: then nothing is.

    A ``patient`` one waits for its turn.
    """
    with journal.locked(workspace, patient=patient):
        result = entered(workspace, options, request)
        if result.change is not None:
            try:
                journal.stage(workspace, {LEDGER: result.change}, generation=None)
            finally:
                journal.recover(workspace)
        return result


def entered(workspace: Workspace, options: PublishOptions, request: RecordRequest) -> RecordResult:
    """What the ledger will be; nothing is written yet. The caller holds the lock.

    Raises :class:`LedgerChanged` where the ledger is not as it was when it was evaluated.
    """
    evaluation = evaluated_apart(options, entering=1)
    if evaluation.site is None or evaluation.partial_line:
        # Only a publish repairs a partial line.
        return RecordResult(
            tuple(p for p in evaluation.problems if p.is_error or p.mark.path == LEDGER)
        )
    found = sent_record(evaluation, request.entry, request.notice, request.at)
    if isinstance(found, Problem):
        return RecordResult((found,))
    record, line = found
    before = ledger_bytes(workspace)
    text = read_ledger(LEDGER, before or b"")
    if text.ledger.head != evaluation.ledger.head or text.partial_line:
        raise LedgerChanged
    change = Change(before, (before or b"") + line)
    return RecordResult((), record, change, evaluation.policy)
