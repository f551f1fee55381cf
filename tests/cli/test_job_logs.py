"""Job logs: a runner obeys lines that begin with `::`; no name and no text may begin one."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.wording import json_text, log_text
from tests.project import FEATURE, Project

NOW = "2026-12-01 09:00"
COMMAND = re.compile(r"^\s*(?:::|##\[)")


def commands(text: str) -> list[str]:
    """The lines that a runner would obey; it divides at carriage returns, too."""
    return [line for line in re.split(r"[\r\n]", text) if COMMAND.match(line)]


@pytest.mark.parametrize(
    "name",
    [
        "content/releases/x\n::error::y.yml",
        "content/releases/x\r::error::y.yml",
        "content/releases/::error::y.yml",
        "content/pages/x\n  ::add-mask::y.md",
        "content/pages/x\n::set-output::y.exe",
        "content/pages/x\x1b[31m\n##[error]y.SVG",
    ],
)
def test_no_file_name_becomes_a_command_of_the_runner(project: Project, name: str) -> None:
    project.release("payroll-engine")
    project.write(name, "::error::a: [b\n")
    entry = name.rpartition("/")[2].removesuffix(".yml")

    for line in (["check"], ["build"], ["publish"], ["explain", entry]):
        told = project.run(*line, "--now", NOW)
        assert commands(told.out + told.err) == []
        assert "\x1b" not in told.out + told.err

    github = project.run("check", "--format", "github", "--now", NOW).out
    assert {line.partition(" ")[0] for line in github.splitlines()} <= {"::error", "::warning"}
    assert len(github.splitlines()) == github.count("title=")


def test_no_quoted_line_of_a_file_becomes_a_command_of_the_runner(project: Project) -> None:
    project.release("payroll-engine", FEATURE + "::error::a: b: c\n")

    told = project.run("check", "--now", NOW)

    assert "\n      | ::error::a: b: c\n" in told.out
    assert commands(told.out) == []


@given(st.text(alphabet=":#[ a\t\r\n\v\x85\u2028\x1b"))
def test_no_text_has_a_command_or_a_control_character_in_a_log(text: str) -> None:
    shown = log_text(text)
    assert commands(shown) == []
    assert all(c.isprintable() or c == "\n" for c in shown)
    assert shown.count("\n") == text.count("\n")


@given(st.text())
def test_a_text_in_json_has_no_control_character_and_stays_the_same(text: str) -> None:
    shown = json_text({text: [text]})

    assert all(line.isprintable() for line in shown.split("\n"))
    assert commands(shown) == []
    assert json.loads(shown) == {text: [text]}
