"""Heads: what a page tells those who share it, and programs that read it.

Belongs here: which picture, which kind and which structured data belong to a page, and which
pictures there are. Does not belong here: drawing (``social``), the data's words
(``structured``), title, description and address (``pages``, and the host).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from babel.core import get_global
from markupsafe import Markup

from generator.domain.instants import utc
from generator.domain.public import PublicRelease, PublicSite
from generator.rendering.documents import Document, Look
from generator.rendering.head.social import HEIGHT, WIDTH, Palette, Scene, drawn, mark
from generator.rendering.head.structured import breadcrumbs, event, organization, script, website
from generator.rendering.language.ink import Ink
from generator.rendering.language.voice import Voice
from generator.rendering.stories.cards import Card

__all__ = ["Heads", "Picture", "marks"]

# The tokens in which the theme shows each state.
_TONES = {
    "announced": "announced",
    "in_progress": "in-progress",
    "awaiting_confirmation": "awaiting",
    "completed": "good",
    "partial": "partly",
    "rolled_back": "bad",
    "cancelled": "quiet",
}
_MARK = "bell"
_MARKS = (180, 192, 512)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture beside a shared link: its path below the root, and what it says."""

    path: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Article:
    """A page that tells of one thing: since when, and when the last news came (UTC)."""

    published: str
    modified: str
    section: str


class Heads:
    """The heads of one language's pages, each as HTML for its hole ``head``."""

    def __init__(
        self, site: PublicSite, look: Look, voice: Voice, voices: Mapping[str, Voice], ink: Ink
    ) -> None:
        self._site, self._look, self._voice, self._ink = site, look, voice, ink
        self._locale = _locale(voice)
        self._others = [_locale(v) for v in voices.values() if v.language != voice.language]
        say = voice.say
        self._own = Picture(
            f"og/site.{voice.language}.png",
            say("social.site", site=look.site_name, title=say("home.title")),
        )
        self._scenes = {self._own.path: self._scene(say("home.title"), _MARK, "accent")}

    def home(self) -> str:
        """The head of the home page."""
        home = self._look.base_url + self._voice.at.home
        about = self._voice.say("home.description")
        return self._head(
            script(
                organization(self._look),
                website(self._look, home, self._voice.language, about),
            )
        )

    def page(self, *trail: tuple[str, str]) -> str:
        """The head of a page; ``trail`` leads to it from the home page: names and URLs.

        The URLs are below the root; the last one is the page's own. Without a trail, the page
        does not say where it stands.
        """
        return self._head(script(self._breadcrumbs(trail)) if trail else Markup())

    def release(self, public: PublicRelease, card: Card) -> str:
        """The head of a release's page. One that only a preview shows tells nothing of its own."""
        changelog = self._voice.say("nav.changelog"), self._voice.at.changelog
        way = self._breadcrumbs((changelog, (card.title.text, card.url)))
        if public.preview:
            return self._head(script(way))
        picture = self._picture(public, card)
        window = event(
            public, card, self._look, self._site.policy.zone, self._look.base_url + picture.path
        )
        dates = [message.at for message in public.messages]
        article = Article(utc(min(dates)), utc(max(dates)), card.category.text) if dates else None
        return self._head(script(window, way), picture, article)

    def pictures(self) -> Iterator[Document]:
        """Every picture that a head has named so far."""
        for path, scene in self._scenes.items():
            yield Document(path, data=drawn(scene, self._look.fonts))

    def _breadcrumbs(self, trail: tuple[tuple[str, str], ...]) -> Mapping[str, object]:
        home = self._voice.say("nav.home"), self._voice.at.home
        return breadcrumbs(self._look, (home, *trail))

    def _picture(self, public: PublicRelease, card: Card) -> Picture:
        state = card.badge.key
        name = f"{public.category.id}-{state.replace('_', '-')}"
        path = f"og/{name}.{self._voice.language}.png"
        if path not in self._scenes:
            self._scenes[path] = self._scene(
                card.badge.label,
                state,
                _TONES.get(state, "quiet"),
                card.category.text,
                f"category-{card.tone}",
            )
        alt = self._voice.say(
            "social.alt",
            site=self._look.site_name,
            category=card.category.text,
            state=card.badge.label,
        )
        return Picture(path, alt)

    def _scene(self, headline: str, sign: str, tone: str, kind: str = "", shape: str = "") -> Scene:
        icons = self._ink.icons
        address = urlsplit(self._look.base_url)
        return Scene(
            site=self._look.site_name,
            host=f"{address.hostname or ''}{address.path}".rstrip("/"),
            headline=headline,
            sign=icons.get(sign, ""),
            mark=icons.get(_MARK, ""),
            palette=Palette(
                ground=_colour(self._look, "ground"),
                ink=_colour(self._look, "ink"),
                soft=_colour(self._look, "soft"),
                accent=_colour(self._look, "accent"),
                tone=_colour(self._look, tone),
                kind=_colour(self._look, shape or "accent"),
            ),
            kind=kind,
            shape=icons.get(shape, ""),
        )

    def _head(
        self, data: Markup, picture: Picture | None = None, article: Article | None = None
    ) -> str:
        # Absolute addresses alone, so it does not matter where the page stands.
        return self._ink.print(
            "head.html",
            "",
            locale=self._locale,
            others=self._others,
            picture=picture or self._own,
            article=article,
            data=data,
        )


def marks(site: PublicSite, look: Look, voice: Voice, ink: Ink) -> Iterator[Document]:
    """The site's mark, for home screens, and the manifest that names it."""
    accent, path = _colour(look, "accent"), ink.icons.get(_MARK, "")
    for size in _MARKS:
        yield Document(f"og/icon-{size}.png", data=mark(size, path, accent))
    manifest = {
        "name": look.site_name,
        "short_name": look.site_name,
        "description": voice.say("home.description"),
        "lang": voice.language,
        "start_url": "./",
        "scope": "./",
        "display": "browser",
        "background_color": _colour(look, "ground"),
        "theme_color": _colour(look, "surface"),
        "icons": [
            {
                "src": f"og/icon-{size}.png",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for size in _MARKS[1:]
        ],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    yield Document("manifest.json", data=f"{text}\n".encode())


def _colour(look: Look, token: str) -> str:
    """A colour of the theme; one that it does not have is its ink, or white for a ground."""
    spare = "#ffffff" if token in ("ground", "surface") else "#1f2430"
    return look.colours.get(token) or spare


def _locale(voice: Voice) -> str:
    """The language as link previews name it (``vi_VN``): with where most of its people live."""
    own = voice.say.locale
    likely = get_global("likely_subtags").get(own.language, "")
    territory = own.territory or likely.rpartition("_")[2]
    return f"{own.language}_{territory}" if territory else own.language
