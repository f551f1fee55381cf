"""A figure is held against its targets, and every target is one for something that is measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import ours
from tests.benchmarks.costs import Cost
from tests.benchmarks.figures import CPU, Figure
from tests.benchmarks.sample import releases, write
from tests.benchmarks.targets import HUGOS, MATERIAL, TARGETS, Target, judged


def build(seconds: float, size: int = 1_000) -> Figure:
    return Figure("build, cold", size, CPU, (seconds,))


def hugo(name: str, seconds: float, size: int = 1_000) -> Figure:
    return Figure(name, size, CPU, (seconds,))


@pytest.mark.parametrize("seconds, met", [(2.0, True), (2.01, False)])
def test_a_figure_at_the_limit_meets_its_target(seconds: float, met: bool) -> None:
    (verdict,) = judged(build(seconds), [], [Target("build, cold", 2)])

    assert (verdict.limit, verdict.words, verdict.met) == (2, "2 s CPU", met)


def test_the_median_counts_and_no_single_run() -> None:
    figure = Figure("build, cold", 1_000, CPU, (9.0, 1.0, 1.5))

    assert judged(figure, [], [Target("build, cold", 2)])[0].met


def test_a_target_of_others_takes_the_faster_one_of_the_same_size() -> None:
    others = [hugo("a", 4), hugo("b", 3), hugo("b", 1, size=100), hugo("c", 1)]

    (verdict,) = judged(build(2), others, [Target("build, cold", 0.5, (), ("a", "b"), "half of b")])

    assert (verdict.limit, verdict.words, verdict.met) == (1.5, "half of b, 1.50", False)


def test_without_the_others_there_is_no_verdict() -> None:
    assert judged(build(2), [hugo("c", 1)], [Target("build, cold", 1, (), ("a", "b"))]) == []


def test_a_target_of_another_size_or_figure_says_nothing() -> None:
    targets = [Target("build, cold", 1, (100,)), Target("check, cold", 1)]

    assert judged(build(2), [], targets) == []


def test_a_figure_has_all_of_its_targets() -> None:
    figures = [build(2), hugo(HUGOS[1], 3), hugo(MATERIAL[0], 30)]

    assert [verdict.met for verdict in judged(figures[0], figures)] == [True, False]


def test_every_target_is_one_for_a_figure_that_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cost(*args: Any, **options: Any) -> Cost:
        return Cost(1, 2, 3)

    monkeypatch.setattr(ours, "spent", cost)
    monkeypatch.setattr(ours.Sample, "_publish", cost)
    made = releases(8, 2)
    sample = ours.Sample(write(tmp_path / "project", made), made, tmp_path / "cache", 1)
    monkeypatch.setattr(ours.Sample, "create", lambda *args: sample)
    monkeypatch.setattr(ours.Sample, "_forget_site", lambda self: None)
    monkeypatch.setattr(ours.Sample, "forget", lambda self: None)
    for name in ("search.json", "changelog/2028/index.html"):
        sample.project.write(f"site/{name}", "x")

    builds = list(sample.builds())
    figures = [
        ours.version(tmp_path, 1),
        *builds,
        *sample.readers("check"),
        *sample.readers("next"),
        *sample.publishes(),
        *sample.sizes(),
        *ours.doubled(tmp_path, builds[0], 1),
    ]

    measured = {figure.what for figure in figures} | {"serve, edit to page"}
    assert {target.what for target in TARGETS} <= measured
