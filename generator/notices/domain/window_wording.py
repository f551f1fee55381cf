"""How allowed windows read in problems and reports.

Belongs here: the rows of the policy in words. Does not belong here: what the site says
(``rendering.views.promises``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.phrases import NO_TEXT, Phrase, joined, phrase
from notices.domain.policy import Policy

__all__ = ["DAYS", "rows_text"]

DAYS = (
    phrase("Monday"),
    phrase("Tuesday"),
    phrase("Wednesday"),
    phrase("Thursday"),
    phrase("Friday"),
    phrase("Saturday"),
    phrase("Sunday"),
)
_NTH = {
    1: phrase("first"),
    2: phrase("second"),
    3: phrase("third"),
    4: phrase("fourth"),
    5: phrase("fifth"),
    -1: phrase("last"),
    -2: phrase("last but one"),
    -3: phrase("third from last"),
    -4: phrase("fourth from last"),
    -5: phrase("fifth from last"),
}


def rows_text(rows: Iterable[AllowedWindow], policy: Policy) -> Phrase:
    """``one Saturday or Sunday, 18:00–24:00``: the spans in which a window may lie."""
    return joined([_row(row) for row in rows], phrase(" or "))


def _row(row: AllowedWindow) -> Phrase:
    days = joined([DAYS[day] for day in sorted(row.days)], phrase(" or "))
    since, until = _clock(row.since), _clock(row.until)
    if row.nth:
        order = sorted(row.nth, key=lambda number: (number < 0, number))
        nth = joined([_NTH[number] for number in order], phrase(" or "))
        days = phrase("{nth} {days} of the month", nth=nth, days=days)
    if row.nights:
        last = DAYS[(min(row.days) + row.nights) % 7]
        text = phrase(
            "one {days} {since} to {last} {until}", days=days, since=since, last=last, until=until
        )
    else:
        text = phrase("one {days}, {since}–{until}", days=days, since=since, until=until)
    zone = phrase("({zone})", zone=str(row.zone)) if row.zone else NO_TEXT
    return joined([text, zone])


def _clock(clock: time | None) -> str:
    return f"{clock:%H:%M}" if clock else "24:00"
