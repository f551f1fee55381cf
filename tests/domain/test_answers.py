"""When a delivery that was put off is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from notices.domain.deliveries import LONGEST_WAIT, Answer, DeliveryRecord, answered

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
CLAIM = DeliveryRecord(1, AT, "key", "uid", "hook", "en", "hook", 1, "claim")


@pytest.mark.parametrize(
    "asked, pause",
    [
        (timedelta(), timedelta(minutes=1)),
        (timedelta(seconds=10), timedelta(minutes=1)),
        (timedelta(minutes=20), timedelta(minutes=20)),
        (timedelta(days=9), LONGEST_WAIT),
    ],
)
def test_a_receiver_may_ask_for_more_time_within_bounds(asked: timedelta, pause: timedelta) -> None:
    assert answered((CLAIM,), Answer("deferred", wait=asked), AT) == ("deferred", AT + pause)
