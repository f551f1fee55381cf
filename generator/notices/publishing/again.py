"""Records of an unfinished publish, made again upon a ledger that has changed meanwhile.

Belongs here: which of them the ledger lacks, and their lines behind its last one. Does not belong
here: when that is needed (``journal``), the chain itself (``loading``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from notices.domain.layout import LEDGER
from notices.domain.ledger import Record
from notices.loading import chain, read_ledger

__all__ = ["made_again"]


def made_again(now: bytes, made: bytes) -> bytes | None:
    """A ledger's bytes with the records that another version of it holds, and it does not.

    They keep their instants: a record that is older than the ledger's last one was made with that
    one (``at``), and was sent when it was made (``sent``). ``None`` where ``now`` is broken.
    """
    text = read_ledger(LEDGER, now)
    if any(problem.is_error for problem in text.problems):
        return None
    records = text.ledger.records
    missing = _missing(records, read_ledger(LEDGER, made).ledger.records)
    after = records[-1].at if records else None
    lines, _ = chain(text.ledger, [_not_before(record, after) for record in missing])
    kept = now[: text.length]
    if kept and not kept.endswith(b"\n"):
        kept += b"\n"
    return kept + lines


def _missing(known: Iterable[Record], made: Iterable[Record]) -> Iterator[Record]:
    """The records that are not known; the same notice may be recorded twice, after two moves."""
    left = Counter(_key(record) for record in known)
    for record in made:
        key = _key(record)
        if left[key]:
            left[key] -= 1
        else:
            yield record


def _key(record: Record) -> tuple[object, ...]:
    return (*record.about, record.notice, record.start, record.result)


def _not_before(record: Record, after: datetime | None) -> Record:
    if after is None or record.at >= after:
        return record
    return replace(record, at=after, sent=record.published_at)
