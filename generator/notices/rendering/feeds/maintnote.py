"""Maintnote: the maintenance windows in the form that network operators' tools read.

Belongs here: which windows the file holds, what is told of each, and when that is newer. Does not
belong here: the lines (``metadata.maintnote_lines``), the calendars for people (``calendar``).

The form is that of NANOG's best practice: an event of iCalendar with ``X-MAINTNOTE`` properties and
an obligatory ``ORGANIZER``, so only a policy that names one has the file. It has no ``METHOD``: that
would make an invitation of it.

An event has another ``UID`` here than in our calendars. In these nothing follows the clock; here
the status does, and ``SEQUENCE`` counts the start and the end, too. A program that keeps both would
take the one for a newer version of the other, and show what the one says and never what the other
says next.

``X-MAINTNOTE-PRECEDENCE`` tells the first of several ids from the others; a release has one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from notices.domain.past import ended, newest_instant, ran
from notices.domain.policy import Organizer
from notices.domain.public import PublicRelease, State
from notices.domain.release import Impact
from notices.rendering.addresses import MAINTNOTE
from notices.rendering.documents import Document
from notices.rendering.feeds.calendar import REFRESH, kept
from notices.rendering.feeds.events import changes_of, modified, uid_of
from notices.rendering.locale.locale import Locale
from notices.rendering.metadata import maintnote_lines as lines
from notices.rendering.metadata.calendar_lines import CalendarWriter
from notices.rendering.metadata.calendar_text import CalendarText
from notices.rendering.registry import FileKind, Output, SiteContext
from notices.rendering.rows import Rows

__all__ = ["OUTPUT", "maintnote_event"]

_NAMESPACE = uuid.UUID("0f9d6a52-6a0e-5b0c-8a54-3f3c4d1b7e90")

_STATUSES: Mapping[State, lines.Status] = {
    "announced": "CONFIRMED",
    "in_progress": "IN-PROCESS",
    # By the best practice it is in process until somebody says that it is over.
    "awaiting_confirmation": "IN-PROCESS",
    "completed": "COMPLETED",
    "cancelled": "CANCELLED",
}
_TURNS: Mapping[lines.Status, int] = {
    "CONFIRMED": 0,
    "IN-PROCESS": 1,
    "COMPLETED": 2,
    "CANCELLED": 2,
}
"""How often the status has changed: a window that has begun is never moved (``window-started``)."""


def maintnote_event(
    public: PublicRelease, organizer: Organizer, locale: Locale, base_url: str
) -> bytes:
    """One release's event as a file of its own, for a mail's part of type ``text/calendar``.

    It is the event of ``/maintnote.ics`` but for the language of its title, which is that of
    ``locale``; ``base_url`` is the site's. The status is that of ``public.state``, so it follows the
    instant that ``public`` speaks for. Only for a release that customers may see. The part's type
    has to go without ``method``.
    """
    return CalendarWriter().alone(_event(public, organizer, locale, base_url))


def _documents(context: SiteContext) -> Iterator[Document]:
    organizer, inputs = context.site.policy.organizer, context.inputs
    if organizer is None:
        return
    shown = tuple(kept(context.site, newest_instant(context.site)))
    yield Document(
        MAINTNOTE,
        inputs=inputs.of("maintnote", inputs.releases(shown)),
        later=partial(_file, shown, organizer, context),
    )


def _file(shown: tuple[PublicRelease, ...], organizer: Organizer, context: SiteContext) -> Document:
    locale, theme = context.default, context.theme
    text = CalendarText(
        empty=not shown,
        name=locale.say("maintnote.name", site=theme.site_name),
        about=locale.say("maintnote.description", site=theme.site_name),
        timezone=context.site.policy.timezone,
        page=theme.base_url + locale.at.home,
        source=theme.base_url + MAINTNOTE,
        modified=max(map(_modified, shown), default=None),
        refresh=REFRESH,
    )
    rows, inputs = Rows(theme.cache, "maintnote"), context.inputs

    def lines_of(public: PublicRelease) -> bytes:
        row = inputs.of("maintnote", inputs.release(public))
        return rows.row(row, lambda: worded(public)).encode()

    def worded(public: PublicRelease) -> str:
        return _event(public, organizer, locale, theme.base_url).decode()

    data = CalendarWriter(theme.cache).calendar(text, map(lines_of, shown))
    rows.keep()
    return Document(MAINTNOTE, data=data)


def _event(public: PublicRelease, organizer: Organizer, locale: Locale, base_url: str) -> bytes:
    release, status = public.release, _STATUSES[public.state]
    title = locale.localize(release.title).text
    if status == "CANCELLED":
        title = locale.say("calendar.cancelled", title=title)
    return lines.maintnote_lines(
        lines.MaintnoteText(
            uid=str(uuid.uuid5(_NAMESPACE, uid_of(public, base_url))),
            sequence=changes_of(public) + _TURNS[status],
            modified=_modified(public),
            start=release.window.start,
            end=release.window.end,
            title=title,
            url=base_url + locale.at.release(release.id),
            organizer=organizer,
            maintenance=release.id,
            # What names no system may touch any: it is the whole service.
            objects=release.impact.systems or (organizer.provider,),
            impact=_impact(release.impact),
            status=status,
        )
    )


def _modified(public: PublicRelease) -> datetime:
    """When what is told last changed: with a message or a correction, at the start, at the end."""
    turns = [*ran(public)[:1], ended(public)]
    return max([modified(public), *filter(None, turns)])


def _impact(impact: Impact) -> lines.Impact:
    """The worst that customers notice."""
    if impact.downtime > timedelta() or impact.mode == "stopped":
        return "OUTAGE"
    return "DEGRADED" if impact.mode == "read_only" or impact.sign_in_again else "NO-IMPACT"


OUTPUT = Output((FileKind(MAINTNOTE, "text/calendar", "programs"),), for_site=_documents)
