"""A publish: build what is due, show it, record it, in an order that survives any crash.

Belongs here: that order. Does not belong here: what is recorded (``pipeline``), building the
pages (``hosts``; a publish is given the build as a function), how files change as one
(``journal``), how a site is shown (``generations``), the same through git (``pushing``).
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from notices.domain.layout import LEDGER
from notices.domain.problem import sort_problems
from notices.evaluation import Evaluation
from notices.loading import read_ledger
from notices.project.disk import Workspace
from notices.publishing import generations, journal

__all__ = ["PublishOptions", "changed_files", "evaluated_apart", "publish"]


def _silent(text: str) -> None:
    """Keep it to oneself."""


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """How a publish, or a record, comes to its edition.

    ``evaluate`` reads the project and judges it at an instant. ``now`` (UTC) given is taken
    as it is; without it ``clock`` is asked, and ``sleep`` (seconds) waited where the dates of
    messages have to be kept apart. ``send_all`` sends however many messages come late or moved.
    ``tell`` hears what is no problem, and yet worth a word.
    """

    evaluate: Callable[[datetime], Evaluation]
    now: datetime | None
    clock: Callable[[], datetime]
    sleep: Callable[[float], None] = time.sleep
    send_all: bool = False
    tell: Callable[[str], None] = _silent


def publish(
    workspace: Workspace, options: PublishOptions, build: Callable[[Evaluation], Path]
) -> Evaluation:
    """Build what is due, show it, record it; returns the edition that was shown.

    ``build`` makes an edition's site in a staging folder and returns that. Raises
    ``journal.Busy``, or an ``OSError``; then either nothing was shown, or the next publish
    finishes this one. Where nothing can be published (``evaluation.site`` is None) it returns
    the edition with nothing done.
    """
    with journal.locked(workspace):
        evaluation = evaluated_apart(options)
        if evaluation.site is None:
            return evaluation
        staged = build(evaluation.published)
        try:
            files = journal.changed(workspace, changed_files(workspace, evaluation))
            journal.stage(workspace, files, staged.name)
            generations.show(workspace, staged, workspace.site, options.tell)
        finally:
            journal.recover(workspace)
            if not generations.shows(workspace, staged.name):
                shutil.rmtree(staged, ignore_errors=True)
        return evaluation.published


def evaluated_apart(options: PublishOptions, *, entering: int | None = None) -> Evaluation:
    """The edition that may be published, behind the last publish's messages in time.

    ``entering`` is how many records will be made, where those are not the edition's own. Its
    ``site`` is None where nothing may be published: the ledger holds records later than now,
    or too many messages would come late or moved at once (``mass-change``).
    """
    evaluation = options.evaluate(options.now or options.clock())
    while options.now is None and (wait := _too_close(evaluation, entering)):
        options.sleep(wait.total_seconds())
        evaluation = options.evaluate(options.clock())
    evaluation = _stopped(evaluation, "clock")
    if options.send_all:
        meant = tuple(problem for problem in evaluation.problems if problem.rule != "mass-change")
        return replace(evaluation, problems=meant)
    return evaluation if entering is not None else _stopped(evaluation, "mass-change")


def _too_close(evaluation: Evaluation, entering: int | None) -> timedelta:
    """How long until the new messages' dates stay behind those of the last publish."""
    known = evaluation.ledger.records
    new = len(evaluation.records) if entering is None else entering
    if not known or not new:
        return timedelta()
    return max(known[-1].at + timedelta(seconds=new) - evaluation.now, timedelta())


def _stopped(evaluation: Evaluation, rule: str) -> Evaluation:
    """An edition that may not be published, if it has this warning; it is an error then."""
    if not any(problem.rule == rule for problem in evaluation.problems):
        return evaluation
    stopped = [replace(p, severity="error") if p.rule == rule else p for p in evaluation.problems]
    return replace(evaluation, problems=sort_problems(stopped), site=None)


def changed_files(workspace: Workspace, evaluation: Evaluation) -> dict[str, bytes]:
    """The files that a publish of the edition leaves: path from the root, to all of its bytes.

    The ledger is the first, so that at no instant a copy stands of which no record tells. A
    torn last line of it, which a crash while appending left, is cut off, or ended. Raises
    :class:`Busy` where the ledger is not as it was when the edition was evaluated.
    """
    ledger = workspace.root / LEDGER
    data = ledger.read_bytes() if ledger.exists() else b""
    now = read_ledger(LEDGER, data)
    if (now.ledger.head, now.length, now.partial_line) != (
        evaluation.ledger.head,
        evaluation.valid_length,
        evaluation.partial_line,
    ):
        message = f"{LEDGER} changed while this publish was at work (a `git pull`?); run it again"
        raise journal.Busy(message)
    whole = data[: evaluation.valid_length]
    if whole and not whole.endswith(b"\n"):
        whole += b"\n"
    files = (
        {LEDGER: whole + evaluation.lines} if evaluation.lines or evaluation.partial_line else {}
    )
    return {**files, **evaluation.copies}
