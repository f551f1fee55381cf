"""The names at the root of the site that its own pages and files have.

Generated from the registry of documents by ``make generated``; a check of the entries must not
wait for the renderers to be imported.
"""

from __future__ import annotations

__all__ = ["ALWAYS_WRITTEN", "OWN_NAMES"]

ALWAYS_WRITTEN = frozenset(["index", "subscribe"])
"""The names of hand-written pages that the site has, whether or not anybody wrote them."""

OWN_NAMES = frozenset(
    [
        "api",
        "atom",
        "banner",
        "calendar",
        "changelog",
        "embed",
        "faq",
        "feed",
        "feeds",
        "guides",
        "lead-times",
        "maintnote",
        "manifest",
        "og",
        "on-time",
        "plans",
        "releases",
        "robots",
        "search",
        "sitemap",
    ]
)
