"""The windows that are legal now: the earliest, and the one to suggest.

Belongs here: searching for a start at which nothing of a release would be refused. Every
condition on the start (a deadline still ahead, an evening of the policy, an own time that
fits) begins to hold at known instants, so the earliest legal start is one of those. Does not
belong here: judging the window that the entry has (``rules``).

The work is bounded: starts that some lead rules out by itself are not even looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property

from notices.domain.allowed_windows import AllowedWindow, covers
from notices.domain.bars import allowed_rows, passes
from notices.domain.instants import SECOND, Lead, at_wall, local, midnight
from notices.domain.ledger import History
from notices.domain.policy import Category, NoticeRule, Policy
from notices.domain.quotas import TakenWindows
from notices.domain.release import Release, Window
from notices.domain.schedule import (
    first_missing_day,
    grants_short_notice,
    is_owed,
    standing,
    timing,
)

__all__ = [
    "earliest_window",
    "is_legal",
    "late_publish",
    "quarter_after",
    "suggested_window",
]

_DAY = timedelta(days=1)
_SEARCHED_DAYS = 15
"""How far behind a bound a span is looked for: each weekday comes twice."""
_QUARTER = timedelta(minutes=15)
"""People choose windows by quarters of an hour."""


def earliest_window(
    release: Release,
    category: Category,
    policy: Policy,
    history: History,
    now: datetime,
    taken: TakenWindows | None = None,
) -> Window | None:
    """The earliest window of the same length that could be published at ``now``.

    It keeps what else the entry says (its own times, its reason and approver). ``None``
    where no start is legal: the update has run already, the window is longer than every
    allowed span, or an own time contradicts every start. ``taken`` are the windows that count
    against quotas, if any do.
    """
    if release.outcome is not None:
        return None
    return _Search(release, category, policy, history, now, taken).first()


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

    def __post_init__(self) -> None:
        self._order = list(self.category.notices)
        self._taken = self.taken or TakenWindows(self.policy.zone)

    def first(self) -> Window | None:
        """The earliest legal window."""
        return self._first_of(self._starts())

    def rounded(self) -> Window | None:
        """The first legal window on a quarter of an hour, the ones to prefer first."""
        if (first := self.first()) is None:
            return None
        _, upper = self._limits
        starts = self._round_starts(first.start)
        return self._first_of(start for start in starts if upper is None or start <= upper)

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
        """Those of the days on which the rows recur, in the order in which people would choose them."""
        zone = self.policy.zone
        clock = local(_quarter_before(self.release.window.start, zone), zone).timetz()
        since = local(first, zone).date()
        days = [since + after * _DAY for after in range(-1, _SEARCHED_DAYS)]
        same_clock = [start for day in days if (start := at_wall(day, clock, zone)) >= first]
        if self._prefers_hours:
            yield from (start for start in same_clock if self._in_rows(start))
            for after in range(-1, self._recurs_within):
                day = since + after * _DAY
                near = (self._nearest(span, day, clock, first) for span in self._rows)
                yield from sorted(start for start in near if start is not None)
        yield from same_clock
        yield quarter_after(first, zone)

    @cached_property
    def _rows(self) -> tuple[AllowedWindow, ...]:
        """The rows at whose beginnings the window may become allowed."""
        rows = (row for _, rows in allowed_rows(self.release, self.category) for row in rows)
        return tuple(dict.fromkeys(rows))

    @property
    def _recurs_within(self) -> int:
        return max((row.recurs_within for row in self._rows), default=_SEARCHED_DAYS)

    def _in_rows(self, start: datetime) -> bool:
        """Whether the window lies in the policy's hours if it begins then."""
        return all(
            covers(rows, start, start + self.length, self.policy.zone)
            for _, rows in allowed_rows(self.release, self.category)
        )

    @property
    def _prefers_hours(self) -> bool:
        """Whether the window should lie in the policy's hours, where others do not set its time."""
        approvers = self.category.windows.approvers
        return bool(self._rows) and not self.release.window.has_approval_of(approvers)

    def _nearest(
        self, span: AllowedWindow, day: date, clock: time, first: datetime
    ) -> datetime | None:
        """The round start nearest to ``clock`` at which the window fits into the day's span."""
        zone = self.policy.zone
        if (bounds := span.on(day, zone)) is None:
            return None
        lower = quarter_after(max(bounds[0], first), zone)
        upper = _quarter_before(bounds[1] - self.length, zone)
        return min(max(at_wall(day, clock, zone), lower), upper) if lower <= upper else None

    @property
    def length(self) -> timedelta:
        """The length of the window."""
        return self.release.window.length

    @cached_property
    def _limits(self) -> tuple[datetime, datetime | None]:
        """No start before the first, or after the second, is legal, whatever else holds."""
        lower = max(self.now + SECOND, self.policy.promise_begins)
        upper: datetime | None = None
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
                upper = opened if upper is None else min(upper, opened)
        return lower, upper

    def _own(self, rule: NoticeRule) -> datetime | None:
        own = self.release.own_times.get(rule.id)
        return own if isinstance(own, datetime) else None

    def _bounds(self) -> set[datetime]:
        """Every start from which some condition may begin to hold."""
        lower, upper = self._limits
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
        starts |= self._quota_spans(lower)
        return {start for start in starts if lower <= start and (upper is None or start <= upper)}

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
        first, last = (local(at, zone).date() for at in (self._limits[0], max(ends)))
        days = range((last - first).days + 2)
        return {midnight(first + after * _DAY, zone) for after in days}

    def _quota_spans(self, lower: datetime) -> set[datetime]:
        """Where the spans of its quotas begin, each behind one that may be full."""
        zone, quotas = self.policy.zone, self.category.windows.at_most
        if not quotas:
            return set()
        full = {lower, *(window.start for window in self._taken)}
        return {quota.span(instant, zone)[1] for quota in quotas for instant in full}

    def _starts_reaching(self, lead: Lead, instant: datetime) -> tuple[datetime, ...]:
        return lead.starts_reaching(instant, self.policy.zone, self.policy.workdays)

    def _starts(self) -> list[datetime]:
        """Those, and every beginning of an allowed span on the days behind each; in order."""
        lower, upper = self._limits
        if upper is not None and upper < lower:
            return []
        zone, starts = self.policy.zone, self._bounds()
        days = {
            local(bound, zone).date() + after * _DAY
            for bound in starts
            for after in range(-1, self._recurs_within)
        }
        spans = (row.on(day, zone) for day in days for row in self._rows)
        starts |= {span[0] for span in spans if span is not None}
        return sorted(s for s in starts if lower <= s and (upper is None or s <= upper))

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
