"""Reports for those who work on entries: problems as lines and annotations, check's JSON.

Belongs here: their text, in English, for terminals, programs and annotations. Does not belong
here: one entry's timeline (``explanation``), what customers read (``rendering``), finding
problems (``rules``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from notices.cli.language import say_in
from notices.cli.manual import rule_url
from notices.domain.instants import local
from notices.domain.phrases import Phrase, phrase
from notices.domain.policy import Policy
from notices.domain.problem import Problem
from notices.domain.public import NoticeStanding
from notices.domain.quotas import ExceededQuota
from notices.domain.wording import json_text, log_text
from notices.evaluation.decisions import Decision
from notices.evaluation.plan_decisions import PlanDecision

__all__ = ["check_json", "problems_github", "problems_text", "quota_json", "rule_hint"]


def problems_text(problems: Iterable[Problem]) -> str:
    """One line a problem, ``path:line:column: severity[rule] message``, then its help."""
    lines = []
    for problem in problems:
        mark = problem.mark
        path = "".join(c if c.isprintable() else "?" for c in mark.path)
        place = f"{path}:{mark.line}:{mark.column}"
        lines.append(f"{place}: {problem.severity}[{problem.rule}] {say_in(problem.message)}")
        if problem.help:
            lines.append(f"    {say_in(_help(problem))}")
    return log_text("".join(f"{line}\n" for line in lines))


def rule_hint(problems: Iterable[Problem]) -> str:
    """How to read more about a rule, with the first error's, else the first problem's; or nothing."""
    rules = [problem.rule for problem in sorted(problems, key=lambda problem: not problem.is_error)]
    return phrase("for more about a rule: notices rule {rule}", rule=rules[0]) if rules else ""


def problems_github(problems: Iterable[Problem]) -> str:
    """Workflow annotations, one line a problem; each ends with the address of its rule's page."""
    lines = []
    for problem in problems:
        mark = problem.mark
        place = f"file={_property(mark.path)},line={mark.line},col={mark.column}"
        help = f"{say_in(_help(problem))}\n" if problem.help else ""
        text = f"{say_in(problem.message)}\n{help}{rule_url(problem.rule)}"
        title = _property(problem.rule)
        lines.append(f"::{problem.severity} {place},title={title}::{_data(text)}\n")
    return "".join(lines)


def _help(problem: Problem) -> Phrase:
    return phrase("help: {help}", help=problem.help)


def _data(text: str) -> str:
    return log_text(text).replace("%", "%25").replace("\n", "%0A")


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
    return json_text(report) + "\n"


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
        "systems": [*release.impact.systems] if release else [],
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
        "systems": [],
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
    missing, quota = problem.first_missing_day, problem.quota
    return {
        "severity": problem.severity,
        "rule": problem.rule,
        "url": rule_url(problem.rule),
        "entry": problem.entry,
        "notice": problem.notice,
        "path": problem.mark.path,
        "line": problem.mark.line,
        "column": problem.mark.column,
        "message": say_in(problem.message),
        "help": say_in(problem.help),
        "source": problem.source_row,
        "late_by_s": problem.late_by_s,
        "publish_by": _iso(problem.publish_by, policy),
        "earliest_start": _iso(problem.earliest_start, policy),
        **({"first_missing_day": f"{missing}"} if missing is not None else {}),
        **({"freeze": problem.freeze} if problem.freeze is not None else {}),
        **({"quota": quota_json(quota, policy)} if quota is not None else {}),
        **({"system": problem.system} if problem.system is not None else {}),
    }


def quota_json(exceeded: ExceededQuota, policy: Policy | None) -> dict[str, Any]:
    """The limit, its week or month (half-open), and the entries whose windows fill it."""
    start, end = exceeded.span
    return {
        "span": {"from": _iso(start, policy), "to": _iso(end, policy)},
        "count": exceeded.quota.count,
        "hours": exceeded.quota.hours,
        "entries": [*exceeded.entries],
    }
