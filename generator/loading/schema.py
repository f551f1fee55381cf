"""Which keys each file has: the one source of validation and of the editors' JSON Schema.

Belongs here: a model for each kind of file. Does not belong here: how one value is read
(``fields``), checks that need the policy or other keys (``releases``, ``policy``).
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from generator.loading.fields import (
    Body,
    Clock,
    ClockEnd,
    Count,
    Day,
    DayOfMonth,
    Duration,
    EndInstant,
    Id,
    Instant,
    LanguageCode,
    LeadTime,
    Line,
    Name,
    OwnTime,
    Planned,
    Reason,
    Since,
    Summary,
    Title,
    Toggle,
    ZoneName,
)

__all__ = [
    "CategoryFile",
    "NoticeRow",
    "PlanFile",
    "PlanRules",
    "PolicyFile",
    "ReleaseFile",
    "SystemsFile",
    "TaskRow",
    "json_schema",
]


class _Keys(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class WindowKeys(_Keys):
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


class ImpactKeys(_Keys):
    downtime: Duration = Field(
        examples=["10m"], description="How long customers cannot work; 0m if not at all."
    )
    mode: Literal["usable", "read_only", "stopped"] = Field(
        default="usable", description="What customers can do during the update."
    )
    sign_in_again: Toggle = Field(
        default=False, description="Whether customers have to sign in again afterwards."
    )
    systems: tuple[Id, ...] = Field(
        default=(), max_length=200, description="The systems that the update touches, by their ids."
    )


class KnownIssueKeys(_Keys):
    title: Title = Field(examples=["…"], description="What is wrong, in one line.")
    status: Literal["open", "fixed"] = Field(default="open", description="Whether it still stands.")
    fixed_in: Id | None = Field(default=None, description="The id of the release that mends it.")


class OwnTimeKeys(_Keys):
    at: OwnTime = Field(
        examples=["2026-11-28 09:00"], description="When this notice goes out: a time, or asap."
    )


class ExceptionKeys(_Keys):
    approved_by: Name = Field(examples=["ceo"], description="The role that approved the exception.")
    on: Day = Field(examples=["2026-12-01"], description="The day of the approval.")
    reason: Reason = Field(examples=["…"], description="Why; customers read it.")


class CancelledKeys(_Keys):
    at: Instant = Field(examples=["2026-12-10 09:00"], description="When the update was cancelled.")
    reason: Reason = Field(examples=["…"], description="Why; customers read it.")


class OutcomeKeys(_Keys):
    result: Literal["success", "partial", "rolled_back"] = Field(
        examples=["success"], description="How the update ended."
    )
    at: Instant = Field(examples=["2026-12-12 21:40"], description="When it was over.")


class ReleaseFile(_Keys):
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


class HoursKeys(_Keys):
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


class WindowsKeys(_Keys):
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


class DowntimeKeys(_Keys):
    max: Duration = Field(examples=["60m"], description="A longer downtime gets a warning.")


class ShortNoticeKeys(_Keys):
    roles: tuple[Name, ...] = Field(
        min_length=1,
        max_length=50,
        examples=["[ceo]"],
        description="The roles that may approve it.",
    )
    origin: Name | None = Field(default=None, description="Only for releases of this origin.")


class AfterTheFactKeys(_Keys):
    roles: tuple[Name, ...] = Field(
        min_length=1,
        max_length=50,
        examples=["[ceo]"],
        description="The roles that may approve it.",
    )


class ExceptionsKeys(_Keys):
    short_notice: ShortNoticeKeys | None = Field(
        default=None,
        description="Lets out notices that are late because the window was announced late.",
    )
    after_the_fact: AfterTheFactKeys | None = Field(
        default=None, description="Lets a finished release be shown that was announced to nobody."
    )


class NoticeRow(_Keys):
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


class TaskRow(_Keys):
    """Something that has to be finished before the start."""

    id: Id = Field(examples=["guides"], description="The task's id.")
    owner: Name = Field(examples=["product"], description="The role that does it.")
    latest: LeadTime = Field(
        examples=["24h"], description="It has to be done at least this long before the start."
    )
    source: Line = Field(default="", description="The row of the procedure that asks for it.")


class CategoryFile(_Keys):
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


class ApprovalsKeys(_Keys):
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


class AnnounceKeys(_Keys):
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


class PlanRules(_Keys):
    """The rules of the monthly plan."""

    approvals: ApprovalsKeys = Field(
        examples=["{roles: [ceo], from: 24, to: 27}"],
        description="Who approves the plan, and when.",
    )
    announce: AnnounceKeys = Field(
        examples=["{from: 28, to: 29, at: 09:00, owner: marketing}"],
        description="When the plan is announced.",
    )


class PolicyFile(_Keys):
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


class SystemKeys(_Keys):
    id: Id = Field(examples=["payroll"], description="The system's id.")
    name: Title = Field(examples=["Payroll"], description="What readers see.")
    group: Title = Field(examples=["People"], description="Systems of one group stand together.")


class SystemsFile(_Keys):
    """The systems that releases can touch, `content/systems.yml`."""

    systems: tuple[SystemKeys, ...] = Field(
        max_length=500,
        examples=["[…]"],
        description="The systems in the order in which they are shown.",
    )


class PlanApprovalKeys(_Keys):
    role: Name = Field(examples=["ceo"], description="The role that approves.")
    on: Day = Field(examples=["2026-11-26"], description="The day of its approval.")


class PlanItemKeys(_Keys):
    title: Title = Field(examples=["New payroll engine"], description="What is planned.")
    category: Name = Field(examples=["feature"], description="A category of the policy.")
    expected: Day = Field(examples=["2026-12-12"], description="The day that is meant.")
    release: Id | None = Field(
        default=None, examples=["payroll-engine"], description="Its release, once there is one."
    )


class PlanFile(_Keys):
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


class _ForEditors(GenerateJsonSchema):
    """Closes what would be open: a key is absent or has a value, never null, and is known."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        # As a pattern of properties it would let any other key pass.
        for pattern, inner in made.pop("patternProperties", {}).items():
            made.update(propertyNames={"pattern": pattern}, additionalProperties=inner)
        return made

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default") in (None, (), "", frozenset()):
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


_MODELS: dict[str, type[BaseModel]] = {
    "release": ReleaseFile,
    "plan": PlanFile,
    "policy": PolicyFile,
}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: Literal["release", "plan", "policy"]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a release, a plan or the policy, for editors.

    It knows the form alone: what depends on the policy, on other keys or on the calendar is
    told by the program. Times are strings in it, as editors of YAML 1.2 see them.
    """
    schema = _MODELS[kind].model_json_schema(by_alias=True, schema_generator=_ForEditors)
    return {"$schema": _DIALECT, **_for_people(schema)}


def _for_people(schema: Any) -> Any:
    """Without generated titles, which say the key's name again, and the examples in YAML."""
    if isinstance(schema, list):
        return [_for_people(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _for_people(part)
        for key, part in schema.items()
        if not (key == "title" and isinstance(part, str)) and key != "examples"
    }
