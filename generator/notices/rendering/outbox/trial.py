"""A test message: by it a channel is tried without any release.

Belongs here: its form for each kind of channel. Does not belong here: its words, which are the
command's, and the messages of releases (``payloads``).
"""

from __future__ import annotations

import json
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from notices.domain.channels import AnyChannel, MailChannel, WebhookChannel, WebSubChannel
from notices.domain.instants import utc
from notices.domain.payloads import CallPayload, ChatPayload, FeedPayload, MailPayload, Payload

__all__ = ["trial_payload"]


def trial_payload(
    channel: AnyChannel, recipient: str, title: str, text: str, key: str, at: datetime
) -> Payload:
    """The test message of that name (``key``) at ``at`` (UTC), plain and without any link.

    A hub takes no messages; it is told of a feed, whose address is the recipient.
    """
    if isinstance(channel, WebSubChannel):
        return FeedPayload(recipient)
    if isinstance(channel, WebhookChannel):
        told = {
            "type": "notices.test",
            "timestamp": utc(at),
            "data": {"title": title, "text": text},
        }
        return CallPayload(json.dumps(told, ensure_ascii=False).encode())
    if not isinstance(channel, MailChannel):
        return ChatPayload(title, text)
    mail = EmailMessage(SMTP)
    mail["From"], mail["To"], mail["Subject"] = channel.sender, recipient, title
    mail["Date"] = at
    mail["Message-ID"] = id = f"<{key}@{channel.sender.rpartition('@')[2]}>"
    # No program that answers by itself answers this.
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"{text}\n")
    return MailPayload(mail.as_bytes(), id)
