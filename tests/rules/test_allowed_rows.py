"""Windows against the rows of a policy that uses every form of them: each refusal to the word.

The policy is asked on Tuesday, 1 December 2026, at 09:00. A change has to be announced a day before.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.project import Project

NOW = "2026-12-01 09:00"
POLICY = """\
timezone: Asia/Ho_Chi_Minh
languages: [vi, en]
roles: [ceo, product, care]
ledger_starts: 2025-07-01
notice_hours: {from: 08:00, to: 20:00}
categories:
  change:
    windows:
      allowed: [ROWS]
      approvers: [ceo, product]
      unless: {origin: provider}
      source: W.1
    exceptions: {after_the_fact: {roles: [ceo]}}
    notices:
      - {id: told, audience: customers, owner: care, latest: 1d, margin: 6h}
      - {id: handoff, audience: affected, owner: care, planned: asap, when: targeted}
      - {id: completed, audience: customers, owner: care, on: outcome}
"""
RELEASE = """\
category: change
title: {vi: Thay đổi, en: Change}
summary: {vi: Nhanh hơn., en: Faster.}
window: {start: START, end: END}
impact: {downtime: 10m, systems: [SYSTEMS]}
body: {vi: Nội dung., en: Details.}
"""
EVENINGS = "{days: [sat, sun], from: 18:00, to: 24:00}"
NIGHT = "{days: [sun], from: 00:00, to: 04:00}"
WEEKEND = "{from: sat 22:00, to: mon 06:00}"
LAST = "{days: [sat], from: 22:00, to: 24:00, nth: [-1]}"
PAYROLL = "{days: [wed], from: 20:00, to: 23:00, systems: [payroll]}"
BERLIN = "{days: [sat], from: 18:00, to: 24:00, zone: Europe/Berlin}"


@pytest.fixture
def make(tmp_path: Path) -> Any:
    def project(*rows: str) -> Project:
        return Project.create(tmp_path / "company", POLICY.replace("ROWS", ", ".join(rows)))

    return project


def entry(start: str, end: str, systems: str = "", more: str = "") -> str:
    text = RELEASE.replace("START", start).replace("END", end)
    return text.replace(", systems: [SYSTEMS]", f", systems: [{systems}]" if systems else "") + more


def found(project: Project, now: str = NOW, rule: str = "window-not-allowed") -> list[Any]:
    return [each for each in project.check(now)["problems"] if each["rule"] == rule]


@pytest.mark.parametrize(
    "rows, start, end",
    [
        ([EVENINGS], "2026-12-12 18:00", "2026-12-12 24:00"),
        ([EVENINGS, NIGHT], "2026-12-12 23:00", "2026-12-13 04:00"),
        ([WEEKEND], "2026-12-12 22:00", "2026-12-14 06:00"),
        ([LAST], "2026-12-26 22:00", "2026-12-26 24:00"),
        ([BERLIN], "2026-12-13 00:00", "2026-12-13 06:00"),
        ([EVENINGS, PAYROLL], "2026-12-12 18:00", "2026-12-12 20:00"),
    ],
)
def test_a_window_within_the_rows_passes(make: Any, rows: list[str], start: str, end: str) -> None:
    project = make(*rows)
    project.release("update", entry(start, end))
    assert project.check(NOW)["problems"] == []


@pytest.mark.parametrize(
    "rows, start, end, message, earliest",
    [
        (
            [EVENINGS], "2026-12-12 17:59", "2026-12-12 20:00",
            "the window does not start and end within one Saturday or Sunday, 18:00–24:00 (W.1)",
            "2026-12-05T18:00:00+07:00",
        ),
        (
            [EVENINGS, NIGHT], "2026-12-12 23:00", "2026-12-13 04:01",
            "the window does not start and end within one Saturday or Sunday, 18:00–24:00 or one Sunday, 00:00–04:00 (W.1)",
            "2026-12-05T18:00:00+07:00",
        ),
        (
            [WEEKEND], "2026-12-12 21:59", "2026-12-13 06:00",
            "the window does not start and end within Saturday 22:00 to Monday 06:00 (W.1)",
            "2026-12-05T22:00:00+07:00",
        ),
        (
            [LAST], "2026-12-19 22:00", "2026-12-19 24:00",
            "the window does not start and end within the last Saturday of the month, 22:00–24:00 (W.1)",
            "2026-12-26T22:00:00+07:00",
        ),
        (
            [BERLIN], "2026-12-12 18:00", "2026-12-12 20:00",
            "the window does not start and end within one Saturday, 18:00–24:00 (Europe/Berlin time) (W.1)",
            "2026-12-06T00:00:00+07:00",
        ),
    ],
)  # fmt: skip
def test_a_window_outside_them_is_refused(
    make: Any, rows: list[str], start: str, end: str, message: str, earliest: str
) -> None:
    project = make(*rows)
    project.release("update", entry(start, end))

    [problem] = found(project)

    assert problem["message"] == message
    assert (problem["line"], problem["column"]) == (4, 17)
    assert (problem["earliest_start"], problem["publish_by"]) == (earliest, None)
    assert (problem["severity"], problem["source"]) == ("error", "W.1")
    assert "system" not in problem
    assert "or write `reason: {vi: …, en: …}` and `approved_by: ceo` in the window, once ceo or product has approved it" in problem["help"]  # fmt: skip


def test_a_systems_own_rows_add_to_the_general_ones(make: Any) -> None:
    project = make(EVENINGS, PAYROLL)
    start, end = "2026-12-09 20:00", "2026-12-09 22:00"
    project.release("payroll", entry(start, end, "payroll"))
    assert found(project) == []

    # Each system that it names is asked, and the one that has no such row is named.
    project.release("payroll", entry(start, end, "payroll, crm"))
    [problem] = found(project)
    assert problem["system"] == "crm"
    assert problem["message"] == (
        "for `crm`, the window does not start and end within one Saturday or Sunday, 18:00–24:00 (W.1)"
    )
    # Without a system only the general rows count.
    project.release("payroll", entry(start, end))
    [problem] = found(project)
    assert problem["message"] == (
        "the window does not start and end within one Saturday or Sunday, 18:00–24:00 (W.1)"
    )


def test_where_every_row_names_systems_an_entry_names_one(make: Any) -> None:
    project = make(PAYROLL)
    start, end = "2026-12-09 20:00", "2026-12-09 22:00"
    project.release("update", entry(start, end))

    [problem] = found(project)

    assert problem["message"] == (
        "the policy allows windows of `change` for certain systems only, and the release names none"
    )
    assert problem["help"] == (
        "Name what it touches in `impact`, as `systems: [payroll]`; windows are allowed for `payroll`; "
        "or write `reason: {vi: …, en: …}` and `approved_by: ceo` in the window, once ceo or product "
        "has approved it."
    )
    assert (problem["line"], problem["earliest_start"]) == (5, None)

    project.release("update", entry(start, end, "crm"))
    [problem] = found(project)
    assert problem["message"] == "for `crm`, the policy allows no window"
    assert problem["system"] == "crm"

    project.release("update", entry(start, end, "payroll"))
    assert found(project) == []


@pytest.mark.parametrize(
    "approval, message, column",
    [
        ("approved_by: care", "the window is outside one Saturday or Sunday, 18:00–24:00 (W.1), and `care` may not approve that", 71),
        (
            "approved_by: [care, sales]",
            "the window is outside one Saturday or Sunday, 18:00–24:00 (W.1), and `care` and `sales` may not approve that",
            58,
        ),
        ("approved_by: product", "the window is outside one Saturday or Sunday, 18:00–24:00 (W.1), and has no `reason`", 17),
        ("approved_by: [care, product]", "the window is outside one Saturday or Sunday, 18:00–24:00 (W.1), and has no `reason`", 17),
        ("reason: Gấp., approved_by: ceo", None, 0),
        ("reason: Gấp., approved_by: [care, ceo]", None, 0),
    ],
)  # fmt: skip
def test_one_of_the_approvers_lets_it_pass_with_a_reason(
    make: Any, approval: str, message: str | None, column: int
) -> None:
    project = make(EVENINGS)
    project.release("update", entry("2026-12-09 20:00", f"2026-12-09 22:00, {approval}"))
    problems = found(project)
    assert [(each["message"], each["column"]) for each in problems] == (
        [(message, column)] if message else []
    )


def test_windows_of_an_origin_are_not_asked(make: Any) -> None:
    project = make(EVENINGS)
    project.release(
        "update", entry("2026-12-09 20:00", "2026-12-09 22:00", more="origin: provider\n")
    )
    assert found(project) == []


def test_a_system_that_is_added_before_the_start_is_asked_like_a_move(make: Any) -> None:
    project = make(EVENINGS, PAYROLL)
    start, end = "2026-12-09 20:00", "2026-12-09 22:00"
    project.release("update", entry(start, end, "payroll"))
    assert project.run("publish", "--now", "2026-12-08 14:00").status == 0

    project.release("update", entry(start, end, "payroll, crm"))
    [problem] = found(project, "2026-12-09 19:59:59")
    assert (problem["severity"], problem["system"]) == ("error", "crm")
    assert found(project, "2026-12-09 20:00") == []
    # One that is taken away is not asked.
    project.release("update", entry(start, end))
    assert found(project, "2026-12-09 19:59:59") == []


def test_what_ran_unannounced_is_shown_wherever_it_lay(make: Any) -> None:
    project = make(EVENINGS)
    ran = "outcome: {result: success, at: 2026-11-25 22:00}\n"
    late = "exception: {approved_by: ceo, on: 2026-11-26, reason: Gấp.}\n"
    window = ("2026-11-25 20:00", "2026-11-25 22:00")
    project.release("update", entry(*window, more=ran))
    assert [each["severity"] for each in found(project)] == ["error"]
    project.release("update", entry(*window, more=ran + late))
    assert found(project) == []


def test_a_targeted_window_is_asked_until_its_customers_were_told_or_it_begins(make: Any) -> None:
    project = make(EVENINGS)
    start, end = "2026-12-09 20:00", "2026-12-09 22:00"
    project.release("update", entry(start, end, more="customers: [acme]\n"))
    assert len(found(project, "2026-12-09 19:59:59")) == 1
    assert found(project, "2026-12-09 20:00") == []

    told = project.run("record", "update", "handoff", "--now", "2026-12-01 10:00")
    assert told.status == 0, told.err
    assert found(project, "2026-12-01 10:01") == []
    # That was for this start.
    project.release(
        "update", entry("2026-12-10 20:00", "2026-12-10 22:00", more="customers: [acme]\n")
    )
    assert len(found(project, "2026-12-01 10:01")) == 1


def test_a_warning_about_a_window_stands_until_it_starts(make: Any) -> None:
    project = make(EVENINGS, PAYROLL)
    path = project.root / "content/policy.yml"
    path.write_text(path.read_text("utf-8").replace("source: W.1", "otherwise: warn"), "utf-8")
    project.release("update", entry("2026-12-09 20:00", "2026-12-09 22:00", "crm"))

    [problem] = found(project)
    assert (problem["severity"], problem["system"]) == ("warning", "crm")
    assert problem["message"] == (
        "for `crm`, the window is not within one Saturday or Sunday, 18:00–24:00"
    )
    assert project.run("publish", "--now", "2026-12-08 14:00").status == 0
    assert len(found(project, "2026-12-09 19:59:59")) == 1
    assert found(project, "2026-12-09 20:00") == []


def test_a_role_that_is_unknown_is_told_where_nobody_has_to_approve(make: Any) -> None:
    project = make(EVENINGS)

    def told(window: str, now: str = NOW) -> list[tuple[str, str, str]]:
        project.release("update", entry("2026-12-12 20:00", f"2026-12-12 22:00{window}"))
        return [(each["severity"], each["message"], each["help"]) for each in found(project, now)]

    assert told(", reason: Gấp., approved_by: [ceo, prodct]") == [
        (
            "warning",
            "the policy has no role `prodct`, so this approves nothing",
            "Did you mean 'product'?",
        )
    ]
    [problem] = found(project)
    assert (problem["line"], problem["column"]) == (4, 72)
    assert told(", approved_by: sales") == [
        (
            "warning",
            "the policy has no role `sales`, so this approves nothing",
            "The policy's roles are: care, ceo, product.",
        )
    ]
    assert project.run("publish", "--now", "2026-12-11 14:00").status == 0
    assert len(found(project, "2026-12-12 19:59:59")) == 1
    assert found(project, "2026-12-12 20:00") == []
    assert told(", approved_by: [ceo, product]") == []


def test_explain_names_the_row_and_who_approved(make: Any) -> None:
    project = make(EVENINGS, PAYROLL)

    def lines(text: str) -> list[str]:
        project.release("update", text)
        told = project.run("explain", "update", "--now", NOW).out.splitlines()
        return [" ".join(each.split()) for each in told if each.startswith(("allowed", "approved"))]

    assert lines(entry("2026-12-12 20:00", "2026-12-12 22:00")) == [
        "allowed within one Saturday or Sunday, 18:00–24:00 (W.1)"
    ]
    wednesday = ("2026-12-09 20:00", "2026-12-09 22:00")
    assert lines(entry(*wednesday, "payroll, crm")) == [
        "allowed for `payroll`, within one Wednesday, 20:00–23:00 (W.1)",
        "allowed for `crm`, not within one Saturday or Sunday, 18:00–24:00 (W.1)",
    ]
    approved = "2026-12-09 22:00, reason: Gấp., approved_by: [care, ceo]"
    assert lines(entry("2026-12-09 20:00", approved, "crm")) == [
        "allowed for `crm`, not within one Saturday or Sunday, 18:00–24:00 (W.1)",
        "approved by care and ceo, which lets pass that it is outside the allowed windows: Gấp.",
    ]
    assert lines(entry(*wednesday, more="origin: provider\n")) == [
        "allowed at any time, since its origin is provider"
    ]
