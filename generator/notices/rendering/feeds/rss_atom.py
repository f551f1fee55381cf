"""Feeds in XML: RSS 2.0 and Atom.

Belongs here: feedgen, which nothing else may know. Does not belong here: what a feed holds
(``news``), JSON Feed (``json_feed``).

Traps of feedgen that are dealt with here: it dates feeds and entries by the real clock unless
a date is set, takes the last link for the channel's own, puts entries in reverse, and writes no
link to a hub into RSS.

RSS says nothing of how long it may be kept (``ttl``): readers take that as leave to come less
often, and the reminder just before a window must not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from markupsafe import escape

from notices.rendering.documents import Document
from notices.rendering.feeds.news import Feed, FeedItem, feeds_of
from notices.rendering.registry import FileKind, Output

__all__ = ["OUTPUT", "xml_feeds"]

_RSS = "application/rss+xml"
_ATOM = "application/atom+xml"
_RSS_ENDS = b"  </channel>\n</rss>\n"
_ATOM_ENDS = b"</feed>\n"


def xml_feeds(feeds: Iterable[Feed]) -> Iterator[Document]:
    """Each of one language's feeds as RSS 2.0 and as Atom.

    Both have the same items with the same ids and dates. In RSS the description is HTML, as
    its readers take it, and in Atom the summary is plain text. An item is written once, however
    many feeds hold it.
    """
    feeds = tuple(feeds)
    items = {item.uid: item for feed in feeds for item in feed.items}
    rss, atom = _written(list(items.values()), feeds[0]) if items else ({}, {})
    for feed in feeds:
        generator = _feed(feed)
        _links(generator, feed, feed.rss, _RSS)
        empty = _with_hubs(feed, generator.rss_str(pretty=True))
        yield _filled(feed, feed.rss, empty, rss, _RSS_ENDS)
        _links(generator, feed, feed.atom, _ATOM)
        yield _filled(feed, feed.atom, generator.atom_str(pretty=True), atom, _ATOM_ENDS)


def _written(items: list[FeedItem], feed: Feed) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Every item as it stands in RSS and in Atom, by its id; ``feed`` is any that it may be in."""
    generator = _feed(feed)
    _links(generator, feed, feed.rss, _RSS)
    for item in items:
        generator.add_entry(_entry(item, feed), order="append")
    rss = _apart(items, generator.rss_str(pretty=True), b"    <item>\n", _RSS_ENDS)
    return rss, _apart(items, generator.atom_str(pretty=True), b"  <entry>\n", _ATOM_ENDS)


def _apart(items: list[FeedItem], xml: bytes, begins: bytes, ends: bytes) -> dict[str, bytes]:
    # Whatever a text says, it has no sign that opens an element.
    _, *found = xml.removesuffix(ends).split(begins)
    return {item.uid: begins + each for item, each in zip(items, found, strict=True)}


def _with_hubs(feed: Feed, empty: bytes) -> bytes:
    """RSS with the links to the hubs: Atom's element, as to the feed itself."""
    links = "".join(f'    <atom:link href="{escape(hub)}" rel="hub"/>\n' for hub in feed.hubs)
    return empty.removesuffix(_RSS_ENDS) + links.encode() + _RSS_ENDS


def _filled(
    feed: Feed, path: str, empty: bytes, written: Mapping[str, bytes], ends: bytes
) -> Document:
    entries = (written[item.uid] for item in feed.items)
    return Document(path, data=b"".join((empty.removesuffix(ends), *entries, ends)))


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
    hubs = [{"href": hub, "rel": "hub"} for hub in feed.hubs]
    generator.link([own, *hubs, page], replace=True)


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
