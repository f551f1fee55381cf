r"""iCalendar: models of what RFC 5545 asks for, each with slots that texts are put into.

Belongs here: icalendar, which nothing else may know: which lines a component has, how they are
called and ordered. It is imported only where a model is not in the cache. Does not belong here:
what calendars say (``feeds.calendar``, ``feeds.events``), putting that in (``calendar_lines``).

There is no ``METHOD``: ``PUBLISH`` would ask for an ``ORGANIZER``, whom we do not know, and for
a content type that repeats it, which no static host sends.

Traps of icalendar that are dealt with here: it takes a typed ``\N`` for a line break, lets
control characters through, and writes names that it does not know without escaping them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Component, Event, Timezone, TimezoneStandard
from icalendar.prop import vDuration, vText

from notices.rendering.metadata.calendar_lines import escaped
from notices.rendering.metadata.calendar_text import CalendarText, EventKind

__all__ = ["write_model"]

_PRODUCT = "-//notices//calendar//EN"
_END = "END:VCALENDAR\r\n"


class _Text(vText):
    """A text that comes back as it was."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        return escaped(self)


class _Slot(vText):
    """A place for a value; no text can hold the sign before its name."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        return f"\0{self}".encode()


def write_model(of: EventKind | CalendarText) -> str:
    """An event of a kind, or a calendar up to its first event.

    An empty calendar has what makes it valid all the same. Slots are for what changes from one
    event or one publish to the next; each ends its line.
    """
    return _written(_event(of)) if isinstance(of, EventKind) else _head(of)


def _head(text: CalendarText) -> str:
    calendar = _described(text)
    if text.empty:
        # A calendar has to hold something, by RFC 5545; this makes no event of it.
        calendar.add_component(_utc())
    return _written(calendar).removesuffix(_END)


def _described(text: CalendarText) -> Calendar:
    """What a program shows of the calendar; by RFC 7986, and as older ones ask."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    if not text.name:
        return calendar
    calendar["name"] = calendar["x-wr-calname"] = _Slot("name")
    calendar["description"] = calendar["x-wr-caldesc"] = _Slot("about")
    calendar.add("x-wr-timezone", _Text(text.timezone))
    if text.page:
        calendar["url"] = _Slot("page")
    if text.source:
        calendar["source"] = _Slot("source", params={"VALUE": "URI"})
    if text.modified is not None:
        calendar["last-modified"] = _Slot("modified")
    if text.generation:
        calendar["x-notices-generation"] = _Slot("generation")
    if text.refresh is not None:
        calendar.add("refresh-interval", text.refresh, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(text.refresh))
    return calendar


def _event(kind: EventKind) -> Event:
    event = Event()
    for name in ("uid", "sequence", "description"):
        event[name] = _Slot(name)
    event["dtstamp"] = event["last-modified"] = _Slot("modified")
    if kind.created:
        event["created"] = _Slot("created")
    day = {"VALUE": "DATE"} if kind.days else None
    event["dtstart"], event["dtend"] = _Slot("start", params=day), _Slot("end", params=day)
    event["summary"] = _Slot("title")
    if kind.url:
        event["url"] = _Slot("url")
    event["status"] = vText("CANCELLED" if kind.cancelled else "CONFIRMED")
    # Our maintenance does not take the reader's time.
    event["transp"] = vText("TRANSPARENT")
    if kind.categories:
        event["categories"] = _Slot("categories")
    if kind.alarm is not None:
        reminder = Alarm()
        reminder.add("action", "DISPLAY")
        reminder.add("trigger", -kind.alarm)
        reminder["description"] = _Slot("title")
        event.add_component(reminder)
    return event


def _written(component: Component) -> str:
    text: str = component.to_ical().decode()
    return text


def _utc() -> Timezone:
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 (a zone's own clock)
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone = Timezone()
    zone.add("tzid", "Etc/UTC")
    zone.add_component(standard)
    return zone
