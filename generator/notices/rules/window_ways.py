"""The ways out where something is in the way of a window: another window, or an approval.

Belongs here: the help that the rules about windows share. Does not belong here: the rules, finding
another window (``legal_window``).
"""

from __future__ import annotations

from notices.domain.bars import Bar
from notices.domain.phrases import Phrase, joined, phrase
from notices.domain.wording import blank_text, either
from notices.rules.context import RuleContext
from notices.rules.legal_window import legal_window_help

__all__ = ["ways_out"]


def ways_out(context: RuleContext, bar: Bar) -> Phrase:
    """A window that is legal, and what lets this one pass, if anything does."""
    ways = []
    if context.earliest is not None or not bar.approvers:
        ways.append(legal_window_help(context))
    if bar.approvers:
        ways.append(_approval(context, bar))
    return joined(ways, phrase("; or "))


def _approval(context: RuleContext, bar: Bar) -> Phrase:
    """What of an approval the window lacks, to be written into it."""
    window, known = context.release.window, context.release.window.approved_by
    keys = [f"`reason: {blank_text(context.policy)}`"] if window.reason is None else []
    if not set(known) & set(bar.approvers):
        # Those that let other things pass are still needed.
        serve = context.policy.window_approvers(context.category)
        roles = [*(role for role in known if role in serve), bar.approvers[0]]
        written = roles[0] if len(roles) == 1 else f"[{', '.join(roles)}]"
        keys.append(f"`approved_by: {written}`")
    return phrase(
        "write {keys} in the window, once {roles} has approved it",
        keys=joined(keys, phrase(" and ")),
        roles=either(bar.approvers),
    )
