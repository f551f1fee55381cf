"""Monthly plans: approved in time, announced in time, and kept to (II.1, II.2).

Belongs here: the judgement over one plan, and the warning for what no plan lists. Does not
belong here: its dates (``domain.plans``), its page (``rendering``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from notices.domain.instants import local
from notices.domain.ledger import History, Record
from notices.domain.plans import PLAN_NOTICE, Plan, PlanTiming, plan_timing
from notices.domain.policy import NoticeRule, PlanPolicy, Policy
from notices.domain.problem import Problem
from notices.domain.public import NoticeStanding, NoticeStatus, State
from notices.domain.wording import instant_text, span_text
from notices.rules.changes import gone
from notices.rules.decision import Decision

__all__ = ["PlanDecision", "PlanEntry", "decide_plan", "planned_categories", "unplanned"]


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One month, and all that is known of its plan; as ``decision.Entry`` for releases."""

    id: str
    path: str
    file: Plan | None
    shown: Plan | None
    broken: tuple[Problem, ...]
    history: History


@dataclass(frozen=True, slots=True)
class PlanDecision:
    """What stands for one plan; as ``decision.Decision`` for releases."""

    entry: PlanEntry
    plan: Plan | None
    state: State
    public: bool
    verdict: Literal["invalid", "refused", "breached", "ok"]
    timing: PlanTiming | None = None
    notices: tuple[NoticeStanding, ...] = ()
    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    imported: bool = False


def decide_plan(entry: PlanEntry, rules: PlanPolicy, policy: Policy, now: datetime) -> PlanDecision:
    """The judgement over a plan at ``now``. A pure function; never raises for content."""
    announced = entry.history.first_announced is not None
    plan, shown = entry.file, entry.shown
    if plan is None:
        problems = entry.broken or ((gone(entry.id, entry.path, "plan"),) if announced else ())
        verdict: Literal["invalid", "refused"] = "invalid" if entry.broken else "refused"
        if announced and shown is not None:
            return _standing(entry, shown, rules, policy, now, verdict, problems)
        state: State = "invalid" if entry.broken else "refused"
        return PlanDecision(entry, None, state, False, verdict, problems=problems)
    if announced:
        changed = tuple(_changed(plan, shown)) if shown is not None else ()
        if changed and shown is not None:
            return _standing(entry, shown, rules, policy, now, "refused", changed)
        return _standing(entry, plan, rules, policy, now, "ok", ())
    timing = plan_timing(plan, rules, policy)
    if timing.start < policy.promise_begins and not entry.history.records:
        return _standing(entry, plan, rules, policy, now, "ok", (), imported=True)
    refusals = (
        *_approvals(plan, rules, policy, now, timing),
        *_late(plan, rules, policy, now, timing),
    )
    notice = _notice(entry, plan, rules, timing, now)
    if refusals or notice.status != "due":
        verdict_: Literal["refused", "ok"] = "refused" if refusals else "ok"
        hidden: State = "refused" if refusals else "hidden"
        return PlanDecision(entry, plan, hidden, False, verdict_, timing, (notice,), (), refusals)
    return _standing(entry, plan, rules, policy, now, "ok", ())


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
    notice = _notice(entry, plan, rules, timing, now)
    state: State = "announced"
    if timing.end <= now:
        state = "completed"
    elif timing.start <= now:
        state = "in_progress"
    records: tuple[Record, ...] = ()
    if not imported and notice.status == "due":
        records = (_record(plan, timing, now),)
    return PlanDecision(
        entry, plan, state, True, verdict, timing,
        () if imported else (notice,), records, problems, imported,
    )  # fmt: skip


def _notice(
    entry: PlanEntry, plan: Plan, rules: PlanPolicy, timing: PlanTiming, now: datetime
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


def _approvals(
    plan: Plan, rules: PlanPolicy, policy: Policy, now: datetime, timing: PlanTiming
) -> Iterator[Problem]:
    """An error for each role that did not approve in its days (II.1)."""
    span = f"from {timing.approved_from} to {timing.approved_to}"
    today = local(now, policy.zone).date()
    for role in rules.roles:
        given = [(n, a.on) for n, a in enumerate(plan.approvals) if a.role == role]
        good = [on for _, on in given if timing.approved_from <= on <= timing.approved_to]
        if any(on <= today for on in good):
            continue
        if good:
            message = f"`{role}` has not approved yet: the day is in the future"
        elif given:
            message = f"`{role}` approved on {given[0][1]}, which is not {span}"
        else:
            message = f"`{role}` has not approved this plan"
        yield Problem(
            "error",
            "plan-approval",
            plan.source.at(f"approvals.{given[0][0]}.on" if given else "approvals"),
            message,
            f"Every one of {', '.join(rules.roles)} approves {span}: "
            f"`approvals: [{{role: {role}, on: {timing.approved_to}}}, …]`.",
            entry=plan.id,
            source_row=rules.approvals_source or None,
        )


def _late(
    plan: Plan, rules: PlanPolicy, policy: Policy, now: datetime, timing: PlanTiming
) -> Iterator[Problem]:
    """An error for a plan whose last instant has passed unannounced (II.2)."""
    if now <= timing.deadline:
        return
    yield Problem(
        "error",
        "plan-late",
        plan.source.at(),
        f"the plan had to be announced by {instant_text(timing.deadline, policy)}; "
        f"that was {span_text(now - timing.deadline)} ago",
        "It can no longer be announced; announce its releases one by one.",
        entry=plan.id,
        notice=PLAN_NOTICE,
        source_row=rules.announce_source or None,
        late_by_s=int((now - timing.deadline).total_seconds()),
        publish_by=timing.deadline,
    )


def _changed(plan: Plan, shown: Plan) -> Iterator[Problem]:
    """An error where a file takes back what was announced; links to releases may be added."""

    def promised(of: Plan) -> list[tuple[object, ...]]:
        return sorted((str(dict(i.title)), i.category, i.expected) for i in of.items)

    if promised(plan) == promised(shown):
        return
    yield Problem(
        "error",
        "taken-back",
        plan.source.at("items"),
        "customers were shown this plan; what it lists can no longer change",
        "Put the items back; a release that moves says so itself, and the plan's page "
        "shows what became of each item.",
        entry=plan.id,
    )


def planned_categories(policy: Policy) -> frozenset[str]:
    """The categories that the monthly plan is for (II.1)."""
    return frozenset(name for name, category in policy.categories.items() if category.in_plan)


def unplanned(
    decisions: Iterable[Decision],
    plans: Iterable[PlanDecision],
    policy: Policy,
    now: datetime,
) -> Iterator[Problem]:
    """A warning for each feature still to come that its month's plan does not list (II.1).

    Once it is too late to announce that plan, nothing can be done about it: no help then.
    """
    if policy.plan is None:
        return
    by_month = {decided.plan.month: decided for decided in plans if decided.plan is not None}
    categories = planned_categories(policy)
    for decision in decisions:
        release = decision.release
        if (
            release is None
            or release.category not in categories
            or decision.state not in ("hidden", "announced", "refused")
            or release.window.start <= now
            or release.cancelled is not None
            or release.outcome is not None
        ):
            continue
        month = local(release.window.start, policy.zone).date().replace(day=1)
        decided = by_month.get(month)
        if decided is not None and decided.plan is not None and release.id in decided.plan.listed:
            continue
        what, name = f"this {release.category}", f"content/plans/{month:%Y-%m}.yml"
        plan = Plan(f"{month:%Y-%m}", month, (), ())
        deadline = plan_timing(plan, policy.plan, policy).deadline
        if now > deadline and (decided is None or not decided.public):
            message, help = f"{what} is in no plan that was announced by ", ""
            message += f"{instant_text(deadline, policy)}, the last instant for {month:%Y-%m}"
        elif decided is None:
            message, help = f"{what} is in no plan: {month:%Y-%m} has none", f"Write {name}."
        elif decided.public:
            message = f"{what} is not in the plan of {month:%Y-%m}"
            help = "The plan is announced and stays as it is; its page shows this as unplanned."
        else:
            message = f"{what} is not in the plan of {month:%Y-%m}"
            help = f"List it in {name} with `release: {release.id}`."
        yield Problem(
            "warning",
            "unplanned",
            release.source.at("window.start"),
            message,
            help,
            entry=release.id,
        )
