"""What to write instead of a window that is not legal.

Belongs here: the help that offers the earliest legal window. Does not belong here: finding that
window (``domain.slots``), any rule.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from notices.domain.release import Window
from notices.domain.schedule import publish_by
from notices.domain.slots import earliest_window
from notices.domain.wording import window_text
from notices.rules.context import RuleContext

__all__ = ["legal_window_help"]

_TIME_TO_REVIEW = timedelta(days=1)


def legal_window_help(context: RuleContext, earliest: Window | None) -> str:
    """The earliest legal window, ready to paste, and until when it can be published.

    Where that leaves less than a day to review it, a later window is offered too.
    """
    if earliest is None:
        return "no start is legal with the rest of this entry as it is"
    text = f"the earliest window that is legal now is `window: {_window(context, earliest)}`"
    until = _publishable_until(context, earliest)
    if until is None:
        return text
    text += f", if it is published by {context.when(until)}"
    if until - context.now < _TIME_TO_REVIEW:
        later = earliest_window(
            context.release,
            context.category,
            context.policy,
            context.history,
            context.now + _TIME_TO_REVIEW,
        )
        later_until = _publishable_until(context, later) if later else None
        if later is not None and later_until is not None:
            text += (
                f"; `window: {_window(context, later)}` leaves until {context.when(later_until)}"
            )
    return text


def _window(context: RuleContext, window: Window) -> str:
    return window_text(window, context.policy)


def _publishable_until(context: RuleContext, window: Window) -> datetime | None:
    moved = replace(context.release, window=window)
    return publish_by(moved, context.category, context.policy, context.history, context.now)
