"""Next month's plan is written, approved and announced in the last days of this month.

From the first day of its approvals on, `check` warns while the plan is missing or a role has not
approved it; from the time at which it is to be announced, also while it is not announced.

Fails::

    $ notices check --now '2026-11-24 09:00'    # and no content/plans/2026-12.yml

Passes::

    $ notices check --now '2026-11-24 09:00'    # with the plan, approved on 2026-11-24
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from notices.domain.instants import local, midnight
from notices.domain.layout import PLANS
from notices.domain.plans import Plan, PlanTiming, missing_approvals, plan_timing
from notices.domain.policy import PlanPolicy
from notices.domain.problem import Mark, Problem
from notices.domain.wording import instant_text
from notices.rules.project_context import ProjectContext, StandingPlan
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _due(context: ProjectContext) -> Iterator[Problem]:
    """One warning about the plan of the month after ``now``; none for a month before the ledger."""
    rules, policy = context.policy.plan, context.policy
    if rules is None:
        return
    today = local(context.now, policy.zone).date()
    month = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    name = f"{month:%Y-%m}"
    timing = plan_timing(Plan(name, month, (), ()), rules, policy)
    begun = midnight(timing.approved_from, policy.zone) <= context.now
    standing = next((each for each in context.plans if each.id == name), None)
    if not begun or timing.start < policy.promise_begins or (standing and standing.announced):
        return
    found = _missing(context, rules, timing, standing, today)
    if found is None:
        return
    mark, message, help, source = found
    if context.now > timing.deadline:
        until = instant_text(timing.deadline, policy)
        help = f"It could be announced until {until}; announce its releases one by one."
    yield Problem(
        "warning",
        "plan-due",
        mark or Mark(standing.path if standing else f"{PLANS}/{name}.yml"),
        f"the plan of {name} {message}",
        help=help,
        entry=name,
        source_row=source or None,
        kind="plan",
        field="approvals" if mark else "",
        facts=(message,),
    )


def _missing(
    context: ProjectContext,
    rules: PlanPolicy,
    timing: PlanTiming,
    standing: StandingPlan | None,
    today: date,
) -> tuple[Mark | None, str, str, str] | None:
    """Where, what is still to be done, how, and the row that asks for it; ``None``: nothing."""
    days = f"{timing.approved_from} to {timing.approved_to}"
    if standing is None or standing.file is None:
        what = "is missing" if standing is None else "cannot be read"
        help = f"Every one of {', '.join(rules.roles)} approves it from {days}."
        return None, what, help, rules.approvals_source
    plan = standing.file
    if lacks := missing_approvals(plan, rules, timing, today):
        what = f"is not approved by {', '.join(f'`{role}`' for role in lacks)}"
        help = f"Each role approves it from {days}: `approvals: [{{role: {lacks[0]}, on: …}}, …]`."
        return plan.source.at("approvals"), what, help, rules.approvals_source
    if context.now < timing.planned:
        return None
    help = f"`notices publish` announces it, until {instant_text(timing.deadline, context.policy)}."
    return None, "is not announced", help, rules.announce_source


RULE = Rule("plan-due", ("warning",), __doc__, source="plan.approvals.source", project=_due)
