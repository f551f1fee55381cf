"""The default policy at its boundaries, to the second, and what a refusal says there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from notices.domain.instants import HoursOfDay
from notices.domain.policy import Category
from notices.domain.release import Release
from tests.core_builders import (
    POLICY,
    SECOND,
    START,
    Timeline,
    approval,
    decided,
    hanoi,
    policy,
    problem,
    record,
    release,
    row,
    rules_broken,
    standing,
    statuses,
)

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
FEATURE = release()
DEADLINE = hanoi("2026-12-02 20:00")  # ten days before the start


# A feature: 10 to 20 days ahead (I.1)


def test_a_feature_is_published_ten_days_ahead_to_the_second() -> None:
    decision = decided(FEATURE, DEADLINE)
    assert (decision.state, decision.public, decision.verdict) == ("announced", True, "ok")
    assert [(r.notice, r.verdict, r.at, r.deadline) for r in decision.records] == [
        ("advance", "on_time", DEADLINE, DEADLINE)
    ]


def test_a_feature_is_refused_one_second_later() -> None:
    decision = decided(FEATURE, DEADLINE + SECOND)
    assert (decision.state, decision.public, decision.verdict) == ("refused", False, "refused")
    assert decision.records == ()
    error = problem(decision, "lead-time")
    assert (error.notice, error.source_row, error.late_by_s) == ("advance", "I.1", 1)
    assert error.publish_by == DEADLINE == decision.publish_by


def test_a_feature_nine_days_and_23_hours_ahead_is_told_by_how_much_it_is_late() -> None:
    now = START - timedelta(days=9, hours=23)
    decision = decided(FEATURE, now)
    assert rules_broken(decision) == ["lead-time"]
    error = problem(decision, "lead-time")
    assert error.late_by_s == 3600
    assert error.publish_by == DEADLINE
    # Ten days from now is the same Saturday, 21:00: two hours fit before midnight.
    assert error.earliest_start == hanoi("2026-12-12 21:00")
    assert error.mark.path == "content/releases/payroll-engine.yml"
    assert "1 hour ago" in error.message
    assert "10 days before the start" in error.message
    assert "2026-12-02 20:00 (+07:00)" in error.help
    # That is gone in an hour; the next evening has the hour that was asked for.
    assert "write `window: {start: 2026-12-13 20:00, end: 2026-12-13 22:00}`" in error.help
    assert "publish it by 2026-12-03 20:00 (+07:00)" in error.help
    assert "is legal now starts at 2026-12-12 21:00 (+07:00)" in error.help


def test_the_earliest_window_is_the_next_evening_when_it_does_not_fit_into_this_one() -> None:
    decision = decided(FEATURE, START - timedelta(days=9, hours=21))  # 23:00, ten days before
    assert problem(decision, "lead-time").earliest_start == hanoi("2026-12-13 18:00")


def test_the_earliest_window_may_begin_at_the_very_second_ten_days_ahead() -> None:
    now = hanoi("2026-12-03 20:30:17")
    decision = decided(release(start=hanoi("2026-12-06 18:00")), now)
    error = problem(decision, "lead-time", "advance")
    assert error.earliest_start == hanoi("2026-12-13 20:30:17")
    assert "starts at 2026-12-13 20:30:17 (+07:00)" in error.help
    assert "{start: 2026-12-19 18:00, end: 2026-12-19 20:00}" in error.help


def test_what_is_named_as_the_earliest_window_is_published() -> None:
    now = START - timedelta(days=9, hours=23)
    earliest = problem(decided(FEATURE, now), "lead-time").earliest_start
    assert earliest is not None
    assert decided(release(start=earliest), now).verdict == "ok"
    assert decided(release(start=earliest - SECOND), now).verdict == "refused"


def test_a_window_longer_than_every_evening_has_no_legal_start() -> None:
    decision = decided(release(length=6 * HOUR + SECOND), START - 9 * DAY)
    error = problem(decision, "lead-time")
    assert error.earliest_start is None
    assert "no start is legal" in error.help.lower()


def test_a_feature_that_misses_all_its_notices_is_told_of_each() -> None:
    decision = decided(FEATURE, START - HOUR)
    late = {p.notice: p.late_by_s for p in decision.problems if p.rule == "lead-time"}
    hour = 3600
    assert late == {
        "advance": 239 * hour,
        "announcement": 71 * hour,
        "reminder": 47 * hour,
        "final": 23 * hour,
    }
    assert {p.publish_by for p in decision.problems} == {DEADLINE}


def test_the_advance_notice_opens_twenty_days_ahead() -> None:
    notice = standing(decided(FEATURE, START - 30 * DAY), "advance")
    assert notice.opens == hanoi("2026-11-22 20:00")
    assert notice.planned == hanoi("2026-11-22 20:00")  # 20:00 is still a notice hour
    assert notice.deadline == DEADLINE


def test_a_feature_is_hidden_until_its_advance_notice_opens() -> None:
    opens = hanoi("2026-11-22 20:00")
    before, then = decided(FEATURE, opens - SECOND), decided(FEATURE, opens)
    assert (before.state, before.public, before.records) == ("hidden", False, ())
    assert (then.state, then.public) == ("announced", True)


def test_an_opening_at_night_waits_for_the_notice_hours_of_the_morning() -> None:
    late = release(start=hanoi("2026-12-12 22:00"))
    notice = standing(decided(late, START - 30 * DAY), "advance")
    assert notice.opens == hanoi("2026-11-22 22:00")
    assert notice.planned == hanoi("2026-11-23 08:00")


@pytest.mark.parametrize(
    "latest, planned",
    [("10h", "2026-12-03 08:00"), ("11h", "2026-12-02 18:00")],
)
def test_an_opening_waits_for_the_morning_up_to_the_deadline_and_not_beyond(
    latest: str, planned: str
) -> None:
    # Opens at 18:00 with notice hours from 08:00 to 17:00; its deadline is 08:00, or 07:00.
    narrow = Category("c", {}, (row("n", earliest="1d", latest=latest),))
    law = policy(narrow, hours=HoursOfDay(time(8), time(17)))
    file = release("c", hanoi("2026-12-03 18:00"))
    assert standing(decided(file, START - 30 * DAY, law=law), "n").planned == hanoi(planned)


def test_the_planned_times_of_a_feature_are_its_leads_and_a_margin_inside_the_notice_hours() -> (
    None
):
    decision = decided(FEATURE, START - 30 * DAY)
    assert {n.rule.id: (n.planned, n.deadline) for n in decision.notices} == {
        "advance": (hanoi("2026-11-22 20:00"), DEADLINE),
        "advance-internal": (hanoi("2026-11-22 20:00"), DEADLINE),
        "announcement": (hanoi("2026-12-09 14:00"), hanoi("2026-12-09 20:00")),
        "reminder": (hanoi("2026-12-10 14:00"), hanoi("2026-12-10 20:00")),
        "final": (hanoi("2026-12-11 14:00"), hanoi("2026-12-11 20:00")),
        "internal": (hanoi("2026-12-11 14:00"), hanoi("2026-12-11 20:00")),
        "completed": (None, None),
    }


def test_a_margin_that_ends_before_the_morning_moves_back_to_the_evening_before() -> None:
    sunrise = release(start=hanoi("2026-12-12 10:00"), reason="Chuyển dữ liệu.", approved_by="ceo")
    notice = standing(decided(sunrise, START - 30 * DAY), "final")
    assert notice.deadline == hanoi("2026-12-11 10:00")  # less six hours: 04:00
    assert notice.planned == hanoi("2026-12-10 20:00")


# An entry's own time


@pytest.mark.parametrize("at", ["2026-11-22 20:00", "2026-11-28 09:00", "2026-12-02 20:00"])
def test_an_own_time_within_its_bounds_is_the_planned_time(at: str) -> None:
    own = release(own={"advance": hanoi(at)})
    decision = decided(own, START - 30 * DAY)
    assert decision.verdict == "ok"
    assert standing(decision, "advance").planned == hanoi(at)


def test_an_own_time_one_second_before_the_opening_is_too_early() -> None:
    own = release(own={"advance": hanoi("2026-11-22 19:59:59")})
    decision = decided(own, START - 30 * DAY)
    assert rules_broken(decision) == ["too-early"]
    assert standing(decision, "advance").planned == hanoi("2026-11-22 20:00")


def test_an_own_time_one_second_after_the_deadline_breaks_the_lead_time() -> None:
    own = release(own={"advance": DEADLINE + SECOND})
    decision = decided(own, START - 30 * DAY)
    assert rules_broken(decision) == ["lead-time"]
    assert problem(decision, "lead-time").late_by_s == 1


def test_an_impossible_own_time_no_longer_matters_once_the_notice_is_out() -> None:
    own = release(own={"advance": DEADLINE + SECOND})
    published = record("advance", START - 15 * DAY, deadline=DEADLINE)
    assert decided(own, START - 5 * DAY, published, shown=FEATURE).verdict == "ok"


def test_asap_brings_a_notice_forward_but_never_before_its_opening() -> None:
    soon = release(own={"advance": "asap"})
    early, open_ = START - 30 * DAY, START - 12 * DAY
    assert standing(decided(soon, early), "advance").planned == hanoi("2026-11-22 20:00")
    assert standing(decided(soon, open_), "advance").planned == open_


def test_asap_lets_a_later_notice_announce_a_feature_before_its_advance_notice() -> None:
    soon = release(own={"final": "asap"})
    decision = decided(soon, START - 30 * DAY)
    assert decision.public
    assert [r.notice for r in decision.records] == ["final"]


# A server move: 24 hours and 30 minutes (I.3)

NIGHT = hanoi("2026-12-09 23:00")
MOVE = release("server", NIGHT, HOUR, id="db-move", downtime=45 * MINUTE)
PROVIDER = replace(MOVE, origin="provider")


def test_a_server_move_is_published_24_hours_ahead_to_the_second() -> None:
    on_time, late = decided(MOVE, NIGHT - DAY), decided(MOVE, NIGHT - DAY + SECOND)
    assert (on_time.public, [r.notice for r in on_time.records]) == (True, ["advance"])
    assert (late.state, problem(late, "lead-time").late_by_s) == ("refused", 1)
    # The policy only warns of its evenings, so any second 24 hours ahead will do.
    assert problem(late, "lead-time").earliest_start == NIGHT + SECOND


def test_the_server_notices_have_margins_of_six_hours_and_thirty_minutes() -> None:
    decision = decided(MOVE, NIGHT - 3 * DAY)
    assert {n.rule.id: (n.planned, n.deadline) for n in decision.notices} == {
        "advance": (NIGHT - 30 * HOUR, NIGHT - 24 * HOUR),  # 17:00 the day before
        "final": (NIGHT - HOUR, NIGHT - 30 * MINUTE),  # 22:00: a short lead keeps its hour
        "completed": (None, None),
    }


def test_a_server_move_that_the_provider_caused_is_told_as_soon_as_it_is_known() -> None:
    now = NIGHT - 12 * DAY - SECOND
    assert decided(MOVE, now).public is False
    decision = decided(PROVIDER, now)
    assert decision.public
    assert [(r.notice, r.at) for r in decision.records] == [("advance", now)]


def test_an_asap_notice_keeps_the_instant_of_the_first_record_as_its_plan() -> None:
    first = NIGHT - 5 * DAY
    published = record("advance", first, NIGHT, HOUR, entry="db-move")
    decision = decided(PROVIDER, NIGHT - 2 * DAY, published)
    assert standing(decision, "advance").planned == first


# Windows (II.6)


def windows_at(
    start: str,
    length: timedelta = 2 * HOUR,
    *,
    reason: str | None = None,
    approved_by: str | None = None,
) -> Release:
    return release(start=hanoi(start), length=length, reason=reason, approved_by=approved_by)


@pytest.mark.parametrize(
    "start, length, allowed",
    [
        ("2026-12-12 18:00", 6 * HOUR, True),
        ("2026-12-13 22:00", 2 * HOUR, True),
        ("2026-12-12 22:00", 2 * HOUR + SECOND, False),
        ("2026-12-12 17:59:59", HOUR, False),
        ("2026-12-12 20:00", 23 * HOUR, False),
        ("2026-12-09 20:00", HOUR, False),
    ],
)
def test_a_feature_starts_and_ends_within_one_weekend_evening(
    start: str, length: timedelta, allowed: bool
) -> None:
    decision = decided(windows_at(start, length), START - 25 * DAY)
    assert rules_broken(decision) == ([] if allowed else ["window-not-allowed"])
    assert decision.state == ("hidden" if allowed else "refused")


def test_a_window_that_is_not_allowed_can_never_be_published() -> None:
    decision = decided(windows_at("2026-12-09 20:00"), START - 25 * DAY)
    assert decision.publish_by is None
    assert problem(decision, "window-not-allowed").publish_by is None
    assert problem(decision, "window-not-allowed").earliest_start == hanoi("2026-11-28 18:00")


@pytest.mark.parametrize("role", ["ceo", "product"])
def test_an_approver_and_a_reason_let_a_window_lie_anywhere(role: str) -> None:
    midweek = windows_at("2026-12-09 20:00", reason="Ngày lễ.", approved_by=role)
    assert decided(midweek, START - 25 * DAY).verdict == "ok"


@pytest.mark.parametrize(
    "reason, role",
    [("Ngày lễ.", None), (None, "ceo"), ("Vội.", "care")],
)
def test_a_reason_alone_or_a_role_alone_or_the_wrong_role_lets_nothing(
    reason: str | None, role: str | None
) -> None:
    decision = decided(
        windows_at("2026-12-09 20:00", reason=reason, approved_by=role), START - 25 * DAY
    )
    assert rules_broken(decision) == ["window-not-allowed"]


def test_a_server_move_outside_the_evenings_gets_a_warning() -> None:
    decision = decided(MOVE, NIGHT - 2 * DAY)
    assert [(p.rule, p.severity) for p in decision.problems] == [
        ("expires-soon", "warning"),
        ("window-not-allowed", "warning"),
    ]


def test_the_warning_of_a_window_outside_the_evenings_stands_until_it_starts() -> None:
    """Nobody chooses the new end of an overrun, nor can anybody choose another evening then."""
    timeline = Timeline(MOVE)
    timeline.publish(NIGHT - 25 * HOUR)
    timeline.publish(NIGHT - HOUR)
    before, since = timeline.decide(NIGHT - SECOND), timeline.decide(NIGHT)
    assert [p.rule for p in before.problems] == ["window-not-allowed"]
    assert since.problems == ()


def test_a_server_move_of_the_providers_choice_gets_none() -> None:
    assert decided(PROVIDER, NIGHT - 5 * DAY).problems == ()


def test_a_fix_may_run_at_any_time() -> None:
    fix = release("fix", hanoi("2026-12-09 03:00"), HOUR, important=True)
    assert decided(fix, hanoi("2026-12-09 02:59")).problems == ()


@pytest.mark.parametrize("minutes, warned", [(60, False), (61, True)])
def test_a_server_move_may_stop_customers_for_an_hour(minutes: int, warned: bool) -> None:
    move = release(
        "server",
        hanoi("2026-12-12 20:00"),
        3 * HOUR,
        downtime=minutes * MINUTE,
    )
    decision = decided(move, START - 5 * DAY)
    assert [(p.rule, p.severity) for p in decision.problems] == (
        [("long-downtime", "warning")] if warned else []
    )


# Soon too late


@pytest.mark.parametrize(
    "ahead, warned",
    [(48 * HOUR + SECOND, False), (48 * HOUR, True), (timedelta(), True)],
)
def test_a_window_that_can_be_published_for_two_more_days_expires_soon(
    ahead: timedelta, warned: bool
) -> None:
    decision = decided(FEATURE, DEADLINE - ahead)
    assert ("expires-soon" in [p.rule for p in decision.problems]) is warned


# Before the ledger


def test_a_window_from_before_the_ledger_is_refused_and_only_that_is_told() -> None:
    old = release(start=hanoi("2025-06-28 20:00"))
    decision = decided(old, hanoi("2025-06-01 09:00"))
    assert rules_broken(decision) == ["past-window"]
    assert decision.state == "refused"


def test_the_ledger_begins_at_midnight_of_its_first_day() -> None:
    law = policy(ledger_starts=date(2026, 12, 12))
    first = release("server", hanoi("2026-12-12 00:00"), HOUR)
    before = release("server", hanoi("2026-12-11 23:59:59"), HOUR)
    now = START - 9 * DAY
    assert decided(first, now, law=law).verdict == "ok"
    assert rules_broken(decided(before, now, law=law)) == ["past-window"]


def test_no_earliest_window_lies_before_the_ledger() -> None:
    law = policy(ledger_starts=date(2027, 1, 9))
    error = problem(decided(FEATURE, START - 20 * DAY, law=law), "past-window")
    assert error.earliest_start == hanoi("2027-01-09 18:00")


# Statuses by now


@pytest.mark.parametrize(
    "now, expected",
    [
        (START - 20 * DAY - SECOND, "pending"),
        (START - 20 * DAY, "due"),
        (DEADLINE, "due"),
        (DEADLINE + SECOND, "late"),
        (START - SECOND, "late"),
        (START, "missed"),
    ],
)
def test_the_advance_notice_goes_from_pending_over_due_and_late_to_missed(
    now: datetime, expected: str
) -> None:
    assert statuses(decided(FEATURE, now))["advance"] == expected


def test_the_completion_notice_waits_for_an_outcome() -> None:
    assert statuses(decided(FEATURE, DEADLINE))["completed"] == "waiting"


def test_a_row_for_important_or_targeted_fixes_is_not_owed_by_others() -> None:
    fix = release("fix", important=False)
    assert statuses(decided(fix, START - DAY)) == {
        "handoff": "not_owed",
        "important": "not_owed",
        "completed": "waiting",
    }


def test_a_row_that_is_younger_than_the_announcement_is_not_owed() -> None:
    since = START - 14 * DAY
    category = POLICY.categories["feature"]
    young = tuple(
        replace(rule, since=since) if rule.id == "reminder" else rule for rule in category.notices
    )
    law = policy(replace(category, notices=young))
    before = record("advance", since - SECOND)
    at_once = record("advance", since)
    now = START - 9 * DAY
    assert statuses(decided(FEATURE, now, before, law=law))["reminder"] == "not_owed"
    assert statuses(decided(FEATURE, now, at_once, law=law))["reminder"] == "pending"


def test_the_default_policy_lets_a_feature_through_only_with_its_exception_of_after_the_fact() -> (
    None
):
    # Short notice is not granted to features: the entry is invalid only for the wrong role.
    exception = release(exception=approval("product"))
    assert decided(exception, START - 9 * DAY).state == "invalid"
    granted = release(exception=approval("ceo"))
    assert decided(granted, START - 9 * DAY).state == "refused"
    assert POLICY.categories["feature"].short_notice is None
