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
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from notices.domain.instants import local, midnight
from notices.domain.layout import PLANS
from notices.domain.phrases import Phrase, joined, phrase
from notices.domain.plans import Plan, PlanTiming, missing_approvals, plan_timing
from notices.domain.policy import PlanPolicy
from notices.domain.problem import Mark, Problem
from notices.domain.wording import instant_text
from notices.rules.project_context import ProjectContext, StandingPlan
from notices.rules.rule import Rule

__all__ = ["RULE", "PlanDuty", "PlanStep", "month_after", "plan_duty"]


PlanStep = Literal["missing", "unreadable", "approval", "announcement"]


@dataclass(frozen=True, slots=True)
class PlanDuty:
    """The next thing to do for the plan of one month (``id`` is ``YYYY-MM``).

    ``lacks`` are the roles that have not approved it by today; all of them while there is none.
    """

    id: str
    step: PlanStep
    rules: PlanPolicy
    timing: PlanTiming
    standing: StandingPlan | None
    lacks: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The plan's file, there or not."""
        return self.standing.path if self.standing else f"{PLANS}/{self.id}.yml"

    @property
    def file(self) -> Plan | None:
        """What the file says, where it can be read."""
        return self.standing.file if self.standing else None


def plan_duty(context: ProjectContext, month: date) -> PlanDuty | None:
    """What is to be done for the plan of the month that begins on ``month``.

    ``None``: nothing, because it is done, a publish does it, or the month is before the ledger.
    """
    rules, policy = context.policy.plan, context.policy
    if rules is None:
        return None
    name = f"{month:%Y-%m}"
    timing = plan_timing(Plan(name, month, (), ()), rules, policy)
    standing = next((each for each in context.plans if each.id == name), None)
    if timing.start < policy.promise_begins or (standing and standing.announced):
        return None
    if standing is None:
        return PlanDuty(name, "missing", rules, timing, standing, rules.roles)
    if standing.file is None:
        return PlanDuty(name, "unreadable", rules, timing, standing)
    today = local(context.now, policy.zone).date()
    if lacks := missing_approvals(standing.file, rules, timing, today):
        return PlanDuty(name, "approval", rules, timing, standing, lacks)
    if context.now < timing.planned:
        return None
    return PlanDuty(name, "announcement", rules, timing, standing)


def month_after(context: ProjectContext) -> date:
    """The first day of the month after ``now``, in the policy's zone."""
    today = local(context.now, context.policy.zone).date()
    return (today.replace(day=1) + timedelta(days=31)).replace(day=1)


def _due(context: ProjectContext) -> Iterator[Problem]:
    """One warning about the plan of the month after ``now``."""
    policy = context.policy
    duty = plan_duty(context, month_after(context))
    if duty is None or context.now < midnight(duty.timing.approved_from, policy.zone):
        return
    mark, message, help, source = _told(duty, context)
    if context.now > duty.timing.deadline:
        help = phrase(
            "It could be announced until {until}; announce its releases one by one.",
            until=instant_text(duty.timing.deadline, policy),
        )
    yield Problem(
        "warning",
        "plan-due",
        mark or Mark(duty.path),
        message,
        help=help,
        entry=duty.id,
        source_row=source or None,
        kind="plan",
        field="approvals" if mark else "",
        facts=(message,),
    )


def _told(duty: PlanDuty, context: ProjectContext) -> tuple[Mark | None, Phrase, Phrase, str]:
    """Where, what is still to be done, how, and the row that asks for it."""
    rules, timing, month = duty.rules, duty.timing, duty.id
    first, last = timing.approved_from, timing.approved_to
    if duty.file is None:
        what = (
            phrase("the plan of {month} is missing", month=month)
            if duty.step == "missing"
            else phrase("the plan of {month} cannot be read", month=month)
        )
        help = phrase(
            "Every one of {roles} approves it from {first} to {last}.",
            roles=", ".join(rules.roles),
            first=first,
            last=last,
        )
        if duty.step == "missing":
            written = phrase("`notices new plan {month}` writes it.", month=month)
            help = joined([written, help])
        return None, what, help, rules.approvals_source
    if duty.step == "approval":
        what = phrase(
            "the plan of {month} is not approved by {roles}",
            month=month,
            roles=", ".join(f"`{role}`" for role in duty.lacks),
        )
        help = phrase(
            "Each role approves it from {first} to {last}: "
            "`approvals: [{{role: {role}, on: …}}, …]`.",
            first=first,
            last=last,
            role=duty.lacks[0],
        )
        return duty.file.source.at("approvals"), what, help, rules.approvals_source
    help = phrase(
        "`notices publish` announces it, until {until}.",
        until=instant_text(timing.deadline, context.policy),
    )
    what = phrase("the plan of {month} is not announced", month=month)
    return None, what, help, rules.announce_source


RULE = Rule("plan-due", ("warning",), __doc__, source="plan.approvals.source", project=_due)
