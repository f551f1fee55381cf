"""What to write instead of a window that is not legal.

Belongs here: the help that offers another window. Does not belong here: finding that window
(``domain.slots``), an exception for this one (``granted_exception``), any rule.
"""

from __future__ import annotations

from dataclasses import replace

from notices.domain.phrases import NO_TEXT, Phrase, joined, phrase
from notices.domain.release import Window
from notices.domain.schedule import publish_by
from notices.domain.wording import window_text, written_text
from notices.rules.context import RuleContext

__all__ = ["legal_window_help"]


def legal_window_help(context: RuleContext) -> Phrase:
    """A legal window, ready to paste, until when it can be published, and the earliest start.

    The one to paste is round and leaves time to publish it, so there may be an earlier one.
    """
    earliest, suggested = context.earliest, context.suggested
    if earliest is None or suggested is None:
        covers = context.policy.workdays.covers
        if context.category.leads_in_workdays and covers is not None:
            return phrase(
                "no start is legal with the rest of this entry as it is and the days that "
                "`content/holidays.yml` covers, until {last}",
                last=covers[1],
            )
        return phrase("no start is legal with the rest of this entry as it is")
    same = suggested.start == earliest.start
    until = _publishable_until(context, suggested)
    return joined(
        [
            _as_written(suggested, context),
            phrase(", the earliest window that is legal now") if same else NO_TEXT,
            phrase(", and publish it by {until}", until=until) if until is not None else NO_TEXT,
            NO_TEXT
            if same
            else phrase(
                "; the earliest window that is legal now starts at {start}",
                start=context.when(earliest.start),
            ),
        ],
        "",
    )


def _as_written(window: Window, context: RuleContext) -> Phrase:
    """What to write: start and end alone where they have lines of their own, or the rest stays."""
    policy = context.policy
    approved = window.has_approval_of(context.policy.window_approvers(context.category))
    if not approved and window.moved_reason is None and not _on_lines_of_their_own(context):
        return phrase("write `window: {window}`", window=window_text(window, policy))
    return phrase(
        "write `start: {start}` and `end: {end}` in the window",
        start=written_text(window.start, policy),
        end=written_text(window.end, policy),
    )


def _on_lines_of_their_own(context: RuleContext) -> bool:
    """Whether nobody can paste a whole window over one line."""
    source = context.release.source
    return source.at("window.start").line != source.at("window.end").line


def _publishable_until(context: RuleContext, window: Window) -> str | None:
    moved = replace(context.release, window=window)
    until = publish_by(moved, context.category, context.policy, context.history, context.now)
    return None if until is None else context.when(until)
