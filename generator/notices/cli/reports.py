"""Reports for those who work on entries: problems, check's JSON, one release's timeline.

Belongs here: their text, in English, for terminals, programs and annotations. Does not
belong here: what customers read (``pages``, ``feeds``), finding problems (``rules``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from notices.domain.instants import local
from notices.domain.policy import NoticeRule, Policy, Texts
from notices.domain.problem import Problem
from notices.domain.public import NoticeStanding
from notices.domain.release import Release
from notices.domain.wording import problems_text
from notices.rules.decision import Decision
from notices.rules.plans import PlanDecision

__all__ = ["check_json", "explained", "problems_github"]


def problems_github(problems: Iterable[Problem]) -> str:
    """Workflow annotations, one line a problem."""
    lines = []
    for problem in problems:
        mark = problem.mark
        place = f"file={_property(mark.path)},line={mark.line},col={mark.column}"
        text = f"{problem.message}\nhelp: {problem.help}" if problem.help else problem.message
        title = _property(problem.rule)
        lines.append(f"::{problem.severity} {place},title={title}::{_data(text)}\n")
    return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _iso(instant: datetime | None, policy: Policy | None) -> str | None:
    if instant is None:
        return None
    return (local(instant, policy.zone) if policy else instant).isoformat(timespec="seconds")


def check_json(
    now: datetime,
    policy: Policy | None,
    decisions: Iterable[Decision],
    plans: Iterable[PlanDecision],
    problems: tuple[Problem, ...],
) -> str:
    """What ``check --format json`` prints; times are ISO 8601 in the policy's zone."""
    report = {
        "now": _iso(now, policy),
        "ok": not any(problem.is_error for problem in problems),
        "entries": [
            *(_entry(decision, policy) for decision in decisions),
            *(_plan(decision, policy) for decision in plans),
        ],
        "problems": [_problem(problem, policy) for problem in problems],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _entry(decision: Decision, policy: Policy | None) -> dict[str, Any]:
    release = decision.release
    return {
        "kind": "release",
        "id": decision.entry.id,
        "category": release.category if release else None,
        "state": decision.state,
        "public": decision.public,
        "verdict": decision.verdict,
        "start": _iso(release.window.start, policy) if release else None,
        "end": _iso(release.window.end, policy) if release else None,
        "publish_by": _iso(decision.publish_by, policy),
        "notices": [_notice(standing, policy) for standing in decision.notices],
    }


def _plan(decision: PlanDecision, policy: Policy | None) -> dict[str, Any]:
    timing = decision.timing
    return {
        "kind": "plan",
        "id": decision.entry.id,
        "category": None,
        "state": decision.state,
        "public": decision.public,
        "verdict": decision.verdict,
        "start": _iso(timing.start, policy) if timing else None,
        "end": _iso(timing.end, policy) if timing else None,
        "publish_by": _iso(timing.deadline, policy) if timing else None,
        "notices": [_notice(standing, policy) for standing in decision.notices],
    }


def _notice(standing: NoticeStanding, policy: Policy | None) -> dict[str, Any]:
    return {
        "id": standing.rule.id,
        "audience": standing.rule.audience,
        "opens": _iso(standing.opens, policy),
        "planned": _iso(standing.planned, policy),
        "deadline": _iso(standing.deadline, policy),
        "status": standing.status,
        "published_at": _iso(standing.published_at, policy),
    }


def _problem(problem: Problem, policy: Policy | None) -> dict[str, Any]:
    return {
        "severity": problem.severity,
        "rule": problem.rule,
        "entry": problem.entry,
        "notice": problem.notice,
        "path": problem.mark.path,
        "line": problem.mark.line,
        "column": problem.mark.column,
        "message": problem.message,
        "help": problem.help,
        "source": problem.source_row,
        "late_by_s": problem.late_by_s,
        "publish_by": _iso(problem.publish_by, policy),
        "earliest_start": _iso(problem.earliest_start, policy),
    }


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
    public = "public" if decision.public else "hidden"
    lines += [
        f"title     {_title(release.title, policy)}",
        f"category  {release.category}",
        f"window    {window} ({policy.timezone})",
        f"state     {decision.state} ({public}), verdict {decision.verdict}",
        f"now       {_read(now, policy)}",
    ]
    lines += _asked(release, policy)
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
    public = "public" if decision.public else "hidden"
    month = f"{_read(timing.start, policy)} to {_read(timing.end, policy)}"
    lines += [
        f"month     {month} ({policy.timezone})",
        f"state     {decision.state} ({public}), verdict {decision.verdict}",
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


def _asked(release: Release, policy: Policy) -> Iterator[str]:
    """What the entry says of its end, and the exception that it asks for."""
    if release.cancelled is not None:
        at = _read(release.cancelled.at, policy)
        yield f"cancelled {at}: {_title(release.cancelled.reason, policy)}"
    if release.outcome is not None:
        yield f"outcome   {_read(release.outcome.at, policy)}: {release.outcome.result}"
    if release.exception is not None:
        asked = release.exception
        yield f"exception {asked.on} by {asked.approved_by}: {_title(asked.reason, policy)}"


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
    told = [
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
    if told:
        heads = ("in the ledger", "notice", "verdict", "result", "for the start", "and the end")
        lines += ["", *_table([heads, *told])]
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
    said = (
        f"{since}{span} before" if span else "",
        f"margin {rule.margin}" if rule.margin else "",
        f"asap for {origins}" if origins else "asap" if rule.asap else "",
        "on outcome" if rule.on_outcome else "",
        f"when {rule.when}" if rule.when else "",
    )
    return ", ".join(filter(None, said)) or "at once"


def _plan_rule(policy: Policy) -> str:
    plan = policy.plan
    if plan is None:
        return ""
    return f"from day {plan.announce_from}, {plan.announce_at:%H:%M}, to day {plan.announce_to}"


def _row(standing: NoticeStanding, policy: Policy, asked: str) -> tuple[str, ...]:
    rule = standing.rule
    return (
        rule.id,
        rule.audience,
        _read(standing.opens, policy),
        _read(standing.planned, policy),
        _read(standing.deadline, policy),
        standing.status,
        _read(standing.published_at, policy),
        asked,
        rule.source,
    )


def _read(instant: datetime | None, policy: Policy) -> str:
    if instant is None:
        return "–"
    wall = local(instant, policy.zone)
    return f"{wall:%Y-%m-%d %H:%M:%S}" if wall.second else f"{wall:%Y-%m-%d %H:%M}"
