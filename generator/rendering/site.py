"""The site: all that one build shows, as documents.

Belongs here: the order of the work. Does not belong here: writing files (``publishing``),
the pages around the content (``hosts``).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.domain.public import PublicSite
from generator.rendering.calendar import calendars
from generator.rendering.documents import Document, Look
from generator.rendering.embed import embed
from generator.rendering.feeds import xml_feeds
from generator.rendering.heads import marks
from generator.rendering.ink import Ink
from generator.rendering.json_feed import json_feed
from generator.rendering.news import feeds_of
from generator.rendering.notices_json import notices_json
from generator.rendering.notices_schema import notices_schema
from generator.rendering.pages import Pages
from generator.rendering.search import search_index
from generator.rendering.shells import STUBS
from generator.rendering.sitemap import sitemaps
from generator.rendering.status_api import status_api
from generator.rendering.voice import Voice

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
