"""Changes to what customers were already told; refused, the announced copy stands.

Belongs here: taking back, moving at the wrong time, changing what an announcement rests on.
Does not belong here: how a legal move is told to customers (``decision``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from notices.domain.problem import Mark, Problem
from notices.domain.release import Release
from notices.domain.schedule import is_imported
from notices.domain.wording import span_text
from notices.rules.context import RuleContext
from notices.rules.leads import late_notices, own_times
from notices.rules.windows import allowed

__all__ = ["change", "gone"]


def change(context: RuleContext) -> Iterator[Problem]:
    """Every reason for which a changed file of a public release is refused."""
    shown = context.shown
    if shown is not None:
        yield from _taken_back(context, shown)
    if not is_imported(context.release, context.policy, context.history):
        yield from _moved(context, shown)
        yield from own_times(context)


def _taken_back(context: RuleContext, shown: Release) -> Iterator[Problem]:
    """What customers know, and the file no longer says. A known outcome outlasts a later
    cancellation: an update that ran cannot be called off."""
    release = context.release
    back = "the announced copy stays on the site until the file agrees with it again"
    if release.draft:
        yield _back(context, "draft", "customers know of this update; it can no longer be a draft")
    if release.category != shown.category:
        yield _back(
            context,
            "category",
            f"customers know of this update as `{shown.category}`; its category cannot change",
            f"set `category: {shown.category}`, or cancel it and write a new entry; {back}",
        )
    if release.targeted and not shown.targeted:
        yield _back(
            context, "customers", "everybody knows of this update; it cannot be targeted now"
        )
    if shown.cancelled is not None and release.cancelled is None:
        yield _back(
            context,
            "",
            "customers know that this update was cancelled; that cannot be taken back",
            f"write a new entry for the new attempt; {back}",
        )
    if shown.outcome is not None and release.outcome is None:
        yield _back(
            context,
            "",
            "customers know how this update ended; its outcome cannot be taken out",
            f"put `outcome` back; a changed result is told to customers again; {back}",
        )


def _back(context: RuleContext, field: str, message: str, help: str = "") -> Problem:
    help = help or "cancel it with `cancelled: {at, reason}` if it will not happen"
    return context.problem("error", "taken-back", field, message, help=help)


def _moved(context: RuleContext, shown: Release | None) -> Iterator[Problem]:
    """A new start that comes too late for customers, or for itself; a new end likewise.

    Whether an outcome closed the window is asked of what customers know, not of the file: an
    overrun and the outcome that ended it may come in one commit, and go out as one message.
    """
    window = context.release.window
    announced = context.history.announced_window
    if announced is None and shown is not None:
        announced = (shown.window.start, shown.window.end)
    start, end = announced or (window.start, window.end)
    new_start, new_end = window.start != start, window.end != end
    if (new_start or new_end) and shown is not None and shown.outcome is not None:
        yield context.problem(
            "error",
            "window-started",
            "window.start" if new_start else "window.end",
            "customers know how this update ended; its window cannot change any more",
            help=f"announced was {context.when(start)} to {context.when(end)}",
        )
    elif new_start and start <= context.now:
        yield context.problem(
            "error",
            "window-started",
            "window.start",
            f"the announced window began {span_text(context.now - start)} ago, at "
            f"{context.when(start)}; its start cannot change any more",
            help="only the end can still change (an overrun); tell how it went with `outcome`",
        )
    elif new_start:
        yield from late_notices(context)
        yield from allowed(context)
    elif new_end and context.now < start:
        yield from allowed(context)


def gone(entry: str, path: str, kind: Literal["release", "plan"] = "release") -> Problem:
    """The error for an announced release, or plan, whose file is no longer there."""
    help = "Put it back (a copy of what was announced is in the folder `published`)"
    if kind == "release":
        help += "; if the update will not happen, say so in it with `cancelled: {at, reason}`"
    return Problem(
        severity="error",
        rule="taken-back",
        mark=Mark(path),
        message=f"the file of the announced {kind} `{entry}` is gone, or was renamed",
        help=f"{help}.",
        entry=entry,
    )
