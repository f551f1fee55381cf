"""A month of deliveries, in which runs are killed, disks are full and receivers do what they like.

The long ones, with more kills and a mail server that others wrote, are ``make soak``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.delivery_claims import all_holds
from tests.faults.delivery_month import DeliveryMonth
from tests.faults.mail_servers import planned_mail
from tests.faults.publishers import Publishers
from tests.faults.receivers import PlannedReceiver, serving


@pytest.mark.slow
@pytest.mark.parametrize("apart", [True, False], ids=["two clones", "one folder"])
def test_each_message_comes_once_whoever_is_killed_and_whatever_receivers_do_and_none_is_lost(
    tmp_path: Path, publishers: Publishers, apart: bool
) -> None:
    world = tmp_path / "world"
    with planned_mail(tmp_path / "mail") as mail, serving(PlannedReceiver()) as hooks:
        month = DeliveryMonth(
            world, publishers, mail, hooks, seed=1, kills=3, apart=apart, fixes=2, features=1
        )
        month.run()
        counts = all_holds(month)

    assert counts["kills"] >= 3
    # A month in which enough happened to say something.
    happened = {f"answered {event}" for event in ("accepted", "deferred", "refused", "unknown")}
    happened |= {"races", "full disks"}
    happened |= {"lost machines", "shut doors"} if apart else set()
    assert happened <= {what for what, count in counts.items() if count}
