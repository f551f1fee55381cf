"""A program is run in a process of its own, and one that fails ends the measurement."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.benchmarks.costs import Failed, Output, output, spent


def folder(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path / "run"


def test_a_program_runs_in_its_folder_with_its_environment(tmp_path: Path) -> None:
    code = "import os, pathlib; pathlib.Path('out').write_text(os.environ['WORD'])"

    cost = spent([sys.executable, "-c", code], folder(tmp_path), {"WORD": "seen"})

    assert (tmp_path / "run/out").read_text(encoding="utf-8") == "seen"
    assert cost.cpu > 0
    assert cost.wall > 0


def test_the_memory_of_who_measures_is_not_that_of_the_program(tmp_path: Path) -> None:
    own = b"x" * 100_000_000

    cost = spent([sys.executable, "-c", "pass"], folder(tmp_path), {})

    assert cost.memory < len(own) / 1e6


def test_a_program_that_fails_is_told_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="exit status 3\nwhy"):
        spent([sys.executable, "-c", "print('why'); raise SystemExit(3)"], folder(tmp_path), {})


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="/nowhere: what ran it ended with status"):
        spent(["/nowhere"], folder(tmp_path), {})


def test_files_of_a_folder_are_counted_with_their_bytes(tmp_path: Path) -> None:
    for name in ("a.txt", "b/c.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"12345")

    assert output(tmp_path) == Output(2, 10)
    assert output(tmp_path, "**/*.html") == Output(1, 5)
