"""Which records were promises, how they are counted, and how far ahead a notice went out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from notices.domain.ledger import History, Record
from notices.domain.punctuality import Tally, ahead_of_start, promises_of

START = datetime(2026, 12, 12, 13, tzinfo=UTC)
PROMISE = Record(
    seq=1,
    at=START - timedelta(days=20),
    sent=None,
    kind="release",
    entry="payroll-engine",
    notice="advance",
    audience="customers",
    start=START,
    end=START + timedelta(hours=2),
    deadline=START - timedelta(days=10),
    verdict="on_time",
    result=None,
    digest="0" * 64,
)
LATE = replace(PROMISE, notice="final", at=START - timedelta(hours=3), verdict="late")
MISSED = replace(PROMISE, notice="reminder", at=START, verdict="missed")
RESULT = replace(PROMISE, notice="completed", deadline=None, result="success")
STAFF = replace(PROMISE, notice="internal", audience="staff")
HAND_OFF = replace(PROMISE, notice="handoff", audience="affected")


def test_only_customers_notices_with_a_deadline_are_promises_missed_ones_too() -> None:
    history = History((STAFF, PROMISE, HAND_OFF, LATE, MISSED, RESULT))
    assert promises_of(history) == (PROMISE, LATE, MISSED)


def test_each_verdict_is_counted_for_itself() -> None:
    excused = replace(PROMISE, verdict="exception")
    assert Tally.of([PROMISE, PROMISE, LATE, MISSED, excused]) == Tally(5, 2, 1, 1, 1)
    assert Tally.of([]) == Tally()


def test_how_far_ahead_is_measured_to_the_start_that_the_notice_named() -> None:
    assert ahead_of_start(PROMISE) == timedelta(days=20)
    moved = replace(PROMISE, start=START + timedelta(days=7))
    assert ahead_of_start(moved) == timedelta(days=27)


def test_what_a_person_sent_counts_from_when_it_was_sent() -> None:
    sent = replace(PROMISE, sent=PROMISE.at - timedelta(hours=2))
    assert ahead_of_start(sent) == timedelta(days=20, hours=2)


def test_a_missed_notice_never_went_out() -> None:
    assert ahead_of_start(MISSED) is None
