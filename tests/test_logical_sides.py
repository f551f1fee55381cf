"""The theme's styles know start and end: a page that runs from right to left is its mirror image."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import kinds
from tests.project import CLONE

ASSETS = CLONE / "theme" / "overrides" / "assets"
STYLES = sorted(ASSETS.glob("*.css"))
MARKUP = sorted((CLONE / "theme").rglob("*.html"))

REASONED = {
    # The author of a table in Markdown named the side (`:--`, `--:`).
    ("frame.css", "text-align: left"),
    ("frame.css", "text-align: right"),
}
"""Physical sides that are meant: file and declaration."""

_SIDE = r"(left|right)"
_PHYSICAL = re.compile(
    rf"^({_SIDE}|(scroll-)?(margin|padding)-{_SIDE}|border-{_SIDE}(-\w+)?"
    rf"|border-(top|bottom)-{_SIDE}-radius)$"
)
_SHORTHANDS = ("margin", "padding", "inset", "border-width", "border-color", "border-style")
_NAMES_A_SIDE = ("text-align", "float", "clear", "background-position", "transform-origin")
_RIGHTWARDS = re.compile(r"\bto (left|right)\b|translate(X|3d)?\(|skew")


def declarations(css: str) -> Iterator[tuple[str, str]]:
    """Property and value of each declaration, without comments."""
    text = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    yield from re.findall(r"(?<=[{;])\s*([a-z-]+)\s*:\s*([^;{}]+?)\s*(?=[;}])", text)


def parts(value: str) -> list[str]:
    """The parts of a value, those in parentheses whole."""
    return re.findall(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+", value)


def is_physical(name: str, value: str) -> bool:
    """Whether a declaration would be wrong in one of the two directions."""
    sides = parts(value)
    if _PHYSICAL.match(name):
        return True
    if name in _NAMES_A_SIDE:
        return bool(re.search(rf"\b{_SIDE}\b", value))
    if name in _SHORTHANDS:
        return len(sides) == 4 and sides[1] != sides[3]
    if name == "border-radius" and "/" not in value:
        corners = (sides * 4)[:4] if len(sides) != 3 else [*sides, sides[1]]
        return corners[0] != corners[1] or corners[2] != corners[3]
    if name == "box-shadow":
        return any(
            not re.match(r"(inset )?(0|calc\([^)]*var\(--nt-forward\)\))\s", shadow.strip())
            for shadow in re.split(r",(?![^(]*\))", value)
            if not shadow.strip().startswith(("none", "var("))
        )
    return bool(_RIGHTWARDS.search(value))


@pytest.mark.parametrize(
    "declaration, wrong",
    [
        ("left: 0", True),
        ("margin-right: auto", True),
        ("scroll-padding-left: 1rem", True),
        ("border-left: 0.2rem solid red", True),
        ("border-top-left-radius: 1rem", True),
        ("text-align: right", True),
        ("float: left", True),
        ("padding: 0 1rem 0 0", True),
        ("margin: 0 0 0 auto", True),
        ("border-radius: 1rem 0 0 1rem", True),
        ("box-shadow: -0.4rem 0 0 red", True),
        ("background: linear-gradient(to right, red, blue)", True),
        ("transform: translateX(1rem)", True),
        ("inset-inline-start: 0", False),
        ("margin-inline: 0 auto", False),
        ("text-align: start", False),
        ("padding: 1rem 2rem 3rem 2rem", False),
        ("margin: 1rem calc(-1 * var(--nt-pad)) 0", False),
        ("border-radius: 1rem 1rem 0 0", False),
        ("box-shadow: 0 0.1rem 0.2rem rgb(0 0 0 / 5%), 0 1rem red", False),
        ("box-shadow: calc(-0.4rem * var(--nt-forward)) 0 0 red", False),
        ("transform: rotate(90deg)", False),
    ],
)
def test_what_counts_as_a_physical_side(declaration: str, wrong: bool) -> None:
    ((name, value),) = declarations(f"a{{{declaration};}}")
    assert is_physical(name, value) == wrong


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_sheet_names_no_physical_side_without_a_reason(path: Path) -> None:
    physical = {
        (path.name, f"{name}: {value}")
        for name, value in declarations(path.read_text(encoding="utf-8"))
        if is_physical(name, value)
    }
    assert physical == {each for each in REASONED if each[0] == path.name}


def test_no_template_brings_a_style_of_its_own() -> None:
    """The Content-Security-Policy would refuse it; so the style sheets are all there is."""
    assert len(MARKUP) > 20
    for path in MARKUP:
        assert not re.search(r"<[^>]* style=", path.read_text(encoding="utf-8")), path.name


def test_every_page_of_a_language_says_which_way_it_runs(tmp_path: Path) -> None:
    site = kinds.right_to_left(tmp_path / "site")
    for path in kinds.RIGHT_TO_LEFT:
        for home, opening in (
            ("ar/", '<html lang="ar" dir="rtl">'),
            ("en/", '<html lang="en" dir="ltr">'),
            ("", '<html lang="vi" dir="ltr">'),
        ):
            assert opening in (site / home / path / "index.html").read_text(encoding="utf-8")
