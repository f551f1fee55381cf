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
    month = Simulation(tmp_path, publishers, seed=130, days=31, releases=9)

    month.run()

    # A month in which enough happened to say something.
    assert 60 <= month.counts["publishes"] <= 300
    happened = {
        "competitions", "edits", "late announcement", "on_time advance",
        "on_time completed", "on_time plan", "on_time rescheduled", "outages",
        "records by people", "refused for lead-time", "stopped by clock",
    }  # fmt: skip
    assert happened <= {what for what, count in month.counts.items() if count}
