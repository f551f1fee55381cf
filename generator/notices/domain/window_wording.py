"""How allowed windows read in problems and reports.

Belongs here: the rows of the policy in words. Does not belong here: what the site says
(``rendering.views.promises``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import time

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.phrases import Phrase, joined, phrase

__all__ = ["rows_text"]

_DAYS = (
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


def rows_text(rows: Iterable[AllowedWindow]) -> Phrase:
    """``one Saturday or Sunday, 18:00–24:00``: the spans in which a window may lie."""
    return joined(dict.fromkeys(map(_row, rows)), phrase(" or "))


def _row(row: AllowedWindow) -> Phrase:
    values = {
        "day": _day(row.days),
        "since": _clock(row.since),
        "until": _clock(row.until),
        "nth": _nth(row.nth),
    }
    if row.nights:
        # One of the week has one day on which it begins.
        values["last"] = _DAYS[(min(row.days) + row.nights) % len(_DAYS)]
        text = (
            phrase("the {nth} {day} of the month, {since}, to {last} {until}", **values)
            if row.nth
            else phrase("{day} {since} to {last} {until}", **values)
        )
    elif row.nth:
        text = phrase("the {nth} {day} of the month, {since}–{until}", **values)
    elif len(row.days) == len(_DAYS):
        text = phrase("any day, {since}–{until}", **values)
    else:
        text = phrase("one {day}, {since}–{until}", **values)
    return phrase("{row} ({zone} time)", row=text, zone=f"{row.zone}") if row.zone else text


def _day(days: Collection[int]) -> Phrase:
    return _one_of([_DAYS[day] for day in sorted(days)])


def _nth(numbers: Collection[int]) -> Phrase:
    order = sorted(numbers, key=lambda number: (number < 0, abs(number)))
    return _one_of([_NTH[number] for number in order])


def _one_of(names: list[Phrase]) -> Phrase:
    if not names:
        return joined([])
    return joined([joined(names[:-1], ", "), names[-1]], phrase(" or "))


def _clock(clock: time | None) -> str:
    if clock is None:
        return "24:00"
    return f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}"
