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
def test_a_hidden_release_with_one_is_refused_where_it_stands(
    project: Project, dots: str, shown: str
) -> None:
    project.release("payroll", FEATURE.replace("en: New payroll engine", f"en: {dots}"))
    [(severity, _, line, column, message)] = told(project)
    assert (severity, line, column) == ("error", 2, 40)
    assert message == f"`title.en` is the placeholder {shown}"
    assert project.entry("payroll", NOW)["state"] == "refused"
    assert project.run("check", "--no-host", "--now", NOW).status == 1
    assert project.run("publish", "--now", NOW).status == 3
    assert project.ledger == []


def test_its_four_texts_are_refused_and_what_they_do_not_tell_is_warned_of(
    project: Project,
) -> None:
    text = FEATURE.replace("{vi: Nội dung chi tiết., en: The details.}", "…").replace(
        "22:00}", "22:00, reason: …, approved_by: ceo}"
    )
    text = text.replace("vi: Tính lương nhanh hơn.", "vi: …")
    project.release("payroll", text + "prepare: …\nknown_issues: [{title: …, status: open}]\n")
    assert [(severity, message.split("`")[1]) for severity, *_, message in told(project)] == [
        ("error", "summary.vi"),
        ("warning", "window.reason.vi"),
        ("error", "body.vi"),
        ("error", "prepare.vi"),
        ("warning", "known_issues.0.title.vi"),
    ]


def test_a_draft_is_warned_even_where_warnings_are_errors(project: Project) -> None:
    project.release("payroll", FEATURE.replace("Payroll is faster.", "…") + "draft: true\n")
    assert [(severity, name) for severity, name, *_ in told(project)] == [
        ("warning", "payroll.yml")
    ]
    assert project.run("check", "--no-host", "--strict", "--now", NOW).status == 0


def test_text_with_dots_in_it_is_text(project: Project) -> None:
    project.release("crm", FEATURE.replace("Payroll is faster.", "Faster … and better."))
    assert told(project) == []


def test_of_a_public_release_a_text_that_becomes_one_is_refused(project: Project) -> None:
    """Its announced copy stays as it is; a text that was one before stays a warning."""
    project.release("payroll")
    assert project.run("publish", "--now", NOW).status == 0
    project.release("payroll", FEATURE.replace("Payroll is faster.", "…") + "prepare: {vi: …}\n")
    assert [(severity, message.split("`")[1]) for severity, *_, message in told(project)] == [
        ("error", "summary.en"), ("error", "prepare.vi"),
    ]  # fmt: skip
    entry = project.entry("payroll", NOW)
    assert (entry["state"], entry["verdict"]) == ("announced", "refused")
    assert project.run("publish", "--now", "2026-11-23 10:00").status == 3
    assert "Payroll is faster." in project.page("en/releases/payroll/index.html")


def test_one_that_customers_read_already_is_a_warning(project: Project) -> None:
    """It was announced before this was refused: the copy and the file agree."""
    project.release("payroll")
    assert project.run("publish", "--now", NOW).status == 0
    dots = FEATURE.replace("Payroll is faster.", "…")
    project.write("content/published/payroll.yml", dots)
    for text, also in ((dots, []), (dots.replace("The details.", "…"), ["body.en"])):
        project.release("payroll", text)
        warned, refused = (
            [m.split("`")[1] for s, *_, m in told(project) if s == severity]
            for severity in ("warning", "error")
        )
        assert (warned, refused) == (["summary.en"], also)


@pytest.mark.parametrize(
    "more",
    [
        "cancelled: {at: 2026-11-23 08:00, reason: {vi: Hoãn., en: Postponed.}}\n",
        "outcome: {result: success, at: 2026-11-01 08:00}\n",
    ],
    ids=["hidden and cancelled", "invalid"],
)
def test_what_is_not_asked_whether_it_may_be_public_is_warned_of(
    project: Project, more: str
) -> None:
    project.release("payroll", FEATURE.replace("Payroll is faster.", "…") + more)
    assert [severity for severity, *_ in told(project)] == ["warning"]


def test_history_of_some_customers_alone_gets_a_warning(project: Project) -> None:
    past = FEATURE.replace("2026-12-12", "2025-06-07").replace("Payroll is faster.", "…")
    more = "customers: [acme]\noutcome: {result: success, at: 2025-06-07 22:00}\n"
    project.release("payroll", past.replace("feature", "fix") + more)
    assert [severity for severity, *_ in told(project)] == ["warning"]
    assert not project.entry("payroll", NOW)["public"]


def test_history_from_before_the_ledger_is_shown_with_a_warning(project: Project) -> None:
    past = FEATURE.replace("2026-12-12", "2025-06-07").replace("Payroll is faster.", "…")
    project.release("payroll", past + "outcome: {result: success, at: 2025-06-07 22:00}\n")
    assert [severity for severity, *_ in told(project)] == ["warning"]
    assert project.entry("payroll", NOW)["public"]


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
