"""Files for programs: the notices as JSON, and the sitemap.

Belongs here: what machines read, beside feeds (``feeds``). Does not belong here: pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from markupsafe import escape

from generator.domain.public import PublicRelease, PublicSite
from generator.rendering.cards import utc
from generator.rendering.documents import Document, Look
from generator.rendering.voice import Voice

__all__ = ["notices_json", "sitemap"]

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def notices_json(site: PublicSite, look: Look, voices: Mapping[str, Voice]) -> Document:
    """``/api/notices.json``: every public release with its published notices.

    Instants are UTC with ``Z``; ``recorded`` is false while the ledger lacks what is shown.
    ``ledger`` is the record as it stood, so that a later one can be held against it;
    ``generation`` is the same in everything that was made together.
    """
    home = voices[site.policy.default_language]
    releases = [
        {
            "id": public.release.id,
            "category": public.category.id,
            "state": public.state,
            "title": {
                language: voice.tell(public.release.title).text
                for language, voice in voices.items()
            },
            "start": utc(public.release.window.start),
            "end": utc(public.release.window.end),
            "url": look.base_url + home.at.release(public.release.id),
            "notices": _published(public),
        }
        for public in site.releases
        if not public.preview
    ]
    # A release a line: people read it too, and the fast encoder writes no indents.
    lines = ",\n".join(json.dumps(release, ensure_ascii=False) for release in releases)
    head = {
        "version": 1,
        "generation": site.generation,
        "ledger": {"head": site.ledger_head, "count": site.ledger_count},
        "recorded": site.recorded,
    }
    text = f'{json.dumps(head)[:-1]}, "releases": [\n{lines}\n]}}\n'
    return Document("api/notices.json", data=text.encode())


def _published(public: PublicRelease) -> list[dict[str, str]]:
    found = {(r.published_at, r.notice) for message in public.messages for r in message.records}
    return [{"id": notice, "published_at": utc(at)} for at, notice in sorted(found)]


def sitemap(
    site: PublicSite, look: Look, voices: Mapping[str, Voice], pages: Sequence[str]
) -> Document:
    """``/sitemap.xml`` of ``pages`` (URLs of the default language), with their other languages.

    A release's page is dated by its newest message; nothing else has a date of its own.
    """
    dates = {
        f"releases/{public.release.id}/": max(message.dated for message in public.messages)
        for public in site.releases
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
