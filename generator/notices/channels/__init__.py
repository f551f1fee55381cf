"""Channels: sending one payload to one recipient, and what became of it.

Belongs here: lines to the world outside, one module for each kind of channel (``mail``, ``webhook``,
``apprise``, ``websub``), with what they share: secrets, addresses, time. Does not belong here: which
messages go where (``evaluation``), their words (``rendering.outbox``), the order of claim and answer
(``publishing``).

A sender returns an answer whatever happens to the line, and never raises. No answer, error or log of
this package holds a secret or the address of a webhook.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from notices.channels.apprise import AppriseSender
from notices.channels.machine import Machine
from notices.channels.mail import MailSender
from notices.channels.pace import PacedSender
from notices.channels.secrets import ChannelFault, MissingSecret, Secrets
from notices.channels.webhook import WebhookSender
from notices.channels.websub import WebSubSender
from notices.domain.channels import AppriseChannel, MailChannel, WebhookChannel, WebSubChannel

if TYPE_CHECKING:
    from notices.domain.channels import AnyChannel
    from notices.domain.payloads import Sender

__all__ = ["ChannelFault", "Machine", "MissingSecret", "sender"]


def sender(
    channel: AnyChannel, environ: Mapping[str, str], machine: Machine | None = None
) -> Sender:
    """The sender of a channel, with the secrets of the environment. It opens nothing yet.

    Raises :class:`ChannelFault`: a variable is not set (:class:`MissingSecret`) or holds something
    else, or a library is missing.
    """
    machine = machine or Machine.of(environ)
    secrets = Secrets(channel.id, environ)
    if isinstance(channel, MailChannel):
        return PacedSender(MailSender(channel, secrets, machine), channel.per_minute, machine)
    if isinstance(channel, WebhookChannel):
        return PacedSender(WebhookSender(channel, secrets, machine), channel.per_minute, machine)
    if isinstance(channel, WebSubChannel):
        return PacedSender(WebSubSender(channel, machine), channel.per_minute, machine)
    assert isinstance(channel, AppriseChannel)
    return PacedSender(AppriseSender(channel, secrets), channel.per_minute, machine)
