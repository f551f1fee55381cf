"""The procedure a third time, for the simulation: who is told what at an instant, and what is refused.

Belongs here: 'Exact meanings' of releases and plans, read from the policy's own YAML, for one
zone without clock changes. Does not belong here: anything imported from ``generator``, nor
from the tests of its parts; what people write (``people``), running anything (``simulation``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import yaml

ZONE = timezone(timedelta(hours=7))
DAY = timedelta(days=1)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BY_PEOPLE = ("staff", "affected")


@dataclass(frozen=True, slots=True)
class Written:
    """What a release's file says; instants in UTC. ``own`` without an instant is ``asap``.

    ``number`` and ``version`` are in every word of its texts, so that a site tells which
    version of which release it shows. ``fixed_in`` is the number of another release;
    ``cancelled_in`` the version that the cancellation alone was taken from.
    """

    number: int
    version: int
    category: str
    start: datetime
    end: datetime
    important: bool = False
    targeted: bool = False
    origin: str | None = None
    own: tuple[tuple[str, datetime | None], ...] = ()
    approved_by: str | None = None
    draft: bool = False
    exception: tuple[str, date] | None = None
    cancelled: datetime | None = None
    cancelled_in: int | None = None
    outcome: tuple[str, datetime] | None = None
    fixed_in: int | None = None
    broken: bool = False

    @property
    def id(self) -> str:
        return f"entry-zq{self.number:03d}id"


@dataclass(frozen=True, slots=True)
class WrittenPlan:
    """What a plan's file says: the days of its approvals, by role, and a release that it lists."""

    number: int
    version: int
    month: str
    approvals: tuple[tuple[str, date], ...]
    release: int | None = None

    @property
    def id(self) -> str:
        return self.month


@dataclass(frozen=True, slots=True)
class ExpectedRecord:
    """A record as the oracle expects it."""

    kind: str
    entry: str
    notice: str
    start: datetime
    end: datetime
    deadline: datetime | None
    verdict: str
    result: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A record as the ledger has it."""

    record: ExpectedRecord
    at: datetime
    sent: datetime | None
    audience: str
    digest: str

    @classmethod
    def of(cls, line: dict[str, Any]) -> Line:
        def instant(key: str) -> datetime | None:
            return None if line[key] is None else datetime.fromisoformat(line[key])

        start, end, at = instant("start"), instant("end"), instant("at")
        assert start is not None
        assert end is not None
        assert at is not None
        record = ExpectedRecord(
            line["kind"], line["entry"], line["notice"], start, end,
            instant("deadline"), line["verdict"], line["result"],
        )  # fmt: skip
        return cls(record, at, instant("sent"), line["audience"], line["digest"])


@dataclass(frozen=True, slots=True)
class Standing:
    """What is to come of one entry. ``refused`` holds every rule that the text supports.

    ``stands`` is what readers see, where it is public; ``kept`` whether the file becomes the
    announced copy. ``ahead`` are the instants at which the site changes by itself, ``bounds``
    the deadlines of what is to be told then. With ``joined`` the copy gets the cancellation
    of its file, and nothing else of it.
    """

    public: bool = False
    stands: Written | WrittenPlan | None = None
    kept: bool = True
    records: tuple[ExpectedRecord, ...] = ()
    refused: frozenset[str] = frozenset()
    ahead: tuple[datetime, ...] = ()
    bounds: tuple[datetime, ...] = ()
    joined: bool = False


def wall(instant: datetime) -> datetime:
    return instant.astimezone(ZONE)


def lead(text: str) -> timedelta:
    return int(text[:-1]) * {"d": DAY, "h": timedelta(hours=1), "m": timedelta(minutes=1)}[text[-1]]


def hour(text: str) -> timedelta:
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


@dataclass(slots=True)
class Oracle:
    """The expectations under one policy."""

    policy: dict[str, Any]
    begins: datetime = field(init=False)
    known: frozenset[int] = frozenset()
    """The numbers of all releases that a file, a copy or a record names."""

    @classmethod
    def reading(cls, policy: str) -> Oracle:
        # As text: YAML takes 18:00 for a number.
        return cls(yaml.load(policy, yaml.BaseLoader))

    def __post_init__(self) -> None:
        self.begins = midnight(date.fromisoformat(self.policy["ledger_starts"]))

    # One notice of a release

    def rows(self, w: Written) -> list[dict[str, Any]]:
        return list(self.policy["categories"][w.category]["notices"])

    def deadline(self, row: dict[str, Any], w: Written) -> datetime | None:
        return w.start - lead(row["latest"]) if "latest" in row else None

    def opens(self, row: dict[str, Any], w: Written) -> datetime | None:
        return w.start - lead(row["earliest"]) if "earliest" in row else None

    def own_faults(self, row: dict[str, Any], w: Written) -> set[str]:
        own = dict(w.own).get(row["id"])
        o, d = self.opens(row, w), self.deadline(row, w)
        found = set()
        if own is not None and o is not None and own < o:
            found.add("too-early")
        if own is not None and d is not None and own > d:
            found.add("lead-time")
        return found

    def planned(
        self, row: dict[str, Any], w: Written, lines: Sequence[Line], now: datetime
    ) -> datetime | None:
        o, d = self.opens(row, w), self.deadline(row, w)
        own = dict(w.own)
        at = own.get(row["id"])
        if at is not None and d is not None and not self.own_faults(row, w):
            return at
        asap = row.get("planned")
        if (row["id"] in own and at is None) or asap == "asap" or (
            isinstance(asap, dict) and w.origin in asap
        ):  # fmt: skip
            first = lines[0].at if lines else now
            return first if o is None else max(first, o)
        if o is not None:
            found = self._into_hours(o, ahead=True)
            return o if d is not None and found > d else found
        if d is not None:
            found = d - lead(row["margin"]) if "margin" in row else d
            return self._into_hours(found, ahead=False) if lead(row["latest"]) >= DAY else found
        return None

    def _into_hours(self, instant: datetime, *, ahead: bool) -> datetime:
        hours = self.policy["notice_hours"]
        at = wall(instant)
        since, until = (midnight(at.date()) + hour(hours[key]) for key in ("from", "to"))
        if since <= at <= until:
            return instant
        if ahead:
            return since if at < since else since + DAY
        return until if at > until else until - DAY

    def announced_at(self, w: Written, lines: Sequence[Line], now: datetime) -> datetime:
        found = now
        for line in reversed([x for x in lines if x.audience == "customers"]):
            if line.record.start != w.start:
                break
            found = line.at
        return found

    def counting(
        self, row: dict[str, Any], w: Written, lines: Sequence[Line], now: datetime
    ) -> Iterator[Line]:
        d, p = self.deadline(row, w), self.planned(row, w, lines, now)
        a = self.announced_at(w, lines, now)
        mine = [line for line in lines if line.record.notice == row["id"]]
        for line in mine:
            if row.get("on") == "outcome":
                newest = line is mine[-1]
                counts = newest and w.outcome is not None and line.record.result == w.outcome[0]
            elif line.record.start == w.start or d is None:
                counts = True
            else:
                counts = (
                    line.record.verdict != "missed"
                    and (line.sent or line.at) <= d
                    and p is not None
                    and p <= a
                )
            if counts:
                yield line

    def status(self, row: dict[str, Any], w: Written, lines: Sequence[Line], now: datetime) -> str:
        if any(x.record.verdict != "missed" for x in self.counting(row, w, lines, now)):
            return "published"
        applies = {None: True, "important": w.important, "targeted": w.targeted}[row.get("when")]
        if w.draft or w.cancelled or self.imported(w, lines) or not applies:
            return "not_owed"
        if row["audience"] == "customers" and w.targeted:
            return "not_owed"
        if row.get("on") == "outcome" and w.outcome is None:
            return "waiting"
        d, p = self.deadline(row, w), self.planned(row, w, lines, now)
        if d is not None and w.start <= now:
            return "missed"
        if d is not None and now > d:
            return "late"
        return "pending" if p is not None and now < p else "due"

    # What the policy grants

    def grant(self, w: Written, name: str) -> bool:
        granted = self.policy["categories"][w.category].get("exceptions", {}).get(name)
        return (
            granted is not None
            and w.exception is not None
            and w.exception[0] in granted["roles"]
            and granted.get("origin") in (None, w.origin)
        )

    def excused(
        self, row: dict[str, Any], w: Written, lines: Sequence[Line], now: datetime
    ) -> bool:
        d = self.deadline(row, w)
        return (
            self.grant(w, "short_notice")
            and d is not None
            and d < self.announced_at(w, lines, now) < w.start
        )

    def after_the_fact(self, w: Written, now: datetime) -> bool:
        return self.grant(w, "after_the_fact") and w.outcome is not None and w.end <= now

    def imported(self, w: Written, lines: Sequence[Line]) -> bool:
        ended = w.outcome is not None or w.cancelled is not None
        return ended and not lines and w.start < self.begins

    def window_allowed(self, w: Written) -> bool:
        windows = self.policy["categories"][w.category].get("windows")
        if windows is None or windows["otherwise"] == "warn":
            return True
        if w.approved_by in windows.get("approvers", ()):
            return True
        day = wall(w.start).date()
        return any(
            DAYS[day.weekday()] in span["days"]
            and midnight(day) + hour(span["from"]) <= w.start
            and w.end <= midnight(day) + hour(span["to"])
            for span in windows["allowed"]
        )

    # One release

    def invalid(
        self, w: Written, announced: tuple[datetime, datetime] | None, now: datetime
    ) -> set[str]:
        if w.broken:
            return {"yaml", "schema"}
        found = set()
        if w.end <= w.start:
            found.add("window-order")
        if (w.draft and (w.exception or w.cancelled or w.outcome)) or (w.cancelled and w.outcome):
            found.add("contradiction")
        if w.important and w.targeted:
            found.add("contradiction")
        _, end = announced or (w.start, w.end)
        if w.cancelled and not (w.cancelled <= now and w.cancelled < end):
            found.add("cancellation")
        if w.outcome and not w.start <= w.outcome[1] <= now:
            found.add("outcome")
        if w.fixed_in is not None and w.fixed_in not in self.known:
            found.add("unknown-release")
        if w.exception:
            granted = self.policy["categories"][w.category].get("exceptions", {})
            serves = [g for g in granted.values() if g.get("origin") in (None, w.origin)]
            roles = {role for g in serves for role in g["roles"]}
            if w.exception[0] not in roles or w.exception[1] > wall(now).date():
                found.add("exception")
        return found

    def release(
        self,
        file: Written | None,
        copy: Written | None,
        lines: Sequence[Line],
        now: datetime,
    ) -> Standing:
        """What comes of a release at ``now``: its file, its announced copy, its records."""
        standing = self._release(file, copy, lines, now)
        if file is None or file.broken or not standing.refused:
            return standing
        # What the file tells ahead of time, and is refused for, may stand once that has come.
        dated = [file.cancelled, file.outcome and file.outcome[1]]
        if file.exception:
            dated += [midnight(file.exception[1]), file.outcome and file.end]
        ahead = (at for at in dated if at is not None and at > now)
        return replace(standing, ahead=(*standing.ahead, *ahead))

    def _release(
        self,
        file: Written | None,
        copy: Written | None,
        lines: Sequence[Line],
        now: datetime,
    ) -> Standing:
        records = [x for x in lines if x.audience == "customers"]
        announced = (records[-1].record.start, records[-1].record.end) if records else None
        if copy is not None and announced is not None:
            copy = replace(copy, start=announced[0], end=announced[1])
        known = bool(records) or (
            copy is not None and not copy.targeted and self.imported(copy, lines)
        )
        wrong = {"taken-back"} if file is None else self.invalid(file, announced, now)
        if not known:
            if file is None:
                return Standing()
            if wrong:
                return Standing(refused=frozenset(wrong))
            return self._hidden(file, lines, now)
        if copy is None:
            raise AssertionError("a public release has a copy")
        if wrong or file is None:
            return self._public(copy, lines, now, announced, wrong, kept=False)
        held = file
        if file.cancelled and announced is not None:
            held = replace(file, start=announced[0], end=announced[1])
        wrong = self.refused_change(held, copy, lines, now)
        if wrong and file.cancelled and copy.outcome is None:
            joined = copy.cancelled is None
            if joined:
                copy = replace(copy, cancelled=file.cancelled, cancelled_in=file.version)
            found = self._public(copy, lines, now, announced, set(), kept=False)
            return replace(found, joined=joined)
        if wrong:
            return self._public(copy, lines, now, announced, wrong, kept=False)
        return self._public(held, lines, now, announced, set(), kept=True)

    def refused_change(
        self, w: Written, copy: Written, lines: Sequence[Line], now: datetime
    ) -> set[str]:
        found = set()
        if (
            w.draft
            or w.category != copy.category
            or (w.targeted and not copy.targeted)
            or (copy.cancelled and not w.cancelled)
            or (copy.outcome and not w.outcome)
        ):
            found.add("taken-back")
        if self.imported(w, lines):
            return found
        new_start, new_end = w.start != copy.start, w.end != copy.end
        known_end = (new_start or new_end) and copy.outcome is not None
        if known_end or (new_start and copy.start <= now):
            found.add("window-started")
        elif new_start:
            found |= self._late(w, lines, now)
        if (new_start or (new_end and now < w.start)) and not self.window_allowed(w):
            found.add("window-not-allowed")
        return found | self._impossible(w, lines, now)

    def _late(self, w: Written, lines: Sequence[Line], now: datetime) -> set[str]:
        late = any(
            row["audience"] == "customers"
            and self.status(row, w, lines, now) in ("late", "missed")
            and not self.excused(row, w, lines, now)
            for row in self.rows(w)
        )
        return {"lead-time"} if late else set()

    def _impossible(self, w: Written, lines: Sequence[Line], now: datetime) -> set[str]:
        owed = [
            row
            for row in self.rows(w)
            if self.status(row, w, lines, now) not in ("published", "not_owed")
        ]
        return {fault for row in owed for fault in self.own_faults(row, w)}

    def _hidden(self, w: Written, lines: Sequence[Line], now: datetime) -> Standing:
        if w.draft:
            return Standing()
        if self.imported(w, lines):
            return Standing(public=not w.targeted, stands=w)
        if w.cancelled:
            return Standing()
        leads = self._late(w, lines, now) | self._impossible(w, lines, now)
        wrong = set() if self.after_the_fact(w, now) else leads
        if w.start < self.begins and w.outcome is None:
            wrong.add("past-window")
        if not self.window_allowed(w):
            wrong.add("window-not-allowed")
        if wrong:
            return Standing(refused=frozenset(wrong | leads))
        records = tuple(self._records(w, lines, now))
        if w.targeted:
            return Standing()
        if self.after_the_fact(w, now) or any(t.verdict != "missed" for t in records):
            return self._ahead(Standing(True, w, True, records), w, lines, now)
        return self._ahead(Standing(), w, lines, now)

    def _public(
        self,
        w: Written,
        lines: Sequence[Line],
        now: datetime,
        announced: tuple[datetime, datetime] | None,
        wrong: set[str],
        *,
        kept: bool,
    ) -> Standing:
        records = list(self._records(w, lines, now))

        def event(notice: str) -> ExpectedRecord:
            return ExpectedRecord("release", w.id, notice, w.start, w.end, None, "on_time", None)

        if announced is not None and w.cancelled is None and announced != (w.start, w.end):
            records.append(event("rescheduled"))
        heard = any(x.record.notice == "cancelled" for x in lines)
        if announced is not None and w.cancelled is not None and not heard:
            records.append(event("cancelled"))
        standing = Standing(True, w, kept, tuple(records), frozenset(wrong))
        return self._ahead(standing, w, lines, now)

    def _records(
        self, w: Written, lines: Sequence[Line], now: datetime
    ) -> Iterator[ExpectedRecord]:
        for row in self.rows(w):
            if row["audience"] != "customers":
                continue
            status = self.status(row, w, lines, now)
            verdict = {"due": "on_time", "late": "late", "missed": "missed"}.get(status)
            if verdict == "late" and self.excused(row, w, lines, now):
                verdict = "exception"
            if verdict == "missed" and any(self.counting(row, w, lines, now)):
                continue
            if verdict is not None:
                on_outcome = row.get("on") == "outcome" and w.outcome is not None
                result = w.outcome[0] if on_outcome and w.outcome else None
                yield ExpectedRecord(
                    "release", w.id, row["id"], w.start, w.end,
                    self.deadline(row, w), verdict, result,
                )  # fmt: skip

    def _ahead(
        self, standing: Standing, w: Written, lines: Sequence[Line], now: datetime
    ) -> Standing:
        pending = [
            row
            for row in self.rows(w)
            if row["audience"] == "customers" and self.status(row, w, lines, now) == "pending"
        ]
        found = [self.planned(row, w, lines, now) for row in pending]
        bounds = [self.deadline(row, w) for row in pending]
        if standing.public and w.cancelled is None and w.outcome is None and w.end > now:
            found += [w.start, w.end]
        ahead = tuple(at for at in found if at is not None and at > now)
        return replace(standing, ahead=ahead, bounds=tuple(at for at in bounds if at is not None))

    def recorded(
        self, w: Written, notice: str, lines: Sequence[Line], now: datetime, sent: datetime
    ) -> ExpectedRecord | None:
        """What ``record`` enters for a notice that a person sent; ``None``: it is refused."""
        row = next((r for r in self.rows(w) if r["id"] == notice), None)
        if row is None or row["audience"] not in BY_PEOPLE or sent > now:
            return None
        if self.status(row, w, lines, now) in ("published", "not_owed", "waiting"):
            return None
        d = self.deadline(row, w)
        verdict = "on_time" if d is None or sent <= d else "late"
        if verdict == "late" and self.excused(row, w, lines, now) and sent < w.start:
            verdict = "exception"
        return ExpectedRecord("release", w.id, notice, w.start, w.end, d, verdict, None)

    # One month's plan

    def plan(
        self,
        file: WrittenPlan | None,
        copy: WrittenPlan | None,
        lines: Sequence[Line],
        now: datetime,
    ) -> Standing:
        """What comes of a plan at ``now``."""
        known = file or copy
        if known is None:
            return Standing()
        start = midnight(date.fromisoformat(f"{known.month}-01"))
        end = midnight((start.date() + timedelta(days=31)).replace(day=1))
        last = start.date() - DAY
        rules = self.policy["plan"]

        def day(text: str) -> date:
            return last.replace(day=min(int(text), last.day))

        planned = midnight(day(rules["announce"]["from"])) + hour(rules["announce"]["at"])
        deadline = midnight(day(rules["announce"]["to"])) + DAY
        months = tuple(at for at in (start, end) if at > now)
        if lines:
            assert copy is not None
            if file is None or (file.number, file.version) != (copy.number, copy.version):
                return Standing(True, copy, False, (), frozenset({"taken-back"}), months)
            return Standing(True, file, True, (), ahead=months)
        if file is None:
            return Standing()
        wrong = set()
        first, final = (day(rules["approvals"][key]) for key in ("from", "to"))
        given = {
            role for role, on in file.approvals if first <= on <= final and on <= wall(now).date()
        }
        if not given >= set(rules["approvals"]["roles"]):
            wrong.add("plan-approval")
        if now > deadline:
            wrong.add("plan-late")
        if wrong or now < planned:
            ahead = (planned,) if now < planned else ()
            return Standing(refused=frozenset(wrong), ahead=ahead)
        records = ExpectedRecord(
            "plan", file.month, "plan", start.astimezone(UTC), end.astimezone(UTC),
            deadline, "on_time", None,
        )  # fmt: skip
        return Standing(True, file, True, (records,), ahead=months)
