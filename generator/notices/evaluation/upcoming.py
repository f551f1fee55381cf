"""What is ahead: the instants at which the site changes though nobody edits anything.

Belongs here: which notice is planned next, which window or month turns next. Does not belong
here: what the change will be (``evaluation``), waiting for it (``notices.publishing.watch``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from notices.domain.instants import midnight
from notices.domain.public import NoticeStanding
from notices.domain.release import Release
from notices.evaluation.evaluation import Evaluation

__all__ = ["next_change", "planned_notices"]

# States in which an entry has no effect on a publish.
_UNUSABLE = ("draft", "refused", "invalid")


def next_change(evaluation: Evaluation) -> datetime | None:
    """The next instant (UTC) at which the site would change; ``now`` if something is due.

    ``None`` where nothing is ahead.
    """
    if evaluation.records:
        return evaluation.now
    ahead = [planned for planned, _ in planned_notices(evaluation)]
    for decision in evaluation.decisions:
        release, file = decision.release, decision.entry.file
        if file is not None and evaluation.policy and decision.verdict in ("invalid", "refused"):
            # An outcome that somebody dated some minutes ahead does not wait for the next edit.
            ahead += _becomes_legal(file, evaluation.policy.zone)
        if release is None or decision.state in _UNUSABLE:
            continue
        if not decision.public and decision.category is not None:
            # A row that comes into force may make a notice of a hidden release due.
            ahead += [rule.since for rule in decision.category.notices if rule.since is not None]
        if decision.public and decision.state in ("announced", "in_progress"):
            ahead += [release.window.start, release.window.end]
    for plan in evaluation.plans:
        ahead += [n.planned for n in plan.notices if n.status == "pending" and n.planned]
        if plan.public and plan.timing is not None:
            ahead += [plan.timing.start, plan.timing.end]
    return min((instant for instant in ahead if instant > evaluation.now), default=None)


def planned_notices(evaluation: Evaluation) -> Iterator[tuple[datetime, NoticeStanding]]:
    """The releases' notices to customers that a publish will send, each with when (UTC)."""
    for decision in evaluation.decisions:
        if decision.state in _UNUSABLE:
            continue
        for standing in decision.notices:
            if (
                standing.status == "pending"
                and standing.rule.audience == "customers"
                and standing.planned is not None
            ):
                yield standing.planned, standing


def _becomes_legal(release: Release, zone: tzinfo) -> tuple[datetime, ...]:
    """The instants (UTC, past ones too) at which an entry that is refused may become legal.

    Those are the dates in the file that may still be in the future and, for an update that
    nobody announced, the end of its window.
    """
    instants = [event.at for event in (release.cancelled, release.outcome) if event is not None]
    if release.exception is not None:
        instants.append(midnight(release.exception.on, zone))
        if release.outcome is not None:
            instants.append(release.window.end)
    return tuple(instants)
