"""Files for programs: the notices as JSON, and the sitemap.

Belongs here: what machines read, beside feeds (``feeds``). Does not belong here: pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from markupsafe import escape

from generator.domain.policy import Texts
from generator.domain.public import Message, PublicPlan, PublicSite
from generator.rendering.cards import utc
from generator.rendering.documents import Document, Look
from generator.rendering.voice import Voice

__all__ = ["notices_json", "sitemap"]

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def notices_json(site: PublicSite, look: Look, voices: Mapping[str, Voice]) -> Document:
    """``/api/notices.json``: every public release and monthly plan with its published notices.

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
            "notices": _published(public.messages),
        }
        for public in site.releases
        if not public.preview
    ]
    plans = [_plan(plan, look, voices, home) for plan in site.plans]
    head = {
        "version": 1,
        "generation": site.generation,
        "ledger": {"head": site.ledger_head, "count": site.ledger_count},
        "recorded": site.recorded,
    }
    text = (
        f'{json.dumps(head)[:-1]}, "releases": [\n{_lines(releases)}\n],'
        f' "plans": [\n{_lines(plans)}\n]}}\n'
    )
    return Document("api/notices.json", data=text.encode())


def _lines(entries: Iterable[object]) -> str:
    """An entry a line: people read it too, and the fast encoder writes no indents."""
    return ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)


def _plan(
    public: PublicPlan, look: Look, voices: Mapping[str, Voice], home: Voice
) -> dict[str, object]:
    """One plan. Days are days of the policy's zone; ``release`` only where that is public."""

    def told(texts: Texts) -> dict[str, str]:
        return {language: voice.tell(texts).text for language, voice in voices.items()}

    return {
        "id": public.plan.id,
        "state": public.state,
        "url": look.base_url + home.at.plan(public.plan.id),
        "items": [
            {
                "title": told(found.item.title),
                "category": found.item.category,
                "expected": found.item.expected.isoformat(),
                "release": found.release.release.id if found.release else None,
                "fate": found.fate,
            }
            for found in public.items
        ],
        "unplanned": [found.release.id for found in public.unplanned],
        "notices": _published(public.messages),
    }


def _published(messages: tuple[Message, ...]) -> list[dict[str, str]]:
    found = {(r.published_at, r.notice) for message in messages for r in message.records}
    return [{"id": notice, "published_at": utc(at)} for at, notice in sorted(found)]


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
