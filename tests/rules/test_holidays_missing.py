"""A window whose leads count days that no list covers: refused, warned of, or left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from notices.domain.policy import Category, Policy, TaskRule
from notices.domain.problem import Problem
from notices.domain.release import Release
from notices.domain.workdays import NamedDays, WorkCalendar
from notices.evaluation.decisions import Decision
from tests.core_builders import (
    SECOND,
    Timeline,
    cancellation,
    hanoi,
    lead,
    policy,
    release,
    row,
    rules_broken,
    success,
)

COVERS = (date(2026, 1, 1), date(2027, 1, 10))
"""Until a Sunday."""
TET = NamedDays(date(2027, 2, 8), date(2027, 2, 12), "Tết")
LAST = hanoi("2027-01-11 20:00")
"""The last day whose leads of one working day are covered: that Monday."""
FIRST_BEYOND = hanoi("2027-01-12 20:00")
NOW = hanoi("2026-12-28 09:00")


def law(*rows: Any, covers: tuple[date, date] | None = COVERS, tasks: Any = ()) -> Policy:
    notices = rows or (row("notice", latest="1bd", source="A"),)
    category = Category("change", {"vi": "x", "en": "x"}, notices, tasks=tasks)
    return replace(policy(category), workdays=WorkCalendar(covers=covers, off=(TET,)))


def change(start: datetime, **more: Any) -> Release:
    return release("change", start, id="change", **more)


def decided(file: Release, now: datetime = NOW, rules: Policy | None = None) -> Decision:
    return Timeline(file, rules or law(), entry_id=file.id).decide(now)


def missing(decision: Decision) -> list[Problem]:
    return [p for p in decision.problems if p.rule == "holidays-missing"]


def test_the_days_walked_are_needed_and_the_day_of_the_start_is_not() -> None:
    assert decided(change(LAST)).verdict == "ok"
    assert decided(change(hanoi("2027-01-11 23:59:59"))).verdict == "ok"

    decision = decided(change(hanoi("2027-01-12 00:00")))

    assert (decision.verdict, decision.state) == ("refused", "refused")
    assert rules_broken(decision) == ["holidays-missing"]
    [problem] = missing(decision)
    assert problem.first_missing_day == date(2027, 1, 11)
    assert problem.mark.path == "content/releases/change.yml"
    assert problem.message == (
        "leads of this window count working days from 2027-01-11 on, and `content/holidays.yml` "
        "covers only 2026-01-01 to 2027-01-10"
    )
    assert problem.help == (
        "List the days off of that time in `content/holidays.yml` and extend its `covers`; "
        "`notices holidays COUNTRY 2027` proposes them; or write `window: {start: 2026-12-30 00:00, "
        "end: 2026-12-30 02:00}`, and publish it by 2026-12-29 00:00 (+07:00); the earliest window "
        "that is legal now starts at 2026-12-29 09:00 (+07:00)."
    )
    assert (problem.source_row, problem.publish_by) == ("A", hanoi("2027-01-11 00:00"))
    assert problem.earliest_start == hanoi("2026-12-29 09:00")


def test_its_deadline_counts_by_weekday_alone() -> None:
    decision = decided(change(hanoi("2027-01-13 20:00")))
    assert [n.deadline for n in decision.notices] == [hanoi("2027-01-12 20:00")]


def test_without_a_file_nothing_is_covered() -> None:
    [problem] = missing(decided(change(hanoi("2027-01-04 20:00")), rules=law(covers=None)))
    assert problem.first_missing_day == date(2027, 1, 1)
    assert "and there is no `content/holidays.yml` that names the days off" in problem.message


def test_days_before_the_span_are_missing_as_well() -> None:
    rules = law(row("notice", latest="3bd"), covers=(date(2027, 1, 5), date(2027, 12, 31)))
    assert missing(decided(change(hanoi("2027-01-08 20:00")), rules=rules)) == []

    [problem] = missing(decided(change(hanoi("2027-01-07 20:00")), rules=rules))

    assert problem.first_missing_day == date(2027, 1, 4)


def test_where_nothing_is_counted_in_working_days_no_list_is_needed() -> None:
    rules = law(row("notice", earliest="20d", latest="1w"), covers=None)
    assert decided(change(FIRST_BEYOND), rules=rules).verdict == "ok"


def test_only_the_rows_that_the_release_owes_count() -> None:
    rules = law(row("notice", latest="24h"), row("more", latest="3bd", when="important"))
    assert decided(change(FIRST_BEYOND), rules=rules).verdict == "ok"
    assert rules_broken(decided(change(FIRST_BEYOND, important=True), rules=rules)) == [
        "holidays-missing"
    ]


def test_the_first_of_all_days_that_are_missing_is_named_once() -> None:
    rules = law(row("a", latest="1bd"), row("b", earliest="4bd", latest="2bd"))
    [problem] = missing(decided(change(hanoi("2027-01-20 20:00")), rules=rules))
    assert (problem.first_missing_day, problem.notice) == (date(2027, 1, 14), None)


def test_a_draft_is_warned_also_under_strict() -> None:
    decision = decided(change(FIRST_BEYOND, draft=True))
    [problem] = missing(decision)
    assert (decision.verdict, problem.severity, problem.lenient) == ("ok", "warning", True)


def test_a_move_is_refused_and_the_announced_window_stands() -> None:
    timeline = Timeline(
        change(LAST), law(row("notice", latest="1bd", asap=True)), entry_id="change"
    )
    timeline.publish(NOW)
    timeline.file = change(FIRST_BEYOND)

    decision = timeline.decide(NOW)

    assert (decision.verdict, decision.public) == ("refused", True)
    assert rules_broken(decision) == ["holidays-missing"]
    assert decision.release is not None
    assert decision.release.window.start == LAST


def test_a_later_end_is_no_move() -> None:
    rules = law(row("notice", latest="1bd", asap=True))
    timeline = Timeline(change(LAST), rules, entry_id="change")
    timeline.publish(NOW)
    timeline.law = replace(rules, workdays=WorkCalendar(covers=(COVERS[0], date(2026, 12, 31))))
    timeline.file = change(LAST, length=timedelta(hours=3))

    assert timeline.decide(NOW).verdict == "ok"


def test_an_announced_window_with_a_notice_still_owed_gets_a_warning() -> None:
    """The span was cut after the announcement: deadlines now count by weekday alone."""
    rules = law(row("early", latest="1w", asap=True), row("late", latest="1bd"))
    timeline = Timeline(change(LAST), rules, entry_id="change")
    timeline.publish(NOW)
    timeline.law = replace(rules, workdays=WorkCalendar(covers=(COVERS[0], date(2026, 12, 31))))

    decision = timeline.decide(NOW + SECOND)
    [problem] = missing(decision)
    assert (decision.verdict, problem.severity) == ("ok", "warning")
    assert problem.first_missing_day == date(2027, 1, 8)

    # Once the notice is out, nothing hangs on those days any more.
    timeline.publish(hanoi("2027-01-08 20:00"))
    assert missing(timeline.decide(hanoi("2027-01-08 20:00:01"))) == []


@pytest.mark.parametrize(
    "more",
    [
        {"outcome": success(hanoi("2026-12-20 22:00"))},
        {"cancelled": cancellation(hanoi("2026-12-19 09:00"))},
    ],
)
def test_what_has_ended_gets_nothing(more: dict[str, Any]) -> None:
    start = hanoi("2026-12-20 20:00")
    rules = law(row("notice", latest="1bd", asap=True))
    timeline = Timeline(change(start), rules, entry_id="change")
    timeline.publish(hanoi("2026-12-01 09:00"))
    timeline.file = change(start, **more)
    timeline.law = replace(rules, workdays=WorkCalendar())

    assert missing(timeline.decide(NOW)) == []


def test_a_task_alone_refuses_nothing_and_is_warned_of() -> None:
    task = TaskRule("page", "product", lead("2bd"))
    rules = law(row("notice", latest="24h"), tasks=(task,))

    decision = decided(change(hanoi("2027-01-13 20:00")), rules=rules)

    [problem] = missing(decision)
    assert (decision.verdict, problem.severity) == ("ok", "warning")
    assert problem.first_missing_day == date(2027, 1, 11)


# What a refusal offers and names


def test_the_earliest_start_lies_within_the_covered_span_or_there_is_none() -> None:
    late = decided(change(hanoi("2027-01-08 20:00")), now=hanoi("2027-01-08 09:00"))
    [problem] = [p for p in late.problems if p.rule == "lead-time"]
    # 09:00 of the same Friday is a working day before any time of the weekend and of Monday.
    assert problem.earliest_start == hanoi("2027-01-09 09:00")

    over = decided(change(LAST), now=hanoi("2027-01-11 09:00"))
    [problem] = [p for p in over.problems if p.rule == "lead-time"]
    assert problem.earliest_start is None
    assert problem.help.endswith(
        "; no start is legal with the rest of this entry as it is and the days that "
        "`content/holidays.yml` covers, until 2027-01-10."
    )


def test_a_start_may_have_to_wait_for_the_span_to_begin() -> None:
    rules = law(row("notice", latest="2bd"), covers=(date(2027, 3, 1), date(2027, 12, 31)))
    [problem] = missing(decided(change(hanoi("2027-01-08 20:00")), rules=rules))
    assert problem.earliest_start == hanoi("2027-03-03 00:00")


def test_a_start_that_is_legal_on_the_holiday_itself_is_found_between_days_that_are_not() -> None:
    """Back from 13:00 of any day of Tết is 13:00 of the Friday before it."""
    rules = law(covers=(date(2026, 1, 1), date(2027, 12, 31)))
    decision = decided(change(hanoi("2027-02-05 20:00")), hanoi("2027-02-05 13:00"), rules)
    [problem] = [p for p in decision.problems if p.rule == "lead-time"]
    assert problem.earliest_start == hanoi("2027-02-06 13:00")


def test_a_refusal_names_the_holiday_in_the_way() -> None:
    rules = law(
        row("notice", latest="3bd", source="A.1"), covers=(date(2026, 1, 1), date(2027, 12, 31))
    )
    decision = decided(change(hanoi("2027-02-13 20:00")), hanoi("2027-02-03 20:00:01"), rules)
    [problem] = [p for p in decision.problems if p.rule == "lead-time"]
    assert problem.message == (
        "`notice` (A.1) is due to customers 3 working days before the start, by 2027-02-03 20:00 "
        "(+07:00); that was 1 second ago; Tết, 2027-02-08 to 2027-02-12, are days off"
    )
    assert problem.late_by_s == 1


def test_so_does_a_chosen_time_after_the_deadline_or_before_the_opening() -> None:
    rules = law(
        row("notice", earliest="4bd", latest="1bd"), covers=(date(2026, 1, 1), date(2027, 12, 31))
    )
    start = hanoi("2027-02-13 20:00")
    for at, words in (
        ("2027-02-06 09:00", "after its deadline"),
        ("2027-02-01 09:00", "before it opens"),
    ):
        decision = decided(change(start, own={"notice": hanoi(at)}), NOW, rules)
        [problem] = [p for p in decision.problems if p.is_error]
        assert words in problem.message
        assert problem.message.endswith("; Tết, 2027-02-08 to 2027-02-12, are days off")
