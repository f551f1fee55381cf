"""The figures as a plain table, and as JSON.

Belongs here: how they are shown. Does not belong here: measuring, targets.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tests.benchmarks.figures import Figure, median
from tests.benchmarks.targets import Verdict, judged

__all__ = ["document", "machine_lines", "table"]

FORMAT = 1
_HEAD = (
    "releases", "what", "median", "min–max", "unit", "wall s", "peak MB", "files", "MB out",
    "at most", "met",
)  # fmt: skip
_LEFT = {"what", "unit", "at most", "met"}


def table(figures: Sequence[Figure]) -> str:
    """A line a figure; one more for each further target of it."""
    rows: list[tuple[str, ...]] = [_HEAD]
    for figure in figures:
        verdicts = judged(figure, figures)
        rows.append((*_cells(figure), *_verdict(verdicts[:1])))
        rows += [("",) * (len(_HEAD) - 2) + _verdict([verdict]) for verdict in verdicts[1:]]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "\n".join(_line(row, widths) for row in rows) + "\n"


def document(
    figures: Sequence[Figure],
    machine: Mapping[str, Any],
    runs: int,
    notes: Sequence[str] = (),
    failure: str = "",
) -> str:
    """The same for programs, with each single run; ``failure`` says why it ended too early."""
    return (
        json.dumps(
            {
                "format": FORMAT,
                "machine": machine,
                "runs": runs,
                "failure": failure or None,
                "notes": list(notes),
                "figures": [_figure(figure, figures) for figure in figures],
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def machine_lines(machine: Mapping[str, Any]) -> str:
    """Where it was measured, a line each."""
    return "".join(f"{name}: {value}\n" for name, value in _flat(machine))


def _flat(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        pair
        for name, value in values.items()
        for pair in (_flat(value) if isinstance(value, dict) else [(name, value)])
    ]


def _cells(figure: Figure) -> tuple[str, ...]:
    values = figure.values
    spread = f"{_number(min(values))}–{_number(max(values))}" if len(values) > 1 else ""
    return (
        f"{figure.size:,}" if figure.size else "",
        figure.what,
        _number(median(values)),
        spread,
        figure.unit,
        _number(median(figure.wall)) if figure.wall else "",
        f"{median(figure.memory):.0f}" if figure.memory else "",
        f"{figure.files:,}" if figure.files else "",
        f"{figure.bytes / 1e6:.1f}" if figure.bytes else "",
    )


def _verdict(verdicts: Sequence[Verdict]) -> tuple[str, str]:
    if not verdicts:
        return "", ""
    return verdicts[0].words, "yes" if verdicts[0].met else "NO"


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (
        cell.ljust(width) if name in _LEFT else cell.rjust(width)
        for name, cell, width in zip(_HEAD, row, widths, strict=True)
    )
    return "  ".join(cells).rstrip()


def _figure(figure: Figure, figures: Sequence[Figure]) -> dict[str, Any]:
    return {
        "what": figure.what,
        "size": figure.size,
        "unit": figure.unit,
        **_spread(figure.values),
        "runs": figure.values,
        "wall_s": _spread(figure.wall) if figure.wall else None,
        "peak_mb": _spread(figure.memory) if figure.memory else None,
        "files": figure.files or None,
        "bytes": figure.bytes or None,
        "targets": [asdict(verdict) for verdict in judged(figure, figures)],
    }


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {"median": median(values), "min": min(values), "max": max(values)}
