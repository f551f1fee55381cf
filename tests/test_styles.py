"""The linter of the theme's styles finds what it says it finds."""

from __future__ import annotations

import pytest

from tests.styles import STYLES, Declaration, declarations, problems, variables


@pytest.mark.parametrize(
    "css, found",
    [
        ("a { color: red }", []),
        ("a {\n  color red;\n}", ["2:12: Stop token reached before {} block for a qualified rule."]),
        ("a { color: red } }", ["1:18: EOF reached before {} block for a qualified rule."]),
        ("@media print {\n  a { top: 0; left: 0; top: 1px }\n}", ["2:24: `top` is written twice in this block"]),
        ("a { width: 100vw; width: 100dvw }", []),
        ("a { color: var(--set); top: var(--unset, 0) }", []),
        ("a {\n color: var(--unset)\n}", ["2:2: nothing sets the variable `--unset`"]),
    ],
)  # fmt: skip
def test_a_problem_has_its_place(css: str, found: list[str]) -> None:
    assert problems(css, frozenset({"--set"})) == found


def test_a_declaration_knows_what_is_around_it() -> None:
    css = "@media print {\n  a:hover { color: red }\n}\n@font-face { src: url(x) }"

    assert list(declarations(css)) == [
        Declaration("a:hover", "color", "red", 2),
        Declaration("@font-face", "src", "url(x)", 4),
    ]


def test_the_theme_s_styles_have_no_problem() -> None:
    known = variables()

    assert len(STYLES) >= 6
    assert [p for path in STYLES for p in problems(path.read_text(encoding="utf-8"), known)] == []
