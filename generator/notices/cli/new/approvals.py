"""The approval that a window of a new release may need, as a comment of its file says it.

Belongs here: for what it would be, and who may give it. Does not belong here: the lines of the file
(``entry_text``), whether a window needs one (``domain.bars``).
"""

from __future__ import annotations

from notices.domain.phrases import Phrase, phrase
from notices.domain.policy import Category, Policy
from notices.domain.release import Release
from notices.domain.wording import either

__all__ = ["needed_approval"]


def needed_approval(
    release: Release, category: Category, policy: Policy
) -> tuple[Phrase, str] | None:
    """What to say of it, and the role to propose; ``None`` where nobody may approve anything."""
    windows = category.windows
    free = windows.unless is not None and windows.unless == release.origin
    if windows.allowed and windows.otherwise == "refuse" and windows.approvers and not free:
        what = phrase(
            "For a window outside the allowed ones, once {approver} has approved it.",
            approver=either(windows.approvers),
        )
        return what, windows.approvers[0]
    roles = _of_freezes_and_quotas(release, category, policy)
    if not roles:
        return None
    what = phrase(
        "For a window in a freeze, or one too many, once {approver} has approved it.",
        approver=either(roles),
    )
    return what, roles[0]


def _of_freezes_and_quotas(release: Release, category: Category, policy: Policy) -> tuple[str, ...]:
    windows = category.windows
    roles = [*windows.approvers] if windows.at_most and windows.otherwise == "refuse" else []
    for freeze in policy.freezes:
        concerned = freeze.concerns(category.id, freeze.systems or release.impact.systems)
        if concerned and release.origin not in policy.imposed_by:
            roles += category.approvers_in(freeze)
    return tuple(dict.fromkeys(roles))
