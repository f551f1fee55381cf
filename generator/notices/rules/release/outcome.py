"""An outcome is dated after the window began, and not in the future.

An update that never began is `cancelled`. An outcome in the future is not known yet.

Fails::

    category: fix
    window: {start: 2026-12-01 06:00, end: 2026-12-01 08:00}
    outcome: {result: success, at: 2026-12-01 05:30}

Passes::

    category: fix
    window: {start: 2026-12-01 06:00, end: 2026-12-01 08:00}
    outcome: {result: success, at: 2026-12-01 07:30}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.domain.wording import span_text, written_text
from notices.rules.context import RuleContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _outcome(context: RuleContext) -> Iterator[Problem]:
    outcome = context.release.outcome
    if outcome is None:
        return
    start = context.release.window.start
    if outcome.at > context.now:
        yield context.problem(
            "error",
            "outcome",
            "outcome.at",
            phrase(
                "the outcome is dated {span} in the future",
                span=span_text(outcome.at - context.now),
            ),
            facts=(outcome.at,),
            help=phrase(
                "write when it was known, as `at: {now}`",
                now=written_text(context.now, context.policy),
            )
            if start <= context.now
            else phrase(
                "the window begins at {start}; report its outcome after that",
                start=context.when(start),
            ),
        )
    elif outcome.at < start:
        yield context.problem(
            "error",
            "outcome",
            "outcome.at",
            phrase(
                "the outcome is dated before the start of the window, {start}",
                start=context.when(start),
            ),
            facts=(outcome.at, start),
            help=phrase("if the update never started, write `cancelled` instead of `outcome`"),
        )


RULE = Rule("outcome", ("error",), __doc__, valid=_outcome)
