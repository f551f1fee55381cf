"""The earliest window that is legal now.

Belongs here: searching for a start at which nothing of a release would be refused. Every
condition on the start (a deadline still ahead, an evening of the policy, an own time that
fits) begins to hold at known instants, so the earliest legal start is one of those. Does not
belong here: judging the window that the entry has (``rules``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from notices.domain.instants import SECOND, local
from notices.domain.ledger import History
from notices.domain.policy import Category, Policy
from notices.domain.release import Release, Window
from notices.domain.schedule import standings, timing

__all__ = ["earliest_window", "window_is_allowed"]

_DAY = timedelta(days=1)


def window_is_allowed(release: Release, category: Category, policy: Policy) -> bool:
    """Whether nothing forbids the window: it lies in an allowed span, or an approver let it.

    A window that the policy only warns of is allowed (II.6).
    """
    windows, window = category.windows, release.window
    return (
        windows.otherwise == "warn"
        or windows.holds(window.start, window.end, policy.zone)
        or (window.reason is not None and window.approved_by in windows.approvers)
    )


def earliest_window(
    release: Release, category: Category, policy: Policy, history: History, now: datetime
) -> Window | None:
    """The earliest window of the same length that could be published at ``now``.

    It keeps what else the entry says (its own times, its reason and approver). ``None``
    where no start is legal: the update has run already, the window is longer than every
    allowed span, or an own time contradicts every start.
    """
    if release.outcome is not None:
        return None
    for start in sorted(set(_candidates(release, category, policy, history, now))):
        if start <= now or start < policy.promise_begins:
            continue
        window = replace(release.window, start=start, end=start + release.window.length)
        if _legal(replace(release, window=window), category, policy, history, now):
            return window
    return None


def _legal(
    release: Release, category: Category, policy: Policy, history: History, now: datetime
) -> bool:
    if not window_is_allowed(release, category, policy):
        return False
    for standing in standings(release, category, policy, history, now):
        if standing.status in ("published", "not_owed"):
            continue
        times = timing(standing.rule, release, policy, history, now)
        if times.too_early or times.too_late:
            return False
        late = standing.status in ("late", "missed") and not standing.excused
        if late and standing.rule.audience == "customers":
            return False
    return True


def _candidates(
    release: Release, category: Category, policy: Policy, history: History, now: datetime
) -> Iterator[datetime]:
    """Every start at which some condition may begin to hold.

    A condition begins to hold at a bound; so the spans of the two weeks behind each are all
    that need to be tried, however far off an own time may lie.
    """
    zone = policy.zone
    bounds = [now + SECOND, policy.promise_begins]
    for rule in category.notices:
        if rule.latest is None:
            continue
        own = release.own_times.get(rule.id)
        reached = {now, *(record.published_at for record in history.of(rule.id))}
        if isinstance(own, datetime):
            reached.add(own)
        for instant in reached:
            bounds += rule.latest.starts_reaching(instant, zone)
    yield from bounds
    days = {local(bound, zone).date() + _DAY * after for bound in bounds for after in range(-1, 15)}
    for day in days:
        for span in category.windows.allowed:
            found = span.on(day, zone)
            if found is not None:
                yield found[0]
