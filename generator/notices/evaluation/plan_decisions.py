"""The decision about one month's plan at one instant (II.1, II.2).

Belongs here: choosing between the plan's file and its announced copy, its state, its notice and
its record. Does not belong here: single rules (``rules.plan``), the dates of a plan
(``domain.plans``), its page (``rendering``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from notices.domain.ledger import Record
from notices.domain.plans import PLAN_NOTICE, Plan, PlanTiming, plan_timing
from notices.domain.policy import NoticeRule, PlanPolicy, Policy
from notices.domain.problem import Problem
from notices.domain.public import NoticeStanding, NoticeStatus, State
from notices.evaluation.decisions import EntryDecision, why_no_file
from notices.evaluation.entries import PlanEntry
from notices.rules.plan_context import PlanContext
from notices.rules.project_context import StandingPlan
from notices.rules.registry import plan_problems

__all__ = ["PlanDecision", "decide_plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDecision(EntryDecision):
    """What stands for one month: ``plan`` is the file, or the announced copy."""

    entry: PlanEntry
    plan: Plan | None
    timing: PlanTiming | None = None

    @property
    def standing(self) -> StandingPlan:
        """What rules over the whole project may know of it."""
        return StandingPlan(
            id=self.entry.id,
            path=self.entry.path,
            file=self.entry.file,
            plan=self.plan,
            public=self.public,
            announced=self.entry.history.first_announced is not None,
            imported=self.imported,
            timing=self.timing,
        )


def decide_plan(entry: PlanEntry, rules: PlanPolicy, policy: Policy, now: datetime) -> PlanDecision:
    """The decision about a plan at ``now`` (UTC). A pure function; never raises for content."""
    announced = entry.history.first_announced is not None
    plan, shown = entry.file, entry.shown
    if plan is None:
        verdict, problems = why_no_file(entry, announced=announced)
        if announced and shown is not None:
            return _standing(entry, shown, rules, policy, now, verdict, problems)
        return PlanDecision(
            entry=entry, plan=None, state=verdict, public=False, verdict=verdict, problems=problems
        )
    decision = _decide_file(entry, plan, rules, policy, now, announced=announced)
    return replace(decision, problems=entry.problems + decision.problems)


def _decide_file(
    entry: PlanEntry,
    plan: Plan,
    rules: PlanPolicy,
    policy: Policy,
    now: datetime,
    *,
    announced: bool,
) -> PlanDecision:
    """The decision where there is a usable file."""
    shown = entry.shown
    timing = plan_timing(plan, rules, policy)
    context = PlanContext(plan, shown, rules, policy, timing, now)
    if announced:
        changed = plan_problems("public_plan", context)
        if changed and shown is not None:
            return _standing(entry, shown, rules, policy, now, "refused", changed)
        return _standing(entry, plan, rules, policy, now, "ok", ())
    if timing.start < policy.promise_begins and not entry.history.records:
        return _standing(entry, plan, rules, policy, now, "ok", (), imported=True)
    refusals = plan_problems("hidden_plan", context)
    notice = _notice(entry, rules, timing, now)
    if not refusals and notice.status == "due":
        return _standing(entry, plan, rules, policy, now, "ok", ())
    return PlanDecision(
        entry=entry,
        plan=plan,
        state="refused" if refusals else "hidden",
        public=False,
        verdict="refused" if refusals else "ok",
        timing=timing,
        notices=(notice,),
        problems=refusals,
    )


def _standing(
    entry: PlanEntry,
    plan: Plan,
    rules: PlanPolicy,
    policy: Policy,
    now: datetime,
    verdict: Literal["invalid", "refused", "ok"],
    problems: tuple[Problem, ...],
    *,
    imported: bool = False,
) -> PlanDecision:
    """A plan that is public."""
    timing = plan_timing(plan, rules, policy)
    notice = _notice(entry, rules, timing, now)
    state: State = "announced"
    if timing.end <= now:
        state = "completed"
    elif timing.start <= now:
        state = "in_progress"
    records: tuple[Record, ...] = ()
    if not imported and notice.status == "due":
        records = (_record(plan, timing, now),)
    return PlanDecision(
        entry=entry,
        plan=plan,
        state=state,
        public=True,
        verdict=verdict,
        timing=timing,
        notices=() if imported else (notice,),
        records=records,
        problems=problems,
        imported=imported,
    )


def _notice(
    entry: PlanEntry, rules: PlanPolicy, timing: PlanTiming, now: datetime
) -> NoticeStanding:
    record = next((r for r in entry.history.to_customers if r.verdict != "missed"), None)
    status: NoticeStatus = "due"
    if record is not None:
        status = "published"
    elif now > timing.deadline:
        status = "late"
    elif now < timing.planned:
        status = "pending"
    row = NoticeRule(
        id=PLAN_NOTICE,
        audience="customers",
        owner=rules.owner,
        label={},
        source=rules.announce_source,
    )
    return NoticeStanding(row, None, timing.planned, timing.deadline, status, record)


def _record(plan: Plan, timing: PlanTiming, now: datetime) -> Record:
    return Record(
        seq=0,
        at=now,
        sent=None,
        kind="plan",
        entry=plan.id,
        notice=PLAN_NOTICE,
        audience="customers",
        start=timing.start,
        end=timing.end,
        deadline=timing.deadline,
        verdict="on_time",
        result=None,
        digest=plan.source.digest,
    )
