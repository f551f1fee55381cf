"""How full the week or the month of a release's window is, as lines of its timeline.

Belongs here: the limits of its quotas, and what is taken of them. Does not belong here: whether that
refuses it (``rules``), the timeline itself (``explanation``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from notices.domain.bars import as_taken
from notices.domain.instants import SECOND, local
from notices.domain.phrases import NO_TEXT, Phrase, counted, joined, phrase
from notices.domain.policy import Policy
from notices.domain.quotas import Quota, TakenWindow, TakenWindows
from notices.domain.wording import every, span_text
from notices.evaluation.decisions import Decision

__all__ = ["quota_facts"]


def quota_facts(
    decision: Decision, policy: Policy, taken: TakenWindows
) -> Iterator[tuple[Phrase, Phrase]]:
    """A label and a text for each quota, and for each system that it asks about."""
    release, category = decision.release, decision.category
    if release is None or category is None or release.cancelled is not None:
        return
    window, known = as_taken(release), decision.entry.history.announced_window
    asked = known != (window.start, window.end)
    for quota in category.windows.at_most:
        for system in window.systems if quota.by == "system" else (None,):
            others = taken.filling(window, quota, system, asked=asked)
            yield phrase("quota"), _fact(window, others, quota, system, policy)


def _fact(
    window: TakenWindow,
    others: tuple[TakenWindow, ...],
    quota: Quota,
    system: str | None,
    policy: Policy,
) -> Phrase:
    """``2 of 2 windows for `payroll`, in the week from 2026-11-30 to 2026-12-06, with `a` ``."""
    parts = []
    if quota.count is not None:
        parts.append(
            counted(
                quota.count,
                "{taken} of {count} window",
                "{taken} of {count} windows",
                taken=len(others) + 1,
            )
        )
    if quota.hours is not None:
        length = sum((each.end - each.start for each in (*others, window)), timedelta())
        parts.append(
            counted(
                quota.hours,
                "{taken} of {count} hour",
                "{taken} of {count} hours",
                taken=span_text(length),
            )
        )
    of_system = phrase("for `{system}`", system=system) if system is not None else NO_TEXT
    first, following = quota.span(window.start, policy.zone)
    span = phrase(
        "from {first} to {last}",
        first=local(first, policy.zone).date(),
        last=local(following - SECOND, policy.zone).date(),
    )
    also = NO_TEXT
    if others:
        also = phrase("with {entries}", entries=every(f"`{other.entry}`" for other in others))
    return joined([joined([joined(parts, ", "), of_system, span]), also], ", ")
