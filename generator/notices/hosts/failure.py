"""The page that a preview shows where nothing can be rendered.

Belongs here: one page without the theme, which may be what is broken. Does not belong here:
problems of entries, which stand on top of the theme's pages (``splicing``).
"""

from __future__ import annotations

import html
from collections.abc import Callable

from notices.domain.phrases import phrase

__all__ = ["failure_page"]


def failure_page(failure: str, say: Callable[[str], str] = str, language: str = "en") -> str:
    """HTML that says what has to be fixed; ``failure`` is plain text, of one line or several.

    ``say`` says a phrase in ``language``.
    """
    title = html.escape(say(phrase("There is nothing to preview yet")))
    help = html.escape(say(phrase("Fix it; this page reloads by itself.")))
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body><h1>{title}</h1>"
        f"<pre>{html.escape(say(failure))}</pre><p>{help}</p>"
        "</body></html>\n"
    )
