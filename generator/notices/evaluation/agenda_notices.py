"""Notices to the staff and to customers concerned, as items of the agenda.

Belongs here: what is to be done for one, and which command records it. Does not belong here: which are
owed and by when (``agenda``), which channels send one (``domain.staff_channels``).
"""

from __future__ import annotations

from datetime import datetime

from notices.domain.agenda import AgendaItem
from notices.domain.layout import outbox_path
from notices.domain.phrases import joined, phrase
from notices.domain.policy import EVENTS
from notices.domain.public import NoticeStanding
from notices.domain.release import Release
from notices.evaluation.owners import teller
from notices.rules.project_context import ProjectContext, StandingRelease

__all__ = ["notice_item"]


def notice_item(
    context: ProjectContext,
    standing: StandingRelease,
    release: Release,
    notice: NoticeStanding,
    due: datetime,
    overdue: bool,
    opens: datetime | None = None,
) -> AgendaItem:
    """A notice that is late after ``due`` (UTC). Where a channel takes it, its owner only sees to that."""
    policy, rule = context.policy, notice.rule
    files = tuple(
        outbox_path(release.id, release.window.start, rule.id, language)
        for language in policy.languages
    )
    command = f"notices record {release.id} {rule.id}"
    how = {"file": files[0], "entry": release.id, "command": command}
    help = phrase(
        "Send {file} (`notices outbox {entry}` writes it), then record it: `{command}`.", **how
    )
    message = phrase("send `{notice}` to the staff", notice=rule.id)
    senders = context.senders(notice, release, standing)
    if senders:
        message = phrase(
            "see that `{notice}` goes to the staff over {channel}",
            notice=rule.id,
            channel=senders[0],
        )
        help = phrase(
            "`notices deliver` sends it when it is due, and records it. Only if that fails: send {file} "
            "(`notices outbox {entry}` writes it), then record it: `{command}`.",
            **how,
        )
    if rule.id in EVENTS:
        message = phrase("tell the customers concerned that it is cancelled")
    elif rule.audience == "affected":
        message = phrase("tell the customers concerned (`{notice}`)", notice=rule.id)
    if rule.asap:
        message = joined([message, phrase("as soon as possible")], ", ")
    elif rule.on == "start":
        message = joined([message, phrase("once the update has begun")], ", ")
    return AgendaItem(
        role=rule.owner or teller(policy, standing.category),
        kind="notice",
        entry_kind="release",
        entry=release.id,
        name=rule.id,
        title=release.title,
        detail=rule.label if set(rule.label.values()) != {rule.id} else {},
        message=message,
        help=help,
        due=due,
        overdue=overdue,
        opens=opens,
        command=command,
        outbox=files,
        source=rule.source,
    )  # fmt: skip
