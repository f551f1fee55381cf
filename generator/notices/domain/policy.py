"""The notice policy: when the company promises to notify its customers.

Belongs here: the shape of the policy as data. Does not belong here: any value of it (they
are in ``content/policy.yml``), how it is read (``loading``), what it forbids (``rules``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

from notices.domain.instants import HoursOfDay, Lead, at_wall, local, midnight
from notices.domain.problem import Source
from notices.domain.workdays import WorkCalendar

__all__ = [
    "EVENTS",
    "AllowedWindow",
    "Audience",
    "Category",
    "Grant",
    "NoticeRule",
    "PlanPolicy",
    "Policy",
    "TaskRule",
    "Texts",
    "WindowPolicy",
    "update_notice",
    "update_number",
]

Texts = Mapping[str, str]
"""One text in several languages: language code to text."""

Audience = Literal["customers", "staff", "affected"]

EVENTS = ("rescheduled", "cancelled")
"""Notices that no policy row asks for: they follow from a change."""

_UPDATE = re.compile(r"update-([1-9][0-9]*)")


def update_notice(number: int) -> str:
    """The id of the notice that a release's update is; ``number`` counts from 1."""
    return f"update-{number}"


def update_number(notice: str) -> int | None:
    """Which update of its release a notice is; ``None`` where it is none."""
    found = _UPDATE.fullmatch(notice)
    return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """One row of the policy: one notice that a release of the category owes.

    ``earliest``, ``latest`` and ``margin`` are leads before the start; ``asap_for`` holds the
    origins for which the notice goes out as soon as possible, ``asap`` says so for all.
    ``source`` names the row of the procedure.
    """

    id: str
    audience: Audience
    owner: str
    label: Texts
    earliest: Lead | None = None
    latest: Lead | None = None
    margin: Lead | None = None
    asap: bool = False
    asap_for: frozenset[str] = frozenset()
    on_outcome: bool = False
    when: Literal["important", "targeted"] | None = None
    since: datetime | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class TaskRule:
    """Something that an owner has to finish before the start (II.4, II.5).

    ``done_when`` says what the program sees of it: ``page`` is done when title, summary and
    body exist in every language, ``guides`` when guide and FAQ are written. Whether a task
    without it is done stands in no file.
    """

    id: str
    owner: str
    latest: Lead
    source: str = ""
    done_when: Literal["guides", "page"] | None = None


@dataclass(frozen=True, slots=True)
class AllowedWindow:
    """Weekday evenings (or any span of a day) in which windows may lie (II.6).

    ``days`` counts Monday as 0. A span whose ``until`` is not after ``since`` ends the next
    day; ``None`` is 24:00.
    """

    days: frozenset[int]
    since: time
    until: time | None

    def on(self, day: date, zone: tzinfo) -> tuple[datetime, datetime] | None:
        """The span that begins on ``day``, both ends included, or ``None``."""
        if day.weekday() not in self.days:
            return None
        overnight = self.until is not None and self.until <= self.since
        last = day + timedelta(days=1) if overnight else day
        return at_wall(day, self.since, zone), at_wall(last, self.until, zone)

    def holds(self, start: datetime, end: datetime, zone: tzinfo) -> bool:
        """Whether a window starts and ends within one such span."""
        day = local(start, zone).date()
        spans = (self.on(day - timedelta(days=back), zone) for back in (0, 1))
        return any(span is not None and span[0] <= start and end <= span[1] for span in spans)


@dataclass(frozen=True, slots=True)
class WindowPolicy:
    """When a category's windows may lie, and who may let one lie elsewhere."""

    allowed: tuple[AllowedWindow, ...] = ()
    otherwise: Literal["refuse", "warn"] = "refuse"
    approvers: tuple[str, ...] = ()
    source: str = ""

    def holds(self, start: datetime, end: datetime, zone: tzinfo) -> bool:
        """Whether the window lies in an allowed span; any does where none is named."""
        return not self.allowed or any(span.holds(start, end, zone) for span in self.allowed)


@dataclass(frozen=True, slots=True)
class Grant:
    """An exception that the policy grants: to which roles, for which origin (or any)."""

    roles: tuple[str, ...]
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of release, with all that it owes (I.1, I.2, I.3).

    ``in_plan`` says that the monthly plan lists its releases (II.1).
    """

    id: str
    label: Texts
    notices: tuple[NoticeRule, ...]
    windows: WindowPolicy = field(default_factory=WindowPolicy)
    tasks: tuple[TaskRule, ...] = ()
    downtime_max: timedelta | None = None
    short_notice: Grant | None = None
    after_the_fact: Grant | None = None
    in_plan: bool = False

    @property
    def origins(self) -> frozenset[str]:
        """The values of ``origin`` that mean something for this category."""
        named = {origin for row in self.notices for origin in row.asap_for}
        if self.short_notice and self.short_notice.origin:
            named.add(self.short_notice.origin)
        return frozenset(named)

    def asks_for(self, condition: Literal["important", "targeted"]) -> bool:
        """Whether any row applies only when the release is important, or targeted."""
        return any(row.when == condition for row in self.notices)

    @property
    def leads_in_workdays(self) -> frozenset[Lead]:
        """The leads of its notices that are counted in working days."""
        leads = (lead for row in self.notices for lead in (row.earliest, row.latest))
        return frozenset(lead for lead in leads if lead is not None and lead.in_workdays)

    def notice(self, notice_id: str) -> NoticeRule | None:
        """The row of that id, if the policy still has it."""
        return next((row for row in self.notices if row.id == notice_id), None)

    @property
    def guides_task(self) -> TaskRule | None:
        """The first task that is done when guide and FAQ are written, if there is one (II.5)."""
        return next((task for task in self.tasks if task.done_when == "guides"), None)


@dataclass(frozen=True, slots=True)
class PlanPolicy:
    """When the monthly plan is approved and announced (II.1, II.2); days of the month before.

    The sources name the rows of the procedure that ask for the approvals and the announcement.
    """

    roles: tuple[str, ...]
    approved_from: int
    approved_to: int
    announce_from: int
    announce_to: int
    announce_at: time
    owner: str
    approvals_source: str = ""
    announce_source: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole policy. ``zone`` is the zone of every naive time and every calendar day.

    ``outcome_within`` is how long after its window an update may be without an outcome,
    ``issues_within`` how long after its outcome a known issue, or what is left of a partial one,
    may be open (II.7); ``None``: no matter how long. ``workdays`` is for leads in working days.
    """

    timezone: str
    zone: tzinfo
    languages: tuple[str, ...]
    roles: tuple[str, ...]
    ledger_starts: date
    notice_hours: HoursOfDay
    max_at_once: int
    outcome_within: Lead
    categories: Mapping[str, Category]
    plan: PlanPolicy | None
    source: Source = field(compare=False)
    issues_within: Lead | None = None
    workdays: WorkCalendar = field(default_factory=WorkCalendar)

    @property
    def default_language(self) -> str:
        """The language that stands at the root of the site."""
        return self.languages[0]

    @property
    def promise_begins(self) -> datetime:
        """The instant from which the ledger keeps the promise."""
        return midnight(self.ledger_starts, self.zone)
