"""What hubs are to be told: the feeds of the site as it is shown that changed since they last knew.

Belongs here: which feed a hub has to hear of, and when a hub that took nothing is asked again. Does
not belong here: reading the site (``publishing.owed``), messages to people (``deliveries``).

A hub knows a feed as it was when it last accepted it. A hub that takes nothing is asked about one
feed at a time, with longer and longer pauses, so that it costs a few lines of the record and not some
for each feed. It is told again of whatever nobody knows: that does it no harm.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from notices.domain.channels import Channel, WebSubChannel
from notices.domain.deliveries import (
    DeliveryLog,
    DeliveryRecord,
    delivery_key,
    delivery_status,
    pause_after,
)
from notices.domain.feed_deliveries import feed_message
from notices.evaluation.deliveries import Delivery

__all__ = ["ShownFeed", "hub_deliveries"]


@dataclass(frozen=True, slots=True)
class ShownFeed:
    """A feed that readers are shown: its public address, its language, and the SHA-256 of what it says."""

    url: str
    language: str
    digest: str


def hub_deliveries(
    channels: Iterable[Channel], feeds: Iterable[ShownFeed], log: DeliveryLog, now: datetime
) -> tuple[Delivery, ...]:
    """Every delivery to a hub that is owed at ``now`` (UTC), in the order of channels and feeds."""
    hubs = [channel for channel in channels if isinstance(channel, WebSubChannel)]
    if not hubs:
        return ()
    shown, records = tuple(feeds), defaultdict(list)
    for record in log.records:
        records[record.channel].append(record)
    return tuple(each for hub in hubs for each in _owed(hub, shown, records[hub.id], now))


def _owed(
    hub: WebSubChannel, feeds: tuple[ShownFeed, ...], records: list[DeliveryRecord], now: datetime
) -> Iterator[Delivery]:
    known: dict[str, str] = {}
    versions: Counter[tuple[str, str]] = Counter()
    histories: dict[str, list[DeliveryRecord]] = defaultdict(list)
    for record in records:
        histories[record.key].append(record)
        if record.event == "accepted":
            known[record.recipient] = record.message
            versions[record.recipient, record.message.partition("/")[0]] += 1
    owed = []
    for feed in feeds:
        digest = feed_message(feed.digest)
        if known.get(feed.url, "").partition("/")[0] == digest:
            continue
        # It may say again what it said before.
        message = feed_message(feed.digest, versions[feed.url, digest] + 1)
        key = delivery_key(message, hub.id, feed.language, feed.url)
        of_key = tuple(histories[key])
        status = delivery_status(of_key, now, recognises_key=True)
        if status in ("open", "waiting", "claimed"):
            owed.append(
                Delivery(
                    key=key,
                    message_id=message,
                    channel_id=hub.id,
                    language=feed.language,
                    recipient=feed.url,
                    status=status,
                    channel=hub,
                    records=of_key,
                )
            )
    yield from _one_at_a_time(owed, records, now)


def _one_at_a_time(
    owed: list[Delivery], records: list[DeliveryRecord], now: datetime
) -> Iterator[Delivery]:
    """All of them where the hub took the last one; else the one that was tried least, after a pause.

    What is put off for itself comes after what is not.
    """
    failures: list[DeliveryRecord] = []
    for record in records:
        if record.event in ("accepted", "settled"):
            failures = []
        elif record.event in ("deferred", "refused"):
            failures.append(record)
    is_known = any(record.event == "accepted" for record in records)
    if is_known and not failures:
        yield from owed
        return
    again = None
    if failures:
        last = failures[-1]
        again = max(last.at + pause_after(len(failures)), last.until or last.at)
    yield from (each for each in owed if each.status == "claimed")
    others = [each for each in owed if each.status != "claimed"]
    first = min(others, key=lambda each: (each.status == "waiting", each.tries), default=None)
    if first is not None:
        ahead = max((at for at in (again, first.again) if at is not None), default=now)
        is_held = ahead > now
        yield replace(first, status="waiting", held_until=ahead) if is_held else first
