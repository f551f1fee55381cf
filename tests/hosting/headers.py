"""What every file of the site has to be served with: the one table that all hosts are held to.

Belongs here: the table, and reading a file ``_headers`` as its hosts do. Does not belong here:
running a server (``servers``).
"""

from __future__ import annotations

import re
from pathlib import Path

from notices.rendering.registry.discovery import file_kinds
from tests.generated import content_type

__all__ = [
    "ALWAYS",
    "EXAMPLES",
    "FONTS",
    "FOR_EVER",
    "PROGRAMS",
    "expected",
    "headers_file",
    "read",
]

PAGES = "no-cache"
PROGRAMS = "public, max-age=300"
FONTS = "public, max-age=604800"
FOR_EVER = "public, max-age=31536000, immutable"

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Content-Security-Policy": "frame-ancestors 'self'",
}

_HTML = "text/html; charset=utf-8"
_RSS = "application/rss+xml; charset=utf-8"
_ATOM = "application/atom+xml; charset=utf-8"
_JSON_FEED = "application/feed+json"
_ICS = "text/calendar; charset=utf-8"
_JSON = "application/json"
_CSS = "text/css; charset=utf-8"
_JS = "text/javascript; charset=utf-8"

# The first that fits counts. Nothing here is told by the servers' own files.
_TABLE = (
    (r"/([a-z]{2}/)?feed\.xml", _RSS, PROGRAMS),
    (r"/([a-z]{2}/)?atom\.xml", _ATOM, PROGRAMS),
    (r"/([a-z]{2}/)?feed\.json", _JSON_FEED, PROGRAMS),
    (r"/([a-z]{2}/)?feeds/(category|system)/[^/.]+\.atom\.xml", _ATOM, PROGRAMS),
    (r"/([a-z]{2}/)?feeds/(category|system)/[^/.]+\.xml", _RSS, PROGRAMS),
    (r"/([a-z]{2}/)?feeds/(category|system)/[^/.]+\.json", _JSON_FEED, PROGRAMS),
    (r"/([a-z]{2}/)?feeds/(category|system)/[^/.]+\.ics", _ICS, PROGRAMS),
    (r"/([a-z]{2}/)?calendar\.ics", _ICS, PROGRAMS),
    (r"/([a-z]{2}/)?calendar/\d{4}\.ics", _ICS, PROGRAMS),
    (r"/([a-z]{2}/)?releases/[^/]+/event\.ics", _ICS, PROGRAMS),
    (r"/api/[a-z0-9./-]+\.json", _JSON, PROGRAMS),
    (r"/embed\.js", _JS, PROGRAMS),
    (r"/([a-z]{2}/)?search\.json", _JSON, PAGES),
    (r"/sitemap\.xml", "application/xml; charset=utf-8", PAGES),
    (r"/robots\.txt", "text/plain; charset=utf-8", PAGES),
    (r"/manifest\.json", _JSON, PAGES),
    (r"/assets/stylesheets/[a-z]+\.[0-9a-f]{8}\.min\.css", _CSS, FOR_EVER),
    (r"/assets/fonts/[a-z0-9-]+\.woff2", "font/woff2", FONTS),
    (r"/assets/fonts/OFL\.txt", "text/plain; charset=utf-8", FONTS),
    # The pages name these with a hash behind a `?`; how long they are kept shows there.
    (r"/assets/[a-z0-9-]+\.css", _CSS, None),
    (r"/assets/[a-z0-9]+\.js", _JS, None),
    (r".*\.png", "image/png", PAGES),
    (r".*\.svg", "image/svg+xml", PAGES),
    (r"/([^.]+/)?", _HTML, PAGES),
)

EXAMPLES = (
    "/",
    "/en/",
    "/en/releases/payroll-engine/",
    "/feed.xml",
    "/en/feed.xml",
    "/atom.xml",
    "/en/atom.xml",
    "/feed.json",
    "/en/feed.json",
    "/feeds/category/feature.xml",
    "/feeds/category/feature.atom.xml",
    "/feeds/category/feature.json",
    "/en/feeds/system/payroll.xml",
    "/en/feeds/system/payroll.atom.xml",
    "/en/feeds/system/payroll.json",
    "/feeds/category/feature.ics",
    "/en/feeds/system/payroll.ics",
    "/calendar.ics",
    "/en/calendar.ics",
    "/calendar/2026.ics",
    "/en/calendar/2026.ics",
    "/releases/payroll-engine/event.ics",
    "/en/releases/payroll-engine/event.ics",
    "/api/notices.json",
    "/api/notices.schema.json",
    "/api/upcoming.json",
    "/api/v2/summary.json",
    "/api/v2/scheduled-maintenances/active.json",
    "/embed.js",
    "/sitemap.xml",
    "/robots.txt",
    "/manifest.json",
)
"""What the site has to have at the least."""


def expected(path: str) -> dict[str, str | None]:
    """The headers of the site's file at ``path``; None where it must not have one.

    A header that does not matter there is not in it. A kind of file that the table lacks is
    expected as it is registered. Raises ``LookupError`` for a file that is neither.
    """
    registered = [
        (
            f"/{file.pattern}",
            content_type(file.media_type),
            PROGRAMS if file.caching == "programs" else PAGES,
        )
        for file in file_kinds()
    ]
    for pattern, kind, cache in (*_TABLE, *registered):
        if re.fullmatch(pattern, path):
            programs = cache == PROGRAMS
            found: dict[str, str | None] = {
                **ALWAYS,
                "Access-Control-Allow-Origin": "*" if programs else None,
                "Access-Control-Allow-Credentials": None,
                "Cross-Origin-Resource-Policy": "cross-origin" if programs else None,
            }
            known = {"Content-Type": kind, "Cache-Control": cache}
            return found | {name: value for name, value in known.items() if value}
    raise LookupError(path)


def headers_file(text: str, path: str) -> dict[str, list[str]]:
    """What a file ``_headers`` gives to a path: each header with the values of all rules."""
    found: dict[str, list[str]] = {}
    fits = False
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("/"):
            fits = _rule(line.strip()).fullmatch(path) is not None
        elif fits:
            name, _, value = line.strip().partition(": ")
            found.setdefault(name, []).append(value)
    return found


def _rule(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(:[A-Za-z]\w*|\*)", pattern)
    assert parts.count("*") <= 1, f"some hosts take one * alone: {pattern}"
    return re.compile(
        "".join(
            ".*" if part == "*" else "[^/]+" if part.startswith(":") else re.escape(part)
            for part in parts
        )
    )


def read(name: str) -> str:
    """One of the files that are shipped for hosts."""
    folder = Path(__file__).parents[2] / "docs" / "hosting"
    return (folder / name).read_text(encoding="utf-8")
