"""One release through its whole life, published at each instant that `next` names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from notices.evaluation import Evaluation, next_change
from tests.core_builders import (
    POLICY,
    SECOND,
    START,
    Desk,
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


def upcoming(desk: Desk, now: datetime) -> datetime | None:
    found = desk.decide(now)
    return next_change(
        Evaluation(
            now, (), POLICY, decisions=(found,), records=found.records if found.public else ()
        )
    )


def follow(desk: Desk, now: datetime) -> list[tuple[datetime, str, list[str]]]:
    """Publish at ``now`` and at each next change: instant, state, and what was told."""
    story: list[tuple[datetime, str, list[str]]] = []
    at: datetime | None = now
    while at is not None:
        found = desk.publish(at)
        story.append((at, found.state, [r.notice for r in found.records]))
        assert desk.decide(at).records == (), "publishing again appends nothing"
        at = upcoming(desk, at)
    return story


def test_a_feature_is_told_of_at_each_instant_that_next_names_and_once_each() -> None:
    desk = Desk(release())
    assert follow(desk, START - 40 * DAY) == [
        (START - 40 * DAY, "hidden", []),
        (hanoi("2026-11-22 20:00"), "announced", ["advance"]),
        (hanoi("2026-12-09 14:00"), "announced", ["announcement"]),
        (hanoi("2026-12-10 14:00"), "announced", ["reminder"]),
        (hanoi("2026-12-11 14:00"), "announced", ["final"]),
        (START, "in_progress", []),
        (END, "awaiting_confirmation", []),
    ]
    desk.file = release(outcome=success(END))
    assert upcoming(desk, END + HOUR) == END + HOUR
    assert follow(desk, END + HOUR) == [(END + HOUR, "completed", ["completed"])]
    assert {r.verdict for r in desk.records} == {"on_time"}
    assert [r.result for r in desk.records] == [None, None, None, None, "success"]


def test_what_was_dated_ahead_is_told_when_its_time_has_come() -> None:
    ended = START + HOUR + 20 * MINUTE
    desk = Desk(release("server"))
    follow(desk, START - 5 * DAY)
    desk.file = release("server", outcome=success(ended))
    assert upcoming(desk, ended - 15 * MINUTE) == ended
    assert follow(desk, ended - 15 * MINUTE)[1:] == [(ended, "completed", ["completed"])]

    desk = Desk(release("server"))
    desk.publish(START - 30 * HOUR)
    cancelled_copy = START - 20 * HOUR
    desk.file = release("server", cancelled=cancellation(cancelled_copy))
    assert upcoming(desk, cancelled_copy - 25 * MINUTE) == cancelled_copy
    assert follow(desk, cancelled_copy - MINUTE)[1:] == [
        (cancelled_copy, "cancelled", ["cancelled"])
    ]


def test_what_is_told_only_afterwards_appears_when_its_window_is_over() -> None:
    early, asked = END - 10 * MINUTE, approval(on=date(2026, 12, 12))
    desk = Desk(release("server", outcome=success(early), exception=asked))
    assert desk.decide(early).state == "refused"
    assert upcoming(desk, early) == END
    assert [told[:2] for told in follow(desk, END)] == [(END, "completed")]


def test_an_approval_that_is_dated_tomorrow_counts_from_midnight() -> None:
    now = hanoi("2026-12-11 23:00")
    asked = approval(on=date(2026, 12, 12))
    desk = Desk(release("server", origin="provider", exception=asked))
    assert desk.decide(now).state == "invalid"
    assert upcoming(desk, now) == hanoi("2026-12-12 00:00")
    assert follow(desk, now)[1][1:] == ("announced", ["advance"])


def test_a_server_move_is_told_of_a_day_and_an_hour_ahead() -> None:
    desk = Desk(release("server"))
    assert follow(desk, START - 5 * DAY) == [
        (START - 5 * DAY, "hidden", []),
        (START - 30 * HOUR, "announced", ["advance"]),
        (START - HOUR, "announced", ["final"]),
        (START, "in_progress", []),
        (END, "awaiting_confirmation", []),
    ]


def test_an_important_fix_is_announced_at_once() -> None:
    desk = Desk(release("fix", important=True))
    now = START - DAY + SECOND
    assert follow(desk, now)[0] == (now, "announced", ["important"])


def test_a_fix_that_is_not_important_appears_when_it_is_completed() -> None:
    desk = Desk(release("fix"))
    assert [state for _, state, _ in follow(desk, START - DAY)] == ["hidden"]
    assert desk.decide(END + HOUR).state == "hidden"
    desk.file = release("fix", outcome=success(END))
    found = desk.publish(END)
    assert (found.state, desk.told) == ("completed", [("completed", "on_time")])


def test_a_targeted_fix_is_never_public() -> None:
    desk = Desk(release("fix", customers=("acme",)))
    assert statuses(desk.decide(START - DAY)) == {
        "handoff": "due",
        "important": "not_owed",
        "completed": "not_owed",
    }
    for file in (desk.file, release("fix", customers=("acme",), outcome=success(END))):
        desk.file = file
        found = desk.publish(END + HOUR)
        assert (found.state, found.public, desk.records) == ("hidden", False, ())


def test_a_hand_off_that_a_person_sent_does_not_make_a_targeted_fix_public() -> None:
    sent = record("handoff", START - DAY, audience="affected", sent=START - 2 * DAY)
    desk = Desk(release("fix", customers=("acme",)), records=(sent,))
    found = desk.decide(START)
    assert (found.state, statuses(found)["handoff"]) == ("hidden", "published")
    assert found.notices[0].published_at == START - 2 * DAY


def test_a_notice_to_staff_neither_announces_nor_hides_a_feature() -> None:
    told = record("advance-internal", START - 25 * DAY, audience="staff")
    desk = Desk(release(), records=(told,))
    assert desk.decide(START - 21 * DAY).state == "hidden"
    late = Desk(release())  # nobody told the staff, and nothing of it holds the customers up
    late.publish(DEADLINE)
    found = late.decide(DEADLINE + SECOND)
    assert (statuses(found)["advance-internal"], found.verdict) == ("late", "ok")


def test_notices_that_come_together_go_out_together() -> None:
    desk = Desk(release(own={"advance": DEADLINE, "announcement": DEADLINE}))
    assert [r.notice for r in desk.publish(DEADLINE).records] == ["advance", "announcement"]


# A scheduler that ticks late


def test_a_late_tick_breaches_a_public_release_and_marks_its_notice_late() -> None:
    desk = Desk(release())
    desk.publish(DEADLINE)
    tick = START - 3 * DAY + SECOND
    before = desk.decide(tick)
    assert (before.verdict, before.state, statuses(before)["announcement"]) == (
        "breached",
        "announced",
        "late",
    )
    told = problem(before, "breach")
    assert (told.severity, told.notice, told.source_row, told.late_by_s) == (
        "warning",
        "announcement",
        "II.3, II.4",
        1,
    )
    desk.publish(tick)
    assert desk.told == [("advance", "on_time"), ("announcement", "late")]


def test_a_tick_at_the_very_deadline_is_on_time() -> None:
    desk = Desk(release())
    desk.publish(DEADLINE)
    desk.publish(START - 3 * DAY)
    assert desk.told == [("advance", "on_time"), ("announcement", "on_time")]
    assert desk.decide(START - 3 * DAY).verdict == "ok"


def test_from_the_start_on_reminders_are_recorded_as_missed_and_never_sent() -> None:
    desk = Desk(release())
    desk.publish(DEADLINE)
    found = desk.publish(START)
    assert found.state == "in_progress"
    assert desk.told[1:] == [
        ("announcement", "missed"),
        ("reminder", "missed"),
        ("final", "missed"),
    ]
    assert desk.decide(START + SECOND).records == ()


def test_a_breach_stays_and_its_problem_goes_with_the_outcome() -> None:
    desk = Desk(release())
    desk.publish(DEADLINE)
    desk.publish(START)
    running = desk.decide(START + HOUR)
    assert running.verdict == "breached"
    assert [p.notice for p in running.problems] == ["announcement", "reminder", "final"]
    desk.file = release(outcome=success(END))
    desk.publish(END)
    after = desk.decide(END + 100 * DAY)
    assert (after.verdict, after.problems) == ("breached", ())


def test_a_breach_stays_and_its_problem_goes_with_a_cancellation() -> None:
    desk = Desk(release())
    desk.publish(DEADLINE)
    desk.publish(START - 3 * DAY + SECOND)
    desk.file = release(cancelled=cancellation(START - 2 * DAY))
    found = desk.publish(START - 2 * DAY)
    assert (found.state, found.verdict, found.problems) == ("cancelled", "breached", ())


# Short notice (I.3)


def short_notice(start: datetime = START) -> Desk:
    return Desk(release("server", start, origin="provider", exception=approval("product")))


@pytest.mark.parametrize("ahead", [DAY - SECOND, HOUR, SECOND])
def test_short_notice_lets_a_provider_move_out_until_the_last_second(ahead: timedelta) -> None:
    desk = short_notice()
    found = desk.publish(START - ahead)
    assert (found.public, found.verdict, found.publish_by) == (True, "ok", START - SECOND)
    expected = [("advance", "exception")]
    if ahead < 30 * MINUTE:
        expected.append(("final", "exception"))
    elif ahead <= HOUR:
        expected.append(("final", "on_time"))
    assert desk.told == expected


def test_short_notice_is_over_at_the_start() -> None:
    found = short_notice().decide(START)
    assert (found.state, rules_broken(found)) == ("refused", ["lead-time", "lead-time"])


def test_a_later_miss_after_short_notice_is_an_ordinary_one() -> None:
    desk = short_notice()
    desk.publish(START - 2 * HOUR)
    found = desk.publish(START - 29 * MINUTE)
    assert desk.told == [("advance", "exception"), ("final", "late")]
    assert found.verdict == "breached"


def test_a_notice_sent_as_an_exception_is_no_breach() -> None:
    desk = short_notice()
    desk.publish(START - 2 * HOUR)
    desk.publish(START - HOUR)
    found = desk.decide(START)
    assert (found.verdict, found.problems) == ("ok", ())


def test_short_notice_covers_a_move_as_well() -> None:
    desk = short_notice(START + 10 * DAY)
    desk.publish(START - DAY)
    sooner = release("server", START, origin="provider", exception=approval("ceo"))
    # The advance notice went out over ten days before: it counts only if it was early enough.
    desk.file = sooner
    found = desk.publish(START - 10 * MINUTE)
    assert found.verdict == "ok"
    assert [(r.notice, r.verdict) for r in found.records] == [
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
    assert Desk(file).decide(START - HOUR).verdict in ("refused", "invalid")


# After the fact


def test_after_the_fact_a_finished_update_is_shown_as_breached() -> None:
    desk = Desk(release(outcome=success(END), exception=approval("ceo")))
    found = desk.publish(END)
    assert (found.state, found.public, found.verdict) == ("completed", True, "breached")
    assert desk.told == [
        ("advance", "missed"),
        ("announcement", "missed"),
        ("reminder", "missed"),
        ("final", "missed"),
        ("completed", "on_time"),
    ]
    again = desk.decide(END + DAY)
    assert (again.verdict, again.state, again.records) == ("breached", "completed", ())


def test_after_the_fact_waits_for_the_end_of_the_window() -> None:
    desk = Desk(release(outcome=success(START + HOUR), exception=approval("ceo")))
    found = desk.decide(END - SECOND)
    assert found.state == "refused"
    assert {p.help.partition("; ")[2] for p in found.problems} == {
        "by its exception it is shown once its window is over, at 2026-12-12 22:00 (+07:00)."
    }
    assert desk.decide(END).state == "completed"


def test_after_the_fact_excuses_leads_and_nothing_else() -> None:
    midweek = release(
        start=hanoi("2026-12-09 20:00"),
        outcome=success(hanoi("2026-12-09 22:00")),
        exception=approval("ceo"),
    )
    [problem] = Desk(midweek).decide(END).problems
    assert problem.rule == "window-not-allowed"
    # It has run: no other window is of any use.
    assert problem.help == "Give the window a `reason` and `approved_by: ceo or product`."


def test_without_an_exception_a_finished_update_that_nobody_announced_stays_hidden() -> None:
    found = Desk(release(outcome=success(END))).decide(END + HOUR)
    assert (found.state, found.public) == ("refused", False)
    assert {p.earliest_start for p in found.problems} == {None}


# Imported history


OLD = hanoi("2025-06-28 20:00")


def test_history_from_before_the_ledger_is_public_without_any_claim() -> None:
    past = release(start=OLD, outcome=success(OLD + HOUR))
    found = Desk(past).decide(START)
    assert (found.state, found.public, found.verdict, found.imported) == (
        "completed",
        True,
        "ok",
        True,
    )
    assert (found.records, found.problems) == ((), ())
    assert set(statuses(found).values()) == {"not_owed"}


def test_cancelled_history_is_public_as_well() -> None:
    found = Desk(release(start=OLD, cancelled=cancellation(OLD - HOUR))).decide(START)
    assert (found.state, found.public, found.records) == ("cancelled", True, ())


def test_targeted_history_stays_hidden() -> None:
    file = release("fix", OLD, customers=("acme",), outcome=success(OLD))
    found = Desk(file).decide(START)
    assert (found.state, found.public) == ("hidden", False)


def test_history_is_checked_for_validity() -> None:
    file = release(start=OLD, outcome=success(OLD - SECOND))
    assert Desk(file).decide(START).state == "invalid"


def test_history_lies_outside_every_evening_without_a_word() -> None:
    file = release(start=hanoi("2025-06-25 03:00"), outcome=success(hanoi("2025-06-25 05:00")))
    assert Desk(file).decide(START).verdict == "ok"


# Drafts and cancellations


def test_a_draft_is_checked_for_validity_alone() -> None:
    draft = release(start=hanoi("2026-12-09 03:00"), draft=True)
    found = Desk(draft).decide(START)
    assert (found.state, found.public, found.verdict, found.problems) == ("draft", False, "ok", ())
    assert set(statuses(found).values()) == {"not_owed"}


def test_what_was_cancelled_while_hidden_stays_hidden_for_ever() -> None:
    file = release(cancelled=cancellation(START - 15 * DAY))
    for now in (START - 15 * DAY, START, END + 100 * DAY):
        found = Desk(file).decide(now)
        assert (found.state, found.public, found.records, found.problems) == (
            "hidden",
            False,
            (),
            (),
        )


def test_a_cancelled_hidden_release_is_not_checked_for_its_window() -> None:
    midweek = release(start=hanoi("2026-12-09 03:00"), cancelled=cancellation(START - 15 * DAY))
    found = Desk(midweek).decide(START - 15 * DAY)
    assert (found.state, found.verdict, found.problems) == ("hidden", "ok", ())


def test_a_cancellation_is_told_once_and_nothing_else_after_it() -> None:
    desk = Desk(release())
    desk.publish(DEADLINE)
    desk.file = release(cancelled=cancellation(START - 5 * DAY))
    story = follow(desk, START - 5 * DAY)
    assert story == [(START - 5 * DAY, "cancelled", ["cancelled"])]
    assert statuses(desk.decide(END))["final"] == "not_owed"


def test_a_changed_result_is_told_again() -> None:
    desk = Desk(release("fix", important=True))
    desk.publish(START - DAY)
    desk.file = release("fix", important=True, outcome=success(END))
    desk.publish(END)
    back = replace(success(END), result="rolled_back")
    desk.file = release("fix", important=True, outcome=back)
    found = desk.publish(END + DAY)
    assert [(r.notice, r.result) for r in found.records] == [("completed", "rolled_back")]
    assert desk.decide(END + 2 * DAY).records == ()


# Verdicts, the first that applies


def test_invalid_comes_before_refused() -> None:
    # Late for its leads, and its outcome lies in the future.
    file = release(outcome=success(END))
    found = Desk(file).decide(START)
    assert (found.verdict, found.state, found.notices) == ("invalid", "invalid", ())


def test_refused_comes_before_breached() -> None:
    desk = Desk(release())
    desk.publish(DEADLINE)
    desk.publish(START - 3 * DAY + SECOND)
    assert desk.decide(START - 2 * DAY).verdict == "breached"
    desk.file = release(draft=True)
    found = desk.decide(START - 2 * DAY)
    assert (found.verdict, found.state, found.public) == ("refused", "announced", True)
    assert rules_broken(found) == ["taken-back"]
