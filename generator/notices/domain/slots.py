"""The windows that are legal now: the earliest, and the one to suggest.

Belongs here: searching for a start at which nothing of a release would be refused. Does not
belong here: which starts come into question (``starts``), judging the window that the entry has
(``rules``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo

from notices.domain.allowed_windows import covers
from notices.domain.bars import allowed_rows, passes
from notices.domain.instants import SECOND, at_wall, local, midnight
from notices.domain.ledger import History
from notices.domain.openings import HORIZON, Opening, Openings
from notices.domain.policy import Category, NoticeRule, Policy
from notices.domain.quotas import TakenWindows
from notices.domain.release import Release, Window
from notices.domain.schedule import first_missing_day, standing, timing
from notices.domain.starts import Starts

__all__ = [
    "earliest_window",
    "is_legal",
    "late_publish",
    "quarter_after",
    "suggested_window",
]

_DAY = timedelta(days=1)
_SEARCHED_DAYS = 15
"""On so many days the time of day is kept that was asked for: each weekday comes twice."""
_QUARTER = timedelta(minutes=15)
"""People choose windows by quarters of an hour."""


def earliest_window(
    release: Release,
    category: Category,
    policy: Policy,
    history: History,
    now: datetime,
    taken: TakenWindows | None = None,
    since: datetime | None = None,
) -> Window | None:
    """The earliest window of the same length, from ``since`` on, that could be published at ``now``.

    It keeps what else the entry says (its own times, its reason and approvers). ``None``
    where no start is legal: the update has run already, the window is longer than all that is
    allowed at a time, or an own time contradicts every start. ``taken`` are the windows that count
    against quotas, if any do.
    """
    if release.outcome is not None:
        return None
    return _Search(release, category, policy, history, now, taken, since).first()


def suggested_window(
    release: Release,
    category: Category,
    policy: Policy,
    history: History,
    now: datetime,
    taken: TakenWindows | None = None,
) -> Window | None:
    """The window to write instead of one that is refused: round, and with time to publish it.

    It has the entry's length, and starts on a quarter of an hour of the policy's zone: at the time
    of day that the entry has, where that is legal within the hours that the policy prefers, else
    as near to it as they let. It stays legal through the longest margin of the category, counted
    in the notice hours: so late may a publish come. It is no earlier than the day that was asked for,
    unless only earlier ones are legal. Where no window leaves so much time, it is one that is
    legal now, and ``None`` where none of those is round.
    """
    if release.outcome is not None:
        return None
    then = late_publish(category, policy, now)
    known = history.announced_window
    if known is not None:  # What moves has to be told before the window that customers know.
        then = min(then, known[0] - SECOND)
    for instant in dict.fromkeys((max(then, now), now)):
        window = _Search(release, category, policy, history, instant, taken).rounded()
        if window is not None:
            return window
    return None


def late_publish(category: Category, policy: Policy, now: datetime) -> datetime:
    """How late a publish of what is written at ``now`` may come: the category's longest margin,
    counted in the notice hours."""
    margins = (rule.margin.elapsed for rule in category.notices if rule.margin is not None)
    first = policy.notice_hours.first_from(now, policy.zone)
    return first + max(margins, default=_QUARTER)


def is_legal(
    release: Release,
    category: Category,
    policy: Policy,
    history: History,
    now: datetime,
    taken: TakenWindows | None = None,
) -> bool:
    """Whether its window is allowed, and all that is owed for it can still be told in time."""
    return _Search(release, category, policy, history, now, taken).is_legal(release)


@dataclass
class _Search:
    """One search; ``_order`` holds the notices, the one that refused last first."""

    release: Release
    category: Category
    policy: Policy
    history: History
    now: datetime
    taken: TakenWindows | None = None
    since: datetime | None = None

    def __post_init__(self) -> None:
        self._order = list(self.category.notices)
        self._taken = self.taken or TakenWindows(self.policy.zone)
        self._openings = Openings(self.release, self.category, self.policy.zone)
        self._starts = Starts(
            self.release,
            self.category,
            self.policy,
            self.history,
            self.now,
            self._taken,
            self._openings,
            self.since,
        )

    def first(self) -> Window | None:
        """The earliest legal window."""
        return self._first_of(self._starts.in_order())

    def rounded(self) -> Window | None:
        """The first legal window on a quarter of an hour, the ones to prefer first."""
        if (first := self.first()) is None:
            return None
        _, upper = self._starts.limits
        starts = self._round_starts(first.start)
        return self._first_of(start for start in starts if start <= upper)

    def _first_of(self, starts: Iterable[datetime]) -> Window | None:
        for start in starts:
            window = replace(self.release.window, start=start, end=start + self.length)
            if self.is_legal(replace(self.release, window=window)):
                return window
        return None

    def _round_starts(self, first: datetime) -> Iterator[datetime]:
        """Round starts from ``first`` on: those from the day that was asked for come first."""
        zone = self.policy.zone
        asked = midnight(local(self.release.window.start, zone).date(), zone)
        for since in dict.fromkeys((max(first, asked), first)):
            yield from self._round_starts_from(since)

    def _round_starts_from(self, first: datetime) -> Iterator[datetime]:
        """Those from ``first`` on, in the order in which people would choose them."""
        zone = self.policy.zone
        clock = local(_quarter_before(self.release.window.start, zone), zone).timetz()
        since = local(first, zone).date()
        days = [since + after * _DAY for after in range(-1, _SEARCHED_DAYS)]
        same_clock = [start for day in days if (start := at_wall(day, clock, zone)) >= first]
        if not self._openings.any_time:
            yield from (start for start in same_clock if self._in_rows(start))
            for opening in self._openings.between(first, first + HORIZON):
                near = self._nearest(opening, clock, first)
                if near is not None:
                    yield near
        yield from same_clock
        yield quarter_after(first, zone)

    def _in_rows(self, start: datetime) -> bool:
        """Whether the window lies in the policy's hours if it begins then."""
        return all(
            covers(rows, start, start + self.length, self.policy.zone)
            for _, rows in allowed_rows(self.release, self.category)
        )

    def _nearest(self, opening: Opening, clock: time, first: datetime) -> datetime | None:
        """The round start in an opening that is nearest to ``clock`` on the day of its beginning."""
        zone = self.policy.zone
        lower = quarter_after(max(opening.first, first), zone)
        upper = _quarter_before(opening.last, zone)
        asked = at_wall(local(opening.first, zone).date(), clock, zone)
        return min(max(asked, lower), upper) if lower <= upper else None

    @property
    def length(self) -> timedelta:
        """The length of the window."""
        return self.release.window.length

    def is_legal(self, release: Release) -> bool:
        """Whether nothing of this release, which may have another window, would be refused."""
        now = self.now
        if not passes(release, self.category, self.policy, self.history, now, self._taken):
            return False
        for place, rule in enumerate(self._order):
            if self._refuses(rule, release):
                # It is likely to refuse the next start as well.
                self._order.insert(0, self._order.pop(place))
                return False
        return True

    def _refuses(self, rule: NoticeRule, release: Release) -> bool:
        """Whether the notice can no longer be published in time for this start."""
        notice = standing(rule, release, self.category, self.policy, self.history, self.now)
        if notice.status == "not_owed":
            return False
        start, known = release.window.start, self.history.announced_window
        new = known is None or known[0] != start
        if new and first_missing_day((rule.earliest, rule.latest), start, self.policy) is not None:
            return True
        if notice.status == "published":
            return False
        times = timing(rule, release, self.policy, self.history, self.now)
        if times.too_early or times.too_late:
            return True
        late = notice.status in ("late", "missed") and not notice.excused
        return late and rule.audience == "customers"


def _quarter_before(instant: datetime, zone: tzinfo) -> datetime:
    """The last quarter of an hour at or before an instant, as the zone's clocks read it."""
    wall = local(instant, zone)
    since_the_hour = timedelta(minutes=wall.minute, seconds=wall.second)
    return instant - since_the_hour % _QUARTER


def quarter_after(instant: datetime, zone: tzinfo) -> datetime:
    """The first quarter of an hour at or after an instant."""
    before = _quarter_before(instant, zone)
    return before if before == instant else before + _QUARTER
