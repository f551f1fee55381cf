"""`make lint` looks at scripts and styles too, and every script of `.ci` is one for the shell."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import CLONE

BIN = Path(sys.executable).parent
CI = sorted((CLONE / ".ci").iterdir())


def targets_of_lint() -> list[str]:
    recipe = re.search(
        r"^lint:.*\n((?:\t.*\n)+)", (CLONE / "Makefile").read_text("utf-8"), re.MULTILINE
    )
    assert recipe is not None
    return [line.strip().removeprefix("$(BIN)/") for line in recipe[1].splitlines()]


def test_lint_covers_python_shell_scripts_and_styles() -> None:
    assert targets_of_lint() == [
        "ruff check",
        "ruff format --check",
        "shellcheck .ci/*",
        "oxlint --quiet theme generator",
        "python -m tests.styles",
        "mypy",
        "lint-imports --no-logo --cache-dir .notices/cache/imports",
    ]
    assert [
        path.name for path in CI if not path.read_text("utf-8").startswith("#!/usr/bin/env bash\n")
    ] == []


@pytest.mark.parametrize(
    "script, rule",
    [
        ("let unused = 1;\n", "no-unused-vars"),
        ("if (document.title == 1) document.close();\n", "eqeqeq"),
        ("document.titel.x(misspelt);\n", "no-undef"),
        ("const a = 1;\nexport const f = (a) => a;\nf(a);\n", "no-shadow"),
        ("let = ;\n", "Unexpected token"),
    ],
)
def test_a_mistake_in_a_script_is_found(tmp_path: Path, script: str, rule: str) -> None:
    path = tmp_path / "script.js"
    path.write_text(script, encoding="utf-8")

    found = subprocess.run(
        [BIN / "oxlint", "--quiet", "--config", CLONE / ".oxlintrc.json", path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert found.returncode == 1
    assert rule in found.stdout
