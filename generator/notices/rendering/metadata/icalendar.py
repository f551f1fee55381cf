r"""iCalendar: what calendars say as the bytes of RFC 5545.

Belongs here: icalendar, which nothing else may know. It is imported only where a calendar has
changed. Does not belong here: what calendars say (``feeds.calendar``, ``feeds.events``).

There is no ``METHOD``: ``PUBLISH`` would ask for an ``ORGANIZER``, whom we do not know, and for
a content type that repeats it, which no static host sends.

Traps of icalendar that are dealt with here: it takes a typed ``\N`` for a line break, lets
control characters through, and writes names that it does not know without escaping them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from icalendar import Alarm, Calendar, Component, Event, Timezone, TimezoneStandard
from icalendar.prop import vCategory, vDate, vDatetime, vDuration, vInt, vText, vUri

from notices.rendering.metadata.calendar_text import CalendarText, EventText

__all__ = ["write_calendars"]

_PRODUCT = "-//notices//calendar//EN"
_END = b"END:VCALENDAR\r\n"
_WIDTH = 75
# What RFC 5545 lets no text hold (all but the tab and what ends a line), and what readers take
# for the end of a line. Loading refuses them all.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")


class _Text(vText):
    """A text that comes back as it was."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        text = self.replace("\r\n", "\n").replace("\r", "\n")
        for mark in ("\\", ";", ","):
            text = text.replace(mark, f"\\{mark}")
        return _CONTROL.sub("", text).replace("\n", "\\n").encode()


def write_calendars(events: Sequence[EventText], calendars: Sequence[CalendarText]) -> list[str]:
    """The text of each calendar's file; they share the ``events``."""
    written = [_written(_event(event)) for event in events]
    return [_filled(calendar, [written[n] for n in calendar.events]) for calendar in calendars]


def _filled(calendar: CalendarText, events: list[bytes]) -> str:
    file = _described(calendar)
    if not events:
        # A calendar has to hold something, by RFC 5545; this makes no event of it.
        file.add_component(_utc())
    head = file.to_ical().removesuffix(_END)
    return b"".join((head, *events, _END)).decode()


def _described(text: CalendarText) -> Calendar:
    """What a program shows of the calendar; by RFC 7986, and as older ones ask."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    if not text.name:
        return calendar
    for key, value in (
        ("name", text.name),
        ("x-wr-calname", text.name),
        ("description", text.about),
        ("x-wr-caldesc", text.about),
        ("x-wr-timezone", text.timezone),
    ):
        calendar.add(key, _Text(value))
    if text.page:
        calendar.add("url", vUri(text.page))
    if text.source:
        calendar.add("source", vUri(text.source), parameters={"VALUE": "URI"})
    if text.modified is not None:
        calendar.add("last-modified", text.modified)
    if text.generation:
        calendar.add("x-notices-generation", _Text(text.generation))
    if text.refresh is not None:
        calendar.add("refresh-interval", text.refresh, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(text.refresh))
    return calendar


def _event(text: EventText) -> Event:
    event = Event()
    event["uid"] = _Text(text.uid)
    event["sequence"] = vInt(text.sequence)
    event["dtstamp"] = event["last-modified"] = vDatetime(text.modified)
    if text.created is not None:
        event["created"] = vDatetime(text.created)
    event["dtstart"] = _moment(text.start)
    event["dtend"] = _moment(text.end)
    event["summary"] = _Text(text.title)
    event["description"] = _Text(text.description)
    if text.url:
        event["url"] = vUri(text.url)
    event["status"] = vText("CANCELLED" if text.cancelled else "CONFIRMED")
    # Our maintenance does not take the reader's time.
    event["transp"] = vText("TRANSPARENT")
    if text.categories:
        categories = vCategory([])
        categories.cats += map(_Text, text.categories)
        event["categories"] = categories
    if text.alarm is not None:
        reminder = Alarm()
        reminder.add("action", "DISPLAY")
        reminder.add("trigger", -text.alarm)
        reminder.add("description", _Text(text.title))
        event.add_component(reminder)
    return event


def _moment(at: datetime | date) -> vDatetime | vDate:
    if isinstance(at, datetime):
        return vDatetime(at)
    day = vDate(at)
    day.params["VALUE"] = "DATE"
    return day


def _written(component: Component) -> bytes:
    """The component's lines as ``to_ical`` writes them, but each is folded once and not by letters.

    The library also reads every line that it makes again; those without parameters are put
    together here.
    """
    name = str(component.name).encode()
    lines = [b"BEGIN:" + name]
    for key in _in_order(type(component), tuple(component)):
        value = component[key]
        if value.params:
            lines.append(component.content_line(key, value).encode())
        else:
            content: Any = value.to_ical()
            lines.append(f"{key}:".encode() + content)
    inner = map(_written, component.subcomponents)
    return b"".join((*map(_folded, lines), *inner, _folded(b"END:" + name)))


@lru_cache(maxsize=64)
def _in_order(kind: type[Component], names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a component's properties, sorted as the library does."""
    component = kind()
    for name in names:
        component[name] = ""
    return tuple(component.sorted_keys())


def _folded(line: bytes) -> bytes:
    """``line`` in pieces of 75 octets at most, none of which splits a letter or an escape."""
    pieces = []
    while len(line) > _WIDTH:
        cut = _WIDTH
        while line[cut] & 0xC0 == 0x80:
            cut -= 1
        if (cut - len(line[:cut].rstrip(b"\\"))) % 2:
            cut -= 1
        pieces.append(line[:cut])
        line = b" " + line[cut:]
    return b"\r\n".join((*pieces, line)) + b"\r\n"


def _utc() -> Timezone:
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 (a zone's own clock)
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone = Timezone()
    zone.add("tzid", "Etc/UTC")
    zone.add_component(standard)
    return zone
