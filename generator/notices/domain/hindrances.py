"""Hindrances: why a policy leaves no window to any new release of a category.

Belongs here: searching a year ahead as if the project were empty, and naming what of the policy is
in the way. Does not belong here: why one day has no window (``slot_list``), wording (``rules``).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.freezes import Freeze
from notices.domain.instants import local
from notices.domain.ledger import History
from notices.domain.policy import Category, Policy
from notices.domain.quotas import Quota
from notices.domain.release import Impact, Release, Window
from notices.domain.slot_list import usual_length
from notices.domain.slots import earliest_window, late_publish

__all__ = ["YEAR", "Hindrance", "hindrance", "lacks_listed_days"]

YEAR = timedelta(days=366)
"""So far ahead a window is searched."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What leaves no window of this ``length``, within a year, to a new release.

    It is ``quota``, or ``freezes`` (one, where that one alone does). With neither it is the allowed
    rows: they are too short, or, with ``systems_gone``, all for systems that are not in use.
    """

    length: timedelta
    quota: Quota | None = None
    freezes: tuple[Freeze, ...] = ()
    systems_gone: bool = False


def hindrance(
    category: Category, policy: Policy, in_use: Collection[str], now: datetime
) -> Hindrance | None:
    """What keeps every new release of the category from a window of its usual length, in the year
    from the first start that its leads allow at ``now`` (UTC); ``None`` where there is one.

    The release is a plain one: it has no origin and no approval, and touches no system or one of
    those ``in_use`` that the rows name. No other window counts, the publish may
    be late, and days of which nobody said whether people work count by their weekday.
    """
    return _YearAhead(category, policy, frozenset(in_use), now).hindrance()


def lacks_listed_days(release: Release, category: Category, policy: Policy, now: datetime) -> bool:
    """Whether a new release that has no window at ``now`` (UTC) would have one if all days off were
    listed."""
    if not category.leads_in_workdays:
        return False
    listed, publish = _with_listed_days(policy, now), late_publish(category, policy, now)
    return earliest_window(release, category, listed, History(), publish) is not None


def _with_listed_days(policy: Policy, now: datetime) -> Policy:
    """The policy, as if the holidays of all these years were listed."""
    today = local(now, policy.zone).date()
    covers = (today - 3 * YEAR, today + 9 * YEAR)
    return replace(policy, workdays=replace(policy.workdays, covers=covers))


@dataclass(frozen=True)
class _YearAhead:
    category: Category
    policy: Policy
    in_use: frozenset[str]
    now: datetime

    def hindrance(self) -> Hindrance | None:
        """Each kind of bar is added to those before it until no window is left."""
        windows = self.category.windows
        rows, quotas = windows.allowed, windows.at_most
        freezes = tuple(freeze for freeze in self.policy.freezes if self._matters(freeze))
        if (not freezes and self._fits) or self._has_window(rows, quotas, freezes):
            return None
        if not self._releases or not self._has_window(rows):
            return Hindrance(self._length, systems_gone=not self._releases)
        for number, quota in enumerate(quotas, 1):
            if not self._has_window(rows, quotas[:number]):
                return Hindrance(self._length, quota)
        longest = max(freezes, key=lambda freeze: freeze.end - max(freeze.start, self.now))
        if not self._has_window(rows, quotas, (longest,)):
            return Hindrance(self._length, freezes=(longest,))
        ahead = (freeze for freeze in freezes if freeze.start < self._until)
        return Hindrance(self._length, freezes=tuple(ahead))

    @property
    def _fits(self) -> bool:
        """Whether, without any freeze, there is plainly a window: a week or a month later at most."""
        windows = self.category.windows
        if windows.otherwise == "warn":
            return True
        spans = (row.nominal for row in windows.allowed if self._is_for_some(row))
        fits = not windows.allowed or any(span >= self._length for span in spans)
        return fits and all(
            quota.hours is None or timedelta(hours=quota.hours) >= self._length
            for quota in windows.at_most
        )

    def _is_for_some(self, row: AllowedWindow) -> bool:
        return not row.systems or not row.systems.isdisjoint(self.in_use)

    def _has_window(
        self,
        rows: tuple[AllowedWindow, ...],
        quotas: tuple[Quota, ...] = (),
        freezes: tuple[Freeze, ...] = (),
    ) -> bool:
        """Whether there is a window within a year, with these bars alone."""
        starts = (self._first(release, rows, quotas, freezes) for release in self._releases)
        return any(start is not None and start <= self._until for start in starts)

    def _first(
        self,
        release: Release,
        rows: tuple[AllowedWindow, ...] = (),
        quotas: tuple[Quota, ...] = (),
        freezes: tuple[Freeze, ...] = (),
    ) -> datetime | None:
        windows = replace(self.category.windows, allowed=rows, at_most=quotas)
        category = replace(self.category, windows=windows)
        policy = replace(self._policy, freezes=freezes)
        found = earliest_window(release, category, policy, History(), self._publish)
        return None if found is None else found.start

    @cached_property
    def _releases(self) -> tuple[Release, ...]:
        """A new release, where some row is for it, and one for each system that a row names."""
        rows = self.category.windows.allowed
        systems = {system for row in rows for system in row.systems} & self.in_use
        named = [(system,) for system in sorted(systems)]
        must_name = self.category.windows.otherwise == "refuse" and rows
        plain = [] if must_name and all(row.systems for row in rows) else [()]
        window = Window(self.now, self.now + self._length)
        return tuple(
            Release("", self.category.id, {}, {}, window, Impact(timedelta(), systems=systems))
            for systems in (*plain, *named)
        )

    @cached_property
    def _length(self) -> timedelta:
        return usual_length(self.category)

    @cached_property
    def _publish(self) -> datetime:
        """When it is published, if that comes late."""
        return late_publish(self.category, self.policy, self.now)

    @cached_property
    def _until(self) -> datetime:
        """A year from the first start that the leads allow."""
        first = self._first(self._releases[0])
        return (first or self._publish) + YEAR

    def _matters(self, freeze: Freeze) -> bool:
        """Whether it may be in the way of such a release, from now on."""
        named = (release.impact.systems for release in self._releases)
        return freeze.end > self.now and any(
            freeze.concerns(self.category.id, systems) for systems in named
        )

    @cached_property
    def _policy(self) -> Policy:
        """The policy; what nobody listed of working days is no fault of it."""
        if not self.category.leads_in_workdays:
            return self.policy
        return _with_listed_days(self.policy, self.now)
