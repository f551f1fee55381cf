"""Words that no line ends within: short ones with a hyphen.

Belongs here: which words stay whole in the lists of pages. Does not belong here: times (``times``),
what is kept together by the style alone.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from notices.rendering.escaping import html_of

__all__ = ["whole_words"]

# 'E-invoices', 'QR-Code', 'Lager-API', 'sign-in'; not within a tag.
_WORDS = re.compile(
    r"<[^<>]*>|(?<![\w&#-])(?:[^\W_]{1,2}-[^\W_]{2,14}|[^\W_]{2,12}-[^\W_]{1,3})(?![\w-])"
)


def whole_words(text: object) -> Markup:
    """The text as HTML; nothing is changed but where its lines end."""
    html = html_of(text)
    if "-" in html:
        html = _WORDS.sub(_kept, html)
    return Markup(html)  # noqa: S704 (escaped)


def _kept(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("<") else f'<span class="nt-whole">{found[0]}</span>'
