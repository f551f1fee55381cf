"""What is added to the record of deliveries: answers, claims that ran out, new claims, settlements.

Belongs here: which records follow from a log and from what runs noted for themselves. Does not
belong here: which deliveries there are (``deliveries``), the lines as text (``loading``), the files
(``publishing``).

A claim names its run. What the run noted on its own disk tells a claim that was never begun, which
may simply be made again, from one of which nobody knows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from notices.domain.deliveries import (
    ANSWER_WITHIN,
    Answer,
    DeliveryEvent,
    DeliveryLog,
    DeliveryRecord,
    answered,
    delivery_status,
    is_of_feed,
)
from notices.evaluation.deliveries import Delivery

__all__ = ["Attempt", "RunNotes", "claim_of", "open_claims", "outcomes", "settlement_of"]

Attempt = tuple[str, int]
"""The key of a delivery, and which of its tries."""

_LONGEST = 300
_RUN = "run "
_NEVER_BEGUN = "a run was stopped before it was sent"
_NO_ANSWER = "a run was stopped, and recorded no answer"


@dataclass(frozen=True, slots=True)
class RunNotes:
    """What a run noted: the tries that it began, and the answers that it had."""

    begun: Collection[Attempt] = ()
    answers: Mapping[Attempt, Answer] = field(default_factory=dict)


def claim_of(delivery: Delivery, run: str, at: datetime, message_id: str = "") -> DeliveryRecord:
    """The claim of a delivery by the run of that name, at ``at`` (UTC)."""
    return DeliveryRecord(
        seq=0,
        at=at,
        key=delivery.key,
        message=delivery.message_id,
        channel=delivery.channel_id,
        language=delivery.language,
        recipient=delivery.recipient,
        attempt=delivery.tries + 1,
        event="claim",
        until=at + ANSWER_WITHIN,
        detail=f"{_RUN}{run}",
        message_id=message_id,
    )


def settlement_of(delivery: Delivery, at: datetime) -> DeliveryRecord:
    """The record that a person has looked after a delivery, also one that nothing was tried of."""
    if delivery.records:
        return _next(delivery.records[-1], at, "settled")
    return replace(claim_of(delivery, "", at), event="settled", until=None, detail="")


def open_claims(log: DeliveryLog, run: str) -> bool:
    """Whether a claim of that run still waits for its answer."""
    return any(
        records[-1].event == "claim" and _run_of(records[-1]) == run
        for records in log.histories().values()
    )


def outcomes(
    log: DeliveryLog,
    notes: Mapping[str, RunNotes],
    at: datetime,
    *,
    recognising: Collection[str] = (),
) -> tuple[DeliveryRecord, ...]:
    """The records that became known by ``at`` (UTC), of each delivery in the order of the log.

    ``notes`` are those of the runs on this machine, by name; ``recognising`` the ids of the channels
    whose receivers recognise what they had, as every hub does: there a claim that ran out is put off
    until now. An answer counts where nothing but ``unknown`` came
    after its claim; that something was accepted, always.
    """
    return tuple(
        record
        for records in log.histories().values()
        for record in _outcomes(
            records,
            notes,
            at,
            is_of_feed(records[-1].message) or records[-1].channel in recognising,
        )
    )


def _outcomes(
    records: tuple[DeliveryRecord, ...],
    notes: Mapping[str, RunNotes],
    at: datetime,
    recognises_key: bool,
) -> Iterator[DeliveryRecord]:
    claims = [place for place, record in enumerate(records) if record.event == "claim"]
    if not claims or any(record.event == "accepted" for record in records):
        return
    answers = {place: _answer(records[place], notes, at) for place in claims}
    for place, answer in answers.items():
        if answer is not None and answer.event == "accepted":
            yield _next(records[place], at, "accepted", answer.detail)
            return
    place = claims[-1]
    claim, since, answer = records[place], records[place + 1 :], answers[place]
    if any(record.event != "unknown" for record in since):
        return
    if answer is not None:
        tries = records[: place + 1]
        event, until = answered(tries, answer, at, recognises_key=recognises_key)
        if not since or event != "unknown":
            yield _next(claim, at, event, answer.detail, until)
    elif not since and delivery_status(records, at) == "unknown":
        event, until = ("deferred", at) if recognises_key else ("unknown", None)
        yield _next(claim, at, event, _NO_ANSWER, until)


def _answer(claim: DeliveryRecord, notes: Mapping[str, RunNotes], at: datetime) -> Answer | None:
    """What a run on this machine knows of a claim of its own."""
    noted = notes.get(_run_of(claim))
    if noted is None:
        return None
    attempt = claim.key, claim.attempt
    if attempt in noted.answers:
        return noted.answers[attempt]
    is_over = claim.until is not None and claim.until <= at
    if attempt in noted.begun or not is_over:
        return None
    return Answer("deferred", _NEVER_BEGUN)


def _run_of(claim: DeliveryRecord) -> str:
    return claim.detail.removeprefix(_RUN)


def _next(
    record: DeliveryRecord,
    at: datetime,
    event: DeliveryEvent,
    detail: str = "",
    until: datetime | None = None,
) -> DeliveryRecord:
    return DeliveryRecord(
        seq=0,
        at=at,
        key=record.key,
        message=record.message,
        channel=record.channel,
        language=record.language,
        recipient=record.recipient,
        attempt=record.attempt,
        event=event,
        until=until,
        detail=_line(detail),
        message_id=record.message_id,
    )


def _line(text: str) -> str:
    """One short line: what a receiver said must not keep its answer from being recorded."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST]
