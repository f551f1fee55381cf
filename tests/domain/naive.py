"""The rules of the procedure a second time: slow, obvious, and sharing no code with the core.

Belongs here: a literal reading of 'Exact meanings', by scanning clocks minute by minute.
Does not belong here: anything imported from ``generator`` except the shapes of the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.instants import HoursOfDay, Lead
from notices.domain.ledger import Record
from notices.domain.policy import Category, NoticeRule, Policy
from notices.domain.release import Release
from notices.domain.workdays import WorkCalendar

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

Span = tuple[datetime, datetime]


# Clocks


def reading(instant: datetime, zone: tzinfo) -> datetime:
    """What the clocks on the wall of ``zone`` read (naive)."""
    return instant.astimezone(zone).replace(tzinfo=None)


def instant_of(wall: datetime, zone: tzinfo) -> datetime:
    """The earlier instant where the reading comes twice, or never."""
    as_utc = wall.replace(tzinfo=UTC)
    offsets = {
        reading(as_utc + n * HOUR, zone) - (as_utc + n * HOUR).replace(tzinfo=None)
        for n in range(-36, 37)
    }
    possible = [as_utc - offset for offset in offsets]
    exact = [at for at in possible if reading(at, zone) == wall]
    return min(exact or possible)


def is_off(day: date, calendar: WorkCalendar) -> bool:
    """Whether it is no working day: of the lists each day is looked up in turn."""
    if any(each.first <= day <= each.last for each in calendar.work):
        return False
    return day.weekday() not in calendar.days or any(
        each.first <= day <= each.last for each in calendar.off
    )


def walked(day: date, count: int, calendar: WorkCalendar) -> list[date]:
    """The days before a day, back to the working day of that number."""
    days: list[date] = []
    while sum(not is_off(each, calendar) for each in days) < count:
        days.append(day - (len(days) + 1) * DAY)
    return days


def missing(day: date, count: int, calendar: WorkCalendar) -> date | None:
    """The first of those days that the lists say nothing of."""
    unknown = [
        each
        for each in walked(day, count, calendar)
        if calendar.covers is None or not calendar.covers[0] <= each <= calendar.covers[1]
    ]
    return min(unknown, default=None)


def minus(instant: datetime, lead: Lead, zone: tzinfo, calendar: WorkCalendar) -> datetime:
    """The ⊖ of the procedure."""
    wall = reading(instant, zone)
    if lead.unit == "bd":
        day = min(walked(wall.date(), lead.count, calendar), default=wall.date())
        return instant_of(datetime.combine(day, wall.time()), zone)
    if lead.unit in ("d", "w"):
        return instant_of(wall - lead.count * (7 * DAY if lead.unit == "w" else DAY), zone)
    seconds = lead.count * {"h": 3600, "m": 60}[lead.unit]
    return datetime.fromtimestamp(instant.timestamp() - seconds, UTC)


def in_hours(hours: HoursOfDay, instant: datetime, zone: tzinfo) -> bool:
    """Both ends included."""
    clock = reading(instant, zone).time()
    return hours.since <= clock <= (hours.until or time.max)


def first_in_hours(hours: HoursOfDay, instant: datetime, zone: tzinfo) -> datetime:
    """Minute by minute ahead. Spans begin at whole minutes, and so do clock changes."""
    at = instant
    while not in_hours(hours, at, zone):
        at = at.replace(second=0) + MINUTE
    return at


def last_in_hours(hours: HoursOfDay, instant: datetime, zone: tzinfo) -> datetime:
    """Minute by minute back: each whole minute, and the second before it."""
    at = instant
    while not in_hours(hours, at, zone):
        at = at.replace(second=0) if at.second else at - SECOND
    return at


def spans_of(row: AllowedWindow, first: date, last: date, zone: tzinfo) -> list[Span]:
    """The spans of a row that begin on these days: both ends are when clocks first read them or
    more."""
    zone = row.zone or zone
    spans = []
    day = first
    while day <= last:
        if day.weekday() in row.days and (not row.nth or numbers(day) & row.nth):
            start = first_reading(datetime.combine(day, row.since), zone)
            end = first_reading(_end_of(row, day), zone)
            if start < end:
                spans.append((start, end))
        day += DAY
    return spans


def numbers(day: date) -> set[int]:
    """Which of its weekday in its month a day is, from the start and from the end."""
    same = [each for n in range(-31, 32) if (each := day + n * DAY).month == day.month]
    same = [each for each in same if each.weekday() == day.weekday() and each.year == day.year]
    return {same.index(day) + 1, same.index(day) - len(same)}


def first_reading(wall: datetime, zone: tzinfo) -> datetime:
    """When the clocks of ``zone`` first read ``wall``, or first read more where they skip it."""
    at = instant_of(wall, zone)
    if reading(at, zone) == wall:
        return at
    while reading(at, zone) < wall:
        at += MINUTE
    return at


def _end_of(row: AllowedWindow, day: date) -> datetime:
    until = row.until
    nights = row.nights
    if nights is None:
        nights = 1 if until is not None and until <= row.since else 0
    last = day + nights * DAY
    return datetime.combine(last + DAY, time()) if until is None else datetime.combine(last, until)


def inside_rows(
    rows: Sequence[AllowedWindow], start: datetime, end: datetime, zone: tzinfo
) -> bool:
    """Whether each piece of the window, from one edge of any span to the next, lies in a span."""
    first, last = reading(start, UTC).date() - 9 * DAY, reading(end, UTC).date() + 2 * DAY
    spans = [span for row in rows for span in spans_of(row, first, last, zone)]
    return inside_spans(spans, start, end)


def inside_spans(spans: Sequence[Span], start: datetime, end: datetime) -> bool:
    """Whether each piece of [start, end], from one edge of any span to the next, lies in a span."""
    edges = sorted({start, end, *(at for span in spans for at in span if start < at < end)})
    return all(
        any(since <= one and other <= until for since, until in spans)
        for one, other in pairwise(edges)
    )


# One release's notices


def deadline(row: NoticeRule, release: Release, policy: Policy) -> datetime | None:
    """D."""
    if row.latest is None:
        return None
    return minus(release.window.start, row.latest, policy.zone, policy.workdays)


def opens(row: NoticeRule, release: Release, policy: Policy) -> datetime | None:
    """O, which is D where it would lie after it."""
    if row.earliest is None:
        return None
    o = minus(release.window.start, row.earliest, policy.zone, policy.workdays)
    d = deadline(row, release, policy)
    return d if d is not None and o > d else o


def own_is_impossible(row: NoticeRule, release: Release, policy: Policy) -> bool:
    """Whether the entry's own instant lies outside [O, D]."""
    own = release.own_times.get(row.id)
    if not isinstance(own, datetime):
        return False
    o, d = opens(row, release, policy), deadline(row, release, policy)
    return (o is not None and own < o) or (d is not None and own > d)


def planned(
    row: NoticeRule,
    release: Release,
    policy: Policy,
    records: Sequence[Record],
    now: datetime,
) -> datetime | None:
    """P."""
    if row.on == "start":
        return release.window.start
    o, d = opens(row, release, policy), deadline(row, release, policy)
    own = release.own_times.get(row.id)
    if isinstance(own, datetime) and d is not None and not own_is_impossible(row, release, policy):
        return own
    if row.asap or own == "asap" or (release.origin is not None and release.origin in row.asap_for):
        p = records[0].at if records else now
        return p if o is None or p >= o else o
    if o is not None:
        p = first_in_hours(policy.notice_hours, o, policy.zone)
        return o if d is not None and p > d else p
    if d is not None and row.latest is not None:
        p = minus(d, row.margin, policy.zone, policy.workdays) if row.margin else d
        day = 86400
        units = {"w": 7 * day, "d": day, "bd": day, "h": 3600, "m": 60}
        nominal = row.latest.count * units[row.latest.unit]
        return last_in_hours(policy.notice_hours, p, policy.zone) if nominal >= 86400 else p
    return None


def announced_at(release: Release, records: Sequence[Record], now: datetime) -> datetime:
    """A."""
    answer = now
    for r in reversed([r for r in records if r.audience == "customers"]):
        if r.start != release.window.start:
            return answer
        answer = r.at
    return answer


def counting(
    row: NoticeRule,
    release: Release,
    policy: Policy,
    records: Sequence[Record],
    now: datetime,
) -> Iterator[Record]:
    """The records of this notice that count."""
    d = deadline(row, release, policy)
    p = planned(row, release, policy, records, now)
    a = announced_at(release, records, now)
    present = release.outcome.result if release.outcome else None
    mine = [r for r in records if r.notice == row.id]
    for r in mine:
        early_enough = (
            d is not None
            and p is not None
            and r.verdict != "missed"
            and (r.sent or r.at) <= d
            and p <= a
        )
        if row.on == "outcome":
            counts = r is mine[-1] and r.result == present
        elif row.on == "start":
            counts = r.start == release.window.start
        else:
            counts = r.start == release.window.start or d is None or early_enough
        if counts:
            yield r


def is_imported(release: Release, policy: Policy, records: Sequence[Record]) -> bool:
    """A past from before the ledger."""
    begins = instant_of(datetime.combine(policy.ledger_starts, time()), policy.zone)
    ended = release.outcome is not None or release.cancelled is not None
    return release.window.start < begins and ended and not records


def status(
    row: NoticeRule,
    release: Release,
    policy: Policy,
    records: Sequence[Record],
    now: datetime,
) -> str:
    """The first that applies."""
    published = [r for r in records if r.audience == "customers" and r.verdict != "missed"]
    first_announced = published[0].at if published else now
    d = deadline(row, release, policy)
    p = planned(row, release, policy, records, now)
    counts = list(counting(row, release, policy, records, now))
    applies = {
        None: True,
        "important": release.important,
        "targeted": bool(release.customers),
    }[row.when]
    answers = {
        "published": any(r.verdict != "missed" for r in counts),
        "not_owed": release.draft
        or release.cancelled is not None
        or is_imported(release, policy, records)
        or not applies
        or (row.since is not None and row.since > first_announced)
        or (row.audience == "customers" and bool(release.customers))
        or (row.on == "start" and (now >= release.window.end or release.outcome is not None)),
        "waiting": row.on == "outcome" and release.outcome is None,
        "missed": d is not None and release.window.start <= now,
        "late": d is not None and now > d,
        "pending": p is not None and now < p,
        "due": True,
    }
    return next(name for name, holds in answers.items() if holds)


def excused(
    row: NoticeRule,
    release: Release,
    policy: Policy,
    records: Sequence[Record],
    now: datetime,
) -> bool:
    """Whether a short-notice exception lets the notice out: D < A < S."""
    grant = policy.categories[release.category].short_notice
    exception = release.exception
    if grant is None or exception is None or exception.approved_by not in grant.roles:
        return False
    if grant.origin is not None and grant.origin != release.origin:
        return False
    d = deadline(row, release, policy)
    return d is not None and d < announced_at(release, records, now) < release.window.start


def window_allowed(release: Release, category: Category, policy: Policy) -> bool:
    """In an allowed span, or let through, or only warned of."""
    windows, window = category.windows, release.window
    if not windows.allowed or windows.otherwise == "warn":
        return True
    if window.reason and set(window.approved_by) & set(windows.approvers):
        return True
    if windows.unless is not None and release.origin == windows.unless:
        return True
    return all(
        inside_rows(rows, window.start, window.end, policy.zone)
        for rows in rows_for(release, windows.allowed)
    )


def rows_for(release: Release, rows: Sequence[AllowedWindow]) -> list[list[AllowedWindow]]:
    """The general rows with those of each system that the release names, or the general ones."""
    general = [row for row in rows if not row.systems]
    own = [[row for row in rows if system in row.systems] for system in release.impact.systems]
    return [general + each for each in own] or [general]


def hidden_is_refused(release: Release, policy: Policy, now: datetime) -> bool:
    """Whether a valid release that was never announced, and is not a draft, is refused."""
    category = policy.categories[release.category]
    if release.cancelled is not None or release.draft or is_imported(release, policy, ()):
        return False
    # A targeted release's window is asked until its start; an exception lets one out that ran.
    begun = bool(release.customers) and release.window.start <= now
    asked = not begun and not after_the_fact(release, category, now)
    if asked and not window_allowed(release, category, policy):
        return True
    begins = instant_of(datetime.combine(policy.ledger_starts, time()), policy.zone)
    if release.window.start < begins and release.outcome is None:
        return True
    if release.outcome is None and holidays_are_missing(release, policy, now):
        return True
    for row in category.notices:
        answer = status(row, release, policy, (), now)
        owed = answer in ("missed", "late", "pending", "due", "waiting")
        # The bounds of an own time are leads too: both lead-time and too-early are let out.
        if after_the_fact(release, category, now):
            continue
        if owed and own_is_impossible(row, release, policy):
            return True
        if (
            row.audience == "customers"
            and answer in ("missed", "late")
            and not excused(row, release, policy, (), now)
        ):
            return True
    return False


def holidays_are_missing(release: Release, policy: Policy, now: datetime) -> bool:
    """Whether a notice that is owed counts a day that nobody listed."""
    start = reading(release.window.start, policy.zone).date()
    return any(
        lead is not None
        and lead.unit == "bd"
        and missing(start, lead.count, policy.workdays) is not None
        for row in policy.categories[release.category].notices
        for lead in (row.earliest, row.latest)
        if status(row, release, policy, (), now) != "not_owed"
    )


def after_the_fact(release: Release, category: Category, now: datetime) -> bool:
    """Whether it ran unannounced, and the policy and a role let it be shown all the same."""
    grant, exception = category.after_the_fact, release.exception
    return (
        grant is not None
        and exception is not None
        and exception.approved_by in grant.roles
        and grant.origin in (None, release.origin)
        and release.outcome is not None
        and release.window.end <= now
    )
