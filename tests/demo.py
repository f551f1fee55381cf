"""The demo, frozen at one instant: the site that the tests of the whole look at."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from generator.cli import main

NOW = datetime(2026, 11, 23, 8, 10, tzinfo=UTC)
"""15:10 in Vietnam, on a Monday."""


def made(folder: Path) -> Path:
    """Make and build the demo below ``folder``; return the folder of the site."""
    command = ["demo", str(folder), "--now", "2026-11-23 15:10"]
    told = CliRunner().invoke(main, command, catch_exceptions=False)
    assert told.exit_code == 0, told.output
    return folder / "site"
