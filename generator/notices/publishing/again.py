"""Records of an unfinished publish, made again upon a ledger that has changed meanwhile.

Belongs here: which of them the ledger lacks, and their lines behind its last one. Does not belong
here: when that is needed (``journal``), the chain itself (``loading``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from notices.domain.layout import LEDGER
from notices.domain.ledger import Record, by_meaning
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
    known = by_meaning(records)
    other = by_meaning(read_ledger(LEDGER, made).ledger.records)
    missing = [record for meaning, record in other.items() if meaning not in known]
    after = records[-1].at if records else None
    lines, _ = chain(text.ledger, [_not_before(record, after) for record in missing])
    kept = now[: text.length]
    if kept and not kept.endswith(b"\n"):
        kept += b"\n"
    return kept + lines


def _not_before(record: Record, after: datetime | None) -> Record:
    if after is None or record.at >= after:
        return record
    return replace(record, at=after, sent=record.published_at)
