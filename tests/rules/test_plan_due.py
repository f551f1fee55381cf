"""When next month's plan is asked for, to the second."""

from __future__ import annotations

from typing import Any

from tests.project import POLICY, Project

PATH = "content/plans/2026-12.yml"
ITEMS = "items: [{title: {vi: Bảng lương, en: Payroll}, category: feature, expected: 2026-12-12}]\n"
ROLES = ("ceo", "marketing", "product")


def plan(*roles: str, on: str = "2026-11-25") -> str:
    rows = ", ".join(f"{{role: {role}, on: {on}}}" for role in roles)
    return f"approvals: [{rows}]\n{ITEMS}"


def found(project: Project, now: str) -> list[dict[str, Any]]:
    return [p for p in project.check(now)["problems"] if p["rule"] == "plan-due"]


def messages(project: Project, now: str) -> list[str]:
    return [problem["message"] for problem in found(project, now)]


MISSING = ["the plan of 2026-12 is missing"]


def test_a_missing_plan_is_asked_for_from_the_first_day_of_approvals_to_the_months_end(
    project: Project,
) -> None:
    assert messages(project, "2026-11-23 23:59:59") == []
    for now in ("2026-11-24 00:00", "2026-11-28 09:00", "2026-11-30 23:59:59"):
        assert messages(project, now) == MISSING
    assert messages(project, "2026-12-01 00:00") == []
    [problem] = found(project, "2026-11-24 00:00")
    place = (problem["severity"], problem["entry"], problem["path"], problem["line"])
    assert place == ("warning", "2026-12", PATH, 1)
    assert problem["help"] == (
        "`notices new plan 2026-12` writes it. "
        "Every one of ceo, marketing, product approves it from 2026-11-24 to 2026-11-27."
    )
    [late] = found(project, "2026-11-30 00:00:01")
    assert late["help"] == (
        "It could be announced until 2026-11-30 00:00 (+07:00); announce its releases one by one."
    )


def test_a_plan_is_asked_for_until_each_role_has_approved_it(project: Project) -> None:
    project.write(PATH, plan("ceo"))
    assert messages(project, "2026-11-23 23:59:59") == []
    assert messages(project, "2026-11-24 00:00") == [
        "the plan of 2026-12 is not approved by `ceo`, `marketing`, `product`"
    ]
    assert messages(project, "2026-11-25 00:00") == [
        "the plan of 2026-12 is not approved by `marketing`, `product`"
    ]
    [problem] = found(project, "2026-11-25 00:00")
    assert (problem["line"], problem["column"], problem["source"]) == (1, 1, "II.1")
    project.write(PATH, plan(*ROLES))
    assert messages(project, "2026-11-24 23:59:59") != []
    assert messages(project, "2026-11-25 00:00") == []


def test_an_approval_of_another_day_is_none(project: Project) -> None:
    for on, approved in (("2026-11-23", False), ("2026-11-24", True), ("2026-11-27", True)):
        project.write(PATH, plan(*ROLES, on=on))
        assert (messages(project, "2026-11-27 09:00") == []) is approved
    project.write(PATH, plan(*ROLES, on="2026-11-28"))
    assert messages(project, "2026-11-28 09:00") != []


def test_an_approved_plan_is_asked_for_from_its_announcement_until_a_publish(
    project: Project,
) -> None:
    project.write(PATH, plan(*ROLES))
    assert messages(project, "2026-11-28 08:59:59") == []
    for now in ("2026-11-28 09:00", "2026-11-30 00:00", "2026-11-30 23:59:59"):
        assert messages(project, now) == ["the plan of 2026-12 is not announced"]
    [problem] = found(project, "2026-11-30 00:00")
    assert problem["help"] == ("`notices publish` announces it, until 2026-11-30 00:00 (+07:00).")
    assert problem["source"] == "II.2"
    assert messages(project, "2026-12-01 00:00") == []
    answer = project.run("publish", "--now", "2026-11-28 09:00")
    assert (answer.status, "plan-due" in answer.err) == (0, False)
    for now in ("2026-11-28 09:00", "2026-11-30 23:59:59"):
        assert messages(project, now) == []


def test_a_plan_that_cannot_be_read_is_none_and_an_announced_copy_is_one(project: Project) -> None:
    project.write(PATH, "items: [")
    assert messages(project, "2026-11-24 00:00") == ["the plan of 2026-12 cannot be read"]
    project.write(PATH, plan(*ROLES))
    assert project.run("publish", "--now", "2026-11-28 09:00").status == 0
    for text in ("items: [", plan("ceo")):
        project.write(PATH, text)
        assert messages(project, "2026-11-29 09:00") == []


def test_a_day_that_the_month_does_not_have_is_its_last(project: Project) -> None:
    text = POLICY.read_text(encoding="utf-8").replace("from: 24, to: 27", "from: 30, to: 31")
    project.write("content/policy.yml", text)
    assert messages(project, "2026-02-27 23:59:59") == []
    assert messages(project, "2026-02-28 00:00") == ["the plan of 2026-03 is missing"]
    assert messages(project, "2026-12-31 23:59:59") == ["the plan of 2027-01 is missing"]
    assert messages(project, "2027-01-01 00:00") == []


def test_without_rules_for_plans_or_before_the_ledger_no_plan_is_asked_for(
    project: Project,
) -> None:
    text = POLICY.read_text(encoding="utf-8")
    project.write("content/policy.yml", text.replace("ts: 2025-07-01", "ts: 2026-12-02"))
    assert messages(project, "2026-11-24 00:00") == []
    project.write("content/policy.yml", text.replace("ts: 2025-07-01", "ts: 2026-12-01"))
    assert messages(project, "2026-11-24 00:00") == MISSING
    project.write("content/policy.yml", text[: text.index("\nplan:")])
    assert messages(project, "2026-11-24 00:00") == []


def test_the_days_are_those_of_the_policys_zone_and_the_site_does_not_change(
    project: Project,
) -> None:
    assert messages(project, "2026-11-23T16:59:59Z") == []
    assert messages(project, "2026-11-23T17:00:00Z") == MISSING
    assert project.run("next", "--now", "2026-11-23 09:00").out == ""
