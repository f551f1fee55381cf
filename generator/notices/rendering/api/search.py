"""The search index: what the box in the header looks through, one file for each language.

Belongs here: which pages can be found, and what of each is kept. Does not belong here: which
letters are folded beside those that Unicode takes apart (``domain.names``); folding, matching and
ranking, which the browser does with titles and queries alike (``search.js`` of the theme).

The file is for that script alone and has its shape; programs read ``notices_json``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from notices.domain.instants import midnight, utc
from notices.domain.names import LETTERS
from notices.domain.policy import Texts
from notices.domain.public import UNSETTLED, PublicPlan, PublicRelease, PublicSite
from notices.rendering.documents import Cache, Document
from notices.rendering.inputs import SiteInputs
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.registry import FileKind, Output
from notices.rendering.rows import Rows
from notices.rendering.views.cards import Card
from notices.rendering.views.plan_page import in_order, nothing_planned

__all__ = ["OUTPUT", "SEARCHED", "search_example", "search_index"]

SEARCHED = 2_000
"""How many releases can be found: the newest ones.

So many are some 0.1 MB on their way, and folded before the reader has typed a word, on a small
phone too. Whoever wants an older one knows its year, and the changelog has a page for that.
"""

# Where they stand in the entry of a release.
_LABELS, _STATE = 3, 5


def search_example(site: PublicSite) -> Texts:
    """Something that the search finds: a system of the newest release, else that one's title.

    Empty where there is no release. Nothing of a preview is taken.
    """
    newest = next((public.release for public in site.releases if not public.preview), None)
    if newest is None:
        return {}
    names = {system.id: system.name for system in site.systems}
    named = (names[each] for each in newest.impact.systems if each in names)
    return next(named, newest.title)


def search_index(
    site: PublicSite,
    locale: Locale,
    cards: Mapping[str, Card],
    inputs: SiteInputs,
    cache: Cache,
    icons: Mapping[str, str],
) -> Document:
    """``/search.json`` of one language: the newest releases with their guides, and all plans.

    ``entries`` are newest first, one a line: URL below the language's home, title, summary,
    labels (places in ``labels``), guides and questions (keys of ``papers``), state, window in words, and
    start and end in UTC where the reader's clock can change the state. What is empty at the end
    of an entry is left out. ``letters`` are :data:`~notices.domain.names.LETTERS`. A text in another language than
    the index's is a pair: text, language. A guide has the address of its release below the folder that is its key.

    ``cards`` hold every release of the site; ``icons`` has the path of each state's. Nothing of a
    preview enters.
    """
    writer = _SearchWriter(site, locale, cards, icons)
    rows = Rows(cache, f"search {locale.language}")
    shown = [public for public in site.releases if not public.preview][:SEARCHED]
    entries = []
    for public in shown:
        row = rows.row(
            inputs.of("search", locale.language, inputs.release(public), writer.papers(public)),
            partial(writer.release, public),
        )
        entries.append((public.release.window.start, writer.listed(row)))
    rows.keep()
    if site.policy.plan is not None:
        entries += [
            (midnight(plan.plan.month, site.policy.zone), writer.plan(plan)) for plan in site.plans
        ]
    entries.sort(key=lambda entry: entry[0], reverse=True)
    lines = ",\n".join(_line(entry) for _, entry in entries)
    text = f'{_line(writer.head())[:-1]},"entries":[\n{lines}\n]}}\n'
    return Document(locale.at.search, data=text.encode())


class _SearchWriter:
    """Entries as JSON's own types; labels are kept once and named by their place."""

    def __init__(
        self,
        site: PublicSite,
        locale: Locale,
        cards: Mapping[str, Card],
        icons: Mapping[str, str],
    ) -> None:
        self._site, self._locale, self._cards, self._icons = site, locale, cards, icons
        pages = {"guides": site.guides, "faq": site.faq}
        self._written = {
            key: {name for name, language in found if language in site.policy.languages}
            for key, found in pages.items()
        }
        self._labels: dict[str | tuple[str, str], int] = {}
        self._states: dict[str, str] = {key: locale.say(f"state.{key}") for key in UNSETTLED}

    def head(self) -> dict[str, object]:
        """What comes before the entries; asked for when they have been written."""
        say = self._locale.say
        return {
            "generation": self._site.generation,
            "language": self._locale.language,
            "count": say.forms("search.count"),
            "more": say.forms("search.more"),
            "none": say("search.none"),
            "all": say("search.all"),
            "papers": {"guides": say("release.guide"), "faq": say("release.faq")},
            "states": self._states,
            "icons": {state: self._icons[state] for state in self._states},
            "labels": list(self._labels),
            "letters": LETTERS,
        }

    def release(self, public: PublicRelease) -> str:
        """A release with its guide and its questions, as the lists of those show them.

        Its labels stand as texts, and its state in words behind the rest.
        """
        card, window = self._cards[public.release.id], public.release.window
        when = self._locale.times.span(window.start, window.end)
        times = [utc(window.start), utc(window.end)] if card.badge.live else []
        return _line(
            [
                self._local(card.url),
                _text(card.title),
                _text(card.summary),
                [_text(name) for name in (card.category, *card.systems)],
                self.papers(public),
                card.badge.key,
                when,
                *times,
                card.badge.label,
            ]
        )

    def listed(self, row: str) -> list[object]:
        """The entry of a release, from its row."""
        entry: list[Any]
        *entry, label = json.loads(row)
        entry[_LABELS] = [self._label(_hashable(text)) for text in entry[_LABELS]]
        self._states.setdefault(entry[_STATE], label)
        return entry

    def plan(self, public: PublicPlan) -> list[object]:
        """A monthly plan: in place of a summary, its own and what it lists, or that that is nothing."""
        plan, localize = public.plan, self._locale.localize
        items = (localize(item.item.title).text for item in in_order(public))
        texts = [nothing_planned(public, self._locale), localize(plan.summary).text, *items]
        return [
            self._local(self._locale.at.plan(plan.id)),
            self._locale.times.month(plan.month.year, plan.month.month, "plans.month_title"),
            " · ".join(text for text in texts if text),
        ]

    def papers(self, public: PublicRelease) -> list[str]:
        """The keys of its guide and its questions, of those that are written."""
        return [key for key, ids in self._written.items() if public.release.id in ids]

    def _local(self, url: str) -> str:
        return url.removeprefix(self._locale.at.home)

    def _label(self, label: str | tuple[str, str]) -> int:
        return self._labels.setdefault(label, len(self._labels))


def _hashable(text: str | list[str]) -> str | tuple[str, str]:
    return text if isinstance(text, str) else (text[0], text[1])


def _text(text: LocalizedText) -> str | tuple[str, str]:
    return (text.text, text.language) if text.foreign else text.text


# ``json.dumps`` makes another one for each line.
_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


OUTPUT = Output(
    (FileKind("{home}search.json", "application/json", "revalidate"),),
    for_language=lambda c: [
        search_index(c.site, c.locale, c.cards, c.inputs, c.theme.cache, c.renderer.icons)
    ],
)
