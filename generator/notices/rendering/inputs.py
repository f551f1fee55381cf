"""SiteInputs: what a document is made from, as one digest.

Belongs here: which inputs all documents share, and what of a release counts. Does not belong here:
which of these a page needs (``pages``), and what is done with a document whose inputs were those
of an earlier one (``hosts``).

A document with the same inputs has the same bytes. Whatever is not known to be without effect
counts, so that a document can only be made too often, never too rarely.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from notices.domain.public import NoticeStanding, PublicRelease, PublicSite
from notices.rendering.documents import Theme

__all__ = ["SiteInputs", "digest_of"]

_LENGTH = 32


def digest_of(*parts: object) -> str:
    """One digest of what ``repr`` says of these, which has to be all that counts of them."""
    text = repr(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:_LENGTH]


def _of_theme(theme: Theme) -> str:
    """All that a theme is but its cache and its warnings."""
    fonts = [(name, hashlib.sha256(data).hexdigest()) for name, data in theme.fonts.items()]
    return digest_of(
        dict(theme.templates),
        theme.texts,
        theme.embed,
        theme.times,
        theme.base_url,
        theme.site_name,
        fonts,
        dict(theme.colours),
        theme.brand,
        theme.logo_css,
        theme.support,
    )


class SiteInputs:
    """The inputs of one site's documents; they are not known where the site has no ``basis``."""

    def __init__(self, site: PublicSite, theme: Theme) -> None:
        self._site = site
        self._shared = site.basis, site.drafts, _of_theme(theme)
        self._releases: dict[str, str] = {}
        public = sorted(public.release.id for public in site.releases)
        self._linked = digest_of(public, sorted(site.hidden), sorted(site.others))
        self._by_id: Mapping[str, PublicRelease] = {p.release.id: p for p in site.releases}

    def of(self, *parts: object) -> str:
        """The inputs of a document: ``parts``, and what all share; empty where they are unknown."""
        return digest_of(self._shared, *parts) if self._site.basis else ""

    def site(self) -> str:
        """The digest of all that pages and files of the site say of anything."""
        site = self._site
        return digest_of(site.generation, site.recorded, self._linked, self.releases(site.releases))

    def release(self, public: PublicRelease) -> str:
        """The digest of all that pages say of a release.

        Where its texts may have links, all counts that a link can lead to; of another release that
        fixes a bug of it, or comes instead of it, whether there is one.
        """
        name = public.release.id
        if name not in self._releases:
            release = public.release
            linked = "" if release.plain else self._linked
            named = [issue.fixed_in for issue in release.known_issues if issue.fixed_in]
            if release.cancelled is not None and release.cancelled.replaced_by:
                named.append(release.cancelled.replaced_by)
            self._releases[name] = digest_of(_content(public), linked, self._named(named))
        return self._releases[name]

    def releases(self, releases: Iterable[PublicRelease]) -> str:
        """The digest of all that pages say of several releases, in their order."""
        return digest_of([self.release(public) for public in releases])

    def _named(self, ids: Iterable[str]) -> list[str]:
        found = (self._by_id.get(name) for name in ids)
        return [_content(public) if public is not None else "" for public in found]


def _content(public: PublicRelease) -> str:
    release = public.release
    if not release.source.digest or public.corrections or public.corrected:
        # What of several versions is shown is not known from the file alone.
        file: object = release
    else:
        file = (release.source.digest, release.window.start, release.window.end, release.cancelled)
    return digest_of(
        release.id,
        file,
        public.state,
        public.category.id,
        public.settled or [_standing(notice) for notice in public.notices],
        public.messages,
        public.imported,
        public.guides_due,
        public.preview,
        public.promises,
        public.corrections,
        public.corrected,
        release.draft,
    )


def _standing(notice: NoticeStanding) -> tuple[object, ...]:
    rest = (notice.opens, notice.planned, notice.deadline, notice.status, notice.excused)
    return notice.rule.id, notice.record, *rest
