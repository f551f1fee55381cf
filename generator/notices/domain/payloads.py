"""Payloads: a message as a channel of each kind sends it, ready to go out.

Belongs here: their shapes, and what a sender of them is. Does not belong here: their words
(``rendering.outbox``), sending them (``channels``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from notices.domain.deliveries import Answer

__all__ = ["CallPayload", "ChatPayload", "FeedPayload", "MailPayload", "Payload", "Sender"]


@dataclass(frozen=True, slots=True)
class MailPayload:
    """A whole mail, with CRLF; ``message_id`` is in its header, made of message and recipient.

    One that has no ``Date`` gets that of its sending.
    """

    data: bytes
    message_id: str


@dataclass(frozen=True, slots=True)
class CallPayload:
    """The body of a webhook's call, JSON; the same bytes each time that it is sent."""

    body: bytes


@dataclass(frozen=True, slots=True)
class ChatPayload:
    """A message of a chat or push service, plain text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class FeedPayload:
    """The address of a feed whose bytes changed, for a hub."""

    url: str


Payload = MailPayload | CallPayload | ChatPayload | FeedPayload


class Sender(Protocol):
    """What sends the payloads of one channel, one after another."""

    def send(self, key: str, recipient: str, payload: Payload) -> Answer:
        """Send one payload once. ``key`` names the delivery, the same each time that it is sent."""

    def close(self) -> None:
        """Let go of the line, if one was kept."""
