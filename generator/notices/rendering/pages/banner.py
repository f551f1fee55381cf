"""The banner's page: how customers put the banner into their own application.

Belongs here: the line to copy, the options that depend on this site, and the made-up update of
the preview. Does not belong here: the banner itself (``embed``), wording (``theme/texts``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from notices.domain.release import System
from notices.rendering.api.notices_model import VERSION
from notices.rendering.documents import Document
from notices.rendering.locale.babel_data import language_name
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.registry import LanguageContext, PageKind, PageSet

__all__ = ["PAGES", "BannerPage", "banner_page"]

_ASSETS = ("subscribe.css", "banner.css", "banner.js", "copy.js")
_BANNER = PageKind("banner", "banner/", "subscribe", assets=_ASSETS)


@dataclass(frozen=True, slots=True)
class BannerPage:
    """``script`` is the banner's absolute address, ``origin`` what a host's policy names of it.

    ``languages`` are codes and names, the site's default first; ``default`` is that one's name in
    the language of the page. ``sample`` has the shape of
    ``/api/upcoming.json``, but its one release has neither state nor window: the browser gives
    it those of the moment that the reader chooses.
    """

    script: str
    origin: str
    languages: tuple[tuple[str, str], ...]
    default: str
    systems: tuple[tuple[str, LocalizedText], ...]
    sample: Mapping[str, object]

    @property
    def line(self) -> str:
        """What goes into the application, as it is."""
        return f'<script src="{self.script}" defer></script>'


def banner_page(context: LanguageContext) -> BannerPage:
    """The page of one language."""
    site, theme, locales = context.site, context.theme, context.locales
    default, say = site.policy.default_language, context.locale.say
    address = urlsplit(theme.base_url)
    first = site.current_systems[:1]
    release: dict[str, object] = {
        "id": "sample",
        "title": {name: _sample_title(each, first) for name, each in locales.items()},
        "impact": {
            "downtime_s": 600,
            "mode": "read_only",
            "sign_in_again": True,
            "systems": [system.id for system in first],
        },
        "moved_from": None,
        "updates": [],
        "messages": [],
        "url": theme.base_url,
        "urls": {language: theme.base_url + each.at.home for language, each in locales.items()},
    }
    return BannerPage(
        script=f"{theme.base_url}embed.js",
        origin=f"{address.scheme}://{address.netloc}",
        languages=tuple((name, each.say("language.name")) for name, each in locales.items()),
        default=language_name(default, context.locale.language, say.cache)
        or context.frame.names[default],
        systems=tuple(
            (system.id, context.locale.localize(system.name)) for system in site.current_systems
        ),
        sample={
            "version": VERSION,
            "systems": [
                {
                    "id": system.id,
                    "name": {
                        name: each.localize(system.name).text for name, each in locales.items()
                    },
                }
                for system in first
            ],
            "releases": [release],
        },
    )


def _sample_title(locale: Locale, systems: Sequence[System]) -> str:
    """What the made-up update is called: after a system of the site, where it has one."""
    for system in systems:
        return locale.say("banner.sample_of", system=locale.localize(system.name).text)
    return locale.say("banner.sample")


def _banner(context: LanguageContext) -> Iterator[Document]:
    say = context.locale.say
    yield context.frame.page(
        _BANNER,
        "banner.html",
        say("banner.title"),
        say("banner.description"),
        (say("nav.subscribe"), context.locale.at.subscribe),
        page=banner_page(context),
    )


PAGES = PageSet(40, (_BANNER,), _banner)
