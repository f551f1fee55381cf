"""The manual's reference has every key of the files and every command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from notices.cli import main
from notices.cli.reference import commands_page, file_page
from notices.loading import SchemaKind, json_schema


def keys_of(part: Any) -> Iterator[str]:
    """Every key that a schema names, at any depth."""
    if isinstance(part, dict):
        yield from part.get("properties", {})
        for below in part.values():
            yield from keys_of(below)


@pytest.mark.parametrize("kind", get_args(SchemaKind))
def test_every_key_of_a_file_is_on_its_page(kind: SchemaKind) -> None:
    shown = re.findall(r"^\| `([^`]+)`", file_page(kind), re.MULTILINE)

    assert {path.rpartition(".")[2] for path in shown} == set(keys_of(json_schema(kind)))


def test_a_key_says_whether_it_is_needed_what_it_takes_and_what_it_means() -> None:
    page = file_page("release")

    assert (
        "| `window.start` *(required)* | time (`2026-12-12 20:00`) | When the update begins. |\n"
    ) in page
    assert "| `impact.systems` | list of ids | The systems that the update touches" in page
    assert (
        "| `known_issues[].status` | `open`, `fixed`; without it `open` | Whether the issue remains. |"
    ) in page
    assert "| `notices.<id>.at` *(required)* | `asap` or time (`2026-12-12 20:00`) |" in page


def test_a_column_holds_no_line_of_the_table() -> None:
    for kind in get_args(SchemaKind):
        rows = [line for line in file_page(kind).splitlines() if line.startswith("|")]
        assert {row.count("|") for row in rows} == {4}


def test_every_command_is_there_with_its_options() -> None:
    page = commands_page(main)

    for name, command in main.commands.items():
        assert f"## `notices {name}`" in page
        for parameter in command.params:
            assert parameter.opts[0] in page or parameter.param_type_name == "argument"
