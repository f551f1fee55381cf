"""What was measured: a number, how far its runs lie apart, and what else was seen beside it.

Belongs here: the data. Does not belong here: how it is measured, what it should be (``targets``),
how it is shown (``report``).
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.benchmarks.costs import Cost, say

__all__ = ["CPU", "GZIP", "MEMORY", "TIMES", "WALL", "Figure", "median", "of_costs", "repeated"]

CPU, WALL, MEMORY, GZIP, TIMES = "s CPU", "s", "MB", "KB gzip", "times"


@dataclass(frozen=True, slots=True)
class Figure:
    """The runs of one measurement, in ``unit``; of a process also wall seconds and peak MB.

    ``size`` counts releases, and is 0 where they do not matter. ``files`` and ``bytes`` are those
    of the folder that was written.
    """

    what: str
    size: int
    unit: str
    values: tuple[float, ...]
    wall: tuple[float, ...] = ()
    memory: tuple[float, ...] = ()
    files: int = 0
    bytes: int = 0


def median(values: Sequence[float]) -> float:
    return float(statistics.median(values))


def repeated(what: str, size: int, runs: int, once: Callable[[], Cost]) -> Figure:
    """The costs of so many runs."""
    return of_costs(what, size, [once() for _ in range(runs)])


def of_costs(what: str, size: int, costs: Sequence[Cost]) -> Figure:
    """A figure of CPU time, said as soon as it is there."""
    figure = Figure(
        what,
        size,
        CPU,
        tuple(cost.cpu for cost in costs),
        tuple(cost.wall for cost in costs),
        tuple(cost.memory for cost in costs),
    )
    say(f"{size:>6} {what}: {median(figure.values):.2f} {CPU}")
    return figure
