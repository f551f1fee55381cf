"""Lines of a calendar that are put together here, against those that the library makes of the same.

Escaped as RFC 5545 asks, each line comes back as one; the library folds a letter earlier.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar.prop import vDatetime, vText

from notices.rendering.metadata.calendar_lines import CalendarWriter, escaped, folded
from notices.rendering.metadata.calendar_text import CalendarText, EventText


def no_typed_end(text: str) -> str:
    r"""The text without `\N`, which the library takes for the end of a line; test_calendar knows
    what becomes of it here."""
    return re.sub(r"\\+N", "N", text)


# Letters of one to four octets, what is escaped, and what ends a line.
TEXTS = st.text(
    st.sampled_from("aệ🚀–\\;,:\n^N%(){} ") | st.characters(exclude_categories=["C"])
).map(no_typed_end)
LONG = st.lists(TEXTS, min_size=1, max_size=8).map("".join).map(no_typed_end)
MOMENTS = st.integers(-2_000_000_000, 32_000_000_000).map(
    lambda second: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
)
DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 30))
EVENTS = st.builds(
    EventText,
    uid=st.uuids().map(str),
    sequence=st.integers(0, 99),
    modified=MOMENTS,
    created=st.none() | MOMENTS,
    start=MOMENTS,
    end=MOMENTS,
    title=LONG,
    description=LONG,
    url=st.sampled_from(["", "https://updates.example.com/releases/" + "x" * 80]),
    cancelled=st.booleans(),
    categories=st.lists(TEXTS.filter(bool), max_size=3).map(tuple),
    alarm=st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=40)),
)  # fmt: skip


@given(LONG)
@example("\\" * 90)
@example(r"ends \n with a backslash \\")
def test_a_text_is_escaped_as_the_library_does(text: str) -> None:
    assert escaped(text) == vText(text).to_ical()


@given(LONG)
@example("\\" * 90)
@example("ệ" * 90)
@example("a" * 75)
@example("a" * 76)
def test_a_folded_line_is_no_longer_than_75_octets_and_unfolds_to_itself(text: str) -> None:
    line = b"DESCRIPTION:" + escaped(text)

    pieces = folded(line).split(b"\r\n")

    assert pieces[0] + b"".join(piece[1:] for piece in pieces[1:]) == line
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    for piece in pieces:
        assert len(piece) <= 75
        piece.decode()  # No letter is split,
        backslashes = len(piece) - len(piece.rstrip(b"\\"))
        assert backslashes % 2 == 0, "and no escape"


@given(MOMENTS)
def test_an_instant_is_written_as_the_library_does(at: datetime) -> None:
    file = CalendarWriter().calendar(CalendarText(name="x", modified=at, empty=True), [])
    by_library: Any = vDatetime(at)
    assert b"\r\nLAST-MODIFIED:%b\r\n" % by_library.to_ical() in file


@given(st.lists(EVENTS, min_size=1, max_size=3))
def test_every_event_is_what_the_library_writes_of_its_values(events: list[EventText]) -> None:
    writer = CalendarWriter()
    lines = [writer.event(event) for event in events]

    for event, each in zip(events, lines, strict=True):
        assert _unfolded(writer.alone(each)) == _unfolded(_by_the_library([event]))
    assert _unfolded(writer.calendar(CalendarText(), lines)) == _unfolded(_by_the_library(events))


@given(DAYS)
def test_whole_days_are_dates(day: date) -> None:
    event = EventText(
        "u", 0, datetime(2026, 1, 1, tzinfo=UTC), None, day, day + timedelta(days=1),
        "t", "d", "", False, (), None,
    )  # fmt: skip
    writer = CalendarWriter()
    data = writer.alone(writer.event(event))
    assert _unfolded(data) == _unfolded(_by_the_library([event]))


def _unfolded(data: bytes) -> list[bytes]:
    return data.replace(b"\r\n ", b"").split(b"\r\n")


def _by_the_library(events: list[EventText]) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//notices//calendar//EN")
    calendar.add("calscale", "GREGORIAN")
    for text in events:
        event = icalendar.Event()
        for name, value in _values(text).items():
            event.add(name, value)
        if text.alarm is not None:
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("trigger", -text.alarm)
            alarm.add("description", text.title)
            event.add_component(alarm)
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def _values(text: EventText) -> dict[str, Any]:
    """What is there of the event, as the library takes it."""
    values = {
        "uid": text.uid,
        "sequence": text.sequence,
        "dtstamp": text.modified,
        "last-modified": text.modified,
        "created": text.created,
        "dtstart": text.start,
        "dtend": text.end,
        "summary": text.title,
        "description": text.description,
        "url": text.url or None,
        "status": "CANCELLED" if text.cancelled else "CONFIRMED",
        "transp": "TRANSPARENT",
        "categories": list(text.categories) or None,
    }
    return {name: value for name, value in values.items() if value is not None}
