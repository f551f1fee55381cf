"""A policy leaves a window to every kind of release.

Allowed windows, freezes and quotas may each be fine, and leave nothing together: then no release of
the category can be announced any more without an approval. So a window of the usual length (that of
`slots`: the longest downtime of the category, else two hours) is searched in the year ahead, as if
no other release were there. Days of which `content/holidays.yml` says nothing are not the policy's
fault: `holidays-missing` names them.

Fails::

    # content/policy.yml
    freezes: [{id: closing, from: 2026-12-01, to: 2036-12-31, kind: hard}]

Passes::

    # content/policy.yml
    freezes: [{id: closing, from: 2026-12-01, to: 2026-12-31, kind: hard}]
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.freezes import Freeze
from notices.domain.hindrances import Hindrance, hindrance
from notices.domain.phrases import NO_TEXT, Phrase, counted, joined, phrase
from notices.domain.policy import Category, Policy
from notices.domain.problem import Problem
from notices.domain.wording import either, every, span_text
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule

__all__ = ["RULE"]

_NAMED = 3
"""So many freezes are named at most."""


def _no_slot(context: ProjectContext) -> Iterator[Problem]:
    policy = context.policy
    in_use = [system.id for system in context.systems if not system.retired]
    frozen: dict[tuple[str, ...], tuple[tuple[Freeze, ...], list[Category]]] = {}
    for category in policy.categories.values():
        found = hindrance(category, policy, in_use, context.now)
        if found is not None and found.freezes:
            ids = tuple(freeze.id for freeze in found.freezes)
            frozen.setdefault(ids, (found.freezes, []))[1].append(category)
        elif found is not None:
            yield _of_category(found, category, policy)
    for freezes, categories in frozen.values():
        yield _frozen(freezes, categories, policy)


def _of_category(found: Hindrance, category: Category, policy: Policy) -> Problem:
    """The category's own rows or one of its quotas are in the way."""
    windows, length = category.windows, span_text(found.length)
    field, quota = f"categories.{category.id}.windows.allowed", found.quota
    if quota is not None:
        field = f"categories.{category.id}.windows.at_most.{windows.at_most.index(quota)}"
        message = phrase(
            "the quota of {hours} has no room for a window of `{category}`: one takes {length}",
            hours=counted(quota.hours or 0, "{count} hour", "{count} hours"),
            category=category.id,
            length=length,
        )
        help = phrase("Write more `hours`.")
    elif found.systems_gone:
        message = phrase(
            "every allowed window of `{category}` is for systems that are not in use",
            category=category.id,
        )
        help = phrase("Name a system of `content/systems.yml` that is not retired.")
    else:
        message = phrase(
            "no allowed window of `{category}` is long enough: one takes {length}",
            category=category.id,
            length=length,
        )
        help = phrase("Write a longer span.")
    if category.downtime_max is not None and not found.systems_gone:
        less = phrase("The length is that of `downtime`; a smaller `max` is another way.")
        help = joined([help, less])
    return Problem(
        "warning",
        "no-slot",
        policy.source.at(field),
        message,
        joined([help, _approval(windows.approvers)]),
        source_row=windows.source or None,
        field=field,
        facts=(category.id,),
    )


def _frozen(freezes: tuple[Freeze, ...], categories: list[Category], policy: Policy) -> Problem:
    """Freezes leave nothing of the windows of these categories."""
    names = every(f"`{category.id}`" for category in categories)
    if len(freezes) == 1:
        [freeze] = freezes
        field = f"freezes.{policy.freezes.index(freeze)}"
        message = phrase(
            "the freeze `{freeze}` leaves no window of {categories} within a year",
            freeze=freeze.id,
            categories=names,
        )
        help = phrase("End it earlier.")
    else:
        field = "freezes"
        ids = every(f"`{freeze.id}`" for freeze in freezes[:_NAMED])
        message = phrase(
            "the freezes {freezes} leave no window of {categories} within a year",
            freezes=ids,
            categories=names,
        )
        if len(freezes) > _NAMED:
            message = phrase(
                "{count} freezes, among them {freezes}, leave no window of {categories} within a "
                "year",
                count=len(freezes),
                freezes=ids,
                categories=names,
            )
        help = phrase("Shorten one, or allow windows at other times.")
    roles = {
        role
        for freeze in freezes
        for category in categories
        for role in category.approvers_in(freeze)
    }
    soft = all(freeze.kind == "soft" for freeze in freezes)
    approvers = tuple(role for role in policy.roles if role in roles) if soft else ()
    sources = {freeze.source for freeze in freezes}
    return Problem(
        "warning",
        "no-slot",
        policy.source.at(field),
        message,
        joined([help, _approval(approvers)]),
        source_row=(sources.pop() if len(sources) == 1 else "") or None,
        freeze=freezes[0].id if len(freezes) == 1 else None,
        field=field,
        facts=tuple(category.id for category in categories),
    )


def _approval(roles: tuple[str, ...]) -> Phrase:
    """What a window needs as long as the policy stays as it is."""
    if not roles:
        return NO_TEXT
    return phrase(
        "Until then each window needs a `reason` and the approval of {roles}.", roles=either(roles)
    )


RULE = Rule("no-slot", ("warning",), __doc__, project=_no_slot)
