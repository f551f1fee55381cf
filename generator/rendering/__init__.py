"""From what the public may see to pages, feeds and files: no clock, no disk.

Belongs here: words, HTML, RSS, JSON. Does not belong here: what is public
(``rules.judgement``), the page around the content (``hosts``), the wording (``theme/texts``).
"""

from generator.rendering.documents import Document, Look
from generator.rendering.language.ink import TemplateBroken
from generator.rendering.language.texts import TextsMissing
from generator.rendering.site import render_site

__all__ = ["Document", "Look", "TemplateBroken", "TextsMissing", "render_site"]
