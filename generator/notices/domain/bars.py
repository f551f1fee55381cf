"""Bars: what is in the way of a window, and who may let it pass.

Belongs here: putting the three questions about a window (the allowed rows, the freezes, the quotas)
to one release. Does not belong here: each question itself (``allowed_windows``, ``freezes``,
``quotas``), leads (``schedule``), wording (``rules``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from notices.domain.allowed_windows import AllowedWindow, applying, covers
from notices.domain.freezes import Freeze
from notices.domain.ledger import History
from notices.domain.policy import Category, Policy
from notices.domain.quotas import ExceededQuota, TakenWindow, TakenWindows
from notices.domain.release import Release
from notices.domain.schedule import has_after_the_fact

__all__ = [
    "Bar",
    "allowed_rows",
    "as_taken",
    "bars",
    "freezes_over",
    "has_room",
    "is_asked",
    "passes",
]


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing in the way of a window, with no approval that lifts it.

    It is a ``freeze``, a ``quota``, or, with neither, that the window lies in no allowed span;
    ``system`` is the one for which it does not, if the release names any. One of ``approvers`` may
    approve it; nobody may where there are none. It refuses the window, or only warns of it.
    """

    refuses: bool
    approvers: tuple[str, ...] = ()
    freeze: Freeze | None = None
    quota: ExceededQuota | None = None
    system: str | None = None


def bars(
    release: Release,
    category: Category,
    policy: Policy,
    taken: TakenWindows | None,
    *,
    asked: bool = True,
) -> tuple[Bar, ...]:
    """All that is in the way of a release's window, and that none of its approvers let pass (II.6).

    ``taken`` are the windows that count against its quotas, if any do. Against one that is not ``asked``
    about, since it was announced, only those count that were announced before.
    """
    found = (
        *_outside(release, category, policy),
        *_frozen(release, category, policy),
        *_one_too_many(release, category, policy, taken, asked=asked),
    )
    return tuple(bar for bar in found if not release.window.has_approval_of(bar.approvers))


def passes(
    release: Release,
    category: Category,
    policy: Policy,
    history: History,
    now: datetime,
    taken: TakenWindows | None,
) -> bool:
    """Whether nothing refuses the window of a release, were it hidden or moved at ``now`` (UTC); a
    mere warning passes."""
    return not is_asked(release, category, history, now) or not any(
        bar.refuses for bar in bars(release, category, policy, taken)
    )


def has_room(release: Release, category: Category, policy: Policy, taken: TakenWindows) -> bool:
    """Whether no quota refuses the window of a release."""
    over = _one_too_many(release, category, policy, taken, asked=True)
    return not any(
        bar.refuses and not release.window.has_approval_of(bar.approvers) for bar in over
    )


def is_asked(release: Release, category: Category, history: History, now: datetime) -> bool:
    """Whether the window of a release that is hidden, or moved, is asked about at all.

    Not with an exception after the fact; and a targeted release's until its customers were told
    of this start, or the start has come (I.2).
    """
    if has_after_the_fact(release, category, now):
        return False
    start = release.window.start
    told = any(r.audience == "affected" and r.start == start for r in history.records)
    return not (release.targeted and (told or start <= now))


def as_taken(release: Release) -> TakenWindow:
    """The release's window as the quotas see it."""
    window = release.window
    return TakenWindow(
        release.id, release.category, release.impact.systems, window.start, window.end
    )


def allowed_rows(
    release: Release, category: Category
) -> Iterator[tuple[str | None, tuple[AllowedWindow, ...]]]:
    """For each system that is asked about by itself, or for the release as a whole, the rows in whose
    union its window must lie; nothing where any time is allowed."""
    windows = category.windows
    if not windows.allowed or (windows.unless is not None and release.origin == windows.unless):
        return
    # Where no row names systems, one answer holds for all of them.
    named = release.impact.systems if any(row.systems for row in windows.allowed) else ()
    for system in named or (None,):
        yield system, applying(windows.allowed, system)


def freezes_over(release: Release, policy: Policy) -> Iterator[Freeze]:
    """The freezes in which a release's window lies, whether or not they let it pass."""
    window, systems = release.window, release.impact.systems
    for freeze in policy.freezes:
        if freeze.overlaps(window.start, window.end) and freeze.concerns(release.category, systems):
            yield freeze


def _outside(release: Release, category: Category, policy: Policy) -> Iterator[Bar]:
    windows, window = category.windows, release.window
    for system, rows in allowed_rows(release, category):
        if not covers(rows, window.start, window.end, policy.zone):
            yield Bar(windows.otherwise == "refuse", windows.approvers, system=system)


def _frozen(release: Release, category: Category, policy: Policy) -> Iterator[Bar]:
    imposed = release.origin in policy.imposed_by
    for freeze in freezes_over(release, policy):
        yield Bar(not imposed, category.approvers_in(freeze), freeze=freeze)


def _one_too_many(
    release: Release,
    category: Category,
    policy: Policy,
    taken: TakenWindows | None,
    *,
    asked: bool,
) -> Iterator[Bar]:
    windows, taken = category.windows, taken or TakenWindows(policy.zone)
    refuses = windows.otherwise == "refuse" and release.origin not in policy.imposed_by
    for exceeded in taken.exceeded(as_taken(release), windows.at_most, asked=asked):
        yield Bar(refuses, windows.approvers, quota=exceeded, system=exceeded.system)
