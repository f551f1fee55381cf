"""A week or a month holds no more windows, and no more hours, than the policy lets it.

Many updates in one week tire customers even where each keeps its lead. Windows are counted where
they start, by their start and then by id. Announced windows keep their place; the one too many is
refused, unless it has a `reason` and is `approved_by` one of the category's approvers. With
`otherwise: warn`, and where others set the time, it gets a warning only.

Fails::

    $ grep at_most content/policy.yml
      at_most: [{count: 1, per: week, by: category}]
    $ grep window: content/releases/*.yml
    content/releases/new-login.yml:window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}
    content/releases/payroll-engine.yml:window: {start: 2026-12-13 20:00, end: 2026-12-13 22:00}

Passes::

    $ grep at_most content/policy.yml
      at_most: [{count: 1, per: week, by: category}]
    $ grep window: content/releases/*.yml
    content/releases/new-login.yml:window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}
    content/releases/payroll-engine.yml:window: {start: 2026-12-19 20:00, end: 2026-12-19 22:00}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.bars import Bar
from notices.domain.instants import SECOND, local
from notices.domain.phrases import NO_TEXT, Phrase, counted, joined, phrase
from notices.domain.problem import Problem, Severity
from notices.domain.quotas import ExceededQuota
from notices.domain.wording import every
from notices.rules.context import RuleContext
from notices.rules.moves import asks_for_window
from notices.rules.rule import Rule
from notices.rules.window_ways import ways_out

__all__ = ["RULE"]


def _refused(context: RuleContext) -> Iterator[Problem]:
    for bar in context.bars:
        if bar.quota is not None and bar.refuses:
            yield _problem(context, bar, bar.quota, "error")


def _refused_move(context: RuleContext) -> Iterator[Problem]:
    if asks_for_window(context):
        yield from _refused(context)


def _warned(context: RuleContext) -> Iterator[Problem]:
    """A warning, until it starts, for a window too many that nothing refuses."""
    if context.now >= context.release.window.start:
        return
    for bar in context.bars:
        if bar.quota is not None and not bar.refuses:
            yield _problem(context, bar, bar.quota, "warning")


def _problem(
    context: RuleContext, bar: Bar, exceeded: ExceededQuota, severity: Severity
) -> Problem:
    window, source = context.release.window, context.category.windows.source
    refused = severity == "error"
    first, last = (
        local(at, context.policy.zone).date()
        for at in (exceeded.span[0], exceeded.span[1] - SECOND)
    )
    message = phrase(
        "{limit} may start from {first} to {last}{what}; {taken}",
        limit=_limit(exceeded),
        first=first,
        last=last,
        what=_what(context, exceeded),
        taken=_taken(exceeded),
    )
    return context.problem(
        severity,
        "quota",
        "window.start",
        joined([message, f"({source})"]) if source else message,
        facts=(window.start, window.end, exceeded.system, exceeded.quota.per),
        help=ways_out(context, bar) if refused else NO_TEXT,
        earliest=context.earliest if refused else None,
        source=source,
        bar=bar,
    )


def _limit(exceeded: ExceededQuota) -> Phrase:
    quota, parts = exceeded.quota, []
    if quota.count is not None:
        parts.append(counted(quota.count, "at most {count} window", "at most {count} windows"))
    if quota.hours is not None:
        parts.append(counted(quota.hours, "at most {count} hour", "at most {count} hours"))
    return joined(parts, phrase(" and "))


def _what(context: RuleContext, exceeded: ExceededQuota) -> Phrase:
    if exceeded.system is not None:
        return phrase(" for `{system}`", system=exceeded.system)
    return phrase(" in the category `{category}`", category=context.release.category)


def _taken(exceeded: ExceededQuota) -> Phrase:
    if not exceeded.entries:
        return phrase("this window alone is longer")
    entries = every(dict.fromkeys(f"`{entry}`" for entry in exceeded.entries))
    return phrase("{entries} take them already", entries=entries)


RULE = Rule(
    "quota",
    ("error", "warning"),
    __doc__,
    source="categories.*.windows.source",
    hidden=_refused,
    public=_refused_move,
    advice=_warned,
)
