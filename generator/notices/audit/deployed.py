"""What a deployed site shows, read from its notices as JSON and its feed.

Belongs here: the shape of those files. Does not belong here: fetching them (``fetch``), what they
should say (``doctor``).

Anybody may have served these files: their size and shape are checked, and nothing in them is
believed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal
from xml.etree import ElementTree as ET

from notices.domain.phrases import phrase
from notices.domain.problem import Failure

__all__ = [
    "FEED",
    "NOTICES",
    "DeployedSite",
    "EntryKey",
    "Kind",
    "NotOurs",
    "ShownEntry",
    "ShownItem",
    "ShownNotice",
    "read_deployed",
]

NOTICES = "api/notices.json"
FEED = "feed.xml"
_VERSION = 1
_GENERATOR = "notices "
_LONGEST = 200
# Ten times what the largest site has. They bound the memory for values and elements, of which a
# file within the bounds of its bytes could hold tens of millions.
_MOST_VALUES = 2_000_000
_MOST_ELEMENTS = 200_000
_MOST_RECORDS = 10**9
_FIRST_YEAR, _LAST_YEAR = 1900, 9900

Kind = Literal["release", "plan"]
EntryKey = tuple[Kind, str]


class NotOurs(Failure):
    """This program did not make the site; says which file shows that."""


@dataclass(frozen=True, slots=True, order=True)
class ShownNotice:
    """One published notice; ``at`` in UTC."""

    kind: Kind
    entry: str
    notice: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One release or plan. ``facts``: ``state``; of a release ``start``, ``end`` and ``title``, too."""

    notices: frozenset[ShownNotice]
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One item of the feed; ``anchor`` is the fragment of its link."""

    dated: datetime
    anchor: str


@dataclass(frozen=True, slots=True)
class DeployedSite:
    """A site by its files. ``head`` and ``generation`` are empty where an older program made it.

    ``items`` are those of the feed by id, ``feed_generation`` is the generation that it names.
    """

    generation: str
    head: str
    count: int
    recorded: bool
    entries: Mapping[EntryKey, ShownEntry]
    items: Mapping[str, ShownItem]
    feed_generation: str

    @property
    def notices(self) -> frozenset[ShownNotice]:
        """Every notice that it shows."""
        return frozenset(shown for entry in self.entries.values() for shown in entry.notices)


def read_deployed(notices: bytes, feed: bytes) -> DeployedSite:
    """The site that has these two files. Raises :class:`NotOurs`."""
    try:
        if sum(notices.count(mark) for mark in (b"[", b"{", b",")) > _MOST_VALUES:
            raise ValueError
        document = json.loads(notices.decode())
        if document["version"] != _VERSION:
            raise ValueError
        ledger = document.get("ledger", {"head": "", "count": 0})
        lists: tuple[tuple[Kind, list[Any]], ...] = (
            ("release", _list(document["releases"])),
            ("plan", _list(document.get("plans", []))),
        )
        generation, head = _word(document.get("generation", "")), _word(ledger["head"])
        if type(ledger["count"]) is not int or not 0 <= ledger["count"] < _MOST_RECORDS:
            raise TypeError
        entries = {
            (kind, _word(entry["id"])): _entry(kind, entry)
            for kind, objects in lists
            for entry in objects
        }
    except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError):
        message = phrase("/{file} is not what this version of the program writes", file=NOTICES)
        raise NotOurs(message) from None
    try:
        text = feed.decode()
        marks = sum(text.count(mark) for mark in "<=")
        if marks > _MOST_ELEMENTS or "<!DOCTYPE" in text.upper():
            raise ValueError
        root = ET.fromstring(text)  # noqa: S314 (no entity without a doctype)
        channel = next(iter(root.findall("channel")))
        generator = _word(channel.findtext("generator", ""))
        items = {item.findtext("guid", ""): _item(item) for item in channel.findall("item")}
    except (ET.ParseError, OverflowError, StopIteration, TypeError, ValueError):
        raise NotOurs(phrase("/{file} is not what this program writes", file=FEED)) from None
    return DeployedSite(
        generation=generation,
        head=head,
        count=ledger["count"],
        recorded=document.get("recorded") is not False,
        entries=entries,
        items=items,
        feed_generation=generator.removeprefix(_GENERATOR),
    )


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _word(value: str) -> str:
    """An id or a digest: a text that is safe to print on a terminal."""
    if not value.isascii() or not value.isprintable() or len(value) > _LONGEST:
        raise ValueError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _instant(value: datetime) -> datetime:
    """In UTC; one at either end of the calendar has no local time in some zones."""
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValueError
    return value.astimezone(UTC)


def _entry(kind: Kind, entry: Mapping[str, Any]) -> ShownEntry:
    facts: dict[str, Any] = {"state": _text(entry["state"])}
    if kind == "release":
        title = {_text(language): _text(text) for language, text in dict(entry["title"]).items()}
        facts |= {"start": _text(entry["start"]), "end": _text(entry["end"]), "title": title}
    notices = frozenset(
        ShownNotice(
            kind,
            entry["id"],
            _word(notice["id"]),
            _instant(datetime.fromisoformat(notice["published_at"])),
        )
        for notice in _list(entry["notices"])
    )
    return ShownEntry(notices, facts)


def _item(item: ET.Element) -> ShownItem:
    dated = _instant(parsedate_to_datetime(item.findtext("pubDate", "")))
    return ShownItem(dated, item.findtext("link", "").partition("#")[2])
