"""What a publish adds to the project: records of the ledger, and announced copies.

Belongs here: their content and order. Does not belong here: deciding what is public
(``decisions``, ``plan_decisions``), writing them (``publishing``).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from notices.domain.layout import PUBLISHED, PUBLISHED_PLANS
from notices.domain.ledger import Ledger, Record
from notices.evaluation.decisions import Decision
from notices.evaluation.plan_decisions import PlanDecision
from notices.evaluation.sources import Sources

__all__ = ["announced_copies", "new_records"]


def new_records(
    releases: tuple[Decision, ...], plans: tuple[PlanDecision, ...], ledger: Ledger
) -> tuple[Record, ...]:
    """What a publish would append, in the order in which the windows come."""
    records = [record for decision in releases if decision.public for record in decision.records]
    records += [record for decision in plans if decision.public for record in decision.records]
    records.sort(key=lambda record: (record.start, record.kind, record.entry))
    numbers = count(len(ledger.records) + 1)
    return tuple(replace(record, seq=next(numbers)) for record in records)


def announced_copies(
    releases: tuple[Decision, ...], plans: tuple[PlanDecision, ...], sources: Sources
) -> dict[str, bytes]:
    """The announced copy of every public release and plan that is not so yet.

    The file's bytes, or the copy's with the cancellation from the file.
    """
    standing = {f"{PUBLISHED}/{j.entry.id}.yml": j.release for j in releases if j.public}
    months = {f"{PUBLISHED_PLANS}/{j.entry.id}.yml": j.plan for j in plans if j.public}
    joined = [j.entry.cancelled_copy for j in releases if j.public and j.entry.cancelled_copy]
    texts = {release.source.digest: data for release, data in joined}
    copies = {}
    for name, entry in (*standing.items(), *months.items()):
        if entry is None:
            continue
        path, digest = entry.source.path, entry.source.digest
        if name in sources.files and sources.digest(name) == digest:
            continue
        # The digest is that of the bytes that were just read: nothing else than what was judged.
        if (data := sources.files.get(path)) is not None and sources.digest(path) == digest:
            copies[name] = data
        elif digest in texts:
            copies[name] = texts[digest]
    return copies
