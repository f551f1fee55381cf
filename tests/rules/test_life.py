"""One release through its whole life, published at each instant that `next` names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from notices.domain.release import Release
from notices.evaluation import Evaluation, next_change
from tests.core_builders import (
    POLICY,
    SECOND,
    START,
    Timeline,
    approval,
    cancellation,
    hanoi,
    problem,
    record,
    release,
    rules_broken,
    statuses,
    success,
)

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
END = START + 2 * HOUR
DEADLINE = START - 10 * DAY


def upcoming(timeline: Timeline, now: datetime) -> datetime | None:
    decision = timeline.decide(now)
    return next_change(
        Evaluation(
            now,
            (),
            POLICY,
            decisions=(decision,),
            records=decision.records if decision.public else (),
        )
    )


def follow(timeline: Timeline, now: datetime) -> list[tuple[datetime, str, list[str]]]:
    """Publish at ``now`` and at each next change: instant, state, and what was told."""
    events: list[tuple[datetime, str, list[str]]] = []
    at: datetime | None = now
    while at is not None:
        decision = timeline.publish(at)
        events.append((at, decision.state, [r.notice for r in decision.records]))
        assert timeline.decide(at).records == (), "publishing again appends nothing"
        at = upcoming(timeline, at)
    return events


def test_a_feature_is_told_of_at_each_instant_that_next_names_and_once_each() -> None:
    timeline = Timeline(release())
    assert follow(timeline, START - 40 * DAY) == [
        (START - 40 * DAY, "hidden", []),
        (hanoi("2026-11-22 20:00"), "announced", ["advance"]),
        (hanoi("2026-12-09 14:00"), "announced", ["announcement"]),
        (hanoi("2026-12-10 14:00"), "announced", ["reminder"]),
        (hanoi("2026-12-11 14:00"), "announced", ["final"]),
        (START, "in_progress", []),
        (END, "awaiting_confirmation", []),
    ]
    timeline.file = release(outcome=success(END))
    assert upcoming(timeline, END + HOUR) == END + HOUR
    assert follow(timeline, END + HOUR) == [(END + HOUR, "completed", ["completed"])]
    assert {r.verdict for r in timeline.records} == {"on_time"}
    assert [r.result for r in timeline.records] == [None, None, None, None, "success"]


def test_what_was_dated_ahead_is_told_when_its_time_has_come() -> None:
    ended = START + HOUR + 20 * MINUTE
    timeline = Timeline(release("server"))
    follow(timeline, START - 5 * DAY)
    timeline.file = release("server", outcome=success(ended))
    assert upcoming(timeline, ended - 15 * MINUTE) == ended
    assert follow(timeline, ended - 15 * MINUTE)[1:] == [(ended, "completed", ["completed"])]

    timeline = Timeline(release("server"))
    timeline.publish(START - 30 * HOUR)
    cancelled_copy = START - 20 * HOUR
    timeline.file = release("server", cancelled=cancellation(cancelled_copy))
    assert upcoming(timeline, cancelled_copy - 25 * MINUTE) == cancelled_copy
    assert follow(timeline, cancelled_copy - MINUTE)[1:] == [
        (cancelled_copy, "cancelled", ["cancelled"])
    ]


def test_what_is_told_only_afterwards_appears_when_its_window_is_over() -> None:
    early, exception = END - 10 * MINUTE, approval(on=date(2026, 12, 12))
    timeline = Timeline(release("server", outcome=success(early), exception=exception))
    assert timeline.decide(early).state == "refused"
    assert upcoming(timeline, early) == END
    assert [value[:2] for value in follow(timeline, END)] == [(END, "completed")]


def test_an_approval_that_is_dated_tomorrow_counts_from_midnight() -> None:
    now = hanoi("2026-12-11 23:00")
    exception = approval(on=date(2026, 12, 12))
    timeline = Timeline(release("server", origin="provider", exception=exception))
    assert timeline.decide(now).state == "invalid"
    assert upcoming(timeline, now) == hanoi("2026-12-12 00:00")
    assert follow(timeline, now)[1][1:] == ("announced", ["advance"])


def test_a_server_move_is_told_of_a_day_and_an_hour_ahead() -> None:
    timeline = Timeline(release("server"))
    assert follow(timeline, START - 5 * DAY) == [
        (START - 5 * DAY, "hidden", []),
        (START - 30 * HOUR, "announced", ["advance"]),
        (START - HOUR, "announced", ["final"]),
        (START, "in_progress", []),
        (END, "awaiting_confirmation", []),
    ]


def test_an_important_fix_is_announced_at_once() -> None:
    timeline = Timeline(release("fix", important=True))
    now = START - DAY + SECOND
    assert follow(timeline, now)[0] == (now, "announced", ["important"])


def test_a_fix_that_is_not_important_appears_when_it_is_completed() -> None:
    timeline = Timeline(release("fix"))
    assert [state for _, state, _ in follow(timeline, START - DAY)] == ["hidden"]
    assert timeline.decide(END + HOUR).state == "hidden"
    timeline.file = release("fix", outcome=success(END))
    decision = timeline.publish(END)
    assert (decision.state, timeline.recorded) == ("completed", [("completed", "on_time")])


def test_a_targeted_fix_is_never_public() -> None:
    timeline = Timeline(release("fix", customers=("acme",)))
    assert statuses(timeline.decide(START - DAY)) == {
        "handoff": "due",
        "important": "not_owed",
        "completed": "not_owed",
    }
    for file in (timeline.file, release("fix", customers=("acme",), outcome=success(END))):
        timeline.file = file
        decision = timeline.publish(END + HOUR)
        assert (decision.state, decision.public, timeline.records) == ("hidden", False, ())


def test_a_hand_off_that_a_person_sent_does_not_make_a_targeted_fix_public() -> None:
    sent = record("handoff", START - DAY, audience="affected", sent=START - 2 * DAY)
    timeline = Timeline(release("fix", customers=("acme",)), records=(sent,))
    decision = timeline.decide(START)
    assert (decision.state, statuses(decision)["handoff"]) == ("hidden", "published")
    assert decision.notices[0].published_at == START - 2 * DAY


def test_a_notice_to_staff_neither_announces_nor_hides_a_feature() -> None:
    published = record("advance-internal", START - 25 * DAY, audience="staff")
    timeline = Timeline(release(), records=(published,))
    assert timeline.decide(START - 21 * DAY).state == "hidden"
    late = Timeline(release())  # nobody told the staff, and nothing of it holds the customers up
    late.publish(DEADLINE)
    decision = late.decide(DEADLINE + SECOND)
    assert (statuses(decision)["advance-internal"], decision.verdict) == ("late", "ok")


def test_notices_that_come_together_go_out_together() -> None:
    timeline = Timeline(release(own={"advance": DEADLINE, "announcement": DEADLINE}))
    assert [r.notice for r in timeline.publish(DEADLINE).records] == ["advance", "announcement"]


# A scheduler that ticks late


def test_a_late_tick_breaches_a_public_release_and_marks_its_notice_late() -> None:
    timeline = Timeline(release())
    timeline.publish(DEADLINE)
    tick = START - 3 * DAY + SECOND
    before = timeline.decide(tick)
    assert (before.verdict, before.state, statuses(before)["announcement"]) == (
        "breached",
        "announced",
        "late",
    )
    error = problem(before, "breach")
    assert (error.severity, error.notice, error.source_row, error.late_by_s) == (
        "warning",
        "announcement",
        "II.3, II.4",
        1,
    )
    timeline.publish(tick)
    assert timeline.recorded == [("advance", "on_time"), ("announcement", "late")]


def test_a_tick_at_the_very_deadline_is_on_time() -> None:
    timeline = Timeline(release())
    timeline.publish(DEADLINE)
    timeline.publish(START - 3 * DAY)
    assert timeline.recorded == [("advance", "on_time"), ("announcement", "on_time")]
    assert timeline.decide(START - 3 * DAY).verdict == "ok"


def test_from_the_start_on_reminders_are_recorded_as_missed_and_never_sent() -> None:
    timeline = Timeline(release())
    timeline.publish(DEADLINE)
    decision = timeline.publish(START)
    assert decision.state == "in_progress"
    assert timeline.recorded[1:] == [
        ("announcement", "missed"),
        ("reminder", "missed"),
        ("final", "missed"),
    ]
    assert timeline.decide(START + SECOND).records == ()


def test_a_breach_stays_and_its_problem_goes_with_the_outcome() -> None:
    timeline = Timeline(release())
    timeline.publish(DEADLINE)
    timeline.publish(START)
    running = timeline.decide(START + HOUR)
    assert running.verdict == "breached"
    assert [p.notice for p in running.problems] == ["announcement", "reminder", "final"]
    timeline.file = release(outcome=success(END))
    timeline.publish(END)
    after = timeline.decide(END + 100 * DAY)
    assert (after.verdict, after.problems) == ("breached", ())


def test_a_breach_stays_and_its_problem_goes_with_a_cancellation() -> None:
    timeline = Timeline(release())
    timeline.publish(DEADLINE)
    timeline.publish(START - 3 * DAY + SECOND)
    timeline.file = release(cancelled=cancellation(START - 2 * DAY))
    decision = timeline.publish(START - 2 * DAY)
    assert (decision.state, decision.verdict, decision.problems) == ("cancelled", "breached", ())


# Short notice (I.3)


def short_notice(start: datetime = START) -> Timeline:
    return Timeline(release("server", start, origin="provider", exception=approval("product")))


@pytest.mark.parametrize("ahead", [DAY - SECOND, HOUR, SECOND])
def test_short_notice_lets_a_provider_move_out_until_the_last_second(ahead: timedelta) -> None:
    timeline = short_notice()
    decision = timeline.publish(START - ahead)
    assert (decision.public, decision.verdict, decision.publish_by) == (True, "ok", START - SECOND)
    expected = [("advance", "exception")]
    if ahead < 30 * MINUTE:
        expected.append(("final", "exception"))
    elif ahead <= HOUR:
        expected.append(("final", "on_time"))
    assert timeline.recorded == expected


def test_short_notice_is_over_at_the_start() -> None:
    found = short_notice().decide(START)
    assert (found.state, rules_broken(found)) == ("refused", ["lead-time", "lead-time"])


def test_a_later_miss_after_short_notice_is_an_ordinary_one() -> None:
    timeline = short_notice()
    timeline.publish(START - 2 * HOUR)
    decision = timeline.publish(START - 29 * MINUTE)
    assert timeline.recorded == [("advance", "exception"), ("final", "late")]
    assert decision.verdict == "breached"


def test_a_notice_sent_as_an_exception_is_no_breach() -> None:
    timeline = short_notice()
    timeline.publish(START - 2 * HOUR)
    timeline.publish(START - HOUR)
    decision = timeline.decide(START)
    assert (decision.verdict, decision.problems) == ("ok", ())


def test_short_notice_covers_a_move_as_well() -> None:
    timeline = short_notice(START + 10 * DAY)
    timeline.publish(START - DAY)
    sooner = release("server", START, origin="provider", exception=approval("ceo"))
    # The advance notice went out over ten days before: it counts only if it was early enough.
    timeline.file = sooner
    decision = timeline.publish(START - 10 * MINUTE)
    assert decision.verdict == "ok"
    assert [(r.notice, r.verdict) for r in decision.records] == [
        ("final", "exception"),
        ("rescheduled", "on_time"),
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"origin": "provider"},
        {"origin": "provider", "exception": approval("care")},
        {"exception": approval("product")},
    ],
)
def test_no_exception_without_its_origin_and_its_role(more: dict[str, object]) -> None:
    file = release("server", **more)  # type: ignore[arg-type]
    assert Timeline(file).decide(START - HOUR).verdict in ("refused", "invalid")


# After the fact


def test_after_the_fact_a_finished_update_is_shown_as_breached() -> None:
    timeline = Timeline(release(outcome=success(END), exception=approval("ceo")))
    decision = timeline.publish(END)
    assert (decision.state, decision.public, decision.verdict) == ("completed", True, "breached")
    assert timeline.recorded == [
        ("advance", "missed"),
        ("announcement", "missed"),
        ("reminder", "missed"),
        ("final", "missed"),
        ("completed", "on_time"),
    ]
    again = timeline.decide(END + DAY)
    assert (again.verdict, again.state, again.records) == ("breached", "completed", ())


def test_after_the_fact_waits_for_the_end_of_the_window() -> None:
    timeline = Timeline(release(outcome=success(START + HOUR), exception=approval("ceo")))
    decision = timeline.decide(END - SECOND)
    assert decision.state == "refused"
    assert {p.help.partition("; ")[2] for p in decision.problems} == {
        "with its exception it is shown once its window is over, at 2026-12-12 22:00 (+07:00)."
    }
    assert timeline.decide(END).state == "completed"


@pytest.mark.parametrize(
    "own", [START - 20 * DAY - SECOND, DEADLINE + SECOND], ids=["too early", "too late"]
)
def test_after_the_fact_excuses_the_bounds_of_a_time_of_its_own_which_are_leads(
    own: datetime,
) -> None:
    file = release(outcome=success(END), exception=approval("ceo"), own={"advance": own})
    decision = Timeline(file).decide(END)
    assert (decision.state, decision.public, decision.verdict) == ("completed", True, "breached")
    without = Timeline(replace(file, exception=None)).decide(END)
    assert (without.state, "notices.advance.at" in {p.field for p in without.problems}) == (
        "refused",
        True,
    )


def test_after_the_fact_excuses_a_window_outside_the_allowed_ones_too() -> None:
    midweek = release(
        start=hanoi("2026-12-09 20:00"),
        outcome=success(hanoi("2026-12-09 22:00")),
        exception=approval("ceo"),
    )
    decision = Timeline(midweek).decide(END)
    assert (decision.state, decision.public, decision.verdict) == ("completed", True, "breached")
    assert {p.rule for p in decision.problems if p.severity == "error"} == set()
    [*problems] = Timeline(replace(midweek, exception=None)).decide(END).problems
    assert {p.rule for p in problems} == {"lead-time", "window-not-allowed"}


def test_without_an_exception_a_finished_update_that_nobody_announced_stays_hidden() -> None:
    timeline = Timeline(release(outcome=success(END))).decide(END + HOUR)
    assert (timeline.state, timeline.public) == ("refused", False)
    assert {p.earliest_start for p in timeline.problems} == {None}


# Imported history


OLD = hanoi("2025-06-28 20:00")


def test_history_from_before_the_ledger_is_public_without_any_claim() -> None:
    past = release(start=OLD, outcome=success(OLD + HOUR))
    timeline = Timeline(past).decide(START)
    assert (timeline.state, timeline.public, timeline.verdict, timeline.imported) == (
        "completed",
        True,
        "ok",
        True,
    )
    assert (timeline.records, timeline.problems) == ((), ())
    assert set(statuses(timeline).values()) == {"not_owed"}


def test_cancelled_history_is_public_as_well() -> None:
    timeline = Timeline(release(start=OLD, cancelled=cancellation(OLD - HOUR))).decide(START)
    assert (timeline.state, timeline.public, timeline.records) == ("cancelled", True, ())


def test_targeted_history_stays_hidden() -> None:
    file = release("fix", OLD, customers=("acme",), outcome=success(OLD))
    timeline = Timeline(file).decide(START)
    assert (timeline.state, timeline.public) == ("hidden", False)


def test_history_is_checked_for_validity() -> None:
    file = release(start=OLD, outcome=success(OLD - SECOND))
    assert Timeline(file).decide(START).state == "invalid"


def test_history_lies_outside_every_evening_without_a_word() -> None:
    file = release(start=hanoi("2025-06-25 03:00"), outcome=success(hanoi("2025-06-25 05:00")))
    assert Timeline(file).decide(START).verdict == "ok"


# Drafts and cancellations


def test_a_draft_is_refused_for_nothing() -> None:
    draft = release(start=hanoi("2026-12-09 03:00"), draft=True)
    timeline = Timeline(draft).decide(START)
    assert (timeline.state, timeline.public, timeline.verdict) == ("draft", False, "ok")
    assert rules_broken(timeline) == []
    assert set(statuses(timeline).values()) == {"not_owed"}
    assert timeline.publish_by is None


@pytest.mark.parametrize(
    "file, now",
    [
        (release(), DEADLINE),
        (release(), DEADLINE + SECOND),
        (release(), START),
        (release(start=hanoi("2026-12-16 03:00")), DEADLINE),
        (release(own={"advance": START - 30 * DAY}), DEADLINE),
        (release(start=hanoi("2025-06-07 20:00")), DEADLINE),
    ],
    ids=["at the deadline", "a second late", "begun", "a weekday", "own time", "before the ledger"],
)
def test_what_would_refuse_a_draft_is_a_warning_of_the_same_rule(
    file: Release, now: datetime
) -> None:
    """Word for word what the release would get without `draft`, also under `--strict`."""
    refused = (
        Timeline(file).decide(now).problems if rules_broken(Timeline(file).decide(now)) else ()
    )
    told = Timeline(replace(file, draft=True)).decide(now).problems
    assert told == tuple(replace(p, severity="warning", lenient=True) for p in refused)
    assert bool(told) == (now != DEADLINE or file != release())
    assert [problem.under_strict() for problem in told] == [*told]


def test_an_invalid_draft_is_invalid_and_gets_no_such_warnings() -> None:
    file = release(start=START, length=-HOUR, draft=True)
    decision = Timeline(file).decide(START)
    assert (decision.state, {p.rule for p in decision.problems}) == ("invalid", {"window-order"})


def test_what_was_cancelled_while_hidden_stays_hidden_for_ever() -> None:
    file = release(cancelled=cancellation(START - 15 * DAY))
    for now in (START - 15 * DAY, START, END + 100 * DAY):
        timeline = Timeline(file).decide(now)
        assert (timeline.state, timeline.public, timeline.records, timeline.problems) == (
            "hidden",
            False,
            (),
            (),
        )


def test_a_cancelled_hidden_release_is_not_checked_for_its_window() -> None:
    midweek = release(start=hanoi("2026-12-09 03:00"), cancelled=cancellation(START - 15 * DAY))
    timeline = Timeline(midweek).decide(START - 15 * DAY)
    assert (timeline.state, timeline.verdict, timeline.problems) == ("hidden", "ok", ())


def test_a_cancellation_is_told_once_and_nothing_else_after_it() -> None:
    timeline = Timeline(release())
    timeline.publish(DEADLINE)
    timeline.file = release(cancelled=cancellation(START - 5 * DAY))
    events = follow(timeline, START - 5 * DAY)
    assert events == [(START - 5 * DAY, "cancelled", ["cancelled"])]
    assert statuses(timeline.decide(END))["final"] == "not_owed"


def test_a_changed_result_is_told_again() -> None:
    timeline = Timeline(release("fix", important=True))
    timeline.publish(START - DAY)
    timeline.file = release("fix", important=True, outcome=success(END))
    timeline.publish(END)
    back = replace(success(END), result="rolled_back")
    timeline.file = release("fix", important=True, outcome=back)
    decision = timeline.publish(END + DAY)
    assert [(r.notice, r.result) for r in decision.records] == [("completed", "rolled_back")]
    assert timeline.decide(END + 2 * DAY).records == ()


# Verdicts, the first that applies


def test_invalid_comes_before_refused() -> None:
    # Late for its leads, and its outcome lies in the future.
    file = release(outcome=success(END))
    timeline = Timeline(file).decide(START)
    assert (timeline.verdict, timeline.state, timeline.notices) == ("invalid", "invalid", ())


def test_refused_comes_before_breached() -> None:
    timeline = Timeline(release())
    timeline.publish(DEADLINE)
    timeline.publish(START - 3 * DAY + SECOND)
    assert timeline.decide(START - 2 * DAY).verdict == "breached"
    timeline.file = release(draft=True)
    decision = timeline.decide(START - 2 * DAY)
    assert (decision.verdict, decision.state, decision.public) == ("refused", "announced", True)
    assert rules_broken(decision) == ["taken-back"]
