"""An exception is granted by the policy, and approved by a role that the policy names.

The policy says for each category which exceptions there are (`short_notice`, `after_the_fact`),
for which `origin`, and who approves them. The approval is given before the entry is published.

Fails::

    exception: {approved_by: marketing, on: 2026-11-30, reason: {vi: Gấp., en: Urgent.}}

Passes::

    exception: {approved_by: ceo, on: 2026-11-30, reason: {vi: Gấp., en: Urgent.}}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.instants import local
from notices.domain.phrases import NO_TEXT, Phrase, phrase
from notices.domain.problem import Problem
from notices.domain.wording import either
from notices.rules.context import RuleContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _exception(context: RuleContext) -> Iterator[Problem]:
    exception = context.release.exception
    if exception is None:
        return
    if exception.on > local(context.now, context.policy.zone).date():
        yield context.problem(
            "error",
            "exception",
            "exception.on",
            phrase("the approval is dated {day}, in the future", day=exception.on),
            facts=(exception.on,),
            help=phrase("`on` is the day of the approval"),
        )
    category = context.category
    grants = [
        grant
        for grant in (category.short_notice, category.after_the_fact)
        if grant is not None and grant.origin in (None, context.release.origin)
    ]
    if not grants:
        yield context.problem(
            "error",
            "exception",
            "exception",
            phrase(
                "the policy grants no exception to this entry (category `{category}`)",
                category=category.id,
            ),
            facts=(category.id, context.release.origin),
            help=_origins_help(context)
            or phrase("remove it, and choose a window that meets the lead times"),
        )
        return
    roles = list(dict.fromkeys(role for grant in grants for role in grant.roles))
    if exception.approved_by not in roles:
        yield context.problem(
            "error",
            "exception",
            "exception.approved_by",
            phrase("`{role}` may not approve this exception", role=exception.approved_by),
            facts=(exception.approved_by, category.id, context.release.origin),
            help=phrase(
                "write `approved_by: {role}`, once {roles} has approved it",
                role=roles[0],
                roles=either(roles),
            ),
        )


def _origins_help(context: RuleContext) -> Phrase:
    grant = context.category.short_notice
    if grant is None or grant.origin is None:
        return NO_TEXT
    return phrase(
        "if the {origin} caused this update, write `origin: {origin}`; "
        "short notice is granted only then",
        origin=grant.origin,
    )


RULE = Rule("exception", ("error",), __doc__, valid=_exception)
