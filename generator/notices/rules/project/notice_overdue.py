"""A notice that people send to staff or to affected customers was sent and recorded in time.

The program publishes the notices to all customers itself. Others are sent by hand, and only a
record proves it. One that is owed as soon as possible has no deadline: it is overdue once
customers have heard of the update, or it has begun. One that says that the update has begun is
owed while it runs, and never overdue.

Announced::

    window: {start: 2026-12-05 20:00, end: 2026-12-05 22:00}

Fails::

    window: {start: 2026-12-05 20:00, end: 2026-12-05 22:00}

Passes::

    cancelled: {at: 2026-12-01 08:30, reason: {vi: Hoãn., en: Postponed.}}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from notices.domain.phrases import Phrase, phrase
from notices.domain.policy import Audience
from notices.domain.problem import Problem
from notices.domain.public import NoticeStanding
from notices.domain.release import Release
from notices.domain.wording import instant_text, sourced
from notices.rules.project_context import ProjectContext, StandingRelease
from notices.rules.rule import Rule

__all__ = ["RULE", "Unsent", "by_hand"]


_AUDIENCES: dict[Audience, Phrase] = {
    "customers": phrase("customers"),
    "staff": phrase("staff"),
    "affected": phrase("affected"),
}


@dataclass(frozen=True, slots=True)
class Unsent:
    """A notice that people owe, of a release for which it still matters."""

    standing: StandingRelease
    release: Release
    notice: NoticeStanding

    def overdue_since(self, now: datetime) -> datetime | None:
        """From when it is overdue; ``None`` while it is not."""
        notice, start = self.notice, self.release.window.start
        if notice.status in ("late", "missed"):
            return notice.deadline
        if notice.status != "due" or notice.deadline is not None or notice.rule.on == "start":
            return None
        known = (self.standing.history.first_announced, start if start <= now else None)
        return min((at for at in known if at is not None), default=None)

    @property
    def opens(self) -> datetime | None:
        """Before when it cannot be sent: nobody says that an update has begun before its start."""
        return self.notice.planned if self.notice.rule.on == "start" else self.notice.opens

    @property
    def last(self) -> datetime | None:
        """Until when it is on time: its deadline; without one, when the update begins or
        customers hear of it; one at the start, until the end. ``None`` unless pending or due."""
        notice = self.notice
        if notice.status not in ("pending", "due"):
            return None
        if notice.deadline is not None:
            return notice.deadline
        if notice.rule.on == "start":
            return self.release.window.end
        ahead = [
            other.planned
            for other in self.standing.notices
            if other.rule.audience == "customers" and other.status == "pending" and other.planned
        ]
        return min([*ahead, self.release.window.start])

    @property
    def described(self) -> Phrase:
        """Which notice it is, to whom, and who sends it."""
        row = self.notice.rule
        return phrase(
            "{notice} to {audience}, which `{role}` sends",
            notice=sourced(row.id, row.source),
            audience=_AUDIENCES[row.audience],
            role=row.owner,
        )

    def problem(
        self,
        rule: str,
        message: Phrase,
        instant: datetime,
        *,
        late_by: timedelta | None = None,
        sender: str = "",
    ) -> Problem:
        """The warning; ``when`` says what ``instant`` (UTC) is to the notice.

        ``sender`` is a channel that sends it, so that nobody has to.
        """
        row = self.notice.rule
        help = phrase(
            "Send it, then record it with `notices record {entry} {notice}`.",
            entry=self.release.id,
            notice=row.id,
        )
        if sender:
            help = phrase(
                "`notices deliver` sends it over {channel}, and records it.", channel=sender
            )
        return Problem(
            "warning",
            rule,
            self.standing.mark("window.start"),
            message,
            help=help,
            entry=self.release.id,
            notice=row.id,
            source_row=row.source or None,
            late_by_s=int(late_by.total_seconds()) if late_by is not None else None,
            kind="release",
            field="window.start",
            facts=(instant,),
        )


def by_hand(context: ProjectContext) -> Iterator[Unsent]:
    """Every notice to staff or to the affected of the releases for which something is owed."""
    for standing in context.releases:
        if (release := standing.current) is not None:
            for notice in standing.notices:
                if notice.rule.audience != "customers":
                    yield Unsent(standing, release, notice)


def _overdue(context: ProjectContext) -> Iterator[Problem]:
    now = context.now
    for unsent in by_hand(context):
        if (since := unsent.overdue_since(now)) is not None:
            message = phrase(
                "{notice}, is overdue since {since}: no record says that it was sent",
                notice=unsent.described,
                since=instant_text(since, context.policy),
            )
            yield unsent.problem("notice-overdue", message, since, late_by=now - since)


RULE = Rule(
    "notice-overdue",
    ("warning",),
    __doc__,
    source="categories.*.notices.*.source",
    publishable=_overdue,
)
