"""Deliveries: what was claimed, sent and answered, and what a delivery's records make of it.

Belongs here: a record of a delivery, and the questions that the rest asks of the records of one.
Does not belong here: which deliveries there are (``evaluation.deliveries``), the lines as text
(``loading.deliveries``), sending (``channels``), the order of claim and result (``publishing``).

A delivery is one message over one channel in one language to one recipient. It is claimed before it
is sent, and its answer is recorded after that. A claim that has run out without an answer may have
been sent or not: nobody knows, and only a person sends it again.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from notices.domain.problem import EntryKind

__all__ = [
    "ANSWER_WITHIN",
    "FEED",
    "GIVEN_UP",
    "LONGEST_WAIT",
    "Answer",
    "AnswerEvent",
    "DeliveryEvent",
    "DeliveryLog",
    "DeliveryRecord",
    "DeliveryStatus",
    "UnsettledDelivery",
    "answered",
    "delivery_key",
    "delivery_status",
    "is_of_feed",
    "pause_after",
]

DeliveryEvent = Literal["claim", "accepted", "deferred", "refused", "unknown", "settled"]

AnswerEvent = Literal["accepted", "deferred", "refused", "unknown"]

DeliveryStatus = Literal["open", "claimed", "waiting", "accepted", "refused", "unknown", "settled"]
"""What a delivery's records make of it at one instant.

``open`` may be claimed now; ``claimed`` is somebody's; ``waiting`` was put off until later. The
others are its end, but for a person who sends an ``unknown`` one again.
"""

ANSWER_WITHIN = timedelta(minutes=15)
"""How long a claim is one process' own. Within it, its deliveries are sent and their answers recorded."""

GIVEN_UP = timedelta(hours=48)
"""How long a delivery that is put off is tried."""

LONGEST_WAIT = timedelta(hours=6)
"""The longest wait that a receiver may ask for."""

FEED = "sha256:"
"""What stands for a message begins so where a hub is told of a feed."""

_PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
_LAST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """One line of ``content/deliveries.jsonl``. Instants are UTC.

    ``message`` is the message's id, or what stands for one (``feed_deliveries``); ``attempt`` counts
    from 1. ``until`` is when a claim runs out, or when a deferred delivery is tried again. ``detail`` says why, without any secret.
    ``seq`` counts from 1 and is the line's number; ``prev`` chains the lines.
    """

    seq: int
    at: datetime
    key: str
    message: str
    channel: str
    language: str
    recipient: str
    attempt: int
    event: DeliveryEvent
    until: datetime | None = None
    detail: str = ""
    message_id: str = ""
    prev: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of sending: what the receiver said, or that nobody can know it.

    ``deferred`` says that nothing was taken, for certain. ``detail`` holds no secret. ``wait`` is how
    long a receiver that puts it off asks us to wait. ``reached`` is False where there was no
    connection, so that nothing else can be sent over the channel now.
    """

    event: AnswerEvent
    detail: str = ""
    wait: timedelta = timedelta()
    reached: bool = True


@dataclass(frozen=True, slots=True)
class DeliveryLog:
    """All records, oldest first, with the SHA-256 of the last line (64 zeros when empty)."""

    records: tuple[DeliveryRecord, ...] = ()
    head: str = "0" * 64

    def histories(self) -> dict[str, tuple[DeliveryRecord, ...]]:
        """The records of each delivery, by its key, oldest first."""
        grouped: dict[str, list[DeliveryRecord]] = defaultdict(list)
        for record in self.records:
            grouped[record.key].append(record)
        return {key: tuple(records) for key, records in grouped.items()}

    def until(self, now: datetime) -> DeliveryLog:
        """The log as it was without the records later than ``now`` (UTC)."""
        # No record is older than the one before it.
        count = bisect_right(self.records, now, key=lambda record: record.at)
        if count == len(self.records):
            return self
        return DeliveryLog(self.records[:count], self.records[count].prev)


@dataclass(frozen=True, slots=True)
class UnsettledDelivery:
    """A delivery that a person has to look after; ``last`` is the newest of its records.

    ``entry`` (kind and id) and ``notice`` say what it told, where that is known still.
    """

    status: Literal["unknown", "refused"]
    last: DeliveryRecord
    entry: tuple[EntryKind, str] | None = None
    notice: str | None = None


def delivery_key(message: str, channel: str, language: str, recipient: str) -> str:
    """The name of a delivery: the same on every machine, and short enough to type."""
    text = "\n".join((message, channel, language, recipient))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_of_feed(message: str) -> bool:
    """Whether a record's ``message`` is a feed for a hub, and no message to people."""
    return message.startswith(FEED)


def pause_after(tries: int) -> timedelta:
    """How long nothing is tried after so many tries that were put off; ``tries`` counts from 1."""
    return _PAUSES[tries - 1] if tries <= len(_PAUSES) else _LAST_PAUSE


def delivery_status(
    records: tuple[DeliveryRecord, ...], now: datetime, *, recognises_key: bool = False
) -> DeliveryStatus:
    """What the records of one delivery make of it at ``now`` (UTC).

    ``recognises_key`` says that the receiver recognises what it has had: then a claim that ran out is
    tried again.
    """
    if not records:
        return "open"
    last = records[-1]
    if any(record.event == "accepted" for record in records):
        return "accepted"  # Whatever was tried beside it.
    if last.event in ("refused", "settled"):
        return last.event
    given_up = now - _tried_since(records) >= GIVEN_UP
    if last.event == "unknown":
        return "open" if recognises_key and not given_up else "unknown"
    is_over = last.until is None or last.until <= now
    if last.event == "claim":
        if not is_over:
            return "claimed"
        return "open" if recognises_key else "unknown"
    if given_up:
        return _end(records, recognises_key=recognises_key)
    return "open" if is_over else "waiting"


def answered(
    records: tuple[DeliveryRecord, ...],
    answer: Answer,
    at: datetime,
    *,
    recognises_key: bool = False,
) -> tuple[AnswerEvent, datetime | None]:
    """The event that an answer at ``at`` (UTC) makes, and when it is tried again.

    ``records`` are the delivery's, the claim last. What was put off for too long is refused. A
    receiver that recognises what it has had is simply asked again where nobody knows.
    """
    if answer.event != "deferred" and not (answer.event == "unknown" and recognises_key):
        return answer.event, None
    tries = _run(records)
    count = sum(record.event == "claim" for record in tries)
    again = at + max(pause_after(count), min(answer.wait, LONGEST_WAIT))
    if again - tries[0].at >= GIVEN_UP:
        return _end(records, recognises_key=recognises_key), None
    return "deferred", again


def _end(
    records: tuple[DeliveryRecord, ...], *, recognises_key: bool
) -> Literal["refused", "unknown"]:
    """What was put off for too long: a receiver that recognises a key may have had it each time.

    A hub that had a feed reads it by itself; that it does not answer is a fault of its address.
    """
    return "unknown" if recognises_key and not is_of_feed(records[-1].message) else "refused"


def _tried_since(records: tuple[DeliveryRecord, ...]) -> datetime:
    """When its last run of tries began; what came behind that run is no matter."""
    tries = _run(records) or _run(records[:-1]) or records[-1:]
    return tries[0].at


def _run(records: tuple[DeliveryRecord, ...]) -> tuple[DeliveryRecord, ...]:
    """The tries since a person, or nobody, last began: claims, and answers that put it off."""
    first = len(records)
    while first and records[first - 1].event in ("claim", "deferred"):
        first -= 1
    return records[first:]
