"""The reason of a move is there only if a window was moved.

`moved_reason` is shown with the message that says so. Of a window that nobody moved it is shown to
nobody. Why a window lies outside the allowed ones is its `reason`.

Announced::

    impact: {downtime: 10m}

Fails::

    window:
      start: 2026-12-12 20:00
      end: 2026-12-12 22:00
      moved_reason: {vi: Chờ nhà cung cấp., en: We wait for a supplier.}

Passes::

    window:
      start: 2026-12-19 20:00
      end: 2026-12-19 22:00
      moved_reason: {vi: Chờ nhà cung cấp., en: We wait for a supplier.}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.rules.context import RuleContext
from notices.rules.moves import moved
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _moved_reason(context: RuleContext) -> Iterator[Problem]:
    window, history = context.release.window, context.history
    if window.moved_reason is None or moved(context) or history.of("rescheduled"):
        return
    message = phrase("`moved_reason` is shown to nobody: this is the window that was announced")
    if history.announced_window is None:
        message = phrase("`moved_reason` is shown to nobody: no window was announced yet")
    yield context.problem(
        "warning",
        "moved-reason",
        "window.moved_reason",
        message,
        facts=(),
        help=phrase(
            "remove it, or move the window; why it lies outside the allowed ones is its `reason`"
        ),
    )


RULE = Rule("moved-reason", ("warning",), __doc__, advice=_moved_reason)
