"""The summary's tables: what stands for a release, and what comes when."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from notices.cli.summary.releases import release_sections
from notices.evaluation import evaluate
from notices.project.disk import Workspace
from tests.project import FEATURE, ZONE, Project

ANNOUNCED = "2026-11-28 09:00"
NOW = "2026-12-01 09:00"
AFTERWARDS = "2026-12-13 09:00"
CANCELLED = "cancelled: {at: 2026-12-01 08:00, reason: {vi: Hoãn., en: Postponed.}}\n"
SERVER = FEATURE.replace("feature", "server")


def section(project: Project, now: str) -> str:
    """The section of the only release at an instant of the policy's zone."""
    at = datetime.fromisoformat(now).replace(tzinfo=ZONE).astimezone(UTC)
    evaluation = evaluate(Workspace.at(project.root / "mkdocs.yml").sources(), at)
    assert evaluation.policy is not None
    [text] = release_sections(evaluation.decisions, evaluation, evaluation.policy)
    return text


def fact(project: Project, name: str, now: str = NOW) -> str:
    """What stands behind a name of the list."""
    [found] = re.findall(rf"^- \*\*{name}:\*\* (.*)$", section(project, now), re.MULTILINE)
    return str(found)


def rows(project: Project, now: str = NOW) -> list[tuple[str, str, str]]:
    """The table without its head: when, which notice or what, its status."""
    lines = section(project, now).partition("| --- | --- | --- | --- |\n")[2].splitlines()
    cells = [line.removeprefix("| ").removesuffix(" |").split(" | ") for line in lines]
    return [(when, re.sub(r".*\(`(.*)`\)", r"\1", what), status) for when, what, _, status in cells]


@pytest.fixture
def announced(project: Project) -> Project:
    """A feature of 2026-12-12 that customers heard of on 2026-11-28."""
    project.release("payroll-engine")
    assert project.run("publish", "--now", ANNOUNCED).status == 0
    return project


@pytest.mark.parametrize(
    "text, state",
    [
        (FEATURE, "hidden; the next publish shows it (announced)"),
        (FEATURE.replace("12-12", "12-26"), "hidden until Sun 2026-12-06 20:00"),
        (FEATURE.replace("12-12", "12-05"), "refused: nothing of it is shown or sent"),
        (FEATURE + "draft: true\n", "a draft: nothing of it is shown or sent while it says `draft: true`"),
        (FEATURE + CANCELLED, "cancelled before customers heard of it; it stays hidden"),
        (FEATURE.replace("feature", "fix"), "hidden"),
        (FEATURE.replace("feature", "fix") + "customers: [acme]\n", "for the customers that it names; never on the site"),
    ],
)  # fmt: skip
def test_what_customers_have_not_heard_of(project: Project, text: str, state: str) -> None:
    project.release("payroll-engine", text)
    assert fact(project, "State") == state


@pytest.mark.parametrize(
    "text, state",
    [
        (FEATURE, "announced"),
        (FEATURE.replace("12-12", "12-13"), "announced"),
        (FEATURE.replace("12-12", "12-05"), "announced; the change is refused, and customers keep what was announced"),
        (FEATURE + CANCELLED, "cancelled"),
        ("nonsense", "announced; the change is refused, and customers keep what was announced"),
    ],
)  # fmt: skip
def test_what_customers_know(announced: Project, text: str, state: str) -> None:
    announced.release("payroll-engine", text)
    assert fact(announced, "State") == state


@pytest.mark.parametrize(
    "now, outcome, state",
    [
        ("2026-12-12 21:00", "", "running"),
        (AFTERWARDS, "", "over; its outcome is not known yet"),
        (AFTERWARDS, "outcome: {result: success, at: 2026-12-12 22:00}\n", "completed"),
    ],
)
def test_what_has_begun(announced: Project, now: str, outcome: str, state: str) -> None:
    announced.release("payroll-engine", FEATURE + outcome)
    assert fact(announced, "State", now) == state


def test_a_move_names_the_window_that_customers_were_told(announced: Project) -> None:
    announced.release("payroll-engine", FEATURE.replace("12-12", "12-13"))
    assert fact(announced, "Window") == (
        "Sun 2026-12-13 20:00 – 22:00 (Asia/Ho_Chi_Minh); "
        "customers were told Sat 2026-12-12 20:00 – 22:00"
    )
    assert ("with the next publish", "rescheduled", "due") in rows(announced)


def test_until_when_it_has_to_be_merged_is_told_while_customers_know_nothing(
    project: Project,
) -> None:
    project.release("payroll-engine")
    assert fact(project, "Merge and publish it by") == "Wed 2026-12-02 20:00"

    assert project.run("publish", "--now", ANNOUNCED).status == 0
    assert "Merge and publish it by" not in section(project, NOW)

    project.release("payroll-engine", FEATURE.replace("12-12", "12-05"))
    assert "Merge and publish it by" not in section(project, NOW)


def test_a_window_over_midnight_names_both_days(project: Project) -> None:
    project.release(
        "payroll-engine", SERVER.replace("end: 2026-12-12 22:00", "end: 2026-12-13 01:00")
    )
    assert fact(project, "Window") == (
        "Sat 2026-12-12 20:00 – Sun 2026-12-13 01:00 (Asia/Ho_Chi_Minh)"
    )


@pytest.mark.parametrize(
    "impact, told",
    [
        ("{downtime: 0m}", "no pause"),
        ("{downtime: 90m, mode: stopped, systems: [crm, payroll]}", "a pause of 1 hour 30 minutes; customers cannot work meanwhile; `crm`, `payroll`"),
        ("{downtime: 5m, mode: read_only, sign_in_again: true}", "a pause of 5 minutes; customers can only read meanwhile; customers sign in again afterwards"),
    ],
)  # fmt: skip
def test_what_customers_notice_of_it(project: Project, impact: str, told: str) -> None:
    project.release("payroll-engine", re.sub(r"(?m)^impact: .*$", f"impact: {impact}", FEATURE))
    assert fact(project, "Impact") == told


def test_notices_pages_and_tasks_stand_in_the_order_in_which_they_come(announced: Project) -> None:
    assert rows(announced) == [
        ("Sat 2026-11-28 09:00", "Page, feeds and calendar show it", "since then"),
        ("Sat 2026-11-28 09:00", "advance", "published"),
        ("by Wed 2026-12-02 20:00", "advance-internal", "to be sent"),
        ("Wed 2026-12-09 14:00", "announcement", "planned"),
        ("by Wed 2026-12-09 20:00", "website", "done"),
        ("Thu 2026-12-10 14:00", "reminder", "planned"),
        ("Fri 2026-12-11 14:00", "final", "planned"),
        ("by Fri 2026-12-11 20:00", "internal", "to be sent"),
        ("by Fri 2026-12-11 20:00", "guides", "to be done"),
        ("Sat 2026-12-12 20:00", "**The update begins**", ""),
        ("with the outcome", "completed", "waiting"),
    ]


def test_what_was_not_done_in_time_is_told(announced: Project) -> None:
    """A late notice goes out with the next publish; from the start on it is missed."""
    late = rows(announced, "2026-12-12 09:00")
    assert ("with the next publish", "final", "late") in late
    assert ("by Fri 2026-12-11 20:00", "internal", "overdue") in late
    assert ("by Fri 2026-12-11 20:00", "guides", "overdue") in late

    assert ("Fri 2026-12-11 20:00", "final", "missed") in rows(announced, AFTERWARDS)


def test_what_people_sent_is_told(announced: Project) -> None:
    sent = ("--sent", "2026-11-30 10:00", "--now", NOW)
    assert announced.run("record", "payroll-engine", "advance-internal", *sent).status == 0
    assert ("Mon 2026-11-30 10:00", "advance-internal", "sent") in rows(announced)


def test_of_what_is_refused_nothing_is_promised_and_nobody_owes_anything(project: Project) -> None:
    project.release("payroll-engine", FEATURE.replace("12-12", "12-05"))
    assert rows(project) == [
        ("Wed 2026-11-25 20:00", "advance", "too late; not sent: refused"),
        ("Wed 2026-12-02 14:00", "announcement", "not sent: refused"),
        ("Thu 2026-12-03 14:00", "reminder", "not sent: refused"),
        ("Fri 2026-12-04 14:00", "final", "not sent: refused"),
        ("Sat 2026-12-05 20:00", "**The update begins**", ""),
        ("with the outcome", "completed", "waiting"),
    ]


def test_a_release_without_a_usable_file_is_named_by_its_path(project: Project) -> None:
    project.release("payroll-engine", "nonsense")
    assert section(project, NOW) == (
        "### `content/releases/payroll-engine.yml`\n\n"
        "The file is not valid, so customers see and get nothing of it."
    )


def test_notices_at_the_start_stand_at_the_start(announced: Project) -> None:
    policy = announced.root / "content/policy.yml"
    row = "      - {{id: {0}, audience: {1}, owner: care, on: start, source: ours}}\n"
    begun = row.format("begun", "customers") + row.format("desk", "staff")
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("      - id: advance\n", f"{begun}      - id: advance\n", 1))
    start = "Sat 2026-12-12 20:00"

    assert [each for each in rows(announced) if each[0] == start] == [
        (start, "begun", "planned"),
        (start, "desk", "to be sent"),
        (start, "**The update begins**", ""),
    ]
    under_way = rows(announced, "2026-12-12 20:00")
    assert ("with the next publish", "begun", "due") in under_way
    assert (start, "desk", "to be sent") in under_way
    over = [what for _, what, _ in rows(announced, "2026-12-12 22:00")]
    assert "begun" not in over
    assert "desk" not in over
