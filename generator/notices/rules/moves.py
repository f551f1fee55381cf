"""Moves of an announced window: what of it a changed file moves, and whether it still may.

Belongs here: the comparison that several rules share. Does not belong here: the rules.
"""

from __future__ import annotations

from typing import Literal

from notices.rules.context import RuleContext

__all__ = ["asks_for_window", "legal_move", "moved"]


def moved(context: RuleContext) -> Literal["start", "end"] | None:
    """What of the announced window the file moves; ``start`` where it moves both."""
    window = context.release.window
    start, end = context.announced
    if context.imported or (window.start, window.end) == (start, end):
        return None
    return "end" if window.start == start else "start"


def legal_move(context: RuleContext) -> Literal["start", "end"] | None:
    """As ``moved``, where the move comes early enough for the rule ``window-started``.

    A known outcome closes the window. Only what customers know counts: an overrun and the
    outcome that ended it may come in one commit, and go out as one message.
    """
    part = moved(context)
    if context.shown is not None and context.shown.outcome is not None:
        return None
    if part == "start" and context.announced[0] <= context.now:
        return None
    return part


def asks_for_window(context: RuleContext) -> bool:
    """Whether the file of an announced release asks for a window anew.

    By another start or, before the start, by another end or a system that customers do not know.
    """
    match legal_move(context):
        case "start":
            return True
        case "end":
            return context.now < context.announced[0]
    shown = context.shown
    if shown is None or context.imported or shown.outcome is not None:
        return False
    added = set(context.release.impact.systems) - set(shown.impact.systems)
    return bool(added) and context.now < context.announced[0]
