"""What makes a file invalid, whatever the leads say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import get_args

import pytest

from notices.domain.release import Cancellation, Impact, KnownIssue, Mode, Release
from tests.core_builders import (
    SECOND,
    START,
    Timeline,
    approval,
    cancellation,
    decided,
    hanoi,
    release,
    rules_broken,
    success,
)

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
END = START + 2 * HOUR
FIX = release("fix", important=True)


@pytest.mark.parametrize(
    "file, now, rules",
    [
        (replace(FIX, outcome=success(START)), START, []),
        (replace(FIX, outcome=success(START - SECOND)), START, ["outcome"]),
        (replace(FIX, outcome=success(END)), END, []),
        (replace(FIX, outcome=success(END)), END - SECOND, ["outcome"]),
        (replace(FIX, cancelled=cancellation(START)), START, []),
        (replace(FIX, cancelled=cancellation(START)), START - SECOND, ["cancellation"]),
        (replace(FIX, cancelled=cancellation(END - SECOND)), END + DAY, []),
        (replace(FIX, cancelled=cancellation(END)), END + DAY, ["cancellation"]),
        (
            replace(FIX, cancelled=cancellation(START), outcome=success(START)),
            END,
            ["contradiction"],
        ),
        (replace(FIX, customers=("acme",)), START, ["contradiction"]),
        (release(draft=True, cancelled=cancellation(START)), START, ["contradiction"]),
        (release(draft=True, outcome=success(START)), START, ["contradiction"]),
        (release(draft=True, exception=approval("ceo")), START, ["contradiction"]),
        (release(length=timedelta()), START - 15 * DAY, ["window-order"]),
        (release(length=-SECOND), START - 15 * DAY, ["window-order"]),
    ],
)
def test_conditions_hold_to_the_second(file: Release, now: datetime, rules: list[str]) -> None:
    decision = decided(file, now)
    if rules:
        assert rules_broken(decision) == rules
        assert (decision.state, decision.verdict, decision.notices, decision.public) == (
            "invalid",
            "invalid",
            (),
            False,
        )
    else:
        assert decision.verdict != "invalid"


@pytest.mark.parametrize(
    "now, valid",
    [("2026-12-02 00:00:00", True), ("2026-12-01 23:59:59", False)],
)
def test_an_approval_is_of_today_in_the_policys_zone_at_the_latest(now: str, valid: bool) -> None:
    file = release(exception=approval("ceo", date(2026, 12, 2)))
    assert (decided(file, hanoi(now)).verdict != "invalid") is valid


@pytest.mark.parametrize(
    "file, valid",
    [
        (release("server", origin="provider", exception=approval("product")), True),
        (release("server", origin="provider", exception=approval("ceo")), True),
        (release("server", origin="provider", exception=approval("marketing")), False),
        (release("server", exception=approval("ceo")), True),
        (release("server", exception=approval("product")), False),
        (release("feature", exception=approval("ceo")), True),
        (release("feature", exception=approval("product")), False),
        (release("fix", exception=approval("ceo")), True),
    ],
)
def test_an_exception_needs_a_role_that_a_grant_of_the_policy_names(
    file: Release, valid: bool
) -> None:
    decision = decided(file, START - 15 * DAY)
    assert rules_broken(decision) == ([] if valid else ["exception"])


def test_references_name_systems_and_releases_that_there_are() -> None:
    file = replace(
        FIX,
        impact=replace(FIX.impact, systems=("payroll",)),
        known_issues=(KnownIssue({"vi": "Lỗi"}, "fixed", "no-such-release"),),
    )
    decision = Timeline(file, entry_id=file.id, systems=frozenset()).decide(START)
    assert rules_broken(decision) == ["unknown-release", "unknown-system"]
    assert decision.problems[1].help == (
        "`content/systems.yml` has no system yet; list it there, or leave it out."
    )


@pytest.mark.parametrize(
    "instead, message",
    [
        ("no-such-release", "there is no release `no-such-release`"),
        (FIX.id, "a release cannot come instead of itself"),
    ],
)
def test_what_comes_instead_of_a_cancelled_one_is_another_release(
    instead: str, message: str
) -> None:
    off = Cancellation(START - 20 * DAY, {"vi": "Hoãn."}, instead)
    decision = Timeline(replace(FIX, cancelled=off), entry_id=FIX.id).decide(START)
    assert rules_broken(decision) == ["unknown-release"]
    assert str(decision.problems[0].message) == message


def test_stopped_without_a_downtime_is_a_warning_and_nothing_else_beside_it() -> None:
    for mode in get_args(Mode):
        for downtime in (timedelta(), timedelta(minutes=1)):
            decision = decided(replace(FIX, impact=Impact(downtime, mode)), START - DAY)
            told = [(p.severity, p.field) for p in decision.problems if p.rule == "contradiction"]
            wrong = mode == "stopped" and not downtime
            assert told == ([("warning", "impact.mode")] if wrong else [])
            assert decision.verdict == "ok"


def test_all_that_is_wrong_is_told_at_once() -> None:
    file = release(
        draft=True, exception=approval("product", date(2027, 1, 1)), outcome=success(END)
    )
    assert sorted(rules_broken(decided(file, START))) == [
        "contradiction",
        "contradiction",
        "exception",
        "exception",
        "outcome",
    ]
