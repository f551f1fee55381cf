"""What people owe for the plans of the months ahead (II.1, II.2).

Belongs here: an item for each step of a plan. Does not belong here: whether a step is done
(``rules.project.plan_due``), the dates (``domain.plans``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from notices.domain.agenda import AgendaItem, day_of_due
from notices.domain.instants import at_wall, local, midnight
from notices.domain.phrases import phrase
from notices.domain.problem import Mark
from notices.rules.project.plan_due import PlanDuty, month_after, plan_duty
from notices.rules.project_context import ProjectContext, StandingPlan

__all__ = ["is_step_ahead", "plan_items"]


def plan_items(context: ProjectContext, until: datetime) -> Iterator[AgendaItem]:
    """The steps of each month's plan, from that of next month to those due at ``until`` (UTC).

    A plan that nobody can read has none: that is an item of its own.
    """
    if context.policy.plan is None:
        return
    month = month_after(context)
    # A plan is due before its month begins.
    while midnight(month, context.policy.zone) - timedelta(days=31) <= max(until, context.now):
        duty = plan_duty(context, month)
        if duty is not None and duty.step != "unreadable":
            yield from _steps(duty, context)
        month = (month + timedelta(days=31)).replace(day=1)


def is_step_ahead(standing: StandingPlan, context: ProjectContext) -> bool:
    """Whether a plan of a month ahead only lacks what its steps ask for: it is no refused entry."""
    if standing.file is None or standing.file.month < month_after(context):
        return False
    duty = plan_duty(context, standing.file.month)
    return duty is not None and duty.step != "unreadable"


def _steps(duty: PlanDuty, context: ProjectContext) -> Iterator[AgendaItem]:
    policy, now, timing = context.policy, context.now, duty.timing
    if now > timing.deadline:
        yield _step(
            duty,
            phrase("the plan can no longer be announced"),
            phrase("Announce its releases one by one."),
            due=timing.deadline,
            overdue=True,
        )
        return
    days = {
        "first": timing.approved_from,
        "last": timing.approved_to,
        "begin": local(timing.planned, policy.zone).date(),
        "end": day_of_due(timing.deadline, policy),
    }
    approved = at_wall(timing.approved_to, None, policy.zone)
    if duty.step == "announcement":
        yield _step(
            duty,
            phrase("announce the plan"),
            phrase("Run `notices publish`; where publishing is scheduled, it does this by itself."),
            due=timing.deadline,
            opens=timing.planned,
            command="notices publish",
        )
    if duty.step == "missing":
        yield _step(
            duty,
            phrase(
                "write the plan; it is approved from {first} to {last}, and announced from {begin} to {end}",
                **days,
            ),
            phrase("Write {path}; `notices new plan {month}` begins it.", path=duty.path, month=duty.id),
            due=approved,
            overdue=approved < now,
            command=f"notices new plan {duty.id}",
            mark=Mark(duty.path),
            source=duty.rules.approvals_source,
        )  # fmt: skip
    today = local(now, policy.zone).date()
    day = max(timing.approved_from, min(timing.approved_to, today))
    for role in duty.lacks:
        text = f"- {{role: {role}, on: {day}}}"
        yield AgendaItem(
            role=role,
            kind="approval",
            entry_kind="plan",
            entry=duty.id,
            name=role,
            message=phrase(
                "approve the plan, from {first} to {last}; it is announced from {begin} to {end}",
                **days,
            ),
            help=phrase("Add `{text}` to `approvals` in {path}.", text=text, path=duty.path),
            due=approved,
            overdue=approved < now,
            opens=midnight(timing.approved_from, policy.zone),
            mark=duty.file.source.at("approvals") if duty.file else Mark(duty.path),
            text=text,
            source=duty.rules.approvals_source,
        )  # fmt: skip


def _step(
    duty: PlanDuty,
    message: str,
    help: str,
    *,
    due: datetime,
    overdue: bool = False,
    opens: datetime | None = None,
    command: str = "",
    mark: Mark | None = None,
    source: str = "",
) -> AgendaItem:
    return AgendaItem(
        role=duty.rules.owner,
        kind="plan-step",
        entry_kind="plan",
        entry=duty.id,
        name=duty.step,
        message=message,
        help=help,
        due=due,
        overdue=overdue,
        opens=opens,
        command=command,
        mark=mark,
        source=source or duty.rules.announce_source,
    )
