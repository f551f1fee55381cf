"""Which keys the policy's file has.

Belongs here: one model for each mapping in it, what must hold between its keys, and what the
domain makes of it. Does not belong here: the rules of the plan (``plan_rule_keys``) and of windows
(``window_keys``), how one value is read (``fields``, ``languages``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import ValidationInfo, field_validator, model_validator

from notices.domain.instants import HoursOfDay, Lead
from notices.domain.phrases import Phrase, phrase
from notices.domain.policy import (
    EVENTS,
    Category,
    Grant,
    NoticeRule,
    Organizer,
    Policy,
    TaskRule,
    WindowPolicy,
    update_number,
)
from notices.domain.release import ASAP
from notices.domain.workdays import WorkCalendar
from notices.loading.fields import (
    Address,
    Clock,
    ClockEnd,
    Count,
    Day,
    Duration,
    Id,
    LeadTime,
    Line,
    Many,
    Name,
    Period,
    Planned,
    Role,
    Since,
    Some,
    Toggle,
    Weekday,
    ZoneName,
)
from notices.loading.languages import LanguageCode, Title
from notices.loading.plan_rule_keys import SOURCE, PlanRules
from notices.loading.reading import FIELD, Fault, Keys, optional, refusal, refused, required
from notices.loading.window_keys import FreezeKeys, WindowsKeys, weekday_numbers

__all__ = ["PolicyFile"]

_LABEL = "What readers see; the id if there is none."
_APPROVERS = "The roles that may approve it."
_ON = {
    "outcome": phrase("the notice follows the outcome"),
    "start": phrase("the notice goes out at the start"),
}


class HoursKeys(Keys):
    shape = HoursOfDay
    since: Clock = required("The first time of day.", "08:00", alias="from")
    until: ClockEnd = required("The last time of day; 24:00 is its end.", "20:00", alias="to")

    @field_validator("until")
    @classmethod
    def _after_since(cls, until: Any, info: ValidationInfo) -> Any:
        since = info.data.get("since")
        if since and until and until <= since:
            raise refusal(
                phrase("{field} must be after {since}", field=FIELD, since=f"{since:%H:%M}"),
                phrase("24:00 is the end of the day."),
            )
        return until


class DowntimeKeys(Keys):
    max: Duration = required("A longer downtime gets a warning.", "60m")


class ShortNoticeKeys(Keys):
    shape = Grant
    roles: Some[Role] = required(_APPROVERS, "[ceo]")
    origin: Name | None = optional("Only for releases of this origin.")


class AfterTheFactKeys(Keys):
    shape = Grant
    roles: Some[Role] = required(_APPROVERS, "[ceo]")


class ExceptionsKeys(Keys):
    short_notice: ShortNoticeKeys | None = optional(
        "Allows late notices where the window was announced late."
    )
    after_the_fact: AfterTheFactKeys | None = optional(
        "Allows showing a finished release that was never announced."
    )


class NoticeRow(Keys):
    """One notice that a release of the category owes."""

    shape = NoticeRule
    id: Id = required("The notice's id, for the ledger and for own times.", "final")
    label: Title | None = optional(_LABEL)
    audience: Literal["customers", "staff", "affected"] = required("Who gets it.", "customers")
    owner: Role = required("The role that is responsible for it.", "marketing")
    earliest: LeadTime | None = optional("It goes out at most this long before the start.")
    latest: LeadTime | None = optional("It must be published at least this long before the start.")
    margin: Period | None = optional("It is planned this long before its deadline.")
    planned: Planned = optional(
        "asap: as soon as the release is known; or for some origins only.", frozenset()
    )
    on: Literal["outcome", "start"] | None = optional(
        "outcome: it follows the outcome and says the result; start: it goes out when the window "
        "starts and says that the update has begun."
    )
    when: Literal["important", "targeted"] | None = optional(
        "Only for important releases, or only for targeted ones."
    )
    since: Since | None = optional("Only for releases first announced from this day or time on.")
    source: Line = optional(SOURCE, "")

    def rule(self, languages: tuple[str, ...]) -> NoticeRule:
        return self.to_domain(  # type: ignore[no-any-return]
            label=self.label or dict.fromkeys(languages, self.id),
            asap=self.planned == ASAP,
            asap_for=self.planned if isinstance(self.planned, frozenset) else frozenset(),
        )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if faults := tuple(self._faults()):
            raise refused(faults)
        return self

    def _faults(self) -> Iterator[Fault]:
        if self.id in EVENTS or update_number(self.id):
            what = phrase(
                "the id '{id}' is reserved for a notice that follows from a change", id=self.id
            )
            yield Fault(what, phrase("Choose another id."), ("id",))
        timing = [
            name for name in ("earliest", "latest", "planned") if name in self.model_fields_set
        ]
        if self.on is not None:
            margin = ["margin"] if self.on == "start" and self.margin is not None else []
            for name in (*timing, *margin):
                what = phrase("{field} has no effect here: {why}", field=name, why=_ON[self.on])
                yield _at_key(name, what, phrase("Delete `{key}` or `on`.", key=name))
        elif not timing:
            yield Fault(
                phrase("nothing says when this notice goes out"),
                phrase("Add `latest`, `planned: asap`, `on: outcome` or `on: start`."),
            )
        elif timing == ["planned"] and self.planned != ASAP:
            what = phrase("nothing says when this notice goes out for other origins")
            yield _at_key("planned", what, phrase("Add `latest`, or write `planned: asap`."))
        if self.margin is not None and self.latest is None and self.on != "start":
            what = phrase("margin has no effect without latest")
            yield _at_key("margin", what, phrase("Delete it, or add `latest`."))
        if self.earliest and self.latest and _never_longer(self.earliest, self.latest):
            yield Fault(
                phrase(
                    "earliest ({earliest}) must be longer than latest ({latest})",
                    earliest=str(self.earliest),
                    latest=str(self.latest),
                ),
                phrase("A notice opens first, and its deadline comes later."),
                ("earliest",),
            )


def _never_longer(earliest: Lead, latest: Lead) -> bool:
    """Whether a notice would never open before its deadline. With working days in one of the two
    that depends on the calendar, and it opens at its deadline then."""
    return earliest.in_workdays == latest.in_workdays and earliest.elapsed <= latest.elapsed


def _at_key(name: str, message: Phrase, help: Phrase) -> Fault:
    return Fault(message, help, (name,), at_key=True)


class TaskRow(Keys):
    """Something that must be finished before the start."""

    shape = TaskRule
    id: Id = required("The task's id.", "guides")
    owner: Role = required("The role that does it.", "product")
    latest: LeadTime = required("It must be done at least this long before the start.", "24h")
    done_when: Literal["guides", "page"] | None = optional(
        "What makes it done: page, that title, summary and body exist in every language; guides, "
        "that guide and FAQ are written. Without it, the task is listed and never reported."
    )
    source: Line = optional(SOURCE, "")


class CategoryFile(Keys):
    """One kind of release."""

    label: Title | None = optional(_LABEL)
    windows: WindowsKeys | None = optional("When its windows may be; by default, at any time.")
    downtime: DowntimeKeys | None = optional("How long its downtime should be at most.")
    exceptions: ExceptionsKeys | None = optional("The exceptions that are granted.")
    notices: Many[NoticeRow] = optional("The notices that its releases owe.", ())
    tasks: Many[TaskRow] = optional("What must be finished before the start.", ())
    in_plan: Toggle | None = optional(
        "Whether the monthly plan lists its releases; if this is missing, it does where the "
        "category has tasks."
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


class WorkdaysKeys(Keys):
    """Which days people work on, but for what `content/holidays.yml` says."""

    shape = WorkCalendar
    days: Some[Weekday] = required("The days of the week.", "[mon, tue, wed, thu, fri]")

    def to_domain(self, **_: Any) -> WorkCalendar:
        return WorkCalendar(weekday_numbers(self.days))


class OrganizerKeys(Keys):
    """Who network operators' tools are told of as the source of each maintenance."""

    shape = Organizer
    name: Line = required("What the tools show.", "Example NOC")
    email: Address = required("Where customers' operators can write to.", "noc@example.com")
    provider: Line | None = optional(
        "What tells it from other providers; the domain of the email address if this is missing."
    )
    account: Line = optional("The account that each maintenance is said to be for.", "all")

    def to_domain(self, **_: Any) -> Organizer:
        provider = self.provider or self.email.rpartition("@")[2]
        return Organizer(self.name, self.email, provider, self.account)


class PolicyFile(Keys):
    """The notice policy, `content/policy.yml`."""

    shape = Policy
    timezone: ZoneName = required("The zone of every time that has no offset.", "Asia/Ho_Chi_Minh")
    languages: Some[LanguageCode] = required(
        "The site's languages; the first is the default.", "[vi, en]"
    )
    roles: Some[Name] = required("Who can own or approve something.", "[ceo, marketing]")
    ledger_starts: Day = required("The first day that the ledger covers.", "2026-01-01")
    notice_hours: HoursKeys = required(
        "The hours in which notices without a fixed time go out.", "{from: 08:00, to: 20:00}"
    )
    max_at_once: Count = optional(
        "A publish that would send more late or rescheduled messages sends none.", 10
    )
    outcome_within: Period = optional(
        "How long after its window an update may be without an outcome.",
        "24h",
        validate_default=True,
    )
    issues_within: Period | None = optional(
        "How long after its outcome a known issue, or the rest of a partial result, may be open; "
        "then it is overdue on the agenda. Without it no known issue is on the agenda."
    )
    freezes: Many[FreezeKeys] = optional(
        "Spans of time in which no window may be without an approval, or none at all.", ()
    )
    imposed_by: Many[Name] = optional(
        "The origins whose windows others set: a freeze or a quota only warns of these.",
        ("provider",),
    )
    organizer: OrganizerKeys | None = optional(
        "Who network operators' tools are told of; with it the site has `/maintnote.ics`."
    )
    workdays: WorkdaysKeys | None = optional(
        "The working week, for leads in working days (3bd); Monday to Friday if this is missing."
    )
    categories: dict[Id, CategoryFile] = required(
        "The kinds of release, by id.", "{fix: {…}}", min_length=1, max_length=100
    )
    plan: PlanRules | None = optional("The rules of the monthly plan; none if this is missing.")
