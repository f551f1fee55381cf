"""What can be chosen among the releases of the changelog.

Belongs here: the choices, in the words of one language. Does not belong here: which releases are on
which page (``changelog``), and choosing: the browser does that, among what is on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from notices.domain.public import UNSETTLED, PublicSite
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.views.cards import badge_key, tone_of

__all__ = ["Choice", "ChoiceGroup", "Filter", "filter_of"]

_STATES = (*UNSETTLED, "completed", "partial", "rolled_back", "cancelled")


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen; ``feed`` (below the site's root) has nothing else."""

    id: str
    label: LocalizedText
    tone: int = 0
    feed: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """The systems of one group."""

    title: LocalizedText
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """What the browser can choose by; each list is empty where there is nothing to choose."""

    categories: tuple[Choice, ...]
    systems: tuple[ChoiceGroup, ...]
    states: tuple[Choice, ...]


def filter_of(site: PublicSite, locale: Locale) -> Filter:
    """What any release of the site is of, in the order of policy and systems.

    The same on every page of the changelog, so that a choice is kept from one to the other.
    """
    categories = {public.category.id for public in site.releases}
    systems = {name for public in site.releases for name in public.release.impact.systems}
    states = {badge_key(public) for public in site.releases}
    if not states.isdisjoint(UNSETTLED):
        # By the reader's clock what is announced may be running.
        states.update(UNSETTLED)
    groups: dict[LocalizedText, list[Choice]] = {}
    for system in site.current_systems:
        if system.id in systems:
            feed = f"{locale.at.feed_of('system', system.id)}.xml"
            choice = Choice(system.id, locale.localize(system.name), feed=feed)
            groups.setdefault(locale.localize(system.group), []).append(choice)
    return Filter(
        categories=_worth(
            Choice(
                category.id,
                locale.localize(category.label),
                tone_of(category.id, site.policy),
                f"{locale.at.feed_of('category', category.id)}.xml",
            )
            for category in site.policy.categories.values()
            if category.id in categories
        ),
        systems=tuple(ChoiceGroup(title, tuple(choices)) for title, choices in groups.items()),
        states=_worth(
            Choice(state, locale.phrase(f"state.{state}")) for state in _STATES if state in states
        ),
    )


def _worth(choices: Iterator[Choice]) -> tuple[Choice, ...]:
    """The choices, if there is more than one."""
    chosen = tuple(choices)
    return chosen if len(chosen) > 1 else ()
