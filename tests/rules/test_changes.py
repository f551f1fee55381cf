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
    Desk,
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


def announced(file: Release | None = None, at: datetime = FIRST) -> Desk:
    """A feature that was announced fifteen days ahead."""
    desk = Desk(file or release())
    found = desk.publish(at)
    assert found.public
    return desk


# Moves


def test_a_move_to_a_later_evening_is_told_at_once_and_shows_both_windows() -> None:
    desk = announced()
    desk.file = release(start=START + 7 * DAY)
    now = START - 12 * DAY
    found = desk.publish(now)
    assert (found.verdict, found.state) == ("ok", "announced")
    # The advance notice counts for the new start: its planned time there (20 days before) had
    # come when the move was announced, 19 days before.
    assert [r.notice for r in found.records] == ["rescheduled"]
    assert found.records[0].start == START + 7 * DAY
    assert desk.decide(now + SECOND).records == ()


def test_a_move_so_far_ahead_owes_the_advance_notice_again() -> None:
    desk = announced()
    desk.file = release(start=START + 28 * DAY)
    found = desk.publish(START - 12 * DAY)
    assert [r.notice for r in found.records] == ["rescheduled"]
    assert statuses(found)["advance"] == "pending"
    opens = START + 8 * DAY
    assert standing(found, "advance").planned == opens
    assert [r.notice for r in desk.publish(opens).records] == ["advance"]


def test_a_move_forward_is_refused_when_customers_were_told_too_late_for_it() -> None:
    desk = announced(at=START - 15 * DAY)  # a Friday evening
    desk.file = release(start=START - 6 * DAY)  # the Sunday nine days later
    found = desk.decide(START - 15 * DAY + SECOND)
    assert (found.verdict, found.state, found.public) == ("refused", "announced", True)
    assert rules_broken(found) == ["lead-time"]
    assert problem(found, "lead-time").late_by_s == 24 * 3600 + 1
    assert found.release is not None
    assert found.release.window.start == START


def test_a_notice_that_was_early_enough_for_the_new_start_counts_for_it() -> None:
    desk = announced(at=START - 17 * DAY)
    desk.file = release(start=START - 6 * DAY)  # eleven days after the announcement
    now = START - 15 * DAY  # nine days before the new start
    found = desk.decide(now)
    assert found.verdict == "ok"
    assert statuses(found)["advance"] == "published"
    assert [r.notice for r in found.records] == ["rescheduled"]


def test_a_notice_counts_from_when_a_person_sent_it() -> None:
    # Sent eleven days before the new start, entered nine days before it.
    entered = START - 9 * DAY
    for sent, status in ((START - 11 * DAY, "published"), (None, "late")):
        told = record("advance", entered, START + 7 * DAY, sent=sent)
        found = decided(release(), entered + HOUR, told, shown=release(start=START + 7 * DAY))
        owed = standings(
            release(), POLICY.categories["feature"], POLICY, History((told,)), entered + HOUR
        )
        assert {n.rule.id: n.status for n in owed}["advance"] == status
        assert found.verdict == ("ok" if sent else "refused")


def test_the_earliest_window_of_a_move_counts_what_was_told_before() -> None:
    # Server: told on Monday at 10:00; on Monday at 11:00 it may move to Tuesday, 10:00.
    monday = hanoi("2026-12-07 10:00")
    move = release("server", hanoi("2026-12-12 20:00"), own={"advance": "asap"})
    desk = announced(move, monday)
    wanted = replace(move.window, start=monday + 20 * HOUR, end=monday + 21 * HOUR)
    desk.file = replace(move, window=wanted)
    told = problem(desk.decide(monday + HOUR), "lead-time")
    assert told.earliest_start == monday + 24 * HOUR
    desk.file = replace(move, window=replace(wanted, start=monday + DAY, end=monday + 25 * HOUR))
    assert desk.decide(monday + HOUR).verdict == "ok"


def test_a_move_out_of_the_evenings_is_refused() -> None:
    desk = announced()
    desk.file = release(start=START + 5 * DAY)
    found = desk.decide(START - 12 * DAY)
    assert rules_broken(found) == ["window-not-allowed"]


def test_a_refused_change_takes_nothing_from_the_file_and_the_copy_goes_on() -> None:
    desk = announced()
    desk.file = replace(release(start=START + 5 * DAY), title={"vi": "Tên khác"})
    due = hanoi("2026-12-09 14:00")
    found = desk.publish(due)
    assert found.release is not None
    assert found.release.title == release().title
    assert found.verdict == "refused"
    assert [(r.notice, r.verdict, r.start) for r in found.records] == [
        ("announcement", "on_time", START)
    ]


def test_a_start_cannot_change_once_it_has_come() -> None:
    desk = announced()
    desk.file = release(start=START + 7 * DAY)
    assert desk.decide(START - 10 * DAY).verdict == "ok"
    assert rules_broken(desk.decide(START)) == ["window-started"]


def test_an_end_may_change_while_the_window_runs_and_outside_the_evening() -> None:
    desk = announced()
    desk.publish(START - DAY)
    desk.file = release(length=6 * HOUR)
    assert rules_broken(desk.decide(START - SECOND)) == ["window-not-allowed"]
    assert desk.decide(START).verdict != "refused"
    found = desk.publish(START + HOUR)
    assert found.verdict == "breached"  # the reminders that this desk slept through
    assert [r.notice for r in found.records if r.verdict != "missed"] == ["rescheduled"]
    assert found.records[-1].end == START + 6 * HOUR
    assert desk.decide(END + HOUR).state == "in_progress"


def test_when_only_the_end_differs_every_record_counts() -> None:
    desk = announced()
    desk.file = release(length=3 * HOUR)
    found = desk.publish(START - 12 * DAY)
    assert [r.notice for r in found.records] == ["rescheduled"]
    assert statuses(found)["advance"] == "published"


def test_an_end_cannot_change_once_there_is_an_outcome() -> None:
    desk = announced()
    desk.file = release(outcome=success(END))
    desk.publish(END)
    desk.file = release(length=3 * HOUR, outcome=success(END))
    assert rules_broken(desk.decide(END + HOUR)) == ["window-started"]


def test_a_window_moved_away_and_back_is_announced_each_time() -> None:
    desk = announced()
    desk.file = release(start=START + DAY)
    desk.publish(START - 14 * DAY)
    desk.file = release()
    found = desk.publish(START - 13 * DAY)
    assert [r.notice for r in desk.records] == ["advance", "rescheduled", "rescheduled"]
    assert found.verdict == "ok"
    assert statuses(found)["advance"] == "published"


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
    desk = announced()
    desk.file = file
    found = desk.decide(START - 12 * DAY)
    assert (found.verdict, found.state, found.public) == ("refused", "announced", True)
    assert rules_broken(found) == ["taken-back"]
    assert found.release is not None
    assert found.release.title == release().title


def test_an_invalid_file_leaves_the_announced_copy() -> None:
    desk = announced()
    desk.file = release(outcome=success(START))  # in the future
    found = desk.publish(hanoi("2026-12-09 14:00"))
    assert (found.verdict, found.state, found.public) == ("invalid", "announced", True)
    assert [r.notice for r in found.records] == ["announcement"]


def test_a_cancellation_cannot_be_taken_back() -> None:
    desk = announced()
    desk.file = release(cancelled=cancellation(START - 12 * DAY))
    desk.publish(START - 12 * DAY)
    desk.file = release()
    found = desk.decide(START - 11 * DAY)
    assert (rules_broken(found), found.state) == (["taken-back"], "cancelled")


def test_an_outcome_cannot_be_taken_out() -> None:
    desk = announced()
    desk.file = release(outcome=success(END))
    desk.publish(END)
    desk.file = release()
    found = desk.decide(END + HOUR)
    assert (rules_broken(found), found.state) == (["taken-back"], "completed")


def test_an_impossible_own_time_is_refused_while_its_notice_is_owed() -> None:
    desk = announced()
    desk.file = release(own={"final": START - 23 * HOUR})
    assert rules_broken(desk.decide(START - 12 * DAY)) == ["lead-time"]
    desk.file = release(own={"final": START - 25 * HOUR})
    assert desk.decide(START - 12 * DAY).verdict == "ok"


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
    desk = announced()
    desk.file = file
    found = desk.publish(START - 12 * DAY)
    assert (found.state, found.public, found.verdict) == ("cancelled", True, "ok")
    assert [(r.notice, r.start, r.end) for r in found.records] == [("cancelled", START, END)]
    assert desk.decide(START - 11 * DAY).records == ()
    assert desk.decide(START - 11 * DAY).verdict == "ok"


def test_a_running_update_may_be_cancelled_until_its_end() -> None:
    for at, state in ((END - SECOND, "cancelled"), (END, "awaiting_confirmation")):
        desk = announced()
        desk.file = release(cancelled=cancellation(at))
        assert desk.decide(END + HOUR).state == state


# Imported history


def test_history_cannot_be_moved_or_hidden_again() -> None:
    old = hanoi("2025-06-28 20:00")
    past = release(start=old, outcome=success(old + HOUR))
    desk = Desk(past, shown=past)
    for file in (replace(past, outcome=None), replace(past, draft=True, outcome=None), None):
        desk.file = file
        found = desk.decide(START)
        assert (found.state, found.public) == ("completed", True)
        assert "taken-back" in rules_broken(found)


# Exceptions and moves


def test_a_move_without_the_exception_that_it_needs_is_refused() -> None:
    move = release("server", START + 10 * DAY, origin="provider")
    desk = Desk(move)
    desk.publish(START)
    desk.file = replace(move, window=replace(move.window, start=START + HOUR, end=END + HOUR))
    refused = desk.decide(START + SECOND)
    assert rules_broken(refused) == ["lead-time"]
    assert refused.notices[0].deadline == START + 9 * DAY  # the copy's
    desk.file = replace(desk.file, exception=approval("ceo"))
    assert desk.decide(START + SECOND).verdict == "ok"
