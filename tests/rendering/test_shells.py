"""A rendered page is cut at its slots and filled again; nothing else is ever a slot."""

from __future__ import annotations

import pytest

from notices.rendering.shells import Shell, ShellError, slot

PAGE = f"<title>{slot('title')}</title><p>{slot('content')}</p><i>{slot('title')}</i>"
EXPECTED = {"title": 2, "content": 1}


def shell(html: str = PAGE) -> Shell:
    return Shell.split(html, EXPECTED, "shell vi/release")


def test_a_filled_shell_is_the_page_with_its_holes_replaced() -> None:
    page = shell().fill({"title": "A", "content": "B"})
    assert page == "<title>A</title><p>B</p><i>A</i>"


def test_what_is_filled_in_is_never_searched_for_holes() -> None:
    nasty = slot("content") + "\ue000\ue001"
    page = shell().fill({"title": nasty, "content": "B"})
    assert page == f"<title>{nasty}</title><p>B</p><i>{nasty}</i>"


@pytest.mark.parametrize(
    "html",
    [
        PAGE.replace(slot("content"), ""),
        PAGE + slot("title"),
        PAGE + slot("extra"),
        PAGE + "\ue000",
        PAGE + "\ue001",
        "\ue001" + PAGE,
        "",
    ],
    ids=["missing", "twice", "unknown", "unclosed", "unopened", "unopened first", "empty"],
)
def test_a_page_without_exactly_its_holes_is_an_error_that_names_it(html: str) -> None:
    with pytest.raises(ShellError, match="shell vi/release"):
        shell(html)


@pytest.mark.parametrize("slots", [{"title": "A"}, {"title": "A", "content": "B", "more": "C"}])
def test_a_fill_with_a_text_too_few_or_too_many_is_an_error(slots: dict[str, str]) -> None:
    with pytest.raises(ShellError, match="shell vi/release"):
        shell().fill(slots)
