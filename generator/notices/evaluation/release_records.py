"""Moves, cancellations and updates as notices, and the records that are made of a release.

Belongs here: what a record says, and which records a publish would make. Does not belong here:
whether the release is public (``decisions``), order and numbers of the records (``additions``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from notices.domain.ledger import Record, Verdict
from notices.domain.policy import NoticeRule, update_notice
from notices.domain.public import NoticeStanding, NoticeStatus
from notices.domain.release import Release
from notices.rules.context import RuleContext

__all__ = ["due_records", "release_events", "release_record"]


def release_events(context: RuleContext) -> tuple[NoticeStanding, ...]:
    """Moves, cancellations and updates that are or were announced to customers."""
    return (*_changes(context), *_updates(context))


def _changes(context: RuleContext) -> tuple[NoticeStanding, ...]:
    records = []
    release, history = context.release, context.history
    if history.announced_window is None:
        return _cancelled_hidden(context)
    window = (release.window.start, release.window.end)
    moves = [r for r in history.of("rescheduled") if (r.start, r.end) == window]
    if release.cancelled is None and history.announced_window != window:
        records.append(_event_standing("rescheduled", None))
    elif moves:
        records.append(_event_standing("rescheduled", moves[-1]))
    if release.cancelled is not None:
        known = history.of("cancelled")
        records.append(_event_standing("cancelled", known[-1] if known else None))
    return tuple(records)


def _cancelled_hidden(context: RuleContext) -> tuple[NoticeStanding, ...]:
    """The cancellation of a hidden update, owed by whoever told the affected customers of it."""
    handed = [r for r in context.history.records if r.audience == "affected"]
    if context.release.cancelled is None or not handed:
        return ()
    row = context.category.notice(handed[0].notice)
    known = context.history.of("cancelled")
    rule = NoticeRule("cancelled", "affected", row.owner if row else "", {})
    return (_event_standing("cancelled", known[-1] if known else None, rule),)


def _updates(context: RuleContext) -> Iterator[NoticeStanding]:
    """The updates, the oldest first. What is cancelled or imported shows new ones and tells none."""
    release, history = context.release, context.history
    told = release.cancelled is None and not release.draft and history.announced_window is not None
    for number in range(1, len(release.updates) + 1):
        notice = update_notice(number)
        known = next((r for r in history.to_customers if r.notice == notice), None)
        yield _event_standing(notice, known, unpublished="due" if told else "not_owed")


def _event_standing(
    notice: str,
    record: Record | None,
    rule: NoticeRule | None = None,
    unpublished: NoticeStatus = "due",
) -> NoticeStanding:
    rule = rule or NoticeRule(notice, "customers", "", {})
    return NoticeStanding(rule, None, None, None, "published" if record else unpublished, record)


def due_records(context: RuleContext) -> tuple[Record, ...]:
    """The records that a publish at ``now`` makes of this release, customers' ones only.

    Staff and affected notices are recorded when a person has sent them. Those at the start come
    behind the others: of several records without a deadline, the last one names their message.
    """
    records = []
    open_notices = () if context.settled else context.notices
    notices = sorted(open_notices, key=lambda standing: standing.rule.on == "start")
    for standing in (*notices, *release_events(context)):
        if standing.rule.audience != "customers":
            continue
        if standing.status == "due":
            verdict: Verdict = "on_time"
        elif standing.status == "late":
            verdict = "exception" if standing.excused else "late"
        elif standing.status == "missed" and standing.record is None:
            verdict = "missed"
        else:
            continue
        records.append(release_record(context.release, standing, verdict, context.now))
    return tuple(records)


def release_record(
    release: Release,
    standing: NoticeStanding,
    verdict: Verdict,
    now: datetime,
    sent: datetime | None = None,
) -> Record:
    """The record, made at ``now``, of a notice; ``sent`` is when a person sent it (both UTC)."""
    outcome = release.outcome
    return Record(
        seq=0,
        at=now,
        sent=sent,
        kind="release",
        entry=release.id,
        notice=standing.rule.id,
        audience=standing.rule.audience,
        start=release.window.start,
        end=release.window.end,
        deadline=standing.deadline,
        verdict=verdict,
        result=outcome.result if outcome and standing.rule.on == "outcome" else None,
        digest=release.source.digest,
    )
