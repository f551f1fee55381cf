"""Mails: a letter as a file that mail programs open, ready to be sent.

Belongs here: RFC 5322 and MIME, and what a header holds. Does not belong here: the words
(``letters``), styles on elements (``styled``), iCalendar (``metadata.icalendar``).

The parts are ``mixed(alternative(plain, html), calendar)``. The calendar is an attachment: between
the alternatives, programs take it for an invitation that has to be answered, and show that instead
of the text. It has no ``METHOD``, as the site's own calendar has none.

A mail of the outbox has no ``From`` and no ``To``: whoever sends it has an address, and knows the
list. While nobody recorded that it was sent it has ``X-Unsent``, so that Outlook opens it as a draft.
``Date`` is when the message went out; one that has not yet has none, and gets it from the program
that sends it. So the bytes never depend on the clock. ``Message-ID`` stays the same whatever is
corrected in the text. What a channel adds comes from ``envelopes``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from email.charset import SHORTEST, Charset
from email.header import Header
from email.message import MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from notices.rendering.metadata.calendar_lines import CalendarWriter
from notices.rendering.metadata.calendar_text import EventText
from notices.rendering.outbox.letters import Letter

__all__ = ["calendar_of", "encoded", "host_of", "message_id", "outbox_headers", "write_mail"]

_UUID = "urn:uuid:"
# No line of a header can be broken within a word.
_WORD = 60


def message_id(uid: str, language: str, base_url: str, delivery: str = "") -> str:
    """The ``Message-ID`` of a message in one language: made of what never changes.

    ``uid`` is the message's, ``base_url`` the site's, whose host it names; ``delivery`` is the key
    of a mail to one recipient.
    """
    host = host_of(base_url)
    host = f"[IPv6:{host}]" if ":" in host else host
    name = ".".join(filter(None, (uid.removeprefix(_UUID), language.lower(), delivery)))
    return f"<{name}@{host}>"


def host_of(base_url: str) -> str:
    """The site's host in ASCII."""
    return (urlsplit(base_url).hostname or "localhost").encode("idna").decode()


def outbox_headers(
    letter: Letter, *, uid: str, language: str, base_url: str, dated: datetime | None, is_sent: bool
) -> Mapping[str, str]:
    """The headers of a mail that a person sends; ``dated`` (UTC) is when it went out."""
    return {
        "Subject": encoded("Subject", letter.subject),
        "Date": format_datetime(dated) if dated is not None else "",
        "Message-ID": message_id(uid, language, base_url),
        "Content-Language": language,
        "X-Unsent": "" if is_sent else "1",
    }


def write_mail(
    headers: Mapping[str, str], text: str, html: str, calendar: bytes, calendar_name: str
) -> bytes:
    """The mail's bytes, with CRLF; ``html`` is the whole page, ``text`` says the same in plain.

    ``headers`` are as they stand in a mail, empty ones left out; so are an empty ``html`` and an
    empty ``calendar``, which is a whole one. The same values give the same bytes.
    """
    lines = {**headers, "MIME-Version": "1.0"}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    body = _text(text, "plain")
    if html:
        body = _multipart("alternative", body, _text(html, "html"))
    if calendar:
        body = _multipart("mixed", body, _calendar(calendar, calendar_name))
    return head.encode() + body.as_bytes()


def calendar_of(event: EventText | None) -> bytes:
    """A calendar with that event alone, as people's programs take it; empty without one."""
    if event is None:
        return b""
    writer = CalendarWriter()
    return writer.alone(writer.event(event))


def encoded(name: str, text: str) -> str:
    """A text as a header has it. The email package's own folding loses blanks between words."""
    text = " ".join(text.splitlines())
    is_plain = text.isascii() and "=?" not in text and max(map(len, text.split())) < _WORD
    charset = Charset("us-ascii" if is_plain else "utf-8")
    if not is_plain:
        # The default is the whole process's, and libraries change it when they are imported.
        charset.header_encoding = SHORTEST
    return Header(text, charset, header_name=name).encode(linesep="\r\n")


def _text(text: str, kind: str) -> MIMEPart:
    part = MIMEPart(SMTP)
    # Lines stay short, and no relay has to change a byte.
    part.set_content(text, subtype=kind, charset="utf-8", cte="quoted-printable")
    return part


def _calendar(data: bytes, name: str) -> MIMEPart:
    part = MIMEPart(SMTP)
    # As bytes: they have the line ends that iCalendar asks for.
    part.set_content(
        data,
        maintype="text",
        subtype="calendar",
        disposition="attachment",
        filename=name,
        params={"charset": "utf-8"},
    )
    return part


def _multipart(kind: str, *parts: MIMEPart) -> MIMEPart:
    """The parts as one, with a boundary made of them and not drawn."""
    data = b"".join(part.as_bytes() for part in parts)
    boundary = f"=_{hashlib.sha256(data).hexdigest()[:32]}"
    whole = MIMEPart(SMTP)
    whole["Content-Type"] = f'multipart/{kind}; boundary="{boundary}"'
    for part in parts:
        whole.attach(part)
    return whole
