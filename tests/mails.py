"""Mails read back by two parsers that are not ours, and their calendars by a third.

Belongs here: reading, and what holds for every mail whatever it says. Does not belong here: what
one mail says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

import fast_mail_parser
import html5lib
import icalendar

__all__ = ["Mail", "read_mail"]

_FOREIGN = re.compile(r"url\(|@import|expression\(", re.IGNORECASE)


@dataclass(frozen=True)
class Mail:
    """What a mail says. ``event`` is its calendar's only one, ``None`` where it has no calendar."""

    headers: dict[str, str]
    subject: str
    text: str
    html: str
    event: Any

    @property
    def dated(self) -> datetime | None:
        date = self.headers.get("Date")
        return datetime.strptime(date, "%a, %d %b %Y %H:%M:%S %z").astimezone(UTC) if date else None


def read_mail(data: bytes) -> Mail:
    """A mail as both parsers read it. Fails where one finds a fault, or they differ."""
    assert data.isascii()
    lines = data.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 998  # The most that a relay has to take.

    mail = message_from_bytes(data, policy=default)
    assert [part for part in mail.walk() if part.defects] == []
    assert [h for h in mail.values() if getattr(h, "defects", ())] == []
    other = fast_mail_parser.parse_email(data, strict=True)

    bodies = [mail.get_body((kind,)) for kind in ("plain", "html")]
    text, html = (cast(EmailMessage, body).get_content().replace("\r\n", "\n") for body in bodies)
    assert [_lines(body) for body in (*other.text_plain, *other.text_html)] == [
        _lines(text),
        _lines(html),
    ]
    subject = str(mail["Subject"])
    assert other.subject == subject
    _fetches_nothing(html)

    attached = list(mail.iter_attachments())
    assert [part.content for part in other.attachments] == [
        part.get_payload(decode=True) for part in attached
    ]
    assert _kinds(mail) == (
        ["mixed", "alternative", "plain", "html", "calendar"]
        if attached
        else ["alternative", "plain", "html"]
    )
    event = None
    if attached:
        (part,) = attached
        assert "method" not in part["Content-Type"].params
        calendar = icalendar.Calendar.from_ical(cast(bytes, part.get_payload(decode=True)))
        (event,) = calendar.walk("VEVENT")
        assert "METHOD" not in calendar
    return Mail({name: str(value) for name, value in mail.items()}, subject, text, html, event)


def _kinds(mail: EmailMessage) -> list[str]:
    return [part.get_content_subtype() for part in mail.walk()]


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


def _fetches_nothing(html: str) -> None:
    """Nothing of a page is loaded, and every link is one that stands by itself."""
    page = html5lib.parse(html, namespaceHTMLElements=False)
    for element in page.iter():
        assert element.tag not in {"script", "img", "link", "iframe", "svg", "form", "base"}
        for name, value in element.attrib.items():
            assert name not in {"src", "srcset", "background", "action"}
            assert not name.startswith("on")
            if name == "href":
                assert value.startswith(("https://", "http://", "mailto:", "tel:", "#")), value
            assert not _FOREIGN.search(value)
        if element.tag == "style":
            assert not _FOREIGN.search(element.text or "")
