r"""Calendar lines: what calendars say, filled into the models of iCalendar.

Belongs here: escaping, folding, and putting values into the slots of a model, as a calendar needs
it for thousands of events that differ in a few lines. Does not belong here: which lines there are
and how they are called (``icalendar``; the models are kept, so it is rarely asked).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.metadata import version

from notices.domain.instants import utc
from notices.rendering.documents import Cache, NoCache
from notices.rendering.metadata.calendar_text import CalendarText, EventKind, EventText

__all__ = ["CalendarWriter", "escaped", "folded", "moment"]

_END = b"END:VCALENDAR\r\n"
_WIDTH = 75
_CONTINUED = 0x80
_BACKSLASH = 0x5C
# What RFC 5545 lets no text hold (all but the tab and what ends a line), and what readers take
# for the end of a line. Loading refuses them all.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_SLOT = re.compile(rb"^([^\r\n]*)\0([a-z]+)", re.MULTILINE)
_TEXTS = frozenset(
    {b"uid", b"title", b"description", b"url", b"categories", b"name", b"about", b"page", b"source"}
)
_NO_CACHE = NoCache()
_ALONE = CalendarText()
_SOME_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Model:
    """Lines with slots, as the operator ``%`` takes them.

    ``texts`` are the lines that may be long: the slot for all of it, how it begins, and the name of the value that
    follows.
    """

    lines: bytes
    texts: tuple[tuple[bytes, bytes, bytes], ...]

    @classmethod
    def of(cls, model: str) -> _Model:
        texts = []

        def slot(found: re.Match[bytes]) -> bytes:
            name, value = found.groups()
            if value not in _TEXTS:
                return b"%b%%(%b)b" % (name, value)
            texts.append((name + value, name, value))
            return b"%%(%b%b)b" % (name, value)

        return cls(_SLOT.sub(slot, model.encode().replace(b"%", b"%%")), tuple(texts))

    def filled(self, values: dict[bytes, bytes]) -> bytes:
        """The lines with ``values``, to which whole lines are added."""
        for line, name, value in self.texts:
            values[line] = folded(name + values[value])
        return self.lines % values


class CalendarWriter:
    """Writes calendars and events; ``cache`` keeps the models, so that icalendar is rarely asked."""

    def __init__(self, cache: Cache = _NO_CACHE) -> None:
        self._cache, self._key = cache, f"calendar models {version('icalendar')}"
        self._texts: dict[str, str] = json.loads(cache.get(self._key) or b"{}")
        self._models: dict[EventKind | CalendarText, _Model] = {}

    def calendar(self, text: CalendarText, events: Iterable[bytes]) -> bytes:
        """The file of a calendar that holds these events' lines."""
        head = self._model(_lasting(text)).filled(_own(text))
        return b"".join((head, *events, _END))

    def event(self, event: EventText) -> bytes:
        """The lines of an event."""
        return self._model(event.kind).filled(_values(event))

    def alone(self, lines: bytes) -> bytes:
        """The file of nothing but one event."""
        return self._model(_ALONE).filled({}) + lines + _END

    def _model(self, of: EventKind | CalendarText) -> _Model:
        if of not in self._models:
            name = repr(of)
            if name not in self._texts:
                from notices.rendering.metadata.icalendar import write_model  # noqa: PLC0415

                self._texts[name] = write_model(of)
                self._cache.put(self._key, json.dumps(self._texts).encode())
            self._models[of] = _Model.of(self._texts[name])
        return self._models[of]


def _lasting(calendar: CalendarText) -> CalendarText:
    """What its model is made from: nothing that another calendar or publish has otherwise."""
    return replace(
        calendar,
        modified=calendar.modified and _SOME_TIME,
        name=calendar.name and "some",
        about=calendar.about and "some",
        generation=calendar.generation and "some",
        page=calendar.page and "some",
        source=calendar.source and "some",
    )


def _own(calendar: CalendarText) -> dict[bytes, bytes]:
    return {
        b"modified": moment(calendar.modified) if calendar.modified else b"",
        b"generation": escaped(calendar.generation),
        b"name": escaped(calendar.name),
        b"about": escaped(calendar.about),
        b"page": calendar.page.encode(),
        b"source": calendar.source.encode(),
    }


def _values(event: EventText) -> dict[bytes, bytes]:
    return {
        b"uid": escaped(event.uid),
        b"sequence": b"%d" % event.sequence,
        b"modified": moment(event.modified),
        b"created": moment(event.created) if event.created else b"",
        b"start": moment(event.start),
        b"end": moment(event.end),
        b"title": escaped(event.title),
        b"description": escaped(event.description),
        b"url": event.url.encode(),
        b"categories": _listed(event.categories),
    }


# Events of both languages have the same instants, and many the same categories.


@lru_cache(maxsize=4096)
def _listed(names: tuple[str, ...]) -> bytes:
    return b",".join(map(escaped, names))


@lru_cache(maxsize=65536)
def moment(at: datetime | date) -> bytes:
    """An instant in UTC, or a day, as a property's value."""
    text = utc(at) if isinstance(at, datetime) else at.isoformat()
    return text.replace("-", "").replace(":", "").encode()


def escaped(text: str) -> bytes:
    r"""A text as a property's value: it comes back as it was, but for control characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")
    # Nearly every text has none, and this is the faster way to see it.
    if not text.isprintable():
        text = _CONTROL.sub("", text)
    return text.encode()


def folded(line: bytes) -> bytes:
    """``line`` in pieces of 75 octets at most, none of which splits a letter or an escape."""
    left = len(line)
    if left <= _WIDTH:
        return line
    pieces, start, cut = [], 0, _WIDTH
    while cut < left:
        while line[cut] & 0xC0 == _CONTINUED:
            cut -= 1
        if line[cut - 1] == _BACKSLASH:
            cut -= (cut - start - len(line[start:cut].rstrip(b"\\"))) % 2
        pieces.append(line[start:cut])
        start, cut = cut, cut + _WIDTH - 1
    pieces.append(line[start:])
    return b"\r\n ".join(pieces)
