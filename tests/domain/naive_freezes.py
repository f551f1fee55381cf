"""The rule about freezes a second time: slow, obvious, and sharing no code with the core.

Belongs here: a literal reading of the procedure's 'Freezes', minute by minute. Does not belong here:
anything imported from ``generator`` except the shapes of the data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta, tzinfo

from notices.domain.freezes import Freeze
from notices.domain.policy import Category
from notices.domain.release import Release

MINUTE = timedelta(minutes=1)


def shares_time(freeze: Freeze, start: datetime, end: datetime) -> bool:
    """Whether any minute of the window is one of the freeze. All of them begin at whole minutes."""
    at = start
    while at < end:
        if freeze.start <= at < freeze.end:
            return True
        at += MINUTE
    return False


def is_for(freeze: Freeze, category: str, systems: Collection[str]) -> bool:
    """Both must hold, and what is not named holds for all."""
    if freeze.categories and category not in freeze.categories:
        return False
    return not freeze.systems or any(system in freeze.systems for system in systems)


def in_the_way(freezes: Iterable[Freeze], release: Release, category: Category) -> list[str]:
    """The ids of the freezes that nobody lets the window pass."""
    found, window = [], release.window
    for freeze in freezes:
        if not shares_time(freeze, window.start, window.end):
            continue
        if not is_for(freeze, release.category, release.impact.systems):
            continue
        entitled = freeze.approvers or category.windows.approvers
        approved = bool(window.reason) and any(role in entitled for role in window.approved_by)
        if not (freeze.kind == "soft" and approved):
            found.append(freeze.id)
    return found


def days(freeze: Freeze, zone: tzinfo) -> set[date]:
    """The days on which any minute of the freeze lies."""
    found, at = set(), freeze.start
    while at < freeze.end:
        found.add(at.astimezone(zone).date())
        at += MINUTE
    return found
