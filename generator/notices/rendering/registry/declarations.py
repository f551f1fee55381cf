"""Declarations: how a module says which documents it renders, and how.

Belongs here: the two shapes of a declaration. Does not belong here: finding the declarations
(``discovery``), what is known of a kind of document (``kinds``).

A module of ``api`` or ``feeds`` declares its documents as ``OUTPUT``, a module of ``pages`` as
``PAGES``. The order of the site, the sitemap, the tabs, the shells, the names that hand-written
pages may not have, and the files in ``docs/hosting`` follow from these declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from notices.domain.public import PublicRelease
from notices.rendering.documents import Document
from notices.rendering.registry.context import LanguageContext, SiteContext
from notices.rendering.registry.kinds import FileKind, PageKind

__all__ = ["Output", "PageSet"]


@dataclass(frozen=True, slots=True)
class Output:
    """What a module of ``api`` or ``feeds`` renders: once for each language, or once for the site.

    Every document has the path of one of ``files``.
    """

    files: tuple[FileKind, ...]
    for_language: Callable[[LanguageContext], Iterable[Document]] | None = None
    for_site: Callable[[SiteContext], Iterable[Document]] | None = None


@dataclass(frozen=True, slots=True)
class PageSet:
    """What a module of ``pages`` renders: pages by themselves, and pages of each release.

    ``place`` orders the sets, in the sitemap too.
    """

    place: int
    kinds: tuple[PageKind, ...]
    for_language: Callable[[LanguageContext], Iterable[Document]] | None = None
    for_release: Callable[[LanguageContext, PublicRelease], Iterable[Document]] | None = None
