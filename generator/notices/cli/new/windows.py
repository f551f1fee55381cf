"""The window of a new release: a legal one, near to what was asked for.

Belongs here: choosing it, and saying why it is not the one that was asked for. Does not belong
here: searching (``domain.slots``), what is legal (``rules``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from notices.domain.instants import at_wall, local
from notices.domain.ledger import History
from notices.domain.policy import Category, Policy
from notices.domain.problem import Problem
from notices.domain.release import Approval, Release, Window
from notices.domain.slots import is_legal, suggested_window
from notices.rules.context import RuleContext
from notices.rules.registry import release_problems

__all__ = ["Choice", "chosen_window", "first_window", "legal_with_exception", "start_on"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The window to write, and what refuses the one that was asked for where that is another.

    ``window`` is ``None`` where no window of that length is legal.
    """

    window: Window | None
    refused: tuple[Problem, ...] = ()


def first_window(release: Release, policy: Policy, now: datetime) -> Window | None:
    """The earliest legal window of the release's length that leaves time to publish it."""
    category = policy.categories[release.category]
    today = local(now, policy.zone).date()
    found = []
    for clock in _clocks(category, policy):
        start = at_wall(today, clock, policy.zone)
        trial = replace(release, window=Window(start, start + release.window.length))
        found.append(suggested_window(trial, category, policy, History(), now))
    legal = [window for window in found if window is not None]
    return min(legal, key=lambda window: window.start, default=None)


def chosen_window(release: Release, policy: Policy, now: datetime) -> Choice:
    """The release's own window where it is legal, else the nearest legal one."""
    refused = _refusals(release, policy, now)
    if not refused:
        return Choice(release.window)
    category = policy.categories[release.category]
    return Choice(suggested_window(release, category, policy, History(), now), refused)


def legal_with_exception(release: Release, policy: Policy, now: datetime) -> bool:
    """Whether the policy's exception for short notice, once approved, lets its window out.

    That is for updates whose time others chose: the release has to name that origin.
    """
    category = policy.categories[release.category]
    grant = category.short_notice
    if grant is None or release.origin is None or grant.origin not in (None, release.origin):
        return False
    approval = Approval(grant.roles[0], local(now, policy.zone).date(), {})
    return is_legal(replace(release, exception=approval), category, policy, History(), now)


def start_on(day: date, category: Category, policy: Policy) -> datetime:
    """The start that is meant by a day alone: where the category's windows begin on that day."""
    spans = (span.on(day, policy.zone) for span in category.windows.allowed)
    starts = [span[0] for span in spans if span is not None]
    return min(starts, default=at_wall(day, _clocks(category, policy)[0], policy.zone))


def _clocks(category: Category, policy: Policy) -> list[time]:
    """The times of day at which people would start: where spans begin, else when the day ends."""
    spans = [span.since for span in category.windows.allowed]
    hours = policy.notice_hours
    return sorted(set(spans)) or [hours.until or hours.since]


def _refusals(release: Release, policy: Policy, now: datetime) -> tuple[Problem, ...]:
    """What refuses the window; of the notices that would be late only the latest."""
    context = RuleContext.of(release, policy, History(), now)
    refused = [each for each in release_problems("hidden", context) if each.is_error]
    late = [each for each in refused if each.rule == "lead-time"]
    worst = max(late, key=lambda each: each.late_by_s or 0, default=None)
    return tuple(each for each in refused if each not in late or each is worst)


