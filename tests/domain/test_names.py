"""Ids and names: their form, and what a slip is taken for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from notices.domain.names import is_id, known, nearest
from notices.domain.phrases import phrase
from notices.domain.wording import either, quoted, size_text, span_text


@pytest.mark.parametrize("text", ["a", "0-", "payroll-engine", "a" * 64])
def test_an_id_has_small_letters_digits_and_hyphens(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "-a", "A", "a.b", "é", "a" * 65, "a\n"])
def test_anything_else_is_not_an_id(text: str) -> None:
    assert not is_id(text)


def test_a_slip_is_answered_with_the_nearest_name_and_anything_else_with_all_names() -> None:
    names = ["payroll", "crm"]
    assert nearest("payrol", names) == "payroll"
    assert nearest("mail", names) is None
    assert known("payrol", names) == "Did you mean 'payroll'?"
    assert known("mail", names, phrase("The systems are")) == "The systems are: crm, payroll."
    assert known("mail", []) == ""


def test_a_long_text_is_not_compared() -> None:
    assert nearest("a" * 65, ["a" * 64]) is None


def test_values_are_quoted_on_one_short_line() -> None:
    assert quoted("a\nb\u202e") == "'a\\nb\\u202e'"
    assert quoted("x" * 61) == f"'{'x' * 59}…'"
    assert either(["a", "b", "c"]) == "a, b or c"
    assert either(["a"]) == "a"
    assert size_text(65537) == "64.0 KiB"


@pytest.mark.parametrize(
    "span, text",
    [
        (timedelta(days=3, hours=4, minutes=12, seconds=5), "3 days 4 hours"),
        (timedelta(days=1, minutes=59, seconds=59), "1 day"),
        (timedelta(hours=23, minutes=59, seconds=59), "23 hours 59 minutes"),
        (timedelta(hours=1, seconds=59), "1 hour"),
        (timedelta(minutes=1, seconds=1), "1 minute 1 second"),
        (timedelta(seconds=59), "59 seconds"),
        (-timedelta(seconds=1), "1 second"),
        (timedelta(), "0 seconds"),
    ],
)
def test_a_length_has_two_units_at_most_and_is_never_said_to_be_longer_than_it_is(
    span: timedelta, text: str
) -> None:
    assert span_text(span) == text
