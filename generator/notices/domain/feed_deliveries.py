"""Deliveries to hubs: what stands for a message where a hub is told of a feed.

Belongs here: that name, and which hub does not take what it is told. Does not belong here: what any
delivery's records make of it (``deliveries``), which feeds changed (``evaluation.hub_deliveries``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from notices.domain.deliveries import FEED, DeliveryRecord, delivery_status, is_of_feed

__all__ = ["feed_message", "hubs_refusing"]


def feed_message(digest: str, version: int = 1) -> str:
    """What stands for a message: the SHA-256 (hex) of what the feed says.

    ``version`` counts how often the hub is to hear of the same: a feed may go back to what it said.
    """
    return f"{FEED}{digest}" + (f"/{version}" if version > 1 else "")


def hubs_refusing(
    histories: Mapping[str, tuple[DeliveryRecord, ...]], now: datetime
) -> frozenset[str]:
    """Of each hub that gave up on a feed and took nothing since, the newest such delivery's key.

    A person has to look at the hub once, not at each feed. ``now`` is UTC.
    """
    taken: dict[str, int] = {}
    refused: dict[str, tuple[int, str]] = {}
    for key, records in histories.items():
        last = records[-1]
        if not is_of_feed(last.message):
            continue
        status = delivery_status(records, now, recognises_key=True)
        if status in ("accepted", "settled"):
            taken[last.channel] = max(taken.get(last.channel, 0), last.seq)
        elif status == "refused":
            refused[last.channel] = max(refused.get(last.channel, (0, "")), (last.seq, key))
    return frozenset(key for hub, (seq, key) in refused.items() if seq > taken.get(hub, 0))
