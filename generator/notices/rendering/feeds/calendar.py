"""Calendars: the files that hold every maintenance window as an event of iCalendar.

Belongs here: which events a calendar holds, and what it says of itself. Does not belong here: an
event (``events``, ``freeze_events``), iCalendar (``metadata.icalendar``).

Services refuse a calendar that is too large (Google: above one megabyte), so the one to subscribe
to leaves out what ended over a year ago; each year has an archive of its own. The year is counted
back from the newest instant that the site knows to be over, not from the clock: the file changes
with the site, and one that stands still does not grow.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from importlib.metadata import version
from itertools import groupby

from notices.domain.past import newest_instant
from notices.domain.public import PublicSite
from notices.rendering.documents import Cache, Document, Theme
from notices.rendering.feeds.events import event_of
from notices.rendering.feeds.freeze_events import freeze_event
from notices.rendering.locale.locale import Locale
from notices.rendering.metadata.calendar_text import CalendarText, EventText
from notices.rendering.registry import FileKind, Output
from notices.rendering.views.cards import Card

__all__ = ["KEPT", "OUTPUT", "REFRESH", "calendars"]

REFRESH = timedelta(hours=1)
"""How often subscribers are asked to look again. Many programs keep their own, slower pace."""

KEPT = timedelta(days=365)
"""How long after its end a window is in the calendar to subscribe to."""


def calendars(
    site: PublicSite, theme: Theme, locale: Locale, cards: Mapping[str, Card]
) -> Iterator[Document]:
    """One language's calendar, an archive for each year, and each release's own event.

    The calendar holds what is ahead and what ended within the last year, freezes too; an archive all
    windows that start in its year, in the policy's zone. Cancelled and ended ones stay. No
    preview's are in any. ``cards`` are the language's own. The calendar alone names the generation:
    the others cannot be at odds with anything, and would have other bytes with each generation that
    leaves them as they were.
    """
    shown = [public for public in site.releases if not public.preview]
    events = [event_of(p, cards[p.release.id], site, theme, locale) for p in shown]
    numbers = {public.release.id: number for number, public in enumerate(shown)}
    at, name = locale.at, theme.site_name

    newest = newest_instant(site)
    current = [
        number
        for number, public in enumerate(shown)
        if newest is None or public.release.window.end >= newest - KEPT
    ]
    for freeze in (public.freeze for public in site.freezes):
        if newest is None or freeze.end >= newest - KEPT:
            current.append(len(events))
            events.append(freeze_event(freeze, site, theme, locale))

    def described(path: str, page: str, held: Sequence[int]) -> CalendarText:
        return CalendarText(
            events=tuple(held),
            timezone=site.policy.timezone,
            page=theme.base_url + page,
            source=theme.base_url + path,
            modified=max((events[n].modified for n in held), default=None),
        )

    calendars = {
        at.calendar: replace(
            described(at.calendar, at.home, range(len(events))),
            events=tuple(current),
            name=locale.say("calendar.name", site=name),
            about=locale.say("calendar.description", site=name),
            generation=site.generation,
            refresh=REFRESH,
        )
    }
    for year, found in groupby(shown, key=lambda public: cards[public.release.id].month[0]):
        path = at.calendar_of(year)
        calendars[path] = replace(
            described(path, at.year(year), [numbers[public.release.id] for public in found]),
            name=locale.say("calendar.name_of", site=name, year=year),
            about=locale.say("calendar.description_of", site=name, year=year),
        )
    for release_id, number in numbers.items():
        calendars[at.event(release_id)] = CalendarText((number,))
    written = _written(events, list(calendars.values()), theme.cache)
    for path, text in zip(calendars, written, strict=True):
        yield Document(path, data=text.encode())


def _written(
    events: Sequence[EventText], calendars: Sequence[CalendarText], cache: Cache
) -> list[str]:
    """The calendars' files, from the cache where nothing of them has changed."""
    key = f"calendars {version('icalendar')} {events} {calendars}"
    if (known := cache.get(key)) is not None:
        texts: list[str] = json.loads(known)
        return texts
    from notices.rendering.metadata.icalendar import write_calendars  # noqa: PLC0415

    texts = write_calendars(events, calendars)
    cache.put(key, json.dumps(texts).encode())
    return texts


OUTPUT = Output(
    (
        FileKind("{home}calendar.ics", "text/calendar", "programs"),
        FileKind("{home}calendar/{year}.ics", "text/calendar", "programs"),
        FileKind("{home}releases/{id}/event.ics", "text/calendar", "programs"),
    ),
    for_language=lambda c: calendars(c.site, c.theme, c.locale, c.cards),
)
