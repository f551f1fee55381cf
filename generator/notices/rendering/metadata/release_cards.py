"""Release cards: which releases have a picture of their own beside shared links, and what it says.

Belongs here: the card in the words of one language, its address, and what it is made from. Does not
belong here: drawing it (``release_drawing``), the pictures of states, which all other releases have
(``heads``).

A release has one that was announced, and whose window is ahead or ended within the last year: the rest is
shared by nobody as news. One with a letter that no font has, or that has to be joined with others,
has none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property, lru_cache, partial

from notices.domain.past import is_kept, newest_instant
from notices.domain.public import PublicRelease, PublicSite
from notices.rendering.colours import contrast, mixed, nearest_readable
from notices.rendering.documents import Document, Theme
from notices.rendering.inputs import digest_of
from notices.rendering.locale.locale import Locale
from notices.rendering.metadata.letters import can_be_set, composed
from notices.rendering.metadata.pictures import release_picture
from notices.rendering.metadata.social import MARK, SOFT, WHITE, Palette, Picture, ReleaseCard
from notices.rendering.views.cards import Card

__all__ = ["TONES", "ReleaseCards"]

TONES = {
    "announced": "announced",
    "in_progress": "in-progress",
    "awaiting_confirmation": "awaiting",
    "completed": "good",
    "partial": "partly",
    "rolled_back": "bad",
    "cancelled": "quiet",
}
"""The tokens in which the theme shows each state."""

_VERSION = 8


class ReleaseCards:
    """The cards of one language's releases; ``icons`` are paths by name."""

    def __init__(
        self, site: PublicSite, theme: Theme, locale: Locale, icons: Mapping[str, str]
    ) -> None:
        self._site, self._theme, self._locale, self._icons = site, theme, locale, icons
        self._cards: dict[str, ReleaseCard | None] = {}

    def has(self, public: PublicRelease) -> bool:
        """Whether a release has a picture of its own, if its letters can be set."""
        return bool(public.messages) and not public.preview and is_kept(public, self._newest)

    def picture(self, public: PublicRelease, card: Card) -> Picture | None:
        """The picture of a release; its address is another one when it shows something else."""
        shown = self._card(public, card)
        if shown is None:
            return None
        window = ". ".join(filter(None, (card.window.text, shown.before)))
        alt = self._locale.say(
            "social.release",
            category=shown.category,
            title=shown.title,
            window=f"{shown.ending}: {window}" if shown.ending else window,
            site=shown.site,
        )
        path = self._locale.at.picture(public.release.id)
        return Picture(f"{path}?{self._inputs(shown)[:_VERSION]}", alt)

    def documents(self, cards: Mapping[str, Card]) -> Iterator[Document]:
        """The pictures, each drawn when it is asked for. ``cards`` are those of the language."""
        for public in self._site.releases:
            shown = self.has(public) and self._card(public, cards[public.release.id])
            if shown:
                path = self._locale.at.picture(public.release.id)
                drawn = partial(self._document, path, shown)
                yield Document(path, inputs=self._inputs(shown), later=drawn)

    def _document(self, path: str, card: ReleaseCard) -> Document:
        return Document(path, data=release_picture(card, self._theme))

    def _inputs(self, card: ReleaseCard) -> str:
        return digest_of("picture", card, self._fonts)

    def _card(self, public: PublicRelease, card: Card) -> ReleaseCard | None:
        name = public.release.id
        if name not in self._cards:
            self._cards[name] = self._new_card(public, card) if self.has(public) else None
        return self._cards[name]

    def _new_card(self, public: PublicRelease, card: Card) -> ReleaseCard | None:
        say, times, icons, theme = self._locale.say, self._locale.times, self._icons, self._theme
        window = public.release.window.start, public.release.window.end
        moved = next((m.previous for m in reversed(public.messages) if m.previous), window)
        before = times.window(*moved, zone="").text if moved != window else ""
        state = card.badge.key
        ended = public.state in ("completed", "cancelled")
        found = ReleaseCard(
            site=theme.site_name,
            category=card.category.text,
            title=card.title.text,
            window=times.window(*window, zone="").text,
            zone=times.zone(*window),
            before=say("notice.before", window=before) if before and not ended else "",
            ending=card.badge.label if ended else "",
            struck=state == "cancelled",
            site_icon=icons.get(MARK, ""),
            category_icon=icons.get(f"category-{card.tone}", ""),
            window_icon=icons.get(state if ended else "window", ""),
            palette=self._palette(f"category-{card.tone}", TONES[state] if ended else "accent"),
        )
        strong = (found.site, found.category, found.title, found.window, found.ending)
        plain = (found.zone, found.before)
        is_set = all(
            # Each may have to be cut short.
            can_be_set(f"{text}…", theme.fonts, weight)
            for texts, weight in ((strong, 600), (plain, 400))
            for text in texts
        )
        return found if is_set and composed(found.title) else None

    def _palette(self, category: str, band: str) -> Palette:
        """Colours that can be read, also where a company has colours of its own."""
        colour = self._theme.colour
        ground = colour("ground")
        return Palette(
            background=ground,
            text=_readable(colour("ink"), ground),
            secondary=_readable(colour("soft"), ground),
            accent=_below_white(colour("accent")),
            state=_below_white(colour(band)),
            category=_readable(colour(category), ground),
        )

    @cached_property
    def _newest(self) -> datetime | None:
        return newest_instant(self._site)

    @cached_property
    def _fonts(self) -> object:
        fonts = sorted(self._theme.fonts.items())
        return [(name, hashlib.sha256(data).hexdigest()) for name, data in fonts]


@lru_cache(maxsize=64)
def _readable(colour: str, ground: str) -> str:
    return nearest_readable(colour, lambda shade: contrast(shade, ground))


@lru_cache(maxsize=64)
def _below_white(colour: str) -> str:
    return nearest_readable(colour, lambda shade: contrast(mixed(WHITE, shade, SOFT), shade))
