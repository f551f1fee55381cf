"""An announced window does not move once it has begun, and does not change once it has ended.

Customers plan around the window. After its start only the end may still move (an overrun), and
nothing once they know how the update ended.

Announced::

    category: fix
    important: true
    window: {start: 2026-11-29 20:00, end: 2026-12-01 20:00}

Fails::

    category: fix
    important: true
    window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}

Passes::

    category: fix
    important: true
    window: {start: 2026-11-29 20:00, end: 2026-12-01 22:00}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.domain.wording import span_text
from notices.rules.context import RuleContext
from notices.rules.moves import legal_move, moved
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _moved(context: RuleContext) -> Iterator[Problem]:
    part = moved(context)
    if part is None or legal_move(context) is not None:
        return
    start, end = context.announced
    window = context.release.window
    if context.shown is not None and context.shown.outcome is not None:
        yield context.problem(
            "error",
            "window-started",
            f"window.{part}",
            phrase("the outcome of this update was announced; its window can no longer change"),
            facts=(window.start, window.end),
            help=phrase(
                "the announced window is {start} to {end}",
                start=context.when(start),
                end=context.when(end),
            ),
        )
    else:
        yield context.problem(
            "error",
            "window-started",
            "window.start",
            phrase(
                "the announced window began {span} ago, at {start}; its start can no longer change",
                span=span_text(context.now - start),
                start=context.when(start),
            ),
            facts=(window.start,),
            help=phrase(
                "only the end can still change (an overrun); report the result with `outcome`"
            ),
        )


RULE = Rule("window-started", ("error",), __doc__, public=_moved)
