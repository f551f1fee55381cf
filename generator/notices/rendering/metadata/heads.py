"""Heads: what a page says to link previews, and to programs that read it.

Belongs here: which picture, which kind and which structured data belong to a page, and which
pictures there are. Does not belong here: drawing (``pictures``), the data's words
(``structured``), title, description and address (``pages``, and the host).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from notices.domain.instants import utc
from notices.domain.public import PublicRelease, PublicSite
from notices.rendering.documents import Document, Theme
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.templates import TemplateRenderer
from notices.rendering.metadata.pictures import card_picture
from notices.rendering.metadata.release_cards import TONES, ReleaseCards
from notices.rendering.metadata.social import MARK, Palette, Picture, SocialCard
from notices.rendering.metadata.structured import breadcrumbs, event, organization, script, website
from notices.rendering.views.cards import Card, badge_key

__all__ = ["Heads"]


@dataclass(frozen=True, slots=True)
class Article:
    """A page about one release: when it was first published, and last (UTC)."""

    published: str
    modified: str
    section: str


class Heads:
    """The heads of one language's pages, each as HTML for its slot ``head``."""

    def __init__(
        self,
        site: PublicSite,
        theme: Theme,
        locale: Locale,
        locales: Mapping[str, Locale],
        renderer: TemplateRenderer,
    ) -> None:
        self._site, self._theme, self._locale, self._renderer = site, theme, locale, renderer
        self._territory = locale.say.data.locale
        self._others = [
            other.say.data.locale for other in locales.values() if other.language != locale.language
        ]
        say = locale.say
        self._own = Picture(
            f"og/site.{locale.language}.png",
            say("social.site", site=theme.site_name, title=say("home.title")),
        )
        self._social_cards = {self._own.path: self._social_card(say("home.title"), MARK, "accent")}
        self._pictures: dict[tuple[str, str], Picture] = {}
        self.release_cards = ReleaseCards(site, theme, locale, renderer.icons)
        self._home = say("nav.home"), locale.at.home
        self._changelog = say("nav.changelog"), locale.at.changelog

    def home(self) -> str:
        """The head of the home page."""
        home = self._theme.base_url + self._locale.at.home
        about = self._locale.say("home.description")
        return self._head(
            script(
                organization(self._theme),
                website(self._theme, home, self._locale.language, about),
            )
        )

    def page(self, *trail: tuple[str, str]) -> str:
        """The head of a page; ``trail`` leads to it from the home page: names and URLs.

        The URLs are below the root; the last one is the page's own. Without a trail, the page
        does not say where it stands.
        """
        return self._head(script(self._breadcrumbs(trail)) if trail else Markup())

    def release(self, public: PublicRelease, card: Card) -> str:
        """The head of a release's page. That of one which only a preview shows has nothing of its own."""
        way = self._breadcrumbs((self._changelog, (card.title.text, card.url)))
        if public.preview:
            return self._head(script(way))
        picture = self.release_cards.picture(public, card) or self._picture(public, card)
        window = event(
            public, card, self._theme, self._site.policy.zone, self._theme.base_url + picture.path
        )
        dates = [message.at for message in public.messages]
        article = Article(utc(min(dates)), utc(max(dates)), card.category.text) if dates else None
        return self._head(script(window, way), picture, article)

    def pictures(self, cards: Mapping[str, Card]) -> Iterator[Document]:
        """Every picture that a head names. ``cards`` are those of the language.

        That of a state is there also where each release has one of its own: it may get another title.
        """
        shown: dict[tuple[str, str], PublicRelease] = {}
        for public in self._site.releases:
            if not public.preview:
                shown.setdefault((public.category.id, badge_key(public)), public)
        for public in shown.values():
            self._picture(public, cards[public.release.id])
        for path, card in self._social_cards.items():
            yield Document(path, data=card_picture(card, self._theme))
        yield from self.release_cards.documents(cards)

    def _breadcrumbs(self, trail: tuple[tuple[str, str], ...]) -> Mapping[str, object]:
        return breadcrumbs(self._theme, (self._home, *trail))

    def _picture(self, public: PublicRelease, card: Card) -> Picture:
        key = public.category.id, card.badge.key
        if (known := self._pictures.get(key)) is None:
            known = self._pictures[key] = self._new_picture(public.category.id, card)
        return known

    def _new_picture(self, category: str, card: Card) -> Picture:
        state = card.badge.key
        path = f"og/{category}-{state.replace('_', '-')}.{self._locale.language}.png"
        if path not in self._social_cards:
            self._social_cards[path] = self._social_card(
                card.badge.label,
                state,
                TONES.get(state, "quiet"),
                card.category.text,
                f"category-{card.tone}",
            )
        alt = self._locale.say(
            "social.alt",
            site=self._theme.site_name,
            category=card.category.text,
            state=card.badge.label,
        )
        return Picture(path, alt)

    def _social_card(
        self, headline: str, state_icon: str, tone: str, category: str = "", category_icon: str = ""
    ) -> SocialCard:
        icons = self._renderer.icons
        address = urlsplit(self._theme.base_url)
        return SocialCard(
            site=self._theme.site_name,
            host=f"{address.hostname or ''}{address.path}".rstrip("/"),
            headline=headline,
            state_icon=icons.get(state_icon, ""),
            site_icon=icons.get(MARK, ""),
            palette=Palette(
                background=self._theme.colour("ground"),
                text=self._theme.colour("ink"),
                secondary=self._theme.colour("soft"),
                accent=self._theme.colour("accent"),
                state=self._theme.colour(tone),
                category=self._theme.colour(category_icon or "accent"),
            ),
            category=category,
            category_icon=icons.get(category_icon, ""),
        )

    def _head(
        self, data: Markup, picture: Picture | None = None, article: Article | None = None
    ) -> str:
        # Absolute addresses alone, so it does not matter where the page stands.
        return self._renderer.render(
            "head.html",
            "",
            locale=self._territory,
            others=self._others,
            picture=picture or self._own,
            article=article,
            data=data,
        )
