"""Small builders for tests of the pure core: the default policy, releases, records.

The default policy is ``content/policy.yml`` itself, for all tests. Instants are written as Hanoi's
clocks read them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.instants import HoursOfDay, Lead
from notices.domain.ledger import History, Record, Verdict
from notices.domain.policy import (
    Audience,
    Category,
    NoticeRule,
    Policy,
)
from notices.domain.problem import Problem, Source
from notices.domain.public import NoticeStanding
from notices.domain.release import (
    Approval,
    Cancellation,
    Impact,
    Outcome,
    Release,
    Update,
    Window,
)
from notices.evaluation.decisions import Decision, decide
from notices.evaluation.entries import ReleaseEntry
from notices.loading import load_policy
from tests import project as projects

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SATURDAY, SUNDAY = 5, 6
EVENING = AllowedWindow(frozenset({SATURDAY, SUNDAY}), time(18), None)
SECOND = timedelta(seconds=1)


def hanoi(text: str) -> datetime:
    """The UTC instant at which Hanoi's clocks read ``text``."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI).astimezone(UTC)


def lead(text: str) -> Lead:
    """``2w``, ``10d``, ``3bd``, ``24h`` or ``30m`` as a lead."""
    count = text.rstrip("wbdhm")
    match text.removeprefix(count):
        case "w" | "d" | "bd" | "h" | "m" as unit:
            return Lead(int(count), unit)
        case _:
            raise ValueError(text)


def row(
    notice: str,
    *,
    audience: Audience = "customers",
    owner: str = "marketing",
    earliest: str | None = None,
    latest: str | None = None,
    margin: str | None = None,
    asap: bool = False,
    asap_for: str | None = None,
    on: Literal["outcome", "start"] | None = None,
    when: Literal["important", "targeted"] | None = None,
    since: datetime | None = None,
    source: str = "",
) -> NoticeRule:
    """One row of a policy, with leads written as in the file."""
    return NoticeRule(
        id=notice,
        audience=audience,
        owner=owner,
        label={"vi": notice, "en": notice},
        earliest=lead(earliest) if earliest else None,
        latest=lead(latest) if latest else None,
        margin=lead(margin) if margin else None,
        asap=asap,
        asap_for=frozenset({asap_for} if asap_for else ()),
        on=on,
        when=when,
        since=since,
        source=source,
    )


DEFAULT = load_policy("content/policy.yml", projects.POLICY.read_bytes()).value
assert DEFAULT is not None
FEATURE, FIX, SERVER = (DEFAULT.categories[name] for name in ("feature", "fix", "server"))


def policy(
    *categories: Category,
    zone: str = "Asia/Ho_Chi_Minh",
    hours: HoursOfDay | None = None,
    ledger_starts: date = date(2025, 7, 1),
) -> Policy:
    """The default policy without plans, or that with these categories only."""
    assert DEFAULT is not None
    return replace(
        DEFAULT,
        timezone=zone,
        zone=ZoneInfo(zone),
        ledger_starts=ledger_starts,
        notice_hours=hours or DEFAULT.notice_hours,
        categories={c.id: c for c in categories or (FEATURE, FIX, SERVER)},
        plan=None,
    )


POLICY = policy()

START = hanoi("2026-12-12 20:00")
"""A Saturday evening."""


def release(
    category: str = "feature",
    start: datetime = START,
    length: timedelta = timedelta(hours=2),
    *,
    id: str = "payroll-engine",
    reason: str | None = None,
    approved_by: str | tuple[str, ...] | None = None,
    downtime: timedelta = timedelta(minutes=10),
    important: bool = False,
    customers: tuple[str, ...] = (),
    origin: str | None = None,
    own: dict[str, datetime | Literal["asap"]] | None = None,
    draft: bool = False,
    exception: Approval | None = None,
    cancelled: Cancellation | None = None,
    outcome: Outcome | None = None,
    updates: tuple[datetime, ...] = (),
    moved_reason: str | None = None,
    systems: tuple[str, ...] = (),
) -> Release:
    """A release of the default policy: a feature of two hours on a Saturday evening."""
    return Release(
        id=id,
        category=category,
        title={"vi": "Bảng lương thế hệ mới", "en": "New payroll engine"},
        summary={"vi": "Nhanh hơn.", "en": "Faster."},
        window=Window(
            start,
            start + length,
            {"vi": reason} if reason else None,
            (approved_by,) if isinstance(approved_by, str) else approved_by or (),
            {"vi": moved_reason} if moved_reason else None,
        ),
        impact=Impact(downtime, systems=systems),
        important=important,
        customers=customers,
        origin=origin,
        own_times=own or {},
        draft=draft,
        exception=exception,
        cancelled=cancelled,
        outcome=outcome,
        updates=tuple(Update(at, {"vi": f"Lúc {at:%H:%M}."}) for at in updates),
        source=Source(f"content/releases/{id}.yml", digest="d" * 64),
    )


def approval(by: str = "ceo", on: date = date(2026, 11, 1)) -> Approval:
    """An exception that a role approved."""
    return Approval(by, on, {"vi": "Nhà cung cấp báo muộn."})


def success(at: datetime) -> Outcome:
    """The update went well, and somebody said so at ``at``."""
    return Outcome("success", at)


def cancellation(at: datetime) -> Cancellation:
    """The update was called off at ``at``."""
    return Cancellation(at, {"vi": "Hoãn."})


def record(
    notice: str,
    at: datetime,
    start: datetime = START,
    length: timedelta = timedelta(hours=2),
    *,
    entry: str = "payroll-engine",
    audience: Audience = "customers",
    verdict: Verdict = "on_time",
    deadline: datetime | None = None,
    sent: datetime | None = None,
    result: str | None = None,
    seq: int = 0,
) -> Record:
    """One line of the ledger."""
    return Record(
        seq=seq,
        at=at,
        sent=sent,
        kind="release",
        entry=entry,
        notice=notice,
        audience=audience,
        start=start,
        end=start + length,
        deadline=deadline,
        verdict=verdict,
        result=result,
        digest="d" * 64,
    )


@dataclass(slots=True)
class Timeline:
    """One release's file, copy and records, through time: what a publisher would hold.

    ``publish`` does what a publish does to one entry: it decides, appends the records with
    their numbers, and keeps the copy of what it published.
    """

    file: Release | None
    law: Policy = field(default_factory=lambda: POLICY)
    shown: Release | None = None
    records: tuple[Record, ...] = ()
    entry_id: str = "payroll-engine"
    systems: frozenset[str] = frozenset({"payroll", "crm"})
    retired: frozenset[str] = frozenset()

    def decide(self, now: datetime) -> Decision:
        """The decision at ``now``; nothing changes."""
        entry = ReleaseEntry(
            self.entry_id,
            f"content/releases/{self.entry_id}.yml",
            self.file,
            self.shown,
            (),
            History(self.records),
        )
        known = frozenset({self.entry_id})
        return decide(entry, self.law, now, known=known, systems=self.systems, retired=self.retired)

    def publish(self, now: datetime) -> Decision:
        """The decision at ``now``, with its records made and its copy kept."""
        decision = self.decide(now)
        first = len(self.records) + 1
        self.records += tuple(replace(r, seq=first + i) for i, r in enumerate(decision.records))
        if decision.public and decision.release is not None:
            self.shown = decision.release
        return decision

    @property
    def recorded(self) -> list[tuple[str, str]]:
        """Notice and verdict of each record, in order."""
        return [(r.notice, r.verdict) for r in self.records]


def decided(
    file: Release,
    now: datetime,
    *records: Record,
    shown: Release | None = None,
    law: Policy = POLICY,
) -> Decision:
    """The decision about a file at ``now``; its copy is the file itself unless told."""
    copy = shown or (file if records else None)
    return Timeline(file, law, copy, records, file.id).decide(now)


def standing(decision: Decision, notice: str) -> NoticeStanding:
    """The standing of one notice."""
    return next(n for n in decision.notices if n.rule.id == notice)


def statuses(decision: Decision) -> dict[str, str]:
    """The status of each notice."""
    return {n.rule.id: n.status for n in decision.notices}


def rules_broken(decision: Decision) -> list[str]:
    """The rule id of each error, in order."""
    return [p.rule for p in decision.problems if p.is_error]


def problem(decision: Decision, rule: str, notice: str | None = None) -> Problem:
    """The one problem of this rule (and notice)."""
    found = [p for p in decision.problems if p.rule == rule and notice in (None, p.notice)]
    assert len(found) == 1, decision.problems
    return found[0]
