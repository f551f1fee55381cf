"""By when the plan is there that comes after the newest one, in the words of one language.

Belongs here: the policy's promise of that plan. Does not belong here: anything of a plan that is not
announced, which nobody is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from notices.domain.instants import utc
from notices.domain.plans import Plan, plan_timing
from notices.domain.public import PublicSite
from notices.rendering.locale.locale import Locale

__all__ = ["NextPlan", "next_plan"]

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class NextPlan:
    """What is promised of the next plan until ``due``, and what is ``late`` from then on."""

    text: str
    due: str
    late: str


def next_plan(site: PublicSite, locale: Locale) -> NextPlan | None:
    """The plan of the month after the newest one that is announced, while that month is not over."""
    rules, newest = site.policy.plan, next(iter(site.plans), None)
    if rules is None or newest is None or newest.state == "completed":
        return None
    month = newest.plan.next_month
    timing = plan_timing(Plan(f"{month:%Y-%m}", month, (), ()), rules, site.policy)
    if timing.start < site.policy.promise_begins:
        return None
    plan = locale.times.month(month.year, month.month, "plans.month_title")
    # It has until midnight, which people call the end of the day before.
    day = locale.times.date(timing.deadline - _SECOND)
    return NextPlan(
        locale.say("plans.next", plan=plan, day=day),
        utc(timing.deadline),
        locale.say("plans.next_late", plan=plan, day=day),
    )
