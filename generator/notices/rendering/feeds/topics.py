"""Topics: what has feeds and a calendar of its own beside those of the whole site.

Belongs here: which topics there are, what they are called, and what a release is of. Does not
belong here: what stands in their files (``news``, ``calendar``), the addresses (``addresses``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from notices.domain.public import PublicRelease, PublicSite
from notices.rendering.locale.locale import Locale

__all__ = ["Kind", "Topic", "TopicKey", "keys_of", "topics_of"]

Kind = Literal["category", "system"]
TopicKey = tuple[Kind, str]


class Topic(NamedTuple):
    """One category of the policy, or one system, with its name in the words of one language."""

    kind: Kind
    id: str
    name: str

    @property
    def key(self) -> TopicKey:
        """What it is, whatever the language."""
        return self.kind, self.id


def topics_of(site: PublicSite, locale: Locale) -> Iterator[Topic]:
    """Every category, then every system that is not retired, in the order of policy and systems."""
    for category in site.policy.categories.values():
        yield Topic("category", category.id, locale.localize(category.label).text)
    for system in site.current_systems:
        yield Topic("system", system.id, locale.localize(system.name).text)


def keys_of(public: PublicRelease) -> Iterator[TopicKey]:
    """What a release is of, each once."""
    yield "category", public.category.id
    for system in dict.fromkeys(public.release.impact.systems):
        yield "system", system
