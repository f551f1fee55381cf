"""Hand-written pages with nothing of ours around them.

Belongs here: every page of ``content/pages`` that no other module renders. Does not belong
here: guides and questions (``guides``), the text itself (the host renders it).
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.rendering.documents import Document
from notices.rendering.registry import LanguageContext, PageSet
from notices.rendering.registry.discovery import page_kinds
from notices.rendering.shells import WRITTEN

__all__ = ["PAGES"]


def _written(context: LanguageContext) -> Iterator[Document]:
    for name in context.site.others:
        if WRITTEN + name not in page_kinds():
            yield context.frame.written(name, f"{name}/", context.heads.page())


PAGES = PageSet(30, (), _written)
