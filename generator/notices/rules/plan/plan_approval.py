"""Every role approves a month's plan in the days that the policy names.

Without all approvals the plan is not announced. An approval counts from its day on.

Fails::

    # content/plans/2026-12.yml
    approvals:
      - {role: ceo, on: 2026-11-25}
      - {role: product, on: 2026-11-25}
    items:
      - {title: {vi: Bảng lương, en: Payroll}, category: feature, expected: 2026-12-12}

Passes::

    # content/plans/2026-12.yml
    approvals:
      - {role: ceo, on: 2026-11-25}
      - {role: marketing, on: 2026-11-25}
      - {role: product, on: 2026-11-25}
    items:
      - {title: {vi: Bảng lương, en: Payroll}, category: feature, expected: 2026-12-12}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.instants import local
from notices.domain.phrases import phrase
from notices.domain.plans import missing_approvals
from notices.domain.problem import Problem
from notices.rules.plan_context import PlanContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _approvals(context: PlanContext) -> Iterator[Problem]:
    """An error for each role that did not approve in its days."""
    plan, rules, timing = context.plan, context.rules, context.timing
    span = phrase("from {first} to {last}", first=timing.approved_from, last=timing.approved_to)
    today = local(context.now, context.policy.zone).date()
    # An approval of a day to come does not count yet.
    day = min(max(today, timing.approved_from), timing.approved_to)
    for role in missing_approvals(plan, rules, timing, today):
        given = [(n, a.on) for n, a in enumerate(plan.approvals) if a.role == role]
        if any(timing.approved_from <= on <= timing.approved_to for _, on in given):
            message = phrase("`{role}` has not approved yet: the day is in the future", role=role)
        elif given:
            message = phrase(
                "`{role}` approved on {day}, which is not {span}",
                role=role,
                day=given[0][1],
                span=span,
            )
        else:
            message = phrase("`{role}` has not approved this plan", role=role)
        yield context.error(
            "plan-approval",
            f"approvals.{given[0][0]}.on" if given else "approvals",
            message,
            phrase(
                "Every one of {roles} approves {span}: "
                "`approvals: [{{role: {role}, on: {day}}}, …]`.",
                roles=", ".join(rules.roles),
                span=span,
                role=role,
                day=day,
            ),
            facts=(role, *(on for _, on in given)),
            source=rules.approvals_source,
        )


RULE = Rule(
    "plan-approval", ("error",), __doc__, source="plan.approvals.source", hidden_plan=_approvals
)
