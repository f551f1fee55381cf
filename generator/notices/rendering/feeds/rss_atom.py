"""Feeds in XML: RSS 2.0 and Atom.

Belongs here: feedgen, which nothing else may know. Does not belong here: what a feed holds
(``news``), JSON Feed (``json_feed``).

Traps of feedgen that are dealt with here: it dates feeds and entries by the real clock unless
a date is set, takes the last link for the channel's own, and puts entries in reverse.

RSS says nothing of how long it may be kept (``ttl``): readers take that as leave to come less
often, and the reminder just before a window must not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from markupsafe import escape

from notices.rendering.documents import Document
from notices.rendering.feeds.news import Feed, FeedItem, feeds_of
from notices.rendering.registry import FileKind, Output

__all__ = ["OUTPUT", "xml_feeds"]

_RSS = "application/rss+xml"
_ATOM = "application/atom+xml"


def xml_feeds(feeds: Iterable[Feed]) -> Iterator[Document]:
    """Each of one language's feeds as RSS 2.0 and as Atom.

    Both have the same items with the same ids and dates. In RSS the description is HTML, as
    its readers take it, and in Atom the summary is plain text.
    """
    entries: dict[str, FeedEntry] = {}
    for feed in feeds:
        generator = _feed(feed)
        for item in feed.items:
            if item.uid not in entries:
                entries[item.uid] = _entry(item, feed)
            generator.add_entry(entries[item.uid], order="append")
        _links(generator, feed, feed.rss, _RSS)
        yield Document(feed.rss, data=generator.rss_str(pretty=True))
        _links(generator, feed, feed.atom, _ATOM)
        yield Document(feed.atom, data=generator.atom_str(pretty=True))


def _feed(feed: Feed) -> FeedGenerator:
    generator = FeedGenerator()
    generator.load_extension("dc", atom=False)
    generator.id(feed.id)
    generator.title(feed.title)
    generator.description(feed.about)
    generator.language(feed.language)
    generator.author(name=feed.author)
    generator.dc.dc_creator(feed.author)
    generator.generator(f"notices {feed.generation}".rstrip())
    generator.updated(feed.updated)
    return generator


def _links(generator: FeedGenerator, feed: Feed, path: str, media_type: str) -> None:
    page = {"href": feed.page, "rel": "alternate", "type": "text/html", "hreflang": feed.language}
    own = {"href": feed.base_url + path, "rel": "self", "type": media_type}
    generator.link([own, page], replace=True)


def _entry(item: FeedItem, feed: Feed) -> FeedEntry:
    entry = FeedEntry()
    entry.load_extension("dc", atom=False)
    entry.id(item.uid)
    entry.title(item.title)
    entry.link(href=item.url, rel="alternate", type="text/html")
    entry.published(item.dated)
    entry.updated(item.dated)
    entry.dc.dc_creator(feed.author)
    entry.category([{"term": t.id, "label": t.label, "scheme": t.scheme} for t in item.terms])
    # In this order: a summary that comes first would be the description of RSS as well.
    entry.description(str(escape(item.summary)))
    entry.summary(item.summary)
    entry.content(item.content, type="html")
    return entry


OUTPUT = Output(
    (
        FileKind("{home}feed.xml", _RSS, "programs"),
        FileKind("{home}feeds/{kind}/{id}.xml", _RSS, "programs"),
        FileKind("{home}atom.xml", _ATOM, "programs"),
        FileKind("{home}feeds/{kind}/{id}.atom.xml", _ATOM, "programs"),
    ),
    for_language=lambda c: xml_feeds(c.once(feeds_of)),
)
