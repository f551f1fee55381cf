"""The one grammar of times, dates and leads as people write them.

Belongs here: text to instant, date, wall-clock time, lead and duration. Does not belong
here: other notations (``notations``), arithmetic with them (``domain.instants``), printing them (``rendering``).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import cast

from notices.domain.instants import LAST_YEAR, Lead, Unit
from notices.domain.phrases import NO_TEXT, Phrase, joined, phrase
from notices.domain.wording import quoted
from notices.loading import notations

__all__ = [
    "CLOCK",
    "DATE",
    "DURATION",
    "INSTANT",
    "LEAD",
    "LONGEST",
    "PERIOD",
    "WEEKDAYS",
    "WEEK_CLOCK",
    "NotReadable",
    "read_clock",
    "read_date",
    "read_duration",
    "read_epoch",
    "read_instant",
    "read_lead",
    "read_week_clock",
]

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
CLOCK = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})?"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK_CLOCK = rf"(?:{'|'.join(WEEKDAYS)}) {CLOCK}"
INSTANT = rf"{DATE}[ T]{CLOCK}(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?"
DURATION = r"[0-9]{1,6}[dhm]"
PERIOD = r"[0-9]{1,6}[dhmw]"
LEAD = r"[0-9]{1,6}(?:[dhmw]|bd)"
LONGEST = timedelta(days=400)

_DATE = re.compile(DATE)
_CLOCK = re.compile(CLOCK)
_LENGTH_HELP = {
    DURATION: phrase("Write a whole number and d, h or m: 10d, 24h or 30m."),
    PERIOD: phrase("Write a whole number and w, d, h or m: 2w, 10d, 24h or 30m."),
    LEAD: phrase("Write a whole number and w, d, bd (working days), h or m: 10d, 3bd, 24h or 30m."),
}
_INSTANT = re.compile(rf"({DATE})[ T]({CLOCK})(Z|[+-][0-9]{{2}}:[0-9]{{2}})?")
_SECONDS = re.compile(r"-?[0-9]+")
_YEARS = range(2000, LAST_YEAR + 1)
_FURTHEST_OFFSET = timedelta(hours=14)


class NotReadable(ValueError):
    """A text that does not have the form it must have: why, and in ``help`` what to write."""

    def __init__(self, message: Phrase, help: Phrase = NO_TEXT) -> None:
        super().__init__(joined([message, help], ". "))
        self.message = message
        self.help = help


def read_instant(text: str, zone: tzinfo, *, end: bool = False) -> datetime:
    """The instant (UTC) that ``text`` means; without an offset it is read in ``zone``.

    ``end`` allows 24:00. Raises `NotReadable`, a ``ValueError`` with words fit for people: not
    of the grammar, no real date or time, or a naive time that a clock change skips or repeats.
    """
    match = _INSTANT.fullmatch(text)
    if match is None:
        if _DATE.fullmatch(text):
            raise NotReadable(
                phrase("{text} has no time of day", text=quoted(text)),
                phrase("Write it like {text}.", text=f"{text} 20:00"),
            )
        raise NotReadable(
            phrase("{text} is not a time", text=quoted(text)),
            notations.instant_help(text, end=end)
            or phrase(
                "Write it like 2026-12-12 20:00, or with an offset like 2026-12-12 20:00+07:00."
            ),
        )
    day, clock = read_date(match[1]), read_clock(match[2], end=end)
    naive = (
        datetime.combine(day, clock)
        if clock is not None
        else datetime.combine(day, time()) + timedelta(days=1)
    )
    if match[3] is not None:
        return (naive.replace(tzinfo=_offset(match[3]))).astimezone(UTC)
    return _in_zone(text, naive, zone)


def _in_zone(text: str, naive: datetime, zone: tzinfo) -> datetime:
    first, second = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    name = getattr(zone, "key", None) or str(zone)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == naive:
        one, other = (text + instant.isoformat()[-6:] for instant in (first, second))
        raise NotReadable(
            phrase(
                "{text} is ambiguous in {zone}: the clocks go back and it occurs twice",
                text=quoted(text),
                zone=name,
            ),
            phrase("Write it with its offset: {one} or {other}.", one=one, other=other),
        )
    after = first.astimezone(UTC).astimezone(zone)
    raise NotReadable(
        phrase(
            "{text} does not exist in {zone}: the clocks go forward then",
            text=quoted(text),
            zone=name,
        ),
        phrase(
            "Write another time, or one with its offset, such as {time}.",
            time=after.isoformat(" "),
        ),
    )


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    length = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or length > _FURTHEST_OFFSET:
        raise NotReadable(
            phrase("{text} is not an offset from UTC", text=quoted(text)),
            phrase("Write it like +07:00, or Z for UTC."),
        )
    return timezone(-length if text[0] == "-" else length)


# The same few days and times of day stand in thousands of files.
@lru_cache(2048)
def read_date(text: str) -> date:
    """The day that ``YYYY-MM-DD`` means. Raises `NotReadable`."""
    if not _DATE.fullmatch(text):
        help = notations.day_help(text) or phrase("Write it like {text}.", text="2026-12-12")
        raise NotReadable(phrase("{text} is not a date", text=quoted(text)), help)
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    if year not in _YEARS:
        raise NotReadable(
            phrase("the year of {text} is not between 2000 and 2999", text=quoted(text))
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise NotReadable(
            phrase("{text} is not in the calendar", text=quoted(text)),
            phrase("Check the day and the month."),
        ) from None


@lru_cache(512)
def read_clock(text: str, *, end: bool = False) -> time | None:
    """The wall-clock time that ``HH:MM[:SS]`` means; ``None`` is 24:00, only where ``end``.

    Raises `NotReadable`.
    """
    if not _CLOCK.fullmatch(text):
        help = notations.clock_help(text) or phrase("Write it like {text}.", text="08:00")
        raise NotReadable(phrase("{text} is not a time of day", text=quoted(text)), help)
    if text in {"24:00", "24:00:00"}:
        if end:
            return None
        raise NotReadable(
            phrase("24:00 is allowed only as an end"), phrase("Write 00:00 of the next day.")
        )
    try:
        return time(int(text[:2]), int(text[3:5]), int(text[6:] or 0))
    except ValueError:
        raise NotReadable(phrase("{text} is not a time of day", text=quoted(text))) from None


def read_week_clock(text: str, *, end: bool = False) -> tuple[int, time | None]:
    """The weekday (Monday is 0) and the wall-clock time that ``sat 22:00`` means; ``None`` is 24:00,
    only where ``end``. Raises `NotReadable`.
    """
    day, _, clock = text.partition(" ")
    if day not in WEEKDAYS:
        raise NotReadable(
            phrase("{text} is not a time of the week", text=quoted(text)),
            phrase("Write it like {text}.", text="sat 22:00"),
        )
    return WEEKDAYS.index(day), read_clock(clock, end=end)


def read_lead(text: str) -> Lead:
    """The lead that ``2w``, ``10d``, ``3bd``, ``24h`` or ``30m`` means; never nothing.

    Raises `NotReadable`.
    """
    return _not_zero(text, _read_length(text, LEAD))


def read_period(text: str) -> Lead:
    """As ``read_lead``, but not in working days; ``2w`` is 14 days. Raises `NotReadable`."""
    period = _not_zero(text, _read_length(text, PERIOD))
    return Lead(period.elapsed.days, "d") if period.unit == "w" else period


@lru_cache(512)
def read_duration(text: str) -> timedelta:
    """The elapsed time that ``1h`` or ``0m`` means; a day is 24 hours. Raises `NotReadable`."""
    return _read_length(text, DURATION).elapsed


def _read_length(text: str, form: str) -> Lead:
    if not re.fullmatch(form, text):
        raise NotReadable(
            phrase("{text} is not a length of time", text=quoted(text)), _LENGTH_HELP[form]
        )
    count = text.rstrip("wdbhm")
    lead = Lead(int(count), cast("Unit", text.removeprefix(count)))
    if lead.elapsed > LONGEST:
        raise NotReadable(
            phrase("{text} is longer than {most} days", text=quoted(text), most=LONGEST.days)
        )
    return lead


def _not_zero(text: str, lead: Lead) -> Lead:
    if lead.count == 0:
        raise NotReadable(
            phrase("{text} is zero", text=quoted(text)), phrase("Write it like 10d, 24h or 30m.")
        )
    return lead


def read_epoch(text: str) -> datetime:
    """The instant (UTC) of a number of seconds since 1970, as ``SOURCE_DATE_EPOCH`` has it.

    Raises `NotReadable` for what is no number, or lies in no year that we know.
    """
    try:
        if not _SECONDS.fullmatch(text):
            raise ValueError(text)
        instant = datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        raise NotReadable(phrase("{text} is not a number of seconds", text=quoted(text))) from None
    if not 1970 <= instant.year < _YEARS.stop:
        raise NotReadable(
            phrase("{text} is outside the years 1970 to {last}", text=quoted(text), last=_YEARS[-1])
        )
    return instant
