"""The site: all that one build shows, as documents.

Belongs here: the order of the work. Does not belong here: writing files (``publishing``),
the pages around the content (``hosts``).
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.public import PublicSite
from notices.rendering.api.embed import embed
from notices.rendering.api.notices_json import notices_json
from notices.rendering.api.notices_schema import notices_schema
from notices.rendering.api.search import search_index
from notices.rendering.api.sitemap import sitemaps
from notices.rendering.api.status_api import status_api
from notices.rendering.documents import Document, Theme
from notices.rendering.feeds.calendar import calendars
from notices.rendering.feeds.json_feed import json_feed
from notices.rendering.feeds.news import feeds_of
from notices.rendering.feeds.rss_atom import xml_feeds
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.templates import TemplateRenderer
from notices.rendering.metadata.heads import marks
from notices.rendering.pages.pages import Pages
from notices.rendering.shells import STUBS

__all__ = ["render_site"]


def render_site(site: PublicSite, theme: Theme) -> Iterator[Document]:
    """Every document of the site, each path once; the same input gives the same bytes.

    Raises ``TextsMissing`` where a language of the policy has no texts, before anything else.
    """
    ids = frozenset(public.release.id for public in site.releases)
    locales = {
        language: Locale.of(language, site.policy, theme, ids) for language in site.policy.languages
    }
    default = locales[site.policy.default_language]
    stubs = {(default.language, kind) for kind in STUBS}
    listed: list[str] = []
    renderers: dict[str, TemplateRenderer] = {}
    for locale in locales.values():
        pages = Pages(site, theme, locale, locales)
        renderers[locale.language] = pages.renderer
        for document in pages.documents():
            if locale.language == locale.default and document.shell not in stubs:
                listed.append(document.place)
            yield document
        yield from pages.heads.pictures()
        feeds = tuple(feeds_of(site, theme, locale, pages.renderer, pages.catalogue.cards))
        yield from xml_feeds(feeds)
        yield from map(json_feed, feeds)
        yield from calendars(site, theme, locale, pages.catalogue.cards)
        yield search_index(site, locale, pages.catalogue.cards)
    hidden = {
        f"{kind}/{public.release.id}/"
        for public in site.releases
        if public.preview
        for kind in ("releases", "guides", "faq")
    }
    yield from notices_json(site, theme, locales)
    yield notices_schema(theme)
    yield from status_api(site, theme, default)
    yield embed(theme, renderers)
    yield from marks(site, theme, default, renderers[default.language])
    yield from sitemaps(site, theme, locales, [page for page in listed if page not in hidden])
