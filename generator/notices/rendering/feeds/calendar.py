"""Calendars: the files that hold every maintenance window as an event of iCalendar.

Belongs here: which events a calendar holds, and what it says of itself. Does not belong here: an
event (``events``).

Services refuse a calendar that is too large (Google: above one megabyte), so the one to subscribe
to leaves out what ended over a year ago; each year has an archive of its own. The year is counted
back from the newest instant that the site knows to be over, not from the clock: the file changes
with the site, and one that stands still does not grow.

There is no ``METHOD``: ``PUBLISH`` would ask for an ``ORGANIZER``, whom we do not know, and for
a content type that repeats it, which no static host sends.

A trap of icalendar that is dealt with here: it writes names that it does not know without
escaping them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby

from icalendar import Calendar, Component, Timezone, TimezoneStandard
from icalendar.prop import vDuration, vUri

from notices.domain.past import newest_instant
from notices.domain.public import PublicRelease, PublicSite
from notices.rendering.documents import Document, Theme
from notices.rendering.feeds.events import EventText, event_of, modified_at
from notices.rendering.locale.locale import Locale
from notices.rendering.registry import FileKind, Output
from notices.rendering.views.cards import Card

__all__ = ["KEPT", "OUTPUT", "REFRESH", "calendars"]

REFRESH = timedelta(hours=1)
"""How often subscribers are asked to look again. Many programs keep their own, slower pace."""

KEPT = timedelta(days=365)
"""How long after its end a window is in the calendar to subscribe to."""

_PRODUCT = "-//notices//calendar//EN"
_END = b"END:VCALENDAR\r\n"
_WIDTH = 75


def calendars(
    site: PublicSite, theme: Theme, locale: Locale, cards: Mapping[str, Card]
) -> Iterator[Document]:
    """One language's calendar, an archive for each year, and each release's own event.

    The calendar holds what is ahead and what ended within the last year; an archive all windows
    that start in its year, in the policy's zone. Cancelled and ended ones stay. No preview's are
    in any. ``cards`` are the language's own. The calendar alone names the generation: the others
    cannot be at odds with anything, and would have other bytes with each generation that leaves
    them as they were.
    """
    shown = [public for public in site.releases if not public.preview]
    events = {
        public.release.id: _written(event_of(public, cards[public.release.id], site, theme, locale))
        for public in shown
    }

    def holding(calendar: Calendar, releases: list[PublicRelease]) -> bytes:
        if not releases:
            # A calendar has to hold something, by RFC 5545; this makes no event of it.
            calendar.add_component(_utc())
        head = calendar.to_ical().removesuffix(_END)
        return b"".join((head, *(events[public.release.id] for public in releases), _END))

    newest = newest_instant(site)
    current = [p for p in shown if newest is None or p.release.window.end >= newest - KEPT]
    at, name = locale.at, theme.site_name
    texts = locale.say("calendar.name", site=name), locale.say("calendar.description", site=name)
    calendar = _described(at.calendar, at.home, *texts, shown, site, theme)
    if site.generation:
        calendar.add("x-notices-generation", EventText(site.generation))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    yield Document(at.calendar, data=holding(calendar, current))
    for year, found in groupby(shown, key=lambda public: cards[public.release.id].month[0]):
        releases, path = list(found), at.calendar_of(year)
        texts = (
            locale.say("calendar.name_of", site=name, year=year),
            locale.say("calendar.description_of", site=name, year=year),
        )
        archive = _described(path, at.year(year), *texts, releases, site, theme)
        yield Document(path, data=holding(archive, releases))
    for public in shown:
        yield Document(at.event(public.release.id), data=holding(_frame(), [public]))


def _frame() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _described(
    path: str,
    page: str,
    name: str,
    about: str,
    releases: list[PublicRelease],
    site: PublicSite,
    theme: Theme,
) -> Calendar:
    """What a program shows of the calendar; by RFC 7986, and as older ones ask."""
    calendar = _frame()
    for key, text in (
        ("name", name),
        ("x-wr-calname", name),
        ("description", about),
        ("x-wr-caldesc", about),
        ("x-wr-timezone", site.policy.timezone),
    ):
        calendar.add(key, EventText(text))
    calendar.add("url", vUri(theme.base_url + page))
    calendar.add("source", vUri(theme.base_url + path), parameters={"VALUE": "URI"})
    if releases:
        calendar.add("last-modified", max(modified_at(public) for public in releases))
    return calendar


def _written(component: Component) -> bytes:
    """The component's lines; what ``to_ical`` gives, but folded by the line, not by the letter."""
    return b"".join(_folded(line.encode()) for line in component.content_lines() if line)


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


OUTPUT = Output(
    (
        FileKind("{home}calendar.ics", "text/calendar", "programs"),
        FileKind("{home}calendar/{year}.ics", "text/calendar", "programs"),
        FileKind("{home}releases/{id}/event.ics", "text/calendar", "programs"),
    ),
    for_language=lambda c: calendars(c.site, c.theme, c.locale, c.cards),
)
