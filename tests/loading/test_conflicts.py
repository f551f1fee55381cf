"""What git could not join is called a merge conflict, in every kind of file."""

from __future__ import annotations

import pytest

from notices.loading import load_configuration, page_text
from notices.loading.conflicts import merge_conflict
from notices.loading.located import read
from tests.project import FEATURE, POLICY, SYSTEMS, Project

NOW = "2026-11-23 09:00"
MESSAGE = "a merge conflict: git could not join two versions here"
CONFLICT = "<<<<<<< HEAD\n{0}=======\n{0}>>>>>>> work\n"


@pytest.mark.parametrize(
    "text, line",
    [
        ("a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> work\n", 2),
        ("<<<<<<< HEAD\r\na: b\r\n=======\r\na: c\r\n>>>>>>> work\r\n", 1),
        ("a: b\n||||||| base\nc: d\n", 2),
        ("a: b\n=======\nc: d\n", 2),
        ("a: b\n>>>>>>> work\n", 2),
        ("a: |\n  b\n<<<<<<<\n  c\n", 3),
    ],
)
def test_a_line_that_git_left_is_a_conflict_in_a_file_of_keys(text: str, line: int) -> None:
    document = read("a.yml", text.encode())
    (problem,) = document.problems
    assert document.data is None
    assert (problem.severity, problem.rule) == ("error", "merge-conflict")
    assert (problem.mark.line, problem.mark.column, problem.message) == (line, 1, MESSAGE)
    assert problem.help == (
        "Keep what is right of both, and delete the lines that begin with <<<<<<<, ======= and "
        ">>>>>>>."
    )


@pytest.mark.parametrize(
    "text", ["a: |\n  =======\n", "a: |\n  <<<<<<< HEAD\n", "a: x\n# =======\n", "'<<<<<<<': b\n"]
)
def test_such_a_line_within_a_text_is_none(text: str) -> None:
    assert merge_conflict("a.yml", text) is None


def test_in_a_page_the_line_between_alone_makes_a_heading() -> None:
    assert page_text("a.md", b"Title\n=======\n\nText.\n").value == "Title\n=======\n\nText.\n"


def test_a_page_with_a_conflict_is_refused_and_not_shown(project: Project) -> None:
    project.write("content/pages/about.md", "# About\n\n" + CONFLICT.format("Text.\n"))

    (found,) = project.check(NOW)["problems"]
    assert (found["path"], found["line"], found["rule"]) == (
        "content/pages/about.md", 3, "merge-conflict",
    )  # fmt: skip
    assert found["message"] == MESSAGE
    project.run("publish", "--now", NOW)
    assert not (project.site / "about").exists()


@pytest.mark.parametrize(
    "path, text",
    [
        ("content/releases/payroll-engine.yml", FEATURE),
        ("content/plans/2026-12.yml", "approvals: []\n"),
        ("content/systems.yml", SYSTEMS),
        ("content/policy.yml", POLICY.read_text(encoding="utf-8")),
    ],
)
def test_check_calls_it_a_conflict_in_every_file_of_content(
    project: Project, path: str, text: str
) -> None:
    first, _, rest = text.partition("\n")
    project.write(path, CONFLICT.format(f"{first}\n") + rest)
    assert [(p["path"], p["line"], p["message"]) for p in project.check(NOW)["problems"]] == [
        (path, 1, MESSAGE)
    ]


def test_the_ledger_is_restored_and_not_joined(project: Project) -> None:
    project.write("content/ledger.jsonl", CONFLICT.format("{}\n"))
    (found,) = project.check(NOW)["problems"]
    assert (found["rule"], found["line"]) == ("ledger-broken", 1)
    assert "it is a merge conflict marker" in found["message"]


def test_the_configuration_names_the_line() -> None:
    text = "site_name: Updates\n" + CONFLICT.format("theme: material\n")
    (problem,) = load_configuration("mkdocs.yml", text.encode(), {}).problems
    assert (problem.rule, problem.mark.line, problem.message) == ("merge-conflict", 2, MESSAGE)


def test_a_build_with_texts_or_a_configuration_in_conflict_says_so(project: Project) -> None:
    config = project.root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    project.write("mkdocs.yml", CONFLICT.format("site_name: x\n") + text)
    assert f"mkdocs.yml:1:1: error[merge-conflict] {MESSAGE}" in project.run("build").err
