"""The window of a new release: a legal one, near to what was asked for.

Belongs here: choosing it, and why it is not the one that was asked for. Does not belong here:
searching (``domain.slot_list``), what is legal (``rules``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain

from notices.domain.instants import at_wall, local
from notices.domain.ledger import History
from notices.domain.policy import Category, Policy
from notices.domain.problem import Problem
from notices.domain.quotas import TakenWindows
from notices.domain.release import Approval, Release, Window
from notices.domain.slot_list import next_windows
from notices.domain.slots import is_legal
from notices.rules.context import RuleContext
from notices.rules.registry import release_problems

__all__ = ["ChosenWindow", "chosen_window", "first_window", "legal_with_exception", "start_on"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ChosenWindow:
    """The window to write, and what refuses the one that was asked for where that is another.

    ``window`` is ``None`` where no window of that length is legal.
    """

    window: Window | None
    refused: tuple[Problem, ...] = ()


def first_window(
    release: Release, policy: Policy, now: datetime, taken: TakenWindows | None = None
) -> Window | None:
    """The earliest legal window of the release's length that leaves time to publish it.

    ``taken`` are the windows that count against quotas, here and below.
    """
    category = policy.categories[release.category]
    return next(next_windows(release, category, policy, now, taken), None)


def chosen_window(
    release: Release,
    policy: Policy,
    now: datetime,
    taken: TakenWindows | None = None,
    *,
    day_only: bool,
) -> ChosenWindow:
    """The release's own window where it is legal, else the nearest legal one.

    ``day_only``: only the day of its start was asked for, and any legal window of that day is
    meant; the first that leaves time to publish it.
    """
    category = policy.categories[release.category]
    wall = local(release.window.start, policy.zone)
    clock = None if day_only else wall.timetz()
    windows = next_windows(release, category, policy, now, taken, near=wall.date(), clock=clock)
    found = next(windows, None)
    if day_only and found and local(found.start, policy.zone).date() == wall.date():
        return ChosenWindow(found)
    refused = _refusals(release, policy, now, taken)
    return ChosenWindow(found, refused) if refused else ChosenWindow(release.window)


def legal_with_exception(
    release: Release, policy: Policy, now: datetime, taken: TakenWindows | None = None
) -> bool:
    """Whether the policy's exception for short notice, once approved, lets its window out.

    That is for updates whose time others chose: the release has to name that origin.
    """
    category = policy.categories[release.category]
    grant = category.short_notice
    if grant is None or release.origin is None or grant.origin not in (None, release.origin):
        return False
    approval = Approval(grant.roles[0], local(now, policy.zone).date(), {})
    return is_legal(replace(release, exception=approval), category, policy, History(), now, taken)


def start_on(day: date, category: Category, policy: Policy) -> datetime:
    """The start that is meant by a day alone: where a window of the policy begins on that day.

    On other days it is where windows begin, and in a category without windows the end of the
    notice hours.
    """
    rows, zone, hours = category.windows.allowed, policy.zone, policy.notice_hours
    # In the zone of a row it may be another day.
    spans = chain.from_iterable(row.within(day - _DAY, day + _DAY, zone) for row in rows)
    starts = [start for start, _ in spans if local(start, zone).date() == day]
    clock = min((row.since for row in rows), default=hours.until or hours.since)
    return min(starts, default=at_wall(day, clock, zone))


def _refusals(
    release: Release, policy: Policy, now: datetime, taken: TakenWindows | None
) -> tuple[Problem, ...]:
    """What refuses the window; of the notices that would be late only the latest."""
    context = RuleContext(release, policy, History(), now, taken=taken)
    refused = [each for each in release_problems("hidden", context) if each.is_error]
    late = [each for each in refused if each.rule == "lead-time"]
    worst = max(late, key=lambda each: each.late_by_s or 0, default=None)
    return tuple(each for each in refused if each not in late or each is worst)
