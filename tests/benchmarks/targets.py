"""What each figure should be: all targets in one place, and whether they are met.

Belongs here: the numbers that we promise ourselves. Does not belong here: how they are measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.benchmarks.figures import Figure, median

__all__ = ["HUGOS", "TARGETS", "Target", "Verdict", "judged"]

HUGOS = ("Hugo, system", "Hugo, registry")
MATERIAL = ("Material, blog and rss",)
PUBLISHES = ("edited", "notice due", "clock moved", "window begins")


@dataclass(frozen=True, slots=True)
class Target:
    """At most so much, at these sizes (none: at each).

    With ``of``, so many times the lowest of those figures at the same size.
    """

    what: str
    at_most: float
    sizes: tuple[int, ...] = ()
    of: tuple[str, ...] = ()
    named: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target for one figure: the limit in the figure's unit, in words, and whether it is met."""

    limit: float
    words: str
    met: bool


TARGETS = (
    Target("build, cold", 1, (1_000, 10_000), HUGOS, "the faster Hugo"),
    Target("build, cold", 1 / 20, (1_000,), MATERIAL, "1/20 of Material's blog"),
    Target("build, cold: memory", 400),
    Target("doubled: CPU", 2.2),
    Target("doubled: memory", 2.2),
    *(Target(f"publish, {what}", 0.5, (1_000,)) for what in PUBLISHES),
    *(Target(f"publish, {what}", 2, (10_000,)) for what in PUBLISHES),
    *(
        Target(f"publish, {what}", 1 / 8, (10_000,), HUGOS, "1/8 of the faster Hugo")
        for what in PUBLISHES
    ),
    *(Target(f"{command}, cold", 2, (10_000,)) for command in ("check", "next")),
    *(Target(f"{command}, warm", 0.5, (10_000,)) for command in ("check", "next")),
    *(
        Target(f"{command}, {state}", 0.3, (100,))
        for command in ("check", "next")
        for state in ("cold", "warm")
    ),
    Target("--version", 0.15),
    Target("search index", 1_000),
    Target("changelog of a year", 300),
    Target("serve, edit to page", 0.5, (1_000,)),
)


def judged(
    figure: Figure, figures: Sequence[Figure], targets: Iterable[Target] = TARGETS
) -> list[Verdict]:
    """The verdicts on the median of a figure; nothing where what it is compared with is missing."""
    verdicts = []
    for target in targets:
        if target.what != figure.what or (target.sizes and figure.size not in target.sizes):
            continue
        limit, words = target.at_most, f"{target.at_most:g} {figure.unit}"
        if target.of:
            others = [
                median(other.values)
                for other in figures
                if other.what in target.of and other.size == figure.size
            ]
            if not others:
                continue
            limit = target.at_most * min(others)
            words = f"{target.named}, {limit:.2f}"
        verdicts.append(Verdict(limit, words, median(figure.values) <= limit))
    return verdicts
