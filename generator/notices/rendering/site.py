"""The site: everything that one build shows, as documents.

Belongs here: the order in which the registered pages and outputs are rendered. Does not belong
here: the pages around the content, and writing files (``hosts``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from notices.domain.public import PublicSite
from notices.rendering.documents import Document, Theme
from notices.rendering.inputs import SiteInputs
from notices.rendering.locale.contents import Outline
from notices.rendering.locale.locale import Locale
from notices.rendering.registry.context import LanguageContext, SiteContext
from notices.rendering.registry.discovery import outputs, page_kinds, page_sets

__all__ = ["render_site", "site_documents"]


def render_site(site: PublicSite, theme: Theme) -> Iterator[Document]:
    """Every document of the site with its content; as :func:`site_documents`."""
    return (document.finished for document in site_documents(site, theme))


def site_documents(
    site: PublicSite,
    theme: Theme,
    outlines: Mapping[tuple[str, str], Outline] = MappingProxyType({}),
) -> Iterator[Document]:
    """Every document of the site, each path once; the same input gives the same bytes.

    ``outlines`` are those of the hand-written texts, by the language of the page and its name
    (``faq/x``). Most documents are not finished yet. Raises ``TextsMissing`` where a language of the policy has no texts,
    before anything else.
    """
    ids = frozenset(public.release.id for public in site.releases)
    pages = frozenset(site.others)
    locales = {
        language: Locale.of(language, site.policy, theme, ids, site.hidden, pages)
        for language in site.policy.languages
    }
    inputs = SiteInputs(site, theme)
    site_context = SiteContext(site, theme, locales, inputs)
    for locale in locales.values():
        context = LanguageContext(site, theme, locale, locales, inputs, outlines)
        site_context.renderers[locale.language] = context.renderer
        for document, is_public in _pages(context):
            if is_public and locale is site_context.default and _is_indexed(document):
                site_context.listed.append(document.place)
            yield document
        for output in outputs():
            if output.for_language is not None:
                yield from output.for_language(context)
    for output in outputs():
        if output.for_site is not None:
            yield from output.for_site(site_context)


def _pages(context: LanguageContext) -> Iterator[tuple[Document, bool]]:
    """Every page of a language, and whether it is public or shown by a preview alone."""
    for pages in page_sets():
        if pages.for_language is not None:
            for document in pages.for_language(context):
                yield document, True
    for public in context.site.releases:
        for pages in page_sets():
            if pages.for_release is not None:
                for document in pages.for_release(context, public):
                    yield document, not public.preview


def _is_indexed(page: Document) -> bool:
    kind = page_kinds().get(page.shell[1]) if page.shell else None
    return kind is None or kind.indexed
