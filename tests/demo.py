"""The demo, frozen at one instant: the site that the tests of the whole look at."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from notices.cli import main

NOW = datetime(2026, 11, 23, 8, 10, tzinfo=UTC)
"""15:10 in Vietnam, on a Monday."""

BELOW = "/thong-bao/v1/"
"""The path of a site that does not stand at its host's root."""


def made(folder: Path, company: str = "anviec", now: str = "2026-11-23 15:10") -> Path:
    """Make and build a company's demo below ``folder``; return the folder of the site."""
    command = ["demo", str(folder), "--company", company, "--now", now]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return folder / "site"


def moved(project: Path, site_url: str) -> Path:
    """Build the demo of a project folder for another address; return the folder of the site."""
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    known = next(line for line in config.splitlines() if line.startswith("site_url:"))
    (project / "moved.yml").write_text(
        config.replace(known, f"site_url: {site_url}"), encoding="utf-8"
    )
    return built(project / "moved.yml", "moved")


def built(config: Path, name: str, now: str = "2026-11-23 15:10") -> Path:
    """Build a demo again into the folder ``name`` of its project; return that."""
    target = config.parent / name
    command = ["-f", str(config), "build", "--withhold", "--now", now, "--site-dir", str(target)]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return target
