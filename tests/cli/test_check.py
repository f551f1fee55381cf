"""`notices check`: what is refused, where, why, and what to write instead."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.project import FEATURE, Project

# The start is Saturday 2026-12-12 20:00; ten days before is Wednesday 2026-12-02 20:00.
NINE_DAYS_23_HOURS = "2026-12-02 21:00"
TEN_DAYS = "2026-12-02 20:00"
ONE_SECOND_LATER = "2026-12-02 20:00:01"


def test_a_feature_nine_days_and_23_hours_ahead_is_refused_with_all_that_helps(
    project: Project,
) -> None:
    project.release("payroll-engine")

    result = project.run("check", "--now", NINE_DAYS_23_HOURS)

    assert result.status == 1
    assert result.out == (
        "content/releases/payroll-engine.yml:4:17: error[lead-time] `advance` (I.1) is due to "
        "customers 10 days before the start, by 2026-12-02 20:00 (+07:00); that was 1 hour ago\n"
        "    help: This window could have been published until 2026-12-02 20:00 (+07:00); "
        "write `window: {start: 2026-12-13 20:00, end: 2026-12-13 22:00}`, "
        "and publish it by 2026-12-03 20:00 (+07:00); "
        "the earliest window that is legal now starts at 2026-12-12 21:00 (+07:00).\n"
        "content/releases/payroll-engine.yml:4:17: warning[unplanned] this feature is in no plan "
        "that was announced by 2026-11-30 00:00 (+07:00), the deadline for 2026-12\n"
    )
    assert result.err == (
        "for more about a rule: notices rule lead-time\nchecked 1 entry: 1 error, 1 warning\n"
    )


def test_the_same_refusal_as_json_carries_positions_instants_and_the_source_row(
    project: Project,
) -> None:
    project.release("payroll-engine")

    report = project.check(NINE_DAYS_23_HOURS)

    assert report["now"] == "2026-12-02T21:00:00+07:00"
    assert report["ok"] is False
    problem, planning = report["problems"]
    assert (planning["severity"], planning["rule"]) == ("warning", "unplanned")
    assert {key: problem[key] for key in problem if key not in ("message", "help")} == {
        "severity": "error",
        "rule": "lead-time",
        "url": "https://notices.example/manual/rules/lead-time/",
        "entry": "payroll-engine",
        "notice": "advance",
        "path": "content/releases/payroll-engine.yml",
        "line": 4,
        "column": 17,
        "source": "I.1",
        "late_by_s": 3600,
        "publish_by": "2026-12-02T20:00:00+07:00",
        "earliest_start": "2026-12-12T21:00:00+07:00",
    }
    [entry] = report["entries"]
    assert (entry["state"], entry["public"], entry["verdict"]) == ("refused", False, "refused")


def test_ten_days_to_the_second_pass_and_one_second_later_is_refused(project: Project) -> None:
    project.release("payroll-engine")

    assert project.run("check", "--now", TEN_DAYS).status == 0
    late = project.check(ONE_SECOND_LATER)

    assert [(p["rule"], p["late_by_s"]) for p in late["problems"]] == [
        ("lead-time", 1),
        ("unplanned", None),
    ]


def test_the_window_of_the_help_line_passes_check_as_it_is_pasted(project: Project) -> None:
    project.release("payroll-engine")
    problem, planning = project.check(NINE_DAYS_23_HOURS)["problems"]
    assert planning["rule"] == "unplanned"
    pasted = problem["help"].split("`")[1]

    project.release("payroll-engine", FEATURE.replace(FEATURE.splitlines()[3], pasted))

    assert project.check(NINE_DAYS_23_HOURS)["ok"] is True


def test_all_problems_of_all_files_are_told_at_once_sorted_by_place(project: Project) -> None:
    project.release("b-late")
    project.release("a-typo", FEATURE.replace("title:", "tittle:"))
    project.write("content/releases/c.yaml", FEATURE)
    project.write("content/pages/guides/nobody.md", "# Hướng dẫn\n")

    result = project.check(NINE_DAYS_23_HOURS)["problems"]

    assert [(p["path"], p["line"], p["rule"]) for p in result] == [
        ("content/pages/guides/nobody.md", 1, "stray-file"),
        ("content/releases/a-typo.yml", 1, "schema"),
        ("content/releases/a-typo.yml", 2, "schema"),
        ("content/releases/b-late.yml", 4, "lead-time"),
        ("content/releases/b-late.yml", 4, "unplanned"),
        ("content/releases/c.yaml", 1, "file-name"),
    ]


def test_github_annotations_name_file_line_column_and_rule(project: Project) -> None:
    project.release("payroll-engine")

    result = project.run("check", "--format", "github", "--now", NINE_DAYS_23_HOURS)

    assert result.status == 1
    assert result.out.startswith(
        "::error file=content/releases/payroll-engine.yml,line=4,col=17,title=lead-time::"
        "`advance` (I.1) is due to customers 10 days before the start"
    )
    assert "%0Ahelp: This window could have been published until" in result.out
    assert [line.partition(" ")[0] for line in result.out.splitlines()] == ["::error", "::warning"]
    assert "title=unplanned::this feature is in no plan" in result.out
    addresses = [line.rpartition("%0A")[2] for line in result.out.splitlines()]
    assert addresses == [
        "https://notices.example/manual/rules/lead-time/",
        "https://notices.example/manual/rules/unplanned/",
    ]


def test_a_naive_now_is_read_in_the_policys_zone_and_an_offset_is_obeyed(
    project: Project,
) -> None:
    assert project.check("2026-12-02 21:00")["now"] == "2026-12-02T21:00:00+07:00"
    assert project.check("2026-12-02T14:00Z")["now"] == "2026-12-02T21:00:00+07:00"


def test_now_beats_source_date_epoch_and_that_beats_the_clock(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")

    assert project.run("check", "--format", "json").json()["now"] == "1970-01-01T08:00:00+08:00"
    assert project.check("2026-12-02T14:00Z")["now"] == "2026-12-02T21:00:00+07:00"


@pytest.mark.parametrize(
    "text", ["tomorrow", "2026-W48-6", "20261128T2000+0700", "2026-02-30 10:00"]
)
def test_a_now_that_is_no_instant_is_wrong_usage(project: Project, text: str) -> None:
    result = project.run("check", "--now", text)

    assert result.status == 2
    assert "--now" in result.err


def test_a_folder_without_a_project_is_wrong_usage_in_one_line(project: Project) -> None:
    (project.root / "content/policy.yml").unlink()

    result = project.run("check")

    assert (result.status, result.err) == (2, "notices: content/policy.yml is missing\n")


def test_strict_makes_a_warning_count(project: Project) -> None:
    server = FEATURE.replace("category: feature", "category: server").replace(
        "start: 2026-12-12 20:00, end: 2026-12-12 22:00",
        "start: 2026-12-14 20:00, end: 2026-12-14 20:30",
    )
    project.release("disk", server)

    assert project.run("check", "--now", "2026-12-01 09:00").status == 0
    result = project.run("check", "--strict", "--format", "json", "--now", "2026-12-01 09:00")
    assert (result.status, result.json()["ok"]) == (1, False)
    assert {problem["severity"] for problem in result.json()["problems"]} == {"error"}


@pytest.mark.parametrize(
    "seconds, message",
    [
        ("soon", "'soon' is not a number of seconds"),
        ("1796122800 ", "'1796122800 ' is not a number of seconds"),
        ("1_796_122_800", "'1_796_122_800' is not a number of seconds"),
        ("１７９６１２２８００", "'１７９６１２２８００' is not a number of seconds"),
        ("253402300700", "'253402300700' is outside the years 1970 to 2999"),
        ("-1", "'-1' is outside the years 1970 to 2999"),
    ],
)
def test_a_source_date_epoch_that_is_no_instant_of_ours_is_wrong_usage(
    project: Project, monkeypatch: pytest.MonkeyPatch, seconds: str, message: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    result = project.run("check")
    assert (result.status, result.err.endswith(f"SOURCE_DATE_EPOCH: {message}\n")) == (2, True)


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_file_s_name_that_is_not_utf_8_can_be_told(project: Project, form: str) -> None:
    folder = project.root / "content/releases"
    folder.mkdir(parents=True, exist_ok=True)
    Path(os.fsdecode(os.fsencode(folder) + b"/x\xff.yml")).write_text(FEATURE, encoding="utf-8")
    result = project.run("check", "--format", form, "--now", "2026-11-20 09:00")
    assert result.status == 1
    assert "content/releases/x\ufffd.yml" in result.out


def test_what_would_refuse_a_draft_stays_a_warning_under_strict(project: Project) -> None:
    """A draft is work in progress: it never stops a check that asks for no warnings."""
    project.release("payroll-engine", FEATURE + "draft: true\n")
    late = ("--now", "2026-12-02 20:00:01")
    for strict in ((), ("--strict",)):
        answer = project.run("check", *strict, *late)
        assert answer.status == 0
        assert "payroll-engine.yml:4:17: warning[lead-time]" in answer.out
        assert answer.err.endswith("checked 1 entry: 0 errors, 1 warning\n")
    answer = project.run("check", "--strict", "--format", "json", *late)
    assert answer.json()["ok"] is True
    project.release("payroll-engine", FEATURE.replace(", en: New payroll engine", ""))
    assert project.run("check", "--strict", "--now", "2026-11-20 09:00").status == 1
