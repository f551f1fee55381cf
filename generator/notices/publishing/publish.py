"""A publish: build what is due, show it, record it, in an order that survives any crash.

Belongs here: that order. Does not belong here: what is recorded (``evaluation``), rendering the
pages (``hosts``; a publish is given that as a function), how files change as one (``journal``),
how a site is shown (``showing``), the same through git (``push``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from notices.domain.layout import DELIVERIES, LEDGER
from notices.domain.problem import Problem, sort_problems
from notices.evaluation import Evaluation
from notices.loading import read_ledger
from notices.project.disk import Workspace
from notices.publishing import journal, outbox
from notices.publishing.showing import IsShown, LedgerChanged, Render, ledger_bytes, show, staged
from notices.publishing.site_dir import check_site_dir

__all__ = ["PublishOptions", "changed_files", "evaluated_apart", "publish"]


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """How a publish, or a record, comes to its evaluation.

    ``evaluate`` reads the project and evaluates it at an instant. ``now`` (UTC) given is taken
    as it is; without it ``clock`` is asked, and ``sleep`` (seconds) waited where the dates of
    messages have to be kept apart. ``send_all`` sends however many messages come late or moved.
    """

    evaluate: Callable[[datetime], Evaluation]
    now: datetime | None
    clock: Callable[[], datetime]
    sleep: Callable[[float], None] = time.sleep
    send_all: bool = False


def publish(
    workspace: Workspace,
    options: PublishOptions,
    render: Render,
    is_shown: IsShown = lambda _: False,
) -> Evaluation:
    """Build what is due, show it, record it; returns the evaluation that was shown.

    Raises ``journal.Busy``, or an ``OSError``; then either nothing was shown, or the next
    publish finishes this one. Where nothing can be published (``evaluation.site`` is None) it
    returns the evaluation with nothing done. Nor is anything where there is nothing to record, and the
    site ``is_shown`` already.
    """
    configuration = workspace.configuration()
    check_site_dir(workspace, configuration)
    with journal.locked(workspace):
        evaluation = evaluated_apart(options)
        if evaluation.site is None:
            return evaluation
        published = evaluation.published
        files = changed_files(evaluation, ledger_bytes(workspace))
        if not journal.changed(workspace, files) and is_shown(published):
            return published
        with staged(workspace, published, render) as site:
            ledger = ledger_bytes(workspace)
            changes = journal.changed(workspace, changed_files(evaluation, ledger))
            if LEDGER in changes and changes[LEDGER].before != ledger:
                raise LedgerChanged
            outbox.begin(workspace)
            try:
                journal.stage(workspace, changes, site.folder.name)
                show(workspace, site, configuration.site_dir, ledger)
            finally:
                journal.recover(workspace)
        return published


def evaluated_apart(options: PublishOptions, *, entering: int | None = None) -> Evaluation:
    """The evaluation that may be published, behind the last publish's messages in time.

    ``entering`` is how many records will be made, where those are not the evaluation's own. Its
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
    """An evaluation that may not be published, if it has a problem of that rule; an error then.

    Not one with the record of deliveries: nothing is delivered here.
    """

    def stops(problem: Problem) -> bool:
        return problem.rule == rule and problem.mark.path != DELIVERIES

    if not any(map(stops, evaluation.problems)):
        return evaluation
    stopped = [replace(p, severity="error") if stops(p) else p for p in evaluation.problems]
    return replace(evaluation, problems=sort_problems(stopped), site=None)


def changed_files(evaluation: Evaluation, ledger: bytes | None) -> dict[str, bytes]:
    """The files that a publish of the evaluation leaves: path from the root, to all of its bytes.

    ``ledger`` are the bytes on the disk. The new ones are the first file, so that at no instant
    there is a copy without its record. A partial last line, which a crash while appending
    left, is cut off, or ended. Raises :class:`LedgerChanged` where the ledger is not as it was
    when it was evaluated.
    """
    data = ledger or b""
    now = read_ledger(LEDGER, data)
    if (now.ledger.head, now.length, now.partial_line) != (
        evaluation.ledger.head,
        evaluation.valid_length,
        evaluation.partial_line,
    ):
        raise LedgerChanged
    lines = data[: evaluation.valid_length]
    if lines and not lines.endswith(b"\n"):
        lines += b"\n"
    grows = evaluation.lines or evaluation.partial_line
    files = {LEDGER: lines + evaluation.lines} if grows else {}
    return {**files, **evaluation.copies}
