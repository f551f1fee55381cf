"""Pages: the documents of one language.

Belongs here: which pages there are, and what fills their slots. Does not belong here: what a
release says (``cards``, ``release_page``), guides and questions (``guide_pages``), what every page
has (``frame``), what programs read (``heads``, ``feeds``).

On hand-written pages the heading of level 1 is the host's; ``lead`` follows it with level 2.
Nothing here knows the present: the same site gives the same bytes at any time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from notices.domain.public import PublicPlan, PublicRelease, PublicSite
from notices.rendering.documents import Document, Theme
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.templates import TemplateRenderer
from notices.rendering.metadata.heads import Heads
from notices.rendering.pages.banner_page import banner_page
from notices.rendering.pages.changelog import changelog_pages
from notices.rendering.pages.frame import Frame
from notices.rendering.pages.guides import GuidePages
from notices.rendering.pages.month import Months
from notices.rendering.pages.on_time import on_time_page
from notices.rendering.pages.subscribe_page import subscribe_page
from notices.rendering.views.cards import Catalogue
from notices.rendering.views.plan_page import PlanPage, plan_page
from notices.rendering.views.release_page import release_page

__all__ = ["Pages"]

_OWN = frozenset({"index", "subscribe"})
"""Hand-written pages that ours are built around, written or not."""

SHOWN = 5
"""How many releases each list of the home page shows."""


class Pages:
    """All pages of one language; ``renderer`` and ``catalogue`` serve its feed too.

    ``heads`` knows the pictures that the pages made so far have named.
    """

    def __init__(
        self, site: PublicSite, theme: Theme, locale: Locale, locales: Mapping[str, Locale]
    ) -> None:
        self._site, self._theme, self._locale, self._locales = site, theme, locale, locales
        self.renderer = TemplateRenderer(theme, locale)
        self.catalogue = Catalogue(site, locale)
        self.heads = Heads(site, theme, locale, locales, self.renderer)
        self._plans = tuple(
            plan_page(plan, site.policy, locale, self.catalogue.cards) for plan in site.plans
        )
        self._months = Months(site, locale, self.catalogue.cards)
        self._frame = Frame(site, theme, locale, locales, self.renderer, self.heads)
        cards = self.catalogue.cards
        self._guide_pages = GuidePages(site, locale, cards, self.renderer, self.heads, self._frame)
        self._planned = {
            item.release.release.id: page.id
            for plan, page in zip(site.plans, self._plans, strict=True)
            for item in plan.items
            if item.release is not None
        }

    def documents(self) -> Iterator[Document]:
        """Every page, hand-written ones included (their slots)."""
        yield self._home()
        yield self._subscribe()
        for name in self._site.others:
            if name not in _OWN:
                yield self._frame.written(name, f"{name}/", self.heads.page())
        yield self._banner()
        yield from self._changelogs()
        yield from self._plan_pages()
        yield self._on_time()
        yield from self._guide_pages.indexes()
        for public in self._site.releases:
            yield self._release(public)
            yield from self._guide_pages.of(public)

    def _home(self) -> Document:
        catalogue = self.catalogue
        plans = [
            (page, plan)
            for page, plan in zip(self._plans, self._site.plans, strict=True)
            if page.badge is not None
        ]
        plans.reverse()
        lead = self.renderer.print(
            "home.html",
            self._locale.at.home,
            running=catalogue.running,
            ahead=catalogue.ahead[:SHOWN],
            more=max(0, len(catalogue.ahead) - SHOWN),
            latest=catalogue.latest[:SHOWN],
            plans=[page for page, _ in plans],
            months={page.id: self._months.grid(plan) for page, plan in plans},
            shown=SHOWN,
        )
        return self._frame.written("index", "", self.heads.home(), lead=lead)

    def _subscribe(self) -> Document:
        page = subscribe_page(self._site, self._theme, self._locale)
        tail = self.renderer.print("subscribe-tail.html", self._locale.at.subscribe, page=page)
        trail = (self._locale.say("nav.subscribe"), self._locale.at.subscribe)
        return self._frame.written("subscribe", "subscribe/", self.heads.page(trail), tail=tail)

    def _banner(self) -> Document:
        say, local = self._locale.say, "banner/"
        title, about = say("banner.title"), say("banner.description")
        content = self.renderer.print(
            "banner.html",
            self._locale.at.banner,
            title=title,
            description=about,
            page=banner_page(self._site, self._theme, self._locale, self._locales),
        )
        above = (say("nav.subscribe"), self._locale.at.subscribe)
        return self._frame.shell("banner", local, title, about, content, above)

    def _changelogs(self) -> Iterator[Document]:
        say = self._locale.say
        for page in changelog_pages(self._site, self.catalogue.cards, self._locale):
            if page.year is None:
                kind, local = "changelog", "changelog/"
                title, about = say("changelog.title"), say("changelog.description")
            else:
                kind, local = "changelog-year", f"changelog/{page.year}/"
                title = say("changelog.year_title", year=page.year)
                about = say("changelog.year_description", year=page.year)
            content = self.renderer.print(
                "changelog.html",
                self._locale.at.home + local,
                title=title,
                description=about,
                page=page,
            )
            above = (
                () if page.year is None else ((say("changelog.title"), self._locale.at.changelog),)
            )
            yield self._frame.shell(kind, local, title, about, content, *above)

    def _on_time(self) -> Document:
        say, local = self._locale.say, "on-time/"
        title, about = say("on_time.title"), say("on_time.description")
        content = self.renderer.print(
            "on-time.html",
            self._locale.at.home + local,
            title=title,
            description=about,
            page=on_time_page(self._site, self.catalogue.cards, self._locale),
        )
        return self._frame.shell("on-time", local, title, about, content)

    def _plan_pages(self) -> Iterator[Document]:
        """Every plan, and the list of them; nothing where the policy asks for no plans."""
        if self._site.policy.plan is None:
            return
        say, home = self._locale.say, self._locale.at.home
        title, about = say("plans.title"), say("plans.description")
        content = self.renderer.print(
            "plans.html", f"{home}plans/", title=title, description=about, plans=self._plans
        )
        yield self._frame.shell("plans", "plans/", title, about, content)
        for plan, public in zip(self._plans, self._site.plans, strict=True):
            yield self._plan(plan, public)

    def _plan(self, plan: PlanPage, public: PublicPlan) -> Document:
        months = self._months
        content = self.renderer.print(
            "plan.html",
            plan.url,
            page=plan,
            month=months.grid(public),
            beside=months.beside(public),
        )
        about = plan.summary.text or plan.about
        above = (self._locale.say("plans.title"), self._locale.at.plans)
        return self._frame.shell("plan", f"plans/{plan.id}/", plan.title, about, content, above)

    def _release(self, public: PublicRelease) -> Document:
        local = f"releases/{public.release.id}/"
        plan = self._planned.get(public.release.id, "")
        page = release_page(public, self._locale, self.catalogue.cards, self._guide_pages.all, plan)
        content = self.renderer.print("release.html", self._locale.at.home + local, page=page)
        card = page.card
        head = self.heads.release(public, card)
        return self._frame.shell(
            "release", local, card.title.text, card.summary.text, content, head=head
        )
