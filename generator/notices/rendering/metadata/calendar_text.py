"""What calendars say: the shape between what is told and the bytes of iCalendar.

Belongs here: that shape. Does not belong here: its words (``feeds``), its lines
(``calendar_lines``), iCalendar (``icalendar``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

__all__ = ["CalendarText", "EventKind", "EventText"]


class EventKind(NamedTuple):
    """All that decides which lines an event has; what they say is another matter."""

    days: bool
    created: bool
    url: bool
    cancelled: bool
    categories: bool
    alarm: timedelta | None


class EventText(NamedTuple):
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

    @property
    def kind(self) -> EventKind:
        """What it has in common with the events that have the same lines."""
        return EventKind(
            not isinstance(self.start, datetime),
            self.created is not None,
            bool(self.url),
            self.cancelled,
            bool(self.categories),
            self.alarm,
        )


@dataclass(frozen=True, slots=True)
class CalendarText:
    """What one file says of itself; ``empty`` where it holds no event.

    Without a ``name`` it says nothing of itself. ``page`` says the same to people, ``source`` is
    its own address; both are empty for a file that is nowhere on the site. ``refresh`` is how often
    subscribers are asked to look again; ``None`` for a file that nobody subscribes to.
    """

    empty: bool = False
    name: str = ""
    about: str = ""
    timezone: str = ""
    generation: str = ""
    page: str = ""
    source: str = ""
    modified: datetime | None = None
    refresh: timedelta | None = None
