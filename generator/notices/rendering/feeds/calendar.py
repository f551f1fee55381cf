"""Calendars: the files that hold every maintenance window as an event of iCalendar.

Belongs here: which events a calendar holds, and what it says of itself. Does not belong here: an
event (``events``, ``freeze_events``), iCalendar (``metadata.icalendar``).

Services refuse a calendar that is too large (Google: above one megabyte), so the one to subscribe
to leaves out what ended over a year ago; each year has an archive of its own. The year is counted
back from the newest instant that the site knows to be over, not from the clock: the file changes
with the site, and one that stands still does not grow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

from notices.domain.past import KEPT, is_kept, newest_instant
from notices.domain.public import PublicRelease, PublicSite
from notices.rendering.documents import Document, Theme
from notices.rendering.feeds.events import Events, modified
from notices.rendering.feeds.freeze_events import freeze_event
from notices.rendering.inputs import SiteInputs
from notices.rendering.locale.locale import Locale
from notices.rendering.metadata.calendar_lines import CalendarWriter
from notices.rendering.metadata.calendar_text import CalendarText
from notices.rendering.registry import FileKind, Output
from notices.rendering.rows import Rows
from notices.rendering.views.cards import Card

__all__ = ["OUTPUT", "REFRESH", "calendars", "kept"]

REFRESH = timedelta(hours=1)
"""How often subscribers are asked to look again. Many programs keep their own, slower pace."""


def kept(site: PublicSite, newest: datetime | None) -> Iterator[PublicRelease]:
    """The releases of a calendar to subscribe to, but for previews.

    ``newest`` is the latest instant that the site knows to be over.
    """
    for public in site.releases:
        if not public.preview and is_kept(public, newest):
            yield public


def calendars(
    site: PublicSite, theme: Theme, locale: Locale, cards: Mapping[str, Card], inputs: SiteInputs
) -> Iterator[Document]:
    """One language's calendar, an archive for each year, and each release's own event.

    The calendar holds what is ahead and what ended within the last year, freezes too; an archive all
    windows that start in its year, in the policy's zone. Cancelled and ended ones stay. No
    preview's are in any. ``cards`` are the language's own. The calendar alone names the generation:
    the others cannot be at odds with anything, and would have other bytes with each generation that
    leaves them as they were.
    """
    writer = _Calendars(site, theme, locale, cards, inputs)
    language, at = locale.language, locale.at
    yield Document(at.calendar, later=writer.current)
    for year, found in groupby(writer.shown, key=writer.year_of):
        releases = tuple(found)
        yield Document(
            at.calendar_of(year),
            inputs=inputs.of("calendar", language, year, inputs.releases(releases)),
            later=partial(writer.archive, year, releases),
        )
    for public in writer.shown:
        yield Document(
            at.event(public.release.id),
            inputs=writer.inputs_of(public),
            later=partial(writer.alone, public),
        )


class _Calendars:
    """The calendars of one language; an event is worded when the first of them needs it."""

    def __init__(
        self,
        site: PublicSite,
        theme: Theme,
        locale: Locale,
        cards: Mapping[str, Card],
        inputs: SiteInputs,
    ) -> None:
        self._site, self._theme, self._locale, self._cards = site, theme, locale, cards
        self._inputs = inputs
        self._events, self._writer = Events(site, theme, locale), CalendarWriter(theme.cache)
        # Those of the calendar to subscribe to are kept; an archive finds the newest among them.
        self._rows = Rows(theme.cache, f"events {locale.language}")
        self._lines: dict[str, bytes] = {}
        self.shown = tuple(public for public in site.releases if not public.preview)

    def year_of(self, public: PublicRelease) -> int:
        """The year in which its window starts."""
        return self._locale.times.month_of(public.release.window.start)[0]

    def inputs_of(self, public: PublicRelease) -> str:
        """The inputs of its event."""
        inputs = self._inputs
        return inputs.of("event", self._locale.language, inputs.release(public))

    def current(self) -> Document:
        """The calendar to subscribe to."""
        site, say, at = self._site, self._locale.say, self._locale.at
        newest = newest_instant(site)
        freezes = [
            freeze_event(public.freeze, newest, site, self._theme, self._locale)
            for public in site.freezes
            if newest is None or public.freeze.end >= newest - KEPT
        ]
        events = [self._event(public) for public in kept(site, newest)]
        self._rows.keep()
        events += map(self._writer.event, freezes)
        dates = [*map(modified, self.shown), *(freeze.modified for freeze in freezes)]
        text = replace(
            self._text(at.calendar, at.home, dates),
            empty=not events,
            name=say("calendar.name", site=self._theme.site_name),
            about=say("calendar.description", site=self._theme.site_name),
            generation=site.generation,
            refresh=REFRESH,
        )
        return Document(at.calendar, data=self._writer.calendar(text, events))

    def archive(self, year: int, releases: Sequence[PublicRelease]) -> Document:
        """The calendar of a year."""
        say, path = self._locale.say, self._locale.at.calendar_of(year)
        text = replace(
            self._text(path, self._locale.at.year(year), [*map(modified, releases)]),
            name=say("calendar.name_of", site=self._theme.site_name, year=year),
            about=say("calendar.description_of", site=self._theme.site_name, year=year),
        )
        return Document(path, data=self._writer.calendar(text, map(self._event, releases)))

    def alone(self, public: PublicRelease) -> Document:
        """The file of one release."""
        path = self._locale.at.event(public.release.id)
        return Document(path, data=self._writer.alone(self._event(public)))

    def _text(self, path: str, page: str, dates: Sequence[datetime]) -> CalendarText:
        return CalendarText(
            timezone=self._site.policy.timezone,
            page=self._theme.base_url + page,
            source=self._theme.base_url + path,
            modified=max(dates, default=None),
        )

    def _event(self, public: PublicRelease) -> bytes:
        name = public.release.id
        if name not in self._lines:
            row = self._rows.row(self.inputs_of(public), partial(self._worded, public))
            self._lines[name] = row.encode()
        return self._lines[name]

    def _worded(self, public: PublicRelease) -> str:
        event = self._events.of(public, self._cards[public.release.id], self._cards)
        return self._writer.event(event).decode()


OUTPUT = Output(
    (
        FileKind("{home}calendar.ics", "text/calendar", "programs"),
        FileKind("{home}calendar/{year}.ics", "text/calendar", "programs"),
        FileKind("{home}releases/{id}/event.ics", "text/calendar", "programs"),
    ),
    for_language=lambda c: calendars(c.site, c.theme, c.locale, c.cards, c.inputs),
)
