"""Customers are stopped no longer than is usual for the category, nor than the window lasts.

The policy's `downtime.max` is what customers are used to. A longer stop is allowed, with a warning.

Fails::

    category: server
    impact: {downtime: 90m}

Passes::

    category: server
    impact: {downtime: 45m}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from notices.domain.phrases import Phrase, phrase
from notices.domain.problem import Problem
from notices.domain.wording import span_text, written_text
from notices.rules.context import RuleContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _long(context: RuleContext) -> Iterator[Problem]:
    most, planned = context.category.downtime_max, context.release.impact.downtime
    if most is not None and planned > most:
        yield context.problem(
            "warning",
            "long-downtime",
            "impact.downtime",
            phrase(
                "customers are stopped for {span}; the policy's limit is {limit}",
                span=span_text(planned),
                limit=span_text(most),
            ),
            facts=(planned,),
            help=phrase(
                "split the update, or tell customers in `prepare` what they can do meanwhile"
            ),
        )
    if planned > context.release.window.length > timedelta():
        yield context.problem(
            "warning",
            "long-downtime",
            "impact.downtime",
            phrase("the downtime of {span} is longer than the window", span=span_text(planned)),
            facts=(planned,),
            help=_fitting(context),
        )


def _fitting(context: RuleContext) -> Phrase:
    """What makes window and downtime fit; a later end only where that is allowed."""
    release = context.release
    window = replace(release.window, end=release.window.start + release.impact.downtime)
    longer = replace(release, window=window)
    if not context.passes(longer):
        return phrase("write a shorter `downtime`")
    end = written_text(window.end, context.policy)
    return phrase("write a shorter `downtime`, or `end: {end}` in the window", end=end)


RULE = Rule("long-downtime", ("warning",), __doc__, advice=_long)
