"""A chart of how many notices went out how, month by month: bars of four kinds of parts.

Belongs here: where each bar, line and name goes. Does not belong here: what is counted
(``on_time``), colours, patterns and the drawing itself (``theme/templates``).

Places along the chart are percentages and heights are pixels, so that one drawing fits every
screen and its letters stay as large as those of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from notices.domain.punctuality import Tally

__all__ = ["MONTHS", "PARTS", "Chart", "Column", "Counted", "GridLine", "Part", "chart_of"]

MONTHS = 24
"""How many months a chart shows at most: on the narrowest phone a bar of 24 is still 9 px wide."""

PARTS = ("on_time", "exception", "late", "missed")
"""The parts of a bar from its foot upwards, by the names of a tally."""

_LEFT, _RIGHT = 6.0, 100.0
_TOP, _BOTTOM = 20.0, 180.0
# Fewer months stand as narrow as these would, at the left.
_SLOTS = 6
_BAR = 0.68
_GAP = 2.0
_LEAST = 3.0


@dataclass(frozen=True, slots=True)
class Counted:
    """One month as it is counted: ``name`` is below its bar, ``title`` describes it.

    ``year`` is below the first month of each year.
    """

    name: str
    year: int
    title: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: ``y`` and ``height`` are pixels from the top."""

    kind: str
    count: int
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Column:
    """One month; ``x``, ``width`` and ``middle`` are percentages.

    ``major`` names still have room where the chart is narrow. ``year`` is empty but for the
    first month that the chart has of a year.
    """

    title: str
    name: str
    year: str
    major: bool
    x: str
    width: str
    middle: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line across, at ``y`` pixels, for so many notices."""

    count: int
    y: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole chart; ``left`` is where its bars begin, ``height`` its pixels, names included."""

    bars: tuple[Column, ...]
    lines: tuple[GridLine, ...]
    left: str
    bottom: str
    height: str


def chart_of(months: Sequence[Counted]) -> Chart:
    """The chart of these months, oldest first; of more than ``MONTHS`` the last ones."""
    shown = list(months)[-MONTHS:]
    most = max((each.tally.total for each in shown), default=0)
    step = _step(most)
    top = -(-most // step) * step or step
    unit = (_BOTTOM - _TOP) / top
    slot = (_RIGHT - _LEFT) / max(len(shown), _SLOTS)
    years = [None, *(each.year for each in shown)]
    bars = []
    for number, (each, (before, year)) in enumerate(zip(shown, pairwise(years), strict=True)):
        middle = _LEFT + slot * (number + 0.5)
        bars.append(
            Column(
                title=each.title,
                name=each.name,
                year="" if before == year else str(year),
                # Counted from the newest, which is named in any case.
                major=len(shown) <= 12 or (len(shown) - 1 - number) % 3 == 0,
                x=_number(middle - slot * _BAR / 2),
                width=_number(slot * _BAR),
                middle=_number(middle),
                parts=_parts(each.tally, unit),
            )
        )
    return Chart(
        bars=tuple(bars),
        lines=tuple(
            GridLine(count, _number(_BOTTOM - unit * count)) for count in range(0, top + 1, step)
        ),
        left=_number(_LEFT),
        bottom=_number(_BOTTOM),
        height=_number(_BOTTOM + 44),
    )


def _parts(tally: Tally, unit: float) -> tuple[Part, ...]:
    """The parts that there are, each on top of the one before, a gap between them."""
    bars, foot = [], _BOTTOM
    for kind in PARTS:
        count: int = getattr(tally, kind)
        if not count:
            continue
        tall = unit * count
        height = max(tall - _GAP, _LEAST)
        bars.append(Part(kind, count, _number(foot - height), _number(height)))
        foot -= tall
    return tuple(bars)


def _step(most: int) -> int:
    """1, 2, 5, 10, 20, …: so that there are no more than five lines above the foot."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if most <= 5 * step * factor:
                return step * factor
        step *= 10


def _number(value: float) -> str:
    """Two places at most, the same on every machine."""
    return f"{round(value, 2):g}"
