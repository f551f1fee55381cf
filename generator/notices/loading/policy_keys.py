"""Which keys the policy's file has.

Belongs here: one model for each mapping in it. Does not belong here: how one value is read
(``fields``, ``languages``), checks that need other keys (``policy``).
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from notices.loading.fields import (
    Clock,
    ClockEnd,
    Count,
    Day,
    DayOfMonth,
    Duration,
    Id,
    LeadTime,
    Line,
    Name,
    Planned,
    Since,
    Toggle,
    ZoneName,
)
from notices.loading.keys import Keys
from notices.loading.languages import LanguageCode, Title

__all__ = ["CategoryFile", "NoticeRow", "PlanRules", "PolicyFile", "TaskRow"]


class HoursKeys(Keys):
    since: Clock = Field(alias="from", examples=["08:00"], description="The first time of day.")
    until: ClockEnd = Field(
        alias="to",
        examples=["20:00"],
        description="The last time of day; 24:00 is the end of the day.",
    )


class AllowedKeys(HoursKeys):
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = Field(
        min_length=1,
        max_length=7,
        examples=["[sat, sun]"],
        description="The days of the week on which the span begins.",
    )


class WindowsKeys(Keys):
    allowed: tuple[AllowedKeys, ...] = Field(
        max_length=50,
        examples=["[{days: [sat, sun], from: 18:00, to: 24:00}]"],
        description="The spans of the week in which a window has to lie.",
    )
    otherwise: Literal["refuse", "warn"] = Field(
        default="refuse", description="What happens to a window outside of them."
    )
    approvers: tuple[Name, ...] = Field(
        default=(),
        max_length=50,
        description="The roles that may approve a window outside of them.",
    )
    source: Line | None = Field(
        default=None, description="The row of the procedure that asks for it."
    )


class DowntimeKeys(Keys):
    max: Duration = Field(examples=["60m"], description="A longer downtime gets a warning.")


class ShortNoticeKeys(Keys):
    roles: tuple[Name, ...] = Field(
        min_length=1,
        max_length=50,
        examples=["[ceo]"],
        description="The roles that may approve it.",
    )
    origin: Name | None = Field(default=None, description="Only for releases of this origin.")


class AfterTheFactKeys(Keys):
    roles: tuple[Name, ...] = Field(
        min_length=1,
        max_length=50,
        examples=["[ceo]"],
        description="The roles that may approve it.",
    )


class ExceptionsKeys(Keys):
    short_notice: ShortNoticeKeys | None = Field(
        default=None,
        description="Lets out notices that are late because the window was announced late.",
    )
    after_the_fact: AfterTheFactKeys | None = Field(
        default=None, description="Lets a finished release be shown that was announced to nobody."
    )


class NoticeRow(Keys):
    """One notice that a release of the category owes."""

    id: Id = Field(
        examples=["final"], description="The notice's id, for the ledger and for own times."
    )
    label: Title | None = Field(
        default=None, description="What readers see; the id if there is none."
    )
    audience: Literal["customers", "staff", "affected"] = Field(
        examples=["customers"], description="Who is told."
    )
    owner: Name = Field(examples=["marketing"], description="The role that sees to it.")
    earliest: LeadTime | None = Field(
        default=None, description="It goes out no longer before the start than this."
    )
    latest: LeadTime | None = Field(
        default=None, description="It has to be out at least this long before the start."
    )
    margin: LeadTime | None = Field(
        default=None, description="It is planned this long before its deadline."
    )
    planned: Planned = Field(
        default=frozenset(),
        description="asap: as soon as the release is known; or for some origins only.",
    )
    on: Literal["outcome"] | None = Field(default=None, description="It follows the outcome.")
    when: Literal["important", "targeted"] | None = Field(
        default=None,
        description="Only for important releases, or for those with customers of their own.",
    )
    since: Since | None = Field(
        default=None, description="Only for releases first announced from this day or time on."
    )
    source: Line = Field(default="", description="The row of the procedure that asks for it.")


class TaskRow(Keys):
    """Something that has to be finished before the start."""

    id: Id = Field(examples=["guides"], description="The task's id.")
    owner: Name = Field(examples=["product"], description="The role that does it.")
    latest: LeadTime = Field(
        examples=["24h"], description="It has to be done at least this long before the start."
    )
    done_when: Literal["guides", "page"] | None = Field(
        default=None,
        description="What makes it done: page, that title, summary and body exist in every "
        "language; guides, that guide and FAQ are written. Nothing shows it if this is missing.",
    )
    source: Line = Field(default="", description="The row of the procedure that asks for it.")


class CategoryFile(Keys):
    """One kind of release."""

    label: Title | None = Field(
        default=None, description="What readers see; the id if there is none."
    )
    windows: WindowsKeys | None = Field(
        default=None, description="When its windows may lie; at any time if this is missing."
    )
    downtime: DowntimeKeys | None = Field(
        default=None, description="How long its downtime should be at most."
    )
    exceptions: ExceptionsKeys | None = Field(
        default=None, description="The exceptions that are granted."
    )
    notices: tuple[NoticeRow, ...] = Field(
        default=(), max_length=50, description="The notices that its releases owe."
    )
    tasks: tuple[TaskRow, ...] = Field(
        default=(), max_length=50, description="What has to be finished before the start."
    )
    in_plan: Toggle | None = Field(
        default=None,
        description="Whether the monthly plan lists its releases; if this is missing, it does "
        "where the category has tasks.",
    )


class ApprovalsKeys(Keys):
    roles: tuple[Name, ...] = Field(
        min_length=1,
        max_length=50,
        examples=["[ceo]"],
        description="The roles that all have to approve.",
    )
    since: DayOfMonth = Field(
        alias="from", examples=["24"], description="The first day of the month before."
    )
    until: DayOfMonth = Field(
        alias="to", examples=["27"], description="The last day of the month before."
    )
    source: Line = Field(default="", description="The row of the procedure that asks for it.")


class AnnounceKeys(Keys):
    since: DayOfMonth = Field(
        alias="from",
        examples=["28"],
        description="The day of the month before on which the plan is announced.",
    )
    until: DayOfMonth = Field(
        alias="to", examples=["29"], description="The last day on which it may be."
    )
    at: Clock = Field(examples=["09:00"], description="The time of day.")
    owner: Name = Field(examples=["marketing"], description="The role that sees to it.")
    source: Line = Field(default="", description="The row of the procedure that asks for it.")


class PlanRules(Keys):
    """The rules of the monthly plan."""

    approvals: ApprovalsKeys = Field(
        examples=["{roles: [ceo], from: 24, to: 27}"],
        description="Who approves the plan, and when.",
    )
    announce: AnnounceKeys = Field(
        examples=["{from: 28, to: 29, at: 09:00, owner: marketing}"],
        description="When the plan is announced.",
    )


class PolicyFile(Keys):
    """The notice policy, `content/policy.yml`."""

    timezone: ZoneName = Field(
        examples=["Asia/Ho_Chi_Minh"], description="The zone of every time that has no offset."
    )
    languages: tuple[LanguageCode, ...] = Field(
        min_length=1,
        max_length=20,
        examples=["[vi, en]"],
        description="The site's languages; the first is the default.",
    )
    roles: tuple[Name, ...] = Field(
        min_length=1,
        max_length=100,
        examples=["[ceo, marketing]"],
        description="Who can own or approve something.",
    )
    ledger_starts: Day = Field(
        examples=["2026-01-01"], description="The day from which the ledger keeps the promise."
    )
    notice_hours: HoursKeys = Field(
        examples=["{from: 08:00, to: 20:00}"],
        description="The hours in which notices go out whose time is free.",
    )
    max_at_once: Count = Field(
        default=10,
        description="A publish that would send more late or rescheduled messages sends none.",
    )
    categories: dict[Id, CategoryFile] = Field(
        min_length=1,
        max_length=100,
        examples=["{fix: {…}}"],
        description="The kinds of release, by id.",
    )
    plan: PlanRules | None = Field(
        default=None, description="The rules of the monthly plan; none if this is missing."
    )
