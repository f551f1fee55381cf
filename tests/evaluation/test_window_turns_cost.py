"""What the quotas of many releases cost: counted, not timed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from notices.domain.quotas import Quota
from notices.evaluation import evaluate
from notices.evaluation.sources import Sources
from tests.rules.test_quota import Files, entry, law

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)


def project(weeks: int) -> Files:
    """Five hidden releases a week, all of them too late."""
    quotas = ("{count: 4, per: week, by: system}", "{hours: 40, per: month, by: category}")
    files = Files.of(law(*quotas).replace("latest: 2d", "latest: 364d"))
    first = datetime.fromisoformat("2026-12-07 08:00")
    for number in range(5 * weeks):
        week, place = divmod(number, 5)
        start = first + week * timedelta(weeks=1) + place * timedelta(hours=3)
        files.release(f"e{number:04}", entry(f"{start:%Y-%m-%d %H:%M}", 0.5))
    return files


def asked(files: Files, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often a limit was held against windows in one evaluation."""
    calls = 0
    exceeded_by = Quota.exceeded_by

    def counted(quota: Quota, lengths: list[timedelta]) -> object:
        nonlocal calls
        calls += 1
        return exceeded_by(quota, lengths)

    with monkeypatch.context() as patch:
        patch.setattr(Quota, "exceeded_by", counted)
        found = evaluate(Sources(files), NOW)
    assert len({p.entry for p in found.problems if p.is_error}) == len(found.decisions)
    return calls


def test_what_a_refused_release_costs_does_not_grow_with_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only the weeks and months of the refused one are asked again."""
    few, many = asked(project(10), monkeypatch) / 50, asked(project(50), monkeypatch) / 250

    assert many <= 1.2 * few
