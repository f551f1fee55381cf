"""The agenda as a page: one file that asks nobody for anything.

Belongs here: filling in ``page.html``. Does not belong here: the words.
"""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from notices.rendering.agenda.lines import AgendaText

__all__ = ["agenda_page"]

_TEMPLATE = Path(__file__).with_name("page.html")
_CODE = re.compile("`([^`]*)`")


def agenda_page(text: AgendaText) -> str:
    """The page, for people inside: no search engine keeps it, and a browser loads nothing for it."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["marked"] = _marked
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(text=text).rstrip("\n") + "\n"


def _marked(text: str) -> Markup:
    """What stands in backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 (escaped here)
