"""From what the public may see to pages, feeds and files: no clock, no disk.

Belongs here: words, HTML, RSS, JSON. Does not belong here: what is public
(``evaluation``), the page around the content (``hosts``), the wording (``theme/texts``).

Its names are imported when somebody asks for them: a check of texts reads Markdown, and must not
wait for everything that renders.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from notices.rendering.documents import Document, Theme
    from notices.rendering.locale.texts import TextsMissing
    from notices.rendering.site import render_site, site_documents
    from notices.rendering.template_faults import TemplateBroken

__all__ = ["Document", "TemplateBroken", "TextsMissing", "Theme", "render_site", "site_documents"]

_MODULES = {
    "Document": "documents",
    "TemplateBroken": "template_faults",
    "TextsMissing": "locale.texts",
    "Theme": "documents",
    "render_site": "site",
    "site_documents": "site",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
