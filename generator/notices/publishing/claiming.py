"""Claiming: what is due over a channel becomes this run's own before anything of it is sent.

Belongs here: what may be sent now, how much is claimed at once, and claims that were made meanwhile
by others. Does not belong here: which deliveries there are (``evaluation``), sending (``sending``),
the order of both (``deliver``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from notices.domain.channels import AnyChannel
from notices.domain.deliveries import DeliveryLog, DeliveryRecord
from notices.domain.payloads import MailPayload, Payload, Sender
from notices.evaluation.deliveries import Delivery, late_messages
from notices.evaluation.delivery_records import claim_of
from notices.publishing.deliver_options import DeliverOptions, DeliverResult
from notices.publishing.delivery_run import RunRecord
from notices.publishing.judging import Judged
from notices.publishing.sending import Claimed

__all__ = ["Claiming"]

_MINUTES_ALONE, _MINUTES_PUSHED = 1, 4
# A push takes its time, so more is claimed by one.


class Claiming:
    """The claims of one run: ``tried`` are the keys, ``senders`` those of the channels, by id."""

    def __init__(
        self, options: DeliverOptions, judged: Judged, record: RunRecord, result: DeliverResult
    ) -> None:
        self._options, self._judged, self._record, self._result = options, judged, record, result
        self._unusable: set[str] = set()
        self._undrawn: set[str] = set()
        self.tried: set[str] = set()
        self.senders: dict[str, Sender] = {}

    def claimed(self, channel: AnyChannel, log: DeliveryLog) -> list[Claimed]:
        """Claim what is due; it is on the disk, or on the other side, when this returns.

        ``log`` is the record on the disk.
        """
        found = self._drawn(channel, log)
        if not found:
            return []
        # Nothing is claimed that could not be noted.
        run = self._record.notes.run

        def change(log: DeliveryLog, now: datetime) -> Sequence[DeliveryRecord]:
            nonlocal found
            if self._options.push or self._judged.is_outdated:
                self._judged.forget()
                found = self._drawn(channel, log) if self._judged.judge() else []
            # Another run may have been faster.
            histories = log.histories()
            found = [
                (delivery, payload)
                for delivery, payload in found
                if histories.get(delivery.key, ()) == delivery.records
            ]
            claims = [claim_of(each, run, now, _id_of(payload)) for each, payload in found]
            return [*self._record.known(log, now), *claims]

        self._record.append(change, own=self.tried)
        claims = {r.key: r for r in self._record.log.records if r.event == "claim"}
        self.tried.update(delivery.key for delivery, _ in found)
        return [Claimed(delivery, claims[delivery.key], payload) for delivery, payload in found]

    def allowed(self, found: Iterable[Delivery]) -> list[Delivery]:
        """What is due, without late messages where those are too many."""
        found, policy = tuple(found), self._judged.policy
        assert policy is not None
        late = late_messages(found)
        if self._options.send_all or len(late) <= policy.max_at_once:
            late = frozenset()
        self._result.withheld = len(late)
        states = ("open", "unknown") if self._options.retry_unknown else ("open",)
        return [
            each
            for each in found
            if each.channel is not None
            and each.status in states
            and each.key not in self.tried
            and not (each.late and late)
        ]

    def is_blocked(self, delivery: Delivery) -> bool:
        """Whether this machine could not send it."""
        return delivery.key in self._undrawn or delivery.channel_id in self._unusable

    def close(self) -> None:
        """Close the senders."""
        for sender in self.senders.values():
            with suppress(Exception):
                sender.close()

    def _drawn(self, channel: AnyChannel, log: DeliveryLog) -> list[tuple[Delivery, Payload]]:
        """What is due over a channel and can be sent at its rate, with what is sent."""
        allowed = self.allowed(self._judged.deliveries(log))
        due = [e for e in allowed if e.channel == channel and e.key not in self._undrawn]
        due = due[: self._most(channel)]
        if not due or not self._has_sender(channel):
            return []
        drawn = []
        for each in due:
            try:
                payload = self._judged.payload(each)
            except Exception as error:
                self._undrawn.add(each.key)
                self._failed(error)
            else:
                drawn.append((each, payload))
        return drawn

    def _most(self, channel: AnyChannel) -> int:
        minutes: float = _MINUTES_PUSHED if self._options.push else _MINUTES_ALONE
        if self._options.until is not None:
            left = (self._options.until - self._options.now).total_seconds() / 60
            minutes = min(minutes, max(left, 0))
        return max(1, int(channel.per_minute * minutes))

    def _has_sender(self, channel: AnyChannel) -> bool:
        if channel.id not in self.senders and channel.id not in self._unusable:
            try:
                self.senders[channel.id] = self._options.sender(channel)
            except Exception as error:
                self._unusable.add(channel.id)
                self._failed(error)
        return channel.id in self.senders

    def _failed(self, error: Exception) -> None:
        self._result.failed = True
        self._options.fail(error)


def _id_of(payload: Payload) -> str:
    return payload.message_id if isinstance(payload, MailPayload) else ""
