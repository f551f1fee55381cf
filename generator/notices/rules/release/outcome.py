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
            f"the outcome is dated {span_text(outcome.at - context.now)} in the future",
            facts=(outcome.at,),
            help=f"write when it was known, as `at: {written_text(context.now, context.policy)}`"
            if start <= context.now
            else f"the window begins at {context.when(start)}; report its outcome after that",
        )
    elif outcome.at < start:
        yield context.problem(
            "error",
            "outcome",
            "outcome.at",
            f"the outcome is dated before the start of the window, {context.when(start)}",
            facts=(outcome.at, start),
            help="if the update never started, write `cancelled` instead of `outcome`",
        )


RULE = Rule("outcome", ("error",), __doc__, valid=_outcome)
