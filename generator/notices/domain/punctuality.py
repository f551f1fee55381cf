"""Punctuality: how well the promises of the policy were kept, by the ledger alone.

Belongs here: which records were promises, counting their verdicts, and which of them went out by
mail as well, by the record of deliveries. Does not belong here: giving the verdicts
(``evaluation.decisions``), what is said of them (``rendering``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from notices.domain.ledger import History, Record
from notices.domain.public import Delivered, Message

__all__ = ["MailTally", "Tally", "ahead_of_start", "promises_of"]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many promises there were, and of each verdict how many."""

    total: int = 0
    on_time: int = 0
    late: int = 0
    missed: int = 0
    exception: int = 0

    @classmethod
    def of(cls, records: Iterable[Record]) -> Tally:
        """The tally of these records."""
        counts = Counter[str](record.verdict for record in records)
        return cls(total=counts.total(), **counts)


@dataclass(frozen=True, slots=True)
class MailTally:
    """How many promised notices went out by mail up to their deadline, and how many after it."""

    in_time: int = 0
    late: int = 0

    @classmethod
    def of(cls, messages: Iterable[Message], delivered: Delivered) -> MailTally:
        """The tally of the notices in these messages; of several mails the first counts."""
        in_time = late = 0
        for message in messages:
            at = delivered.get(message.uid, {}).get("mail")
            deadlines = [r.deadline for r in message.records if r.deadline is not None]
            if at is not None:
                in_time += sum(at <= deadline for deadline in deadlines)
                late += sum(at > deadline for deadline in deadlines)
        return cls(in_time, late)


def promises_of(history: History) -> tuple[Record, ...]:
    """The customers' records of notices with a deadline, oldest first; missed ones, too."""
    return tuple(record for record in history.to_customers if record.deadline is not None)


def ahead_of_start(record: Record) -> timedelta | None:
    """How long before the start that it named a notice went out; ``None`` if it never did."""
    return None if record.verdict == "missed" else record.start - record.published_at
