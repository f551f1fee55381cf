"""Escaping: values as HTML, at little cost where there is nothing to escape.

Belongs here: that alone. Does not belong here: which texts are HTML already (they say so
themselves, by ``__html__``).
"""

from __future__ import annotations

from markupsafe import escape

__all__ = ["html_of"]


def html_of(value: object) -> str:
    """``value`` as ``escape`` has it, but an ordinary string where that is cheaper to make."""
    if type(value) is str:
        if "&" in value or "<" in value or ">" in value or '"' in value or "'" in value:
            return escape(value)
        return value
    as_html = getattr(value, "__html__", None)
    html: str = escape(value) if as_html is None else as_html()
    return html
