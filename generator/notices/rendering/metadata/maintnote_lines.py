"""Maintnote lines: an event of iCalendar in the form that network operators' tools read.

Belongs here: the form of NANOG's best practice for maintenance notifications: which lines such an
event has, and how they are written. Does not belong here: what they say (``feeds.maintnote``), the
file around them (``calendar_lines``).

The lines are not icalendar's: their number follows from the systems, and names that it does not
know it writes without escaping them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from notices.domain.policy import Organizer
from notices.rendering.metadata.calendar_lines import escaped, folded, moment

__all__ = ["Impact", "MaintnoteText", "Status", "maintnote_lines"]

Impact = Literal["NO-IMPACT", "DEGRADED", "OUTAGE"]
Status = Literal["CONFIRMED", "IN-PROCESS", "COMPLETED", "CANCELLED"]


class MaintnoteText(NamedTuple):
    """One maintenance; times are in UTC. ``objects`` are what it touches, at least one."""

    uid: str
    sequence: int
    modified: datetime
    start: datetime
    end: datetime
    title: str
    url: str
    organizer: Organizer
    maintenance: str
    objects: tuple[str, ...]
    impact: Impact
    status: Status


def maintnote_lines(text: MaintnoteText) -> bytes:
    """The lines of the event; each object is a line of its own."""
    return b"".join(folded(line) + b"\r\n" for line in _lines(text))


def _lines(text: MaintnoteText) -> Iterator[bytes]:
    organizer = text.organizer
    yield b"BEGIN:VEVENT"
    yield b"UID:" + escaped(text.uid)
    yield b"SEQUENCE:%d" % text.sequence
    yield b"DTSTAMP:" + moment(text.modified)
    yield b"DTSTART:" + moment(text.start)
    yield b"DTEND:" + moment(text.end)
    yield b"SUMMARY:" + escaped(text.title)
    yield b"URL:" + text.url.encode()
    # Calendar programs know no other states of an event, and no tool may find one at odds with ours.
    yield b"STATUS:" + (b"CANCELLED" if text.status == "CANCELLED" else b"CONFIRMED")
    yield b"TRANSP:TRANSPARENT"
    yield b"ORGANIZER;CN=%b:mailto:%b" % (_parameter(organizer.name), organizer.email.encode())
    yield b"X-MAINTNOTE-PROVIDER:" + escaped(organizer.provider)
    yield b"X-MAINTNOTE-ACCOUNT:" + escaped(organizer.account)
    yield b"X-MAINTNOTE-MAINTENANCE-ID:" + escaped(text.maintenance)
    for name in text.objects:
        yield b"X-MAINTNOTE-OBJECT-ID:" + escaped(name)
    yield b"X-MAINTNOTE-IMPACT:" + text.impact.encode()
    yield b"X-MAINTNOTE-STATUS:" + text.status.encode()
    yield b"END:VEVENT"


def _parameter(text: str) -> bytes:
    """A text as a parameter in quotes, by RFC 6868. Loading refuses control characters."""
    return b'"%b"' % text.replace("^", "^^").replace('"', "^'").encode()
