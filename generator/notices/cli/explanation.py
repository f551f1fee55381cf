"""One release's or plan's whole timeline, as aligned text for a terminal.

Belongs here: what ``notices explain`` prints. Does not belong here: problems (``reports``), what
customers read (``rendering``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from notices.cli.reports import problems_text
from notices.domain.instants import local
from notices.domain.policy import NoticeRule, Policy, Texts
from notices.domain.public import NoticeStanding
from notices.domain.release import Release
from notices.evaluation.decisions import Decision
from notices.evaluation.plan_decisions import PlanDecision

__all__ = ["explained"]


def explained(decision: Decision | PlanDecision, policy: Policy, now: datetime) -> str:
    """One release's or plan's whole timeline, as aligned text; times in the policy's zone."""
    if isinstance(decision, PlanDecision):
        return _explained_plan(decision, policy, now)
    release = decision.release
    lines = [f"{decision.entry.id}  ({decision.entry.path})"]
    if release is None:
        lines.append(f"state     {decision.state}")
        return "\n".join(lines) + "\n\n" + problems_text(decision.problems)
    window = f"{_read(release.window.start, policy)} to {_read(release.window.end, policy)}"
    lines += [
        f"title     {_title(release.title, policy)}",
        f"category  {release.category}",
        f"window    {window} ({policy.timezone})",
        *_state(decision, known=decision.entry.history.announced_window is not None),
        f"now       {_read(now, policy)}",
    ]
    lines += _ending_and_exception(release, policy)
    if decision.publish_by is not None:
        lines.append(f"publish by {_read(decision.publish_by, policy)}")
    rows = [_row(standing, policy, _rule(standing.rule)) for standing in decision.notices]
    tasks = decision.category.tasks if decision.category else ()
    rows += [
        (
            task.id,
            f"task of {task.owner}",
            "",
            "",
            _read(task.latest.before(release.window.start, policy.zone), policy),
            "",
            "",
            f"{task.latest} before",
            task.source,
        )
        for task in tasks
    ]
    return _timeline(lines, rows, decision, policy)


def _explained_plan(decision: PlanDecision, policy: Policy, now: datetime) -> str:
    plan, timing = decision.plan, decision.timing
    lines = [f"{decision.entry.id}  ({decision.entry.path})"]
    if plan is None or timing is None:
        lines.append(f"state     {decision.state}")
        return "\n".join(lines) + "\n\n" + problems_text(decision.problems)
    month = f"{_read(timing.start, policy)} to {_read(timing.end, policy)}"
    lines += [
        f"month     {month} ({policy.timezone})",
        *_state(decision, known=decision.entry.history.first_announced is not None),
        f"now       {_read(now, policy)}",
        f"approvals {timing.approved_from} to {timing.approved_to}: "
        + (", ".join(f"{given.role} on {given.on}" for given in plan.approvals) or "none"),
        *(
            f"item      {item.expected}  {item.category}  {_title(item.title, policy)}"
            + (f"  ({item.release})" if item.release else "")
            for item in plan.items
        ),
    ]
    rows = [_row(standing, policy, _plan_rule(policy)) for standing in decision.notices]
    return _timeline(lines, rows, decision, policy)


def _state(decision: Decision | PlanDecision, *, known: bool) -> Iterator[str]:
    """The state, and what a publish at this instant would add: ``known`` is what customers know."""
    state = f"{decision.state} ({'public' if decision.public else 'hidden'})"
    if decision.state == "hidden":
        state = "hidden"
    elif decision.public and not known and not decision.imported:
        state = f"hidden; a publish now would show it as {decision.state}"
    yield f"state     {state}, verdict {decision.verdict}"
    due = [record.notice for record in decision.records if record.verdict != "missed"]
    if due:
        yield f"due       {', '.join(due)}: a publish now would send and record this"


def _ending_and_exception(release: Release, policy: Policy) -> Iterator[str]:
    """What the entry says of its end, and the exception that it asks for."""
    if release.cancelled is not None:
        at = _read(release.cancelled.at, policy)
        yield f"cancelled {at}: {_title(release.cancelled.reason, policy)}"
    if release.outcome is not None:
        yield f"outcome   {_read(release.outcome.at, policy)}: {release.outcome.result}"
    if release.exception is not None:
        exception = release.exception
        yield f"exception {exception.on} by {exception.approved_by}: {_title(exception.reason, policy)}"


def _timeline(
    lines: list[str],
    rows: list[tuple[str, ...]],
    decision: Decision | PlanDecision,
    policy: Policy,
) -> str:
    """The lines, a table of the rows, what the ledger holds, and the problems."""
    rows = [
        (
            "notice",
            "audience",
            "opens",
            "planned",
            "deadline",
            "status",
            "published",
            "rule",
            "source",
        ),
        *rows,
    ]
    steps = [
        (
            _read(record.published_at, policy),
            record.notice,
            record.verdict,
            record.result or "",
            _read(record.start, policy),
            _read(record.end, policy),
        )
        for record in decision.entry.history.records
    ]
    lines += ["", *_table(rows)]
    if steps:
        heads = ("in the ledger", "notice", "verdict", "result", "for the start", "and the end")
        lines += ["", *_table([heads, *steps])]
    text = "\n".join(lines) + "\n"
    if decision.problems:
        text += "\n" + problems_text(decision.problems)
    return text


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _title(texts: Texts, policy: Policy) -> str:
    return texts.get(policy.default_language) or next(iter(texts.values()))


def _rule(rule: NoticeRule) -> str:
    """What the policy says of a notice, in its own words: ``20d to 10d before, margin 6h``."""
    span = " to ".join(str(lead) for lead in (rule.earliest, rule.latest) if lead)
    since = "" if rule.latest else "from "
    origins = ", ".join(sorted(rule.asap_for))
    parts = (
        f"{since}{span} before" if span else "",
        f"margin {rule.margin}" if rule.margin else "",
        f"asap for {origins}" if origins else "asap" if rule.asap else "",
        "on outcome" if rule.on_outcome else "",
        f"when {rule.when}" if rule.when else "",
    )
    return ", ".join(filter(None, parts)) or "at once"


def _plan_rule(policy: Policy) -> str:
    plan = policy.plan
    if plan is None:
        return ""
    return f"from day {plan.announce_from}, {plan.announce_at:%H:%M}, to day {plan.announce_to}"


def _row(standing: NoticeStanding, policy: Policy, role: str) -> tuple[str, ...]:
    rule = standing.rule
    return (
        rule.id,
        rule.audience,
        _read(standing.opens, policy),
        _read(standing.planned, policy),
        _read(standing.deadline, policy),
        standing.status,
        _read(standing.published_at, policy),
        role,
        rule.source,
    )


def _read(instant: datetime | None, policy: Policy) -> str:
    if instant is None:
        return "–"
    wall = local(instant, policy.zone)
    return f"{wall:%Y-%m-%d %H:%M:%S}" if wall.second else f"{wall:%Y-%m-%d %H:%M}"
