"""The monthly plan: what a company means to release in a month (II.1, II.2).

Belongs here: the shape of one entry of ``content/plans``, when it is approved and announced.
Does not belong here: what is refused (``rules.plan``), what became of it (``evaluation``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from notices.domain.instants import at_wall, midnight
from notices.domain.policy import PlanPolicy, Policy, Texts
from notices.domain.problem import Source

__all__ = [
    "PLAN_NOTICE",
    "Plan",
    "PlanApproval",
    "PlanItem",
    "PlanTiming",
    "missing_approvals",
    "plan_timing",
]

PLAN_NOTICE = "plan"
"""The id of the notice by which a plan is announced to customers."""


@dataclass(frozen=True, slots=True)
class PlanApproval:
    """One role's approval, on a day of the policy's zone (II.1)."""

    role: str
    on: date


@dataclass(frozen=True, slots=True)
class PlanItem:
    """What is planned for a day. ``release`` links it to its entry, once there is one."""

    title: Texts
    category: str
    expected: date
    release: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one month; ``month`` is its first day, the id is ``YYYY-MM``."""

    id: str
    month: date
    approvals: tuple[PlanApproval, ...]
    items: tuple[PlanItem, ...]
    summary: Texts = field(default_factory=dict)
    source: Source = field(default_factory=lambda: Source(""), compare=False)

    @property
    def next_month(self) -> date:
        """The first day of the month after."""
        return (self.month + timedelta(days=31)).replace(day=1)

    @property
    def listed(self) -> frozenset[str]:
        """The ids of the releases that it lists."""
        return frozenset(item.release for item in self.items if item.release is not None)


@dataclass(frozen=True, slots=True)
class PlanTiming:
    """When a plan is approved (days) and announced (instants, UTC), and its month's span."""

    approved_from: date
    approved_to: date
    planned: datetime
    deadline: datetime
    start: datetime
    end: datetime


def plan_timing(plan: Plan, rules: PlanPolicy, policy: Policy) -> PlanTiming:
    """The days and instants that the policy names for a plan (II.1, II.2).

    They lie in the month before. A day that the month before does not have is its last day,
    so that the deadline in a February of 28 days is the end of the 28th.
    """
    before = plan.month - timedelta(days=1)

    def day(number: int) -> date:
        return before.replace(day=min(number, before.day))

    return PlanTiming(
        approved_from=day(rules.approved_from),
        approved_to=day(rules.approved_to),
        planned=at_wall(day(rules.announce_from), rules.announce_at, policy.zone),
        deadline=at_wall(day(rules.announce_to), None, policy.zone),
        start=midnight(plan.month, policy.zone),
        end=midnight(plan.next_month, policy.zone),
    )


def missing_approvals(
    plan: Plan, rules: PlanPolicy, timing: PlanTiming, today: date
) -> tuple[str, ...]:
    """The roles that have not approved by ``today``, a day of the policy's zone (II.1).

    An approval counts if it is of the days that the policy names, from its own day on.
    """
    given = {
        approval.role
        for approval in plan.approvals
        if timing.approved_from <= approval.on <= min(timing.approved_to, today)
    }
    return tuple(role for role in rules.roles if role not in given)
