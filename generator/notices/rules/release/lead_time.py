"""Customers hear of an update no later than the policy's leads allow.

Every notice to customers has a lead: the shortest time between it and the start of the window.
A window that leaves less than that is refused, when it is new and when it is moved. So is a time
chosen for a notice (`at`) that is after the notice's deadline.

Fails::

    window: {start: 2026-12-05 20:00, end: 2026-12-05 22:00}

Passes::

    window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import NO_TEXT, Phrase, joined, phrase
from notices.domain.problem import Problem
from notices.domain.public import NoticeStanding
from notices.domain.wording import lead_text, sourced, span_text
from notices.rules.context import RuleContext
from notices.rules.granted_exception import after_the_fact_help, short_notice_help
from notices.rules.legal_window import legal_window_help
from notices.rules.moves import legal_move
from notices.rules.own_times import bounds_help, own_times
from notices.rules.release.past_window import is_past
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _of_new(context: RuleContext) -> Iterator[Problem]:
    """Nothing for a window from before the ledger, or for a finished update with an exception."""
    if not is_past(context) and not context.after_the_fact:
        yield from _late_notices(context)
        yield from _late_own_times(context)


def _of_changed(context: RuleContext) -> Iterator[Problem]:
    if legal_move(context) == "start":
        yield from _late_notices(context)
    if not context.imported:
        yield from _late_own_times(context)


def _late_notices(context: RuleContext) -> Iterator[Problem]:
    """One error for each customers' notice that can no longer be published in time."""
    late = [n for n in context.notices if _is_late(n)]
    if not late:
        return
    earliest, latest = context.earliest, context.publish_by
    known_by = (
        phrase("this window could have been published until {latest}", latest=context.when(latest))
        if latest
        else NO_TEXT
    )
    ways = [_afterwards(context)]
    if context.release.outcome is None:
        ways = [
            short_notice_help(context),
            after_the_fact_help(context),
            legal_window_help(context),
        ]
    help = joined([known_by, joined(ways, phrase("; or "))], "; ")
    for standing in late:
        rule, deadline = standing.rule, standing.deadline
        assert deadline is not None
        late_by = context.now - deadline
        assert rule.latest is not None
        yield context.problem(
            "error",
            "lead-time",
            "window.start",
            context.with_days_off(
                phrase(
                    "{notice} is due to customers {lead} before the start, "
                    "by {deadline}; that was {late_by} ago",
                    notice=sourced(rule.id, rule.source),
                    lead=lead_text(rule.latest),
                    deadline=context.when(deadline),
                    late_by=span_text(late_by),
                ),
                rule.latest,
            ),
            facts=(context.release.window.start,),
            help=help,
            row=rule,
            late_by=late_by,
            earliest=earliest,
            latest=latest,
        )


def _afterwards(context: RuleContext) -> Phrase:
    """What is left for an update that has run: all, if it was never announced at all."""
    if context.history.announced_window is not None:
        start, until = (context.when(at) for at in context.announced)
        return phrase("the announced window is {start} to {end}", start=start, end=until)
    grant = context.category.after_the_fact
    if grant is None:
        return phrase("the policy does not allow showing an update that was not announced")
    exception = context.release.exception
    if exception is not None and exception.approved_by in grant.roles:
        end = context.when(context.release.window.end)
        return phrase("with its exception it is shown once its window is over, at {end}", end=end)
    return after_the_fact_help(context)


def _is_late(standing: NoticeStanding) -> bool:
    return (
        standing.rule.audience == "customers"
        and standing.status in ("late", "missed")
        and not standing.excused
    )


def _late_own_times(context: RuleContext) -> Iterator[Problem]:
    """One error for each own time that comes after its notice's deadline."""
    for standing, times in own_times(context):
        if times.own is None or times.deadline is None or not times.too_late:
            continue
        rule = standing.rule
        yield context.problem(
            "error",
            "lead-time",
            f"notices.{rule.id}.at",
            context.with_days_off(
                phrase(
                    "the time chosen for {notice} is {span} after its deadline, {deadline}",
                    notice=sourced(rule.id, rule.source),
                    span=span_text(times.own - times.deadline),
                    deadline=context.when(times.deadline),
                ),
                rule.latest,
            ),
            facts=(times.own,),
            help=bounds_help(context, standing),
            row=rule,
            late_by=times.own - times.deadline,
            latest=context.publish_by,
            earliest=context.earliest,
        )


RULE = Rule(
    "lead-time",
    ("error",),
    __doc__,
    source="categories.*.notices.*.source",
    hidden=_of_new,
    public=_of_changed,
)
