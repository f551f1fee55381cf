"""A cancellation is dated before the window ended, and not in the future.

After its window an update has run, or not: its `outcome` says so. A date in the future is a slip
of the pen, since a cancellation is shown to customers as soon as it is published.

Fails::

    cancelled: {at: 2026-12-05 09:00, reason: {vi: Hoãn., en: Postponed.}}

Passes::

    cancelled: {at: 2026-12-01 08:30, reason: {vi: Hoãn., en: Postponed.}}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.domain.wording import span_text, written_text
from notices.rules.context import RuleContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _cancellation(context: RuleContext) -> Iterator[Problem]:
    cancelled, window = context.release.cancelled, context.release.window
    if cancelled is None:
        return
    _, end = context.history.announced_window or (window.start, window.end)
    if cancelled.at > context.now:
        yield context.problem(
            "error",
            "cancellation",
            "cancelled.at",
            phrase(
                "the cancellation is dated {span} in the future",
                span=span_text(cancelled.at - context.now),
            ),
            facts=(cancelled.at,),
            help=phrase(
                "write when it was decided, as `at: {now}`",
                now=written_text(context.now, context.policy),
            )
            if context.now < end
            else phrase(
                "the window ended at {end}; report the result with `outcome`",
                end=context.when(end),
            ),
        )
    elif cancelled.at >= end:
        yield context.problem(
            "error",
            "cancellation",
            "cancelled.at",
            phrase(
                "the cancellation is dated after the end of the window, {end}",
                end=context.when(end),
            ),
            facts=(cancelled.at, end),
            help=phrase("report the result with `outcome`"),
        )


RULE = Rule("cancellation", ("error",), __doc__, valid=_cancellation)
