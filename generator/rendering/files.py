"""The sitemap.

Belongs here: which pages there are, in which languages, of which date. Does not belong here: the
pages themselves (``pages``), what else machines read (``feeds``, ``notices_json``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from markupsafe import escape

from generator.domain.public import PublicSite
from generator.rendering.cards import utc
from generator.rendering.documents import Document, Look
from generator.rendering.voice import Voice

__all__ = ["sitemap"]

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap(
    site: PublicSite, look: Look, voices: Mapping[str, Voice], pages: Sequence[str]
) -> Document:
    """``/sitemap.xml`` of ``pages`` (URLs of the default language), with their other languages.

    A release's or a plan's page is dated by its newest message; nothing else has a date.
    """
    dates = {
        f"releases/{public.release.id}/": max(message.dated for message in public.messages)
        for public in site.releases
        if public.messages
    }
    dates |= {
        f"plans/{public.plan.id}/": max(message.dated for message in public.messages)
        for public in site.plans
        if public.messages
    }
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<urlset xmlns="{_SITEMAP}" xmlns:xhtml="{_XHTML}">',
    ]
    for page in pages:
        urls = {name: look.base_url + voice.at.home + page for name, voice in voices.items()}
        lines += (_entry(url, urls, dates.get(page)) for url in urls.values())
    lines.append("</urlset>\n")
    return Document("sitemap.xml", data="\n".join(lines).encode())


def _entry(url: str, urls: Mapping[str, str], dated: datetime | None) -> str:
    links: Iterable[str] = (
        f'<xhtml:link rel="alternate" hreflang="{escape(language)}" href="{escape(other)}"/>'
        for language, other in urls.items()
    )
    date = f"<lastmod>{utc(dated)}</lastmod>" if dated else ""
    return f"<url><loc>{escape(url)}</loc>{date}{''.join(links)}</url>"
