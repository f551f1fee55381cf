"""Webhooks: one call to a receiver of Standard Webhooks.

Belongs here: its headers, its signature, and what its answers mean. Does not belong here: the body
(``rendering.outbox``), HTTP (``calls``).

What the channel has got wrong puts a message off, so that a wrong secret or address loses none: 401,
403, 404, a redirect. What the receiver says of the message itself refuses it.
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from binascii import Error

from notices.channels.addresses import receiver
from notices.channels.calls import WITHIN, NoReply, NotSent, post
from notices.channels.machine import Machine
from notices.channels.secrets import Secrets
from notices.domain.channels import WebhookChannel
from notices.domain.deliveries import Answer
from notices.domain.payloads import CallPayload, Payload
from notices.domain.phrases import phrase

__all__ = ["WebhookSender"]

_PREFIX = "whsec_"
_FEWEST, _MOST = 24, 64
# Bytes of a key, as Standard Webhooks has it.
_LATER = frozenset({401, 403, 404, 408, 425, 429})


class WebhookSender:
    """The sender of one channel. Raises :class:`~notices.channels.secrets.ChannelFault`."""

    def __init__(
        self, channel: WebhookChannel, secrets: Secrets, machine: Machine, within: float = WITHIN
    ) -> None:
        """``within`` is how many seconds a call has in all."""
        self._machine, self._within = machine, within
        try:
            self._receiver = receiver(secrets.value(channel.url_env), machine)
        except ValueError:
            need = phrase("an address with https:, without a user's name")
            raise secrets.unusable(channel.url_env, need) from None
        self._keys: tuple[bytes, ...] = ()
        if channel.secret_env:
            try:
                self._keys = tuple(map(_key, secrets.value(channel.secret_env).split()))
            except (Error, ValueError):
                need = phrase("secrets of Standard Webhooks (whsec_…, of 24 to 64 bytes)")
                raise secrets.unusable(channel.secret_env, need) from None

    def send(self, key: str, recipient: str, payload: Payload) -> Answer:
        """Call the receiver once; ``key`` is the same each time that the delivery comes."""
        assert isinstance(payload, CallPayload)
        at = str(int(self._machine.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "webhook-id": key,
            "webhook-timestamp": at,
        }
        if self._keys:
            signed = f"{key}.{at}.".encode() + payload.body
            headers["webhook-signature"] = " ".join(_signature(k, signed) for k in self._keys)
        try:
            reply = post(self._receiver, headers, payload.body, self._machine, self._within)
        except NotSent as error:
            return Answer("deferred", str(error), reached=False)
        except NoReply as error:
            return Answer("unknown", str(error))
        if reply.is_success:
            return Answer("accepted", reply.text)
        if 400 <= reply.status < 500 and reply.status not in _LATER:
            return Answer("refused", reply.text)
        if 300 <= reply.status < 400:
            return Answer("deferred", f"{reply.text}: redirects are not followed")
        return Answer("deferred", reply.text, reply.wait)

    def close(self) -> None:
        """Each call has a line of its own."""


def _key(secret: str) -> bytes:
    key = b64decode(secret.removeprefix(_PREFIX), validate=True)
    if not _FEWEST <= len(key) <= _MOST:
        raise ValueError("not a key")
    return key


def _signature(key: bytes, signed: bytes) -> str:
    return "v1," + b64encode(hmac.digest(key, signed, "sha256")).decode()
