"""Icons as lines: where a path goes, and what no icon may have."""

from __future__ import annotations

import math

import pytest

from notices.rendering.locale.locale import Locale
from notices.rendering.locale.templates import TemplateRenderer
from notices.rendering.metadata.outlines import PathBroken, lines_of
from tests.rendering.builders import POLICY, theme

Point = tuple[float, float]


def box(path: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all that is drawn."""
    points = [point for line in lines_of(path) for point in line]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2)


@pytest.mark.parametrize(
    "path, lines",
    [
        ("M1 2L3 4", [[(1, 2), (3, 4)]]),
        ("M1 2 3 4", [[(1, 2), (3, 4)]]),
        ("m1,2 l2,2", [[(1, 2), (3, 4)]]),
        ("M1 2l1 0 1-1", [[(1, 2), (2, 2), (3, 1)]]),
        ("M1 1H5V6h-2v-1", [[(1, 1), (5, 1), (5, 6), (3, 6), (3, 5)]]),
        ("M1 1h2v2zM9 9h1", [[(1, 1), (3, 1), (3, 3), (1, 1)], [(9, 9), (10, 9)]]),
        ("M1 1h2v2zl5 5", [[(1, 1), (3, 1), (3, 3), (1, 1)], [(1, 1), (6, 6)]]),
        ("M1 1h2v2zm5 5h1", [[(1, 1), (3, 1), (3, 3), (1, 1)], [(6, 6), (7, 6)]]),
        ("M-.5.5l1e1-.25", [[(-0.5, 0.5), (9.5, 0.25)]]),
        ("M1 1a0 5 0 0 1 3 4", [[(1, 1), (4, 5)]]),
        ("", []),
    ],
)
def test_a_path_goes_where_its_commands_say(path: str, lines: list[list[Point]]) -> None:
    assert [list(line) for line in lines_of(path)] == lines


@pytest.mark.parametrize(
    "path, within",
    [
        # A whole circle of two halves, and the four quarters that two flags choose among.
        ("M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0z", (3, 3, 21, 21)),
        ("M10 0A10 10 0 0 1 20 10", (10, 0, 20, 10)),
        ("M10 0A10 10 0 0 0 20 10", (10, 0, 20, 10)),
        ("M10 0A10 10 0 1 1 20 10", (10, -10, 30, 10)),
        ("M10 0A10 10 0 1 0 20 10", (0, 0, 20, 20)),
        # Flags that touch what follows; radii too small for the way are made larger.
        ("M10 0a10 10 0 0110 10", (10, 0, 20, 10)),
        ("M0 0a1 1 0 0 1 20 0", (0, -10, 20, 0)),
        # An ellipse, lying and upright.
        ("M0 0a10 5 0 0 1 20 0", (0, -5, 20, 0)),
        ("M0 0a5 10 90 0 1 20 0", (0, -5, 20, 0)),
    ],
)
def test_an_arc_bends_as_it_is_told(path: str, within: tuple[float, float, float, float]) -> None:
    assert box(path) == pytest.approx(within, abs=0.05)


def test_a_curve_begins_and_ends_where_it_says_and_bends_towards_its_handles() -> None:
    [line] = lines_of("M0 0c0 10 10 10 10 0")
    assert list(line[:1]) == [(0, 0)]
    assert list(line[-1:]) == [(10, 0)]
    assert max(y for _, y in line) == pytest.approx(7.5)
    assert all(math.isfinite(x + y) for x, y in line)


@pytest.mark.parametrize(
    "path", ["M1", "L1 1", "M1 1Q2 2 3 3", "1 1", "M1 1z2 2", "M1 1a1 1 0 2 0 1 1"]
)
def test_a_path_that_no_icon_has_is_an_error(path: str) -> None:
    with pytest.raises(PathBroken):
        lines_of(path)


def test_every_icon_of_the_theme_can_be_drawn_on_its_grid() -> None:
    own = theme()
    renderer = TemplateRenderer(own, Locale.of("vi", POLICY, own, frozenset()))
    assert len(renderer.icons) > 20
    for name, path in renderer.icons.items():
        left, top, right, bottom = box(path)
        assert (left >= 1, top >= 1, right <= 23, bottom <= 23) == (True,) * 4, name


@pytest.mark.parametrize(
    "path",
    ["M0 0a1 1e300 0 10 1 1", "M0 0a1e999 1 0 10 1 1", "M0 0c1e308 1 1 1e308 1 1", "M1e7 0L1 1"],
)
def test_what_is_too_far_away_to_be_drawn_is_refused(path: str) -> None:
    with pytest.raises(PathBroken, match="too far away"):
        lines_of(path)


def test_an_arc_with_hardly_a_radius_is_a_line() -> None:
    assert lines_of("M0 0a1e-300 1e-300 0 10 1 1") == (((0, 0), (1, 1)),)
