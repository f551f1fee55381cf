"""What an ordinary entry does not cost: cheap questions come first, and answer as the dear ones do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, cast

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from notices.domain.policy import Policy
from notices.loading import (
    characters,
    conflicts,
    escapes,
    instants,
    languages,
    load_policy,
    load_release,
    located,
    lookalikes,
    reader,
    reading,
)
from notices.loading.located import read
from notices.loading.reader import Reader
from tests.project import FEATURE, POLICY

LAW = cast("Policy", load_policy("content/policy.yml", POLICY.read_bytes()).value)
FULL = (
    FEATURE
    + """\
prepare:
  vi: |
    Một, # hai.

      - ba
  en: "Tab \\t and 'one'"
known_issues:
  - {title: Lỗi một, status: open}
  - title: >-
      Lỗi
      hai
outcome: {result: success, at: 2026-12-12 22:00Z} # done
"""
)
ANY_TEXT = st.text(st.characters(exclude_categories=()) | st.sampled_from("\r\n\t \ufeff\u2028"))


@given(ANY_TEXT)
@example("a\tb\u00a0c\u200d\n")
@example("\U0010ffff")
def test_a_text_has_the_forbidden_characters_that_the_pattern_finds(text: str) -> None:
    found = [match.start() for match in characters._FORBIDDEN.finditer(text)]

    assert list(characters.forbidden(text)) == found


def test_no_forbidden_character_is_printable() -> None:
    forbidden = filter(characters._FORBIDDEN.fullmatch, map(chr, range(0x110000)))

    assert not [hex(ord(character)) for character in forbidden if character.isprintable()]


@given(ANY_TEXT)
@example("\ufeff")
@example(" \n\t")
@example("\u00a0\u200b")
@example("\u200bx")
def test_a_text_shows_something_if_one_of_its_characters_does(text: str) -> None:
    shown = any(c.isprintable() and not c.isspace() for c in text)

    assert languages._shows_something(text) == shown


MARKERS = st.text("<|>= a\n\r\t", max_size=40) | st.sampled_from(
    ["<" * 7, "|" * 7, ">" * 7, "=" * 7]
)


@given(st.lists(MARKERS, max_size=5).map("\n".join), st.booleans())
def test_a_merge_conflict_is_where_the_patterns_find_one(text: str, markdown: bool) -> None:
    found = conflicts._MARKER.search(text) or conflicts._BETWEEN.search(text)
    if markdown:
        found = conflicts._MARKER.search(text)

    assert (conflicts.merge_conflict("a", text, markdown=markdown) is None) == (found is None)


PIECES = st.text("ab:#-[]{},&*!|>'\"%@`?<~ \n\t\\u0=", max_size=6) | st.sampled_from(
    [
        "\r", "\r\n", "\u00a0", "\u2028", "\x07", "\ufeff", "e\u0301", "：", "，", "\U0001f600", "\U0010ffff",
        " # x", " #x", "<<: ", "<<<<<<< a\n", "\n=======\n", "24:00", "null", "'<<': ", '"a\\tb": ', "? ",
        "\u200b", "title: ", "vi: ", "- ", "\n  ", "[]", "{}", "''", "999d", "true", "ceo", "\\\n", "&a ",
        "*a", "! ", "!!str ", "---\n", "...\n", "x" * 300,
    ]
)  # fmt: skip
EDITS = st.lists(st.tuples(st.integers(0, len(FULL)), st.integers(0, 9), PIECES), max_size=4)


def test_the_entry_that_is_edited_is_an_ordinary_one() -> None:
    assert load_release("content/releases/a.yml", FULL.encode(), LAW).problems == ()


def edited(edits: list[tuple[int, int, str]]) -> bytes:
    text = FULL
    for start, length, piece in edits:
        text = text[:start] + piece + text[start + length :]
    return text.encode()


def all_of(data: bytes) -> Any:
    """What the file gives, with what is no part of equality."""
    loaded = load_release("content/releases/a.yml", data, LAW)
    document = read("a.yml", data)
    return loaded, loaded.value and loaded.value.source, repr(document)


@given(EDITS)
@example([])
@example([(0, 0, "'<<': a\n")])
@example([(0, 0, "<<: {a: b}\n")])
@example([(0, 0, "te\u0302n: a\n")])
def test_an_entry_is_read_as_if_no_cheap_question_were_asked(
    edits: list[tuple[int, int, str]],
) -> None:
    data = edited(edits)
    quick = all_of(data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(located, "_is_ordinary", lambda key: False)
        patch.setattr(
            located._Reader, "escapes", property(lambda _: True, lambda _, __: None), raising=False
        )
        patch.setattr(conflicts, "_MARKERS", ("",))
        patch.setattr(reading, "_PLAIN", frozenset())
        for function in (instants.read_date, instants.read_clock, instants.read_duration):
            patch.setattr(instants, function.__name__, function.__wrapped__)
        assert all_of(data) == quick


def texts(count: int) -> Iterator[bytes]:
    return (FEATURE.replace("payroll", f"update-{number}").encode() for number in range(count))


def counted(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> list[Any]:
    """The first argument of each call of a function, from now on."""
    calls: list[Any] = []
    function = getattr(owner, name)

    def call(first: Any, *more: Any, **options: Any) -> Any:
        calls.append(first)
        return function(first, *more, **options)

    monkeypatch.setattr(owner, name, call)
    return calls


def test_a_key_is_looked_at_once_however_many_files_have_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    located._is_ordinary.cache_clear()
    looked_at = counted(monkeypatch, lookalikes, "in_key")

    keys = {key.rpartition(".")[2] for text in texts(20) for key in read("a.yml", text).keys}

    assert sorted(looked_at) == sorted(keys)


def test_escapes_are_looked_for_where_there_is_a_backslash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at = counted(monkeypatch, escapes, "accidental")

    read("a.yml", b'a: "b"\n')
    assert looked_at == []
    read("a.yml", b'a: "b\\n"\n')
    assert looked_at == ['"b\\n"']


def test_each_event_of_the_parser_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's own loop asks twice for each."""
    asked: list[Any] = []

    class Loader(located._LOADER):  # type: ignore[misc]  # The parser in C has no types.
        def get_event(self) -> Any:
            asked.append(super().get_event())
            return asked[-1]

        def check_event(self, *choices: Any) -> bool:
            raise AssertionError

    monkeypatch.setattr(located, "_LOADER", Loader)

    read("a.yml", FEATURE.encode())

    assert list(map(type, asked)) == list(map(type, yaml.parse(FEATURE)))


def test_of_an_entry_that_is_known_the_bytes_are_hashed_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its key is made from that; what all entries share is hashed for all of them at once."""
    first = Reader()
    files = {f"content/releases/{number}.yml": text for number, text in enumerate(texts(20))}
    for path, data in files.items():
        assert first.release(path, data, LAW).value is not None
    again = Reader(first.kept()[0])
    hashed = counted(monkeypatch, hashlib, "sha256")
    reader._hash_of.cache_clear()

    for path, data in files.items():
        assert again.release(path, data, LAW).value is not None

    assert again.parsed == 0
    assert hashed[:1] + hashed[2:] == [*files.values()]
