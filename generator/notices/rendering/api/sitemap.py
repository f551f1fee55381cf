"""The sitemap, and ``robots.txt``, which names it.

Belongs here: which pages it lists, in which languages, and their dates. Does
not belong here: the pages themselves (``pages``), what else machines read (``heads``,
``feeds``, ``notices_json``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from markupsafe import escape

from notices.domain.instants import utc
from notices.domain.public import PublicPlan, PublicRelease, PublicSite
from notices.rendering.documents import Document, Theme
from notices.rendering.locale.locale import Locale
from notices.rendering.registry import FileKind, Output

__all__ = ["MOST", "OUTPUT", "sitemaps"]

MOST = 50_000
"""How many addresses one sitemap may hold."""

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def sitemaps(
    site: PublicSite, theme: Theme, locales: Mapping[str, Locale], pages: Sequence[str]
) -> Iterator[Document]:
    """``/sitemap.xml`` of ``pages`` (URLs of the default language) in every language.

    A page is dated by the newest message, or record of a promise, that shows on it; a page that
    shows none has no date. More than ``MOST`` addresses stand in several files, which the first
    one lists. ``/robots.txt`` lets everyone in and says where it is.
    """
    dates = _dates(site, locales[site.policy.default_language])
    entries = _entries(pages, theme, locales, dates)
    if len(pages) * len(locales) <= MOST:
        yield Document("sitemap.xml", data=_urlset(entries))
    else:
        names: list[str] = []
        while part := list(islice(entries, MOST)):
            names.append(f"sitemap-{len(names) + 1}.xml")
            yield Document(names[-1], data=_urlset(part))
        lines = [_HEAD, f'<sitemapindex xmlns="{_SITEMAP}">']
        lines += (f"<sitemap><loc>{escape(theme.base_url + n)}</loc></sitemap>" for n in names)
        yield Document("sitemap.xml", data="\n".join([*lines, "</sitemapindex>\n"]).encode())
    # A preview says on each page that it is none for search engines; to see that, they have
    # to come in.
    text = "User-agent: *\nAllow: /\n"
    if not site.drafts:
        text += f"\nSitemap: {theme.base_url}sitemap.xml\n"
    yield Document("robots.txt", data=text.encode())


def _dates(site: PublicSite, locale: Locale) -> dict[str, datetime]:
    """The date of each page that the ledger has one for."""
    newest: dict[str, datetime] = {}

    def note(page: str, *dates: datetime) -> None:
        for dated in dates:
            newest[page] = max(dated, newest.get(page, dated))

    for public in site.releases:
        if public.preview or not (public.messages or public.promises):
            continue
        year, _ = locale.times.month_of(public.release.window.start)
        news = _news(public)
        for page in ("", "changelog/", f"changelog/{year}/", f"releases/{public.release.id}/"):
            note(page, *news)
        note("on-time/", *news, *_kept(public))
    for plan in site.plans:
        news = _news(plan)
        for page in ("", "plans/", f"plans/{plan.plan.id}/"):
            note(page, *news)
        note("on-time/", *news, *_kept(plan))
        # It also says what became of each release that stands in it.
        of_items = [item.release for item in plan.items if item.release]
        for shown in (*of_items, *plan.unplanned):
            note(f"plans/{plan.plan.id}/", *_news(shown))
    return newest


def _news(public: PublicRelease | PublicPlan) -> list[datetime]:
    return [message.dated for message in public.messages]


def _kept(public: PublicRelease | PublicPlan) -> list[datetime]:
    return [record.at for record in public.promises]


def _urlset(entries: Iterable[str]) -> bytes:
    opened = f'<urlset xmlns="{_SITEMAP}" xmlns:xhtml="{_XHTML}">'
    return "\n".join([_HEAD, opened, *entries, "</urlset>\n"]).encode()


def _entries(
    pages: Iterable[str],
    theme: Theme,
    locales: Mapping[str, Locale],
    dates: Mapping[str, datetime],
) -> Iterator[str]:
    """Each page's entry in each language; each names them all, and which is for everyone else."""
    homes = {name: escape(theme.base_url + locale.at.home) for name, locale in locales.items()}
    default = next(iter(locales.values())).default
    links = [
        f'<xhtml:link rel="alternate" hreflang="{escape(name)}" href="{home}'
        for name, home in (*homes.items(), ("x-default", homes[default]))
    ]
    for page in pages:
        local, dated = str(escape(page)), dates.get(page)
        date = f"<lastmod>{utc(dated)}</lastmod>" if dated else ""
        ends = "".join([f'{link}{local}"/>' for link in links])
        for home in homes.values():
            yield f"<url><loc>{home}{local}</loc>{date}{ends}</url>"


OUTPUT = Output(
    (
        FileKind("sitemap.xml", "application/xml", "revalidate"),
        FileKind("sitemap-{number}.xml", "application/xml", "revalidate"),
        FileKind("robots.txt", "text/plain", "revalidate"),
    ),
    for_site=lambda c: sitemaps(c.site, c.theme, c.locales, c.listed),
)
