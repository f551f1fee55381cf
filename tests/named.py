"""Tests that a text names, as ``tests/folder/test_file.py::test_name``.

Belongs here: whether they are there. Does not belong here: the texts.
"""

from __future__ import annotations

import re

from tests.project import CLONE

__all__ = ["missing_tests", "named_tests"]


def named_tests(text: str) -> list[str]:
    """Every test that stands in the text in backticks, in order."""
    return re.findall(r"`(tests/[\w/]+\.py::test_\w+)`", text)


def missing_tests(text: str) -> list[str]:
    """Those of them that are not there."""
    return [test for test in named_tests(text) if not _is_there(*test.split("::"))]


def _is_there(path: str, name: str) -> bool:
    file = CLONE / path
    defined = rf"^def {name}\("
    return file.is_file() and bool(re.search(defined, file.read_text("utf-8"), re.MULTILINE))
