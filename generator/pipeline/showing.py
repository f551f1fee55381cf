"""From judgements to the public site: the one place through which anything becomes visible.

Belongs here: picking what is public, as it is after the publish. Does not belong here:
deciding that (``rules.judgement``), wording (``rendering``).
"""

from __future__ import annotations

from datetime import datetime

from generator.domain.ledger import History, Ledger
from generator.domain.messages import messages_of
from generator.domain.policy import Category, Policy
from generator.domain.public import Message, PublicRelease
from generator.domain.release import Release
from generator.domain.schedule import public_state, standings
from generator.rules.judgement import Judgement

__all__ = ["public_releases"]


def public_releases(
    judged: tuple[Judgement, ...],
    policy: Policy,
    after: Ledger,
    now: datetime,
    *,
    drafts: bool,
) -> tuple[PublicRelease, ...]:
    """Every release that the site shows, newest start first, as it is after the publish."""
    histories = after.histories()
    told = messages_of(after.records)
    found = []
    for judgement in judged:
        release, category = judgement.release, judgement.category
        if release is None or category is None or not (judgement.public or drafts):
            continue
        history = histories.get(release.id, History())
        found.append(
            _public_release(
                judgement, release, category, policy, history, told.get(release.id, ()), now
            )
        )
    found.sort(key=lambda p: p.release.id)
    found.sort(key=lambda p: p.release.window.start, reverse=True)
    return tuple(found)


def _public_release(
    judgement: Judgement,
    release: Release,
    category: Category,
    policy: Policy,
    history: History,
    messages: tuple[Message, ...],
    now: datetime,
) -> PublicRelease:
    notices = [
        standing
        for standing in standings(release, category, policy, history, now)
        if standing.rule.audience == "customers"
        and (standing.status != "not_owed" or standing.record is not None)
    ]
    notices.sort(key=lambda n: (n.planned is None, n.planned or now, n.deadline or now))
    task = category.task("guides")
    owed = task is not None and not judgement.imported and release.cancelled is None
    return PublicRelease(
        release=release,
        category=category,
        state=public_state(release, now),
        notices=tuple(notices),
        messages=messages,
        imported=judgement.imported,
        guides_due=task.latest.before(release.window.start, policy.zone) if task and owed else None,
        preview=not judgement.public,
    )
