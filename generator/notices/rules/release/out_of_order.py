"""The notices of a release come in the order of their deadlines.

A time of one's own (`at`) can put a reminder ahead of the announcement that it reminds of.

Fails::

    window: {start: 2026-12-26 20:00, end: 2026-12-26 22:00}
    notices:
      reminder: {at: 2026-12-22 10:00}
      announcement: {at: 2026-12-23 10:00}

Passes::

    window: {start: 2026-12-26 20:00, end: 2026-12-26 22:00}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.rules.context import RuleContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _out_of_order(context: RuleContext) -> Iterator[Problem]:
    """A warning for each chosen time that reverses the order of the deadlines."""
    ahead = [
        (n, n.planned, n.deadline)
        for n in context.notices
        if n.rule.audience == "customers"
        and n.status in ("pending", "due")
        and n.planned is not None
        and n.deadline is not None
    ]
    for standing, planned, deadline in ahead:
        if standing.rule.id not in context.release.own_times:
            continue
        for other, other_planned, other_deadline in ahead:
            after = deadline < other_deadline and planned > other_planned
            before = deadline > other_deadline and planned < other_planned
            if after or before:
                yield context.problem(
                    "warning",
                    "out-of-order",
                    f"notices.{standing.rule.id}.at",
                    phrase(
                        "`{notice}` would come after `{other}`, which is planned for {planned}",
                        notice=standing.rule.id,
                        other=other.rule.id,
                        planned=context.when(other_planned),
                    )
                    if after
                    else phrase(
                        "`{notice}` would come before `{other}`, which is planned for {planned}",
                        notice=standing.rule.id,
                        other=other.rule.id,
                        planned=context.when(other_planned),
                    ),
                    facts=(planned, other.rule.id),
                    help=phrase("choose a time on the other side of it, or remove `at`"),
                    row=standing.rule,
                )


RULE = Rule("out-of-order", ("warning",), __doc__, advice=_out_of_order)
