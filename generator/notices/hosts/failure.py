"""The page that a preview shows where nothing can be rendered.

Belongs here: one page without the theme, which may be what is broken. Does not belong here:
problems of entries, which stand on top of the theme's pages (``splicing``).
"""

from __future__ import annotations

import html

__all__ = ["failure_page"]


def failure_page(failure: str) -> str:
    """HTML that says what has to be fixed; ``failure`` is plain text, of one line or several."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<title>There is nothing to preview yet</title></head><body>"
        "<h1>There is nothing to preview yet</h1>"
        f"<pre>{html.escape(failure)}</pre><p>Fix it; this page reloads by itself.</p>"
        "</body></html>\n"
    )
