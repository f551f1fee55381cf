"""The policy file.

Belongs here: ``content/policy.yml`` to the policy, and what must hold between its own keys.
Does not belong here: any value of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC
from typing import Any, TypeGuard

from notices.domain.instants import HoursOfDay, Lead
from notices.domain.policy import (
    EVENTS,
    AllowedWindow,
    Category,
    Grant,
    NoticeRule,
    PlanPolicy,
    Policy,
    TaskRule,
    WindowPolicy,
)
from notices.domain.problem import Source
from notices.domain.release import ASAP
from notices.loading.fields import zone_of
from notices.loading.findings import Findings, validated
from notices.loading.instants import NotReadable, read_clock, read_lead
from notices.loading.loaded import Loaded, bounded
from notices.loading.located import read
from notices.loading.policy_keys import CategoryFile, NoticeRow, PlanRules, PolicyFile
from notices.loading.reading import Reading
from notices.loading.wording import known, quoted

__all__ = ["load_policy"]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def load_policy(path: str, data: bytes) -> Loaded[Policy]:
    """The policy of one file. All problems of the file at once, rules ``yaml`` and ``schema``."""
    document = read(path, data)
    findings = Findings(path, document)
    if document.data is None:
        return Loaded(None, bounded(findings.problems))
    raw = document.data
    name = raw.get("timezone")
    zone = zone_of(name) if isinstance(name, str) else None
    languages = tuple(text for _, text in _texts(raw.get("languages")))
    # Where one of the two is wrong, the rest is read as well as it goes, for its own problems.
    reading = Reading(zone or UTC, languages or _languages_used(raw))
    model = validated(PolicyFile, findings, reading)
    _check(raw, findings)
    problems = bounded(findings.problems)
    if model is None or zone is None or problems:
        return Loaded(None, problems)
    return Loaded(
        Policy(
            timezone=model.timezone,
            zone=zone,
            languages=model.languages,
            roles=model.roles,
            ledger_starts=model.ledger_starts,
            notice_hours=HoursOfDay(model.notice_hours.since, model.notice_hours.until),
            max_at_once=model.max_at_once,
            categories={
                key: _category(key, each, model.languages) for key, each in model.categories.items()
            },
            plan=_plan(model.plan) if model.plan else None,
            source=Source(path, hashlib.sha256(data).hexdigest(), document.places),
        )
    )


def _category(key: str, model: CategoryFile, languages: tuple[str, ...]) -> Category:
    windows = WindowPolicy()
    if model.windows is not None:
        allowed = tuple(
            AllowedWindow(frozenset(_DAYS.index(day) for day in span.days), span.since, span.until)
            for span in model.windows.allowed
        )
        windows = WindowPolicy(
            allowed,
            model.windows.otherwise,
            model.windows.approvers,
            model.windows.source or "",
        )
    short = model.exceptions.short_notice if model.exceptions else None
    after = model.exceptions.after_the_fact if model.exceptions else None
    return Category(
        id=key,
        label=model.label or dict.fromkeys(languages, key),
        notices=tuple(_notice(row, languages) for row in model.notices),
        windows=windows,
        tasks=tuple(
            TaskRule(row.id, row.owner, row.latest, row.source, row.done_when)
            for row in model.tasks
        ),
        downtime_max=model.downtime.max if model.downtime else None,
        short_notice=Grant(short.roles, short.origin) if short else None,
        after_the_fact=Grant(after.roles) if after else None,
        in_plan=bool(model.tasks) if model.in_plan is None else model.in_plan,
    )


def _notice(row: NoticeRow, languages: tuple[str, ...]) -> NoticeRule:
    always = row.planned == ASAP
    return NoticeRule(
        id=row.id,
        audience=row.audience,
        owner=row.owner,
        label=row.label or dict.fromkeys(languages, row.id),
        earliest=row.earliest,
        latest=row.latest,
        margin=row.margin,
        asap=always,
        asap_for=row.planned if isinstance(row.planned, frozenset) else frozenset(),
        on_outcome=row.on is not None,
        when=row.when,
        since=row.since,
        source=row.source,
    )


def _plan(model: PlanRules) -> PlanPolicy:
    return PlanPolicy(
        roles=model.approvals.roles,
        approved_from=model.approvals.since,
        approved_to=model.approvals.until,
        announce_from=model.announce.since,
        announce_to=model.announce.until,
        announce_at=model.announce.at,
        owner=model.announce.owner,
        approvals_source=model.approvals.source,
        announce_source=model.announce.source,
    )


# What follows reads the raw values, so that it works beside the schema's own findings: it
# skips whatever has not the form that it looks for.


def _check(raw: dict[str, Any], findings: Findings) -> None:
    for key in ("languages", "roles"):
        _refuse_duplicates(_texts(raw.get(key), key), findings)
    _check_roles(raw, findings)
    hours = _keys(raw.get("notice_hours"))
    since, until = _clock(hours.get("from")), _clock(hours.get("to"), end=True)
    if since is not None and until is not None and until <= since:
        findings.at_value(
            "notice_hours.to",
            f"notice_hours end at {hours['to']}, which is not after {hours['from']}",
            "Write a later time; 24:00 is the end of the day.",
        )
    for name, category in _keys(raw.get("categories")).items():
        path = f"categories.{name}"
        for kind in ("notices", "tasks"):
            rows = list(_rows(_keys(category).get(kind), f"{path}.{kind}"))
            _refuse_duplicates(
                ((f"{at}.id", row["id"]) for at, row in rows if _is_text(row.get("id"))), findings
            )
            for at, row in rows if kind == "notices" else ():
                _check_notice(at, row, findings)
        for at, span in _rows(
            _keys(_keys(category).get("windows")).get("allowed"), f"{path}.windows.allowed"
        ):
            _refuse_duplicates(_texts(span.get("days"), f"{at}.days"), findings)
    for step in ("approvals", "announce"):
        days = _keys(_keys(raw.get("plan")).get(step))
        first, last = days.get("from"), days.get("to")
        if _is_number(first) and _is_number(last) and int(last) < int(first):
            findings.at_value(
                f"plan.{step}.to",
                f"plan.{step} ends on day {last} of the month, before it begins on day {first}",
                "Swap the days.",
            )


def _check_roles(raw: dict[str, Any], findings: Findings) -> None:
    roles = {text for _, text in _texts(raw.get("roles"))}
    if not roles:
        return
    for path, role in _roles_named(raw):
        if role not in roles:
            findings.at_value(
                path,
                f"there is no role {quoted(role)}",
                known(role, roles, "The policy's roles are"),
            )


def _roles_named(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Path and name of each role that the policy uses."""
    for name, category in _keys(raw.get("categories")).items():
        path = f"categories.{name}"
        for kind in ("notices", "tasks"):
            for at, row in _rows(_keys(category).get(kind), f"{path}.{kind}"):
                if _is_text(row.get("owner")):
                    yield f"{at}.owner", row["owner"]
        approvers = _keys(_keys(category).get("windows")).get("approvers")
        yield from _texts(approvers, f"{path}.windows.approvers")
        for grant, value in _keys(_keys(category).get("exceptions")).items():
            yield from _texts(_keys(value).get("roles"), f"{path}.exceptions.{grant}.roles")
    plan = _keys(raw.get("plan"))
    yield from _texts(_keys(plan.get("approvals")).get("roles"), "plan.approvals.roles")
    owner = _keys(plan.get("announce")).get("owner")
    if _is_text(owner):
        yield "plan.announce.owner", owner


def _check_notice(at: str, row: dict[str, Any], findings: Findings) -> None:
    name = row.get("id")
    if name in EVENTS:
        findings.at_value(
            f"{at}.id",
            f"the id '{name}' is reserved: this notice follows from a change by itself",
            "Choose another id.",
        )
    timing = [key for key in ("earliest", "latest", "planned") if key in row]
    if "on" in row:
        for key in timing:
            findings.at_key(
                f"{at}.{key}",
                f"{key} has no meaning here: the notice follows the outcome",
                f"Delete `{key}` or `on`.",
            )
    elif not timing:
        findings.at_value(
            at,
            "nothing says when this notice goes out",
            "Add `latest`, `planned: asap` or `on: outcome`.",
        )
    elif timing == ["planned"] and _is_for_origins(row["planned"]):
        findings.at_key(
            f"{at}.planned",
            "for other origins nothing says when this notice goes out",
            "Add `latest`, or write `planned: asap`.",
        )
    if "margin" in row and "latest" not in row:
        findings.at_key(
            f"{at}.margin",
            "a margin without a deadline has no meaning",
            "Delete it, or add `latest`.",
        )
    earliest, latest = _lead(row.get("earliest")), _lead(row.get("latest"))
    if earliest and latest and earliest.elapsed <= latest.elapsed:
        findings.at_value(
            f"{at}.earliest",
            f"earliest ({earliest}) has to be a longer lead than latest ({latest})",
            "A notice opens first, and its deadline comes later.",
        )


def _refuse_duplicates(values: Iterator[tuple[str, str]], findings: Findings) -> None:
    seen: set[str] = set()
    for path, text in values:
        if text in seen:
            findings.at_value(
                path, f"{quoted(text)} stands here twice", "Keep one, or rename one of them."
            )
        seen.add(text)


def _languages_used(raw: dict[str, Any]) -> tuple[str, ...]:
    labels = [_keys(category).get("label") for category in _keys(raw.get("categories")).values()]
    return tuple(dict.fromkeys(code for label in labels for code in _keys(label))) or ("en",)


def _keys(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _rows(value: object, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, row in enumerate(value if isinstance(value, list) else ()):
        if isinstance(row, dict):
            yield f"{path}.{number}", row


def _texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    for number, text in enumerate(value if isinstance(value, list) else ()):
        if _is_text(text):
            yield f"{path}.{number}", text


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value != ""


def _is_for_origins(planned: object) -> bool:
    return (
        isinstance(planned, dict)
        and bool(planned)
        and all(said == ASAP for said in planned.values())
    )


def _is_number(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 3


def _clock(value: object, *, end: bool = False) -> tuple[int, int, int] | None:
    if not isinstance(value, str):
        return None
    try:
        clock = read_clock(value, end=end)
    except NotReadable:
        return None
    return (24, 0, 0) if clock is None else (clock.hour, clock.minute, clock.second)


def _lead(value: object) -> Lead | None:
    try:
        return read_lead(value) if isinstance(value, str) else None
    except NotReadable:
        return None
