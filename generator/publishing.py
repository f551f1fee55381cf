"""A publish: build what is due, show it, record it, in an order that survives any crash.

Belongs here: that order. Does not belong here: what is recorded (``pipeline``), building the
pages (``hosts``; a publish is given the build as a function), how files change as one
(``intents``), how a site is shown (``generations``), the same through git (``pushing``).
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from generator import generations, intents
from generator.domain.problem import sort_problems
from generator.loading import read_ledger
from generator.pipeline import LEDGER, Edition
from generator.workspace import Workspace

__all__ = ["Asked", "changed_files", "evaluated_apart", "publish"]


def _silent(text: str) -> None:
    """Keep it to oneself."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a publish, or a record, comes to its edition.

    ``evaluate`` reads the project and judges it at an instant. ``now`` (UTC) given is taken
    as it is; without it ``clock`` is asked, and ``sleep`` (seconds) waited where the dates of
    messages have to be kept apart. ``send_all`` sends however many messages come late or moved.
    ``tell`` hears what is no problem, and yet worth a word.
    """

    evaluate: Callable[[datetime], Edition]
    now: datetime | None
    clock: Callable[[], datetime]
    sleep: Callable[[float], None] = time.sleep
    send_all: bool = False
    tell: Callable[[str], None] = _silent


def publish(workspace: Workspace, asked: Asked, build: Callable[[Edition], Path]) -> Edition:
    """Build what is due, show it, record it; returns the edition that was shown.

    ``build`` makes an edition's site in a staging folder and returns that. Raises
    ``intents.Busy``, or an ``OSError``; then either nothing was shown, or the next publish
    finishes this one. Where nothing can be published (``edition.site`` is None) it returns
    the edition with nothing done.
    """
    with intents.locked(workspace):
        edition = evaluated_apart(asked)
        if edition.site is None:
            return edition
        staged = build(edition.published)
        try:
            files = intents.changed(workspace, changed_files(workspace, edition))
            intents.intend(workspace, files, staged.name)
            generations.show(workspace, staged, workspace.site, asked.tell)
        finally:
            intents.settle(workspace)
            if not generations.shows(workspace, staged.name):
                shutil.rmtree(staged, ignore_errors=True)
        return edition.published


def evaluated_apart(asked: Asked, *, entering: int | None = None) -> Edition:
    """The edition that may be published, behind the last publish's messages in time.

    ``entering`` is how many records will be made, where those are not the edition's own. Its
    ``site`` is None where nothing may be published: the ledger holds records later than now,
    or too many messages would come late or moved at once (``mass-change``).
    """
    edition = asked.evaluate(asked.now or asked.clock())
    while asked.now is None and (wait := _too_close(edition, entering)):
        asked.sleep(wait.total_seconds())
        edition = asked.evaluate(asked.clock())
    edition = _stopped(edition, "clock")
    if asked.send_all:
        meant = tuple(problem for problem in edition.problems if problem.rule != "mass-change")
        return replace(edition, problems=meant)
    return edition if entering is not None else _stopped(edition, "mass-change")


def _too_close(edition: Edition, entering: int | None) -> timedelta:
    """How long until the new messages' dates stay behind those of the last publish."""
    known = edition.ledger.records
    new = len(edition.records) if entering is None else entering
    if not known or not new:
        return timedelta()
    return max(known[-1].at + timedelta(seconds=new) - edition.now, timedelta())


def _stopped(edition: Edition, rule: str) -> Edition:
    """An edition that may not be published, if it has this warning; it is an error then."""
    if not any(problem.rule == rule for problem in edition.problems):
        return edition
    stopped = [replace(p, severity="error") if p.rule == rule else p for p in edition.problems]
    return replace(edition, problems=sort_problems(stopped), site=None)


def changed_files(workspace: Workspace, edition: Edition) -> dict[str, bytes]:
    """The files that a publish of the edition leaves: path from the root, to all of its bytes.

    The ledger is the first, so that at no instant a copy stands of which no record tells. A
    torn last line of it, which a crash while appending left, is cut off, or ended. Raises
    :class:`Busy` where the ledger is not as it was when the edition was evaluated.
    """
    ledger = workspace.root / LEDGER
    data = ledger.read_bytes() if ledger.exists() else b""
    now = read_ledger(LEDGER, data)
    if (now.ledger.head, now.length, now.torn) != (
        edition.ledger.head,
        edition.whole,
        edition.torn,
    ):
        message = f"{LEDGER} changed while this publish was at work (a `git pull`?); run it again"
        raise intents.Busy(message)
    whole = data[: edition.whole]
    if whole and not whole.endswith(b"\n"):
        whole += b"\n"
    files = {LEDGER: whole + edition.lines} if edition.lines or edition.torn else {}
    return {**files, **edition.copies}
