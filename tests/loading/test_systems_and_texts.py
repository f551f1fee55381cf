"""The smaller files: systems, and the theme's texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.policy import Policy
from notices.domain.problem import Mark
from notices.domain.release import System
from notices.loading import Loaded, load_systems, load_texts, marks_of_texts

Messages = Callable[[Loaded[Any]], list[tuple[str, int, int, str]]]
THEME = Path(__file__).parents[2] / "theme" / "texts"


def test_systems_are_read_in_their_order(policy: Policy) -> None:
    text = "systems:\n  - {id: b, name: {de: Post}, group: Büro}\n  - {id: a, name: X, group: Y}\n"
    loaded = load_systems("s.yml", text.encode(), policy)
    assert loaded.problems == ()
    assert loaded.value == (
        System("b", {"de": "Post"}, {"de": "Büro"}),
        System("a", {"de": "X"}, {"de": "Y"}),
    )


def test_a_system_is_retired_where_its_row_says_so(policy: Policy) -> None:
    rows = "{id: a, name: X, group: Y, retired: true}, {id: b, name: X, group: Y, retired: false}"
    loaded = load_systems("s.yml", f"systems: [{rows}]".encode(), policy)
    assert loaded.value is not None
    assert [(system.id, system.retired) for system in loaded.value] == [("a", True), ("b", False)]


def test_no_file_names_no_systems(policy: Policy) -> None:
    assert load_systems("s.yml", b"", policy) == Loaded(())


@pytest.mark.parametrize(
    "text, line, column, message",
    [
        ("# none\n", 1, 1, "the file is empty"),
        ("systems: a", 1, 10, "systems must be a list"),
        ("systems: [{id: a, name: b}]", 1, 11, "systems (item 1): group is missing"),
        ("systems: [{id: A, name: b, group: c}]", 1, 16, "systems (item 1): id: 'A' is not an id"),
        (
            "systems: [{id: a, name: b, group: c}, {id: a, name: b, group: c}]",
            1,
            44,
            "duplicate 'a'",
        ),
        ("system: []\nsystems: []", 1, 1, "unknown key 'system'"),
        (
            "systems: [{id: a, name: b, group: c, retired: 2026}]",
            1,
            47,
            "systems (item 1): retired must be true or false, not '2026'",
        ),
    ],
)
def test_what_is_wrong_with_systems_is_told_at_its_place(
    policy: Policy, messages: Messages, text: str, line: int, column: int, message: str
) -> None:
    loaded = load_systems("s.yml", text.encode(), policy)
    assert loaded.value is None
    assert [place[1:] for place in messages(loaded)] == [(line, column, message)]


def test_texts_have_dotted_keys() -> None:
    loaded = load_texts("theme/texts/en.yml", b'a: {b: "{n} days", c: {d: no}}\ne: |\n  f\n')
    assert loaded == Loaded({"a.b": "{n} days", "a.c.d": "no", "e": "f\n"})


def test_texts_are_found_in_their_file() -> None:
    data = b"a: {b: x}\nc:\n  d: y\n"
    assert marks_of_texts("t.yml", data, ["a", "a.b", "c.d", "gone"]) == {
        "a": Mark("t.yml", 1, 1),
        "a.b": Mark("t.yml", 1, 5),
        "c.d": Mark("t.yml", 3, 3),
        "gone": Mark("t.yml", 1, 1),
    }


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_theme_s_own_texts_are_read(language: str) -> None:
    loaded = load_texts(f"{language}.yml", (THEME / f"{language}.yml").read_bytes())
    assert loaded.problems == ()
    assert loaded.value


@pytest.mark.parametrize(
    "text, line, column, message",
    [
        ("a: {b: [c]}", 1, 5, "a.b is a list"),
        ("a:\n  b:", 2, 3, "a.b is empty"),
        (
            "a:\n  b: c # d",
            2,
            8,
            "a.b is followed by a comment that may be meant as part of the text",
        ),
        ("a: b\na: c", 2, 1, "duplicate key 'a'"),
        (
            'a:\n  b: "at {time.__html__.__globals__[os].environ[TOKEN]}"',
            2,
            6,
            (
                "a.b has '{time.__html__.__globals__[os].environ[TOKEN]}', "
                "which is not a name in braces"
            ),
        ),
        (
            'a: "{time:>999999999}"',
            1,
            4,
            "a has '{time:>999999999}', which is not a name in braces",
        ),
        ("a: b {0} c", 1, 4, "a has '{0}', which is not a name in braces"),
        ("a: b } c", 1, 4, "a has '}', which is not a name in braces"),
    ],
)
def test_what_is_wrong_with_texts_is_told_at_its_place(
    messages: Messages, text: str, line: int, column: int, message: str
) -> None:
    loaded = load_texts("t.yml", text.encode())
    assert loaded.value is None
    assert [place[1:] for place in messages(loaded)] == [(line, column, message)]


@given(st.binary(max_size=100))
def test_no_texts_make_it_raise(data: bytes) -> None:
    load_texts("t.yml", data)
