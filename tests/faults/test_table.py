"""The table of faults names tests that are there, and runs of the soak that are."""

from __future__ import annotations

import re

from tests.figures import figure
from tests.named import missing_tests, named_tests
from tests.project import CLONE

TABLE = (CLONE / "tests/faults/README.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TABLE.splitlines()
    if line.startswith("| ") and "`" in line
]


def test_each_row_names_a_test_that_is_there() -> None:
    assert missing_tests(TABLE) == []
    assert len(named_tests(TABLE)) == len(ROWS)
    assert len({fault for fault, _, _ in ROWS}) == len(ROWS) > 30
    figure("kinds of fault with a test", len(ROWS))


def test_each_run_of_the_soak_that_is_named_is_there() -> None:
    runs = {run for _, _, runs in ROWS for run in re.findall(r"`(\w+)`", runs)}
    text = (CLONE / "tests/soak.py").read_text(encoding="utf-8")

    assert {run for run in runs if f'case ["{run}"' not in text} == set()
    assert "large" in runs
