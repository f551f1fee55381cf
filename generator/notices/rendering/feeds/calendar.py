"""Calendars: the files that hold every maintenance window as an event of iCalendar.

Belongs here: which events a calendar holds, and what it says of itself. Does not belong here: an
event (``events``, ``freeze_events``), iCalendar (``metadata.icalendar``).

Services refuse a calendar that is too large (Google: above one megabyte), so the one to subscribe
to leaves out what ended over a year ago; each year has an archive of its own. The year is counted
back from the newest instant that the site knows to be over, not from the clock: the file changes
with the site, and one that stands still does not grow.

The calendar of a topic has the events of the whole one that are of it, byte for byte: who subscribes
to both has the same event twice, under one id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from itertools import groupby
from typing import NamedTuple

from notices.domain.freezes import Freeze
from notices.domain.past import KEPT, is_kept, newest_instant
from notices.domain.public import PublicRelease, PublicSite
from notices.rendering.documents import Document, Theme
from notices.rendering.feeds.events import Events, modified
from notices.rendering.feeds.freeze_events import freeze_event
from notices.rendering.feeds.topics import Topic, TopicKey, keys_of, topics_of
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
    """One language's calendar, one for each topic, an archive for each year, each release's event.

    The calendar holds what is ahead and what ended within the last year, freezes too; that of a
    topic what of it is of the topic; an archive all
    windows that start in its year, in the policy's zone. Cancelled and ended ones stay. No
    preview's are in any. ``cards`` are the language's own. The whole calendar alone names the generation:
    the others cannot be at odds with anything, and would have other bytes with each generation that
    leaves them as they were.
    """
    writer = _Calendars(site, theme, locale, cards, inputs)
    language, at = locale.language, locale.at
    yield Document(at.calendar, later=writer.current)
    for topic in topics_of(site, locale):
        yield Document(
            at.calendar_for(*topic.key),
            inputs=writer.inputs_for(topic),
            later=partial(writer.current_for, topic),
        )
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


class _FreezeEvent(NamedTuple):
    """A freeze with the lines of its event, and when that changed."""

    freeze: Freeze
    modified: datetime
    lines: bytes

    def concerns(self, topic: Topic) -> bool:
        """Whether it keeps any update of the topic from its time."""
        freeze = self.freeze
        names = freeze.categories if topic.kind == "category" else freeze.systems
        return not names or topic.id in names


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
        # Those of the whole calendar are kept; all others find theirs among them, but for old years.
        self._rows = Rows(theme.cache, f"events {locale.language}")
        self._lines: dict[str, bytes] = {}
        self.shown = tuple(public for public in site.releases if not public.preview)
        self._newest = newest_instant(site)

    def year_of(self, public: PublicRelease) -> int:
        """The year in which its window starts."""
        return self._locale.times.month_of(public.release.window.start)[0]

    def inputs_of(self, public: PublicRelease) -> str:
        """The inputs of its event."""
        inputs = self._inputs
        return inputs.of("event", self._locale.language, inputs.release(public))

    def inputs_for(self, topic: Topic) -> str:
        """The inputs of its calendar."""
        inputs, key = self._inputs, topic.key
        releases = inputs.releases(self._kept.get(key, ()))
        newest = self._newest if self._freezes_for(topic) else None
        language, dated = self._locale.language, self._dated.get(key)
        return inputs.of("calendar", language, key, releases, newest, dated)

    def current(self) -> Document:
        """The calendar to subscribe to."""
        name, path, say = self._theme.site_name, self._locale.at.calendar, self._locale.say
        text = replace(
            self._text(path, self._locale.at.home, self._dated.get(None)),
            name=say("calendar.name", site=name),
            about=say("calendar.description", site=name),
            generation=self._site.generation,
        )
        document = self._subscribed(path, text, self._kept.get(None, ()), self._freezes)
        self._rows.keep()
        return document

    def current_for(self, topic: Topic) -> Document:
        """The calendar of a topic, to subscribe to."""
        name, at, say = self._theme.site_name, self._locale.at, self._locale.say
        path = at.calendar_for(*topic.key)
        text = replace(
            self._text(path, at.changelog_of(*topic.key), self._dated.get(topic.key)),
            name=say("calendar.name_for", site=name, name=topic.name),
            about=say(f"calendar.description_for.{topic.kind}", site=name, name=topic.name),
        )
        releases = self._kept.get(topic.key, ())
        return self._subscribed(path, text, releases, self._freezes_for(topic))

    def archive(self, year: int, releases: Sequence[PublicRelease]) -> Document:
        """The calendar of a year."""
        say, path = self._locale.say, self._locale.at.calendar_of(year)
        text = replace(
            self._text(path, self._locale.at.year(year), max(map(modified, releases))),
            name=say("calendar.name_of", site=self._theme.site_name, year=year),
            about=say("calendar.description_of", site=self._theme.site_name, year=year),
        )
        return Document(path, data=self._writer.calendar(text, map(self._event, releases)))

    def alone(self, public: PublicRelease) -> Document:
        """The file of one release."""
        path = self._locale.at.event(public.release.id)
        return Document(path, data=self._writer.alone(self._event(public)))

    @cached_property
    def _kept(self) -> Mapping[TopicKey | None, Sequence[PublicRelease]]:
        """The releases of each calendar to subscribe to; ``None`` names the whole one."""
        found: dict[TopicKey | None, list[PublicRelease]] = defaultdict(list)
        for public in kept(self._site, self._newest):
            for key in (None, *keys_of(public)):
                found[key].append(public)
        return found

    @cached_property
    def _dated(self) -> Mapping[TopicKey | None, datetime]:
        """When the newest change of each was; what left it counts, so that no date grows smaller."""
        found: dict[TopicKey | None, datetime] = {}
        for public in self.shown:
            dated = modified(public)
            for key in (None, *keys_of(public)):
                found[key] = max(dated, found.get(key, dated))
        return found

    @cached_property
    def _freezes(self) -> Sequence[_FreezeEvent]:
        """The freezes that are ahead or ended within the last year."""
        newest, site = self._newest, self._site
        freezes = (public.freeze for public in site.freezes)
        events = (
            (freeze, freeze_event(freeze, newest, site, self._theme, self._locale))
            for freeze in freezes
            if newest is None or freeze.end >= newest - KEPT
        )
        return [
            _FreezeEvent(freeze, event.modified, self._writer.event(event))
            for freeze, event in events
        ]

    def _freezes_for(self, topic: Topic) -> Sequence[_FreezeEvent]:
        return [each for each in self._freezes if each.concerns(topic)]

    def _subscribed(
        self,
        path: str,
        text: CalendarText,
        releases: Sequence[PublicRelease],
        freezes: Sequence[_FreezeEvent],
    ) -> Document:
        dates = [*filter(None, [text.modified]), *(freeze.modified for freeze in freezes)]
        text = replace(
            text,
            empty=not releases and not freezes,
            modified=max(dates, default=None),
            refresh=REFRESH,
        )
        events = (*map(self._event, releases), *(freeze.lines for freeze in freezes))
        return Document(path, data=self._writer.calendar(text, events))

    def _text(self, path: str, page: str, dated: datetime | None) -> CalendarText:
        return CalendarText(
            timezone=self._site.policy.timezone,
            page=self._theme.base_url + page,
            source=self._theme.base_url + path,
            modified=dated,
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
        FileKind("{home}feeds/{kind}/{id}.ics", "text/calendar", "programs"),
        FileKind("{home}calendar/{year}.ics", "text/calendar", "programs"),
        FileKind("{home}releases/{id}/event.ics", "text/calendar", "programs"),
    ),
    for_language=lambda c: calendars(c.site, c.theme, c.locale, c.cards, c.inputs),
)
