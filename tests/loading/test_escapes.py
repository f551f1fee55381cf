"""In double quotes a backslash begins an escape, also where it was typed as part of a path."""

from __future__ import annotations

import pytest
import yaml

from notices.loading import load_release, located
from notices.loading.located import read
from tests.core_builders import POLICY as POLICY_VALUE
from tests.project import FEATURE, Project

NOW = "2026-11-23 09:00"
SINGLE = "Put the text in single quotes; in them a backslash is a backslash."


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def _each_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(located, "_LOADER", getattr(yaml, request.param))


@pytest.mark.parametrize(
    "text, line, column, message",
    [
        (r'a: "C:\temp"', 1, 7, r"`\t` in double quotes is a tab"),
        (r'a: "Open (C:\temp) now"', 1, 13, r"`\t` in double quotes is a tab"),
        (r'a: "C:\new"', 1, 7, r"`\n` in double quotes is a line break"),
        (r'a: "C:/x\new"', 1, 9, r"`\n` in double quotes is a line break"),
        (r'a: "\\server\new"', 1, 13, r"`\n` in double quotes is a line break"),
        (r'a: "reports\table"', 1, 12, r"`\t` in double quotes is a tab"),
        (r'a: "bảng\tính"', 1, 9, r"`\t` in double quotes is a tab"),
        (r'a: "snake\_case"', 1, 10, r"`\_` in double quotes is a no-break space"),
        ('b: "x\n  C:\\temp"', 2, 5, r"`\t` in double quotes is a tab"),
        (r'"C:\temp": b', 1, 4, r"`\t` in double quotes is a tab"),
    ],
)
def test_an_escape_that_was_hardly_meant_is_a_warning_at_its_place(
    text: str, line: int, column: int, message: str
) -> None:
    document = read("a.yml", text.encode())
    (problem,) = document.problems
    assert (problem.severity, problem.rule) == ("warning", "accidental-escape")
    assert (problem.mark.line, problem.mark.column, problem.message) == (line, column, message)
    assert problem.help == SINGLE
    assert document.data is not None


@pytest.mark.parametrize(
    "text",
    [
        r'a: "One line.\nAnother line."',
        r'a: "one\ntwo"',
        r'a: "Plan B:\nWe wait."',
        r'a: "Steps:\n- open\n- close"',
        r'a: "Name:\tvalue"',
        r'a: "x\ty"',
        r'a: "10\_GB"',
        r'a: "C:\\temp"',
        r'a: "\u1ea1\u00e0"',
        r'a: "say \"this\""',
        "a: 'C:\\temp'",
        "a: C:\\temp",
        "a: |\n  C:\\temp",
    ],
)
def test_escapes_that_people_mean_are_fine(text: str) -> None:
    assert read("a.yml", text.encode()).problems == []


@pytest.mark.parametrize(
    "text, column, message",
    [
        (r'a: "C:\bin"', 7, "U+0008 is a control character"),
        (r'a: "C:\apps"', 7, "U+0007 is a control character"),
        (r'a: "C:\0"', 7, "U+0000 is a control character"),
    ],
)
def test_an_escape_of_a_forbidden_character_may_have_been_a_backslash(
    text: str, column: int, message: str
) -> None:
    (problem,) = read("a.yml", text.encode()).problems
    assert (problem.rule, problem.mark.column, problem.message) == ("yaml", column, message)
    assert problem.help == f"Delete this escape. If a backslash is meant: {SINGLE}"


@pytest.mark.parametrize(
    "text, column, message",
    [
        (r'a: "C:\data"', 7, r"`\d` is no escape, and in double quotes a backslash begins one"),
        (r'a: "C:\Users"', 7, r"`\U` is no escape, and in double quotes a backslash begins one"),
        (r'a: "C:\x64"' + "\n" + r'b: "C:\xy"', 7,
         r"`\x` is no escape, and in double quotes a backslash begins one"),
        (r'a: "D:\ công ty\Q"', 16, r"`\Q` is no escape, and in double quotes a backslash begins one"),
    ],
)  # fmt: skip
def test_a_backslash_that_begins_no_escape_says_so(text: str, column: int, message: str) -> None:
    (problem,) = read("a.yml", text.encode()).problems
    assert (problem.mark.column, problem.message) == (column, message)
    assert problem.help.startswith(SINGLE)


def test_a_file_with_a_warning_is_a_release_all_the_same() -> None:
    text = FEATURE.replace("{vi: Nội dung chi tiết., en: The details.}", r'"C:\temp"')
    loaded = load_release("content/releases/a.yml", text.encode(), POLICY_VALUE)
    assert loaded.value is not None
    assert [problem.rule for problem in loaded.problems] == ["accidental-escape"]


def test_check_warns_and_the_release_goes_out(project: Project) -> None:
    project.release(
        "payroll-engine",
        FEATURE.replace("Nội dung chi tiết.", r'"Mở C:\temp."'),
    )
    project.write(
        "content/plans/2026-12.yml",
        'approvals: []\nsummary: {vi: "C:\\temp", en: x}\n'
        "items:\n  - {title: {vi: a, en: b}, category: feature, expected: 2026-12-12}\n",
    )

    found = [p for p in project.check(NOW)["problems"] if p["rule"] == "accidental-escape"]

    assert [(p["path"], p["severity"], p["line"], p["column"], p["entry"]) for p in found] == [
        ("content/plans/2026-12.yml", "warning", 2, 18, "2026-12"),
        ("content/releases/payroll-engine.yml", "warning", 6, 18, "payroll-engine"),
    ]
    entries = {e["kind"]: e["state"] for e in project.check("2026-12-01 09:00")["entries"]}
    assert entries["release"] == "announced"


def test_a_text_of_the_theme_is_warned_of_and_the_site_is_built(project: Project) -> None:
    """A warning stops nothing, and is shown by every command that reads the texts."""
    (project.root / "theme").unlink()
    project.write("theme/texts/en.yml", 'guides:\n  none: "See C:\\temp now."\n')
    line = (
        "theme/texts/en.yml:2:16: warning[accidental-escape] `\\t` in double quotes is a tab\n"
        f"    help: {SINGLE}\n"
    )

    check = project.run("check", "--now", NOW)
    publish = project.run("publish", "--now", NOW)

    assert (check.status, publish.status) == (0, 0)
    assert (check.out.count(line), publish.err.count(line)) == (1, 1)
    assert "See C:\temp now." in project.page("en/guides/index.html")
