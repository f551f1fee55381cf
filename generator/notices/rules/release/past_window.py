"""A window from before the ledger needs the outcome of its update.

Since the day `ledger_starts` of the policy, every update has to be announced. Earlier ones may be
shown as history, and history has ended: the entry says how, or that the update was cancelled.

Fails::

    window: {start: 2025-06-07 20:00, end: 2025-06-07 22:00}

Passes::

    window: {start: 2025-06-07 20:00, end: 2025-06-07 22:00}
    outcome: {result: success, at: 2025-06-07 21:30}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import joined, phrase
from notices.domain.problem import Problem
from notices.rules.context import RuleContext
from notices.rules.legal_window import legal_window_help
from notices.rules.rule import Rule

__all__ = ["RULE", "is_past"]


def is_past(context: RuleContext) -> bool:
    """Whether the window starts before the ledger, and the file does not say how it ended."""
    return not context.ended and context.release.window.start < context.policy.promise_begins


def _past(context: RuleContext) -> Iterator[Problem]:
    if not is_past(context):
        return
    earliest = context.earliest
    yield context.problem(
        "error",
        "past-window",
        "window.start",
        phrase(
            "the window starts before the ledger does ({begins}), "
            "and the entry does not say how it ended",
            begins=context.when(context.policy.promise_begins),
        ),
        facts=(context.release.window.start,),
        help=joined(
            [phrase("if it is history, give it an `outcome`"), legal_window_help(context)],
            phrase("; or "),
        ),
        earliest=earliest,
    )


RULE = Rule("past-window", ("error",), __doc__, hidden=_past)
