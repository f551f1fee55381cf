"""Entering a notice that a person sent into the ledger.

Belongs here: the one line's way to the disk, beside any publish. Does not belong here:
whether it may be entered and what it says (``evaluation``), the same through git (``push``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from notices.domain.layout import LEDGER
from notices.domain.ledger import Record
from notices.domain.policy import Policy
from notices.domain.problem import Problem
from notices.evaluation import sent_record
from notices.project.disk import Workspace
from notices.publishing import journal
from notices.publishing.publish import PublishOptions, evaluated_apart

__all__ = ["RecordRequest", "RecordResult", "enter", "entered"]


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """What a person says: which notice of which release went out, when (UTC) and how."""

    entry: str
    notice: str
    at: datetime | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class RecordResult:
    """The record that was made, with its ledger file; or why none was, in ``problems``."""

    problems: tuple[Problem, ...] = ()
    record: Record | None = None
    ledger: bytes = b""
    policy: Policy | None = None


def enter(workspace: Workspace, options: PublishOptions, sent: RecordRequest) -> RecordResult:
    """Record what a person sent. Raises ``journal.Busy``, or an ``OSError``: then nothing is."""
    with journal.locked(workspace):
        made = entered(workspace, options, sent)
        if made.record is not None:
            try:
                journal.stage(workspace, {LEDGER: made.ledger}, generation=None)
            finally:
                journal.recover(workspace)
        return made


def entered(workspace: Workspace, options: PublishOptions, sent: RecordRequest) -> RecordResult:
    """What the ledger will be; nothing is written yet. The caller holds the lock."""
    evaluation = evaluated_apart(options, entering=1)
    if evaluation.site is None or evaluation.partial_line:
        # Only a publish repairs a partial line.
        return RecordResult(
            tuple(p for p in evaluation.problems if p.is_error or p.mark.path == LEDGER)
        )
    made = sent_record(evaluation, sent.entry, sent.notice, sent.at)
    if isinstance(made, Problem):
        return RecordResult((made,))
    record, line = made
    path = workspace.root / LEDGER
    before = path.read_bytes() if path.exists() else b""
    return RecordResult((), record, before + line, evaluation.policy)
