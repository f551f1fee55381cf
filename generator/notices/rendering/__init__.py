"""From what the public may see to pages, feeds and files: no clock, no disk.

Belongs here: words, HTML, RSS, JSON. Does not belong here: what is public
(``evaluation``), the page around the content (``hosts``), the wording (``theme/texts``).
"""

from notices.rendering.documents import Document, Theme
from notices.rendering.locale.templates import TemplateBroken
from notices.rendering.locale.texts import TextsMissing
from notices.rendering.site import render_site

__all__ = ["Document", "TemplateBroken", "TextsMissing", "Theme", "render_site"]
