"""The agenda as a calendar to import.

Belongs here: an event for each item. Does not belong here: iCalendar (``metadata.icalendar``).

Events, and no tasks: Google's calendar shows no ``VTODO``, and Outlook imports none. An event ends
when its item is due, and reminds a day before. What is overdue stands at the present, because
nobody looks at last week. ``UID`` stays, ``SEQUENCE`` grows with time, so that a later file takes
the place of an earlier one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from notices.rendering.agenda.lines import AgendaLine, AgendaText
from notices.rendering.metadata.calendar_lines import CalendarWriter
from notices.rendering.metadata.calendar_text import CalendarText, EventText

__all__ = ["agenda_calendar"]

_LENGTH = timedelta(minutes=30)
_ALARM = timedelta(days=1)


def agenda_calendar(text: AgendaText, now: datetime, timezone: str) -> str:
    """The calendar of what has a date, as it was at ``now`` (UTC); ``timezone`` is the company's."""
    events = [_event(line, line.due, text, now) for line in text.lines if line.due is not None]
    calendar = CalendarText(
        empty=not events,
        name=text.heading,
        about=text.about,
        timezone=timezone,
        modified=now,
    )
    writer = CalendarWriter()
    return writer.calendar(calendar, map(writer.event, events)).decode()


def _event(line: AgendaLine, due: datetime, text: AgendaText, now: datetime) -> EventText:
    title = f"{line.role} · {line.what}"
    start = now if line.overdue else due - _LENGTH
    return EventText(
        uid=line.uid,
        sequence=int(now.timestamp()) // 60,
        modified=now,
        created=None,
        start=start,
        end=start + _LENGTH,
        title=f"{text.late} · {title}" if line.overdue else title,
        description=f"{line.when}\n{line.how}",
        url="",
        cancelled=False,
        categories=(line.role,),
        alarm=None if line.overdue else _ALARM,
    )
