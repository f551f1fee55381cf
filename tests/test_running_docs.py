"""What `docs/running.md` tells people to run is there, and is understood."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
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


def copied(folder: Path) -> None:
    """Copy into a folder what the first stage of the container file copies."""
    text = (RUNNING / "Containerfile").read_text(encoding="utf-8")
    for *sources, target in (
        line.split()[1:] for line in re.findall(r"^COPY [^-].*", text, re.MULTILINE)
    ):
        into = folder / target
        for source in sources:
            if (CLONE / source).is_dir():
                shutil.copytree(CLONE / source, into)
            else:
                into.mkdir(parents=True, exist_ok=True)
                shutil.copy(CLONE / source, into)


def test_what_the_container_file_copies_is_enough_for_the_whole_wheel(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    copied(source)

    subprocess.run(
        [
            sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index",
            "--no-build-isolation", "--disable-pip-version-check", "--wheel-dir", tmp_path, source,
        ],
        check=True,
    )  # fmt: skip

    with zipfile.ZipFile(next(tmp_path.glob("notices-*.whl"))) as wheel:
        names = set(wheel.namelist())
    project = tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))
    forced = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"].values()
    assert [each for each in forced if not any(n.startswith(each) for n in names)] == []
    assert sorted((CLONE / "content/releases").iterdir()) != []
    assert not (source / "content/releases").exists()


def test_the_container_that_runs_has_the_environment_alone_and_nothing_that_builds_or_tests() -> (
    None
):
    text = (RUNNING / "Containerfile").read_text(encoding="utf-8")
    build, run = text.split("FROM ")[1:]
    dropped = re.search(r"pip uninstall --yes (.*) \\", build)

    assert re.findall(r"^COPY .*", run, re.MULTILINE) == [
        "COPY --from=build /opt/notices/.venv /opt/notices/.venv"
    ]
    assert build.split()[0] == run.split()[0]
    assert ".ci/setup runtime" in build
    setup = (CLONE / ".ci/setup").read_text(encoding="utf-8")
    builds = re.search(r"/\^\((.*)\)==/", setup)
    assert dropped is not None
    assert builds is not None
    # `packaging` and `pathspec` are needed to build as well, and by MkDocs.
    assert {*dropped[1].split(), "packaging", "pathspec"} == set(builds[1].split("|"))
