"""Rows of lists are made once for the same inputs, and what is kept is believed only whole."""

from __future__ import annotations

import json
import zlib

import pytest

from notices.rendering.rows import Rows


class Memory(dict[str, bytes]):
    """A cache in memory that counts what is put in."""

    puts = 0

    def put(self, key: str, data: bytes) -> None:
        self.puts += 1
        self[key] = data


def made(rows: Rows, *inputs: str) -> list[str]:
    """The inputs for which a row had to be made."""
    anew: list[str] = []

    def make(name: str) -> str:
        anew.append(name)
        return f"row of {name}"

    for name in inputs:
        assert rows.row(name, lambda name=name: make(name)) == f"row of {name}"  # type: ignore[misc]
    rows.keep()
    return anew


def test_a_row_is_made_once_for_its_inputs_and_kept_only_while_it_is_asked_for() -> None:
    cache = Memory()
    assert made(Rows(cache, "x"), "a", "b") == ["a", "b"]
    assert made(Rows(cache, "x"), "a", "b") == []
    assert cache.puts == 1
    assert made(Rows(cache, "x"), "b", "c") == ["c"]
    assert made(Rows(cache, "x"), "a", "b", "c") == ["a"]


def test_one_new_row_among_many_is_made_again_rather_than_all_of_them_kept_anew() -> None:
    cache, many = Memory(), [str(number) for number in range(128)]
    made(Rows(cache, "x"), *many)
    assert cache.puts == 1
    assert made(Rows(cache, "x"), *many[1:], "a") == ["a"]
    assert made(Rows(cache, "x"), *many[2:], "a", "b") == ["a", "b"]
    assert cache.puts == 1
    assert made(Rows(cache, "x"), *many[3:], "a", "b", "c") == ["a", "b", "c"]
    assert cache.puts == 2
    assert made(Rows(cache, "x"), *many[3:], "a", "b", "c") == []


def test_lists_of_other_names_share_no_row() -> None:
    cache = Memory()
    made(Rows(cache, "x"), "a")
    assert made(Rows(cache, "y"), "a") == ["a"]


def test_a_row_of_unknown_inputs_is_made_each_time() -> None:
    cache = Memory()
    assert made(Rows(cache, "x"), "", "") == ["", ""]
    assert made(Rows(cache, "x"), "") == [""]
    assert cache == {}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zlib",
        zlib.compress(b"no JSON"),
        zlib.compress(b"[1]"),
        zlib.compress(json.dumps({"a": 1}).encode()),
        zlib.compress(json.dumps({"a": "row of a"}).encode())[:-6],
    ],
)
def test_what_is_no_kept_row_is_made_anew(data: bytes) -> None:
    cache = Memory({"rows x": data})
    assert made(Rows(cache, "x"), "a") == ["a"]
