"""A window ends after it starts.

The usual slip is a window over midnight whose end names the day of its start.

Fails::

    window: {start: 2026-12-12 22:00, end: 2026-12-12 00:00}

Passes::

    window: {start: 2026-12-12 22:00, end: 2026-12-13 00:00}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.rules.context import RuleContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _order(context: RuleContext) -> Iterator[Problem]:
    window = context.release.window
    if window.end <= window.start:
        yield context.problem(
            "error",
            "window-order",
            "window.end",
            phrase("the window ends before it starts")
            if window.end < window.start
            else phrase("the window ends when it starts"),
            facts=(window.start, window.end),
            help=phrase(
                "`end` has to be later than `start`; a window across midnight ends on the next day"
            ),
        )


RULE = Rule("window-order", ("error",), __doc__, valid=_order)
