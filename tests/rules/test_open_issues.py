"""A known issue that is open has no release that fixed it."""

from __future__ import annotations

import json

import pytest

from tests.project import FEATURE, Project

FIX = FEATURE.replace("category: feature", "category: fix")
ENDED = """\
outcome: {result: success, at: 2026-12-12 21:30}
known_issues: [{title: {vi: Lỗi in., en: Printing fails.}, status: STATUS}]
"""
NOW = "2026-12-13 09:00"


def told(project: Project, text: str, language: str = "en") -> list[dict[str, object]]:
    project.release("print", text)
    project.release("print-fix", FIX.replace("12-12", "12-20"))
    answer = project.run("--lang", language, "check", "--no-host", "--format", "json", "--now", NOW)
    problems = json.loads(answer.out)["problems"]
    return [each for each in problems if each["rule"] == "contradiction"]


@pytest.mark.parametrize("ended", [True, False], ids=["ended", "ahead"])
def test_one_with_a_fix_is_a_warning_where_it_stands(project: Project, ended: bool) -> None:
    issues = ENDED.replace("STATUS", "open, fixed_in: print-fix")
    text = FIX + (issues if ended else issues.partition("\n")[2].replace("12-12", "12-20"))

    [problem] = told(project, text)

    assert (problem["severity"], problem["entry"]) == ("warning", "print")
    assert problem["line"] == (8 if ended else 7)
    assert problem["column"] == 84
    assert problem["message"] == (
        "customers read that the issue is open, and not which release fixes it"
    )
    assert problem["help"] == "write `status: fixed` when it is fixed, and `fixed_in` with it"
    [problem] = told(project, text, "vi")
    assert problem["message"] == (
        "khách hàng đọc thấy lỗi còn mở, và không thấy bản cập nhật nào khắc phục"
    )


@pytest.mark.parametrize("status", ["open", "fixed", "fixed, fixed_in: print-fix"])
def test_its_twins_have_none(project: Project, status: str) -> None:
    assert told(project, FIX + ENDED.replace("STATUS", status)) == []
