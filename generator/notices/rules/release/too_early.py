"""The time chosen for a notice is no earlier than the policy opens it.

A notice that comes too early is forgotten by the day of the update. The lead `earliest` of the
notice says from when it may go out.

Fails::

    window: {start: 2026-12-26 20:00, end: 2026-12-26 22:00}
    notices:
      advance: {at: 2026-12-03 09:00}

Passes::

    window: {start: 2026-12-26 20:00, end: 2026-12-26 22:00}
    notices:
      advance: {at: 2026-12-08 09:00}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.domain.wording import sourced, span_text
from notices.rules.context import RuleContext
from notices.rules.own_times import bounds_help, own_times
from notices.rules.release.past_window import is_past
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _of_new(context: RuleContext) -> Iterator[Problem]:
    if not is_past(context) and not context.after_the_fact:
        yield from _early(context)


def _of_changed(context: RuleContext) -> Iterator[Problem]:
    if not context.imported:
        yield from _early(context)


def _early(context: RuleContext) -> Iterator[Problem]:
    for standing, times in own_times(context):
        if times.own is None or times.opens is None or not times.too_early:
            continue
        rule = standing.rule

        yield context.problem(
            "error",
            "too-early",
            f"notices.{rule.id}.at",
            context.with_days_off(
                phrase(
                    "the time chosen for {notice} is {span} before it opens, {opens}",
                    notice=sourced(rule.id, rule.source),
                    span=span_text(times.opens - times.own),
                    opens=context.when(times.opens),
                ),
                rule.earliest,
            ),
            facts=(times.own,),
            help=bounds_help(context, standing),
            row=rule,
            latest=context.publish_by,
            earliest=context.earliest,
        )


RULE = Rule(
    "too-early",
    ("error",),
    __doc__,
    source="categories.*.notices.*.source",
    hidden=_of_new,
    public=_of_changed,
)
