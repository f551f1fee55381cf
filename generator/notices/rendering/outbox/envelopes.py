"""Envelopes: the headers of a mail that a channel sends.

Belongs here: from whom, to whom, which list, and how to leave it. Does not belong here: the mail's
body (``mails``), what SMTP says (``channels``).

``Auto-Submitted`` keeps replies of absent people away (RFC 3834). There is no ``Precedence``: it is no
standard, and some lists take no mail that has it. ``List-Unsubscribe-Post`` (RFC 8058) promises that
the address takes a POST, so it stands only beside one with ``https:``.
"""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import format_datetime
from urllib.parse import quote

from notices.domain.channels import MailChannel
from notices.domain.deliveries import delivery_key
from notices.domain.mail_addresses import wire_address
from notices.domain.outbox import OutboxMessage
from notices.rendering.outbox.letters import Letter
from notices.rendering.outbox.mails import encoded, host_of, message_id

__all__ = ["envelope_headers"]

# Within an address nothing else may stand, least of all the end of a line.
_URL = ":/?#[]@!$&'()*+,;=%-._~"


def envelope_headers(
    letter: Letter,
    message: OutboxMessage,
    channel: MailChannel,
    language: str,
    recipient: str,
    *,
    site_name: str,
    base_url: str,
) -> Mapping[str, str]:
    """The headers, empty ones for what the mail has not. The same values give the same bytes.

    A message that is not dated has no ``Date`` yet. Raises ``ValueError`` where sender, recipient
    or the address for replies is no mail address.
    """
    links = [quote(link, safe=_URL) for link in channel.unsubscribe]
    one_click = channel.one_click and any(link.lower().startswith("https:") for link in links)
    key = delivery_key(message.uid, channel.id, language, recipient)
    name = channel.list_id or f"{channel.id}.{host_of(base_url)}"
    return {
        "From": f"{_name(site_name)} <{wire_address(channel.sender)}>",
        "To": wire_address(recipient),
        "Reply-To": wire_address(channel.reply_to) if channel.reply_to else "",
        "Subject": encoded("Subject", letter.subject),
        "Date": format_datetime(message.dated) if message.dated is not None else "",
        "Message-ID": message_id(message.uid, language, base_url, key),
        "List-Id": f"<{''.join(filter(_is_of_a_list, name))}>",
        "List-Unsubscribe": ",\r\n ".join(f"<{link}>" for link in links),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" if one_click else "",
        "Auto-Submitted": "auto-generated",
        "Content-Language": language,
    }


def _name(text: str) -> str:
    """A name beside an address."""
    if text.isascii():
        text = " ".join(text.split()).replace("\\", r"\\").replace('"', r"\"")
        return f'"{text}"'
    return encoded("From", text)


def _is_of_a_list(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "._-")
