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
    Desk,
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
STAFF_TOLD = (
    record("advance-internal", START - 15 * DAY, audience="staff"),
    record("internal", START - 2 * DAY, audience="staff"),
)


def warned(
    desk: Desk, now: datetime, documented: frozenset[str] = frozenset()
) -> list[tuple[str, str]]:
    return [(p.rule, p.notice or p.message.split("`")[1]) for p in found(desk, now, documented)]


def found(desk: Desk, now: datetime, documented: frozenset[str] = frozenset()) -> list[Problem]:
    releases = (desk.decide(now).standing,)
    context = ProjectContext(desk.law, now, releases=releases, documented=documented)
    return list(project_problems("publishable", context))


def announced(file: Release = WHOLE) -> Desk:
    desk = Desk(file)
    desk.publish(START - 15 * DAY)
    return desk


def test_the_website_is_overdue_from_three_days_ahead_while_a_text_lacks_a_language() -> None:
    desk = announced(replace(WHOLE, body={"vi": "Nội dung."}, summary={"en": "Faster."}))
    desk.records += STAFF_TOLD
    assert warned(desk, START - 3 * DAY) == []
    [problem] = found(desk, START - 3 * DAY + SECOND)
    assert (problem.severity, problem.rule, problem.source_row, problem.late_by_s) == (
        "warning",
        "task-overdue",
        "II.4",
        1,
    )
    assert "`summary` in `vi`, `body` in `en`" in problem.message
    assert "`product`" in problem.message


def test_a_page_complete_in_every_language_owes_nothing() -> None:
    desk = announced()
    desk.records += STAFF_TOLD
    assert warned(desk, START - DAY) == []


def test_guide_and_faq_are_overdue_from_a_day_ahead_until_both_are_written() -> None:
    desk = announced()
    desk.records += STAFF_TOLD
    assert warned(desk, START - DAY) == []
    assert warned(desk, START - DAY + SECOND) == [("task-overdue", "guides")]
    assert warned(desk, START - DAY + SECOND, frozenset({"payroll-engine"})) == []
    assert warned(desk, START - DAY + SECOND, frozenset({"another"})) == [
        ("task-overdue", "guides")
    ]


def test_a_move_moves_the_tasks_deadline_with_it() -> None:
    desk = announced()
    desk.records += STAFF_TOLD
    desk.file = replace(WHOLE, window=release(start=START + 7 * DAY).window)
    desk.publish(START - 11 * DAY)
    assert ("task-overdue", "guides") not in warned(desk, START + 6 * DAY)
    assert ("task-overdue", "guides") in warned(desk, START + 6 * DAY + SECOND)


def test_staff_who_were_not_told_by_the_deadline_are_overdue() -> None:
    desk = announced()
    assert warned(desk, START - 10 * DAY) == []
    assert warned(desk, START - 10 * DAY + SECOND) == [("notice-overdue", "advance-internal")]
    [problem] = found(desk, START - 10 * DAY + SECOND)
    assert "notices record payroll-engine advance-internal" in problem.help
    desk.records += STAFF_TOLD[:1]
    assert warned(desk, START - 10 * DAY + SECOND) == []


def test_it_hides_nothing_and_changes_no_verdict() -> None:
    desk = announced()
    found = desk.decide(START - 3 * DAY)
    assert (statuses(found)["advance-internal"], found.verdict, found.public) == (
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
    desk = announced()
    desk.file = file
    assert warned(desk, END) == []


@pytest.mark.parametrize(
    "file",
    [replace(WHOLE, draft=True), WHOLE, replace(WHOLE, outcome=success(END + DAY))],
    ids=["draft", "refused", "invalid"],
)
def test_what_is_no_hidden_release_owes_nothing_yet(file: Release) -> None:
    assert warned(Desk(file), END) == []


def test_a_refused_change_is_warned_of_at_the_files_first_line() -> None:
    desk = announced()
    desk.shown = replace(WHOLE, source=replace(WHOLE.source, path="content/published/x.yml"))
    desk.file = replace(WHOLE, draft=True)
    [problem, *_] = found(desk, START - 10 * DAY + SECOND)
    assert problem.mark.path == "content/releases/payroll-engine.yml"


# As soon as possible


def test_a_hand_off_is_overdue_once_the_fix_has_begun() -> None:
    desk = Desk(release("fix", customers=("acme",)))
    assert warned(desk, START - SECOND) == []
    assert warned(desk, START) == [("notice-overdue", "handoff")]
    desk.records = (record("handoff", START - HOUR, audience="affected"),)
    assert warned(desk, START) == []


def test_a_notice_to_staff_as_soon_as_possible_is_overdue_once_customers_know() -> None:
    category = replace(
        FEATURE, notices=(*FEATURE.notices, row("desk", audience="staff", asap=True)), tasks=()
    )
    desk = Desk(WHOLE, policy(category))
    assert warned(desk, START - 15 * DAY) == []
    desk.publish(START - 15 * DAY)
    assert warned(desk, START - 15 * DAY) == [("notice-overdue", "desk")]


def test_a_task_that_no_file_tells_of_is_never_warned_of() -> None:
    training = replace(FEATURE.tasks[0], done_when=None)
    desk = announced()
    desk.law = policy(replace(FEATURE, tasks=(training,), notices=FEATURE.notices[:1]))
    assert warned(desk, START) == []


# A targeted fix that was called off


def test_a_cancelled_fix_is_owed_to_those_to_whom_it_was_handed_over() -> None:
    handed = record("handoff", START - 2 * DAY, audience="affected", sent=START - 2 * DAY)
    file = release("fix", customers=("acme",), cancelled=cancellation(START - DAY))
    desk = Desk(file, records=(handed,))
    found = desk.publish(START - DAY)
    [cancelled] = [n for n in found.notices if n.rule.id == "cancelled"]
    assert (cancelled.rule.audience, cancelled.rule.owner, cancelled.status) == (
        "affected",
        "care",
        "due",
    )
    assert (found.state, found.public, found.records) == ("hidden", False, ())
    desk.records += (record("cancelled", START - HOUR, audience="affected"),)
    again = desk.decide(START)
    assert statuses(again)["cancelled"] == "published"
    assert (again.state, again.public) == ("hidden", False)


def test_a_cancelled_fix_that_nobody_heard_of_is_owed_to_nobody() -> None:
    file = release("fix", customers=("acme",), cancelled=cancellation(START - DAY))
    assert "cancelled" not in statuses(Desk(file).decide(START))


# After the fact, where no row asks for a word after the outcome


def test_after_the_fact_is_public_although_there_is_nothing_to_send() -> None:
    silent = replace(FEATURE, notices=tuple(n for n in FEATURE.notices if not n.on_outcome))
    file = release(outcome=success(END), exception=approval("ceo"))
    desk = Desk(file, policy(silent))
    for now in (END, END + DAY):
        found = desk.publish(now)
        assert (found.state, found.public, found.verdict) == ("completed", True, "breached")
    assert desk.told == [
        (notice, "missed") for notice in ("advance", "announcement", "reminder", "final")
    ]
    desk.file = replace(file, outcome=None, exception=None)
    taken = desk.decide(END + DAY)
    assert (taken.verdict, taken.state) == ("refused", "completed")
