"""Outlines: an icon's path (SVG path data) as lines that can be drawn.

Belongs here: reading the commands that the theme's icons are written in, and turning curves
into short lines. Does not belong here: drawing them (``social``), the icons themselves
(``theme/templates/parts.html``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

__all__ = ["PathBroken", "lines_of"]

Point = tuple[float, float]

_COMMAND = re.compile(r"[A-Za-z]")
_GAP = re.compile(r"[\s,]*")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
# A flag is one digit, and what follows may touch it.
_FLAG = re.compile(r"[01]")
# What each command takes: numbers, and flags.
_TAKES = {"m": "nn", "l": "nn", "h": "n", "v": "n", "c": "nnnnnn", "a": "nnnffnn", "z": ""}
_STEPS = 24
# What is drawn with it has to stay a number.
_FURTHEST = 1e6
_NEAREST = 1e-6


class PathBroken(ValueError):
    """A path has a command that icons do not use, or a number is missing."""


def lines_of(path: str) -> tuple[tuple[Point, ...], ...]:
    """Every stroke of ``path`` as points, in its own units; a closed one ends where it began.

    Knows the commands M, L, H, V, C, A and Z, absolute and relative. Raises ``PathBroken``.
    """
    strokes: list[list[Point]] = []
    here: Point = (0.0, 0.0)
    for command, given in _commands(path):
        kind = command.lower()
        if kind == "z":
            if strokes:
                here = strokes[-1][0]
                strokes[-1].append(here)
            continue
        if kind == "m":
            here = _moved(here, command, given[0], given[1])
            strokes.append([here])
            continue
        if not strokes:
            raise PathBroken(f"{path!r} does not begin with a move")
        if strokes[-1][0] == strokes[-1][-1] and len(strokes[-1]) > 1:
            strokes.append([here])
        drawn = list(_drawn(here, command, given))
        strokes[-1] += drawn
        here = drawn[-1]
    return tuple(tuple(stroke) for stroke in strokes)


def _commands(path: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Each command with its numbers; what is repeated without its letter has it again."""
    at = _GAP.match(path, 0).end()  # type: ignore[union-attr]  # it matches nothing, too
    command = ""
    while at < len(path):
        if letter := _COMMAND.match(path, at):
            command, at = letter[0], letter.end()
            if command.lower() not in _TAKES:
                raise PathBroken(f"{path!r} has the command {command}, which no icon uses")
        elif command.lower() in ("", "z"):
            raise PathBroken(f"{path!r} has a number without a command")
        elif command.lower() == "m":
            command = "l" if command == "m" else "L"
        numbers = []
        for kind in _TAKES[command.lower()]:
            at = _GAP.match(path, at).end()  # type: ignore[union-attr]
            match = (_NUMBER if kind == "n" else _FLAG).match(path, at)
            if match is None:
                raise PathBroken(f"{path!r} is missing a number after {command}")
            number = float(match[0])
            if abs(number) > _FURTHEST:
                raise PathBroken(f"{path!r} has the number {match[0]}, which is too far away")
            numbers.append(number)
            at = match.end()
        yield command, tuple(numbers)
        at = _GAP.match(path, at).end()  # type: ignore[union-attr]


def _moved(here: Point, command: str, x: float, y: float) -> Point:
    return (here[0] + x, here[1] + y) if command.islower() else (x, y)


def _drawn(here: Point, command: str, given: tuple[float, ...]) -> Iterator[Point]:
    kind = command.lower()
    if kind == "h":
        yield (here[0] + given[0] if command.islower() else given[0], here[1])
    elif kind == "v":
        yield (here[0], here[1] + given[0] if command.islower() else given[0])
    elif kind == "l":
        yield _moved(here, command, *given)
    elif kind == "c":
        pairs = zip(given[::2], given[1::2], strict=True)
        first, second, end = (_moved(here, command, x, y) for x, y in pairs)
        yield from _curve(here, first, second, end)
    else:
        radii, turned, large, sweep = given[:2], given[2], bool(given[3]), bool(given[4])
        end = _moved(here, command, given[5], given[6])
        yield from _arc(here, (radii[0], radii[1]), turned, large=large, sweep=sweep, end=end)


def _curve(start: Point, first: Point, second: Point, end: Point) -> Iterator[Point]:
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        yield (
            a * start[0] + b * first[0] + c * second[0] + d * end[0],
            a * start[1] + b * first[1] + c * second[1] + d * end[1],
        )


def _arc(
    start: Point, radii: Point, turned: float, *, large: bool, sweep: bool, end: Point
) -> Iterator[Point]:
    """An arc of an ellipse, as SVG names it: by its ends, its radii, and two choices."""
    rx, ry = abs(radii[0]), abs(radii[1])
    if min(rx, ry) < _NEAREST or start == end:
        yield end
        return
    cos, sin = math.cos(math.radians(turned)), math.sin(math.radians(turned))
    # Half of the way between the ends, in the ellipse's own directions.
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos * dx + sin * dy, cos * dy - sin * dx
    reach = (x / rx) ** 2 + (y / ry) ** 2
    if reach > 1:
        rx, ry, reach = rx * math.sqrt(reach), ry * math.sqrt(reach), 1.0
    far = math.sqrt(max(0.0, 1 / reach - 1)) * (-1 if large == sweep else 1)
    cx, cy = far * rx * y / ry, -far * ry * x / rx
    since = math.atan2((y - cy) / ry, (x - cx) / rx)
    until = math.atan2((-y - cy) / ry, (-x - cx) / rx)
    span = (until - since) % math.tau
    if not sweep:
        span -= math.tau
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    steps = max(2, math.ceil(_STEPS * abs(span) / math.pi))
    for step in range(1, steps):
        angle = since + span * step / steps
        ex, ey = cx + rx * math.cos(angle), cy + ry * math.sin(angle)
        yield middle[0] + cos * ex - sin * ey, middle[1] + sin * ex + cos * ey
    yield end
