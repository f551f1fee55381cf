"""What ``notices explain`` says of the freezes in which a window lies.

Belongs here: each of them, and why it lets the window pass, or that it does not. Does not belong here:
the rest of the timeline (``explanation``), the rule (``rules.release.freeze``).
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.bars import freezes_over
from notices.domain.freeze_wording import freeze_text
from notices.domain.freezes import Freeze
from notices.domain.phrases import Phrase, in_languages, phrase
from notices.domain.policy import Category, Policy
from notices.domain.release import Release
from notices.domain.wording import every
from notices.evaluation.decisions import Decision

__all__ = ["freeze_facts"]


def freeze_facts(decision: Decision, policy: Policy) -> Iterator[tuple[Phrase, Phrase]]:
    """One line for each freeze: what it says, and what it says of it."""
    release, category = decision.release, decision.category
    if release is None or category is None:
        return
    for freeze in freezes_over(release, policy):
        why = _why(freeze, decision, release, category, policy)
        yield (
            phrase("freeze"),
            phrase("{freeze}; {why}", freeze=freeze_text(freeze, policy), why=why),
        )


def _why(
    freeze: Freeze, decision: Decision, release: Release, category: Category, policy: Policy
) -> Phrase:
    window, approvers = release.window, category.approvers_in(freeze)
    if window.reason and window.has_approval_of(approvers):
        return phrase(
            "approved by {roles}: {reason}",
            roles=every(role for role in window.approved_by if role in approvers),
            reason=in_languages(window.reason, policy.default_language),
        )
    if release.origin in policy.imposed_by:
        return phrase("the {origin} set the time", origin=release.origin or "")
    if decision.entry.history.announced_window is not None:
        return phrase("it does not judge a window that customers know")
    if freeze.kind == "hard":
        return phrase("nobody may approve a window in it")
    return phrase("nobody who may has approved the window")
