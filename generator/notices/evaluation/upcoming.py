"""What lies ahead: the instants at which the site changes though nobody edits anything.

Belongs here: which notice is planned next, which window or month turns next. Does not belong
here: what the change will be (``evaluation``), waiting for it (``notices.publishing.watch``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from notices.domain.public import NoticeStanding
from notices.evaluation.evaluation import Evaluation
from notices.rules.validity import comes_true

__all__ = ["next_change", "planned_notices"]

# States of what a publish does not go by.
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
            # A closing note that somebody dated some minutes ahead may not wait for the next edit.
            ahead += comes_true(file, evaluation.policy.zone)
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
