"""Moves, cancellations and outcomes at every stage of a release, worked out by hand.

The instants below come from the procedure alone: D = start less the lead; P = D less six hours,
in the notice hours; a notice that was told for another start serves for the new one if it came
by the new D, and the new P had come when the move was announced.

A feature on Saturday 2026-12-12, 20:00 to 22:00, is told of on 11-22 20:00 (advance), 12-09 14:00
(announcement), 12-10 14:00 (reminder) and 12-11 14:00 (final). Server work at the same time is
told of on 12-11 14:00 (advance) and 12-12 19:00 (final).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from notices.domain.messages import messages_of
from notices.domain.release import Outcome, Release, Result
from notices.evaluation import Evaluation, next_change
from notices.evaluation.decisions import Decision
from tests.core_builders import (
    POLICY,
    SECOND,
    START,
    Timeline,
    cancellation,
    hanoi,
    release,
    rules_broken,
    statuses,
)
from tests.domain import naive

HOUR = timedelta(hours=1)
END = START + 2 * HOUR

Sent = tuple[str, str]
"""When, and which notice."""


def at(text: str) -> datetime:
    """``12-09 15:00`` in Hanoi; January is that of 2027."""
    year = "2027" if text.startswith("01") else "2026"
    return hanoi(f"{year}-{text}")


def ladder(*days: str) -> list[Sent]:
    """The three reminders of a feature, at their planned times."""
    return list(zip(days, ("announcement", "reminder", "final"), strict=True))


FEATURE_LIFE = [("11-22 20:00", "advance"), *ladder("12-09 14:00", "12-10 14:00", "12-11 14:00")]
SERVER_LIFE = [("12-11 14:00", "advance"), ("12-12 19:00", "final")]


@dataclass(frozen=True, slots=True)
class Move:
    """A move, published at ``now``: refused by these rules, or what is told after it."""

    now: str
    start: str
    then: list[Sent]
    refused: tuple[str, ...] = ()


def moved_later(*days: str) -> list[Sent]:
    return ladder(*(f"{day} 14:00" for day in days))


REST = moved_later("12-09", "12-10", "12-11")
FEATURE_MOVES = {
    # After the advance notice (11-22), on Wednesday 11-25 at noon.
    "hours later, long before": Move(
        "11-25 12:00", "12-12 21:00", ladder("12-09 15:00", "12-10 15:00", "12-11 15:00")
    ),
    "hours earlier, long before": Move(
        "11-25 12:00", "12-12 19:00", ladder("12-09 13:00", "12-10 13:00", "12-11 13:00")
    ),
    "a day later, long before": Move(
        "11-25 12:00", "12-13 20:00", moved_later("12-10", "12-11", "12-12")
    ),
    "a week earlier: the advance notice was early enough": Move(
        "11-25 12:00", "12-05 20:00", moved_later("12-02", "12-03", "12-04")
    ),
    "a week earlier, at the very deadline of the advance notice": Move(
        "11-25 20:00", "12-05 20:00", moved_later("12-02", "12-03", "12-04")
    ),
    "a week earlier, a second after that: it was told by then": Move(
        "11-25 20:00:01", "12-05 20:00", moved_later("12-02", "12-03", "12-04")
    ),
    "to ten days after the advance notice, less a day": Move(
        "11-25 12:00", "11-29 20:00", REST, ("lead-time",)
    ),
    "a week later: the advance notice opens again": Move(
        "11-25 12:00",
        "12-19 20:00",
        [("11-29 20:00", "advance"), *moved_later("12-16", "12-17", "12-18")],
    ),
    "four weeks later: all is owed again": Move(
        "11-25 12:00",
        "01-09 20:00",
        [("12-20 20:00", "advance"), *moved_later("01-06", "01-07", "01-08")],
    ),
    "into the week": Move("11-25 12:00", "12-16 20:00", REST, ("window-not-allowed",)),
    # Between the planned time of a notice and its sending.
    "a notice that is due gives way to the move": Move(
        "12-09 14:00", "12-19 20:00", moved_later("12-16", "12-17", "12-18")
    ),
    "a notice that is late gives way to the move": Move(
        "12-09 20:00:01", "12-19 20:00", moved_later("12-16", "12-17", "12-18")
    ),
    # After the announcement (12-09 14:00).
    "an hour later, at the hour at which the announcement would come now": Move(
        "12-09 15:00", "12-12 21:00", ladder("", "12-10 15:00", "12-11 15:00")[1:]
    ),
    "two hours earlier, after the announcement": Move(
        "12-09 15:00", "12-12 18:00", ladder("", "12-10 12:00", "12-11 12:00")[1:]
    ),
    "a day later, after the announcement": Move(
        "12-09 15:00", "12-13 20:00", moved_later("12-10", "12-11", "12-12")
    ),
    "a week later, after the announcement": Move(
        "12-09 15:00", "12-19 20:00", moved_later("12-16", "12-17", "12-18")
    ),
    "four weeks later, after the announcement": Move(
        "12-09 15:00",
        "01-09 20:00",
        [("12-20 20:00", "advance"), *moved_later("01-06", "01-07", "01-08")],
    ),
    "into the past": Move(
        "12-09 15:00", "12-06 20:00", REST[1:], ("lead-time", "lead-time", "lead-time")
    ),
    # After the reminder (12-10 14:00).
    "an hour later, after the reminder": Move(
        "12-10 15:00", "12-12 21:00", [("12-11 15:00", "final")]
    ),
    "two hours earlier, after the reminder": Move(
        "12-10 15:00", "12-12 18:00", [("12-11 12:00", "final")]
    ),
    "a day later, after the reminder: the announcement serves": Move(
        "12-10 15:00", "12-13 20:00", ladder("", "12-11 14:00", "12-12 14:00")[1:]
    ),
    "a week later, after the reminder": Move(
        "12-10 15:00", "12-19 20:00", moved_later("12-16", "12-17", "12-18")
    ),
    # After the final reminder (12-11 14:00).
    "an hour later, after the last": Move("12-11 15:00", "12-12 21:00", []),
    "two hours earlier, after the last": Move("12-11 15:00", "12-12 18:00", []),
    "a day later, after the last": Move("12-11 15:00", "12-13 20:00", [("12-12 14:00", "final")]),
    "a week later, after the last": Move(
        "12-11 15:00", "12-19 20:00", moved_later("12-16", "12-17", "12-18")
    ),
    "an hour later, in the last second": Move("12-12 19:59:59", "12-12 21:00", []),
    "a day later, in the last second: a day ahead was told": Move(
        "12-12 19:59:59", "12-13 20:00", []
    ),
    # From the start on.
    "later, at the start": Move("12-12 20:00", "12-13 20:00", [], ("window-started",)),
    "earlier, at the start": Move("12-12 20:00", "12-12 19:00", [], ("window-started",)),
    "later, while it runs": Move("12-12 21:00", "12-19 20:00", [], ("window-started",)),
    "later, after it": Move("12-13 09:00", "12-19 20:00", [], ("window-started",)),
}

SERVER_MOVES = {
    # After the advance notice (12-11 14:00).
    "an hour later, at the hour at which the notice would come now": Move(
        "12-11 15:00", "12-12 21:00", [("12-12 20:00", "final")]
    ),
    "two hours later: the notice is owed again": Move(
        "12-11 15:00", "12-12 22:00", [("12-11 16:00", "advance"), ("12-12 21:00", "final")]
    ),
    "an hour earlier": Move("12-11 15:00", "12-12 19:00", [("12-12 18:00", "final")]),
    "six hours earlier: told 24 hours ahead, to the second": Move(
        "12-11 15:00", "12-12 14:00", [("12-12 13:00", "final")]
    ),
    "a second more": Move("12-11 15:00", "12-12 13:59:59", SERVER_LIFE[1:], ("lead-time",)),
    "a week later": Move(
        "12-11 15:00", "12-19 20:00", [("12-18 14:00", "advance"), ("12-19 19:00", "final")]
    ),
    # After the final reminder (12-12 19:00).
    "a quarter of an hour later": Move("12-12 19:15", "12-12 20:15", []),
    "an hour later, after the last": Move("12-12 19:15", "12-12 21:00", [("12-12 20:00", "final")]),
    "half an hour after the last reminder": Move("12-12 19:15", "12-12 19:30", []),
    "a second before that": Move("12-12 19:15", "12-12 19:29:59", [], ("lead-time",)),
    "a day later, after the last": Move("12-12 19:15", "12-13 20:00", [("12-13 19:00", "final")]),
}


def published_until(now: datetime, file: Release, life: list[Sent]) -> Timeline:
    """The release with the notices that were planned before ``now``, each sent at its time."""
    timeline = Timeline(file)
    for when, notice in life:
        if at(when) < now:
            assert [r.notice for r in timeline.publish(at(when)).records] == [notice]
    return timeline


def follow(timeline: Timeline, now: datetime) -> list[Sent]:
    """Publish at each instant that `next` names, and what each told."""
    events: list[Sent] = []
    when = now
    while True:
        decision = timeline.decide(when)
        ahead = next_change(
            Evaluation(when, (), POLICY, decisions=(decision,), records=decision.records)
        )
        if ahead is None:
            return events
        result = timeline.publish(ahead).records
        assert timeline.decide(ahead).records == (), "published again, nothing is told again"
        events += [(f"{ahead.astimezone(POLICY.zone):%m-%d %H:%M}", r.notice) for r in result]
        when = ahead


def agrees_with_the_naive_reading(timeline: Timeline, decision: Decision, now: datetime) -> bool:
    assert decision.release is not None
    category = POLICY.categories[decision.release.category]
    return all(
        naive.status(row, decision.release, POLICY, timeline.records, now)
        == statuses(decision)[row.id]
        for row in category.notices
    )


def published_move(kind: str, move: Move) -> None:
    life = FEATURE_LIFE if kind == "feature" else SERVER_LIFE
    now = at(move.now)
    timeline = published_until(now, release(kind), life)
    before = timeline.records
    timeline.file = release(kind, at(move.start))

    expected = timeline.decide(now)
    assert agrees_with_the_naive_reading(timeline, expected, now)
    decision = timeline.publish(now)

    assert rules_broken(decision) == list(move.refused)
    sent = [r.notice for r in timeline.records[len(before) :]]
    last = messages_of(timeline.records)[decision.entry.id][-1]
    if move.refused:
        assert (decision.verdict, sent) == ("refused", [])
        assert decision.release == release(kind), "the announced copy stands"
    else:
        assert (decision.verdict, decision.state, sent) == ("ok", "announced", ["rescheduled"])
        assert (last.notice, last.previous) == ("rescheduled", (START, END))
        assert (last.start, last.end) == (at(move.start), at(move.start) + 2 * HOUR)
    assert timeline.decide(now).records == (), "nothing of it is told twice"
    assert follow(timeline, now) == move.then
    assert {r.verdict for r in timeline.records} == {"on_time"}
    assert max(Counter((r.notice, r.start) for r in timeline.records).values()) == 1
    if not move.refused:
        last_second = timeline.decide(at(move.start) - SECOND)
        owed = {n.status for n in last_second.notices if n.rule.audience == "customers"}
        assert (last_second.verdict, owed) == ("ok", {"published", "waiting"})


@pytest.mark.parametrize("move", FEATURE_MOVES.values(), ids=FEATURE_MOVES.keys())
def test_a_feature_that_moves(move: Move) -> None:
    published_move("feature", move)


@pytest.mark.parametrize("move", SERVER_MOVES.values(), ids=SERVER_MOVES.keys())
def test_server_work_that_moves(move: Move) -> None:
    published_move("server", move)


# Back and forth


def test_away_and_back_again_owes_nothing_that_was_told_for_that_start() -> None:
    timeline = published_until(at("12-09 15:00"), release(), FEATURE_LIFE)
    timeline.file = release(start=at("12-19 20:00"))
    timeline.publish(at("12-09 15:00"))
    timeline.file = release()
    assert [r.notice for r in timeline.publish(at("12-09 16:00")).records] == ["rescheduled"]
    assert follow(timeline, at("12-09 16:00")) == REST[1:]
    messages = messages_of(timeline.records)["payroll-engine"]
    away = (at("12-19 20:00"), at("12-19 22:00"))
    assert [(m.notice, m.previous) for m in messages] == [
        ("advance", None),
        ("announcement", None),
        ("rescheduled", (START, END)),
        ("rescheduled", away),
        ("reminder", None),
        ("final", None),
    ]


def test_back_is_refused_once_a_deadline_passed_while_it_was_away() -> None:
    timeline = published_until(at("12-09 15:00"), release(), FEATURE_LIFE)
    timeline.file = release(start=at("12-19 20:00"))
    timeline.publish(at("12-09 15:00"))
    timeline.file = release()
    assert timeline.decide(at("12-10 20:00")).verdict == "ok"
    decision = timeline.decide(at("12-10 20:00:01"))
    assert (rules_broken(decision), decision.verdict) == (["lead-time"], "refused")
    assert [p.notice for p in decision.problems] == ["reminder"]


def test_a_refused_move_names_instants_that_what_was_told_already_does_not_bound() -> None:
    timeline = published_until(at("12-01 09:00"), release(), FEATURE_LIFE)
    timeline.file = release(start=at("12-05 20:00"))
    [problem] = timeline.decide(at("12-02 21:00")).problems
    # The advance notice of 11-22 serves for the 5th as well, though 10 days before are over.
    assert (problem.notice, problem.publish_by) == ("announcement", at("12-02 20:00"))
    assert problem.help == (
        "This window could have been published until 2026-12-02 20:00 (+07:00); "
        "write `window: {start: 2026-12-06 20:00, end: 2026-12-06 22:00}`, "
        "and publish it by 2026-12-03 20:00 (+07:00); "
        "the earliest window that is legal now starts at 2026-12-05 21:00 (+07:00)."
    )


def test_a_moved_window_could_be_published_until_the_old_one_began() -> None:
    timeline = published_until(at("12-11 15:00"), release(), FEATURE_LIFE)
    timeline.file = release(start=at("12-26 20:00"))
    assert timeline.decide(at("12-12 19:00")).publish_by == START - SECOND


def test_away_and_away_again_and_back_has_four_messages_with_four_ids() -> None:
    timeline = published_until(at("11-25 12:00"), release(), FEATURE_LIFE)
    for hour, start in ((12, "12-13 20:00"), (13, "12-12 20:00"), (14, "12-13 20:00")):
        timeline.file = release(start=at(start))
        timeline.publish(at(f"11-25 {hour}:00"))
    messages = messages_of(timeline.records)["payroll-engine"]
    assert [m.notice for m in messages] == ["advance", "rescheduled", "rescheduled", "rescheduled"]
    assert len({m.uid for m in messages}) == len({m.anchor for m in messages}) == 4


# Ends


@pytest.mark.parametrize(
    "now, hours, refused",
    [
        ("11-25 12:00", 3, ()),
        ("11-25 12:00", 1, ()),
        ("12-12 19:59:59", 4, ()),  # 24:00 is inside
        ("12-12 19:59:59", 5, ("window-not-allowed",)),
        ("12-12 20:00", 5, ()),
        ("12-12 21:59:59", 12, ()),
        ("12-12 21:30", 1, ()),  # it went faster
        ("12-12 22:30", 3, ()),  # said only when the announced end had passed
    ],
)
def test_an_end_that_moves_owes_nothing_again(
    now: str, hours: int, refused: tuple[str, ...]
) -> None:
    timeline = published_until(at(now), release(), FEATURE_LIFE)
    timeline.file = release(length=hours * HOUR)
    decision = timeline.publish(at(now))
    assert rules_broken(decision) == list(refused)
    if refused:
        assert decision.release == release()
        return
    assert [r.notice for r in decision.records] == ["rescheduled"]
    assert messages_of(timeline.records)["payroll-engine"][-1].previous == (START, END)
    assert follow(timeline, at(now)) == [value for value in FEATURE_LIFE if at(value[0]) > at(now)]
    over = START + hours * HOUR <= at(now)
    expected = (
        "announced" if at(now) < START else "awaiting_confirmation" if over else "in_progress"
    )
    assert decision.state == expected


def test_an_overrun_and_the_outcome_that_ends_it_are_one_message() -> None:
    timeline = published_until(END, release(), FEATURE_LIFE)
    timeline.file = release(length=3 * HOUR, outcome=Outcome("success", END + HOUR))
    assert [r.notice for r in timeline.publish(END + HOUR).records] == ["completed", "rescheduled"]
    last = messages_of(timeline.records)["payroll-engine"][-1]
    assert (last.notice, last.result, last.previous) == ("completed", "success", (START, END))


# Cancellations and outcomes, at each stage: (now, state, rules broken, what is sent)

CANCELLATIONS: dict[str, tuple[str, str, list[str], list[str]]] = {
    "hidden": ("11-20 09:00", "hidden", [], []),
    "before the first notice, at its instant": ("11-22 20:00", "hidden", [], []),
    "announced": ("11-25 12:00", "cancelled", [], ["cancelled"]),
    "with a notice due at the same time": ("12-09 14:00", "cancelled", [], ["cancelled"]),
    "with a notice late at the same time": ("12-09 21:00", "cancelled", [], ["cancelled"]),
    "after the announcement": ("12-09 15:00", "cancelled", [], ["cancelled"]),
    "after the reminder": ("12-10 15:00", "cancelled", [], ["cancelled"]),
    "after the last": ("12-11 15:00", "cancelled", [], ["cancelled"]),
    "at the start": ("12-12 20:00", "cancelled", [], ["cancelled"]),
    "in its last second": ("12-12 21:59:59", "cancelled", [], ["cancelled"]),
    "at its end": ("12-12 22:00", "awaiting_confirmation", ["cancellation"], []),
}


@pytest.mark.parametrize("stage", CANCELLATIONS.values(), ids=CANCELLATIONS.keys())
def test_a_cancellation(stage: tuple[str, str, list[str], list[str]]) -> None:
    when, state, broken, sent = stage
    now = at(when)
    timeline = published_until(now, release(), FEATURE_LIFE)
    timeline.file = release(cancelled=cancellation(now))
    decision = timeline.publish(now)
    assert (decision.state, rules_broken(decision)) == (state, broken)
    assert [r.notice for r in decision.records] == sent
    assert decision.public == (state != "hidden")
    assert decision.verdict == ("invalid" if broken else "ok")
    if state == "cancelled":
        assert follow(timeline, now) == [], "nothing else is owed"
        assert set(statuses(timeline.decide(END)).values()) <= {"published", "not_owed"}


def test_a_cancellation_after_the_end_was_decided_before_it() -> None:
    timeline = published_until(END, release(), FEATURE_LIFE)
    timeline.file = release(cancelled=cancellation(END - SECOND))
    assert timeline.publish(END + HOUR).state == "cancelled"


OUTCOMES: dict[str, tuple[str, str, str, list[str], list[str]]] = {
    # now, the outcome's own instant, state, rules broken, sent
    "hidden, before the start": ("11-20 09:00", "11-20 09:00", "invalid", ["outcome"], []),
    "announced, before the start": ("12-12 19:59", "12-12 19:59", "announced", ["outcome"], []),
    "at the start": ("12-12 20:00", "12-12 20:00", "completed", [], ["completed"]),
    "while it runs": ("12-12 21:00", "12-12 21:00", "completed", [], ["completed"]),
    "in the future": ("12-12 21:00", "12-12 21:00:01", "in_progress", ["outcome"], []),
    "at the end": ("12-12 22:00", "12-12 21:40", "completed", [], ["completed"]),
    "days after": ("12-20 09:00", "12-12 21:40", "completed", [], ["completed"]),
}


@pytest.mark.parametrize("result", ["success", "partial", "rolled_back"])
@pytest.mark.parametrize("stage", OUTCOMES.values(), ids=OUTCOMES.keys())
def test_an_outcome(stage: tuple[str, str, str, list[str], list[str]], result: Result) -> None:
    when, known, state, broken, sent = stage
    now = at(when)
    timeline = published_until(now, release(), FEATURE_LIFE)
    timeline.file = release(outcome=Outcome(result, at(known)))
    decision = timeline.publish(now)
    assert (decision.state, rules_broken(decision)) == (state, broken)
    assert [(r.notice, r.result) for r in decision.records] == [(name, result) for name in sent]
    if state == "completed":
        assert follow(timeline, now) == []
        assert decision.verdict == "ok"


@pytest.mark.parametrize("first", ["success", "partial", "rolled_back"])
@pytest.mark.parametrize("second", ["success", "partial", "rolled_back"])
def test_a_changed_result_is_told_again_and_an_unchanged_one_is_not(
    first: Result, second: Result
) -> None:
    timeline = published_until(END, release(), FEATURE_LIFE)
    for days, result in enumerate((first, second)):
        timeline.file = release(outcome=Outcome(result, END))
        timeline.publish(END + timedelta(days=days))
    results = [r.result for r in timeline.records if r.notice == "completed"]
    assert results == ([first] if first == second else [first, second])


@pytest.mark.parametrize("first", ["success", "partial"])
def test_a_result_changed_there_and_back_is_told_three_times(first: Result) -> None:
    """Customers know the newest result: that it is an earlier one again is news to them."""
    timeline = published_until(END, release(), FEATURE_LIFE)
    results: list[Result] = [first, "rolled_back", first]
    for days, result in enumerate(results):
        now = END + timedelta(days=days)
        timeline.file = release(outcome=Outcome(result, END))
        assert statuses(timeline.decide(now))["completed"] == "due"
        timeline.publish(now)
        assert statuses(timeline.decide(now))["completed"] == "published"
    assert [r.result for r in timeline.records if r.result] == results
    messages = messages_of(timeline.records)[timeline.entry_id][-3:]
    assert [m.anchor for m in messages] == [
        "completed-20261212T130000Z",
        "completed-20261212T130000Z-2",
        "completed-20261212T130000Z-3",
    ]


# What sleeps through a move


def test_a_move_that_nobody_published_in_time_is_refused_and_the_old_start_stands() -> None:
    timeline = published_until(at("12-09 15:00"), release(), FEATURE_LIFE)
    timeline.file = release(start=at("12-13 20:00"))
    assert timeline.decide(at("12-10 20:00")).verdict == "ok"
    # The announcement of the 9th serves for Sunday as well: its time for Sunday was the 10th,
    # 14:00. The reminder's deadline for Sunday is the 11th, 20:00.
    assert timeline.decide(at("12-11 20:00")).verdict == "ok"
    decision = timeline.publish(at("12-11 20:00:01"))
    assert rules_broken(decision) == ["lead-time"]
    assert [p.notice for p in decision.problems] == ["reminder"]
    assert [(r.notice, r.verdict, r.start) for r in decision.records] == [
        ("reminder", "late", START),
        ("final", "late", START),
    ]


def test_a_move_does_not_wash_away_what_was_late() -> None:
    timeline = published_until(at("12-09 14:00"), release(), FEATURE_LIFE)
    timeline.publish(at("12-09 20:00:01"))
    assert timeline.records[-1].verdict == "late"
    timeline.file = release(start=START + HOUR)
    decision = timeline.publish(at("12-09 20:00:02"))
    # For 21:00 the deadline was 21:00, but its record says how it went.
    assert (statuses(decision)["announcement"], decision.verdict) == ("published", "breached")
    assert [r.notice for r in decision.records] == ["rescheduled"]
