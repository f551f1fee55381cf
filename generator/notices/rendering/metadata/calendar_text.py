"""What calendars say: the shape between what is told and the bytes of iCalendar.

Belongs here: that shape. Does not belong here: its words (``feeds``), iCalendar (``icalendar``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

__all__ = ["CalendarText", "EventText"]


@dataclass(frozen=True, slots=True)
class EventText:
    """One window, or one freeze. ``sequence`` and ``modified`` grow with each change; times have a zone.

    ``start`` and ``end`` are both days where it takes whole days; it does not take that of the end.
    ``alarm`` is how long before the start a reader is reminded; ``None`` for never. ``url`` is
    empty where no page tells more.
    """

    uid: str
    sequence: int
    modified: datetime
    created: datetime | None
    start: datetime | date
    end: datetime | date
    title: str
    description: str
    url: str
    cancelled: bool
    categories: tuple[str, ...]
    alarm: timedelta | None


@dataclass(frozen=True, slots=True)
class CalendarText:
    """One file, and which of the language's events it holds, by their numbers from 0.

    Without a ``name`` it says nothing of itself. ``page`` says the same to people, ``source`` is
    its own address; both are empty for a file that is nowhere on the site. ``refresh`` is how often subscribers are asked to look again; ``None`` for a
    file that nobody subscribes to.
    """

    events: tuple[int, ...]
    name: str = ""
    about: str = ""
    timezone: str = ""
    generation: str = ""
    page: str = ""
    source: str = ""
    modified: datetime | None = None
    refresh: timedelta | None = None
