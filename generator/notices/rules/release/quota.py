"""A week or a month holds no more windows, and no more hours, than the policy lets it.

Many updates in one week tire customers even where each keeps its lead. A window counts in the week
or month in which it starts. Announced windows keep their place; the others get theirs by their
start, then by id. One too many is refused, unless it has a `reason` and is `approved_by` one of the
category's approvers; it then counts like any other. With `otherwise: warn`, and where others set
the time, there is a warning only. A draft is warned of, and takes no place.

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

from collections.abc import Iterable, Iterator

from notices.domain.bars import Bar, bars, is_asked
from notices.domain.instants import SECOND, local
from notices.domain.phrases import Phrase, counted, joined, phrase
from notices.domain.problem import Problem, Severity
from notices.domain.quotas import ExceededQuota
from notices.domain.wording import every, span_text
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
    asked = context.history.announced_window is None or asks_for_window(context)
    for bar in context.bars if asked else _against_announced(context):
        if bar.quota is not None and not bar.refuses:
            yield _problem(context, bar, bar.quota, "warning")


def _against_announced(context: RuleContext) -> Iterable[Bar]:
    """What an announced window is warned of: only what customers knew before counts against it."""
    taken = context.taken
    if taken is None or not is_asked(
        context.release, context.category, context.history, context.now
    ):
        return ()
    return bars(context.release, context.category, context.policy, taken, asked=False)


def _problem(
    context: RuleContext, bar: Bar, exceeded: ExceededQuota, severity: Severity
) -> Problem:
    window, source, quota = context.release.window, context.category.windows.source, exceeded.quota
    refused = severity == "error"
    message = phrase(
        "{limit}: {taken}", limit=_limit(context, exceeded), taken=_taken(context, exceeded)
    )
    return context.problem(
        severity,
        "quota",
        "window.start",
        joined([message, f"({source})"]) if source else message,
        facts=(
            window.start,
            window.end,
            exceeded.system,
            f"{quota.count} {quota.hours} {quota.per}",
        ),
        help=ways_out(context, bar)
        if refused
        else phrase("this is allowed; but it may be more than customers take in"),
        earliest=context.earliest if refused else None,
        source=source,
        bar=bar,
    )


def _limit(context: RuleContext, exceeded: ExceededQuota) -> Phrase:
    """The limit that is exceeded: so many windows a week, or so many hours."""
    quota = exceeded.quota
    per = phrase("a week") if quota.per == "week" else phrase("a month")
    if "count" in exceeded.limits and quota.count is not None:
        limit = counted(
            quota.count, "at most {count} window {per}", "at most {count} windows {per}", per=per
        )
    else:
        limit = counted(
            quota.hours or 0,
            "at most {count} hour of updates {per}",
            "at most {count} hours of updates {per}",
            per=per,
        )
    if exceeded.system is not None:
        return phrase("{limit} may touch `{system}`", limit=limit, system=exceeded.system)
    category = context.release.category
    return phrase("{limit} may be in the category `{category}`", limit=limit, category=category)


def _taken(context: RuleContext, exceeded: ExceededQuota) -> Phrase:
    """Which entries leave no room, and in which week or month."""
    length = span_text(context.release.window.length)
    if not exceeded.entries:
        return phrase("this window alone takes {length}", length=length)
    span = _span(context, exceeded)
    entries = every(f"`{entry}`" for entry in exceeded.entries)
    if "count" not in exceeded.limits:
        return counted(
            len(exceeded.entries),
            "{entries} takes {taken} already {span}, and this window takes {length}",
            "{entries} take {taken} already {span}, and this window takes {length}",
            entries=entries,
            taken=span_text(exceeded.taken),
            span=span,
            length=length,
        )
    if exceeded.quota.count == 1:
        return counted(
            len(exceeded.entries),
            "{entries} takes it already {span}",
            "{entries} take it already {span}",
            entries=entries,
            span=span,
        )
    return phrase("{entries} take them already {span}", entries=entries, span=span)


def _span(context: RuleContext, exceeded: ExceededQuota) -> Phrase:
    first, last = (
        local(at, context.policy.zone).date()
        for at in (exceeded.span[0], exceeded.span[1] - SECOND)
    )
    if exceeded.quota.per == "week":
        return phrase("in the week from {first} to {last}", first=first, last=last)
    return phrase("in the month {month}", month=f"{first:%Y-%m}")


RULE = Rule(
    "quota",
    ("error", "warning"),
    __doc__,
    source="categories.*.windows.source",
    hidden=_refused,
    public=_refused_move,
    advice=_warned,
)
