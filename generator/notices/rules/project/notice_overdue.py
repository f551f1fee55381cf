"""A notice that people send to staff or to affected customers was sent and recorded in time.

The program publishes the notices to all customers itself. Others are sent by hand, and only a
record proves it. One that is owed as soon as possible has no deadline: it is overdue once
customers have heard of the update, or it has begun.

Announced::

    window: {start: 2026-12-05 20:00, end: 2026-12-05 22:00}

Fails::

    window: {start: 2026-12-05 20:00, end: 2026-12-05 22:00}

Passes::

    cancelled: {at: 2026-12-01 08:30, reason: {vi: Hoãn., en: Postponed.}}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from notices.domain.problem import Problem
from notices.domain.public import NoticeStanding
from notices.domain.release import Release
from notices.domain.wording import instant_text
from notices.rules.project_context import ProjectContext, StandingRelease
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _overdue(context: ProjectContext) -> Iterator[Problem]:
    now = context.now
    for standing in context.releases:
        release = standing.current
        for notice in standing.notices if release is not None else ():
            if release is None or notice.rule.audience == "customers":
                continue
            since = _since(standing, release, notice, now)
            if since is None:
                continue
            rule = notice.rule
            source = f" ({rule.source})" if rule.source else ""
            yield Problem(
                "warning",
                "notice-overdue",
                standing.mark("window.start"),
                f"`{rule.id}`{source} to {rule.audience}, which `{rule.owner}` sends, is overdue "
                f"since {instant_text(since, context.policy)}: no record says that it was sent",
                help=f"Send it, then enter it with `notices record {release.id} {rule.id}`.",
                entry=release.id,
                notice=rule.id,
                source_row=rule.source or None,
                late_by_s=int((now - since).total_seconds()),
                kind="release",
                field="window.start",
                facts=(since,),
            )


def _since(
    standing: StandingRelease, release: Release, notice: NoticeStanding, now: datetime
) -> datetime | None:
    """From when a notice that was not recorded is overdue; ``None`` while it is not."""
    if notice.status in ("late", "missed"):
        return notice.deadline
    if notice.status != "due" or notice.deadline is not None:
        return None
    begun = release.window.start if release.window.start <= now else None
    known = (standing.history.first_announced, begun)
    return min((at for at in known if at is not None), default=None)


RULE = Rule(
    "notice-overdue",
    ("warning",),
    __doc__,
    source="categories.*.notices.*.source",
    publishable=_overdue,
)
