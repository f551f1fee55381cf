"""Contexts: what an output or a page is rendered from.

Belongs here: what all of them share of one language, and of the whole site. Does not belong
here: what one output alone needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from notices.domain.public import PublicRelease, PublicSite
from notices.rendering.documents import Theme
from notices.rendering.inputs import SiteInputs
from notices.rendering.locale.contents import Outline
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.templates import TemplateRenderer
from notices.rendering.metadata.heads import Heads
from notices.rendering.registry.frame import Frame
from notices.rendering.views.cards import Card, CardLists
from notices.rendering.views.freezes import freezes_of_month
from notices.rendering.views.plan_page import PlanPage, plan_page
from notices.rendering.views.release_page import GuidePage, guide_pages

__all__ = ["LanguageContext", "SiteContext"]

T = TypeVar("T")


class LanguageContext:
    """One language of a site. ``locales`` are those of all languages, the default one first.

    ``outlines`` are those of the hand-written texts, by the language of the page and its name.
    """

    def __init__(
        self,
        site: PublicSite,
        theme: Theme,
        locale: Locale,
        locales: Mapping[str, Locale],
        inputs: SiteInputs,
        outlines: Mapping[tuple[str, str], Outline] = MappingProxyType({}),
    ) -> None:
        self.site, self.theme, self.locale, self.locales = site, theme, locale, locales
        self.inputs, self.outlines = inputs, outlines
        self.renderer = TemplateRenderer(theme, locale)
        self.lists = CardLists(site, locale)
        self.heads = Heads(site, theme, locale, locales, self.renderer)
        self.frame = Frame(site, theme, locale, locales, self.renderer, self.heads)
        self._values: dict[object, Any] = {}

    def once(self, make: Callable[[LanguageContext], T]) -> T:
        """What ``make`` gives for this language; it is called for the first one that asks."""
        if make not in self._values:
            self._values[make] = make(self)
        value: T = self._values[make]
        return value

    @property
    def cards(self) -> Mapping[str, Card]:
        """Every release of the site as a card, by its id."""
        return self.lists.cards

    @cached_property
    def plan_pages(self) -> tuple[PlanPage, ...]:
        """The site's plans, in its order."""
        site, locale = self.site, self.locale
        return tuple(
            plan_page(
                public,
                site.policy,
                locale,
                self.cards,
                freezes_of_month(public.plan.month, site, locale),
                site.delivered,
            )
            for public in site.plans
        )

    @cached_property
    def guide_pages(self) -> Mapping[str, tuple[GuidePage, ...]]:
        """The guides and questions of each release, by its id."""
        return {p.release.id: guide_pages(p, self.site, self.locale) for p in self.site.releases}

    def page_inputs(self, name: str, public: PublicRelease, *parts: object) -> str:
        """The inputs of a page about one release: what is said of it, its guides and ``parts``."""
        of_release = self.inputs.release(public)
        guides = self.guide_pages[public.release.id]
        return self.inputs.of(name, self.locale.language, of_release, guides, *parts)


@dataclass(frozen=True, slots=True)
class SiteContext:
    """The whole site, after the pages: ``listed`` are those for search engines.

    They are URLs of the default language. ``renderers`` have the default language first.
    """

    site: PublicSite
    theme: Theme
    locales: Mapping[str, Locale]
    inputs: SiteInputs
    renderers: dict[str, TemplateRenderer] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)

    @property
    def default(self) -> Locale:
        """The default language."""
        return self.locales[self.site.policy.default_language]
