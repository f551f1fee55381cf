"""A sample of a site: what is enough of it to find what is wrong with the pages and the theme.

Belongs here: which releases and plans are in it. Does not belong here: finding problems
(``dead_links``, ``lost_words``, ``frame_faults``), rendering any of it (``splicing``).

A fault of a template shows on the pages of one kind of release or another, and a hand-written page
leads to some releases. So the sample has two of each kind, and what the texts of pages name.
All else of a site of ten thousand releases would be rendered only to be thrown away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import fields, replace
from html import unescape
from typing import Any, TypeVar
from urllib.parse import unquote

from notices.domain.policy import Texts
from notices.domain.public import PublicPlan, PublicRelease, PublicSite
from notices.domain.release import Release
from notices.hosts.hidden_names import HiddenNames
from notices.rules.texts import announcement_texts, plan_texts

__all__ = ["names_in", "sample_of"]

T = TypeVar("T")

_EACH = 2
_NAME = re.compile(r"[a-z0-9-]+")


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """Whatever the HTML of pages may name: an id, a month, a year, each alone or behind a hyphen.

    The place of a release in a list is called by its id with something before it.
    """
    found: set[str] = set()
    for text in texts:
        found.update(_NAME.findall(unquote(unescape(text))))
    return frozenset(
        parts[at:] for parts in found for at in (0, *(m.end() for m in re.finditer("-", parts)))
    )


def sample_of(site: PublicSite, named: Collection[str]) -> PublicSite:
    """The site with two releases and plans of each kind, and those that are ``named``.

    A release is in it as well where somebody wrote its guide, which stands on a page of ours, and
    an entry that names what is hidden, which is looked for on every page.
    """
    hidden = HiddenNames(site.hidden)
    written = {release_id for release_id, _ in (*site.guides, *site.faq)}

    def names_hidden(texts: Iterable[tuple[str, Texts]]) -> bool:
        return bool(site.hidden) and hidden.are_in(_joined(texts).encode())

    def is_plan_needed(public: PublicPlan) -> bool:
        return public.plan.id in named or names_hidden(plan_texts(public.plan))

    plans = tuple(_chosen(site.plans, _traits_of_plan, is_plan_needed))
    listed = {
        item.release.release.id: item.result
        for plan in plans
        for item in plan.items
        if item.release is not None
    }
    unplanned = {public.release.id for plan in plans for public in plan.unplanned}

    def is_needed(public: PublicRelease) -> bool:
        release = public.release
        return release.id in named or release.id in written or names_hidden(_texts_of(release))

    def traits(public: PublicRelease) -> Iterator[Hashable]:
        yield from _traits_of_release(public)
        start = public.release.window.start.astimezone(site.policy.zone)
        yield "year", start.year
        if (month := f"{start:%Y-%m}") in named:
            yield "month", month
        if public.release.id in listed:
            yield "listed", listed[public.release.id]
        if public.release.id in unplanned:
            yield "unplanned", True

    releases = tuple(_chosen(site.releases, traits, is_needed))
    ids = {public.release.id for public in releases}
    return replace(site, releases=releases, plans=tuple(_within(plan, ids) for plan in plans))


def _chosen(
    entries: Iterable[T],
    traits_of: Callable[[T], Iterable[Hashable]],
    is_needed: Callable[[T], bool],
) -> Iterator[T]:
    """The entries that are needed, and each one with a trait that fewer than two before it have."""
    seen: Counter[Hashable] = Counter()
    for entry in entries:
        traits = {*traits_of(entry)}
        if is_needed(entry) or any(seen[trait] < _EACH for trait in traits):
            seen.update(traits)
            yield entry


def _traits_of_release(public: PublicRelease) -> Iterator[Hashable]:
    """All by which the pages of two releases may differ in more than their words."""
    release = public.release
    yield public.category.id, public.state
    yield "result", release.outcome and release.outcome.result
    yield "guides", public.state, public.guides_due is not None
    for part in (public, release, release.window, release.impact):
        yield from _filled(part)
    for issue in release.known_issues:
        yield "issue", issue.status, issue.workaround is not None
    for standing in public.notices:
        yield "notice", standing.rule.id, standing.status
    for message in public.messages:
        yield "message", message.notice, message.verdict
        yield from _filled(message)


def _traits_of_plan(public: PublicPlan) -> Iterator[Hashable]:
    yield "state", public.state
    yield from _filled(public)
    yield from _filled(public.plan)
    for item in public.items:
        yield "item", item.result, item.release is not None
        yield from _filled(item.item)


def _texts_of(release: Release) -> Iterator[tuple[str, Texts]]:
    """Whatever readers see of what a person wrote."""
    yield from announcement_texts(release)
    for issue in release.known_issues:
        yield "known_issues", issue.title
        if issue.workaround is not None:
            yield "known_issues", issue.workaround
    if release.cancelled is not None:
        yield "cancelled", release.cancelled.reason


def _joined(texts: Iterable[tuple[str, Texts]]) -> str:
    return "\n".join(text for _, languages in texts for text in languages.values())


def _filled(value: Any) -> Iterator[Hashable]:
    """Of an instance of a data class, which of its fields say something."""
    for field in fields(value):
        if getattr(value, field.name):
            yield type(value), field.name


def _within(plan: PublicPlan, ids: Collection[str]) -> PublicPlan:
    """The plan as if only the releases with these ids were public."""
    items = [
        item if item.release is None or item.release.release.id in ids
        else replace(item, release=None)
        for item in plan.items
    ]  # fmt: skip
    unplanned = [public for public in plan.unplanned if public.release.id in ids]
    return replace(plan, items=tuple(items), unplanned=tuple(unplanned))
