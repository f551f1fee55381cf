"""Plans of a demo: one for each month with a release that its plan lists.

Belongs here: which releases a plan lists, and when its file appears. Does not belong here: the
releases (each company's ``schedule``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from notices.cli.demo.entries import DemoEntry
from notices.domain.instants import at_wall, local
from notices.domain.plans import Plan, plan_timing
from notices.domain.policy import Policy
from notices.loading import load_release
from notices.rules.project.unplanned import planned_categories

__all__ = ["DemoPlan", "demo_plans"]

_APPROVED_AT = time(16)


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """One month's plan: when its file appears (UTC), and its text."""

    id: str
    appears: datetime
    text: str


def demo_plans(
    entries: tuple[DemoEntry, ...], now: datetime, texts: Path, policy: Policy
) -> Iterator[DemoPlan]:
    """The plan of each month with a planned release, approved on the first day for approvals.

    ``texts`` is the folder with the entries' texts and the plans' summary, ``plan.yml``. A policy
    without plans has none.
    """
    rules = policy.plan
    if rules is None:
        return
    summary = (texts / "plan.yml").read_text(encoding="utf-8")
    planned = planned_categories(policy)
    items: dict[date, str] = {}
    for entry in entries:
        path = entry.path(policy)
        release = load_release(path, entry.at(now, texts, policy) or b"", policy).value
        if release is None or release.draft or not entry.planned or release.category not in planned:
            continue
        day = local(entry.start, policy.zone).date()
        title = json.dumps(dict(release.title), ensure_ascii=False)
        items[day.replace(day=1)] = items.get(day.replace(day=1), "") + (
            f"  - title: {title}\n"
            f"    category: {release.category}\n    expected: {day}\n    release: {entry.id}\n"
        )
    for month, listed in sorted(items.items()):
        on = plan_timing(Plan(f"{month:%Y-%m}", month, (), ()), rules, policy).approved_from
        approvals = "".join(f"  - {{role: {role}, on: {on}}}\n" for role in rules.roles)
        yield DemoPlan(
            f"{month:%Y-%m}",
            at_wall(on, _APPROVED_AT, policy.zone),
            f"approvals:\n{approvals}{summary}items:\n{listed}",
        )
