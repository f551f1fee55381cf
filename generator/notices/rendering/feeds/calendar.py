r"""Calendars: every maintenance window as an event of iCalendar.

Belongs here: icalendar, which nothing else may know. Does not belong here: what an ending is
called (``release_page``), which messages there are (``domain.messages``).

Calendar programs take a change only where ``SEQUENCE`` and ``DTSTAMP`` of one ``UID`` have
grown. All three come from the entry's id and the ledger, never from the clock, so that every
build writes the same. Nothing of an event follows the clock either: between two messages its
file keeps its bytes, so that whoever asks again gets "not modified".

There is no ``METHOD``: ``PUBLISH`` would ask for an ``ORGANIZER``, whom we do not know, and for
a content type that repeats it, which no static host sends.

Traps of icalendar that are dealt with here: it takes a typed ``\N`` for a line break, lets
control characters through, and writes names that it does not know without escaping them.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Component, Event, Timezone, TimezoneStandard
from icalendar.prop import vCategory, vDatetime, vDuration, vInt, vText, vUri

from notices.domain.public import PublicRelease, PublicSite
from notices.rendering.documents import Document, Theme
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.plain import plain
from notices.rendering.registry import FileKind, Output
from notices.rendering.views.cards import Card, downtime_of
from notices.rendering.views.release_page import ending_of, prepare_of, unannounced

__all__ = ["OUTPUT", "REFRESH", "calendars"]

REFRESH = timedelta(hours=1)
"""How often subscribers are asked to look again. Many programs keep their own, slower pace."""

_NAMESPACE = uuid.UUID("1d7c3c55-1d0c-5c9e-8d55-6a2b0f6f8e21")
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


def _uid(public: PublicRelease) -> str:
    """The event's id: made of the first message's, which nothing can change.

    The same in every language, in the whole calendar and in the release's own file; never the
    same as another company's, whose calendar the reader may keep beside this one. An imported
    release, of which no message is known, has that of its name.
    """
    first = next((message.uid for message in public.messages), f"releases/{public.release.id}")
    return str(uuid.uuid5(_NAMESPACE, first))


def calendars(
    site: PublicSite, theme: Theme, locale: Locale, cards: Mapping[str, Card]
) -> Iterator[Document]:
    """One language's calendar of all windows, and each release's own; never a preview's.

    Cancelled and ended ones stay. ``cards`` are the language's own. The whole calendar names
    the generation; a single event does not: it cannot be at odds with itself, and would have
    other bytes with each generation that leaves it as it was.
    """
    shown = [public for public in site.releases if not public.preview]
    events: dict[str, bytes] = {}
    for public in shown:
        card = cards[public.release.id]
        events[public.release.id] = _written(_event(public, card, site, theme, locale))
    calendar = _frame()
    _describe(calendar, site, theme, locale)
    if shown:
        calendar.add("last-modified", max(_modified(public) for public in shown))
    else:
        # A calendar has to hold something, by RFC 5545; this makes no event of it.
        calendar.add_component(_utc())
    head = calendar.to_ical().removesuffix(_END)
    yield Document(locale.at.calendar, data=b"".join((head, *events.values(), _END)))
    head = _frame().to_ical().removesuffix(_END)
    for release_id, event in events.items():
        yield Document(locale.at.event(release_id), data=head + event + _END)


def _frame() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _describe(calendar: Calendar, site: PublicSite, theme: Theme, locale: Locale) -> None:
    """What a subscriber's program shows of the calendar; by RFC 7986, and as older ones ask."""
    name = locale.say("calendar.name", site=theme.site_name)
    about = locale.say("calendar.description", site=theme.site_name)
    for key, text in (
        ("name", name),
        ("x-wr-calname", name),
        ("description", about),
        ("x-wr-caldesc", about),
        ("x-wr-timezone", site.policy.timezone),
        ("x-notices-generation", site.generation),
    ):
        if text:
            calendar.add(key, _Text(text))
    calendar.add("url", vUri(theme.base_url + locale.at.home))
    calendar.add("source", vUri(theme.base_url + locale.at.calendar), parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))


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


def _event(
    public: PublicRelease, card: Card, site: PublicSite, theme: Theme, locale: Locale
) -> Event:
    release, modified = public.release, _modified(public)
    cancelled = release.cancelled is not None
    title = card.title.text
    if cancelled:
        title = locale.say("calendar.cancelled", title=title)
    event = Event()
    event["uid"] = _Text(_uid(public))
    event["sequence"] = vInt(sum(message.changes for message in public.messages))
    event["dtstamp"] = event["last-modified"] = vDatetime(modified)
    if public.messages:
        event["created"] = vDatetime(public.messages[0].at)
    event["dtstart"] = vDatetime(release.window.start)
    event["dtend"] = vDatetime(release.window.end)
    event["summary"] = _Text(title)
    event["description"] = _Text(_description(public, card, theme, locale))
    event["url"] = vUri(theme.base_url + card.url)
    event["status"] = vText("CANCELLED" if cancelled else "CONFIRMED")
    # Our maintenance does not take the reader's time.
    event["transp"] = vText("TRANSPARENT")
    categories = vCategory([])
    categories.cats += [_Text(name.text) for name in (card.category, *card.systems)]
    event["categories"] = categories
    alarm = _alarm(public, site)
    if alarm is not None:
        reminder = Alarm()
        reminder.add("action", "DISPLAY")
        reminder.add("trigger", -alarm)
        reminder.add("description", _Text(title))
        event.add_component(reminder)
    return event


def _modified(public: PublicRelease) -> datetime:
    """When its last message was published; of an imported release, when it had ended."""
    release = public.release
    if public.messages:
        return public.messages[-1].at
    ended = release.cancelled or release.outcome
    return ended.at if ended is not None else release.window.start


def _alarm(public: PublicRelease, site: PublicSite) -> timedelta | None:
    """How long before the start the calendar reminds: as late as the policy's last notice may.

    Nothing for what is over or off, nor where the policy has no notice with a deadline.
    """
    release, start = public.release, public.release.window.start
    if release.cancelled is not None or release.outcome is not None:
        return None
    conditions = (None, "important") if release.important else (None,)
    leads = [
        start - row.latest.before(start, site.policy.zone)
        for row in public.category.notices
        if row.audience == "customers" and row.latest is not None and row.when in conditions
    ]
    return min(leads, default=None)


def _description(public: PublicRelease, card: Card, theme: Theme, locale: Locale) -> str:
    """What happens and what to do about it, in sentences; where to read on."""
    say = locale.say
    when = f"{say('release.window')}: {card.window.text}"
    if card.before:
        when += "\n" + say("notice.before", window=card.before.text)
    blocks = [card.summary.text, _ending(public, locale), when]
    if public.state != "cancelled":
        blocks.append("\n".join(_impact(public, card, locale)))
    prepare = prepare_of(public, locale) if card.countdown else None
    if prepare is not None:
        blocks.append(f"{say('release.prepare')}:\n{plain(prepare.html)}")
    blocks.append(say("calendar.details", url=theme.base_url + card.url))
    return "\n\n".join(block for block in blocks if block)


def _ending(public: PublicRelease, locale: Locale) -> str:
    ending = ending_of(public, locale)
    if not ending.text:
        return ""
    parts = [plain(ending.text)]
    if public.state == "completed" and unannounced(public):
        parts.append(locale.say("release.unannounced"))
    if ending.reason:
        parts.append(locale.say("notice.reason", reason=ending.reason.text))
    return " ".join(parts)


def _impact(public: PublicRelease, card: Card, locale: Locale) -> Iterator[str]:
    say, impact = locale.say, public.release.impact
    downtime = downtime_of(public, locale)
    yield say("calendar.downtime", length=downtime) if downtime else say("calendar.no_downtime")
    if impact.mode is not None:
        yield say(f"calendar.{impact.mode}")
    if impact.sign_in_again is not None:
        yield say("calendar.sign_in_again" if impact.sign_in_again else "calendar.sign_in_kept")
    if card.systems:
        yield say("calendar.systems", systems=", ".join(system.text for system in card.systems))


OUTPUT = Output(
    (
        FileKind("{home}calendar.ics", "text/calendar", "programs"),
        FileKind("{home}releases/{id}/event.ics", "text/calendar", "programs"),
    ),
    for_language=lambda c: calendars(c.site, c.theme, c.locale, c.cards),
)
