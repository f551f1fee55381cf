"""What `docs/running.md` tells people to run is there, and is understood."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from notices.cli import main
from tests.project import CLONE

RUNNING = CLONE / "docs" / "running"
UNITS = sorted(path.name for path in RUNNING.glob("*.service"))


def commands() -> list[str]:
    """Every call of the program that the page and its files show."""
    texts = [CLONE / "docs" / "running.md", *RUNNING.iterdir()]
    pattern = re.compile(r"(?:^|[ /`$(])notices ((?:publish|record|next)[^`\n#)&|]*)", re.MULTILINE)
    return sorted(
        {document for path in texts for document in pattern.findall(path.read_text("utf-8"))}
    )


@pytest.mark.parametrize("line", commands())
def test_every_command_that_is_shown_is_understood(line: str) -> None:
    name, *args = shlex.split(line)
    command = main.get_command(click.Context(main), name)

    assert command is not None
    # Parsed, and not run: a command that misses an argument or has an unknown one raises.
    command.make_context(name, args, resilient_parsing=False)


@pytest.mark.parametrize("name", UNITS)
def test_systemd_knows_every_line_of_the_units(name: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd")
    unit = tmp_path / name
    text = (RUNNING / name).read_text(encoding="utf-8")
    unit.write_text(text.replace("/srv/notices/.venv/bin/notices", "/bin/true"), encoding="utf-8")
    shutil.copy(RUNNING / "notices-publish.timer", tmp_path)

    result = subprocess.run(
        ["systemd-analyze", "verify", unit, tmp_path / "notices-publish.timer"],
        capture_output=True, text=True, check=False, env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )  # fmt: skip

    ours = [line for line in result.stderr.splitlines() if "notices" in line]
    assert ours == []


def test_every_link_of_the_page_leads_somewhere() -> None:
    page = CLONE / "docs" / "running.md"
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))

    assert links
    assert [link for link in links if not (page.parent / link).exists()] == []
