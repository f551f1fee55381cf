"""Structured data: what a page is about, for programs, in the words of schema.org (JSON-LD).

Belongs here: which things a page is about, as plain JSON. Does not belong here: link previews
and where this is in a page (``heads``), JSON for programs that fetch it (``notices_json``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from markupsafe import Markup

from notices.domain.instants import local
from notices.domain.public import PublicRelease
from notices.rendering.documents import Theme
from notices.rendering.views.cards import Card

__all__ = ["breadcrumbs", "event", "organization", "script", "website"]

Thing = Mapping[str, Any]

# To make one takes as long as to write a page's data.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_IN_HTML = tuple((c, f"\\u{ord(c):04x}") for c in "<>&\u2028\u2029")


def script(*things: Thing) -> Markup:
    """The JSON of ``things`` as it may stand in a ``script`` element of a page."""
    graph = {"@context": "https://schema.org", "@graph": things}
    text = _ENCODER.encode(graph)
    # str.translate takes ten times as long.
    for letter, written in _IN_HTML:
        text = text.replace(letter, written)
    return Markup(text)  # noqa: S704 (nothing in it ends a script)


def organization(theme: Theme) -> Thing:
    """Who publishes the site."""
    return {
        "@type": "Organization",
        "@id": f"{theme.base_url}#organization",
        "name": theme.site_name,
        "url": theme.base_url,
    }


def website(theme: Theme, home: str, language: str, description: str) -> Thing:
    """The site, for its home page in one language; ``home`` is absolute."""
    return {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "name": theme.site_name,
        "description": description,
        "url": home,
        "inLanguage": language,
        "publisher": {"@id": f"{theme.base_url}#organization"},
    }


def breadcrumbs(theme: Theme, trail: Sequence[tuple[str, str]]) -> Thing:
    """The way to a page: names and URLs below the root, its own last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": theme.base_url + url}
            for n, (name, url) in enumerate(trail, start=1)
        ],
    }


def event(public: PublicRelease, card: Card, theme: Theme, zone: tzinfo, image: str) -> Thing:
    """A release's window, in the company's ``zone``; ``image`` is absolute.

    What was cancelled says so; what was moved names the starts that were announced before.
    """
    window = public.release.window
    before = dict.fromkeys(
        message.previous[0]
        for message in public.messages
        if message.previous and message.previous[0] != window.start
    )
    status = "EventScheduled"
    if public.state == "cancelled":
        status = "EventCancelled"
    elif before:
        status = "EventRescheduled"
    url = theme.base_url + card.url
    thing: dict[str, Any] = {
        "@type": "Event",
        "name": card.title.text,
        "description": card.summary.text,
        "inLanguage": card.title.language,
        "startDate": local(window.start, zone).isoformat(),
        "endDate": local(window.end, zone).isoformat(),
        "eventStatus": f"https://schema.org/{status}",
    }
    if status == "EventRescheduled":
        starts = [local(start, zone).isoformat() for start in before]
        thing["previousStartDate"] = starts[0] if len(starts) == 1 else starts
    return thing | {
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": url},
        "organizer": organization(theme),
        "image": image,
        "url": url,
    }
