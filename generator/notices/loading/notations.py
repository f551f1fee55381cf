"""Dates and times as people elsewhere write them, rewritten in the one grammar for a help line.

Belongs here: guessing what a text outside the grammar means. Nothing is ever read this way. Does
not belong here: the grammar (``instants``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from notices.domain.instants import LAST_YEAR
from notices.domain.phrases import NO_TEXT, Phrase, joined, phrase

__all__ = ["clock_help", "day_help", "instant_help"]

# They are needed for a help line only, so `re` compiles them then.
_DAY = (
    r"(?<!\d)(?:(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})"
    r"|(?P<one>\d{1,2})(?P<mark>[-/.])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2}))(?!\d)"
)
_CLOCK = (
    r"(?i)(?<![\d:])(?P<hour>\d{1,2})(?:\s*(?:h|giờ)\s*(?P<past>\d{2})?(?!\w)"
    r"|:(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\s*(?P<half>[ap])\.?m\b\.?)?(?![\d:])"
    r"|\s*(?P<bare>[ap])\.?m\b\.?)"
)
_OFFSET = r"(?i)(?:UTC|GMT)?\s?(?P<sign>[+-])(?P<hour>\d{1,2})(?::?(?P<minute>\d{2}))?|Z|UTC|GMT"
_FILLER = r"(?i)^T(?=\d)|\b(?:ngày|lúc|at|on)\b|[,\s]+"
_YEARS = range(2000, LAST_YEAR + 1)
_LONGEST = 60

Reading = tuple[str, Phrase]
"""A text of the grammar, and how it was read where it can be read in two ways."""


def instant_help(text: str, *, end: bool = False) -> Phrase:
    """What to write for a text that means a day and a time; empty where it means no day.

    ``end`` allows 24:00. Where no time is named, the help has one for an example.
    """
    day, clock, offset = _parts(text)
    at = _clock(clock, end=end) if clock else "20:00"
    if day is None or not at:
        return NO_TEXT
    return _help([(f"{each} {at}{offset}", how) for each, how in _days(day)])


def day_help(text: str) -> Phrase:
    """What to write for a text that means a day; empty where it means none."""
    day, _, _ = _parts(text)
    return _help([*_days(day)]) if day else NO_TEXT


def clock_help(text: str) -> Phrase:
    """What to write for a text that means a time of day; empty where it means none."""
    day, clock, _ = _parts(text)
    at = _clock(clock, end=False) if clock and not day else ""
    return _help([(at, NO_TEXT)]) if at else NO_TEXT


def _parts(text: str) -> tuple[re.Match[str] | None, re.Match[str] | None, str]:
    """The day, the time and the offset (as the grammar has it) that a text consists of."""
    nothing = None, None, ""
    if len(text) > _LONGEST:
        return nothing
    rest = text
    day = re.search(_DAY, rest)
    if day is not None:
        rest = f"{rest[: day.start()]} {rest[day.end() :]}".strip()
        rest = re.sub(_FILLER, " ", rest).strip()
    clock = re.search(_CLOCK, rest)
    if clock is not None:
        rest = f"{rest[: clock.start()]} {rest[clock.end() :]}"
    rest = re.sub(_FILLER, " ", rest).strip()
    if not rest:
        return day, clock, ""
    offset = re.fullmatch(_OFFSET, rest)
    if offset is None or clock is None:
        return nothing
    if not offset["sign"]:
        return day, clock, "Z"
    return day, clock, f"{offset['sign']}{int(offset['hour']):02}:{offset['minute'] or '00'}"


def _clock(found: re.Match[str], *, end: bool) -> str:
    hour, minute = int(found["hour"]), int(found["minute"] or found["past"] or 0)
    second = int(found["second"] or 0)
    half = (found["half"] or found["bare"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    at_end = end and (hour, minute, second) == (24, 0, 0)
    if not at_end and (hour > 23 or minute > 59 or second > 59):
        return ""
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")


def _days(found: re.Match[str]) -> Iterator[Reading]:
    """The days that it can mean. Between dots the day comes first everywhere."""
    if found["y"]:
        wanted = [(found["y"], found["m"], found["d"], NO_TEXT)]
    else:
        year = found["year"] if len(found["year"]) == 4 else f"20{found['year']}"
        wanted = [(year, found["other"], found["one"], phrase("day first"))]
        if found["mark"] != ".":
            wanted.append((year, found["one"], found["other"], phrase("month first")))
    readings: dict[date, Phrase] = {}
    for year, month, day, how in wanted:
        try:
            readings.setdefault(date(int(year), int(month), int(day)), how)
        except ValueError:
            continue
    for each, how in readings.items():
        if each.year in _YEARS:
            yield each.isoformat(), how if len(readings) > 1 else NO_TEXT


def _help(readings: list[Reading]) -> Phrase:
    if not readings:
        return NO_TEXT
    if len(readings) == 1:
        return phrase("Write it like {text}.", text=readings[0][0])
    choices = [phrase("{text} ({how})", text=text, how=how) for text, how in readings]
    return phrase("Write {choices}.", choices=joined(choices, phrase(" or ")))
