"""Markdown of entries' bodies, as HTML that is safe to show.

Belongs here: CommonMark in, cleaned HTML out; nothing else of the program may put an entry's
markup on a page. Does not belong here: hand-written pages (the host renders those).

Safety rests on the cleaner's allow-list alone, whatever the Markdown library lets through.
"""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
import pyromark
from markupsafe import Markup

__all__ = ["LIMIT", "body_html"]

LIMIT = 64 * 1024
"""Characters. Loading refuses far less; past this a text is shown as it was typed."""

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH

_TAGS = {
    *("p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "del", "sub", "sup", "kbd"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}

_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={
        *("script", "style", "iframe", "object", "svg", "math", "template", "noscript"),
        *("textarea", "title", "select", "xmp", "noembed", "noframes"),
    },
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="pass_through",
    link_rel="noopener noreferrer",
)

_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)


@lru_cache(maxsize=1024)
def body_html(text: str, top: int = 3) -> Markup:
    """``text`` as cleaned HTML: no images, styles, ids, scripts or links but to the web and mail.

    Links within the site are still as they were typed (``links`` makes them whole).

    Its highest heading becomes level ``top``, and none skips a level, so that the page's
    outline holds together. Takes time in proportion to the text, whatever it says.
    """
    if not text.strip():
        return Markup()
    if len(text) > LIMIT:
        return Markup("<p>{}</p>").format(text)
    cleaned = _CLEANER.clean(pyromark.html(text, options=_OPTIONS))
    return Markup(_level(cleaned, top) if "<h" in cleaned else cleaned)  # noqa: S704 (cleaned)


def _level(html: str, top: int) -> str:
    used = sorted({int(heading[1]) for heading in _HEADING.finditer(html)})
    rank = {level: top + place for place, level in enumerate(used)}
    before = top - 1

    def shifted(match: re.Match[str]) -> str:
        nonlocal before
        before = min(rank[int(match[1])], before + 1, 6)
        return f"<h{before}>{match[2]}</h{before}>"

    return _HEADING.sub(shifted, html)
