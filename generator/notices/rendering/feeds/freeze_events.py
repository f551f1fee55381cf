"""Freezes as events of iCalendar.

Belongs here: what such an event says, its id, and when it changed. Does not belong here: a window's
event (``events``), the file that holds both (``calendar``), iCalendar (``metadata.icalendar``).

Nobody records when a policy was changed, so a freeze's event has no sequence of its own. It counts
as changed at the newest instant that the site knows to be over: that grows with every message and
never with the clock, so a calendar program takes a changed freeze with the next message at the
latest, and two builds between two changes of the site write the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from notices.domain.freezes import Freeze
from notices.domain.instants import utc
from notices.domain.public import PublicSite
from notices.rendering.documents import Theme
from notices.rendering.locale.locale import Locale
from notices.rendering.metadata.calendar_text import EventText
from notices.rendering.views.freezes import freeze_line, names_of

__all__ = ["freeze_event"]

_DAY = timedelta(days=1)


def _uid(freeze: Freeze, site: PublicSite, theme: Theme) -> str:
    """``freeze-year-end-2026-12-24@updates.example.com``: its id, its start, and whose it is.

    A reader may keep the calendars of several companies side by side, and each may have a freeze of
    that id. The same in every language, and whatever else of the freeze changes.
    """
    _, _, address = theme.base_url.partition("://")
    days = freeze.days(site.policy.zone)
    start = days[0].isoformat() if days else utc(freeze.start)
    return f"freeze-{freeze.id}-{start}@{address.rstrip('/')}"


def freeze_event(
    freeze: Freeze, newest: datetime | None, site: PublicSite, theme: Theme, locale: Locale
) -> EventText:
    """The freeze in one language; a freeze of whole days takes the whole of each day.

    ``newest`` is the site's newest instant.
    """
    line, home = freeze_line(freeze, site, locale), theme.base_url + locale.at.home
    days = freeze.days(site.policy.zone)
    when = f"{line.text}\n{line.window}" if line.window else line.text
    blocks = [when, line.scope, locale.say("calendar.details", url=home)]
    categories, systems = names_of(freeze, site, locale)
    return EventText(
        uid=_uid(freeze, site, theme),
        sequence=0,
        modified=newest or site.policy.promise_begins,
        created=None,
        start=days[0] if days else freeze.start,
        end=days[1] + _DAY if days else freeze.end,
        title=line.title,
        description="\n\n".join(block for block in blocks if block),
        url=home,
        cancelled=False,
        categories=(*categories, *systems),
        alarm=None,
    )
