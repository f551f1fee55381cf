"""Guides and questions: the page of each, written or not, and their two lists (II.5).

Belongs here: which of these pages there are, and what stands around a hand-written text. Does
not belong here: the text itself (``hosts``), when it is shown (``rules.pages``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from notices.domain.instants import utc
from notices.domain.public import PublicRelease, PublicSite
from notices.rendering.documents import Document
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.templates import TemplateRenderer
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.metadata.heads import Heads
from notices.rendering.pages.frame import Frame
from notices.rendering.views.cards import Card
from notices.rendering.views.release_page import GuidePage, guide_pages

__all__ = ["GuidePages"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of guides, or of questions."""

    title: LocalizedText
    summary: LocalizedText
    guide: GuidePage


class GuidePages:
    """Guides and questions in one language; ``cards`` hold every release of the site.

    ``all`` are the papers of each release, by its id.
    """

    def __init__(
        self,
        site: PublicSite,
        locale: Locale,
        cards: Mapping[str, Card],
        renderer: TemplateRenderer,
        heads: Heads,
        frame: Frame,
    ) -> None:
        self._locale, self._cards, self._renderer, self._heads = locale, cards, renderer, heads
        self._frame = frame
        self._writers = (_writers(site.guides), _writers(site.faq))
        self.all = {
            public.release.id: guide_pages(public, site, locale) for public in site.releases
        }

    def indexes(self) -> Iterator[Document]:
        """The list of all guides, and of all questions."""
        say = self._locale.say
        for key, kind, label in (
            ("guides", "guides", say("release.guide")),
            ("faq", "faq-index", say("release.faq")),
        ):
            entries = [
                Entry(card.title, card.summary, guide)
                for release_id, card in self._cards.items()
                for guide in self.all[release_id]
                if guide.label == label
            ]
            local = f"{key}/"
            title, about = say(f"{key}.title"), say(f"{key}.description")
            content = self._renderer.print(
                "guides.html",
                self._locale.at.home + local,
                title=title,
                description=about,
                entries=entries,
                nothing=say(f"{key}.none"),
            )
            yield self._frame.shell(kind, local, title, about, content)

    def of(self, public: PublicRelease) -> Iterator[Document]:
        """The guide and the questions of one release, or their stubs (II.5)."""
        release_id = public.release.id
        for (key, kind, companion), written in zip(
            (("guides", "guide", "release.faq"), ("faq", "faq", "release.guide")),
            self._writers,
            strict=True,
        ):
            label = self._locale.say(companion)
            also = next((p for p in self.all[release_id] if p.label == label), None)
            card = self._cards[release_id]
            local = f"{key}/{release_id}/"
            languages = written.get(release_id, frozenset())
            if languages & set(self._frame.names):
                yield self._paper(f"{key}/{release_id}", local, card, also, languages)
            elif public.guides_due is not None:
                yield self._stub(key, kind, local, public, also)

    def _paper(
        self, source: str, local: str, card: Card, also: GuidePage | None, languages: frozenset[str]
    ) -> Document:
        page, say = self._locale.at.home + local, self._locale.say
        kind = source.partition("/")[0]
        above = (say(f"{kind}.title"), f"{self._locale.at.home}{kind}/")
        only = ""
        if self._locale.language not in languages:
            shown = next(language for language in self._frame.names if language in languages)
            name = LocalizedText(self._frame.names[shown], shown, foreign=True)
            only = say.html("language.only", language=name)
        return self._frame.written(
            source,
            local,
            self._heads.page(above, (card.title.text, page)),
            lead=self._renderer.print("guide-lead.html", page, card=card, only=only),
            tail=self._renderer.print("guide-tail.html", page, card=card, also=also),
        )

    def _stub(
        self, key: str, kind: str, local: str, public: PublicRelease, also: GuidePage | None
    ) -> Document:
        say, card = self._locale.say, self._cards[public.release.id]
        title = say(f"{key}.stub_title", release=card.title.text)
        due = public.guides_due if public.state == "announced" else None
        if due is not None:
            time = self._locale.words.moment(due)
            text: str = say.html(f"{key}.stub", time=time)
            plain = say(f"{key}.stub", time=time)
        else:
            ended = "cancelled" if public.state == "cancelled" else "begun"
            plain = text = say(f"{key}.stub_{ended}")
        content = self._renderer.print(
            "stub.html",
            self._locale.at.home + local,
            title=say.html(f"{key}.stub_title", release=card.title),
            text=text,
            due=utc(due) if due else "",
            then=say(f"{key}.stub_begun"),
            card=card,
            also=also,
        )
        above = (say(f"{key}.title"), f"{self._locale.at.home}{key}/")
        return self._frame.shell(kind, local, title, plain, content, above)


def _writers(pages: frozenset[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """The languages in which each release's page was written."""
    found: dict[str, set[str]] = defaultdict(set)
    for release_id, language in pages:
        found[release_id].add(language)
    return {release_id: frozenset(languages) for release_id, languages in found.items()}
