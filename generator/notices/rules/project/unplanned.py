"""A feature that is still to come is listed in the plan of its month.

The plan tells customers what a month brings. A release that its month's plan does not list is a
surprise. Once it is too late to announce that plan, nothing can be done about it.

Fails::

    window: {start: 2027-01-09 20:00, end: 2027-01-09 22:00}

Passes::

    category: fix
    window: {start: 2027-01-09 20:00, end: 2027-01-09 22:00}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.instants import local
from notices.domain.phrases import NO_TEXT, phrase
from notices.domain.plans import Plan, plan_timing
from notices.domain.policy import Policy
from notices.domain.problem import Problem
from notices.domain.wording import instant_text
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule

__all__ = ["RULE", "planned_categories"]


def planned_categories(policy: Policy) -> frozenset[str]:
    """The categories that the monthly plan is for (II.1)."""
    return frozenset(name for name, category in policy.categories.items() if category.in_plan)


def _unplanned(context: ProjectContext) -> Iterator[Problem]:
    policy, now = context.policy, context.now
    if policy.plan is None:
        return
    by_month = {each.plan.month: each for each in context.plans if each.plan is not None}
    categories = planned_categories(policy)
    for standing in context.releases:
        release = standing.release
        if (
            release is None
            or release.category not in categories
            or standing.state not in ("hidden", "announced", "refused")
            or release.window.start <= now
            or release.cancelled is not None
            or release.outcome is not None
        ):
            continue
        month = local(release.window.start, policy.zone).date().replace(day=1)
        planned = by_month.get(month)
        if planned is not None and planned.plan is not None and release.id in planned.plan.listed:
            continue
        name, file = f"{month:%Y-%m}", f"content/plans/{month:%Y-%m}.yml"
        deadline = plan_timing(Plan(name, month, (), ()), policy.plan, policy).deadline
        help = NO_TEXT
        message = phrase(
            "this {category} is not in the plan of {month}", category=release.category, month=name
        )
        if now > deadline and (planned is None or not planned.public):
            message = phrase(
                "this {category} is in no plan that was announced by {deadline}, "
                "the deadline for {month}",
                category=release.category,
                deadline=instant_text(deadline, policy),
                month=name,
            )
        elif planned is None:
            message = phrase(
                "this {category} is in no plan: {month} has none",
                category=release.category,
                month=name,
            )
            help = phrase(
                "Write {path}; `notices new plan {month}` begins it.", path=file, month=name
            )
        elif planned.public:
            help = phrase(
                "The plan is announced and stays as it is; its page shows this as unplanned."
            )
        else:
            help = phrase(
                "List it in {file} with `release: {release}`.", file=file, release=release.id
            )
        yield Problem(
            "warning",
            "unplanned",
            release.source.at("window.start"),
            message,
            help,
            entry=release.id,
            kind="release",
            field="window.start",
            facts=(month,),
        )


RULE = Rule("unplanned", ("warning",), __doc__, source="plan.approvals.source", project=_unplanned)
