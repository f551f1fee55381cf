"""WebSub: a hub is told that a feed has changed.

Belongs here: what a publisher sends to its hub. Does not belong here: which feeds changed
(``publishing``), the links to the hub in them (``rendering.feeds``).

The recommendation of the W3C leaves open how a publisher tells its hub. Hubs in use read either
``hub.url``, as PubSubHubbub had it, or ``hub.topic``, so both are sent. A hub that is told twice
fetches twice, which does no harm: whatever is not accepted is put off.
"""

from __future__ import annotations

from urllib.parse import urlencode

from notices.channels.addresses import receiver
from notices.channels.calls import WITHIN, NoReply, NotSent, post
from notices.channels.machine import Machine
from notices.channels.secrets import ChannelFault
from notices.domain.channels import WebSubChannel
from notices.domain.deliveries import Answer
from notices.domain.payloads import FeedPayload, Payload
from notices.domain.phrases import phrase

__all__ = ["WebSubSender"]


class WebSubSender:
    """The sender of one hub. Raises :class:`~notices.channels.secrets.ChannelFault`."""

    def __init__(self, channel: WebSubChannel, machine: Machine, within: float = WITHIN) -> None:
        """``within`` is how many seconds a call has in all."""
        self._machine, self._within = machine, within
        try:
            self._receiver = receiver(channel.hub, machine)
        except ValueError:
            raise ChannelFault(
                phrase(
                    "channel {channel}: the hub needs an address with https:", channel=channel.id
                )
            ) from None

    def send(self, key: str, recipient: str, payload: Payload) -> Answer:
        """Tell the hub of one feed."""
        assert isinstance(payload, FeedPayload)
        body = urlencode(
            {"hub.mode": "publish", "hub.url": payload.url, "hub.topic": payload.url}
        ).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            reply = post(self._receiver, headers, body, self._machine, self._within)
        except (NotSent, NoReply) as error:
            return Answer("deferred", str(error))
        if reply.is_success:
            return Answer("accepted", reply.text)
        return Answer("deferred", reply.text, reply.wait)

    def close(self) -> None:
        """Each call has a line of its own."""
