"""A notice that a person sent: the record of it, or why there is none.

Belongs here: which staff and affected notices are owed and may be entered, and what their record
says (I.1, I.2, II.4). Does not belong here: notices to customers, which a publish records
(``evaluation``), writing it (``publishing``).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import datetime, timedelta

from notices.domain.layout import RELEASES
from notices.domain.ledger import Record, Verdict
from notices.domain.phrases import NO_TEXT, Phrase, joined, phrase
from notices.domain.policy import Policy
from notices.domain.problem import Mark, Problem
from notices.domain.public import NoticeStanding
from notices.domain.schedule import is_owed
from notices.domain.wording import instant_text
from notices.evaluation.decisions import Decision
from notices.evaluation.evaluation import Evaluation
from notices.evaluation.release_records import release_record
from notices.loading import chain

__all__ = ["owed_by_people", "owed_of", "sent_record"]


def sent_record(
    evaluation: Evaluation, entry: str, notice: str, sent: datetime | None
) -> tuple[Record, bytes] | Problem:
    """The record that a person sent ``notice`` of ``entry`` at ``sent`` (UTC), and its line.

    ``sent`` None is the evaluation's ``now``; the record is made at that ``now``. It holds the
    window and the file's digest as they stand: the announced copy's, where a change is
    refused. What may not be recorded is answered with an error.
    """
    answer = _standing(evaluation, entry, notice)
    if isinstance(answer, Problem):
        return answer
    decision, standing = answer
    policy, release = evaluation.policy, decision.release
    assert policy is not None and release is not None
    when = sent or evaluation.now

    def refused(rule: str, message: Phrase, help: Phrase = NO_TEXT) -> Problem:
        return _refused(decision, rule, message, help, notice)

    if when > evaluation.now:
        message = phrase("{sent} is in the future", sent=instant_text(when, policy))
        return refused("sent-ahead", message, phrase("Record a notice after it was sent."))
    if standing.status == "published" and standing.record is not None:
        return refused("recorded", _already(standing.record, policy))
    if standing.status == "waiting":
        message = phrase("`{notice}` reports the outcome, and there is none yet", notice=notice)
        return refused("not-owed", message)
    if standing.rule.on == "start" and standing.status == "pending":
        message = phrase(
            "`{notice}` says that the update has begun, and it begins at {start}",
            notice=notice,
            start=instant_text(release.window.start, policy),
        )
        return refused("not-owed", message)
    if standing.status == "not_owed" and not _was_owed(decision, standing, policy, when):
        message = phrase("`{notice}` is not owed for `{entry}`", notice=notice, entry=entry)
        return refused("not-owed", message)
    verdict = _verdict(standing, release.window.start, when)
    record = release_record(release, standing, verdict, evaluation.now, _whole_seconds(when))
    lines, after = chain(evaluation.ledger, [record])
    return after.records[-1], lines


def _was_owed(decision: Decision, standing: NoticeStanding, policy: Policy, sent: datetime) -> bool:
    """Whether a notice at the start was sent while the update ran, and only its record is late."""
    release, rule = decision.release, standing.rule
    if release is None or rule.on != "start":
        return False
    history, window = decision.entry.history, release.window
    owed = is_owed(rule, release, policy, history, sent)
    return owed and window.start <= sent < window.end


def owed_by_people(evaluation: Evaluation, entry: str) -> tuple[NoticeStanding, ...] | Problem:
    """The notices of ``entry`` that people send and nobody recorded yet, in policy order.

    An error where there is no such release, or it has no usable file.
    """
    decision = _decision(evaluation, entry)
    if isinstance(decision, Problem):
        return decision
    return owed_of(decision)


def owed_of(decision: Decision) -> tuple[NoticeStanding, ...]:
    """The same of one release that has a usable file."""
    return tuple(
        standing
        for standing in decision.notices
        if standing.rule.audience != "customers"
        and standing.status not in ("published", "not_owed", "waiting")
    )


def _standing(
    evaluation: Evaluation, entry: str, notice: str
) -> tuple[Decision, NoticeStanding] | Problem:
    """The notice, if it is one that people send."""
    decision = _decision(evaluation, entry)
    if isinstance(decision, Problem):
        return decision

    def refused(rule: str, message: Phrase, help: Phrase = NO_TEXT) -> Problem:
        return _refused(decision, rule, message, help, notice)

    by_people = {n.rule.id: n for n in decision.notices if n.rule.audience != "customers"}
    if notice in by_people:
        return decision, by_people[notice]
    if any(n.rule.id == notice for n in decision.notices):
        message = phrase(
            "`{notice}` goes to customers; `notices publish` shows and records it", notice=notice
        )
        return refused("not-by-hand", message)
    message = phrase(
        "`{entry}` has no notice `{notice}` that people send", entry=entry, notice=notice
    )
    return refused(
        "unknown-notice",
        _with_near(message, notice, by_people),
        phrase("People send: {notices}.", notices=", ".join(by_people))
        if by_people
        else phrase("None of its notices is sent by people."),
    )


def _decision(evaluation: Evaluation, entry: str) -> Decision | Problem:
    """The release, if something can be recorded for it."""
    decision = next((d for d in evaluation.decisions if d.entry.id == entry), None)
    if decision is None:
        message = phrase("there is no release `{id}`", id=entry)
        message = _with_near(message, entry, (d.entry.id for d in evaluation.decisions))
        return Problem("error", "unknown-entry", Mark(RELEASES), message)
    if decision.release is None:
        message = phrase(
            "the file of `{entry}` is invalid, so nothing can be recorded for it", entry=entry
        )
        return Problem(
            "error",
            "unusable",
            Mark(decision.entry.path),
            message,
            phrase("See `notices check`."),
            entry=entry,
            kind="release",
            facts=(),
        )
    return decision


def _refused(decision: Decision, rule: str, message: Phrase, help: Phrase, notice: str) -> Problem:
    return Problem(
        "error",
        rule,
        Mark(decision.entry.path),
        message,
        help,
        entry=decision.entry.id,
        notice=notice,
        kind="release",
        facts=(),
    )


def _with_near(message: Phrase, name: str, names: Iterable[str]) -> Phrase:
    near = difflib.get_close_matches(name, list(names), 1)
    if not near:
        return message
    return joined([message, phrase("did you mean `{near}`?", near=near[0])], "; ")


def _already(record: Record, policy: Policy) -> Phrase:
    return phrase(
        "`{notice}` is already recorded: sent {sent}, for the window of {start}",
        notice=record.notice,
        sent=instant_text(record.published_at, policy),
        start=instant_text(record.start, policy),
    )


def _verdict(standing: NoticeStanding, start: datetime, sent: datetime) -> Verdict:
    """On time up to the deadline itself; a notice that was sent is never ``missed``."""
    if standing.deadline is None or sent <= standing.deadline:
        return "on_time"
    return "exception" if standing.excused and sent < start else "late"


def _whole_seconds(instant: datetime) -> datetime:
    """The ledger has whole seconds."""
    return instant - timedelta(microseconds=instant.microsecond)
