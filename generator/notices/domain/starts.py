"""The starts at which the window of a release may begin to be legal.

Belongs here: collecting them. Every condition on the start (a deadline still ahead, an evening of the
policy, the end of a freeze, an own time that fits) begins to hold at known instants, so the earliest
legal start is one of those. Does not belong here: whether it is one (``slots``).

The work is bounded: starts that some lead rules out by itself are not even looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from heapq import merge

from notices.domain.allowed_windows import connected
from notices.domain.instants import LAST_YEAR, SECOND, Lead, local, midnight
from notices.domain.ledger import History
from notices.domain.openings import HORIZON, Openings
from notices.domain.policy import Category, NoticeRule, Policy
from notices.domain.quotas import TakenWindows
from notices.domain.release import Release
from notices.domain.schedule import grants_short_notice, is_owed

__all__ = ["Starts"]

_DAY = timedelta(days=1)


@dataclass
class Starts:
    """The starts of one release, as they are at ``now`` (UTC), none before ``since``."""

    release: Release
    category: Category
    policy: Policy
    history: History
    now: datetime
    taken: TakenWindows
    openings: Openings
    since: datetime | None = None

    def in_order(self) -> Iterator[datetime]:
        """Every start from which some condition may begin to hold, in order, each once."""
        bounds = sorted(self._bounds())
        previous: datetime | None = None
        for start in merge(bounds, self._beginnings(bounds)):
            if start != previous:
                yield start
            previous = start

    @cached_property
    def limits(self) -> tuple[datetime, datetime]:
        """No start before the first, or after the second, is legal, whatever else holds."""
        lower = max(self.now + SECOND, self.policy.promise_begins, self.since or self.now)
        upper = datetime(LAST_YEAR, 12, 31, tzinfo=UTC) - self.release.window.length
        excused = grants_short_notice(self.release, self.category)
        for rule in self.category.notices:
            # Of what was recorded, something may count for one start and not for another.
            recorded = self.history.of(rule.id)
            if recorded or not is_owed(rule, self.release, self.policy, self.history, self.now):
                continue
            own = self._own(rule)
            if rule.latest is not None and rule.audience == "customers" and not excused:
                lower = max(lower, min(self._starts_reaching(rule.latest, self.now)))
            if own is not None and rule.latest is not None:
                lower = max(lower, min(self._starts_reaching(rule.latest, own)))
            if own is not None and rule.earliest is not None:
                # It opens at its deadline where units that are mixed cross.
                leads = [rule.earliest, rule.latest] if rule.latest else [rule.earliest]
                opened = max(max(self._starts_reaching(each, own + SECOND)) for each in leads)
                upper = min(upper, opened)
            if self.history.announced_window is None and _counts_workdays(rule):
                upper = min(upper, self._last_known)
        return lower, upper

    @property
    def _last_known(self) -> datetime:
        """Of any later start, nobody said whether the day before it is a working day."""
        covers = self.policy.workdays.covers
        return self.now if covers is None else midnight(covers[1] + 2 * _DAY, self.policy.zone)

    def _own(self, rule: NoticeRule) -> datetime | None:
        own = self.release.own_times.get(rule.id)
        return own if isinstance(own, datetime) else None

    def _bounds(self) -> set[datetime]:
        """Those from which some other condition may begin to hold than that of the openings."""
        lower, upper = self.limits
        starts = {lower}
        for rule in self.category.notices:
            if rule.latest is not None:
                reached = {self.now, *(record.published_at for record in self.history.of(rule.id))}
                if (own := self._own(rule)) is not None:
                    reached.add(own)
                for instant in reached:
                    starts.update(self._starts_reaching(rule.latest, instant))
        starts |= self._midnights(starts)
        starts.update(freeze.end for freeze in self.policy.freezes)
        starts |= self.taken.may_have_room_from(self.category.windows.at_most, lower)
        return {start for start in starts if lower <= start <= upper}

    def _midnights(self, starts: Iterable[datetime]) -> set[datetime]:
        """Each midnight among the starts, and until the calendar of working days begins: there a
        lead in working days jumps, and may jump back. None where nothing is counted in them."""
        counted = self.category.leads_in_workdays
        if not counted:
            return set()
        zone, ends = self.policy.zone, set(starts)
        if (covers := self.policy.workdays.covers) is not None:
            for lead in counted:
                ends.update(self._starts_reaching(lead, midnight(covers[0], zone)))
        first, last = (local(at, zone).date() for at in (self.limits[0], max(ends)))
        days = range((last - first).days + 2)
        return {midnight(first + after * _DAY, zone) for after in days}

    def _starts_reaching(self, lead: Lead, instant: datetime) -> tuple[datetime, ...]:
        return lead.starts_reaching(instant, self.policy.zone, self.policy.workdays)

    def _beginnings(self, bounds: list[datetime]) -> Iterator[datetime]:
        """Where openings begin, behind each bound; none where the policy only prefers them."""
        if self.openings.any_time or self.category.windows.otherwise != "refuse":
            return
        _, upper = self.limits
        for since, until in connected((bound, bound + HORIZON) for bound in bounds):
            last = min(until, upper)
            for opening in self.openings.between(since, last):
                if since <= opening.first:
                    yield opening.first


def _counts_workdays(rule: NoticeRule) -> bool:
    return any(lead is not None and lead.in_workdays for lead in (rule.earliest, rule.latest))
