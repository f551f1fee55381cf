"""The smaller files: systems, the theme's texts, heads of hand-written pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.domain.policy import Policy
from generator.domain.release import System
from generator.loading import Loaded, front_matter, load_systems, load_texts

Said = Callable[[Loaded[Any]], list[tuple[str, int, int, str]]]
THEME = Path(__file__).parents[2] / "theme" / "texts"


def test_systems_are_read_in_their_order(policy: Policy) -> None:
    text = "systems:\n  - {id: b, name: {de: Post}, group: Büro}\n  - {id: a, name: X, group: Y}\n"
    loaded = load_systems("s.yml", text.encode(), policy)
    assert loaded.problems == ()
    assert loaded.value == (
        System("b", {"de": "Post"}, {"de": "Büro"}),
        System("a", {"de": "X"}, {"de": "Y"}),
    )


def test_no_file_names_no_systems(policy: Policy) -> None:
    assert load_systems("s.yml", b"", policy) == Loaded(())


@pytest.mark.parametrize(
    "text, line, column, message",
    [
        ("# none\n", 1, 1, "the file is empty"),
        ("systems: a", 1, 10, "systems has to be a list"),
        ("systems: [{id: a, name: b}]", 1, 11, "systems (item 1): group is missing"),
        ("systems: [{id: A, name: b, group: c}]", 1, 16, "systems (item 1): id: 'A' is not an id"),
        (
            "systems: [{id: a, name: b, group: c}, {id: a, name: b, group: c}]",
            1,
            44,
            "the system 'a' stands here twice",
        ),
        ("system: []\nsystems: []", 1, 1, "the key 'system' is unknown"),
    ],
)
def test_what_is_wrong_with_systems_is_told_at_its_place(
    policy: Policy, said: Said, text: str, line: int, column: int, message: str
) -> None:
    loaded = load_systems("s.yml", text.encode(), policy)
    assert loaded.value is None
    assert [place[1:] for place in said(loaded)] == [(line, column, message)]


def test_texts_are_nested_by_their_keys() -> None:
    loaded = load_texts("theme/texts/en.yml", b'a: {b: "{n} days", c: {d: no}}\ne: |\n  f\n')
    assert loaded == Loaded({"a": {"b": "{n} days", "c": {"d": "no"}}, "e": "f\n"})


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
            "a.b has a comment behind it, which may have been meant as part of the text",
        ),
        ("a: b\na: c", 2, 1, "the key 'a' stands here twice"),
    ],
)
def test_what_is_wrong_with_texts_is_told_at_its_place(
    said: Said, text: str, line: int, column: int, message: str
) -> None:
    loaded = load_texts("t.yml", text.encode())
    assert loaded.value is None
    assert [place[1:] for place in said(loaded)] == [(line, column, message)]


@pytest.mark.parametrize(
    "page, meta",
    [
        (b"# No head\n", {}),
        (b"", {}),
        (b"---\n---\n", {}),
        (b"---\n# nothing\n---\ntext", {}),
        (b"---\ntitle: Payroll\nstub: true\n---\n# x\n", {"title": "Payroll", "stub": "true"}),
        (b"---\r\nstub: false\r\n---\r\n# x\r\n", {"stub": "false"}),
        (b"\xef\xbb\xbf---\ntitle: A\n---\n", {"title": "A"}),
        (b"---\ntitle: a---b\n...\n", {"title": "a---b"}),
        (b"---\ntitle: A\n---", {"title": "A"}),
        (b"---\nhide: [toc]\ntags: {a: b}\ndescription: 'D: e'\n---\n", {"description": "D: e"}),
        (b"---\ntitle:\n---\n", {}),
        (b"text\n---\nstub: true\n---\n", {}),
        (b"---\nstub: true\n", {}),
        (b"---\nstub: true # for now\n---\n" + b"x" * 100_000, {"stub": "true"}),
    ],
)
def test_the_head_of_a_page_tells_title_description_and_stub(
    page: bytes, meta: dict[str, str]
) -> None:
    assert front_matter("p.md", page) == Loaded(meta)


@pytest.mark.parametrize(
    "page, line, column, message",
    [
        (b"---\ntitle: A: b\n---\n", 2, 9, "a colon stands where no key can be"),
        (b"---\n\nstub: yes\n---\n", 3, 7, "stub has to be true or false"),
        (b"---\ntitle: [a]\n---\n", 2, 1, "title has to be a single text"),
        (b"---\n- a\n---\n", 2, 1, "the file has to consist of keys with values"),
        (b"---\na: 1\na: 2\n---\n", 3, 1, "the key 'a' stands here twice"),
    ],
)
def test_a_head_that_cannot_be_read_says_where_in_the_page(
    said: Said, page: bytes, line: int, column: int, message: str
) -> None:
    loaded = front_matter("p.md", page)
    assert loaded.value is None
    assert [place[1:] for place in said(loaded)] == [(line, column, message)]


@given(st.binary(max_size=100), st.booleans())
def test_no_page_and_no_texts_make_it_raise(data: bytes, headed: bool) -> None:
    front_matter("p.md", b"---\n" + data + b"\n---\n" if headed else data)
    load_texts("t.yml", data)
