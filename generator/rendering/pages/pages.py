"""Pages: the documents of one language.

Belongs here: which pages there are, and what fills their holes. Does not belong here: what a
release says (``cards``, ``release_page``), what programs read (``heads``, ``feeds``).

On hand-written pages the heading of level 1 is the host's; ``lead`` follows it with level 2.
Nothing here knows the present: the same site gives the same bytes at any time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import escape

from generator.domain.instants import utc
from generator.domain.public import PublicPlan, PublicRelease, PublicSite
from generator.rendering.documents import Document, Look
from generator.rendering.head.heads import Heads
from generator.rendering.language.ink import Ink
from generator.rendering.language.texts import Told
from generator.rendering.language.voice import Voice
from generator.rendering.pages.banner_page import banner_page
from generator.rendering.pages.changelog import changelog_pages
from generator.rendering.pages.month import Months
from generator.rendering.pages.on_time import on_time_page
from generator.rendering.pages.subscribe_page import subscribe_page
from generator.rendering.shells import STUBS
from generator.rendering.stories.cards import Card, Catalogue
from generator.rendering.stories.plan_page import PlanPage, plan_page
from generator.rendering.stories.release_page import Paper, papers, release_page

__all__ = ["Pages"]

_OWN = frozenset({"index", "subscribe"})
"""Hand-written pages that ours are built around, written or not."""

_UNINDEXED = '<meta name="robots" content="noindex">'

SHOWN = 5
"""How many releases each list of the home page shows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of guides, or of questions."""

    title: Told
    summary: Told
    paper: Paper


@dataclass(frozen=True, slots=True)
class Other:
    """The same page in another language."""

    language: str
    name: str
    url: str


class Pages:
    """All pages of one language; ``ink`` and ``catalogue`` serve its feed too.

    ``heads`` knows the pictures that the pages made so far have named.
    """

    def __init__(
        self, site: PublicSite, look: Look, voice: Voice, voices: Mapping[str, Voice]
    ) -> None:
        self._site, self._look, self._voice, self._voices = site, look, voice, voices
        self._others = [other for other in voices.values() if other.language != voice.language]
        self.ink = Ink(look, voice)
        self.catalogue = Catalogue(site, voice)
        self.heads = Heads(site, look, voice, voices, self.ink)
        self._plans = tuple(
            plan_page(plan, site.policy, voice, self.catalogue.cards) for plan in site.plans
        )
        self._months = Months(site, voice, self.catalogue.cards)
        self._papers = {p.release.id: papers(p, site, voice) for p in site.releases}
        self._planned = {
            item.release.release.id: page.id
            for plan, page in zip(site.plans, self._plans, strict=True)
            for item in plan.items
            if item.release is not None
        }
        # What the browser needs comes before what it works on, so that no page moves under
        # a reader's eyes.
        self._bar = self.ink.print("browser.html", "")
        if site.drafts:
            self._bar += self.ink.print("preview-bar.html", "")
        self._names = {other.language: other.say("language.name") for other in voices.values()}

    def documents(self) -> Iterator[Document]:
        """Every page, hand-written ones included (their holes)."""
        yield self._home()
        yield self._subscribe()
        for name in self._site.others:
            if name not in _OWN:
                yield self._written(name, f"{name}/", self.heads.page())
        yield self._banner()
        yield from self._changelogs()
        yield from self._plan_pages()
        yield self._on_time()
        yield from self._indexes()
        writers = [_writers(self._site.guides), _writers(self._site.faq)]
        for public in self._site.releases:
            yield self._release(public)
            yield from self._papers_of(public, writers)

    def _home(self) -> Document:
        catalogue = self.catalogue
        plans = [
            (page, plan)
            for page, plan in zip(self._plans, self._site.plans, strict=True)
            if page.badge is not None
        ]
        plans.reverse()
        lead = self.ink.print(
            "home.html",
            self._voice.at.home,
            running=catalogue.running,
            ahead=catalogue.ahead[:SHOWN],
            more=max(0, len(catalogue.ahead) - SHOWN),
            latest=catalogue.latest[:SHOWN],
            plans=[page for page, _ in plans],
            months={page.id: self._months.grid(plan) for page, plan in plans},
            shown=SHOWN,
        )
        return self._written("index", "", self.heads.home(), lead=lead)

    def _subscribe(self) -> Document:
        page = subscribe_page(self._site, self._look, self._voice)
        tail = self.ink.print("subscribe-tail.html", self._voice.at.subscribe, page=page)
        trail = (self._voice.say("nav.subscribe"), self._voice.at.subscribe)
        return self._written("subscribe", "subscribe/", self.heads.page(trail), tail=tail)

    def _banner(self) -> Document:
        say, local = self._voice.say, "banner/"
        title, about = say("banner.title"), say("banner.description")
        content = self.ink.print(
            "banner.html",
            self._voice.at.banner,
            title=title,
            description=about,
            page=banner_page(self._site, self._look, self._voice, self._voices),
        )
        above = (say("nav.subscribe"), self._voice.at.subscribe)
        return self._shell("banner", local, title, about, content, above)

    def _changelogs(self) -> Iterator[Document]:
        say = self._voice.say
        for page in changelog_pages(self._site, self.catalogue.cards, self._voice):
            if page.year is None:
                kind, local = "changelog", "changelog/"
                title, about = say("changelog.title"), say("changelog.description")
            else:
                kind, local = "changelog-year", f"changelog/{page.year}/"
                title = say("changelog.year_title", year=page.year)
                about = say("changelog.year_description", year=page.year)
            content = self.ink.print(
                "changelog.html",
                self._voice.at.home + local,
                title=title,
                description=about,
                page=page,
            )
            above = (
                () if page.year is None else ((say("changelog.title"), self._voice.at.changelog),)
            )
            yield self._shell(kind, local, title, about, content, *above)

    def _on_time(self) -> Document:
        say, local = self._voice.say, "on-time/"
        title, about = say("on_time.title"), say("on_time.description")
        content = self.ink.print(
            "on-time.html",
            self._voice.at.home + local,
            title=title,
            description=about,
            page=on_time_page(self._site, self.catalogue.cards, self._voice),
        )
        return self._shell("on-time", local, title, about, content)

    def _plan_pages(self) -> Iterator[Document]:
        """Every plan, and the list of them; nothing where the policy asks for no plans."""
        if self._site.policy.plan is None:
            return
        say, home = self._voice.say, self._voice.at.home
        title, about = say("plans.title"), say("plans.description")
        content = self.ink.print(
            "plans.html", f"{home}plans/", title=title, description=about, plans=self._plans
        )
        yield self._shell("plans", "plans/", title, about, content)
        for plan, public in zip(self._plans, self._site.plans, strict=True):
            yield self._plan(plan, public)

    def _plan(self, plan: PlanPage, public: PublicPlan) -> Document:
        months = self._months
        content = self.ink.print(
            "plan.html",
            plan.url,
            page=plan,
            month=months.grid(public),
            beside=months.beside(public),
        )
        about = plan.summary.text or plan.about
        above = (self._voice.say("plans.title"), self._voice.at.plans)
        return self._shell("plan", f"plans/{plan.id}/", plan.title, about, content, above)

    def _indexes(self) -> Iterator[Document]:
        say = self._voice.say
        for key, kind, label in (
            ("guides", "guides", say("release.guide")),
            ("faq", "faq-index", say("release.faq")),
        ):
            entries = [
                Entry(card.title, card.summary, paper)
                for release_id, card in self.catalogue.cards.items()
                for paper in self._papers[release_id]
                if paper.label == label
            ]
            local = f"{key}/"
            title, about = say(f"{key}.title"), say(f"{key}.description")
            content = self.ink.print(
                "papers.html",
                self._voice.at.home + local,
                title=title,
                description=about,
                entries=entries,
                nothing=say(f"{key}.none"),
            )
            yield self._shell(kind, local, title, about, content)

    def _release(self, public: PublicRelease) -> Document:
        local = f"releases/{public.release.id}/"
        plan = self._planned.get(public.release.id, "")
        page = release_page(public, self._voice, self.catalogue.cards, self._papers, plan)
        content = self.ink.print("release.html", self._voice.at.home + local, page=page)
        card = page.card
        head = self.heads.release(public, card)
        return self._shell("release", local, card.title.text, card.summary.text, content, head=head)

    def _papers_of(
        self, public: PublicRelease, writers: Sequence[Mapping[str, frozenset[str]]]
    ) -> Iterator[Document]:
        release_id = public.release.id
        for (key, kind, companion), written in zip(
            (("guides", "guide", "release.faq"), ("faq", "faq", "release.guide")),
            writers,
            strict=True,
        ):
            label = self._voice.say(companion)
            also = next((p for p in self._papers[release_id] if p.label == label), None)
            card = self.catalogue.cards[release_id]
            local = f"{key}/{release_id}/"
            languages = written.get(release_id, frozenset())
            if languages & set(self._names):
                yield self._paper(f"{key}/{release_id}", local, card, also, languages)
            elif public.guides_due is not None:
                yield self._stub(key, kind, local, public, also)

    def _paper(
        self, source: str, local: str, card: Card, also: Paper | None, languages: frozenset[str]
    ) -> Document:
        page, say = self._voice.at.home + local, self._voice.say
        kind = source.partition("/")[0]
        above = (say(f"{kind}.title"), f"{self._voice.at.home}{kind}/")
        only = ""
        if self._voice.language not in languages:
            shown = next(language for language in self._names if language in languages)
            name = Told(self._names[shown], shown, foreign=True)
            only = say.html("language.only", language=name)
        return self._written(
            source,
            local,
            self.heads.page(above, (card.title.text, page)),
            lead=self.ink.print("paper-lead.html", page, card=card, only=only),
            tail=self.ink.print("paper-tail.html", page, card=card, also=also),
        )

    def _stub(
        self, key: str, kind: str, local: str, public: PublicRelease, also: Paper | None
    ) -> Document:
        say, card = self._voice.say, self.catalogue.cards[public.release.id]
        title = say(f"{key}.stub_title", release=card.title.text)
        due = public.guides_due if public.state == "announced" else None
        if due is not None:
            time = self._voice.words.moment(due)
            text: str = say.html(f"{key}.stub", time=time)
            plain = say(f"{key}.stub", time=time)
        else:
            ended = "cancelled" if public.state == "cancelled" else "begun"
            plain = text = say(f"{key}.stub_{ended}")
        content = self.ink.print(
            "stub.html",
            self._voice.at.home + local,
            title=say.html(f"{key}.stub_title", release=card.title),
            text=text,
            due=utc(due) if due else "",
            then=say(f"{key}.stub_begun"),
            card=card,
            also=also,
        )
        above = (say(f"{key}.title"), f"{self._voice.at.home}{key}/")
        return self._shell(kind, local, title, plain, content, above)

    def _shell(
        self,
        kind: str,
        local: str,
        title: str,
        description: str,
        content: str,
        *above: tuple[str, str],
        head: str = "",
    ) -> Document:
        """A page of ours; ``above`` are the pages between the home page and it."""
        page = self._voice.at.home + local
        holes = {
            "title": str(escape(title)),
            "description": str(escape(description)),
            "head": head or self.heads.page(*above, (title, page)),
            "canonical": str(escape(self._look.base_url + page)),
            "content": content,
            **self._frame(local, indexed=kind not in STUBS),
        }
        return Document(f"{page}index.html", (self._voice.language, kind), holes, place=page)

    def _written(
        self, source: str, local: str, head: str, *, lead: str = "", tail: str = ""
    ) -> Document:
        page = self._voice.at.home + local
        holes = {"head": head, "lead": lead, "tail": tail, **self._frame(local)}
        shell = (self._voice.language, f"written:{source}")
        return Document(f"{page}index.html", shell, holes, place=page)

    def _frame(self, local: str, *, indexed: bool = True) -> dict[str, str]:
        """The holes that every page has."""
        others = [
            Other(o.language, self._names[o.language], o.at.home + local) for o in self._others
        ]
        return {
            "switch": self.ink.print("switch.html", self._voice.at.home + local, others=others),
            "robots": "" if indexed and not self._site.drafts else _UNINDEXED,
            "notice-bar": self._bar,
        }


def _writers(pages: frozenset[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """The languages in which each release's page was written."""
    found: dict[str, set[str]] = defaultdict(set)
    for release_id, language in pages:
        found[release_id].add(language)
    return {release_id: frozenset(languages) for release_id, languages in found.items()}
