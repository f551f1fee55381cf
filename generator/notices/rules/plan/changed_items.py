"""The items of an announced plan: what may change and what not (the rule ``taken-back``).

Belongs here: the comparison of a plan's file with its announced copy. Does not belong here: the
rule itself (``release.taken_back``), which holds for releases too.
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import phrase
from notices.domain.plans import PlanItem
from notices.domain.problem import Fact, Problem
from notices.rules.plan_context import PlanContext

__all__ = ["changed_items"]


def changed_items(context: PlanContext) -> Iterator[Problem]:
    """An error where an announced item is changed or gone, or another one is added.

    A title may gain a language, and an item a link to its release; the order does not count.
    """
    if context.shown is None:
        return
    left = list(context.plan.items)
    missing = []
    # Items with more languages first: they have fewer items to choose from.
    for item in sorted(context.shown.items, key=lambda item: -len(item.title)):
        same = [other for other in left if _keeps(item, other)]
        if same:
            left.remove(min(same, key=lambda other: len(other.title)))
        else:
            missing.append(item)
    if not left and not missing:
        return
    yield context.error(
        "taken-back",
        "items",
        phrase("this plan is announced; its items can no longer change"),
        phrase(
            "Restore the items; a release that moves is announced by itself, and the plan's page "
            "shows what became of each item."
        ),
        facts=tuple(fact for item in left for fact in _facts(item)),
    )


def _keeps(shown: PlanItem, item: PlanItem) -> bool:
    """Whether an item still says all that customers were shown of it."""
    return (item.category, item.expected) == (shown.category, shown.expected) and all(
        item.title.get(language) == text for language, text in shown.title.items()
    )


def _facts(item: PlanItem) -> Iterator[Fact]:
    yield from (item.category, item.expected)
    for language, text in sorted(item.title.items()):
        yield f"{language}: {text}"
