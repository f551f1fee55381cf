"""Entering a notice that a person sent into the ledger.

Belongs here: the one line's way to the disk, beside any publish. Does not belong here:
whether it may be entered and what it says (``pipeline``), the same through git (``pushing``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from generator import intents
from generator.domain.ledger import Record
from generator.domain.policy import Policy
from generator.domain.problem import Problem
from generator.pipeline import LEDGER, sent_record
from generator.publishing import Asked, evaluated_apart
from generator.workspace import Workspace

__all__ = ["Entered", "Sent", "enter", "entered"]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a person says: which notice of which release went out, when (UTC) and how."""

    entry: str
    notice: str
    at: datetime | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """The record that was made, with its ledger file; or why none was, in ``problems``."""

    problems: tuple[Problem, ...] = ()
    record: Record | None = None
    ledger: bytes = b""
    policy: Policy | None = None


def enter(workspace: Workspace, asked: Asked, sent: Sent) -> Entered:
    """Record what a person sent. Raises ``intents.Busy``, or an ``OSError``: then nothing is."""
    with intents.locked(workspace):
        made = entered(workspace, asked, sent)
        if made.record is not None:
            try:
                intents.intend(workspace, {LEDGER: made.ledger}, generation=None)
            finally:
                intents.settle(workspace)
        return made


def entered(workspace: Workspace, asked: Asked, sent: Sent) -> Entered:
    """What the ledger will be; nothing is written yet. The caller holds the lock."""
    edition = evaluated_apart(asked, entering=1)
    if edition.site is None or edition.torn:
        # A torn ledger is mended by a publish alone.
        return Entered(tuple(p for p in edition.problems if p.is_error or p.mark.path == LEDGER))
    made = sent_record(edition, sent.entry, sent.notice, sent.at)
    if isinstance(made, Problem):
        return Entered((made,))
    record, line = made
    path = workspace.root / LEDGER
    before = path.read_bytes() if path.exists() else b""
    return Entered((), record, before + line, edition.policy)
