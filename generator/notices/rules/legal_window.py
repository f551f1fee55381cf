"""What to write instead of a window that is not legal.

Belongs here: the help that offers another window. Does not belong here: finding that window
(``domain.slots``), an exception for this one (``granted_exception``), any rule.
"""

from __future__ import annotations

from dataclasses import replace

from notices.domain.release import Window
from notices.domain.schedule import publish_by
from notices.domain.wording import window_text
from notices.rules.context import RuleContext

__all__ = ["legal_window_help"]


def legal_window_help(context: RuleContext) -> str:
    """A legal window, ready to paste, until when it can be published, and the earliest start.

    The one to paste is round and leaves time to publish it, so there may be an earlier one.
    """
    earliest, suggested = context.earliest, context.suggested
    if earliest is None or suggested is None:
        return "no start is legal with the rest of this entry as it is"
    text = f"write `window: {window_text(suggested, context.policy)}`"
    same = suggested.start == earliest.start
    if same:
        text += ", the earliest window that is legal now"
    if (until := _publishable_until(context, suggested)) is not None:
        text += f", and publish it by {until}"
    if not same:
        text += f"; the earliest window that is legal now starts at {context.when(earliest.start)}"
    return text


def _publishable_until(context: RuleContext, window: Window) -> str | None:
    moved = replace(context.release, window=window)
    until = publish_by(moved, context.category, context.policy, context.history, context.now)
    return None if until is None else context.when(until)
