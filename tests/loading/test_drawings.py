"""Drawings: what could run or ask another host is refused at its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from notices.loading import DRAWING_BYTES, drawing_problems

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
PAGES = Path(__file__).parents[2] / "content" / "pages"


def refused(drawing: str | bytes) -> list[tuple[int, int, str]]:
    """Line, column and message of each problem."""
    data = drawing.encode() if isinstance(drawing, str) else drawing
    problems = drawing_problems("d.svg", data)
    assert {(p.severity, p.rule, p.mark.path) for p in problems} <= {
        ("error", "unsafe-svg", "d.svg")
    }
    return [(p.mark.line, p.mark.column, p.message) for p in problems]


@pytest.mark.parametrize(
    "inside, message",
    [
        ("<script>alert(1)</script>", "a drawing cannot have <script>"),
        ('<x:script xmlns:x="http://www.w3.org/2000/svg"/>', "a drawing cannot have <script>"),
        ("<foreignObject/>", "a drawing cannot have <foreignObject>"),
        ('<p xmlns="http://www.w3.org/1999/xhtml"/>', "a drawing cannot have <p>"),
        ('<g onclick="a()"/>', "a drawing cannot have the event onclick="),
        (
            '<a xlink:href="java&#10;script:a()"/>',
            "href= has an address that begins with javascript:",
        ),
        ('<set to="javascript:a()"/>', "to= has an address that begins with javascript:"),
        (
            '<image href="https://elsewhere.example/a.png"/>',
            "href= of <image> is on another host; a drawing can use its own parts only",
        ),
        (
            '<use xlink:href="//elsewhere.example/a.svg#b"/>',
            "href= of <use> is on another host; a drawing can use its own parts only",
        ),
        ('<g style="fill: url(https://a.example/b)"/>', "style= cannot load anything"),
        ('<style>@import "a.css";</style>', "a drawing's style cannot load anything"),
        ("<style>a { fill: url( 'b.svg') }</style>", "a drawing's style cannot load anything"),
        ('<?xml-stylesheet href="a.css"?>', "a drawing cannot load a stylesheet"),
    ],
)
def test_what_runs_or_loads_in_a_drawing_is_refused_at_its_place(inside: str, message: str) -> None:
    found = refused(f"{SVG}\n  <g>é{inside}</g></svg>")
    assert [(line, text) for line, _, text in found] == [(2, message)]
    if not inside.startswith("<style"):
        assert found[0][1] == 7


def test_a_drawing_that_is_none_is_refused_where_it_breaks() -> None:
    assert refused("") == [(1, 1, "this is no valid SVG: no element found")]
    assert refused(f"{SVG}\n</g>") == [(2, 3, "this is no valid SVG: mismatched tag")]
    assert refused('<?xml version="1.0" encoding="klingon"?><svg/>') == [
        (1, 1, "this is no valid SVG: unknown encoding")
    ]


def test_entities_are_refused_before_any_is_resolved() -> None:
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    drawing = f'<!DOCTYPE svg [<!ENTITY e0 "aaaa">{bomb}]>{SVG}&e9;</svg>'
    assert refused(drawing) == [(1, 28, "a drawing cannot define entities")]


def test_a_drawing_costs_little_however_deep_or_wide_it_is() -> None:
    begun = time.process_time()
    assert refused(b"<g>" * 300_000)[0][2] == "this is no valid SVG: no element found"
    assert len(refused(b"<svg>" + b"<script/>" * 100_000 + b"</svg>")) == 100
    assert refused(b" " * (DRAWING_BYTES + 1)) == [(1, 1, "the drawing is larger than 1 MiB")]
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "inside",
    [
        '<a href="https://example.com/"><path d="M0 0h9" fill="url(#g)"/></a>',
        '<use href="#a"/><image href="data:image/png;base64,AA=="/>',
        "<style>path { fill: url(#g); stroke: red }</style><title>javascript</title>",
    ],
)
def test_a_plain_drawing_is_let_through(inside: str) -> None:
    doctype = (
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )
    assert refused(f"{doctype}{SVG}{inside}</svg>") == []


@pytest.mark.parametrize("path", sorted(PAGES.rglob("*.svg")), ids=lambda path: path.name)
def test_the_project_s_own_drawings_are_let_through(path: Path) -> None:
    assert refused(path.read_bytes()) == []
