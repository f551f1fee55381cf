"""`explain`, `schema`, `demo`, and what all commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from notices.cli import demo
from notices.evaluation.decisions import Decision
from notices.evaluation.plan_decisions import PlanDecision
from tests.core_builders import hanoi
from tests.project import FEATURE, Project

PLAN = """\
approvals:
  - {role: ceo, on: 2026-11-24}
  - {role: marketing, on: 2026-11-25}
  - {role: product, on: 2026-11-26}
summary: {vi: Những gì sắp đến., en: What is coming.}
items:
  - title: {vi: Bảng lương thế hệ mới, en: New payroll engine}
    category: feature
    expected: 2026-12-12
    release: 2026-12
"""


def test_explain_shows_each_notice_with_its_instants_status_rule_and_source(
    project: Project,
) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")

    result = project.run("explain", "payroll-engine", "--now", "2026-12-10 15:00")

    assert result.status == 0
    lines = [" ".join(line.split()) for line in result.out.splitlines()]
    assert lines[0] == "payroll-engine (content/releases/payroll-engine.yml)"
    assert "window 2026-12-12 20:00 to 2026-12-12 22:00 (Asia/Ho_Chi_Minh)" in lines
    assert "state announced (public), verdict breached" in lines
    assert (
        "advance customers 2026-11-22 20:00 2026-11-22 20:00 2026-12-02 20:00 "
        "published 2026-12-01 09:00 20d to 10d before I.1" in lines
    )
    assert (
        "announcement customers – 2026-12-09 14:00 2026-12-09 20:00 "
        "late – 3d before, margin 6h II.3, II.4" in lines
    )
    assert "completed customers – – – waiting – on outcome I.1, II.3" in lines
    assert "guides task of product 2026-12-11 20:00 24h before II.5" in lines


def test_explain_calls_nothing_announced_that_no_publish_has_announced(project: Project) -> None:
    project.release("payroll-engine")
    assert "state hidden, verdict ok" in explained(project, "2026-11-22 19:59")

    due = explained(project, "2026-12-01 08:59")

    assert "state hidden; a publish now would show it as announced, verdict ok" in due
    assert "due advance: a publish now would send and record this" in due

    project.run("publish", "--now", "2026-12-01 09:00")

    # Not at an instant before that publish either, whose record is left out.
    assert explained(project, "2026-12-01 08:59")[:6] == due[:6]
    after = explained(project, "2026-12-01 09:00")
    assert "state announced (public), verdict ok" in after
    assert not [line for line in after if line.startswith("due ")]


def test_explain_calls_no_plan_announced_that_no_publish_has_announced(project: Project) -> None:
    project.write("content/plans/2026-12.yml", PLAN)

    lines = explained(project, "2026-11-28 09:00", "2026-12")

    assert "state hidden; a publish now would show it as announced, verdict ok" in lines


def explained(project: Project, now: str, entry: str = "payroll-engine") -> list[str]:
    """The lines, with one blank in place of several."""
    lines = project.run("explain", entry, "--now", now).out.splitlines()
    return [" ".join(line.split()) for line in lines]


def test_next_says_what_will_happen_at_each_instant(project: Project) -> None:
    project.release("payroll-engine")
    project.write("content/plans/2026-12.yml", PLAN)

    def ahead(now: str) -> list[tuple[str, ...]]:
        report = project.run("next", "--format", "json", "--now", now).json()
        assert report["next"] == report["changes"][0]["at"]
        return [
            (c["at"][:16], c["kind"], c["entry"], c["notice"] or c["state"])
            for c in report["changes"]
        ]

    notices = [
        ("2026-12-09T14:00", "release", "payroll-engine", "announcement"),
        ("2026-12-10T14:00", "release", "payroll-engine", "reminder"),
        ("2026-12-11T14:00", "release", "payroll-engine", "final"),
    ]
    window = [
        ("2026-12-12T20:00", "release", "payroll-engine", "in_progress"),
        ("2026-12-12T22:00", "release", "payroll-engine", "awaiting_confirmation"),
    ]
    assert ahead("2026-11-22 10:00") == [
        ("2026-11-22T20:00", "release", "payroll-engine", "advance"),
        ("2026-11-28T09:00", "plan", "2026-12", "plan"),
        *notices,
    ]
    project.run("publish", "--now", "2026-11-28 08:00")
    assert ahead("2026-11-28 09:00") == [
        ("2026-11-28T09:00", "plan", "2026-12", "plan"),
        ("2026-12-01T00:00", "plan", "2026-12", "in_progress"),
        *notices,
        *window,
        ("2027-01-01T00:00", "plan", "2026-12", "completed"),
    ]


def test_explain_names_each_rule_in_the_policys_own_words(project: Project) -> None:
    policy = project.root / "content/policy.yml"
    rows = "      - {id: hint, label: Hint, audience: staff, owner: product, earliest: 5d}\n"
    text = policy.read_text(encoding="utf-8")
    head, tail = text.split("    notices:\n", 1)
    policy.write_text(f"{head}    notices:\n{rows}{tail}", encoding="utf-8")
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    project.release("payroll-engine", FEATURE.replace("22:00", "23:00"))

    result = project.run("explain", "payroll-engine", "--now", "2026-12-01 10:00")

    lines = [" ".join(line.split()) for line in result.out.splitlines()]
    assert "hint staff 2026-12-07 20:00 2026-12-07 20:00 – pending – from 5d before" in lines
    assert "rescheduled customers – – – due – at once" in lines


def test_explain_of_an_unknown_release_names_the_nearest(project: Project) -> None:
    project.release("payroll-engine")

    result = project.run("explain", "payrol-engine", "--now", "2026-12-01 09:00")

    assert result.status == 2
    assert (
        "there is no release or plan `payrol-engine`; did you mean `payroll-engine`?" in result.err
    )


def test_explain_shows_a_release_and_a_plan_that_share_an_id(project: Project) -> None:
    project.release("2026-12")
    project.write("content/plans/2026-12.yml", PLAN)

    result = project.run("explain", "2026-12", "--now", "2026-11-28 09:00")

    assert result.status == 0
    release, plan = result.out.split("\n2026-12  ")
    assert release.startswith("2026-12  (content/releases/2026-12.yml)\ntitle       Bảng lương")
    assert plan.startswith("(content/plans/2026-12.yml)\nmonth      2026-12-01 00:00 to 2027-01-01")


@pytest.mark.parametrize("kind", ["release", "policy"])
def test_schema_prints_a_json_schema_that_forbids_unknown_keys(project: Project, kind: str) -> None:
    schema = project.run("schema", kind).json()

    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert len(schema["properties"]) > 5


def test_a_missing_configuration_file_is_one_line_and_status_2(project: Project) -> None:
    (project.root / "mkdocs.yml").unlink()

    result = project.run("check")

    assert result.status == 2
    assert result.err.startswith("notices: there is no ")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    "now",
    [
        "2026-11-28 19:00",  # a Saturday, in the evening
        "2026-12-31 23:58:34",
        "2028-02-29 00:00",
    ],
)
def test_the_demo_has_a_release_in_every_state_whatever_the_day(tmp_path: Path, now: str) -> None:
    evaluation = demo.make(tmp_path / "demo", hanoi(now))

    decisions: tuple[Decision | PlanDecision, ...] = (*evaluation.decisions, *evaluation.plans)
    assert {decision.state for decision in decisions} == {
        "invalid",
        "draft",
        "refused",
        "cancelled",
        "hidden",
        "completed",
        "awaiting_confirmation",
        "in_progress",
        "announced",
    }
    broken = {problem.entry for problem in evaluation.problems if problem.is_error}
    assert broken == {"approval-shortcuts", "kpi-board"}
    breached = {"shift-swap", "dark-mode"}
    assert {d.entry.id for d in decisions if d.verdict == "breached"} == breached
    assert {d.verdict for d in decisions if d.entry.id not in broken | breached} == {"ok"}
    assert evaluation.records == ()


def test_the_demo_is_built_as_it_is_at_its_instant(demo_site: Path) -> None:
    project = Project(demo_site.parent)

    assert "Dòng thời gian dự án" in project.page("index.html")
    assert project.run("next", "--now", "2026-11-23 15:10").out == "2026-11-23T15:50:00+07:00\n"


def test_the_demo_goes_into_no_folder_that_holds_something(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file").write_text(FEATURE, encoding="utf-8")

    result = project.run("demo", str(tmp_path / "full"), "--now", "2026-11-23 15:12")

    assert result.status == 2
    assert "is not empty" in result.err
