"""The monthly plans in the summary: which approvals are given, and when customers hear of it.

Belongs here: the table of plans. Does not belong here: when a plan is due (``rules.project``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from notices.cli.instants import instant
from notices.cli.language import say_in
from notices.cli.summary.markdown import code, row
from notices.domain.instants import local
from notices.domain.layout import PLANS
from notices.domain.phrases import joined, phrase
from notices.domain.plans import Plan, PlanTiming, missing_approvals, plan_timing
from notices.domain.policy import PlanPolicy, Policy
from notices.domain.problem import Problem
from notices.evaluation import Evaluation
from notices.evaluation.plan_decisions import PlanDecision

__all__ = ["plans_table"]


def plans_table(
    evaluation: Evaluation,
    policy: Policy,
    problems: Collection[Problem],
    changed: Collection[str] | None,
) -> str:
    """This month's plan, the next one's, and each that the change touches or that is refused.

    Empty where the policy asks for no plans in these months.
    """
    rules = policy.plan
    if rules is None:
        return ""
    today = local(evaluation.now, policy.zone).date()
    decisions = {decision.entry.id: decision for decision in evaluation.plans}
    errors = {p.entry for p in problems if p.kind == "plan" and p.is_error}
    months = {f"{month:%Y-%m}": month for month in _months(today)}
    for each in evaluation.plans:
        if each.plan is not None and (
            each.entry.path in (changed or ()) or each.entry.id in errors
        ):
            months[each.entry.id] = each.plan.month
    heads = (phrase("Plan"), phrase("State"), phrase("Approvals"), phrase("Announcement"))
    rows = []
    for name, month in sorted(months.items()):
        timing = plan_timing(Plan(name, month, (), ()), rules, policy)
        decision = decisions.get(name)
        if decision is not None or timing.start >= policy.promise_begins:
            is_late = evaluation.now >= timing.deadline
            cells = _cells(decision, name, timing, rules, policy, today, is_late=is_late)
            rows.append(row(say_in(cell) for cell in cells))
    head = [row(say_in(head) for head in heads), row(["---"] * 4)]
    return "\n".join((*head, *rows)) if rows else ""


def _months(today: date) -> Iterator[date]:
    first = today.replace(day=1)
    yield first
    yield (first + timedelta(days=31)).replace(day=1)


def _cells(
    decision: PlanDecision | None,
    name: str,
    timing: PlanTiming,
    rules: PlanPolicy,
    policy: Policy,
    today: date,
    *,
    is_late: bool,
) -> Iterator[str]:
    yield code(name)
    if decision is None and is_late:
        yield phrase("there is none, and it can no longer be announced")
        yield "–"
        yield "–"
        return
    announced_from = phrase("from {instant} on", instant=instant(timing.planned, policy))
    if decision is None or decision.plan is None:
        path = code(f"{PLANS}/{name}.yml")
        missing = phrase("there is no {path} yet", path=path)
        yield missing if decision is None else phrase("invalid")
        yield _days(timing, rules.roles, ())
        yield announced_from
        return
    known = decision.entry.history.first_announced
    if decision.imported:
        yield phrase("from before the ledger")
    elif decision.verdict in ("refused", "invalid"):
        yield phrase("refused")
    else:
        yield phrase("announced") if known else phrase("not announced yet")
    given = tuple(dict.fromkeys(approval.role for approval in decision.plan.approvals))
    lacks = missing_approvals(decision.plan, rules, timing, today)
    yield _days(timing, () if known or decision.imported else lacks, given)
    if known is not None:
        yield instant(known, policy)
    elif decision.public and not decision.imported:
        yield phrase("with the next publish")
    elif decision.imported:
        yield ""
    else:
        yield announced_from


def _days(timing: PlanTiming, lacks: Collection[str], given: Collection[str]) -> str:
    """Who has approved, and who still has to, on which days."""
    parts = [", ".join(code(role) for role in given if role not in lacks)]
    if lacks:
        parts.append(
            phrase(
                "missing: {roles}, {first} to {last}",
                roles=", ".join(code(role) for role in lacks),
                first=timing.approved_from,
                last=timing.approved_to,
            )
        )
    return joined(parts, "; ")
