"""The banner's page: how customers put the banner into their own application.

Belongs here: the line to copy, the options that depend on this site, and the made-up update of
the preview. Does not belong here: the banner itself (``embed``), wording (``theme/texts``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.domain.public import PublicSite
from generator.rendering.api.notices_json import VERSION
from generator.rendering.documents import Look
from generator.rendering.language.texts import Told
from generator.rendering.language.voice import Voice

__all__ = ["BannerPage", "banner_page"]


@dataclass(frozen=True, slots=True)
class BannerPage:
    """``script`` is the banner's absolute address, ``origin`` what a host's policy names of it.

    ``languages`` are codes and names, the site's default first. ``sample`` has the shape of
    ``/api/upcoming.json``, but its one release has neither state nor window: the browser gives
    it those of the moment that the reader chooses.
    """

    script: str
    origin: str
    languages: tuple[tuple[str, str], ...]
    systems: tuple[tuple[str, Told], ...]
    sample: Mapping[str, object]

    @property
    def line(self) -> str:
        """What goes into the application, as it is."""
        return f'<script src="{self.script}" defer></script>'


def banner_page(
    site: PublicSite, look: Look, voice: Voice, voices: Mapping[str, Voice]
) -> BannerPage:
    """The page in the language of ``voice``; ``voices`` are all of the site."""
    address = urlsplit(look.base_url)
    first = site.systems[:1]
    release: dict[str, object] = {
        "id": "sample",
        "title": {language: each.say("banner.sample") for language, each in voices.items()},
        "impact": {
            "downtime_s": 600,
            "mode": "read_only",
            "sign_in_again": True,
            "systems": [system.id for system in first],
        },
        "moved_from": None,
        "messages": [],
        "url": look.base_url,
        "urls": {language: look.base_url + each.at.home for language, each in voices.items()},
    }
    return BannerPage(
        script=f"{look.base_url}embed.js",
        origin=f"{address.scheme}://{address.netloc}",
        languages=tuple((name, each.say("language.name")) for name, each in voices.items()),
        systems=tuple((system.id, voice.tell(system.name)) for system in site.systems),
        sample={
            "version": VERSION,
            "systems": [
                {
                    "id": system.id,
                    "name": {name: each.tell(system.name).text for name, each in voices.items()},
                }
                for system in first
            ],
            "releases": [release],
        },
    )
