"""The registry: what an output or a page declares, and what it is given to render.

Belongs here: the declarations, finding them, and the frame that all pages share. Does not belong
here: any output or page; each is one module of ``api``, ``feeds`` or ``pages``.
"""

from notices.rendering.registry.context import LanguageContext, SiteContext
from notices.rendering.registry.declarations import Output, PageSet
from notices.rendering.registry.kinds import FileKind, PageKind

__all__ = ["FileKind", "LanguageContext", "Output", "PageKind", "PageSet", "SiteContext"]
