"""Which keys a monthly plan's file has.

Belongs here: one model for each mapping in it. Does not belong here: how one value is read
(``fields``, ``languages``), checks that need the policy or other keys (``plans``).
"""

from __future__ import annotations

from pydantic import Field

from notices.loading.fields import Day, Id, Name
from notices.loading.keys import Keys
from notices.loading.languages import Summary, Title

__all__ = ["PlanFile"]


class PlanApprovalKeys(Keys):
    role: Name = Field(examples=["ceo"], description="The role that approves.")
    on: Day = Field(examples=["2026-11-26"], description="The day of its approval.")


class PlanItemKeys(Keys):
    title: Title = Field(examples=["New payroll engine"], description="What is planned.")
    category: Name = Field(examples=["feature"], description="A category of the policy.")
    expected: Day = Field(examples=["2026-12-12"], description="The day that is meant.")
    release: Id | None = Field(
        default=None, examples=["payroll-engine"], description="Its release, once there is one."
    )


class PlanFile(Keys):
    """A monthly plan, `content/plans/YYYY-MM.yml`."""

    approvals: tuple[PlanApprovalKeys, ...] = Field(
        default=(),
        max_length=100,
        examples=["[{role: ceo, on: 2026-11-26}]"],
        description="Who approved the plan, and when.",
    )
    items: tuple[PlanItemKeys, ...] = Field(
        max_length=200,
        examples=["[{title: New payroll engine, category: feature, expected: 2026-12-12}]"],
        description="What is planned.",
    )
    summary: Summary | None = Field(default=None, description="A sentence above the list.")
