"""Monthly plans: the file of one month, read by the policy.

Belongs here: its keys, and what makes a file a plan. Does not belong here: whether it may be
announced (``rules.plan``).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Annotated

from notices.domain.phrases import phrase
from notices.domain.plans import Plan, PlanApproval, PlanItem
from notices.domain.policy import Policy
from notices.loading.fields import CategoryName, Day, Id, Many, Role
from notices.loading.findings import Findings
from notices.loading.instants import DATE, read_date
from notices.loading.languages import Summary, Title
from notices.loading.loaded import Loaded
from notices.loading.reading import TODAY, Keys, Kind, Reading, optional, refusal, required
from notices.loading.validation import validated

__all__ = ["PlanFile", "load_plan"]

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


def _expected(text: str, reading: Reading) -> date:
    day = read_date(text)
    if reading.month not in ("", f"{day:%Y-%m}"):
        help = phrase(
            "A plan lists one month; write this into the plan of {month}.", month=f"{day:%Y-%m}"
        )
        raise refusal(phrase("{day} is not in {month}", day=day, month=reading.month), help)
    return day


class PlanApprovalKeys(Keys):
    shape = PlanApproval
    role: Role = required("The role that approves.", "ceo")
    on: Day = required("The day of its approval.", TODAY)


class PlanItemKeys(Keys):
    shape = PlanItem
    title: Title = required("What is planned.", "New payroll engine")
    category: CategoryName = required("A category of the policy.", "feature")
    expected: Annotated[date, Kind(_expected, {"type": "string", "pattern": f"^{DATE}$"})] = (
        required("The day that is meant.", "2026-12-12")
    )
    release: Id | None = optional("Its release, once there is one.")


class PlanFile(Keys):
    """A monthly plan, `content/plans/YYYY-MM.yml`."""

    shape = Plan
    approvals: Many[PlanApprovalKeys] = optional("Who approved the plan, and when.", ())
    items: Many[PlanItemKeys] = required(
        "What is planned.", "[{title: New payroll engine, category: feature, expected: 2026-12-12}]"
    )
    summary: Summary | None = optional("A sentence above the list.")


def load_plan(path: str, data: bytes, policy: Policy, now: datetime | None = None) -> Loaded[Plan]:
    """The plan of one file; its month is the file's stem. All problems of the file at once.

    Help lines show the day of ``now``.
    """
    stem = PurePosixPath(path).stem
    findings = Findings(path, data, entry=stem)
    named = _MONTH.fullmatch(stem)
    if named is None:
        help = phrase("Name it YYYY-MM.yml, such as 2026-12.yml.")
        findings.add((1, 1), phrase("the file name is not a month"), help)
    reading = Reading(
        policy.zone, policy.languages, policy.roles, policy.categories, stem if named else "", now
    )
    model = validated(findings, PlanFile, reading)
    if model is None or named is None:
        return findings.loaded(None)
    month = date(int(named[1]), int(named[2]), 1)
    return findings.loaded(model.to_domain(id=stem, month=month, source=findings.source))
