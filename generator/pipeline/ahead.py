"""What lies ahead: the instants at which the site changes though nobody edits anything.

Belongs here: which notice is planned next, which window or month turns next. Does not belong
here: what the change will be (``edition``), waiting for it (``generator.watching``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from generator.domain.public import NoticeStanding
from generator.pipeline.edition import Edition
from generator.rules.validity import comes_true

__all__ = ["next_change", "planned_notices"]

# States of what a publish does not go by.
_UNUSABLE = ("draft", "refused", "invalid")


def next_change(edition: Edition) -> datetime | None:
    """The next instant (UTC) at which the site would change; ``now`` if something is due.

    ``None`` where nothing is ahead.
    """
    if edition.records:
        return edition.now
    ahead = [planned for planned, _ in planned_notices(edition)]
    for judgement in edition.judgements:
        release, file = judgement.release, judgement.entry.file
        if file is not None and edition.policy and judgement.verdict in ("invalid", "refused"):
            # A closing note that somebody dated some minutes ahead may not wait for the next edit.
            ahead += comes_true(file, edition.policy.zone)
        if release is None or judgement.state in _UNUSABLE:
            continue
        if not judgement.public and judgement.category is not None:
            # A row that comes into force may make a notice of a hidden release due.
            ahead += [rule.since for rule in judgement.category.notices if rule.since is not None]
        if judgement.public and judgement.state in ("announced", "in_progress"):
            ahead += [release.window.start, release.window.end]
    for plan in edition.plans:
        ahead += [n.planned for n in plan.notices if n.status == "pending" and n.planned]
        if plan.public and plan.timing is not None:
            ahead += [plan.timing.start, plan.timing.end]
    return min((instant for instant in ahead if instant > edition.now), default=None)


def planned_notices(edition: Edition) -> Iterator[tuple[datetime, NoticeStanding]]:
    """The releases' notices to customers that a publish will send, each with when (UTC)."""
    for judgement in edition.judgements:
        if judgement.state in _UNUSABLE:
            continue
        for standing in judgement.notices:
            if (
                standing.status == "pending"
                and standing.rule.audience == "customers"
                and standing.planned is not None
            ):
                yield standing.planned, standing
