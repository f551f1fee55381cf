"""Where the system is not POSIX, one line says so, in place of a traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "imported", ["cli import main; main()", "cli.mkdocs_plugin import NoticesPlugin"]
)
@pytest.mark.parametrize("args", [["check"], ["--help"]])
def test_a_system_without_file_locks_is_told_where_the_program_runs(
    imported: str, args: list[str]
) -> None:
    windows = "import sys; sys.modules['fcntl'] = sys.modules['pwd'] = None"

    answer = subprocess.run(
        [sys.executable, "-c", f"{windows}; from notices.{imported}", *args],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (answer.returncode, answer.stdout, answer.stderr) == (
        2,
        "",
        "notices runs on Linux and macOS; on Windows, use WSL\n",
    )
