"""A notice that a person sent: the record of it, or why there is none.

Belongs here: whether staff and affected notices may be entered, and what their record says
(I.1, I.2, II.4). Does not belong here: notices to customers, which a publish records
(``evaluation``), writing it (``recording``).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from notices.domain.layout import RELEASES
from notices.domain.ledger import Record, Verdict
from notices.domain.policy import Policy
from notices.domain.problem import Mark, Problem
from notices.domain.public import NoticeStanding
from notices.domain.wording import instant_text
from notices.evaluation.decisions import Decision
from notices.evaluation.evaluation import Evaluation
from notices.loading import chain

__all__ = ["sent_record"]


def sent_record(
    evaluation: Evaluation, entry: str, notice: str, sent: datetime | None
) -> tuple[Record, bytes] | Problem:
    """The record that a person sent ``notice`` of ``entry`` at ``sent`` (UTC), and its line.

    ``sent`` None is the edition's ``now``; the record is made at that ``now``. It holds the
    window and the file's digest as they stand: the announced copy's, where a change is
    refused. What may not be recorded is answered with an error.
    """
    found = _standing(evaluation, entry, notice)
    if isinstance(found, Problem):
        return found
    decision, standing = found
    policy, release = evaluation.policy, decision.release
    assert policy is not None and release is not None
    when = sent or evaluation.now

    def refused(rule: str, message: str, help: str = "") -> Problem:
        mark = Mark(decision.entry.path)
        return Problem("error", rule, mark, message, help, entry=entry, notice=notice)

    if when > evaluation.now:
        told = instant_text(when, policy)
        return refused("sent-ahead", f"{told} is not yet; a notice is recorded when it was sent")
    if standing.status == "published" and standing.record is not None:
        return refused("recorded", _already(standing.record, policy))
    if standing.status == "waiting":
        return refused("not-owed", f"`{notice}` tells the outcome, and there is none yet")
    if standing.status == "not_owed":
        return refused("not-owed", f"`{notice}` is not owed for `{entry}` as it stands")
    outcome = release.outcome
    record = Record(
        seq=0,
        at=evaluation.now,
        sent=when,
        kind="release",
        entry=entry,
        notice=notice,
        audience=standing.rule.audience,
        start=release.window.start,
        end=release.window.end,
        deadline=standing.deadline,
        verdict=_verdict(standing, release.window.start, when),
        result=outcome.result if outcome and standing.rule.on_outcome else None,
        digest=release.source.digest,
    )
    lines, after = chain(evaluation.ledger, [replace(record, sent=_whole(when))])
    return after.records[-1], lines


def _standing(
    evaluation: Evaluation, entry: str, notice: str
) -> tuple[Decision, NoticeStanding] | Problem:
    """The notice where it stands, if it is one that people send."""
    decision = next((j for j in evaluation.decisions if j.entry.id == entry), None)
    if decision is None:
        hint = _near(entry, (j.entry.id for j in evaluation.decisions))
        message = f"there is no release `{entry}`{hint}"
        return Problem("error", "unknown-entry", Mark(RELEASES), message)
    mark = Mark(decision.entry.path)
    if decision.release is None:
        message = f"`{entry}` cannot be read as it stands, so that nothing can be recorded of it"
        return Problem("error", "unusable", mark, message, "see `notices check`", entry=entry)
    by_people = {n.rule.id: n for n in decision.notices if n.rule.audience != "customers"}
    if notice in by_people:
        return decision, by_people[notice]
    if any(n.rule.id == notice for n in decision.notices):
        message = f"`{notice}` goes to customers: `notices publish` shows and records it"
        return Problem("error", "not-by-hand", mark, message, entry=entry, notice=notice)
    message = f"`{entry}` has no notice `{notice}` that people send{_near(notice, by_people)}"
    help = f"these are: {', '.join(by_people)}" if by_people else "none of its notices is"
    return Problem("error", "unknown-notice", mark, message, help, entry=entry, notice=notice)


def _near(name: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(names), 1)
    return f"; did you mean `{near[0]}`?" if near else ""


def _already(record: Record, policy: Policy) -> str:
    sent = instant_text(record.published_at, policy)
    window = instant_text(record.start, policy)
    return f"`{record.notice}` is recorded already: sent {sent}, for the window of {window}"


def _verdict(standing: NoticeStanding, start: datetime, sent: datetime) -> Verdict:
    """On time up to the deadline itself; a notice that was sent is never ``missed``."""
    if standing.deadline is None or sent <= standing.deadline:
        return "on_time"
    return "exception" if standing.excused and sent < start else "late"


def _whole(instant: datetime) -> datetime:
    """The ledger knows whole seconds."""
    return instant - timedelta(microseconds=instant.microsecond)
