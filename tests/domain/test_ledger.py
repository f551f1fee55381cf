"""What the records of one release say of it."""

from __future__ import annotations

from datetime import timedelta

from notices.domain.ledger import History, Ledger, by_meaning
from tests.core_builders import START, hanoi, record

DAY = timedelta(days=1)
NOON = hanoi("2026-12-01 12:00")


def test_a_release_is_unannounced_while_only_staff_heard_of_it() -> None:
    history = History((record("internal", NOON, audience="staff"),))
    assert (history.first_at, history.first_announced, history.announced_window) == (
        NOON,
        None,
        None,
    )


def test_what_was_only_missed_was_shown_after_the_fact_and_its_window_with_it() -> None:
    history = History((record("advance", NOON, verdict="missed"),))
    window = (START, START + timedelta(hours=2))
    assert (history.first_announced, history.announced_window) == (None, window)


def test_the_announced_window_is_that_of_the_last_customers_record() -> None:
    history = History(
        (
            record("advance", NOON),
            record("rescheduled", NOON + DAY, START + 7 * DAY),
            record("internal", NOON + 2 * DAY, START, audience="staff"),
        )
    )
    assert history.announced_window == (
        START + 7 * DAY,
        START + 7 * DAY + timedelta(hours=2),
    )


def test_a_window_was_announced_by_the_first_record_of_the_unbroken_run_at_the_end() -> None:
    away = START + 7 * DAY
    history = History(
        (
            record("advance", NOON),
            record("rescheduled", NOON + DAY, away),
            record("rescheduled", NOON + 2 * DAY, START),
            record("internal", NOON + 3 * DAY, away, audience="staff"),
            record("final", NOON + 4 * DAY, START, verdict="missed"),
        )
    )
    assert history.window_announced_at(START) == NOON + 2 * DAY
    assert history.window_announced_at(away) is None


def test_a_ledger_up_to_an_instant_includes_that_instant() -> None:
    ledger = Ledger((record("a", NOON), record("b", NOON + DAY)))
    assert [r.notice for r in ledger.until(NOON).records] == ["a"]
    assert [r.notice for r in ledger.until(NOON + DAY).records] == ["a", "b"]


def test_histories_are_kept_apart_by_release() -> None:
    ledger = Ledger(
        (record("a", NOON, entry="x"), record("b", NOON, entry="y"), record("c", NOON, entry="x"))
    )
    assert {
        entry: [r.notice for r in found.records] for entry, found in ledger.histories().items()
    } == {"x": ["a", "c"], "y": ["b"]}


def test_a_result_that_comes_back_is_told_apart_from_the_first_in_two_ledgers() -> None:
    """A ledger that lacks the third record of a result lacks something, whatever else it has."""
    three = [
        record("completed", START, result=result) for result in ("success", "partial", "success")
    ]
    ours, theirs = by_meaning(three[:2]), by_meaning(three)
    assert [theirs[meaning] for meaning in theirs if meaning not in ours] == three[2:]
    assert not [meaning for meaning in ours if meaning not in theirs]
