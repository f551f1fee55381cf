"""The ledger: which notice went out to whom, and when.

Belongs here: what a record says, and the questions that the rest asks of the records of
one release. Does not belong here: the lines as text and their chain (``loading.ledger``),
writing them (``publishing``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from notices.domain.policy import Audience
from notices.domain.problem import EntryKind

__all__ = ["History", "Ledger", "Record", "Verdict", "by_meaning"]

Verdict = Literal["on_time", "late", "missed", "exception"]


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the ledger. Instants are UTC.

    ``at`` is when the record was made, ``sent`` when a person sent the notice; ``start`` and
    ``end`` are the announced window; ``digest`` is the SHA-256 of the entry's file as then
    published. ``seq`` counts from 1 and is the line's number; ``prev`` chains the lines.
    """

    seq: int
    at: datetime
    sent: datetime | None
    kind: EntryKind
    entry: str
    notice: str
    audience: Audience
    start: datetime
    end: datetime
    deadline: datetime | None
    verdict: Verdict
    result: str | None
    digest: str
    prev: str = field(default="", compare=False)

    @property
    def about(self) -> tuple[EntryKind, str]:
        """Kind and id of the entry; a release and a plan may have the same id."""
        return self.kind, self.entry

    @property
    def published_at(self) -> datetime:
        """When the audience had it: when it was sent, else when it was published."""
        return self.sent or self.at


@dataclass(frozen=True, slots=True)
class History:
    """The records of one release, oldest first."""

    records: tuple[Record, ...] = ()

    @property
    def to_customers(self) -> tuple[Record, ...]:
        """The customers' records, of every kind, ``missed`` ones too."""
        return tuple(r for r in self.records if r.audience == "customers")

    @property
    def first_at(self) -> datetime | None:
        """When the release first came into the ledger."""
        return self.records[0].at if self.records else None

    @property
    def first_announced(self) -> datetime | None:
        """When customers first heard of it; ``None`` while it is hidden."""
        said = (r for r in self.records if r.audience == "customers" and r.verdict != "missed")
        return next((r.at for r in said), None)

    @property
    def announced_window(self) -> tuple[datetime, datetime] | None:
        """Start and end as customers last heard them; ``None`` while it is hidden.

        A ``missed`` record counts, too: only a publish that showed the release makes one (an
        update shown after the fact may have no other).
        """
        last = next((r for r in reversed(self.records) if r.audience == "customers"), None)
        return None if last is None else (last.start, last.end)

    def window_announced_at(self, start: datetime) -> datetime | None:
        """When the window in force was announced: the A of the procedure.

        The first of the unbroken run, at the end of the customers' records, whose start is
        ``start``; ``None`` if that run is empty.
        """
        announced = None
        for record in reversed(self.to_customers):
            if record.start != start:
                break
            announced = record.at
        return announced

    def of(self, notice_id: str) -> tuple[Record, ...]:
        """The records of one notice."""
        return tuple(r for r in self.records if r.notice == notice_id)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All records, oldest first, with the SHA-256 of the last line (64 zeros when empty)."""

    records: tuple[Record, ...] = ()
    head: str = "0" * 64

    def histories(self) -> dict[str, History]:
        """The records of each release, by its id."""
        return _by_entry(r for r in self.records if r.kind == "release")

    def plan_histories(self) -> dict[str, History]:
        """The records of each monthly plan, by its id."""
        return _by_entry(r for r in self.records if r.kind == "plan")

    @property
    def heads(self) -> tuple[str, ...]:
        """The head that the ledger had with none, one, two, … of its records."""
        return (*(record.prev for record in self.records), self.head)

    def until(self, now: datetime) -> Ledger:
        """The ledger as it was without the records later than ``now``."""
        kept = tuple(r for r in self.records if r.at <= now)
        if len(kept) == len(self.records):
            return self
        return Ledger(kept, self.records[len(kept)].prev)


def by_meaning(records: Iterable[Record]) -> dict[tuple[object, ...], Record]:
    """The records by entry, notice, start, result, and which of several alike each is.

    Two ledgers can be compared by this, whatever the numbers and instants of their records. A move
    there and back, or a result that comes back to an earlier one, is recorded several times.
    """
    alike: Counter[tuple[object, ...]] = Counter()
    found: dict[tuple[object, ...], Record] = {}
    for record in records:
        meaning = (*record.about, record.notice, record.start, record.result)
        alike[meaning] += 1
        found[*meaning, alike[meaning]] = record
    return found


def _by_entry(records: Iterable[Record]) -> dict[str, History]:
    grouped: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        grouped[record.entry].append(record)
    return {entry: History(tuple(kept)) for entry, kept in grouped.items()}
