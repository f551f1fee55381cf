"""The deliveries at one instant: which are owed over which channel, and what became of each.

Belongs here: messages, channels and the records of deliveries brought together, how late a first
try is, and when there is something to do next. Does not belong here: which messages there are
(``outbox``), what records to add (``delivery_records``), sending (``notices.publishing.deliver``).

What customers are sent was published: it is a message of the ledger. A message to the staff is owed
while nobody recorded it; one that a delivery recorded goes on to the other recipients.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from notices.domain.channels import AnyChannel, Channel, MessageChannel
from notices.domain.deliveries import (
    DeliveryLog,
    DeliveryRecord,
    DeliveryStatus,
    delivery_key,
    delivery_status,
    is_of_feed,
)
from notices.domain.feed_deliveries import hubs_refusing
from notices.domain.instants import midnight
from notices.domain.outbox import OutboxMessage
from notices.domain.policy import Policy
from notices.evaluation.evaluation import Evaluation
from notices.evaluation.outbox import outbox_of

__all__ = [
    "LATE_AFTER",
    "Delivery",
    "delivered_notices",
    "deliveries_of",
    "late_messages",
    "message_channels",
    "next_delivery",
]

LATE_AFTER = timedelta(hours=1)
"""A message is late where its first try comes longer than this after its instant."""

_OPEN_ENDED: Collection[DeliveryStatus] = ("claimed", "unknown", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message over one channel in one language to one recipient.

    ``message`` and ``channel`` are ``None`` where it is not owed any more, and only its records tell
    of it: a notice that somebody recorded, or a channel that is gone. ``late`` says that nothing was
    tried yet, and the message's instant lies too far back. ``records`` are its own, oldest first.
    ``held_until`` (UTC) is when the next is tried of a hub that took nothing lately.
    """

    key: str
    message_id: str
    channel_id: str
    language: str
    recipient: str
    status: DeliveryStatus
    message: OutboxMessage | None = None
    channel: AnyChannel | None = None
    late: bool = False
    held_until: datetime | None = None
    records: tuple[DeliveryRecord, ...] = ()

    @property
    def tries(self) -> int:
        """How often it was claimed."""
        return sum(record.event == "claim" for record in self.records)

    @property
    def again(self) -> datetime | None:
        """When (UTC) a waiting one is tried again, or a claim runs out."""
        if self.held_until is not None or self.status not in ("waiting", "claimed"):
            return self.held_until
        return self.records[-1].until

    @property
    def accepted_at(self) -> datetime | None:
        """When (UTC) the receiver took it."""
        return next((r.at for r in self.records if r.event == "accepted"), None)


def message_channels(channels: Iterable[Channel]) -> tuple[MessageChannel, ...]:
    """The channels that messages go over, in the file's order."""
    return tuple(each for each in channels if isinstance(each, MessageChannel))


def deliveries_of(
    evaluation: Evaluation,
    channels: Iterable[Channel],
    log: DeliveryLog,
    now: datetime,
    *,
    published: bool = False,
) -> tuple[Delivery, ...]:
    """Every delivery at ``now`` (UTC) that is owed or was begun, the oldest message first.

    ``evaluation`` has a ``site``; ``published`` says that it was published. What is not owed any
    more is there while somebody still has to look at it. Hubs are in none but those that give a
    person something to do (``hub_deliveries`` has what they are owed).
    """
    histories = log.histories()
    found = list(_owed(evaluation, message_channels(channels), histories, now, published=published))
    known = {delivery.key for delivery in found}
    recognising = {each.id for each in message_channels(channels) if each.recognises_key}
    refusing = hubs_refusing(histories, now)
    for key, records in histories.items():
        last = records[-1]
        if is_of_feed(last.message) and key not in refusing:
            continue
        status = delivery_status(records, now, recognises_key=last.channel in recognising)
        if key not in known and status in _OPEN_ENDED:
            found.append(
                Delivery(
                    key=key,
                    message_id=last.message,
                    channel_id=last.channel,
                    language=last.language,
                    recipient=last.recipient,
                    status=status,
                    records=records,
                )
            )
    return tuple(found)


def _owed(
    evaluation: Evaluation,
    channels: tuple[MessageChannel, ...],
    histories: Mapping[str, tuple[DeliveryRecord, ...]],
    now: datetime,
    *,
    published: bool,
) -> Iterator[Delivery]:
    policy = evaluation.policy
    if not channels or policy is None:
        return
    since = _records_before(evaluation, channels, policy, published=published)
    messages = outbox_of(evaluation, published=published, since=since).messages
    accepted = {
        records[0].message
        for records in histories.values()
        if any(record.event == "accepted" for record in records)
    }
    owed = [
        (message.instant, message)
        for message in messages
        # What a person sent by hand needs no machine; what a machine began, it finishes.
        if message.sent is None or message.uid in accepted
    ]
    for at, message in sorted(
        ((at, message) for at, message in owed if at is not None), key=lambda pair: pair[0]
    ):
        for channel in channels:
            if not channel.takes(message, at, policy.zone):
                continue
            for language in channel.languages:
                for recipient in channel.recipients:
                    key = delivery_key(message.uid, channel.id, language, recipient)
                    records = histories.get(key, ())
                    status = delivery_status(records, now, recognises_key=channel.recognises_key)
                    yield Delivery(
                        key=key,
                        message_id=message.uid,
                        channel_id=channel.id,
                        language=language,
                        recipient=recipient,
                        status=status,
                        message=message,
                        channel=channel,
                        late=not records and now - at > LATE_AFTER,
                        records=records,
                    )


def _records_before(
    evaluation: Evaluation,
    channels: tuple[MessageChannel, ...],
    policy: Policy,
    *,
    published: bool,
) -> int:
    """How many of the ledger's first records are older than all channels: no message is made of them."""
    earliest = midnight(min(channel.since for channel in channels), policy.zone)
    ledger = evaluation.after if published else evaluation.ledger
    return bisect_left(ledger.records, earliest, key=lambda record: record.at)


def late_messages(deliveries: Iterable[Delivery]) -> frozenset[str]:
    """The ids of the messages of which something would be tried for the first time, and late."""
    return frozenset(each.message_id for each in deliveries if each.late)


def next_delivery(deliveries: Iterable[Delivery], now: datetime) -> datetime | None:
    """The next instant (UTC) at which something is to be sent, or a claim runs out; ``now`` if it is due."""
    ahead = (now if each.status == "open" else each.again for each in deliveries)
    return min((at for at in ahead if at is not None), default=None)


def delivered_notices(deliveries: Iterable[Delivery]) -> tuple[Delivery, ...]:
    """Of each message to the staff that was delivered and that nobody recorded: the first delivery."""
    first: dict[str, Delivery] = {}
    for each in deliveries:
        message, at = each.message, each.accepted_at
        if message is None or message.message is not None or message.sent or at is None:
            continue
        known = first.get(each.message_id)
        if known is None or known.accepted_at is None or at < known.accepted_at:
            first[each.message_id] = each
    return tuple(first.values())
