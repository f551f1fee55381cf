"""Punctuality: how well the promises of the policy were kept, by the ledger alone.

Belongs here: which records were promises, and counting their verdicts. Does not belong here:
giving the verdicts (``evaluation.decisions``), what is said of them (``rendering``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from notices.domain.ledger import History, Record

__all__ = ["Tally", "ahead_of_start", "promises_of"]


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


def promises_of(history: History) -> tuple[Record, ...]:
    """The customers' records of notices with a deadline, oldest first; missed ones, too."""
    return tuple(record for record in history.to_customers if record.deadline is not None)


def ahead_of_start(record: Record) -> timedelta | None:
    """How long before the start that it named a notice went out; ``None`` if it never did."""
    return None if record.verdict == "missed" else record.start - record.published_at
