"""An update that ended and does not say how: from when, and of which releases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from notices.domain.instants import Lead
from notices.domain.problem import Problem
from notices.domain.release import Release
from notices.loading import load_policy
from notices.rules.project_context import ProjectContext
from notices.rules.registry import project_problems
from tests.core_builders import (
    POLICY,
    SECOND,
    START,
    Timeline,
    cancellation,
    hanoi,
    release,
    success,
)
from tests.project import POLICY as FILE
from tests.project import Project

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
END = START + 2 * HOUR
HIDDEN = release("fix")
"""It appears once it is completed, so nothing of it has to be told before."""


def found(timeline: Timeline, now: datetime) -> list[Problem]:
    standing = timeline.decide(now).standing
    context = ProjectContext(timeline.law, now, releases=(standing,))
    return [p for p in project_problems("project", context) if p.rule == "outcome-overdue"]


def announced(file: Release) -> Timeline:
    timeline = Timeline(file)
    assert timeline.publish(START - 15 * DAY).public
    return timeline


@pytest.mark.parametrize(
    "timeline", [announced(release()), Timeline(HIDDEN)], ids=["public", "hidden"]
)
def test_it_is_overdue_a_second_after_its_end_and_the_policys_time(timeline: Timeline) -> None:
    for now in (END, END + DAY):
        assert found(timeline, now) == []
    [problem] = found(timeline, END + DAY + SECOND)
    assert (problem.severity, problem.entry, problem.field) == (
        "warning",
        "payroll-engine",
        "window.end",
    )
    assert (problem.late_by_s, problem.facts) == (1, (END + DAY,))
    assert problem.message == (
        "the window ended at 2026-12-12 22:00 (+07:00), and there is no outcome; "
        "it was due by 2026-12-13 22:00 (+07:00)"
    )
    assert timeline.decide(END + 2 * DAY).verdict in ("ok", "breached")


def test_an_outcome_ends_it_also_while_its_message_is_still_to_be_sent() -> None:
    timeline = announced(release())
    timeline.file = release(outcome=success(END + DAY))
    assert found(timeline, END + 2 * DAY) == []


@pytest.mark.parametrize(
    "file",
    [
        replace(HIDDEN, draft=True),
        replace(HIDDEN, customers=("acme",)),
        replace(HIDDEN, cancelled=cancellation(START)),
        replace(HIDDEN, window=replace(HIDDEN.window, end=START - SECOND)),
        release("server"),
        release(start=hanoi("2025-06-07 20:00")),
    ],
    ids=["draft", "targeted", "cancelled", "invalid", "refused", "before the ledger"],
)
def test_these_are_not_asked(file: Release) -> None:
    assert found(Timeline(file), END + 30 * DAY) == []


def test_the_announced_copy_is_asked_where_a_change_is_refused() -> None:
    timeline = announced(release())
    for file in (
        release(draft=True),
        release(start=START + 30 * DAY),
        release(outcome=success(END + 90 * DAY)),
        None,
    ):
        timeline.file = file
        assert timeline.decide(END + 2 * DAY).verdict in ("refused", "invalid")
        assert [p.late_by_s for p in found(timeline, END + 2 * DAY)] == [86400]


def test_an_overrun_moves_it() -> None:
    timeline = announced(release())
    timeline.file = release(length=5 * HOUR)
    assert found(timeline, START + 5 * HOUR + DAY) == []
    assert len(found(timeline, START + 5 * HOUR + DAY + SECOND)) == 1


@pytest.mark.parametrize(
    "text, within",
    [
        (None, Lead(24, "h")),
        ("90m", Lead(90, "m")),
        ("36h", Lead(36, "h")),
        ("3d", Lead(3, "d")),
        ("2w", Lead(14, "d")),
    ],
)
def test_the_policy_says_how_long_and_a_day_where_it_does_not(
    text: str | None, within: Lead
) -> None:
    policy = FILE.read_text(encoding="utf-8")
    assert policy.count("outcome_within: 24h\n") == 1
    line = f"outcome_within: {text}\n" if text else ""
    loaded = load_policy("p.yml", policy.replace("outcome_within: 24h\n", line).encode())
    assert loaded.problems == ()
    assert loaded.value is not None
    assert loaded.value.outcome_within == within


@pytest.mark.parametrize("text", ["0h", "0w", "24", "1bd", "500d", "60w", "soon"])
def test_what_is_no_length_of_time_is_an_error(text: str) -> None:
    policy = FILE.read_text(encoding="utf-8").replace("_within: 24h", f"_within: {text}")
    loaded = load_policy("p.yml", policy.encode())
    assert loaded.value is None
    assert [p.message.partition(":")[0] for p in loaded.problems] == ["outcome_within"]


def test_days_are_those_of_the_policys_clocks_and_hours_have_elapsed() -> None:
    """In Berlin the clocks go back on 25 October 2026: that day has 25 hours."""
    berlin = replace(POLICY, timezone="Europe/Berlin", zone=ZoneInfo("Europe/Berlin"))
    start = datetime(2026, 10, 24, 20, tzinfo=berlin.zone)
    for lead, hours in ((Lead(1, "d"), 25), (Lead(24, "h"), 24)):
        law = replace(berlin, outcome_within=lead)
        file = release("fix", start.astimezone(hanoi("2026-01-01 00:00").tzinfo))
        due = file.window.end + hours * HOUR
        assert found(Timeline(file, law), due) == []
        assert len(found(Timeline(file, law), due + SECOND)) == 1


def test_check_reports_it_at_the_end_of_the_window_and_the_site_stays_as_it_is(
    project: Project,
) -> None:
    project.release("payroll-engine")
    for now in ("2026-11-22 20:00", "2026-12-13 22:00"):
        assert project.run("publish", "--now", now).status == 0
    before = project.bytes_of_site()
    answer = project.run("check", "--now", "2026-12-13 22:00:01")
    assert "payroll-engine.yml:4:40: warning[outcome-overdue] the window ended" in answer.out
    assert answer.status == 0
    assert project.run("next", "--now", "2026-12-13 22:00").out == ""
    assert project.run("publish", "--now", "2026-12-13 22:00:01").status == 0
    assert project.bytes_of_site() == before
