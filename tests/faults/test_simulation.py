"""A month lived through by people, a late scheduler and two competing runners.

The whole year is ``make soak``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.publishers import Publishers
from tests.faults.simulation import Simulation


@pytest.mark.slow
def test_in_a_month_of_changes_outages_and_rivals_every_notice_is_told_once_and_no_secret_early(
    tmp_path: Path, publishers: Publishers
) -> None:
    month = Simulation(tmp_path, publishers, seed=1, days=31, releases=10)

    month.run()

    # The month was one in which things happened.
    for what in ("on_time ", "refused for ", "edits", "competitions"):
        assert sum(n for key, n in month.counts.items() if key.startswith(what)), what
    assert 40 <= month.counts["publishes"] <= 300
