"""The key of a problem: what stays the same while the problem does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem

PROBLEM = Problem(
    "error",
    "lead-time",
    Mark("content/releases/2026-12.yml", 4, 17),
    phrase("that was 1 hour ago"),
    entry="2026-12",
    kind="release",
    notice="advance",
    field="window.start",
    facts=(datetime(2026, 12, 12, 13, tzinfo=UTC),),
)


def test_line_wording_severity_and_lateness_are_not_in_the_key() -> None:
    later = replace(
        PROBLEM.as_warning(),
        mark=Mark("content/releases/2026/2026-12.yml", 9, 3),
        message=phrase("that was 2 hours ago"),
        help=phrase("Choose another window."),
        late_by_s=7200,
    )
    assert later.key == PROBLEM.key


def test_each_fact_of_a_problem_is_in_the_key() -> None:
    others = [
        replace(PROBLEM, rule="too-early"),
        replace(PROBLEM, kind="plan"),
        replace(PROBLEM, entry="2027-01"),
        replace(PROBLEM, notice="final"),
        replace(PROBLEM, field="window.end"),
        replace(PROBLEM, facts=(datetime(2026, 12, 13, 13, tzinfo=UTC),)),
        replace(PROBLEM, facts=(timedelta(),)),
    ]
    assert len({problem.key for problem in (PROBLEM, *others)}) == 1 + len(others)


def test_a_problem_of_no_entry_is_known_by_its_file() -> None:
    policy = replace(PROBLEM, entry=None, kind=None, mark=Mark("content/policy.yml", 3))
    systems = replace(policy, mark=Mark("content/systems.yml", 3))
    assert policy.key != systems.key
    assert policy.key == replace(policy, mark=Mark("content/policy.yml", 8)).key


def test_the_place_in_a_list_is_not_in_the_key() -> None:
    first = replace(PROBLEM, field="impact.systems.0", facts=("crm",))
    assert first.key == replace(first, field="impact.systems.1").key
    assert first.key != replace(first, facts=("payroll",)).key
