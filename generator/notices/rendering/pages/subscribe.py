"""The ways to follow, in the words of one language.

Belongs here: which addresses the page offers beside the whole feeds, and how they are grouped.
Does not belong here: what is at them (``news``, ``calendar``), the layout
(``theme/templates``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from notices.rendering.documents import Document
from notices.rendering.feeds.news import Kind, paths_of
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.registry import LanguageContext, PageKind, PageSet
from notices.rendering.shells import WRITTEN

__all__ = ["PAGES", "SubscribePage", "Topic", "TopicGroup", "subscribe_page"]

_SUBSCRIBE = PageKind(WRITTEN + "subscribe", "subscribe/", "subscribe", 6, ("subscribe.css",))


@dataclass(frozen=True, slots=True)
class Topic:
    """What there are feeds of: all, one category, one system; URLs are below the site's root."""

    name: LocalizedText
    rss: str
    atom: str
    json: str


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """Topics that are shown together: the categories, or the systems of one group."""

    title: LocalizedText
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class SubscribePage:
    """``calendar`` is the address that calendar programs open by themselves."""

    calendar: str
    whole: Topic
    groups: tuple[TopicGroup, ...]
    plans: bool


def subscribe_page(context: LanguageContext) -> SubscribePage:
    """The page of one language: every category of the policy, every current system."""
    site, locale, at = context.site, context.locale, context.locale.at
    _, _, host = context.theme.base_url.partition("://")
    categories = ((c.id, locale.localize(c.label)) for c in site.policy.categories.values())
    groups = [
        TopicGroup(locale.phrase("subscribe.by_category"), _topics(locale, "category", categories))
    ]
    for title in dict.fromkeys(locale.localize(system.group) for system in site.current_systems):
        systems = (
            (s.id, locale.localize(s.name))
            for s in site.current_systems
            if locale.localize(s.group) == title
        )
        groups.append(TopicGroup(title, _topics(locale, "system", systems)))
    return SubscribePage(
        calendar=f"webcal://{host}{at.calendar}",
        whole=Topic(LocalizedText("", locale.language), at.feed, at.atom, at.json_feed),
        groups=tuple(groups),
        plans=site.policy.plan is not None,
    )


def _topics(
    locale: Locale, kind: Kind, named: Iterable[tuple[str, LocalizedText]]
) -> tuple[Topic, ...]:
    return tuple(Topic(name, *paths_of(locale, kind, entry)) for entry, name in named)


def _subscribe(context: LanguageContext) -> Iterator[Document]:
    locale, url = context.locale, context.locale.at.subscribe
    page = subscribe_page(context)
    tail = context.renderer.render("subscribe-tail.html", url, page=page)
    head = context.heads.page((locale.say("nav.subscribe"), url))
    yield context.frame.written("subscribe", _SUBSCRIBE.path, head, tail=tail)


PAGES = PageSet(20, (_SUBSCRIBE,), _subscribe)
