"""The site: all that one build shows, as documents.

Belongs here: the order of the work. Does not belong here: writing files (``publishing``),
the pages around the content (``hosts``).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.domain.public import PublicSite
from generator.rendering.api.embed import embed
from generator.rendering.api.notices_json import notices_json
from generator.rendering.api.notices_schema import notices_schema
from generator.rendering.api.search import search_index
from generator.rendering.api.sitemap import sitemaps
from generator.rendering.api.status_api import status_api
from generator.rendering.documents import Document, Look
from generator.rendering.feeds.calendar import calendars
from generator.rendering.feeds.json_feed import json_feed
from generator.rendering.feeds.news import feeds_of
from generator.rendering.feeds.rss_atom import xml_feeds
from generator.rendering.head.heads import marks
from generator.rendering.language.ink import Ink
from generator.rendering.language.voice import Voice
from generator.rendering.pages.pages import Pages
from generator.rendering.shells import STUBS

__all__ = ["render_site"]


def render_site(site: PublicSite, look: Look) -> Iterator[Document]:
    """Every document of the site, each path once; the same input gives the same bytes.

    Raises ``TextsMissing`` where a language of the policy has no texts, before anything else.
    """
    ids = frozenset(public.release.id for public in site.releases)
    voices = {
        language: Voice.of(language, site.policy, look, ids) for language in site.policy.languages
    }
    default = voices[site.policy.default_language]
    stubs = {(default.language, kind) for kind in STUBS}
    listed: list[str] = []
    inks: dict[str, Ink] = {}
    for voice in voices.values():
        pages = Pages(site, look, voice, voices)
        inks[voice.language] = pages.ink
        for document in pages.documents():
            if voice.language == voice.default and document.shell not in stubs:
                listed.append(document.place)
            yield document
        yield from pages.heads.pictures()
        feeds = tuple(feeds_of(site, look, voice, pages.ink, pages.catalogue.cards))
        yield from xml_feeds(feeds)
        yield from map(json_feed, feeds)
        yield from calendars(site, look, voice, pages.catalogue.cards)
        yield search_index(site, voice, pages.catalogue.cards)
    hidden = {
        f"{kind}/{public.release.id}/"
        for public in site.releases
        if public.preview
        for kind in ("releases", "guides", "faq")
    }
    yield from notices_json(site, look, voices)
    yield notices_schema(look)
    yield from status_api(site, look, default)
    yield embed(look, inks)
    yield from marks(site, look, default, inks[default.language])
    yield from sitemaps(site, look, voices, [page for page in listed if page not in hidden])
