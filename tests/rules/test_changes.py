"""Changes to a public release: what goes through, what is refused, and what then stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from notices.domain.ledger import History
from notices.domain.release import Release
from notices.domain.schedule import standings
from tests.core_builders import (
    POLICY,
    SECOND,
    START,
    Timeline,
    approval,
    cancellation,
    decided,
    hanoi,
    problem,
    record,
    release,
    rules_broken,
    standing,
    statuses,
    success,
)

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
END = START + 2 * HOUR
FIRST = START - 15 * DAY


def announced(file: Release | None = None, at: datetime = FIRST) -> Timeline:
    """A feature that was announced fifteen days ahead."""
    timeline = Timeline(file or release())
    decision = timeline.publish(at)
    assert decision.public
    return timeline


# Moves


def test_a_move_to_a_later_evening_is_told_at_once_and_shows_both_windows() -> None:
    timeline = announced()
    timeline.file = release(start=START + 7 * DAY)
    now = START - 12 * DAY
    decision = timeline.publish(now)
    assert (decision.verdict, decision.state) == ("ok", "announced")
    # The advance notice counts for the new start: its planned time there (20 days before) had
    # come when the move was announced, 19 days before.
    assert [r.notice for r in decision.records] == ["rescheduled"]
    assert decision.records[0].start == START + 7 * DAY
    assert timeline.decide(now + SECOND).records == ()


def test_a_move_so_far_ahead_owes_the_advance_notice_again() -> None:
    timeline = announced()
    timeline.file = release(start=START + 28 * DAY)
    decision = timeline.publish(START - 12 * DAY)
    assert [r.notice for r in decision.records] == ["rescheduled"]
    assert statuses(decision)["advance"] == "pending"
    opens = START + 8 * DAY
    assert standing(decision, "advance").planned == opens
    assert [r.notice for r in timeline.publish(opens).records] == ["advance"]


def test_a_move_forward_is_refused_when_customers_were_told_too_late_for_it() -> None:
    timeline = announced(at=START - 15 * DAY)  # a Friday evening
    timeline.file = release(start=START - 6 * DAY)  # the Sunday nine days later
    decision = timeline.decide(START - 15 * DAY + SECOND)
    assert (decision.verdict, decision.state, decision.public) == ("refused", "announced", True)
    assert rules_broken(decision) == ["lead-time"]
    assert problem(decision, "lead-time").late_by_s == 24 * 3600 + 1
    assert decision.release is not None
    assert decision.release.window.start == START


def test_a_notice_that_was_early_enough_for_the_new_start_counts_for_it() -> None:
    timeline = announced(at=START - 17 * DAY)
    timeline.file = release(start=START - 6 * DAY)  # eleven days after the announcement
    now = START - 15 * DAY  # nine days before the new start
    decision = timeline.decide(now)
    assert decision.verdict == "ok"
    assert statuses(decision)["advance"] == "published"
    assert [r.notice for r in decision.records] == ["rescheduled"]


def test_a_notice_counts_from_when_a_person_sent_it() -> None:
    # Sent eleven days before the new start, entered nine days before it.
    entered = START - 9 * DAY
    for sent, status in ((START - 11 * DAY, "published"), (None, "late")):
        published = record("advance", entered, START + 7 * DAY, sent=sent)
        decision = decided(
            release(), entered + HOUR, published, shown=release(start=START + 7 * DAY)
        )
        owed = standings(
            release(), POLICY.categories["feature"], POLICY, History((published,)), entered + HOUR
        )
        assert {n.rule.id: n.status for n in owed}["advance"] == status
        assert decision.verdict == ("ok" if sent else "refused")


def test_the_earliest_window_of_a_move_counts_what_was_told_before() -> None:
    # Server: told on Monday at 10:00; on Monday at 11:00 it may move to Tuesday, 10:00.
    monday = hanoi("2026-12-07 10:00")
    move = release("server", hanoi("2026-12-12 20:00"), own={"advance": "asap"})
    timeline = announced(move, monday)
    wanted = replace(move.window, start=monday + 20 * HOUR, end=monday + 21 * HOUR)
    timeline.file = replace(move, window=wanted)
    error = problem(timeline.decide(monday + HOUR), "lead-time")
    assert error.earliest_start == monday + 24 * HOUR
    timeline.file = replace(
        move, window=replace(wanted, start=monday + DAY, end=monday + 25 * HOUR)
    )
    assert timeline.decide(monday + HOUR).verdict == "ok"


def test_a_move_out_of_the_evenings_is_refused() -> None:
    timeline = announced()
    timeline.file = release(start=START + 5 * DAY)
    decision = timeline.decide(START - 12 * DAY)
    assert rules_broken(decision) == ["window-not-allowed"]


def test_a_refused_change_takes_nothing_from_the_file_and_the_copy_goes_on() -> None:
    timeline = announced()
    timeline.file = replace(release(start=START + 5 * DAY), title={"vi": "Tên khác"})
    due = hanoi("2026-12-09 14:00")
    decision = timeline.publish(due)
    assert decision.release is not None
    assert decision.release.title == release().title
    assert decision.verdict == "refused"
    assert [(r.notice, r.verdict, r.start) for r in decision.records] == [
        ("announcement", "on_time", START)
    ]


def test_a_start_cannot_change_once_it_has_come() -> None:
    timeline = announced()
    timeline.file = release(start=START + 7 * DAY)
    assert timeline.decide(START - 10 * DAY).verdict == "ok"
    assert rules_broken(timeline.decide(START)) == ["window-started"]


def test_an_end_may_change_while_the_window_runs_and_outside_the_evening() -> None:
    timeline = announced()
    timeline.publish(START - DAY)
    timeline.file = release(length=6 * HOUR)
    assert rules_broken(timeline.decide(START - SECOND)) == ["window-not-allowed"]
    assert timeline.decide(START).verdict != "refused"
    decision = timeline.publish(START + HOUR)
    assert decision.verdict == "breached"  # the reminders that this timeline slept through
    assert [r.notice for r in decision.records if r.verdict != "missed"] == ["rescheduled"]
    assert decision.records[-1].end == START + 6 * HOUR
    assert timeline.decide(END + HOUR).state == "in_progress"


def test_when_only_the_end_differs_every_record_counts() -> None:
    timeline = announced()
    timeline.file = release(length=3 * HOUR)
    decision = timeline.publish(START - 12 * DAY)
    assert [r.notice for r in decision.records] == ["rescheduled"]
    assert statuses(decision)["advance"] == "published"


def test_an_end_cannot_change_once_there_is_an_outcome() -> None:
    timeline = announced()
    timeline.file = release(outcome=success(END))
    timeline.publish(END)
    timeline.file = release(length=3 * HOUR, outcome=success(END))
    assert rules_broken(timeline.decide(END + HOUR)) == ["window-started"]


def test_a_window_moved_away_and_back_is_announced_each_time() -> None:
    timeline = announced()
    timeline.file = release(start=START + DAY)
    timeline.publish(START - 14 * DAY)
    timeline.file = release()
    decision = timeline.publish(START - 13 * DAY)
    assert [r.notice for r in timeline.records] == ["advance", "rescheduled", "rescheduled"]
    assert decision.verdict == "ok"
    assert statuses(decision)["advance"] == "published"


# Taken back


@pytest.mark.parametrize(
    "file",
    [
        release(draft=True),
        release("fix"),
        release(customers=("acme",)),
        None,
    ],
    ids=["draft", "category", "targeted", "gone"],
)
def test_what_customers_know_of_cannot_be_taken_back(file: Release | None) -> None:
    timeline = announced()
    timeline.file = file
    decision = timeline.decide(START - 12 * DAY)
    assert (decision.verdict, decision.state, decision.public) == ("refused", "announced", True)
    assert rules_broken(decision) == ["taken-back"]
    assert decision.release is not None
    assert decision.release.title == release().title


def test_an_invalid_file_leaves_the_announced_copy() -> None:
    timeline = announced()
    timeline.file = release(outcome=success(START))  # in the future
    decision = timeline.publish(hanoi("2026-12-09 14:00"))
    assert (decision.verdict, decision.state, decision.public) == ("invalid", "announced", True)
    assert [r.notice for r in decision.records] == ["announcement"]


def test_a_cancellation_cannot_be_taken_back() -> None:
    timeline = announced()
    timeline.file = release(cancelled=cancellation(START - 12 * DAY))
    timeline.publish(START - 12 * DAY)
    timeline.file = release()
    decision = timeline.decide(START - 11 * DAY)
    assert (rules_broken(decision), decision.state) == (["taken-back"], "cancelled")


def test_an_outcome_cannot_be_taken_out() -> None:
    timeline = announced()
    timeline.file = release(outcome=success(END))
    timeline.publish(END)
    timeline.file = release()
    decision = timeline.decide(END + HOUR)
    assert (rules_broken(decision), decision.state) == (["taken-back"], "completed")


def test_an_impossible_own_time_is_refused_while_its_notice_is_owed() -> None:
    timeline = announced()
    timeline.file = release(own={"final": START - 23 * HOUR})
    assert rules_broken(timeline.decide(START - 12 * DAY)) == ["lead-time"]
    timeline.file = release(own={"final": START - 25 * HOUR})
    assert timeline.decide(START - 12 * DAY).verdict == "ok"


# Cancellations


@pytest.mark.parametrize(
    "file",
    [
        release(cancelled=cancellation(START - 12 * DAY)),
        release(start=START + 5 * DAY, cancelled=cancellation(START - 12 * DAY)),
        release("fix", cancelled=cancellation(START - 12 * DAY)),
        release(customers=("acme",), cancelled=cancellation(START - 12 * DAY)),
    ],
    ids=["alone", "with a move", "with another category", "with customers"],
)
def test_a_cancellation_goes_through_whatever_else_changed(file: Release) -> None:
    timeline = announced()
    timeline.file = file
    decision = timeline.publish(START - 12 * DAY)
    assert (decision.state, decision.public, decision.verdict) == ("cancelled", True, "ok")
    assert [(r.notice, r.start, r.end) for r in decision.records] == [("cancelled", START, END)]
    assert timeline.decide(START - 11 * DAY).records == ()
    assert timeline.decide(START - 11 * DAY).verdict == "ok"


def test_a_running_update_may_be_cancelled_until_its_end() -> None:
    for at, state in ((END - SECOND, "cancelled"), (END, "awaiting_confirmation")):
        timeline = announced()
        timeline.file = release(cancelled=cancellation(at))
        assert timeline.decide(END + HOUR).state == state


# Imported history


def test_history_cannot_be_moved_or_hidden_again() -> None:
    old = hanoi("2025-06-28 20:00")
    past = release(start=old, outcome=success(old + HOUR))
    timeline = Timeline(past, shown=past)
    for file in (replace(past, outcome=None), replace(past, draft=True, outcome=None), None):
        timeline.file = file
        decision = timeline.decide(START)
        assert (decision.state, decision.public) == ("completed", True)
        assert "taken-back" in rules_broken(decision)


# Exceptions and moves


def test_a_move_without_the_exception_that_it_needs_is_refused() -> None:
    move = release("server", START + 10 * DAY, origin="provider")
    timeline = Timeline(move)
    timeline.publish(START)
    timeline.file = replace(move, window=replace(move.window, start=START + HOUR, end=END + HOUR))
    refused = timeline.decide(START + SECOND)
    assert rules_broken(refused) == ["lead-time"]
    assert refused.notices[0].deadline == START + 9 * DAY  # the copy's
    timeline.file = replace(timeline.file, exception=approval("ceo"))
    assert timeline.decide(START + SECOND).verdict == "ok"
