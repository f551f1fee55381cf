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

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.freezes import Freeze
from notices.domain.instants import HoursOfDay, Lead, midnight
from notices.domain.problem import Source
from notices.domain.quotas import Quota
from notices.domain.workdays import WorkCalendar

__all__ = [
    "EVENTS",
    "Audience",
    "Category",
    "Grant",
    "NoticeRule",
    "Organizer",
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
    origins for which the notice goes out as soon as possible, ``asap`` says so for all. ``on``
    names the event that it follows: the update's outcome, or its start. ``source`` names the row
    of the procedure.
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
    on: Literal["outcome", "start"] | None = None
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
class WindowPolicy:
    """When a category's windows may lie, and who may let one lie elsewhere.

    ``unless`` is the origin whose windows are not asked about the ``allowed`` rows; ``at_most``
    are the quotas.
    """

    allowed: tuple[AllowedWindow, ...] = ()
    otherwise: Literal["refuse", "warn"] = "refuse"
    approvers: tuple[str, ...] = ()
    unless: str | None = None
    at_most: tuple[Quota, ...] = ()
    source: str = ""


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
        if self.windows.unless:
            named.add(self.windows.unless)
        return frozenset(named)

    def asks_for(self, condition: Literal["important", "targeted"]) -> bool:
        """Whether any row applies only when the release is important, or targeted."""
        return any(row.when == condition for row in self.notices)

    @property
    def leads_in_workdays(self) -> frozenset[Lead]:
        """The leads of its notices that are counted in working days."""
        leads = (lead for row in self.notices for lead in (row.earliest, row.latest))
        return frozenset(lead for lead in leads if lead is not None and lead.in_workdays)

    def approvers_in(self, freeze: Freeze) -> tuple[str, ...]:
        """The roles that may let a window of it pass a freeze; none may under a hard one."""
        return () if freeze.kind == "hard" else freeze.approvers or self.windows.approvers

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
class Organizer:
    """Who network operators' tools are told of as the source of a maintenance.

    ``provider`` is how these tools tell it from other providers, ``account`` whose services they
    take a maintenance to be about.
    """

    name: str
    email: str
    provider: str
    account: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole policy. ``zone`` is the zone of every naive time and every calendar day.

    ``outcome_within`` is how long after its window an update may be without an outcome,
    ``issues_within`` how long after its outcome a known issue, or what is left of a partial one,
    may be open (II.7); ``None``: no matter how long. ``workdays`` is for leads in working days.
    ``imposed_by`` are the origins whose windows a freeze or a quota only warns of, since others
    set them. ``organizer`` is for network operators' tools, which get nothing without one.
    ``systems_named`` are the systems that it names, each by its dotted field.
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
    freezes: tuple[Freeze, ...] = ()
    imposed_by: frozenset[str] = frozenset()
    organizer: Organizer | None = None
    systems_named: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def default_language(self) -> str:
        """The language that stands at the root of the site."""
        return self.languages[0]

    def window_approvers(self, category: Category) -> frozenset[str]:
        """The roles that may let a window of the category pass, whatever is in its way."""
        frozen = (role for freeze in self.freezes for role in freeze.approvers)
        return frozenset((*category.windows.approvers, *frozen))

    @property
    def promise_begins(self) -> datetime:
        """The instant from which the ledger keeps the promise."""
        return midnight(self.ledger_starts, self.zone)
