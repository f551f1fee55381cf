"""Which keys a release's file and the systems file have.

Belongs here: one model for each mapping in them. Does not belong here: how one value is read
(``fields``, ``languages``), checks that need the policy or other keys (``releases``).
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from notices.loading.fields import (
    Day,
    Duration,
    EndInstant,
    Id,
    Instant,
    Name,
    OwnTime,
    Toggle,
)
from notices.loading.keys import Keys
from notices.loading.languages import Body, Reason, Summary, Title

__all__ = ["ReleaseFile", "SystemsFile"]


class WindowKeys(Keys):
    start: Instant = Field(examples=["2026-12-12 20:00"], description="When the update begins.")
    end: EndInstant = Field(
        examples=["2026-12-12 22:00"],
        description="When the update ends; 24:00 is the end of the day.",
    )
    reason: Reason | None = Field(
        default=None, description="Why the window lies outside the allowed ones."
    )
    approved_by: Name | None = Field(
        default=None, description="The role that approved a window outside the allowed ones."
    )


class ImpactKeys(Keys):
    downtime: Duration = Field(
        examples=["10m"], description="How long customers cannot work; 0m if not at all."
    )
    mode: Literal["usable", "read_only", "stopped"] | None = Field(
        default=None, description="What customers can do during the update."
    )
    sign_in_again: Toggle | None = Field(
        default=None, description="Whether customers have to sign in again afterwards."
    )
    systems: tuple[Id, ...] = Field(
        default=(), max_length=200, description="The systems that the update touches, by their ids."
    )


class KnownIssueKeys(Keys):
    title: Title = Field(examples=["…"], description="What is wrong, in one line.")
    status: Literal["open", "fixed"] = Field(default="open", description="Whether it still stands.")
    fixed_in: Id | None = Field(default=None, description="The id of the release that mends it.")


class OwnTimeKeys(Keys):
    at: OwnTime = Field(
        examples=["2026-11-28 09:00"], description="When this notice goes out: a time, or asap."
    )


class ExceptionKeys(Keys):
    approved_by: Name = Field(examples=["ceo"], description="The role that approved the exception.")
    on: Day = Field(examples=["2026-12-01"], description="The day of the approval.")
    reason: Reason = Field(examples=["…"], description="Why; customers read it.")


class CancelledKeys(Keys):
    at: Instant = Field(examples=["2026-12-10 09:00"], description="When the update was cancelled.")
    reason: Reason = Field(examples=["…"], description="Why; customers read it.")


class OutcomeKeys(Keys):
    result: Literal["success", "partial", "rolled_back"] = Field(
        examples=["success"], description="How the update ended."
    )
    at: Instant = Field(examples=["2026-12-12 21:40"], description="When it was over.")


class ReleaseFile(Keys):
    """One release: a planned update, `content/releases/<any folders>/<id>.yml`."""

    category: Name = Field(examples=["feature"], description="A category of the policy.")
    title: Title = Field(
        examples=["…"],
        description="The title in one line: a text in the default language, or one for each language.",
    )
    summary: Summary = Field(
        examples=["…"], description="One or two sentences for feeds and cards."
    )
    window: WindowKeys = Field(
        examples=["{start: 2026-12-12 20:00, end: 2026-12-12 22:00}"],
        description="The maintenance window.",
    )
    impact: ImpactKeys = Field(
        examples=["{downtime: 10m}"], description="What customers notice during the update."
    )
    body: Body | None = Field(default=None, description="What changes, in Markdown.")
    prepare: Body | None = Field(
        default=None, description="What customers do beforehand, in Markdown."
    )
    known_issues: tuple[KnownIssueKeys, ...] = Field(
        default=(), max_length=50, description="Bugs that remain after the update."
    )
    important: Toggle = Field(
        default=False, description="Whether customers are told of it as an important change."
    )
    customers: tuple[Name, ...] | None = Field(
        default=None,
        min_length=1,
        max_length=500,
        description="The customers that it is for; such a release is never public.",
    )
    origin: Name | None = Field(default=None, description="Who caused it, such as provider.")
    notices: dict[Name, OwnTimeKeys] = Field(
        default_factory=dict, max_length=50, description="Own times of notices, by the notice's id."
    )
    draft: Toggle = Field(default=False, description="Whether it is only a draft.")
    exception: ExceptionKeys | None = Field(
        default=None, description="An exception from the lead times that the policy grants."
    )
    cancelled: CancelledKeys | None = Field(
        default=None, description="That the update will not happen."
    )
    outcome: OutcomeKeys | None = Field(default=None, description="How the update ended.")


class SystemKeys(Keys):
    id: Id = Field(examples=["payroll"], description="The system's id.")
    name: Title = Field(examples=["Payroll"], description="What readers see.")
    group: Title = Field(examples=["People"], description="Systems of one group stand together.")


class SystemsFile(Keys):
    """The systems that releases can touch, `content/systems.yml`; public as a whole."""

    systems: tuple[SystemKeys, ...] = Field(
        max_length=500,
        examples=["[…]"],
        description="The systems in the order in which they are shown.",
    )
