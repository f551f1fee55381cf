"""The plan that a rule looks at.

Belongs here: one month's plan with all that a rule may ask. Does not belong here: any rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from notices.domain.phrases import Phrase
from notices.domain.plans import PLAN_NOTICE, Plan, PlanTiming
from notices.domain.policy import PlanPolicy, Policy
from notices.domain.problem import Fact, Problem

__all__ = ["PlanContext"]


@dataclass(frozen=True, slots=True)
class PlanContext:
    """One month's plan as its file stands. ``shown`` is its announced copy."""

    plan: Plan
    shown: Plan | None
    rules: PlanPolicy
    policy: Policy
    timing: PlanTiming
    now: datetime

    def error(
        self,
        rule: str,
        field: str,
        message: Phrase,
        help: Phrase,
        *,
        facts: tuple[Fact, ...] = (),
        source: str = "",
        late_by: timedelta | None = None,
    ) -> Problem:
        """An error at a field of the plan's file. One that is late is late for its notice."""
        late = late_by is not None
        return Problem(
            severity="error",
            rule=rule,
            mark=self.plan.source.at(field),
            message=message,
            help=help,
            entry=self.plan.id,
            notice=PLAN_NOTICE if late else None,
            source_row=source or None,
            late_by_s=int(late_by.total_seconds()) if late_by is not None else None,
            publish_by=self.timing.deadline if late else None,
            kind="plan",
            field=field,
            facts=facts,
        )
