"""What no command handles: a bug, an interrupt, a closed pipe."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from notices.cli import main
from tests.project import FEATURE, Project

BUG = (
    "notices: this is a bug in notices: KeyError: 'payroll'; "
    "please report it with the output of --debug\n"
)


def run_with(error: BaseException, monkeypatch: pytest.MonkeyPatch, *args: str) -> Result:
    """Run a command that raises ``error``."""

    @click.command("check")
    def command() -> None:
        raise error

    monkeypatch.setattr("notices.cli.commands.check.command", command)
    return CliRunner().invoke(main, [*args, "check"])


def test_a_bug_is_one_line_that_says_how_to_report_it(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run_with(KeyError("payroll"), monkeypatch)

    assert (result.exit_code, result.stdout, result.stderr) == (1, "", BUG)


def test_a_bug_with_a_message_of_several_lines_is_still_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = run_with(ValueError("first\n  second\x1b[31m\n"), monkeypatch)

    assert "notices: ValueError: first second?[31m; please" in result.stderr
    assert result.stderr.count("\n") == 1


def test_debug_shows_the_traceback_of_a_bug_first(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run_with(KeyError("payroll"), monkeypatch, "--debug")

    assert result.exit_code == 1
    assert result.stderr.startswith("Traceback (most recent call last):\n")
    assert result.stderr.endswith(f"\nKeyError: 'payroll'\n{BUG}")


def test_what_the_system_refuses_is_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run_with(PermissionError(13, "Permission denied", "site"), monkeypatch, "--debug")

    assert (result.exit_code, result.stderr) == (1, "notices: Permission denied: site\n")


def test_an_interrupt_is_one_line_and_status_130(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run_with(KeyboardInterrupt(), monkeypatch)

    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "notices: interrupted\n")


def test_a_reader_that_closes_the_pipe_hears_nothing(project: Project) -> None:
    project.release("late", FEATURE)
    command = [str(Path(sys.executable).with_name("notices")), "check", "--now", "2026-12-10 09:00"]

    with subprocess.Popen(
        command, cwd=project.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        stderr = process.stderr.read()

    assert (process.returncode, stderr) == (1, "")
