"""What allows a release's window, or lets it pass, as lines of its timeline.

Belongs here: the rows in which it lies, and what an approval lets pass. Does not belong here: what
refuses it (``rules``), the timeline itself (``explanation``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from notices.domain.allowed_windows import covers
from notices.domain.bars import Bar, allowed_rows, bars
from notices.domain.phrases import Phrase, joined, phrase
from notices.domain.policy import Category, Policy
from notices.domain.quotas import TakenWindows
from notices.domain.release import Release
from notices.domain.window_wording import rows_text
from notices.domain.wording import every, sourced

__all__ = ["window_facts"]


def window_facts(
    release: Release, category: Category, policy: Policy, taken: TakenWindows | None
) -> Iterator[tuple[Phrase, Phrase]]:
    """Labels and texts; none where the policy has no rules about the window."""
    windows, window = category.windows, release.window
    if windows.unless is not None and release.origin == windows.unless:
        yield (
            phrase("allowed"),
            phrase("at any time, since its origin is {origin}", origin=release.origin),
        )
    source = f"({windows.source})" if windows.source else ""
    for system, rows in allowed_rows(release, category):
        inside = covers(rows, window.start, window.end, policy.zone)
        # The row that holds it alone, where one does.
        holding = [each for each in rows if covers((each,), window.start, window.end, policy.zone)]
        spans = joined([rows_text(holding[:1] or rows) or phrase("no allowed window"), source])
        where = (
            phrase("within {spans}", spans=spans)
            if inside
            else phrase("not within {spans}", spans=spans)
        )
        if system is not None:
            where = phrase("for `{system}`, {message}", system=system, message=where)
        yield phrase("allowed"), where
    yield from _approved(release, category, policy, taken)


def _approved(
    release: Release, category: Category, policy: Policy, taken: TakenWindows | None
) -> Iterator[tuple[Phrase, Phrase]]:
    """Who approved what is in the way of it, and why."""
    window = release.window
    if window.reason is None or not window.approved_by:
        return
    asked = replace(release, window=replace(window, approved_by=()))
    found = bars(asked, category, policy, taken)
    passed = [_bar(each) for each in found if window.has_approval_of(each.approvers)]
    what = every(dict.fromkeys(passed)) if passed else phrase("nothing")
    reason = window.reason.get(policy.default_language) or next(iter(window.reason.values()))
    yield (
        phrase("approved"),
        phrase(
            "by {roles}, which lets pass {what}: {reason}",
            roles=every(window.approved_by),
            what=what,
            reason=reason,
        ),
    )


def _bar(bar: Bar) -> Phrase:
    if bar.freeze is not None:
        return phrase("the freeze {freeze}", freeze=sourced(bar.freeze.id, bar.freeze.source))
    if bar.quota is not None:
        return phrase("the quota")
    return phrase("that it is outside the allowed windows")
