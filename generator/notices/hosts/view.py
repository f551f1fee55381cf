"""Views: what the theme's overrides know of a page.

Belongs here: the names that ``theme/overrides`` may use, and where their values come from.
Does not belong here: rendering a page (a host's package), what its slots will hold
(``rendering``).
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from unicodedata import normalize
from urllib.parse import urlsplit

from notices.domain.public import PublicSite
from notices.project.contact import NO_CONTACT, Contact
from notices.rendering.addresses import Addresses
from notices.rendering.api.search import search_example
from notices.rendering.brand import NO_BRAND, Brand
from notices.rendering.documents import Theme
from notices.rendering.locale.contents import with_contents
from notices.rendering.locale.markdown import cleaned_html
from notices.rendering.locale.plain import opening
from notices.rendering.locale.texts import Phrases, localize
from notices.rendering.locale.times import TimeFormatter
from notices.rendering.registry.discovery import page_kinds, tabs
from notices.rendering.shells import SHELL_SLOTS, WRITTEN, WRITTEN_SLOTS, slot

__all__ = ["PROBLEMS", "Place", "RenderedText", "View", "Views"]

_CLASS = re.compile(r'\bclass="(?!headerlink")')

PROBLEMS = "problems"
"""The kind of the page that a preview shows where there is no site at all."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page that a host renders: ``text_language`` is that of a hand-written text."""

    language: str
    kind: str
    text_language: str = ""

    @property
    def is_written(self) -> bool:
        """Whether a person wrote its text."""
        return self.kind.startswith(WRITTEN)

    @property
    def tab(self) -> str:
        """The tab under which it stands."""
        known = page_kinds().get(self.kind)
        return known.tab if known else self.kind.removeprefix(WRITTEN).partition("/")[0]


@dataclass(frozen=True, slots=True)
class RenderedText:
    """A page as the host has it before the theme: its URL below the root, and its Markdown's HTML.

    ``title`` is plain text, of the front matter or the first heading; ``description`` the
    author's, where there is one; ``canonical`` the absolute address.
    """

    url: str
    html: str = ""
    title: str = ""
    description: str = ""
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """One page, as the theme sees it.

    ``say`` gives plain texts, which the theme escapes; all else is HTML, ready to stand where
    it is put, or an address. ``base`` leads from the page to the site's root. ``title`` is for
    the page's head (without the site's name), ``heading`` for its text, ``head`` what else
    is for programs. ``text_language`` is that of a hand-written text
    that is not in the page's own. ``tabs`` are names, and URLs below the site's root. ``styles``
    and ``scripts`` are the theme's that this kind of page needs beside those of every page.
    ``material`` names the texts of Material that come nearest. ``bar_colours`` are the header's
    in each scheme, for the browser's own bar. ``brand`` names the site's logo and icon,
    ``search_hint`` something that the search finds, ``copyright`` what the company says of that,
    ``contact`` where readers go from here. ``mails`` says whether customers are offered a list of mails, ``lead_times`` whether there is a page of the lead times, ``boxes`` whether a
    hand-written text has more than plain Markdown gives, for which Material has the styles.
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
    head: str = ""
    robots: str = ""
    switch: str = ""
    notice_bar: str = ""
    content: str = ""
    lead: str = ""
    tail: str = ""
    written: bool = False
    drafts: bool = False
    mails: bool = False
    lead_times: bool = False
    boxes: bool = False
    tabs: tuple[tuple[str, str], ...] = ()
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    text_language: str = ""
    assets: Mapping[str, str] = field(default_factory=dict)
    search_hint: str = ""
    copyright: str = ""
    contact: Contact = NO_CONTACT
    bar_colours: tuple[tuple[str, str], ...] = ()
    brand: Brand = NO_BRAND
    all_languages: tuple[View, ...] = ()

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.at.language

    def link(self, url: str) -> str:
        """The link from this page to a URL below the site's root."""
        return self.base + url or "./"


class Views:
    """The views of one build. Raises ``TextsMissing`` for a language that has no texts.

    ``language`` is that of a page where there is no site, ``material`` the languages that
    Material has texts for. ``assets`` maps the theme's own assets to their addresses below the
    root, and ``material`` to Material's styles (empty where it has none). ``copyright`` is HTML that a
    person wrote, ``contact`` where readers go from the site.
    """

    def __init__(
        self,
        language: str,
        material: Collection[str],
        theme: Theme,
        site: PublicSite | None,
        copyright: str,
        contact: Contact,
    ) -> None:
        self._contact = contact
        # MkDocs has it as HTML, and it stands on every page.
        self._copyright = cleaned_html(copyright)
        self._material_languages = material
        self._root = urlsplit(theme.base_url).path
        self._brand = theme.brand
        schemes = (("light", "surface"), ("dark", "surface-dark"))
        # The accent as it was written goes with both: no page stands on it.
        self._bar_colours = tuple(
            (scheme, self._brand.accent or theme.colours[token])
            for scheme, token in schemes
            if token in theme.colours
        )
        self._site = site
        self.languages = site.policy.languages if site else (language,)
        self.phrases = {
            language: Phrases(language, theme.texts, theme.cache) for language in self.languages
        }
        self._zones = {language: self._zone(language) for language in self.languages}
        self.assets: dict[str, str] = {}

    def at(self, language: str) -> Addresses:
        """Where the pages of a language stand."""
        return Addresses(language, self.languages[0])

    def page(self, page: RenderedText, place: Place, bar: str) -> View:
        """The view of a page that a host renders; what is spliced in later are slots.

        ``bar`` is shown only where nothing is spliced in.
        """
        view = self._view(place, "../" * page.url.count("/"))
        if place.kind == PROBLEMS:
            title = html.escape(view.say("problems.title"))
            return replace(view, title=title, content=f"<h1>{title}</h1>", notice_bar=bar)
        if not place.is_written:
            return replace(view, **_slots(SHELL_SLOTS))
        # As the texts of entries, so that a search finds it however it was typed.
        foreign = "" if place.text_language == place.language else place.text_language
        # Above what stands on the home page in its own language, a title in another says nothing.
        title = "" if foreign and place.tab == "home" else normalize("NFC", page.title)
        heading = html.escape(title or _untitled(place, view.say))
        return replace(
            view,
            heading=heading,
            title=heading,
            description=html.escape(self._description(page, place, view.say)),
            canonical=html.escape(page.canonical),
            content=self._content(page, place, view.say),
            boxes=_CLASS.search(page.html) is not None,
            text_language=foreign,
            **_slots(WRITTEN_SLOTS) | ({"tail": ""} if slot("tail") in page.html else {}),
        )

    def nowhere(self, bar: str) -> View:
        """The view of the 404 page, which has every language."""
        views = tuple(self._view(Place(name, "not-found"), self._root) for name in self.languages)
        return replace(
            views[0],
            title=html.escape(views[0].say("not_found.title")),
            robots='<meta name="robots" content="noindex">',
            notice_bar=bar,
            styles=(*views[0].styles, "assets/404.css"),
            all_languages=views,
        )

    def _view(self, place: Place, base: str) -> View:
        kind = page_kinds().get(place.kind)
        own = [f"assets/{name}" for name in kind.assets] if kind else []
        # Without a site there are only problems, which a preview alone shows.
        drafts = self._site is not None and self._site.drafts
        if drafts or self._site is None:
            own.append("assets/preview.css")
        return View(
            say=self.phrases[place.language],
            at=self.at(place.language),
            kind="written" if place.is_written else place.kind,
            base=base,
            tab=place.tab,
            material=self._material(place.language),
            zone=self._zones[place.language],
            written=place.is_written,
            drafts=drafts,
            mails=self._site is not None and bool(self._site.subscribe),
            lead_times=page_kinds()["lead-times"].is_shown(
                self._site.policy if self._site else None
            ),
            tabs=self._tabs(place.language),
            styles=tuple(name for name in own if name.endswith(".css")),
            scripts=tuple(name for name in own if name.endswith(".js")),
            assets=self.assets,
            search_hint=self._search_hint(place.language),
            copyright=self._copyright,
            contact=self._contact,
            bar_colours=self._bar_colours,
            brand=self._brand,
        )

    def _tabs(self, language: str) -> tuple[tuple[str, str], ...]:
        home, policy = self.at(language).home, self._site.policy if self._site else None
        return tuple((kind.tab, home + kind.path) for kind in tabs() if kind.is_shown(policy))

    def _content(self, page: RenderedText, place: Place, say: Phrases) -> str:
        """A guide, or questions, that is long begins with what is in it."""
        if place.kind in page_kinds() or "/" not in place.kind:
            return page.html
        return with_contents(page.html, say("document.contents"), place.language)

    def _description(self, page: RenderedText, place: Place, say: Phrases) -> str:
        """What its author says that the page is about, else what it begins with."""
        if page.description:
            return page.description
        key = f"{place.tab}.description"
        if place.kind in page_kinds():
            # Our content stands around its text, so the site's texts describe it.
            return say(key)
        return opening(page.html)

    def _search_hint(self, language: str) -> str:
        say = self.phrases[language]
        if self._site is None or not (example := search_example(self._site)):
            return say("search.hint")
        text = localize(example, language, self.languages[0]).text
        return say("search.hint_example", example=text)

    def _material(self, language: str) -> str:
        return language if language in self._material_languages else "en"

    def _zone(self, language: str) -> str:
        if self._site is None:
            return ""
        policy = self._site.policy
        times = TimeFormatter(self.phrases[language], policy.zone, policy.timezone)
        return times.place or policy.timezone


def _untitled(place: Place, say: Phrases) -> str:
    """The title of a page that has none: its tab's; where it has no tab, its file's name."""
    if place.tab == "home":
        return say("home.title")
    if place.tab in {kind.tab for kind in tabs()}:
        return say(f"nav.{place.tab}")
    name = place.kind.removeprefix(WRITTEN).rpartition("/")[2]
    return name.replace("-", " ").replace("_", " ").capitalize()


def _slots(names: Mapping[str, int]) -> dict[str, Any]:
    return {name.replace("-", "_"): slot(name) for name in names}
