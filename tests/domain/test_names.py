"""Ids and names: their form, and what a slip is taken for."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.names import RESERVED, free_id, id_of, is_id, known, nearest
from notices.domain.phrases import phrase
from notices.domain.wording import either, quoted, size_text, span_text


@pytest.mark.parametrize("text", ["a", "0-", "payroll-engine", "a" * 64])
def test_an_id_has_small_letters_digits_and_hyphens(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "-a", "A", "a.b", "é", "a" * 65, "a\n"])
def test_anything_else_is_not_an_id(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize(
    "title, id",
    [
        ("Bảng lương mới", "bang-luong-moi"),
        (unicodedata.normalize("NFD", "ĐĂNG NHẬP 2 lớp"), "dang-nhap-2-lop"),
        ("Größe & Übermaß: neu!", "grosse-ubermass-neu"),
        ("Łódź, Ænima, Ｆｕｌｌ ½", "lodz-aenima-full-1-2"),
        ("  --a--b  ", "a-b"),
        ("Обновление CRM", "crm"),
        ("更新 🇻🇳", ""),
        ("", ""),
    ],
)
def test_a_title_suggests_an_id(title: str, id: str) -> None:
    assert id_of(title) == id


def test_a_long_title_gives_the_words_that_fit() -> None:
    assert id_of("x" * 60 + " abc d") == "x" * 60 + "-abc"
    assert id_of("x" * 60 + " abcd") == "x" * 60
    assert id_of("x" * 65 + " abcd") == "x" * 64


def test_an_id_that_is_taken_or_reserved_gets_a_number() -> None:
    assert free_id("a", ()) == "a"
    assert free_id("a", {"a", "a-2"}) == "a-3"
    assert free_id("con", {"con-2"}) == "con-3"
    assert free_id("x" * 60 + "-abc", {"x" * 60 + "-abc"}) == "x" * 60 + "-2"
    assert free_id("x" * 64, {"x" * 64}) == "x" * 62 + "-2"


@given(st.text(), st.sets(st.integers(1, 12)))
def test_a_suggested_id_is_an_id(title: str, taken: set[int]) -> None:
    wanted = id_of(title)
    name = free_id(wanted, {wanted, *(f"{wanted}-{number}" for number in taken)})

    assert not wanted or (is_id(wanted) and is_id(name))
    assert name not in RESERVED


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
