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

from notices.domain.problem import Problem
from notices.domain.wording import instant_text
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _overdue(context: ProjectContext) -> Iterator[Problem]:
    policy, now = context.policy, context.now
    for standing in context.releases:
        release = standing.current
        if release is None or release.targeted:
            continue
        end = release.window.end
        due = policy.outcome_within.after(end, policy.zone)
        if now <= due:
            continue
        yield Problem(
            "warning",
            "outcome-overdue",
            standing.mark("window.end"),
            f"the window ended at {instant_text(end, policy)}, and there is no outcome; "
            f"it was due by {instant_text(due, policy)}",
            help="Add `outcome: {result: …, at: …}`: success, partial or rolled_back, and when it "
            "was over.",
            entry=release.id,
            late_by_s=int((now - due).total_seconds()),
            kind="release",
            field="window.end",
            facts=(due,),
        )


RULE = Rule("outcome-overdue", ("warning",), __doc__, project=_overdue)
