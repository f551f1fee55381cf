"""The table of contents of a long hand-written text.

Belongs here: which texts have one, and where it stands. Does not belong here: rendering the text (the
host does).
"""

from __future__ import annotations

import re

from notices.rendering.escaping import html_of

__all__ = ["with_contents"]

_HEADING = re.compile(r'<h2\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_LINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LEAST = 4
"""How many parts a text has from which on it is a long one."""


def with_contents(html: str, title: str, language: str) -> str:
    """The text with its table of contents before its first part; as it is where it is short."""
    parts = list(_HEADING.finditer(html))
    if len(parts) < _LEAST:
        return html
    lines = "".join(
        f'<li><a href="#{part[1]}">{_TAG.sub("", _LINK.sub("", part[2]))}</a></li>'
        for part in parts
    )
    table = (
        f'<nav class="nt-contents" aria-label="{html_of(title)}">'
        f'<p lang="{language}">{html_of(title)}</p><ul>{lines}</ul></nav>\n'
    )
    return html[: parts[0].start()] + table + html[parts[0].start() :]
