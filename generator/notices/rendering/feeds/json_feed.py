"""JSON Feed 1.1.

Belongs here: the names that the format gives things. Does not belong here: what a feed holds
(``news``), the formats in XML (``rss_atom``).
"""

from __future__ import annotations

import json

from notices.domain.instants import utc
from notices.rendering.documents import Document
from notices.rendering.feeds.news import Feed, FeedItem, feeds_of
from notices.rendering.registry import FileKind, Output

__all__ = ["OUTPUT", "json_feed"]

_VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed) -> Document:
    """The feed as JSON Feed 1.1. Dates are UTC with ``Z``.

    The extension ``_notices`` names the generation, which is the same in everything that was
    made together.
    """
    head: dict[str, object] = {
        "version": _VERSION,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.base_url + feed.json,
        "description": feed.about,
        "authors": [{"name": feed.author}],
        "language": feed.language,
        "_notices": {"generation": feed.generation},
    }
    if feed.hubs:
        head["hubs"] = [{"type": "WebSub", "url": hub} for hub in feed.hubs]
    # An item a line: people read it too, and the fast encoder writes no indents.
    items = ",\n".join(_item(item, feed.language) for item in feed.items)
    text = f'{_text(head)[:-1]}, "items": [\n{items}\n]}}\n'
    return Document(feed.json, data=text.encode())


def _item(item: FeedItem, language: str) -> str:
    return _text(
        {
            "id": item.uid,
            "url": item.url,
            "title": item.title,
            "content_html": item.content,
            "summary": item.summary,
            "date_published": utc(item.dated),
            "tags": [term.label for term in item.terms],
            "language": language,
        }
    )


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


OUTPUT = Output(
    (
        FileKind("{home}feed.json", "application/feed+json", "programs"),
        FileKind("{home}feeds/{kind}/{id}.json", "application/feed+json", "programs"),
    ),
    for_language=lambda c: map(json_feed, c.once(feeds_of)),
)
