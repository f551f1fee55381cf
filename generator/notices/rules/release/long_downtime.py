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
from datetime import timedelta

from notices.domain.problem import Problem
from notices.domain.wording import span_text
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
            f"customers are stopped for {span_text(planned)}; "
            f"the policy allows {span_text(most)} at most",
            facts=(planned,),
            help="split the update, or tell customers in `prepare` what they can do meanwhile",
        )
    if planned > context.release.window.length > timedelta():
        yield context.problem(
            "warning",
            "long-downtime",
            "impact.downtime",
            f"the downtime of {span_text(planned)} is longer than the window",
            facts=(planned,),
        )


RULE = Rule("long-downtime", ("warning",), __doc__, advice=_long)
