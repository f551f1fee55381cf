"""What is ahead: how the site changes though nobody edits anything, and at which instants.

Belongs here: which notices are planned, which windows and months turn. Does not belong here:
what the site will then be (``evaluation``), waiting for it (``notices.publishing.watch``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from notices.domain.instants import midnight
from notices.domain.policy import Policy
from notices.domain.problem import EntryKind
from notices.domain.public import NoticeStanding, State
from notices.domain.release import Release
from notices.evaluation.decisions import Decision
from notices.evaluation.evaluation import Evaluation
from notices.evaluation.plan_decisions import PlanDecision

__all__ = [
    "ChangeAhead",
    "changes_ahead",
    "next_change",
    "next_owed",
    "planned_notices",
    "planned_of",
]

# States in which an entry has no effect on a publish.
_UNUSABLE = ("draft", "refused", "invalid")


@dataclass(frozen=True, slots=True)
class ChangeAhead:
    """What happens to one entry, or to a freeze, at an instant (UTC), as things stand now.

    Of an entry it is a ``notice`` that a publish sends or records as missed, a new ``state``, or, with
    neither, that the entry is judged anew: something in it, or in the policy, takes effect. A
    freeze is over then.
    """

    at: datetime
    kind: EntryKind | Literal["freeze"]
    entry: str
    notice: str | None = None
    state: State | None = None


def next_change(evaluation: Evaluation) -> datetime | None:
    """The next instant (UTC) at which the site would change; ``now`` if something is due.

    ``None`` where nothing is ahead.
    """
    return min((change.at for change in changes_ahead(evaluation)), default=None)


def next_owed(evaluation: Evaluation) -> datetime | None:
    """The next instant (UTC) from which people may send a notice; ``None`` where none is ahead."""
    ahead = (
        standing.planned
        for decision in evaluation.decisions
        if decision.state not in _UNUSABLE and not decision.settled
        for standing in decision.notices
        if standing.rule.audience != "customers" and standing.status == "pending"
    )
    return min((at for at in ahead if at is not None), default=None)


def changes_ahead(evaluation: Evaluation) -> tuple[ChangeAhead, ...]:
    """What changes from ``now`` on though nobody edits anything, in order; what is due is at ``now``."""
    now = evaluation.now
    due = [ChangeAhead(now, r.kind, r.entry, notice=r.notice) for r in evaluation.records]
    ahead = [c for each in evaluation.decisions for c in _of_release(each, evaluation.policy)]
    ahead += [change for each in evaluation.plans for change in _of_plan(each)]
    if evaluation.site is not None:  # The home page names the freezes that are not over.
        ahead += [ChangeAhead(f.freeze.end, "freeze", f.freeze.id) for f in evaluation.site.freezes]
    later = sorted((change for change in ahead if change.at > now), key=lambda change: change.at)
    return tuple(dict.fromkeys([*due, *later]))


def _of_release(decision: Decision, policy: Policy | None) -> Iterator[ChangeAhead]:
    release, file, entry = decision.release, decision.entry.file, decision.entry.id
    if file is not None and policy is not None and decision.verdict in ("invalid", "refused"):
        # An outcome that somebody dated some minutes ahead does not wait for the next edit.
        for at in _becomes_legal(file, policy.zone):
            yield ChangeAhead(at, "release", entry)
    if release is None or decision.state in _UNUSABLE:
        return
    if not decision.public and decision.category is not None:
        # A row that comes into force may make a notice of a hidden release due.
        for rule in decision.category.notices:
            if rule.since is not None:
                yield ChangeAhead(rule.since, "release", entry)
    for planned, standing in planned_of(decision):
        yield ChangeAhead(planned, "release", entry, notice=standing.rule.id)
    if decision.public and decision.state in ("announced", "in_progress"):
        yield ChangeAhead(release.window.start, "release", entry, state="in_progress")
        yield ChangeAhead(release.window.end, "release", entry, state="awaiting_confirmation")


def _of_plan(decision: PlanDecision) -> Iterator[ChangeAhead]:
    entry, timing = decision.entry.id, decision.timing
    for notice in decision.notices:
        if notice.status == "pending" and notice.planned is not None:
            yield ChangeAhead(notice.planned, "plan", entry, notice=notice.rule.id)
    if decision.public and timing is not None:
        yield ChangeAhead(timing.start, "plan", entry, state="in_progress")
        yield ChangeAhead(timing.end, "plan", entry, state="completed")


def planned_notices(evaluation: Evaluation) -> Iterator[tuple[datetime, NoticeStanding]]:
    """The releases' notices to customers that a publish will send, each with when (UTC)."""
    for decision in evaluation.decisions:
        yield from planned_of(decision)


def planned_of(decision: Decision) -> Iterator[tuple[datetime, NoticeStanding]]:
    """The same of one release."""
    if decision.state in _UNUSABLE or decision.settled:
        return
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
    events = (release.cancelled, release.outcome, *release.updates)
    instants = [event.at for event in events if event is not None]
    if release.exception is not None:
        instants.append(midnight(release.exception.on, zone))
        if release.outcome is not None:
            instants.append(release.window.end)
    return tuple(instants)
