"""Feeds as other programs read them: three formats, one shape."""

from __future__ import annotations

import calendar
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import feedparser
import jsonschema

from tests.rendering.builders import Filled

__all__ = ["SCHEMA", "ReadFeed", "ReadItem", "read_feed", "stems", "three"]

SCHEMA = json.loads((Path(__file__).parent / "json_feed.schema.json").read_text("utf-8"))


@dataclass(frozen=True)
class ReadItem:
    """One item; ``summary`` as people see it, ``dated`` in UTC."""

    id: str
    url: str
    title: str
    dated: datetime
    summary: str
    content: str
    tags: tuple[str, ...]


@dataclass(frozen=True)
class ReadFeed:
    """One feed; ``page`` and ``own`` are the addresses that it gives."""

    title: str
    about: str
    author: str
    language: str
    page: str
    own: str
    generation: str
    items: tuple[ReadItem, ...]


def read_feed(documents: Filled, path: str) -> ReadFeed:
    """The feed at ``path``, whatever its format; it has to be one without a flaw."""
    return _json(documents[path].data) if path.endswith(".json") else _xml(documents[path].data)


def three(stem: str) -> tuple[str, str, str]:
    """Where RSS, Atom and JSON Feed of ``stem`` stand; of all, where it is a language's home."""
    if stem in ("", "en/"):
        return f"{stem}feed.xml", f"{stem}atom.xml", f"{stem}feed.json"
    return f"{stem}.xml", f"{stem}.atom.xml", f"{stem}.json"


def stems(documents: Filled) -> list[str]:
    """Every feed of a site, by what the names of its formats begin with."""
    topics = [p[: -len(".json")] for p in documents if "feeds/" in p and p.endswith(".json")]
    return ["", "en/", *topics]


def _json(data: bytes) -> ReadFeed:
    feed = json.loads(data)
    jsonschema.validate(feed, SCHEMA)
    return ReadFeed(
        feed["title"],
        feed["description"],
        feed["authors"][0]["name"],
        feed["language"],
        feed["home_page_url"],
        feed["feed_url"],
        feed["_notices"]["generation"],
        tuple(
            ReadItem(
                item["id"],
                item["url"],
                item["title"],
                datetime.fromisoformat(item["date_published"]),
                item["summary"],
                item["content_html"],
                tuple(item["tags"]),
            )
            for item in feed["items"]
        ),
    )


def _xml(data: bytes) -> ReadFeed:
    # Hostile texts are to be seen as they were sent.
    read: Any = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert not read.bozo, read.get("bozo_exception")
    rss = read.version == "rss20"
    assert rss or read.version == "atom10"
    feed = read.feed
    own = {link.rel: link.href for link in feed.links}
    return ReadFeed(
        feed.title,
        feed.subtitle if rss else feed.get("subtitle", ""),
        feed.author,
        feed.language if rss else data.decode().split('xml:lang="')[1].split('"')[0],
        feed.link,
        own["self"],
        feed.generator.removeprefix("notices").strip(),
        tuple(
            ReadItem(
                item.id,
                item.link,
                item.title,
                _instant(item.published_parsed),
                unescape(item.summary) if rss else item.summary,
                item.content[0].value,
                tuple(tag.term if rss else tag.label for tag in item.tags),
            )
            for item in read.entries
        ),
    )


def _instant(parsed: Any) -> datetime:
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
