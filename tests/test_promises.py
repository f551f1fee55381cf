"""The page of promises names tests that are there, for each of them."""

from __future__ import annotations

import re

from tests.named import missing_tests, named_tests
from tests.project import CLONE

PAGE = (CLONE / "docs/promises.md").read_text(encoding="utf-8")
FIGURES = re.findall(r"^\| ([a-z][\w :]+) \| [\d,]+ \|$", PAGE, flags=re.MULTILINE)
PROMISES = dict(part.split("\n", 1) for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[2:])


def test_each_promise_names_tests_that_are_there() -> None:
    assert missing_tests(PAGE) == []
    unproven = [name for name, text in PROMISES.items() if not named_tests(text)]
    assert unproven == ["Figures"]
    assert len(PROMISES) > 8


def test_each_figure_is_one_that_a_test_counts() -> None:
    counting = "".join(path.read_text("utf-8") for path in (CLONE / "tests").rglob("test_*.py"))
    counted = set(re.findall(r'\bfigure\(f?"([^"]+)"', counting))

    assert set(FIGURES) - counted == set()
    assert len(FIGURES) > 20
