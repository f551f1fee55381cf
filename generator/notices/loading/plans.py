"""Monthly plans: the file of one month, read by the policy.

Belongs here: what makes a file a plan. Does not belong here: whether it may be announced
(``rules.plans``).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from notices.domain.plans import Plan, PlanApproval, PlanItem
from notices.domain.policy import Policy
from notices.domain.problem import Source
from notices.loading.findings import Findings, validated
from notices.loading.loaded import Loaded, bounded
from notices.loading.located import read
from notices.loading.plan_keys import PlanFile
from notices.loading.reading import Reading
from notices.loading.wording import known, quoted

__all__ = ["load_plan"]

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


def load_plan(path: str, data: bytes, policy: Policy) -> Loaded[Plan]:
    """The plan of one file; its month is the file's stem. All problems of the file at once."""
    stem = PurePosixPath(path).stem
    document = read(path, data)
    findings = Findings(path, document, entry=stem)
    named = _MONTH.fullmatch(stem)
    if named is None:
        findings.add((1, 1), "the file's name is no month", "Name it YYYY-MM.yml: 2026-12.yml.")
    model = None
    if document.data is not None:
        model = validated(PlanFile, findings, Reading(policy.zone, policy.languages))
        _check(document.data, policy, findings)
    if model is not None and named is not None:
        for number, row in enumerate(model.items):
            if f"{row.expected:%Y-%m}" != stem:
                findings.at_value(
                    f"items.{number}.expected",
                    f"{row.expected} is no day of {stem}",
                    f"A plan lists what is meant for its month; {row.expected:%Y-%m} has its own.",
                )
    problems = bounded(replace(problem, entry=stem) for problem in findings.problems)
    if model is None or named is None or problems:
        return Loaded(None, problems)
    return Loaded(
        Plan(
            id=stem,
            month=date(int(named[1]), int(named[2]), 1),
            approvals=tuple(PlanApproval(row.role, row.on) for row in model.approvals),
            items=tuple(
                PlanItem(row.title, row.category, row.expected, row.release) for row in model.items
            ),
            summary=model.summary or {},
            source=Source(path, hashlib.sha256(data).hexdigest(), document.places),
        )
    )


def _check(data: dict[str, Any], policy: Policy, findings: Findings) -> None:
    """What depends on the policy; reads the raw values, so that it works beside other errors."""
    for number, role in _values(data, "approvals", "role"):
        if role not in policy.roles:
            findings.at_value(
                f"approvals.{number}.role",
                f"there is no role {quoted(role)}",
                known(role, policy.roles, "The policy's roles are"),
            )
    for number, category in _values(data, "items", "category"):
        if category not in policy.categories:
            findings.at_value(
                f"items.{number}.category",
                f"there is no category {quoted(category)}",
                known(category, policy.categories, "The policy's categories are"),
            )
    seen: set[str] = set()
    for number, release in _values(data, "items", "release"):
        if release in seen:
            findings.at_value(
                f"items.{number}.release",
                f"the release {quoted(release)} stands here twice",
                "Keep one of them.",
            )
        seen.add(release)


def _values(data: dict[str, Any], name: str, key: str) -> list[tuple[int, str]]:
    rows = data.get(name)
    return [
        (number, row[key])
        for number, row in enumerate(rows if isinstance(rows, list) else ())
        if isinstance(row, dict) and isinstance(row.get(key), str) and row[key]
    ]
