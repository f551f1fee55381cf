"""Tasks, and notices to staff and the affected: warned of once their deadline has passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from notices.domain.problem import Problem
from notices.domain.release import Release
from notices.rules.project_context import ProjectContext
from notices.rules.registry import project_problems
from tests.core_builders import (
    FEATURE,
    SECOND,
    START,
    Timeline,
    approval,
    cancellation,
    policy,
    record,
    release,
    row,
    statuses,
    success,
)

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
END = START + 2 * HOUR
BODY = {"vi": "Nội dung.", "en": "The details."}
WHOLE = replace(release(), body=BODY)
STAFF_RECORD = (
    record("advance-internal", START - 15 * DAY, audience="staff"),
    record("internal", START - 2 * DAY, audience="staff"),
)


def warned(
    timeline: Timeline, now: datetime, documented: frozenset[str] = frozenset()
) -> list[tuple[str, str]]:
    return told(timeline, now, "-overdue", documented)


def soon(
    timeline: Timeline, now: datetime, documented: frozenset[str] = frozenset()
) -> list[tuple[str, str]]:
    return told(timeline, now, "-due", documented)


def told(
    timeline: Timeline, now: datetime, ending: str, documented: frozenset[str]
) -> list[tuple[str, str]]:
    problems = found(timeline, now, documented)
    return [
        (p.rule, p.notice or p.message.split("`")[1]) for p in problems if p.rule.endswith(ending)
    ]


def found(
    timeline: Timeline, now: datetime, documented: frozenset[str] = frozenset()
) -> list[Problem]:
    releases = (timeline.decide(now).standing,)
    context = ProjectContext(timeline.law, now, releases=releases, documented=documented)
    return list(project_problems("publishable", context))


def announced(file: Release = WHOLE) -> Timeline:
    timeline = Timeline(file)
    timeline.publish(START - 15 * DAY)
    return timeline


def test_the_website_is_overdue_from_three_days_ahead_while_a_text_lacks_a_language() -> None:
    timeline = announced(replace(WHOLE, body={"vi": "Nội dung."}, summary={"en": "Faster."}))
    timeline.records += STAFF_RECORD
    assert warned(timeline, START - 3 * DAY) == []
    [problem] = found(timeline, START - 3 * DAY + SECOND)
    assert (problem.severity, problem.rule, problem.source_row, problem.late_by_s) == (
        "warning",
        "task-overdue",
        "II.4",
        1,
    )
    assert "`summary` in `vi`, `body` in `en`" in problem.message
    assert "`product`" in problem.message


def test_a_page_complete_in_every_language_owes_nothing() -> None:
    timeline = announced()
    timeline.records += STAFF_RECORD
    assert warned(timeline, START - DAY) == []


def test_guide_and_faq_are_overdue_from_a_day_ahead_until_both_are_written() -> None:
    timeline = announced()
    timeline.records += STAFF_RECORD
    assert warned(timeline, START - DAY) == []
    assert warned(timeline, START - DAY + SECOND) == [("task-overdue", "guides")]
    assert warned(timeline, START - DAY + SECOND, frozenset({"payroll-engine"})) == []
    assert warned(timeline, START - DAY + SECOND, frozenset({"another"})) == [
        ("task-overdue", "guides")
    ]


def test_a_move_moves_the_tasks_deadline_with_it() -> None:
    timeline = announced()
    timeline.records += STAFF_RECORD
    timeline.file = replace(WHOLE, window=release(start=START + 7 * DAY).window)
    timeline.publish(START - 11 * DAY)
    assert ("task-overdue", "guides") not in warned(timeline, START + 6 * DAY)
    assert ("task-overdue", "guides") in warned(timeline, START + 6 * DAY + SECOND)


def test_staff_who_were_not_told_by_the_deadline_are_overdue() -> None:
    timeline = announced()
    assert warned(timeline, START - 10 * DAY) == []
    assert warned(timeline, START - 10 * DAY + SECOND) == [("notice-overdue", "advance-internal")]
    [problem] = found(timeline, START - 10 * DAY + SECOND)
    assert "notices record payroll-engine advance-internal" in problem.help
    timeline.records += STAFF_RECORD[:1]
    assert warned(timeline, START - 10 * DAY + SECOND) == []


def test_it_hides_nothing_and_changes_no_verdict() -> None:
    timeline = announced()
    decision = timeline.decide(START - 3 * DAY)
    assert (statuses(decision)["advance-internal"], decision.verdict, decision.public) == (
        "late",
        "ok",
        True,
    )


@pytest.mark.parametrize(
    "file",
    [
        replace(WHOLE, outcome=success(END)),
        replace(WHOLE, cancelled=cancellation(START - DAY)),
    ],
    ids=["completed", "cancelled"],
)
def test_what_ended_is_never_warned_of(file: Release) -> None:
    timeline = announced()
    timeline.file = file
    assert warned(timeline, END) == []


@pytest.mark.parametrize(
    "file",
    [replace(WHOLE, draft=True), WHOLE, replace(WHOLE, outcome=success(END + DAY))],
    ids=["draft", "refused", "invalid"],
)
def test_what_is_no_hidden_release_owes_nothing_yet(file: Release) -> None:
    assert warned(Timeline(file), END) == []


def test_a_refused_change_is_warned_of_at_the_files_first_line() -> None:
    timeline = announced()
    timeline.shown = replace(WHOLE, source=replace(WHOLE.source, path="content/published/x.yml"))
    timeline.file = replace(WHOLE, draft=True)
    [problem, *_] = found(timeline, START - 10 * DAY + SECOND)
    assert problem.mark.path == "content/releases/payroll-engine.yml"


# As soon as possible


def test_a_hand_off_is_overdue_once_the_fix_has_begun() -> None:
    timeline = Timeline(release("fix", customers=("acme",)))
    assert warned(timeline, START - SECOND) == []
    assert warned(timeline, START) == [("notice-overdue", "handoff")]
    timeline.records = (record("handoff", START - HOUR, audience="affected"),)
    assert warned(timeline, START) == []


def test_a_notice_to_staff_as_soon_as_possible_is_overdue_once_customers_know() -> None:
    category = replace(
        FEATURE, notices=(*FEATURE.notices, row("timeline", audience="staff", asap=True)), tasks=()
    )
    timeline = Timeline(WHOLE, policy(category))
    assert warned(timeline, START - 15 * DAY) == []
    timeline.publish(START - 15 * DAY)
    assert warned(timeline, START - 15 * DAY) == [("notice-overdue", "timeline")]


def test_a_task_that_no_file_tells_of_is_never_warned_of() -> None:
    training = replace(FEATURE.tasks[0], done_when=None)
    timeline = announced()
    timeline.law = policy(replace(FEATURE, tasks=(training,), notices=FEATURE.notices[:1]))
    assert warned(timeline, START) == []


# A day before


def test_an_undone_task_is_due_a_day_before_it_is_overdue() -> None:
    timeline = announced(release())
    due, deadline = [("task-due", "website")], START - 3 * DAY
    assert soon(timeline, deadline - DAY - SECOND) == []
    assert soon(timeline, deadline - DAY) == due
    assert soon(timeline, deadline) == due
    assert soon(timeline, deadline + SECOND) == []
    [task] = [p for p in found(timeline, deadline) if p.rule == "task-due"]
    assert task.message.startswith("the task `website` (II.4) of `product` is due by 2026-12-09 ")
    assert (task.late_by_s, task.field, task.help) == (
        None,
        "body",
        "Write `body` in `vi`, `body` in `en`.",
    )


def test_guides_are_due_a_day_before_until_both_are_written() -> None:
    timeline, deadline = announced(), START - DAY
    timeline.records += STAFF_RECORD
    assert soon(timeline, deadline - DAY - SECOND) == []
    assert soon(timeline, deadline - DAY) == [("task-due", "guides")]
    assert soon(timeline, deadline) == [("task-due", "guides")]
    assert soon(timeline, deadline, frozenset({WHOLE.id})) == []


def test_a_notice_to_staff_is_due_a_day_before_its_deadline_until_it_is_recorded() -> None:
    timeline, documented = announced(), frozenset({WHOLE.id})
    timeline.records += STAFF_RECORD[:1]
    deadline = START - DAY
    assert soon(timeline, deadline - DAY - SECOND, documented) == []
    assert soon(timeline, deadline - DAY, documented) == [("notice-due", "internal")]
    assert soon(timeline, deadline, documented) == [("notice-due", "internal")]
    assert warned(timeline, deadline, documented) == []
    assert soon(timeline, deadline + SECOND, documented) == []
    assert warned(timeline, deadline + SECOND, documented) == [("notice-overdue", "internal")]
    timeline.records += STAFF_RECORD[1:]
    assert soon(timeline, deadline, documented) == []


def test_a_notice_is_not_due_before_it_opens() -> None:
    early = row("early", audience="staff", earliest="30h", latest="20h")
    timeline = Timeline(WHOLE, policy(replace(FEATURE, notices=(early,), tasks=())))
    assert soon(timeline, START - 30 * HOUR - SECOND) == []
    assert soon(timeline, START - 30 * HOUR) == [("notice-due", "early")]


def test_a_hand_off_is_due_a_day_before_the_fix_begins() -> None:
    timeline = Timeline(release("fix", customers=("acme",)))
    assert soon(timeline, START - DAY - SECOND) == []
    assert soon(timeline, START - DAY) == [("notice-due", "handoff")]
    assert soon(timeline, START - SECOND) == [("notice-due", "handoff")]
    assert (soon(timeline, START), warned(timeline, START)) == ([], [("notice-overdue", "handoff")])
    timeline.records = (record("handoff", START - DAY, audience="affected"),)
    assert soon(timeline, START - HOUR) == []


def test_a_notice_as_soon_as_possible_is_due_a_day_before_customers_hear() -> None:
    notices = (*FEATURE.notices, row("timeline", audience="staff", asap=True))
    timeline = Timeline(WHOLE, policy(replace(FEATURE, notices=notices, tasks=())))
    planned = START - 20 * DAY
    assert ("notice-due", "timeline") not in soon(timeline, planned - DAY - SECOND)
    assert ("notice-due", "timeline") in soon(timeline, planned - DAY)


def test_nothing_is_due_of_what_is_over_cancelled_a_draft_or_refused() -> None:
    now = START - 2 * DAY
    for file in (
        replace(WHOLE, draft=True),
        replace(WHOLE, cancelled=cancellation(now)),
        WHOLE,
    ):
        assert soon(Timeline(file), now) == []


# A targeted fix that was called off


def test_a_cancelled_fix_is_owed_to_those_to_whom_it_was_handed_over() -> None:
    handed = record("handoff", START - 2 * DAY, audience="affected", sent=START - 2 * DAY)
    file = release("fix", customers=("acme",), cancelled=cancellation(START - DAY))
    timeline = Timeline(file, records=(handed,))
    decision = timeline.publish(START - DAY)
    [cancelled] = [n for n in decision.notices if n.rule.id == "cancelled"]
    assert (cancelled.rule.audience, cancelled.rule.owner, cancelled.status) == (
        "affected",
        "care",
        "due",
    )
    assert (decision.state, decision.public, decision.records) == ("hidden", False, ())
    timeline.records += (record("cancelled", START - HOUR, audience="affected"),)
    again = timeline.decide(START)
    assert statuses(again)["cancelled"] == "published"
    assert (again.state, again.public) == ("hidden", False)


def test_a_cancelled_fix_that_nobody_heard_of_is_owed_to_nobody() -> None:
    file = release("fix", customers=("acme",), cancelled=cancellation(START - DAY))
    assert "cancelled" not in statuses(Timeline(file).decide(START))


# After the fact, where no row asks for a word after the outcome


def test_after_the_fact_is_public_although_there_is_nothing_to_send() -> None:
    silent = replace(FEATURE, notices=tuple(n for n in FEATURE.notices if n.on != "outcome"))
    file = release(outcome=success(END), exception=approval("ceo"))
    timeline = Timeline(file, policy(silent))
    for now in (END, END + DAY):
        decision = timeline.publish(now)
        assert (decision.state, decision.public, decision.verdict) == (
            "completed",
            True,
            "breached",
        )
    assert timeline.recorded == [
        (notice, "missed") for notice in ("advance", "announcement", "reminder", "final")
    ]
    timeline.file = replace(file, outcome=None, exception=None)
    taken = timeline.decide(END + DAY)
    assert (taken.verdict, taken.state) == ("refused", "completed")
