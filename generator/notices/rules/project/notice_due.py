"""A notice that people send to staff or to affected customers is sent before it is late.

A day before its deadline, `check` starts to warn while no record says that it was sent. One that is
owed as soon as possible has no deadline: it is late once the update begins, or customers hear of it.
One that says that the update has begun is due from the start to the end of the window.

Fails::

    category: fix
    customers: [acme]
    window: {start: 2026-12-02 08:00, end: 2026-12-02 09:00}

Passes::

    category: fix
    customers: [acme]
    window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.domain.wording import instant_text
from notices.rules.project.notice_overdue import by_hand
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule

__all__ = ["RULE"]

_SOON = timedelta(hours=24)


def _due(context: ProjectContext) -> Iterator[Problem]:
    """Nothing before the notice may go out at all, or once it is late."""
    now = context.now
    for unsent in by_hand(context):
        opens, last = unsent.opens, unsent.last
        if last is None or unsent.overdue_since(now) is not None:
            continue
        if max(last - _SOON, opens or last - _SOON) <= now <= last:
            message = phrase(
                "{notice}, is due by {last}: no record says that it was sent",
                notice=unsent.described,
                last=instant_text(last, context.policy),
            )
            senders = context.senders(unsent.notice, unsent.release, unsent.standing)
            yield unsent.problem("notice-due", message, last, sender="".join(senders[:1]))


RULE = Rule(
    "notice-due", ("warning",), __doc__, source="categories.*.notices.*.source", publishable=_due
)
