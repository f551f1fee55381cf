"""An update whose window is over soon says how it ended.

Customers wait for the result; until it is there, the site says that it is being checked. The policy's
`outcome_within` says how long that may take. Drafts, cancelled updates and those for a few customers
only are not asked.

Fails::

    category: fix
    window: {start: 2026-11-29 20:00, end: 2026-11-29 22:00}

Passes::

    category: fix
    window: {start: 2026-11-29 20:00, end: 2026-11-29 22:00}
    outcome: {result: success, at: 2026-11-29 21:40}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.domain.release import Release
from notices.domain.wording import instant_text
from notices.rules.project_context import ProjectContext, StandingRelease
from notices.rules.rule import Rule

__all__ = ["RULE", "OpenOutcome", "open_outcomes"]


@dataclass(frozen=True, slots=True)
class OpenOutcome:
    """An update that is to say how it ended, until ``due`` (UTC), whether or not it has begun."""

    standing: StandingRelease
    release: Release
    due: datetime


def open_outcomes(context: ProjectContext) -> Iterator[OpenOutcome]:
    """Every update that has no outcome and will owe one."""
    policy = context.policy
    for standing in context.releases:
        release = standing.current
        if release is not None and not release.targeted:
            due = policy.outcome_within.after(release.window.end, policy.zone)
            yield OpenOutcome(standing, release, due)


def _overdue(context: ProjectContext) -> Iterator[Problem]:
    policy, now = context.policy, context.now
    for each in open_outcomes(context):
        if now <= each.due:
            continue
        yield Problem(
            "warning",
            "outcome-overdue",
            each.standing.mark("window.end"),
            phrase(
                "the window ended at {end}, and there is no outcome; it was due by {due}",
                end=instant_text(each.release.window.end, policy),
                due=instant_text(each.due, policy),
            ),
            help=phrase(
                "Add `outcome: {{result: …, at: …}}`: success, partial or rolled_back, and when it "
                "was over."
            ),
            entry=each.release.id,
            late_by_s=int((now - each.due).total_seconds()),
            kind="release",
            field="window.end",
            facts=(each.due,),
        )


RULE = Rule("outcome-overdue", ("warning",), __doc__, project=_overdue)
