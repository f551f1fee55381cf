"""Updates of an announced release: which may stand, what is told of them, what may not go."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.messages import messages_of
from notices.domain.problem import Problem
from notices.domain.release import Release, Update
from notices.evaluation import Evaluation, next_change
from notices.evaluation.decisions import Decision
from tests.core_builders import (
    FEATURE,
    POLICY,
    SECOND,
    START,
    Timeline,
    approval,
    cancellation,
    decided,
    hanoi,
    policy,
    problem,
    release,
    rules_broken,
    statuses,
    success,
)

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
END = START + 2 * HOUR
FIRST = START - 15 * DAY
ONE, TWO, THREE = START + 10 * MINUTE, START + 40 * MINUTE, START + 70 * MINUTE


def running(at: datetime = START, **more: object) -> Timeline:
    """A feature that was announced on time and has begun; nothing of it is owed at ``at``."""
    timeline = Timeline(release(**more))  # type: ignore[arg-type]
    for when in (FIRST, START - 3 * DAY, START - 2 * DAY, START - DAY, at):
        timeline.publish(when)
    return timeline


def told(decision: Decision) -> list[str]:
    return [record.notice for record in decision.records]


def updates_problem(decision: Decision) -> Problem:
    return problem(decision, "updates")


# What is told


def test_each_update_is_told_once_at_the_publish_that_finds_it() -> None:
    timeline = running()
    timeline.file = release(updates=(ONE,))
    [first] = timeline.publish(ONE + 5 * MINUTE).records
    assert (first.notice, first.audience, first.verdict) == ("update-1", "customers", "on_time")
    assert (first.at, first.sent, first.deadline, first.result) == (
        ONE + 5 * MINUTE,
        None,
        None,
        None,
    )
    assert (first.start, first.end) == (START, END)
    timeline.file = release(updates=(ONE, TWO, THREE))
    assert told(timeline.publish(THREE)) == ["update-2", "update-3"]
    assert told(timeline.decide(THREE + SECOND)) == []


def test_they_stand_behind_the_policys_notices_with_their_status() -> None:
    timeline = running()
    timeline.file = release(updates=(ONE,))
    timeline.publish(ONE)
    timeline.file = release(updates=(ONE, TWO))
    decision = timeline.decide(TWO)
    assert [*statuses(decision)][-2:] == ["update-1", "update-2"]
    first, second = decision.notices[-2:]
    assert (first.status, first.published_at) == ("published", ONE)
    assert (second.status, second.published_at) == ("due", None)
    assert (second.opens, second.planned, second.deadline) == (None, None, None)


def test_what_is_told_of_an_update_stays_told_after_a_move() -> None:
    timeline = running(START - 14 * DAY)
    timeline.file = release(updates=(START - 14 * DAY,))
    timeline.publish(START - 14 * DAY)
    timeline.file = release(start=START + 7 * DAY, updates=(START - 14 * DAY,))
    assert told(timeline.publish(START - 12 * DAY)) == ["rescheduled"]


def test_an_update_and_a_notice_that_is_due_go_out_together() -> None:
    timeline = Timeline(release())
    timeline.publish(FIRST)
    at = START - 3 * DAY
    timeline.file = release(updates=(at - HOUR,))
    assert told(timeline.publish(at)) == ["announcement", "update-1"]


def test_an_overrun_with_its_update_and_the_result_are_told_in_one_publish() -> None:
    timeline = running()
    longer = replace(release(updates=(ONE,)), outcome=success(END + HOUR))
    timeline.file = replace(longer, window=replace(longer.window, end=END + HOUR))
    assert told(timeline.publish(END + HOUR)) == ["completed", "rescheduled", "update-1"]


def test_what_is_untold_at_a_cancellation_or_afterwards_is_never_told() -> None:
    timeline = running(START - 2 * DAY)
    timeline.file = release(updates=(FIRST,))
    timeline.publish(START - 12 * HOUR)
    called_off = cancellation(START - HOUR)
    timeline.file = release(updates=(FIRST, START - 2 * HOUR), cancelled=called_off)
    decision = timeline.publish(START - HOUR)
    assert told(decision) == ["cancelled"]
    assert statuses(decision)["update-1"] == "published"
    assert statuses(decision)["update-2"] == "not_owed"
    assert decision.release is not None
    assert len(decision.release.updates) == 2, "it is shown"
    timeline.file = release(updates=(FIRST, START - 2 * HOUR, START), cancelled=called_off)
    assert told(timeline.publish(START)) == []
    timeline.file = release(updates=(FIRST,), cancelled=called_off)
    gone = timeline.decide(END).release
    assert gone is not None
    assert len(gone.updates) == 1, "what was never told may go"


def test_imported_updates_are_shown_and_never_told() -> None:
    start = hanoi("2025-06-01 20:00")
    old = release(start=start, outcome=success(start + HOUR), updates=(start - 90 * DAY, start))
    decision = decided(old, START)
    assert (decision.public, decision.imported, told(decision)) == (True, True, [])
    assert rules_broken(decision) == []
    assert statuses(decision)["update-2"] == "not_owed"
    corrected = decided(replace(old, updates=old.updates[1:]), START, shown=old)
    assert (corrected.verdict, rules_broken(corrected)) == ("ok", [])


def test_the_result_may_be_followed_by_updates_for_seven_days() -> None:
    timeline = running(END + HOUR, outcome=None)
    timeline.file = release(outcome=success(END))
    timeline.publish(END + HOUR)
    timeline.file = release(outcome=success(END), updates=(END + 3 * DAY,))
    assert told(timeline.publish(END + 3 * DAY)) == ["update-1"]


# What makes an entry invalid


def test_a_hidden_release_with_updates_is_invalid() -> None:
    now = START - 30 * DAY
    decision = decided(release(updates=(now,)), now)
    assert (decision.verdict, decision.state, decision.public) == ("invalid", "invalid", False)
    found = updates_problem(decision)
    assert found.field == "updates"
    assert found.message == (
        "`updates` go to customers who know of this release, and it was not announced to them"
    )


@pytest.mark.parametrize(
    "hidden",
    [
        release(updates=(FIRST,), draft=True),
        release("fix", updates=(FIRST,), customers=("acme",)),
        release(updates=(FIRST,), cancelled=cancellation(FIRST)),
        release(
            updates=(FIRST,),
            outcome=success(END),
            exception=approval(on=date(2026, 12, 13)),
        ),
        release(
            "fix",
            start=hanoi("2025-06-01 20:00"),
            updates=(hanoi("2025-06-01 20:00"),),
            outcome=success(hanoi("2025-06-01 21:00")),
            customers=("acme",),
        ),
    ],
    ids=["draft", "targeted", "cancelled", "after the fact", "imported and targeted"],
)
def test_whatever_else_is_hidden_may_have_none_either(hidden: Release) -> None:
    decision = decided(hidden, END + DAY)
    assert decision.verdict == "invalid"
    assert not decision.public


def test_an_update_is_not_dated_in_the_future_to_the_second() -> None:
    timeline = running()
    timeline.file = release(updates=(ONE,))
    assert told(timeline.decide(ONE)) == ["update-1"]
    decision = timeline.decide(ONE - SECOND)
    assert (decision.verdict, decision.state, told(decision)) == ("invalid", "in_progress", [])
    found = updates_problem(decision)
    assert found.message == "`update-1` is dated 1 second in the future"
    assert found.help == "Write when it was so, as `at: 2026-12-12 20:09:59`."
    assert found.field == "updates.0.at"


def test_the_announced_copy_stands_and_what_is_owed_of_it_goes_out() -> None:
    timeline = running()
    timeline.file = release(updates=(ONE,))
    timeline.publish(ONE)
    timeline.file = release(updates=(ONE, THREE), outcome=success(TWO))
    decision = timeline.decide(TWO)
    assert (decision.verdict, decision.state, told(decision)) == ("invalid", "in_progress", [])
    assert decision.release is not None
    assert [update.at for update in decision.release.updates] == [ONE]
    now = next_change(Evaluation(TWO, (), POLICY, decisions=(decision,)))
    assert now == THREE, "it becomes valid then, though nobody edits it"
    assert told(timeline.publish(THREE)) == ["completed", "update-2"]


def test_their_times_rise_strictly() -> None:
    timeline = running()
    timeline.file = release(updates=(ONE, ONE + SECOND))
    assert timeline.decide(TWO).verdict == "ok"
    for second in (ONE, ONE - SECOND):
        timeline.file = release(updates=(ONE, second))
        found = updates_problem(timeline.decide(TWO))
        assert found.message == (
            "`update-2` is not later than `update-1`, 2026-12-12 20:10 (+07:00)"
        )
        assert found.field == "updates.1.at"


def test_the_first_may_be_dated_in_the_minute_of_the_announcement_and_no_earlier() -> None:
    timeline = Timeline(release())
    timeline.publish(FIRST + 30 * SECOND)
    for at in (FIRST, FIRST + 29 * SECOND, FIRST + 30 * SECOND):
        timeline.file = release(updates=(at,))
        assert timeline.decide(FIRST + MINUTE).verdict == "ok"
    timeline.file = release(updates=(FIRST - SECOND,))
    found = updates_problem(timeline.decide(FIRST + MINUTE))
    assert found.message == (
        "`update-1` is dated before the release was announced, 2026-11-27 20:00:30 (+07:00)"
    )


def test_the_last_may_be_dated_in_the_minute_seven_days_after_the_end_and_no_later() -> None:
    timeline = running(END)
    last = END + 7 * DAY
    for at in (last, last + 59 * SECOND):
        timeline.file = release(updates=(at,))
        assert told(timeline.decide(last + DAY)) == ["update-1"]
    timeline.file = release(updates=(last + MINUTE,))
    found = updates_problem(timeline.decide(last + DAY))
    assert found.message == (
        "`update-1` is dated more than 7 days after the window ended, 2026-12-12 22:00 (+07:00)"
    )


def test_seven_days_are_calendar_days_where_clocks_change() -> None:
    """Berlin goes back an hour on 25 October: the seventh day is an hour longer."""
    law = policy(FEATURE, zone="Europe/Berlin")
    start = datetime(2026, 10, 24, 18, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    timeline = Timeline(release(start=start), law)
    timeline.publish(start - 15 * DAY)
    last = start + 2 * HOUR + 7 * DAY + HOUR
    for at, invalid in ((last, False), (last + MINUTE, True)):
        timeline.file = release(start=start, updates=(at,))
        assert (timeline.decide(last + DAY).verdict == "invalid") is invalid


def test_of_a_cancelled_release_the_announced_window_counts() -> None:
    timeline = running(START - 2 * DAY)
    called_off = cancellation(START - HOUR)
    far = START + 60 * DAY
    timeline.file = release(start=far, cancelled=called_off, updates=(END + 7 * DAY,))
    assert timeline.decide(far).verdict == "ok"
    timeline.file = release(start=far, cancelled=called_off, updates=(END + 7 * DAY + MINUTE,))
    assert timeline.decide(far).verdict == "invalid"


@given(st.lists(st.integers(-16 * 1440, 8 * 1440), max_size=4), st.integers(-15 * 1440, 9 * 1440))
def test_an_entry_is_valid_just_when_each_time_is_in_its_place(
    minutes: list[int], now_minute: int
) -> None:
    """Minutes count from the start; the release was announced fifteen days before it."""
    timeline = Timeline(release())
    timeline.publish(FIRST)
    now = START + now_minute * MINUTE
    timeline.file = release(updates=tuple(START + minute * MINUTE for minute in minutes))
    rises = all(a < b for a, b in pairwise(minutes))
    inside = all(-15 * 1440 <= m <= min(now_minute, 120 + 7 * 1440) for m in minutes)
    decision = timeline.decide(now)
    assert (decision.verdict == "invalid") == (not (rises and inside))
    expected = [f"update-{n}" for n in range(1, len(minutes) + 1)] if rises and inside else []
    assert [name for name in told(decision) if name.startswith("update-")] == expected


@given(st.lists(st.tuples(st.integers(1, 90), st.integers(0, 3)), min_size=1, max_size=6))
def test_each_is_told_exactly_once_whenever_it_is_written_and_published(
    steps: list[tuple[int, int]],
) -> None:
    """Each step: so many minutes later, so many new ones, a publish, and another one."""
    timeline = running()
    now, dates = START, list[datetime]()
    told_at: list[datetime] = []
    for minutes, new in steps:
        now += minutes * MINUTE
        dates += [now - (new - n) * SECOND for n in range(1, new + 1)]
        told_at += [now] * new
        timeline.file = release(updates=tuple(dates))
        timeline.publish(now)
        timeline.publish(now + SECOND)
    updates = [r for r in timeline.records if r.notice.startswith("update-")]
    assert [r.notice for r in updates] == [f"update-{n}" for n in range(1, len(dates) + 1)]
    assert [r.at for r in updates] == told_at
    messages = messages_of(timeline.records).get("payroll-engine", ())
    assert [n for message in messages for n in message.updates] == [*range(1, len(dates) + 1)]
    assert len({message.uid for message in messages}) == len(messages)


# What was told


def test_the_text_of_a_told_update_may_be_corrected_without_a_message() -> None:
    timeline = running()
    timeline.file = release(updates=(ONE,))
    timeline.publish(ONE)
    corrected = replace(release(), updates=(Update(ONE, {"vi": "Đã xong.", "en": "Done."}),))
    timeline.file = corrected
    decision = timeline.decide(TWO)
    assert (decision.verdict, told(decision)) == ("ok", [])
    assert decision.release == corrected


def test_a_told_update_is_neither_removed_nor_dated_anew() -> None:
    timeline = running()
    timeline.file = release(updates=(ONE, TWO))
    timeline.publish(TWO)
    for updates, number in (((ONE,), 2), ((ONE, TWO + MINUTE), 2), ((TWO,), 1), ((TWO, THREE), 1)):
        timeline.file = release(updates=updates)
        decision = timeline.decide(THREE)
        assert (decision.verdict, told(decision)) == ("refused", [])
        found = problem(decision, "taken-back")
        assert found.field == "updates"
        at = ("2026-12-12 20:10", "2026-12-12 20:40")[number - 1]
        assert found.message == (
            f"`update-{number}` was told to customers; it cannot be removed, nor dated anew"
        )
        assert found.help.startswith(
            f"Restore it as number {number} of `updates`, with `at: {at}`;"
        )
        assert decision.release is not None
        assert [update.at for update in decision.release.updates] == [ONE, TWO]
    timeline.file = release()
    assert [p.rule for p in timeline.decide(THREE).problems] == ["taken-back", "taken-back"]


def test_a_new_update_stands_behind_all_that_were_told() -> None:
    timeline = running()
    timeline.file = release(updates=(ONE, THREE))
    timeline.publish(THREE)
    timeline.file = release(updates=(ONE, TWO, THREE))
    decision = timeline.decide(END)
    assert (decision.verdict, told(decision)) == ("refused", [])
    found = problem(decision, "taken-back")
    assert found.field == "updates.1.at"
    assert found.message == "`update-2` is new, and stands before updates that were told"


def test_a_cancellation_goes_through_though_an_update_is_gone() -> None:
    timeline = running(START - 2 * DAY)
    timeline.file = release(updates=(FIRST,))
    timeline.publish(START - 2 * DAY)
    timeline.file = release(cancelled=cancellation(START - HOUR))
    decision = timeline.decide(START - HOUR)
    assert (decision.verdict, decision.state, told(decision)) == ("ok", "cancelled", ["cancelled"])
    assert decision.release is not None
    assert [update.at for update in decision.release.updates] == [FIRST]


# Why a window was moved


def test_the_reason_of_a_move_needs_a_move() -> None:
    timeline = Timeline(release(moved_reason="Chờ nhà cung cấp."))
    hidden = problem(timeline.decide(FIRST - 20 * DAY), "moved-reason")
    assert (hidden.severity, hidden.field) == ("warning", "window.moved_reason")
    assert hidden.message == "`moved_reason` is shown to nobody: no window was announced yet"
    timeline.publish(FIRST)
    known = problem(timeline.decide(FIRST + DAY), "moved-reason")
    assert known.message == (
        "`moved_reason` is shown to nobody: this is the window that was announced"
    )
    timeline.file = release(start=START + 7 * DAY, moved_reason="Chờ nhà cung cấp.")
    for step in (DAY, 2 * DAY):
        decision = timeline.publish(FIRST + step)
        assert (decision.verdict, decision.problems) == ("ok", ())
    timeline.file = release(moved_reason="Quay lại lịch cũ.")
    assert timeline.publish(FIRST + 3 * DAY).problems == ()


def test_a_new_end_alone_is_a_move_that_may_have_a_reason() -> None:
    timeline = running()
    timeline.file = release(length=3 * HOUR, moved_reason="Lâu hơn dự tính.")
    decision = timeline.publish(ONE)
    assert (told(decision), decision.problems) == (["rescheduled"], ())
