"""The ways to follow, in the words of one language.

Belongs here: which addresses the page offers beside the whole feeds, and how they are grouped.
Does not belong here: what stands at them (``news``, ``calendar``), the layout
(``theme/templates``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.domain.public import PublicSite
from generator.rendering.documents import Look
from generator.rendering.feeds.news import Kind, paths_of
from generator.rendering.language.texts import Told
from generator.rendering.language.voice import Voice

__all__ = ["SubscribePage", "Topic", "TopicGroup", "subscribe_page"]


@dataclass(frozen=True, slots=True)
class Topic:
    """What there are feeds of: all, one category, one system; URLs are below the site's root."""

    name: Told
    rss: str
    atom: str
    json: str


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """Topics that stand together: the categories, or the systems of one group."""

    title: Told
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class SubscribePage:
    """``calendar`` is the address that calendar programs open by themselves."""

    calendar: str
    whole: Topic
    groups: tuple[TopicGroup, ...]
    plans: bool


def subscribe_page(site: PublicSite, look: Look, voice: Voice) -> SubscribePage:
    """The page of one language: every category of the policy, every system of the site."""
    at, (_, _, host) = voice.at, look.base_url.partition("://")
    categories = ((c.id, voice.tell(c.label)) for c in site.policy.categories.values())
    groups = [
        TopicGroup(voice.own("subscribe.by_category"), _topics(voice, "category", categories))
    ]
    for title in dict.fromkeys(voice.tell(system.group) for system in site.systems):
        systems = ((s.id, voice.tell(s.name)) for s in site.systems if voice.tell(s.group) == title)
        groups.append(TopicGroup(title, _topics(voice, "system", systems)))
    return SubscribePage(
        calendar=f"webcal://{host}{at.calendar}",
        whole=Topic(Told("", voice.language), at.feed, at.atom, at.json_feed),
        groups=tuple(groups),
        plans=site.policy.plan is not None,
    )


def _topics(voice: Voice, kind: Kind, named: Iterable[tuple[str, Told]]) -> tuple[Topic, ...]:
    return tuple(Topic(name, *paths_of(voice, kind, entry)) for entry, name in named)
