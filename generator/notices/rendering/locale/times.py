"""Times in words, as people of one language write them.

Belongs here: dates, windows, lengths and leads as text, always with their zone. Does not
belong here: the patterns (``theme/texts``), what a time means (``domain.instants``). Nothing
here knows the present; the browser alone counts down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from markupsafe import Markup

from notices.domain.instants import Lead, Unit, local
from notices.rendering.escaping import html_of
from notices.rendering.locale.babel_data import zone_place
from notices.rendering.locale.texts import Phrases

__all__ = ["WEEKDAYS", "TimeFormatter", "TimeText", "unbroken"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""What the site's texts call the days of the week, Monday first."""

# Within the class, `date` is one of its methods.
_Day = date

# From when to when, and the zone: no line ends within them where the whole fits on a phone's.
_UNBROKEN = re.compile(r"(?<![\d:])[\d:]+–[\d:]+|\([^() ]+ [^()]{1,26}\)")

_DAYS_ALONE = 60
"""Beside so many days, hours say nothing."""

_UNITS: dict[Unit, str] = {
    "w": "week",
    "d": "day",
    "bd": "workday",
    "h": "hour",
    "m": "minute",
}


@dataclass(frozen=True, slots=True)
class TimeText:
    """An instant or a window in words; as HTML a ``time`` element that the browser can read.

    ``start`` and ``end`` are ISO 8601 in the company's zone, with the offset: from it the
    browser tells whether the reader's clock shows something else.
    """

    text: str
    start: str
    end: str | None = None
    element: Markup = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        until = f' data-end="{self.end}"' if self.end else ""
        html = f'<time datetime="{self.start}"{until}>{unbroken(self.text)}</time>'
        object.__setattr__(self, "element", Markup(html))  # noqa: S704 (escaped above)

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> Markup:
        """The ``time`` element."""
        return self.element


class TimeFormatter:
    """Writes times in one language and the clocks of one zone (``name``: its IANA name)."""

    def __init__(self, phrases: Phrases, zone: tzinfo, name: str) -> None:
        self._say = phrases
        self._zone = zone
        self._place = zone_place(name, phrases.language, phrases.cache)
        # As they stand within a sentence, which no library knows for every language.
        self._weekdays = tuple(phrases(f"weekdays.{day}") for day in WEEKDAYS)
        self._names = phrases.data
        self._dates: dict[date, str] = {}
        self._known: dict[tuple[datetime, datetime | None, str], TimeText] = {}
        self._lengths: dict[timedelta, str] = {}
        self._zones: dict[tuple[timedelta | None, bool], str] = {}
        self._spans: dict[tuple[datetime, datetime], str] = {}

    @property
    def place(self) -> str:
        """What people call the zone (``Vietnam``); empty where they have no name for it."""
        return self._place

    def instant(self, instant: datetime) -> TimeText:
        """An instant to the minute: '08:00, thứ Bảy 28/11/2026 (GMT+7)'."""
        key = (instant, None, "")
        if key not in self._known:
            wall = local(instant, self._zone)
            text = self._say("time.moment", clock=_minute(wall), date=self._date(wall))
            self._known[key] = TimeText(self._zoned(text, wall, full=False), wall.isoformat())
        return self._known[key]

    def near(self, instant: datetime, window: datetime) -> TimeText:
        """An instant beside a window, of which it need not name the same year again."""
        wall = local(instant, self._zone)
        if wall.year != local(window, self._zone).year:
            return self.instant(instant)
        date = self._worded("time.near", wall.date())
        text = self._say("time.moment", clock=_minute(wall), date=date)
        return TimeText(self._zoned(text, wall, full=False), wall.isoformat())

    def clock(self, instant: datetime) -> TimeText:
        """An instant on a day that the words before it name: '08:02 (GMT+7)'."""
        wall = local(instant, self._zone)
        return TimeText(self._zoned(_minute(wall), wall, full=False), wall.isoformat())

    def window(
        self,
        start: datetime,
        end: datetime,
        *,
        zone: Literal["long", "short", ""] = "short",
        dated: bool = True,
    ) -> TimeText:
        """A window; over midnight with both dates, and an end at 24:00 as 24:00 of its day.

        ``zone`` says how it names the zone, if it does: ``long`` by its place, too, as only the time
        that a page or a mail is about does. Where the clocks change within it, it always names it,
        at both ends: a window would else seem an hour shorter or longer than it is. One that is not
        ``dated`` names no date if it has one alone, which stands beside it.
        """
        key = (start, end, f"{zone}{dated}")
        if key not in self._known:
            first, last = local(start, self._zone), local(end, self._zone)
            text = self.span(start, end) if dated else self._span(first, last, "time.hours")
            if zone and first.utcoffset() == last.utcoffset():
                text = self._zoned(text, first, full=zone == "long")
            self._known[key] = TimeText(text, first.isoformat(), last.isoformat())
        return self._known[key]

    def zone(self, start: datetime, end: datetime) -> str:
        """The zone of a window on a line of its own: 'Giờ Việt Nam, GMT+7'.

        Empty where the window's words name it at both ends.
        """
        first, last = local(start, self._zone), local(end, self._zone)
        if first.utcoffset() != last.utcoffset():
            return ""
        text = self._zone_text(_offset(first), full=True)
        return text[:1].upper() + text[1:]

    def span(self, start: datetime, end: datetime) -> str:
        """The words of a window that does not name the zone."""
        key = (start, end)
        if key not in self._spans:
            self._spans[key] = self._span(local(start, self._zone), local(end, self._zone))
        return self._spans[key]

    def _span(self, first: datetime, last: datetime, one_day: str = "time.window") -> str:
        day, to = last, _clock(last)
        if (last.hour, last.minute, last.second) == (0, 0, 0) and first.date() < last.date():
            day, to = last - timedelta(days=1), "24:00"
        moved = first.utcoffset() != last.utcoffset()
        since = _clock(first)
        if moved:
            since = self._zoned(since, first, full=False)
            to = self._zoned(to, last, full=False)
        if first.date() == day.date() and not moved:
            return self._say(one_day, **{"from": since}, to=to, date=self._date(first))
        return self._say(
            "time.window_days",
            **{"from": since},
            from_date=self._date(first),
            to=to,
            to_date=self._date(day),
        )

    def date(self, instant: datetime) -> str:
        """The day alone, as within a sentence: 'thứ Bảy 28/11/2026'."""
        return self._date(local(instant, self._zone))

    def day_alone(self, instant: datetime, *, leading: bool = False) -> TimeText:
        """The same, for a page: the browser names the reader's own day in its place.

        One that is ``leading`` begins a line.
        """
        day = local(instant, self._zone)
        return TimeText(self.leading(day.date()) if leading else self._date(day), day.isoformat())

    def day(self, day: _Day) -> str:
        """A day of the calendar, as within a sentence: 'thứ Bảy 28/11/2026'."""
        if day not in self._dates:
            self._dates[day] = self._worded("time.date", day)
        return self._dates[day]

    def _worded(self, key: str, day: _Day) -> str:
        return self._say(
            key,
            weekday=self._weekdays[day.weekday()],
            day=day.day,
            dd=f"{day.day:02}",
            month=day.month,
            mm=f"{day.month:02}",
            month_name=self._names.months[day.month - 1],
            month_short=self._names.short_date_months[day.month - 1],
            year=day.year,
        )

    def short_day(self, instant: datetime) -> str:
        """The day of an instant, short: '28/11/2026', '28 Nov 2026'."""
        return self._worded("time.day", self.day_of(instant))

    def naming(self, key: str, instant: datetime) -> str:
        """Another of the site's texts, that names the day of an instant."""
        return self._worded(key, self.day_of(instant))

    def leading(self, day: _Day) -> str:
        """A day of the calendar where a line begins with it: 'Thứ Bảy 28/11/2026'."""
        text = self.day(day)
        return text[:1].upper() + text[1:]

    def in_month(self, day: _Day) -> str:
        """The same where its year stands above: 'Thứ Bảy 28/11'."""
        text = self._worded("time.near", day)
        return text[:1].upper() + text[1:]

    def day_of(self, instant: datetime) -> _Day:
        """The day of an instant in the zone."""
        return local(instant, self._zone).date()

    @property
    def calendar(self) -> dict[str, list[str]]:
        """The names of weekdays, Monday first, and of months, as within a sentence.

        For the browser, so that it names them as the page does. Months only where the
        language's dates name them.
        """
        named = "{month_name}" in self._say("time.date")
        months = self._names.months if named else ()
        return {"weekdays": list(self._weekdays), "months": list(months)}

    def month(self, year: int, month: int, key: str = "time.month") -> str:
        """A month as a heading, or in another of the site's texts that names one."""
        name, short = self._names.month_titles[month - 1], self._names.short_months[month - 1]
        return self._say(key, month=month, month_name=name, month_short=short, year=year)

    def month_of(self, instant: datetime) -> tuple[int, int]:
        """Year and month of an instant."""
        wall = local(instant, self._zone)
        return wall.year, wall.month

    def length(self, length: timedelta) -> str:
        """A length in its two largest units: '1 giờ 30 phút'; of sixty days or more, days alone."""
        if (known := self._lengths.get(length)) is None:
            known = self._lengths[length] = self._length(length)
        return known

    def _length(self, length: timedelta) -> str:
        left = int(length.total_seconds())
        parts = []
        for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
            count, left = divmod(left, size)
            if unit == "day" and count >= _DAYS_ALONE:
                left = 0
            if count:
                parts.append(self._say.count(f"units.{unit}", count))
        if not parts:
            return self._say.count("units.minute", 0)
        if len(parts) == 1:
            return parts[0]
        return self._say("units.join", first=parts[0], second=parts[1])

    def ahead(self, instant: datetime, start: datetime) -> str:
        """How long before ``start`` an instant is; in days where both have the same time of day, though
        clocks may have changed in between.
        """
        first, last = (local(at, self._zone).replace(tzinfo=None) for at in (instant, start))
        days = (last - first) % timedelta(days=1) == timedelta()
        return self.length(last - first if days else start - instant)

    def lead(self, lead: Lead) -> str:
        """A lead: 'trước 10 ngày'."""
        return self._say.count(f"lead.{_UNITS[lead.unit]}", lead.count)

    def lead_length(self, lead: Lead) -> str:
        """How long a lead is, in its own unit: '10 ngày', '24 giờ'."""
        return self._say.count(f"units.{_UNITS[lead.unit]}", lead.count)

    def _date(self, wall: datetime) -> str:
        return self.day(wall.date())

    def _zoned(self, text: str, wall: datetime, *, full: bool) -> str:
        key = (wall.utcoffset(), full)
        if (zone := self._zones.get(key)) is None:
            zone = self._zones[key] = self._zone_text(_offset(wall), full=full)
        return self._say("time.zoned", text=text, zone=zone)

    def _zone_text(self, offset: str, *, full: bool) -> str:
        if full and self._place:
            return self._say("time.zone_long", place=self._place, offset=offset)
        return self._say("time.zone", offset=offset)


def unbroken(text: str) -> Markup:
    """A text as HTML in which no line ends between two times of day, or within a zone's name."""
    # A function is called faster than a template is filled.
    html = _UNBROKEN.sub(lambda whole: f'<span class="nt-whole">{whole[0]}</span>', html_of(text))
    return Markup(html)  # noqa: S704 (escaped)


def _clock(wall: datetime) -> str:
    return f"{_minute(wall)}:{wall.second:02}" if wall.second else _minute(wall)


def _minute(wall: datetime) -> str:
    return f"{wall.hour:02}:{wall.minute:02}"


def _offset(wall: datetime) -> str:
    seconds = int((wall.utcoffset() or timedelta()).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    if not (hours or minutes):
        return "GMT"
    sign = "-" if seconds < 0 else "+"
    return f"GMT{sign}{hours}" + (f":{minutes:02}" if minutes else "")
