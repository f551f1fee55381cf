"""A live site by the two files that programs know it by: its notices as JSON, and its feed.

Belongs here: the shape of those files, read back. Does not belong here: fetching them
(``notices.audit.doctor``), what they should say (``pipeline.comparison``).

Whatever is read here was served by somebody: it is checked for its shape, and not believed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal, TypeVar
from xml.etree import ElementTree as ET

__all__ = ["FEED", "NOTICES", "Entry", "Item", "Kind", "Live", "NotOurs", "Shown", "read_live"]

NOTICES = "api/notices.json"
FEED = "feed.xml"
_VERSION = 1
_MAKER = "notices "
_LONGEST = 200
# Where an entry stands, and what is told of it by itself: as notices here, as items in the feed.
_APART = frozenset({"id", "url", "urls", "notices", "messages"})
_T = TypeVar("_T")

Kind = Literal["release", "plan"]


class NotOurs(Exception):
    """What stands there was not made by this program; says which file, and what is wrong."""


@dataclass(frozen=True, slots=True, order=True)
class Shown:
    """One published notice, as a site shows it; ``at`` in UTC."""

    kind: Kind
    entry: str
    notice: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One release or plan; ``told`` is what the site says of it beside ``_APART``."""

    notices: frozenset[Shown]
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the feed; ``anchor`` is where its link points to within the page."""

    title: str
    dated: datetime
    anchor: str


@dataclass(frozen=True, slots=True)
class Live:
    """A site by its files. ``head`` and ``generation`` are empty where an older program made it.

    ``items`` are those of the feed by their ids, ``maker`` the generation that it names.
    """

    generation: str
    head: str
    count: int
    recorded: bool
    entries: Mapping[tuple[Kind, str], Entry]
    items: Mapping[str, Item]
    maker: str

    @property
    def notices(self) -> frozenset[Shown]:
        """Every notice that it shows."""
        return frozenset(shown for entry in self.entries.values() for shown in entry.notices)


def read_live(notices: bytes, feed: bytes) -> Live:
    """The site that these two files tell of. Raises :class:`NotOurs`."""
    told = _json(notices)
    ledger = _at(told, "ledger", dict, {})
    maker, items = _feed(feed)
    return Live(
        generation=_word(told, "generation", ""),
        head=_word(ledger, "head", ""),
        count=_at(ledger, "count", int, 0),
        recorded=_at(told, "recorded", bool, True),
        entries=dict(_entries(told)),
        items=items,
        maker=maker,
    )


def _json(data: bytes) -> dict[str, Any]:
    try:
        told = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise NotOurs(f"/{NOTICES} is no JSON") from None
    if not isinstance(told, dict) or told.get("version") != _VERSION:
        raise NotOurs(f"/{NOTICES} is not of this program, or of another version of it")
    return told


def _at(told: Mapping[str, Any], key: str, kind: type[_T], otherwise: _T | None = None) -> _T:
    found = told.get(key, otherwise)
    # A bool is no number here.
    if type(found) is not kind:
        raise NotOurs(f"/{NOTICES}: `{key}` is not what this program writes")
    return found


def _word(told: Mapping[str, Any], key: str, otherwise: str | None = None) -> str:
    """An id or a digest: a text that does no harm on a terminal."""
    found = _at(told, key, str, otherwise)
    if not found.isascii() or not found.isprintable() or len(found) > _LONGEST:
        raise NotOurs(f"/{NOTICES}: `{key}` is not what this program writes")
    return found


def _entries(told: dict[str, Any]) -> Iterator[tuple[tuple[Kind, str], Entry]]:
    lists: tuple[tuple[Kind, list[Any]], ...] = (
        ("release", _at(told, "releases", list)),
        ("plan", _at(told, "plans", list, [])),
    )
    for kind, found in lists:
        for each in found:
            if not isinstance(each, dict):
                raise NotOurs(f"/{NOTICES}: a {kind} is not what this program writes")
            name = _word(each, "id")
            shown = frozenset(_shown(kind, name, n) for n in _at(each, "notices", list))
            rest = {key: value for key, value in each.items() if key not in _APART}
            yield (kind, name), Entry(shown, rest)


def _shown(kind: Kind, entry: str, found: object) -> Shown:
    if not isinstance(found, dict):
        raise NotOurs(f"/{NOTICES}: a notice of `{entry}` is not what this program writes")
    try:
        at = datetime.fromisoformat(_at(found, "published_at", str)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotOurs(f"/{NOTICES}: a notice of `{entry}` has no instant") from None
    return Shown(kind, entry, _word(found, "id"), at)


def _feed(data: bytes) -> tuple[str, dict[str, Item]]:
    """The generation that a feed names, and its items."""
    try:
        text = data.decode("utf-8")
        if "<!DOCTYPE" in text.upper():
            raise NotOurs(f"/{FEED} has a document type; this program writes none")
        channel = ET.fromstring(text).find("channel")  # noqa: S314 (no entity without a doctype)
    except (ValueError, ET.ParseError):
        raise NotOurs(f"/{FEED} is no feed") from None
    if channel is None:
        raise NotOurs(f"/{FEED} is no RSS")
    maker = channel.findtext("generator", "")
    if not maker.isascii() or not maker.isprintable() or len(maker) > _LONGEST:
        raise NotOurs(f"/{FEED}: the generator is not this program")
    return maker.removeprefix(_MAKER), dict(map(_item, channel.findall("item")))


def _item(found: ET.Element) -> tuple[str, Item]:
    try:
        dated = parsedate_to_datetime(found.findtext("pubDate", "")).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        raise NotOurs(f"/{FEED}: an item has no date") from None
    anchor = found.findtext("link", "").partition("#")[2]
    return found.findtext("guid", ""), Item(found.findtext("title", ""), dated, anchor)
