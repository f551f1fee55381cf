"""A month's plan is announced by its last instant, in the month before.

Customers prepare for the month by its plan. One that was not announced in time is not announced
any more; its releases are announced one by one.

Fails::

    # content/plans/2026-12.yml
    approvals:
      - {role: ceo, on: 2026-11-25}
      - {role: marketing, on: 2026-11-25}
      - {role: product, on: 2026-11-25}
    items:
      - {title: {vi: Bảng lương, en: Payroll}, category: feature, expected: 2026-12-12}

Passes::

    # content/plans/2027-01.yml
    approvals:
      - {role: ceo, on: 2026-12-25}
      - {role: marketing, on: 2026-12-25}
      - {role: product, on: 2026-12-25}
    items:
      - {title: {vi: Bảng lương, en: Payroll}, category: feature, expected: 2027-01-09}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.domain.wording import instant_text, span_text
from notices.rules.plan_context import PlanContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _late(context: PlanContext) -> Iterator[Problem]:
    late_by = context.now - context.timing.deadline
    if context.now <= context.timing.deadline:
        return
    yield context.error(
        "plan-late",
        "",
        phrase(
            "the plan had to be announced by {deadline}; that was {late_by} ago",
            deadline=instant_text(context.timing.deadline, context.policy),
            late_by=span_text(late_by),
        ),
        phrase("It can no longer be announced; announce its releases one by one."),
        source=context.rules.announce_source,
        late_by=late_by,
    )


RULE = Rule("plan-late", ("error",), __doc__, source="plan.announce.source", hidden_plan=_late)
