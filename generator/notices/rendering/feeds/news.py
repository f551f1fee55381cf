"""News: the items of every feed of one language, before they have a format.

Belongs here: which messages a feed holds and in which order, an item's address, title,
categories and content. Does not belong here: the formats (``rss_atom``, ``json_feed``), how a
message is dated and named (``domain.messages``).

All formats are written from these items, so that all have the same content. An item
has the message's own id and date, for ever: a corrected typo changes its text alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest

from notices.domain.outbox import as_planned
from notices.domain.policy import update_number
from notices.domain.public import Message, PublicPlan, PublicRelease, PublicSite
from notices.rendering.addresses import Addresses
from notices.rendering.feeds.topics import Kind, TopicKey, keys_of, topics_of
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.plain import plain
from notices.rendering.registry import LanguageContext
from notices.rendering.views.effects import downtime_of
from notices.rendering.views.plan_page import in_order, plan_page, plan_title
from notices.rendering.views.release_page import ReleasePage, release_page
from notices.rendering.views.step import Step
from notices.rendering.views.timeline import message_title, step_of

__all__ = ["DAY", "NEWEST", "Feed", "FeedItem", "FeedTerm", "feeds_of", "paths_of"]

NEWEST = 50
"""How many items a feed holds at the least, where there are so many."""

DAY = timedelta(hours=24)
"""A feed holds all that was published so long before its newest item, however many."""

_Announced = tuple[Message, PublicRelease | PublicPlan]


@dataclass(frozen=True, slots=True)
class FeedTerm:
    """A category of the policy or a system: ``label`` in words, ``scheme`` what ``id`` is one of.

    ``scheme`` is a URI and the same in every language; there is no page at it.
    """

    id: str
    label: str
    scheme: str


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One message in the words of one language.

    ``dated`` is in UTC and unique; ``url`` is absolute and leads to the message on its page.
    ``title`` and ``summary`` are plain text, ``content`` is HTML that is safe to show, with
    absolute links alone.
    """

    uid: str
    url: str
    title: str
    dated: datetime
    terms: tuple[FeedTerm, ...]
    summary: str
    content: str


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed of one language, in no format yet; newest item first, no two of one date.

    ``id`` never changes while the site stays where it is. ``page`` is the absolute URL of the
    page with the same content; ``rss``, ``atom`` and ``json`` are where the formats stand, below
    ``base_url``. ``updated`` is the newest item's date, and the beginning of the promise where
    there is none: never the clock's. ``hubs`` are the addresses that tell of its changes (WebSub).
    """

    id: str
    title: str
    about: str
    author: str
    language: str
    generation: str
    base_url: str
    page: str
    rss: str
    atom: str
    json: str
    updated: datetime
    items: tuple[FeedItem, ...]
    hubs: tuple[str, ...] = ()


def feeds_of(context: LanguageContext) -> tuple[Feed, ...]:
    """The feeds of one language: the whole, then one a category of the policy and one a system.

    Each holds the newest messages, and at least a day of them, so that whoever asks once a day
    misses none. Plans are in the whole feed alone: they are of no category. Every feed is there
    from the beginning, empty while nothing is published; a retired system has none.
    """
    return tuple(_feeds(context))


def _feeds(context: LanguageContext) -> Iterator[Feed]:
    site, locale, items = context.site, context.locale, _Items(context)
    at, base, name = locale.at, context.theme.base_url, context.theme.site_name
    newest = _newest(site)

    def feed(
        of: TopicKey | None, title: str, about: str, page: str, paths: tuple[str, str, str]
    ) -> Feed:
        entries = tuple(items.of(message, entry) for message, entry in newest.get(of, ()))
        rss, atom, json = paths
        return Feed(
            id=base + atom,
            title=title,
            about=about,
            author=name,
            language=locale.language,
            generation=site.generation,
            base_url=base,
            page=base + page,
            rss=rss,
            atom=atom,
            json=json,
            updated=entries[0].dated if entries else site.policy.promise_begins,
            items=entries,
            hubs=site.hubs,
        )

    texts = locale.say("feed.title", site=name), locale.say("feed.description", site=name)
    yield feed(None, *texts, at.home, (at.feed, at.atom, at.json_feed))
    for topic in topics_of(site, locale):
        yield feed(
            topic.key,
            locale.say("feed.title_of", site=name, name=topic.name),
            locale.say(f"feed.description_of.{topic.kind}", site=name, name=topic.name),
            at.changelog_of(*topic.key),
            paths_of(locale, *topic.key),
        )


def paths_of(locale: Locale, kind: Kind, name: str) -> tuple[str, str, str]:
    """Where RSS, Atom and JSON Feed of one category or system stand, below the site's root."""
    stem = locale.at.feed_of(kind, name)
    return f"{stem}.xml", f"{stem}.atom.xml", f"{stem}.json"


def _newest(site: PublicSite) -> dict[TopicKey | None, list[_Announced]]:
    """The newest messages of each feed; ``None`` names the whole one."""
    by_topic: dict[TopicKey | None, list[_Announced]] = defaultdict(list)
    for public in site.releases:
        if public.preview:
            continue
        messages: list[_Announced] = [(message, public) for message in public.messages]
        by_topic[None] += messages
        for key in keys_of(public):
            by_topic[key] += messages
    by_topic[None] += [(message, plan) for plan in site.plans for message in plan.messages]
    return {of: _latest(messages) for of, messages in by_topic.items() if messages}


def _latest(messages: list[_Announced]) -> list[_Announced]:
    """The newest of some messages, the newest first: as many as a feed holds."""
    since = max(message.at for message, _ in messages) - DAY
    of_the_day = sum(message.at >= since for message, _ in messages)
    return nlargest(max(NEWEST, of_the_day), messages, key=_age)


def _age(entry: _Announced) -> tuple[datetime, str]:
    return entry[0].dated, entry[0].uid


class _Items:
    """The items of one language, each made once however many feeds hold it.

    ``labels`` are what categories and systems are called, retired ones too.
    """

    def __init__(self, context: LanguageContext) -> None:
        site, theme, locale = context.site, context.theme, context.locale
        self._site, self._theme, self._locale = site, theme, locale
        self._renderer, self._cards = context.renderer, context.cards
        self._guide_pages = context.guide_pages
        self._items: dict[str, FeedItem] = {}
        self._pages: dict[str, ReleasePage] = {}
        self.labels: dict[Kind, dict[str, str]] = {
            "category": {
                category.id: locale.localize(category.label).text
                for category in site.policy.categories.values()
            },
            "system": {system.id: locale.localize(system.name).text for system in site.systems},
        }
        root = Addresses(locale.default, locale.default)
        self._schemes: dict[Kind, str] = {
            kind: theme.base_url + root.feed_of(kind, "") for kind in self.labels
        }

    def of(self, message: Message, entry: PublicRelease | PublicPlan) -> FeedItem:
        """The item of a message of a release or a plan."""
        item = self._items.get(message.uid)
        if item is None:
            if isinstance(entry, PublicPlan):
                item = self._plan(message, entry)
            else:
                item = self._release(message, entry)
            self._items[message.uid] = item
        return item

    def _release(self, message: Message, public: PublicRelease) -> FeedItem:
        locale, page = self._locale, self._page(public)
        card, times = page.card, locale.times
        label = locale.localize(public.category.label).text
        step = step_of(locale, public, message)
        news = " ".join(update.text.text for update in step.updates)
        news = news if update_number(message.notice) else ""
        ending = page if public.is_told_by(message) else None
        systems = dict.fromkeys(public.release.impact.systems)
        window = times.window(message.start, message.end, zone="long").text
        return FeedItem(
            uid=message.uid,
            url=f"{self._theme.base_url}{card.url}#{message.anchor}",
            title=message_title(locale, public, message),
            dated=message.dated,
            terms=(
                FeedTerm(public.category.id, label, self._schemes["category"]),
                *(
                    FeedTerm(system, self.labels["system"][system], self._schemes["system"])
                    for system in systems
                    if system in self.labels["system"]
                ),
            ),
            summary=news
            or (ending and self._ended(ending))
            or self._again(message, public, step, window)
            or card.summary.text,
            content=self._renderer.render(
                "feed-item.html",
                card.url,
                page=page,
                summary=card.summary,
                window=window,
                step=step,
                news=news,
                brief=message.updates_only,
                ended="cancelled" if message.cancels else message.result or "",
                ending=ending,
            ).strip(),
        )

    def _ended(self, page: ReleasePage) -> str:
        """How a release ended, and why, as plain text."""
        told = [plain(page.outcome)] if page.outcome else []
        if told and page.reason:
            told.append(self._locale.say("notice.reason", reason=page.reason.text))
        return " ".join(told)

    def _again(self, message: Message, public: PublicRelease, step: Step, window: str) -> str:
        """What a move or a reminder has to say, as plain text; empty for other messages."""
        say = self._locale.say
        lead = f"{step.label}: {window}."
        if step.before:
            before = say("notice.before", window=step.before.text)
            told = f"{lead} {before}."
            why = step.moved_reason
            return f"{told} {say('notice.reason', reason=why.text)}" if why else told
        if message.changes or message == public.messages[0]:
            return ""
        downtime = downtime_of(public, self._locale)
        effect = "calendar.downtime" if downtime else "calendar.no_downtime"
        return f"{lead} {say(effect, length=downtime)}"

    def _plan(self, message: Message, public: PublicPlan) -> FeedItem:
        """A plan as it was announced: nothing of it changes with what became of it."""
        page = plan_page(as_planned(public), self._site.policy, self._locale, self._cards)
        return FeedItem(
            uid=message.uid,
            url=f"{self._theme.base_url}{page.url}#{message.anchor}",
            title=plan_title(public.plan, self._locale),
            dated=message.dated,
            terms=tuple(
                FeedTerm(name, self.labels["category"][name], self._schemes["category"])
                for name in dict.fromkeys(listed.item.category for listed in in_order(public))
            ),
            summary=page.about,
            content=self._renderer.render("feed-plan.html", page.url, page=page).strip(),
        )

    def _page(self, public: PublicRelease) -> ReleasePage:
        release_id = public.release.id
        if release_id not in self._pages:
            page = release_page(public, self._locale, self._cards, self._guide_pages)
            self._pages[release_id] = page
        return self._pages[release_id]
