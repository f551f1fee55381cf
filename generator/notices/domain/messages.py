"""Messages: which notices went out together, under which name, date and id.

Belongs here: reading messages off the ledger's records, so that page, feed and calendar can
never disagree. Does not belong here: their wording (``rendering``).
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Literal

from notices.domain.ledger import Record
from notices.domain.policy import update_number
from notices.domain.public import Message

__all__ = ["headline", "messages_of", "records_apart"]

_NAMESPACE = uuid.UUID("6b1f5d0e-4c1a-5a0b-9c55-2f4a4e1c9d10")
_LAST = datetime.max.replace(tzinfo=UTC)


def headline(records: Iterable[Record]) -> Record:
    """The record that names a message of several notices.

    The event's own (a cancellation, an outcome, a move), else the newest update, else that of
    the nearest deadline, which is the one closest to the start; a notice without a deadline only
    if all are.
    """

    def weight(record: Record) -> tuple[int, int, datetime, int]:
        update = update_number(record.notice) or 0
        return _rank(record), update, record.deadline or _LAST, record.seq

    return max(records, key=weight)


def _rank(record: Record) -> int:
    if record.notice == "cancelled":
        return 5
    if record.result is not None:
        return 4
    if record.notice == "rescheduled":
        return 3
    return 2 if update_number(record.notice) else 1 if record.deadline else 0


def records_apart(records: tuple[Record, ...]) -> dict[int, datetime]:
    """The date that each record's message bears, by the record's ``seq``; no two alike.

    The k-th of n records of one instant is dated n - k seconds earlier. Where that would not
    be before the next instant's records, the older ones give way.
    """
    together = Counter(record.at for record in records)
    seen: Counter[datetime] = Counter()
    dates: dict[int, datetime] = {}
    for record in records:
        seen[record.at] += 1
        dates[record.seq] = record.at - timedelta(seconds=together[record.at] - seen[record.at])
    following: datetime | None = None
    for record in reversed(records):
        if following is not None and dates[record.seq] >= following:
            dates[record.seq] = following - timedelta(seconds=1)
        following = dates[record.seq]
    return dates


def messages_of(
    records: tuple[Record, ...], kind: Literal["release", "plan"] = "release"
) -> Mapping[str, tuple[Message, ...]]:
    """Every message to customers that the records tell of, by entry, oldest first.

    ``records`` are all of the ledger; ``kind`` says of which entries. Notices of one entry's file
    and window recorded at one instant are one message, in which no notice comes twice: two publishes
    may be given one ``now``, and what the first one said must not change. Its id is made from
    what never changes: the entry, the notice, the announced start, which of several alike it is,
    and the entry's bytes when it was sent, by which it is no other company's.
    """
    dates = records_apart(records)
    together: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    repeated: Counter[tuple[object, ...]] = Counter()
    for record in records:
        published = record.audience == "customers" and record.verdict != "missed"
        if record.kind == kind and published:
            place = record.entry, record.at, record.start, record.end, record.digest
            together[*place, repeated[*place, record.notice]].append(record)
            repeated[*place, record.notice] += 1
    alike: Counter[tuple[str, str]] = Counter()
    windows: dict[str, tuple[datetime, datetime]] = {}
    by_entry: dict[str, list[Message]] = defaultdict(list)
    for group in together.values():
        head = headline(group)
        entry, at = head.entry, head.at
        anchor = f"{head.notice}-{head.start:%Y%m%dT%H%M%SZ}"
        key = entry, anchor
        alike[key] += 1
        if alike[key] > 1:
            anchor = f"{anchor}-{alike[key]}"
        name = f"{entry}/{anchor}" if kind == "release" else f"plans/{entry}/{anchor}"
        # Another company's plan of the same month is announced in the same second.
        name = f"{name}/{head.digest}"
        before = windows.get(entry)
        moved = before is not None and before != (head.start, head.end)
        by_entry[entry].append(
            Message(
                release=entry,
                notice=head.notice,
                records=tuple(group),
                at=at,
                dated=dates[head.seq],
                uid=f"urn:uuid:{uuid.uuid5(_NAMESPACE, name)}",
                anchor=anchor,
                previous=before if moved else None,
            )
        )
        windows[entry] = (head.start, head.end)
    return {entry: tuple(messages) for entry, messages in by_entry.items()}
