"""Figures of the tests stand at the end of a run, from one process and from several."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import CLONE

COUNTING = """\
from tests.figures import figure

def test_of_{name}() -> None:
    figure("{name} counted", {value})
"""


@pytest.mark.parametrize("processes", ["0", "2"])
def test_each_figure_is_a_line_at_the_end(tmp_path: Path, processes: str) -> None:
    for name, value in {"pears": 7, "apples": 12}.items():
        text = COUNTING.format(name=name, value=value)
        (tmp_path / f"test_{name}.py").write_text(text, encoding="utf-8")
    command = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.figures",
        "-p",
        "no:cacheprovider",
        "-n",
        processes,
    ]
    run = subprocess.run(
        [sys.executable, *command, str(tmp_path)],
        cwd=CLONE,
        capture_output=True,
        text=True,
        check=False,
    )
    figures = [line for line in run.stdout.splitlines() if line.startswith("figure: ")]
    assert figures == ["figure: apples counted: 12", "figure: pears counted: 7"], run.stdout
