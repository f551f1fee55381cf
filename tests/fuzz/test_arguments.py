"""Every text that a command takes from its line, and every variable: whatever it is, the command ends.

Paths are left out: whoever names one means it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from notices.cli import main
from tests.breakages import sound
from tests.project import Project

HOSTILE = ("", "a\0b", "\udcff", "9" * 5000, "../../x", "[" * 3000, "\u202e\u2028", "-1", "{x} %s")
# These serve, ask the network, or write where they are told.
OTHERS = {"serve", "editor", "demo", "init", "holidays"}
NEEDED = {
    "slots": ("feature",),
    "new": ("feature", "x"),
    "explain": ("crm",),
    "record": ("crm", "internal"),
}
DOCUMENTED = {0, 1, 2, 3}


def texts() -> Iterator[tuple[str, tuple[str, ...]]]:
    """A command's name, and what stands before the text that it takes."""
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        if command is None or name in OTHERS:
            continue
        needed = NEEDED.get(name, ())
        for parameter in command.params:
            if isinstance(parameter.type, click.types.StringParamType):
                is_option = isinstance(parameter, click.Option)
                yield name, (*needed, parameter.opts[0]) if is_option else needed[:-1]


@pytest.fixture(scope="module")
def sound_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return sound(tmp_path_factory.mktemp("sound") / "project")


@pytest.mark.parametrize("command, before", sorted({*texts()}))
def test_a_command_takes_any_text(
    sound_project: Project, command: str, before: tuple[str, ...]
) -> None:
    for text in HOSTILE:
        answer = sound_project.run(command, *before, text)
        assert answer.status in DOCUMENTED, (text, answer)
        (answer.out + answer.err).encode()


@pytest.mark.parametrize(
    "variable", ["SOURCE_DATE_EPOCH", "LC_ALL", "LANG", "XDG_CACHE_HOME", "NOTICES_LOOPBACK"]
)
def test_a_command_takes_any_environment(
    sound_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for text in HOSTILE:
        if "\0" not in text:  # No environment can hold it.
            monkeypatch.setenv(variable, text)
            answer = sound_project.run("check", "--no-host")
            assert answer.status in DOCUMENTED, (text, answer)
