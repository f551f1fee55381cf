"""Patterns: names in braces are filled in, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.patterns import fill, invalid_braces


class Guarded:
    """A value of which nothing but its text may be read."""

    secret = "TOKEN"

    def __str__(self) -> str:
        return "shown"


UNSAFE = [
    "{x.secret}",
    "{x.__class__.__init__.__globals__[os].environ[TOKEN]}",
    "{x[0]}",
    "{x!r}",
    "{x:>999999999}",
    "{x:.3}",
    "{0}",
    "{}",
    "{X}",
    "{ x }",
    "{{x}}",
    "{",
    "}",
    "a { b } c",
]


def test_names_are_replaced_by_the_text_of_their_values() -> None:
    assert fill("{x}, {y_2}: {x}", {"x": Guarded(), "y_2": 7}) == "shown, 7: shown"


def test_braces_in_a_value_are_not_filled_in_again() -> None:
    assert fill("{x}{y}", {"x": "{y}", "y": "{x}"}) == "{y}{x}"


def test_a_name_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="y"):
        fill("{x} {y}", {"x": 1})


@pytest.mark.parametrize("pattern", UNSAFE)
def test_braces_with_more_than_a_name_are_found_and_never_reach_into_a_value(pattern: str) -> None:
    assert invalid_braces(pattern)
    assert "TOKEN" not in fill(pattern, {"x": Guarded()}).replace("[TOKEN]", "")


class AnyName(dict[str, object]):
    """A value for every name."""

    def __missing__(self, name: str) -> object:
        return 1


@given(st.text("{}x.!:[]0_ ", max_size=20))
def test_no_brace_is_left_of_a_pattern_that_has_no_invalid_braces(pattern: str) -> None:
    if invalid_braces(pattern) is None:
        assert not {"{", "}"} & set(fill(pattern, AnyName()))
