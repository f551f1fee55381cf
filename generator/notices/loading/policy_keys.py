"""Which keys the policy's file has.

Belongs here: one model for each mapping in it, what must hold between its keys, and what the
domain makes of it. Does not belong here: how one value is read (``fields``, ``languages``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, Self, get_args

from pydantic import ValidationInfo, field_validator, model_validator

from notices.domain.instants import HoursOfDay
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
from notices.domain.release import ASAP
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
    Many,
    Name,
    Planned,
    Role,
    Since,
    Some,
    Toggle,
    Weekday,
    ZoneName,
)
from notices.loading.languages import LanguageCode, Title
from notices.loading.reading import Fault, Keys, key, refusal, refused

__all__ = ["PolicyFile"]

_SOURCE = "The row of the procedure that asks for it."
_LABEL = "What readers see; the id if there is none."
_APPROVERS = "The roles that may approve it."


class SpanKeys(Keys):
    since: Clock = key("The first time of day.", alias="from", example="08:00")
    until: ClockEnd = key(
        "The last time of day; 24:00 is the end of the day.", alias="to", example="20:00"
    )


class HoursKeys(SpanKeys):
    shape = HoursOfDay

    @field_validator("until")
    @classmethod
    def _after_since(cls, until: Any, info: ValidationInfo) -> Any:
        since = info.data.get("since")
        if since and until and until <= since:
            raise refusal(f"must be after {since:%H:%M}", "24:00 is the end of the day.")
        return until


class AllowedKeys(SpanKeys):
    days: Some[Weekday] = key(
        "The days of the week on which the span begins.", example="[sat, sun]"
    )

    def to_domain(self, **_: Any) -> AllowedWindow:
        names = get_args(Weekday)
        return AllowedWindow(
            frozenset(names.index(day) for day in self.days), self.since, self.until
        )


class WindowsKeys(Keys):
    shape = WindowPolicy
    allowed: Many[AllowedKeys] = key(
        "The spans of the week in which a window must lie.",
        example="[{days: [sat, sun], from: 18:00, to: 24:00}]",
    )
    otherwise: Literal["refuse", "warn"] = key("What happens to a window outside them.", "refuse")
    approvers: Many[Role] = key("The roles that may approve a window outside them.", ())
    source: Line = key(_SOURCE, "")


class DowntimeKeys(Keys):
    max: Duration = key("A longer downtime gets a warning.", example="60m")


class ShortNoticeKeys(Keys):
    shape = Grant
    roles: Some[Role] = key(_APPROVERS, example="[ceo]")
    origin: Name | None = key("Only for releases of this origin.", None)


class AfterTheFactKeys(Keys):
    shape = Grant
    roles: Some[Role] = key(_APPROVERS, example="[ceo]")


class ExceptionsKeys(Keys):
    short_notice: ShortNoticeKeys | None = key(
        "Allows notices that are late because the window was announced late.", None
    )
    after_the_fact: AfterTheFactKeys | None = key(
        "Allows showing a finished release that was never announced.", None
    )


class NoticeRow(Keys):
    """One notice that a release of the category owes."""

    unique = "id"
    id: Id = key("The notice's id, for the ledger and for own times.", example="final")
    label: Title | None = key(_LABEL, None)
    audience: Literal["customers", "staff", "affected"] = key("Who gets it.", example="customers")
    owner: Role = key("The role that is responsible for it.", example="marketing")
    earliest: LeadTime | None = key("It goes out at most this long before the start.", None)
    latest: LeadTime | None = key("It has to be out at least this long before the start.", None)
    margin: LeadTime | None = key("It is planned this long before its deadline.", None)
    planned: Planned = key(
        "asap: as soon as the release is known; or for some origins only.", frozenset()
    )
    on: Literal["outcome"] | None = key("It follows the outcome.", None)
    when: Literal["important", "targeted"] | None = key(
        "Only for important releases, or for those with customers of their own.", None
    )
    since: Since | None = key("Only for releases first announced from this day or time on.", None)
    source: Line = key(_SOURCE, "")

    def rule(self, languages: tuple[str, ...]) -> NoticeRule:
        return NoticeRule(
            id=self.id,
            audience=self.audience,
            owner=self.owner,
            label=self.label or dict.fromkeys(languages, self.id),
            earliest=self.earliest,
            latest=self.latest,
            margin=self.margin,
            asap=self.planned == ASAP,
            asap_for=self.planned if isinstance(self.planned, frozenset) else frozenset(),
            on_outcome=self.on is not None,
            when=self.when,
            since=self.since,
            source=self.source,
        )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if faults := tuple(self._faults()):
            raise refused(faults)
        return self

    def _faults(self) -> Iterator[Fault]:
        if self.id in EVENTS:
            what = f"the id '{self.id}' is reserved for a notice that follows from a change"
            yield Fault(what, "Choose another id.", ("id",), complete=True)
        timing = [
            name for name in ("earliest", "latest", "planned") if name in self.model_fields_set
        ]
        if self.on is not None:
            for name in timing:
                what = f"{name} has no effect here: the notice follows the outcome"
                yield _at_key(name, what, f"Delete `{name}` or `on`.")
        elif not timing:
            help = "Add `latest`, `planned: asap` or `on: outcome`."
            yield Fault("nothing says when this notice goes out", help, complete=True)
        elif timing == ["planned"] and self.planned != ASAP:
            what = "nothing says when this notice goes out for other origins"
            yield _at_key("planned", what, "Add `latest`, or write `planned: asap`.")
        if self.margin is not None and self.latest is None:
            what = "margin has no effect without latest"
            yield _at_key("margin", what, "Delete it, or add `latest`.")
        if self.earliest and self.latest and self.earliest.elapsed <= self.latest.elapsed:
            yield Fault(
                f"earliest ({self.earliest}) must be longer than latest ({self.latest})",
                "A notice opens first, and its deadline comes later.",
                ("earliest",),
                complete=True,
            )


def _at_key(name: str, message: str, help: str) -> Fault:
    return Fault(message, help, (name,), complete=True, at_key=True)


class TaskRow(Keys):
    """Something that must be finished before the start."""

    shape = TaskRule
    unique = "id"
    id: Id = key("The task's id.", example="guides")
    owner: Role = key("The role that does it.", example="product")
    latest: LeadTime = key("It must be done at least this long before the start.", example="24h")
    done_when: Literal["guides", "page"] | None = key(
        "What makes it done: page, that title, summary and body exist in every language; guides, "
        "that guide and FAQ are written. Without it, the task is listed and never reported.",
        None,
    )
    source: Line = key(_SOURCE, "")


class CategoryFile(Keys):
    """One kind of release."""

    label: Title | None = key(_LABEL, None)
    windows: WindowsKeys | None = key(
        "When its windows may lie; at any time if this is missing.", None
    )
    downtime: DowntimeKeys | None = key("How long its downtime should be at most.", None)
    exceptions: ExceptionsKeys | None = key("The exceptions that are granted.", None)
    notices: Many[NoticeRow] = key("The notices that its releases owe.", ())
    tasks: Many[TaskRow] = key("What must be finished before the start.", ())
    in_plan: Toggle | None = key(
        "Whether the monthly plan lists its releases; if this is missing, it does where the "
        "category has tasks.",
        None,
    )

    def category(self, name: str, languages: tuple[str, ...]) -> Category:
        granted = self.exceptions or ExceptionsKeys()
        return Category(
            id=name,
            label=self.label or dict.fromkeys(languages, name),
            notices=tuple(row.rule(languages) for row in self.notices),
            windows=self.windows.to_domain() if self.windows else WindowPolicy(),
            tasks=tuple(row.to_domain() for row in self.tasks),
            downtime_max=self.downtime.max if self.downtime else None,
            short_notice=granted.short_notice.to_domain() if granted.short_notice else None,
            after_the_fact=granted.after_the_fact.to_domain() if granted.after_the_fact else None,
            in_plan=bool(self.tasks) if self.in_plan is None else self.in_plan,
        )


class DaysKeys(Keys):
    """Days of the month before."""

    since: DayOfMonth = key(
        "The first day for it, in the month before.", alias="from", example="24"
    )
    until: DayOfMonth = key("The last day for it, in the month before.", alias="to", example="27")
    source: Line = key(_SOURCE, "")

    @field_validator("until")
    @classmethod
    def _not_before_since(cls, until: int, info: ValidationInfo) -> int:
        since = info.data.get("since")
        if since and until < since:
            raise refusal(f"is day {until}, before day {since}", "Swap the days.")
        return until


class ApprovalsKeys(DaysKeys):
    roles: Some[Role] = key("The roles that all have to approve.", example="[ceo]")


class AnnounceKeys(DaysKeys):
    at: Clock = key("The time of day.", example="09:00")
    owner: Role = key("The role that is responsible for it.", example="marketing")


class PlanRules(Keys):
    """The rules of the monthly plan."""

    approvals: ApprovalsKeys = key(
        "Who approves the plan, and when.", example="{roles: [ceo], from: 24, to: 27}"
    )
    announce: AnnounceKeys = key(
        "When the plan is announced.",
        example="{from: 28, to: 29, at: 09:00, owner: marketing}",
    )

    def to_domain(self, **_: Any) -> PlanPolicy:
        return PlanPolicy(
            roles=self.approvals.roles,
            approved_from=self.approvals.since,
            approved_to=self.approvals.until,
            announce_from=self.announce.since,
            announce_to=self.announce.until,
            announce_at=self.announce.at,
            owner=self.announce.owner,
            approvals_source=self.approvals.source,
            announce_source=self.announce.source,
        )


class PolicyFile(Keys):
    """The notice policy, `content/policy.yml`."""

    shape = Policy
    timezone: ZoneName = key(
        "The zone of every time that has no offset.", example="Asia/Ho_Chi_Minh"
    )
    languages: Some[LanguageCode] = key(
        "The site's languages; the first is the default.", example="[vi, en]"
    )
    roles: Some[Name] = key("Who can own or approve something.", example="[ceo, marketing]")
    ledger_starts: Day = key(
        "The day from which the ledger keeps the promise.", example="2026-01-01"
    )
    notice_hours: HoursKeys = key(
        "The hours in which notices go out whose time is free.",
        example="{from: 08:00, to: 20:00}",
    )
    max_at_once: Count = key(
        "A publish that would send more late or rescheduled messages sends none.", 10
    )
    categories: dict[Id, CategoryFile] = key(
        "The kinds of release, by id.", example="{fix: {…}}", min_length=1, max_length=100
    )
    plan: PlanRules | None = key("The rules of the monthly plan; none if this is missing.", None)
