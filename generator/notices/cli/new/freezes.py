"""The freezes near a new release's window, for whoever moves it.

Belongs here: which are near, and the sentences about them. Does not belong here: the entry around them
(``entry_text``), what a freeze is in the way of (``domain.freezes``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from notices.domain.freeze_wording import freeze_text
from notices.domain.phrases import Phrase, phrase
from notices.domain.policy import Policy
from notices.domain.release import Release

__all__ = ["freezes_near"]

_NEAR = timedelta(days=28)
"""A window is seldom moved further."""


def freezes_near(release: Release, policy: Policy) -> Iterator[Phrase]:
    """A sentence for each freeze of the category; those of some systems as well, since its systems
    are only now being written."""
    window = release.window
    for freeze in policy.freezes:
        named = release.impact.systems or freeze.systems
        if freeze.overlaps(window.start - _NEAR, window.end + _NEAR) and freeze.concerns(
            release.category, named
        ):
            text = freeze_text(freeze, policy)
            if freeze.kind == "hard":
                yield phrase("No window may lie in {freeze}.", freeze=text)
            else:
                yield phrase("A window in {freeze}, needs a `reason` and an approval.", freeze=text)
