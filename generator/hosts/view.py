"""Views: what the theme's overrides know of a page.

Belongs here: the names that ``theme/overrides`` may use, whatever the host. Does not belong
here: when a page is rendered (``run``), what stands in its holes (``rendering``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.rendering.addresses import Addresses
from generator.rendering.texts import Phrases

__all__ = ["View", "tab_of"]

_TABS = ("home", "changelog", "guides", "faq", "subscribe")
_TAB_OF_KIND = {
    "index": "home",
    "release": "changelog",
    "changelog-year": "changelog",
    "guide": "guides",
    "faq-index": "faq",
}


def tab_of(kind: str) -> str:
    """The tab under which a page stands; ``kind`` without ``written:``."""
    first = kind.partition("/")[0]
    return _TAB_OF_KIND.get(first, first)


@dataclass(frozen=True, slots=True)
class View:
    """One page, as the theme sees it.

    ``say`` gives plain texts, which the theme escapes; all else is HTML, ready to stand where
    it is put, or an address. ``base`` leads from the page to the site's root. ``title`` is for
    the page's head, ``heading`` for its text. ``text_language`` is that of a hand-written text
    that is not in the page's own. ``material`` names the texts of Material that come nearest.
    """

    say: Phrases
    at: Addresses
    kind: str
    base: str = ""
    tab: str = ""
    material: str = "en"
    zone: str = ""
    title: str = ""
    heading: str = ""
    description: str = ""
    canonical: str = ""
    robots: str = ""
    switch: str = ""
    notice_bar: str = ""
    content: str = ""
    lead: str = ""
    tail: str = ""
    written: bool = False
    text_language: str = ""
    assets: Mapping[str, str] = field(default_factory=dict)
    all_languages: tuple[tuple[Phrases, Addresses], ...] = ()

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.at.language

    @property
    def tabs(self) -> tuple[tuple[str, str], ...]:
        """The tabs: name, and URL below the site's root."""
        return tuple((name, getattr(self.at, name)) for name in _TABS)

    def link(self, url: str) -> str:
        """The link from this page to a URL below the site's root."""
        return self.base + url or "./"
