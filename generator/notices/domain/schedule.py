"""What a release owes, and when: notices, their times and statuses, and states.

Belongs here: the exact meanings of the procedure (opens, planned, deadline, which records
count, statuses, states) as pure functions of (release, policy, history, now). Does not
belong here: what is refused (``rules``), what goes into the ledger (``evaluation.decisions``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from notices.domain.instants import SECOND, Lead, local
from notices.domain.ledger import History, Record
from notices.domain.policy import Category, Grant, NoticeRule, Policy
from notices.domain.public import NoticeStanding, NoticeStatus, State
from notices.domain.release import ASAP, Release

__all__ = [
    "Timing",
    "first_missing_day",
    "grants_short_notice",
    "has_after_the_fact",
    "is_imported",
    "is_owed",
    "public_state",
    "publish_by",
    "standing",
    "standings",
    "timing",
]

_LONG_LEAD = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Timing:
    """The three instants of one notice for one start (UTC), and whether its own time fits.

    ``own`` is the entry's own instant for it; ``too_early`` and ``too_late`` say that it
    lies outside [opens, deadline], so that ``planned`` is as without it.
    """

    opens: datetime | None
    planned: datetime | None
    deadline: datetime | None
    own: datetime | None = None
    too_early: bool = False
    too_late: bool = False


def _grants(grant: Grant | None, release: Release) -> bool:
    """Whether the entry asks for an exception in the way that the policy grants it."""
    exception = release.exception
    return (
        grant is not None
        and exception is not None
        and exception.approved_by in grant.roles
        and (grant.origin is None or release.origin == grant.origin)
    )


def is_imported(release: Release, policy: Policy, history: History) -> bool:
    """Whether it is history from before the ledger, without any claim about notices."""
    ended = release.outcome is not None or release.cancelled is not None
    return ended and not history.records and release.window.start < policy.promise_begins


def timing(
    rule: NoticeRule, release: Release, policy: Policy, history: History, now: datetime
) -> Timing:
    """When a notice opens, is planned and has its deadline (I.1, I.2, I.3, II.3, II.4).

    The planned time is the first that applies: the start, for a notice at the start; the entry's
    own; as soon as possible (since the release's first record); the first instant of the notice
    hours from the opening; the deadline less the margin, moved back into the notice hours for
    leads of a day or more.
    """
    start, zone, workdays = release.window.start, policy.zone, policy.workdays
    deadline = rule.latest.before(start, zone, workdays) if rule.latest else None
    opens = rule.earliest.before(start, zone, workdays) if rule.earliest else None
    if opens is not None and deadline is not None:
        opens = min(opens, deadline)  # Units that are mixed may cross.
    chosen = release.own_times.get(rule.id)
    own = chosen if isinstance(chosen, datetime) else None
    too_early = own is not None and opens is not None and own < opens
    too_late = own is not None and deadline is not None and own > deadline

    planned: datetime | None = None
    if rule.on == "start":
        planned = start
    elif own is not None and not too_early and not too_late:
        planned = own
    elif chosen == ASAP or rule.asap or release.origin in rule.asap_for:
        first = history.first_at or now
        planned = max(first, opens) if opens else first
    elif opens is not None:
        planned = policy.notice_hours.first_from(opens, zone)
        if deadline is not None and planned > deadline:
            planned = opens
    elif deadline is not None and rule.latest is not None:
        planned = rule.margin.before(deadline, zone, workdays) if rule.margin else deadline
        if rule.latest.elapsed >= _LONG_LEAD:
            planned = policy.notice_hours.last_until(planned, zone)
    return Timing(opens, planned, deadline, own, too_early, too_late)


def first_missing_day(leads: Iterable[Lead | None], start: datetime, policy: Policy) -> date | None:
    """The first day that one of these leads walks back over from ``start`` and of which nobody said
    whether it is a working day."""
    day, workdays = local(start, policy.zone).date(), policy.workdays
    counts = [lead.count for lead in leads if lead is not None and lead.in_workdays]
    missing = (workdays.first_missing(day, count) for count in counts)
    return min((each for each in missing if each is not None), default=None)


def standings(
    release: Release, category: Category, policy: Policy, history: History, now: datetime
) -> tuple[NoticeStanding, ...]:
    """Where each notice of the category stands at ``now``, before a publish, in policy order."""
    return tuple(
        standing(rule, release, category, policy, history, now) for rule in category.notices
    )


def standing(
    rule: NoticeRule,
    release: Release,
    category: Category,
    policy: Policy,
    history: History,
    now: datetime,
) -> NoticeStanding:
    """Where one notice of the category stands at ``now``, before a publish."""
    times = timing(rule, release, policy, history, now)
    announced = history.window_announced_at(release.window.start) or now
    recorded = history.of(rule.id)
    if rule.on == "outcome":
        # What was told before the newest result is no longer what customers know.
        recorded = recorded[-1:]
    counting = [r for r in recorded if _counts(r, rule, release, times, announced)]
    published = next((r for r in counting if r.verdict != "missed"), None)
    record = published or (counting[0] if counting else None)
    status = _status(rule, release, policy, history, now, times, published)
    return NoticeStanding(
        rule=rule,
        opens=times.opens,
        planned=times.planned,
        deadline=times.deadline,
        status=status,
        record=record,
        excused=_excused(release, category, times, announced),
    )


def _counts(
    record: Record, rule: NoticeRule, release: Release, times: Timing, announced: datetime
) -> bool:
    """Whether a record still serves, now that the window may have moved."""
    if rule.on == "outcome":
        return release.outcome is not None and record.result == release.outcome.result
    if rule.on == "start":
        return record.start == release.window.start
    if rule.latest is None or record.start == release.window.start:
        return True
    return (
        record.verdict != "missed"
        and times.deadline is not None
        and times.planned is not None
        and record.published_at <= times.deadline
        and times.planned <= announced
    )


def _status(
    rule: NoticeRule,
    release: Release,
    policy: Policy,
    history: History,
    now: datetime,
    times: Timing,
    published: Record | None,
) -> NoticeStatus:
    if published is not None:
        return "published"
    if not is_owed(rule, release, policy, history, now):
        return "not_owed"
    if rule.on == "outcome" and release.outcome is None:
        return "waiting"
    if rule.on == "start" and (release.outcome is not None or release.window.end <= now):
        return "not_owed"  # What is over has not just begun.
    if times.deadline is not None and release.window.start <= now:
        return "missed"
    if times.deadline is not None and now > times.deadline:
        return "late"
    if times.planned is not None and now < times.planned:
        return "pending"
    return "due"


def is_owed(
    rule: NoticeRule, release: Release, policy: Policy, history: History, now: datetime
) -> bool:
    """Whether the release owes the notice at all, sent or not."""
    return not (
        release.draft
        or release.cancelled is not None
        or is_imported(release, policy, history)
        or (rule.when == "important" and not release.important)
        or (rule.when == "targeted" and not release.targeted)
        or (rule.since is not None and rule.since > (history.first_announced or now))
        or (rule.audience == "customers" and release.targeted)
    )


def _excused(release: Release, category: Category, times: Timing, announced: datetime) -> bool:
    """Whether a short-notice exception covers the notice: late when the window was announced."""
    return (
        grants_short_notice(release, category)
        and times.deadline is not None
        and times.deadline < announced < release.window.start
    )


def grants_short_notice(release: Release, category: Category) -> bool:
    """Whether the policy grants the entry's exception as one of short notice."""
    return _grants(category.short_notice, release)


def has_after_the_fact(release: Release, category: Category, now: datetime) -> bool:
    """Whether the entry's exception lets a finished update be published afterwards."""
    return (
        _grants(category.after_the_fact, release)
        and release.outcome is not None
        and release.window.end <= now
    )


def public_state(release: Release, now: datetime) -> State:
    """The state of a release that is public at ``now``."""
    if release.cancelled is not None:
        return "cancelled"
    if release.outcome is not None:
        return "completed"
    if release.window.end <= now:
        return "awaiting_confirmation"
    if release.window.start <= now:
        return "in_progress"
    return "announced"


def publish_by(
    release: Release, category: Category, policy: Policy, history: History, now: datetime
) -> datetime | None:
    """The latest instant at which this window can first be published, by its leads alone.

    ``None`` where no customers' notice with a deadline is owed. A short-notice exception
    lets the notices out until the last second before the start. Of a window that takes the
    place of another, what customers were told of that one and still counts sets no bound; but
    it has to be told before the other one begins.
    """
    start = release.window.start
    known = history.announced_window
    moved = known is not None and known[0] != start
    owed = [
        standing.deadline
        for standing in standings(release, category, policy, history, now)
        if standing.rule.audience == "customers"
        and standing.status != "not_owed"
        and standing.deadline is not None
        and not (standing.status == "published" and (moved or _of_another_start(standing, start)))
    ]
    if owed and grants_short_notice(release, category):
        owed = [start - SECOND]
    if known is not None and moved:
        owed.append(known[0] - SECOND)
    return min(owed, default=None)


def _of_another_start(standing: NoticeStanding, start: datetime) -> bool:
    return standing.record is not None and standing.record.start != start
