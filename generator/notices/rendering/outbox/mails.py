"""Mails: a letter as a file that mail programs open, ready to be sent.

Belongs here: RFC 5322 and MIME, and what a header holds. Does not belong here: the words
(``letters``), styles on elements (``styled``), iCalendar (``metadata.icalendar``).

The parts are ``mixed(alternative(plain, html), calendar)``. The calendar is an attachment: between
the alternatives, programs take it for an invitation that has to be answered, and show that instead
of the text. It has no ``METHOD``, as the site's own calendar has none.

A mail has no ``From`` and no ``To``: whoever sends it has an address, and knows the list. While
nobody recorded that it was sent it has ``X-Unsent``, so that Outlook opens it as a draft. Nothing
says ``Auto-Submitted``, since a person sends it. ``Date`` is when the message went out; one that
has not yet has none, and gets it from the program that sends it. So the bytes never depend on the
clock. ``Message-ID`` stays the same whatever is corrected in the text.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.header import Header
from email.message import MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from notices.rendering.metadata.calendar_text import CalendarText, EventText
from notices.rendering.outbox.letters import Letter

__all__ = ["message_id", "write_mail"]

_UUID = "urn:uuid:"
# No line of a header can be broken within a word.
_WORD = 60


def message_id(uid: str, language: str, base_url: str) -> str:
    """The ``Message-ID`` of a message in one language: made of what never changes.

    ``uid`` is the message's, ``base_url`` the site's, whose host it names.
    """
    host = urlsplit(base_url).hostname or "localhost"
    host = f"[IPv6:{host}]" if ":" in host else host.encode("idna").decode()
    return f"<{uid.removeprefix(_UUID)}.{language.lower()}@{host}>"


def write_mail(
    letter: Letter,
    html: str,
    text: str,
    *,
    uid: str,
    language: str,
    base_url: str,
    dated: datetime | None,
    is_sent: bool,
    calendar_name: str,
) -> bytes:
    """The mail's bytes, with CRLF; ``html`` is the whole page, ``text`` says the same in plain.

    ``uid`` is the message's, ``dated`` (UTC) when it went out. The same values give the same bytes.
    """
    headers = {
        "Subject": _encoded(letter.subject),
        "Date": format_datetime(dated) if dated is not None else "",
        "Message-ID": message_id(uid, language, base_url),
        "Content-Language": language,
        "X-Unsent": "" if is_sent else "1",
        "MIME-Version": "1.0",
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    body = _multipart("alternative", _text(text, "plain"), _text(html, "html"))
    if letter.event is not None:
        body = _multipart("mixed", body, _calendar(letter.event, calendar_name))
    return head.encode("ascii") + body.as_bytes()


def _encoded(subject: str) -> str:
    """A subject as a header has it. The email package's own folding loses blanks between words."""
    subject = " ".join(subject.splitlines())
    is_plain = subject.isascii() and "=?" not in subject and max(map(len, subject.split())) < _WORD
    charset = "us-ascii" if is_plain else "utf-8"
    return Header(subject, charset, header_name="Subject").encode(linesep="\r\n")


def _text(text: str, kind: str) -> MIMEPart:
    part = MIMEPart(SMTP)
    # Lines stay short, and no relay has to change a byte.
    part.set_content(text, subtype=kind, charset="utf-8", cte="quoted-printable")
    return part


def _calendar(event: EventText, name: str) -> MIMEPart:
    # Hardly anybody's mails need it, and it takes as long to import as all else here.
    from notices.rendering.metadata.icalendar import write_calendars  # noqa: PLC0415

    (calendar,) = write_calendars([event], [CalendarText((0,))])
    part = MIMEPart(SMTP)
    # As bytes: they have the line ends that iCalendar asks for.
    part.set_content(
        calendar.encode(),
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
