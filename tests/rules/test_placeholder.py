"""A text that is only a placeholder, and where it is told."""

from __future__ import annotations

import pytest

from tests.project import FEATURE, POLICY, SYSTEMS, Project

NOW = "2026-11-23 09:00"
PLAN = """\
approvals: [{role: ceo, on: 2026-11-26}, {role: marketing, on: 2026-11-26}, {role: product, on: 2026-11-26}]
items: [{title: {vi: Bảng lương, en: ...}, category: feature, expected: 2026-12-12}]
"""


def told(project: Project, now: str = NOW) -> list[tuple[str, str, int, int, str]]:
    return [
        (p["severity"], p["path"].rpartition("/")[2], p["line"], p["column"], p["message"])
        for p in project.check(now)["problems"]
        if p["rule"] == "placeholder"
    ]


@pytest.mark.parametrize("dots, shown", [("…", "…"), ("...", "..."), ('"… "', "…"), ("……", "……")])
def test_a_release_with_one_is_warned_of_where_it_stands(
    project: Project, dots: str, shown: str
) -> None:
    project.release("payroll", FEATURE.replace("en: New payroll engine", f"en: {dots}"))
    [(severity, _, line, column, message)] = told(project)
    assert (severity, line, column) == ("warning", 2, 40)
    assert message == f"`title.en` is the placeholder {shown}"
    assert project.entry("payroll", NOW)["state"] == "announced"
    assert project.run("check", "--no-host", "--now", NOW).status == 0
    assert project.run("check", "--no-host", "--strict", "--now", NOW).status == 1


def test_every_text_of_a_release_is_looked_at(project: Project) -> None:
    text = FEATURE.replace("{vi: Nội dung chi tiết., en: The details.}", "…").replace(
        "22:00}", "22:00, reason: …, approved_by: ceo}"
    )
    project.release("payroll", text + "prepare: …\nknown_issues: [{title: …, status: open}]\n")
    assert [message.split("`")[1] for *_, message in told(project)] == [
        "window.reason.vi", "body.vi", "prepare.vi", "known_issues.0.title.vi",
    ]  # fmt: skip


def test_a_draft_is_warned_and_text_with_dots_in_it_is_text(project: Project) -> None:
    project.release("payroll", FEATURE.replace("Payroll is faster.", "…") + "draft: true\n")
    project.release("crm", FEATURE.replace("Payroll is faster.", "Faster … and better."))
    assert [(severity, name) for severity, name, *_ in told(project)] == [
        ("warning", "payroll.yml")
    ]
    assert project.run("check", "--no-host", "--now", NOW).status == 0


def test_the_reason_of_a_cancellation_is_looked_at(project: Project) -> None:
    project.release("payroll")
    project.run("publish", "--now", NOW)
    project.release(
        "payroll", FEATURE + "cancelled: {at: 2026-11-23 08:00, reason: {vi: …, en: …}}\n"
    )
    assert [(severity, message.split("`")[1]) for severity, *_, message in told(project)] == [
        ("warning", "cancelled.reason.vi"), ("warning", "cancelled.reason.en"),
    ]  # fmt: skip


def test_a_plan_with_one_is_warned_of(project: Project) -> None:
    project.write("content/plans/2026-12.yml", PLAN)
    assert told(project, "2026-11-28 10:00") == [
        ("warning", "2026-12.yml", 2, 38, "`items.0.title.en` is the placeholder ..."),
    ]


def test_in_the_policy_and_the_systems_it_is_a_warning(project: Project) -> None:
    policy = POLICY.read_text(encoding="utf-8")
    project.write("content/policy.yml", policy.replace("en: New feature}", "en: …}"))
    project.write("content/systems.yml", SYSTEMS.replace("en: People", "en: …"))
    assert [(severity, name) for severity, name, *_ in told(project)] == [
        ("warning", "policy.yml"), ("warning", "systems.yml"),
    ]  # fmt: skip
    assert project.run("check", "--now", NOW).status == 0
