"""What hypothesis draws for the core: policies, releases, records and instants that matter.

Belongs here: strategies that several test files share. Does not belong here: any claim.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.instants import HoursOfDay
from notices.domain.ledger import Record, Verdict
from notices.domain.policy import (
    Audience,
    Category,
    Grant,
    NoticeRule,
    Policy,
    WindowPolicy,
)
from notices.domain.release import Outcome, Release, Result
from notices.domain.workdays import NamedDays, WorkCalendar
from tests.core_builders import SECOND, approval, cancellation, policy, record, release, row
from tests.domain import naive

ZONE_NAMES = [
    "Asia/Ho_Chi_Minh",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "UTC",
]
zones = st.sampled_from([ZoneInfo(name) for name in ZONE_NAMES])

# Clock changes of 2026: Berlin, New York, Lord Howe, spring and autumn of each.
CHANGES = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 3, 8, 7, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
]
near_changes = st.builds(
    lambda change, days, seconds: change + timedelta(days=days, seconds=seconds),
    st.sampled_from(CHANGES),
    st.integers(0, 21),
    st.integers(-4 * 3600, 4 * 3600),
)
anywhere = st.builds(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds),
    st.integers(0, 365 * 86400),
)
instants = near_changes | anywhere
whole_minutes = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
hours_of_day = st.tuples(whole_minutes, whole_minutes).map(
    lambda pair: HoursOfDay(min(pair), max(pair))
) | whole_minutes.map(lambda since: HoursOfDay(since, None))

DAY = timedelta(days=1)
days_of_2026 = st.integers(-20, 384).map(lambda number: date(2026, 1, 1) + number * DAY)
WORKDAYS = [frozenset(range(5)), frozenset(range(5)), frozenset(range(6)), frozenset({6, 0, 1, 2})]
TET = NamedDays(date(2026, 2, 14), date(2026, 2, 22), "Tết")
NEW_YEAR = NamedDays(date(2025, 12, 24), date(2026, 1, 1), "New Year")
WHOLE = (date(2025, 1, 1), date(2027, 12, 31))


@st.composite
def calendars(draw: st.DrawFn, *, whole: bool = False) -> WorkCalendar:
    """Working days around 2026, of which some may be off, some extra, and some not known."""
    spans = st.builds(
        lambda first, more: NamedDays(first, first + more * DAY), days_of_2026, st.integers(0, 8)
    )
    off = [TET, NEW_YEAR, *draw(st.lists(spans, max_size=6))]
    free = {day for days in off for day in days}
    work = [day for day in draw(st.lists(days_of_2026, max_size=6)) if day not in free]
    since, until = sorted([draw(days_of_2026), draw(days_of_2026)])
    covers = draw(st.sampled_from([WHOLE, WHOLE, WHOLE, (since, until), None]))
    return WorkCalendar(
        draw(st.sampled_from(WORKDAYS)),
        WHOLE if whole else covers,
        tuple(off),
        tuple(NamedDays(day, day) for day in work),
    )


LATEST = ["30m", "5h", "24h", "1d", "36h", "2d", "3d", "10d", "1bd", "3bd", "1w"]
MARGINS = [None, "30m", "6h", "1d"]
AUDIENCES: list[Audience] = ["customers", "customers", "customers", "staff", "affected"]
CONDITIONS: list[Literal["important", "targeted"] | None] = [None, None, None, "important"]
RESULTS: list[Result] = ["success", "partial", "rolled_back"]
VERDICTS: list[Verdict] = ["on_time", "late", "missed", "exception"]
_KINDS = ["margin", "margin", "earliest", "asap", "asap_for", "on", "start", "open"]
EVENINGS = WindowPolicy((AllowedWindow(frozenset({5, 6}), time(18), None),), "refuse", ("ceo",))
NIGHTS = WindowPolicy((AllowedWindow(frozenset({2, 5}), time(22), time(5)),), "refuse", ("ceo",))
SYSTEMS = ["payroll", "crm"]
# Their clocks change at midnight, by half an hour, for Ramadan, or skipped a day.
ROW_ZONES = [
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia",
    "Africa/Casablanca", "Africa/Cairo", "Asia/Beirut",
]  # fmt: skip
NTHS = [(), (), (), (1,), (-1,), (1, 3), (5,), (2, -2)]


@st.composite
def allowed_windows(draw: st.DrawFn) -> AllowedWindow:
    """A row in any of its forms."""
    since, until = draw(whole_minutes), draw(whole_minutes | st.none())
    days = draw(st.frozensets(st.integers(0, 6), min_size=1, max_size=3))
    nights = None
    if draw(st.integers(0, 2)) == 0:
        # One of the week ends after it begins, and in less than seven days.
        days = frozenset([min(days)])
        first = 0 if until is None or until > since else 1
        nights = draw(st.integers(first, 5))
    zone = draw(st.none() | st.none() | st.sampled_from(ROW_ZONES))
    return AllowedWindow(
        days,
        since,
        until,
        nights,
        frozenset(draw(st.sampled_from(NTHS))),
        ZoneInfo(zone) if zone else None,
        frozenset(draw(st.sampled_from([(), (), (), ("payroll",), ("payroll", "crm")]))),
    )


@st.composite
def window_policies(draw: st.DrawFn) -> WindowPolicy:
    """Rules about windows: the usual ones, or several rows of any form."""
    if draw(st.booleans()):
        return draw(st.sampled_from([WindowPolicy(), EVENINGS, NIGHTS]))
    return WindowPolicy(
        tuple(draw(st.lists(allowed_windows(), min_size=1, max_size=4))),
        draw(st.sampled_from(["refuse", "refuse", "refuse", "warn"])),
        ("ceo",),
        draw(st.sampled_from([None, None, "provider"])),
    )


@st.composite
def rows(draw: st.DrawFn, notice: str, *, plain: bool = False) -> NoticeRule:
    """A row that a policy may hold; a plain one is owed to customers by every release."""
    latest = draw(st.sampled_from(LATEST))
    found = row(
        notice,
        audience="customers" if plain else draw(st.sampled_from(AUDIENCES)),
        latest=latest,
        when=None if plain else draw(st.sampled_from(CONDITIONS)),
        since=None if plain else draw(st.none() | st.none() | instants),
        source="I.1",
    )
    kind = draw(st.sampled_from(_KINDS))
    match kind:
        case "margin":
            return replace(found, margin=row("x", margin=draw(st.sampled_from(MARGINS))).margin)
        case "earliest":
            earliest = draw(st.sampled_from(["10d", "11d", "20d", "4bd", "10bd", "2w"]))
            return replace(found, earliest=row("x", earliest=earliest).earliest)
        case "asap":
            keeps = draw(st.booleans())
            return replace(found, asap=True, latest=found.latest if keeps else None)
        case "asap_for":
            return replace(found, asap_for=frozenset({"provider"}))
        case "on":
            return replace(found, latest=None, on="outcome")
        case "start":
            return replace(found, latest=None, on="start")
        case _:
            return replace(found, latest=None, earliest=row("x", earliest="20d").earliest)


@st.composite
def policies(draw: st.DrawFn, windows: st.SearchStrategy[WindowPolicy] | None = None) -> Policy:
    """A policy of one category, `change`, with one to four notices."""
    count = draw(st.integers(1, 4))
    category = Category(
        "change",
        {"vi": "Thay đổi", "en": "Change"},
        tuple(draw(rows(f"n{number}")) for number in range(count)),
        windows=draw(windows or window_policies()),
        short_notice=draw(st.sampled_from([None, Grant(("ceo", "product"), "provider")])),
        after_the_fact=draw(st.sampled_from([None, Grant(("ceo",))])),
    )
    law = policy(
        category,
        zone=draw(st.sampled_from(ZONE_NAMES)),
        hours=draw(st.just(HoursOfDay(time(8), time(20))) | hours_of_day),
        ledger_starts=draw(st.sampled_from([date(2025, 7, 1), date(2026, 3, 29)])),
    )
    return replace(law, workdays=draw(calendars()))


@st.composite
def plain_policies(draw: st.DrawFn) -> Policy:
    """A policy whose rows every release owes to customers, the first with a deadline."""
    law = draw(policies())
    category = law.categories["change"]
    first = row("n0", latest=draw(st.sampled_from(LATEST)), margin=draw(st.sampled_from(MARGINS)))
    others = [draw(rows(rule.id, plain=True)) for rule in category.notices[1:]]
    categories = {"change": replace(category, notices=(first, *others))}
    return replace(law, categories=categories, workdays=draw(calendars(whole=True)))


@st.composite
def plain_releases(draw: st.DrawFn, law: Policy) -> Release:
    """A release whose window is allowed, and that customers are told of in the usual way."""
    file = draw(releases(law))
    window = replace(file.window, reason={"vi": "Một lý do."}, approved_by=("ceo",))
    return replace(file, own_times={}, customers=(), window=window)


@st.composite
def releases(draw: st.DrawFn, law: Policy) -> Release:
    """A release of that policy, with any combination of what an entry may say."""
    start = draw(instants)
    own: dict[str, datetime | Literal["asap"]] = {}
    for rule in law.categories["change"].notices:
        if rule.latest is None:
            continue
        match draw(st.sampled_from(["none", "none", "none", "asap", "deadline", "any"])):
            case "asap":
                own[rule.id] = "asap"
            case "deadline":
                near = naive.minus(start, rule.latest, law.zone, law.workdays)
                own[rule.id] = near + draw(st.sampled_from([-86400, -1, 0, 1])) * SECOND
            case "any":
                own[rule.id] = start - draw(st.integers(0, 30 * 86400)) * SECOND
            case _:
                pass
    customers = draw(st.sampled_from([(), (), (), ("acme",)]))
    return release(
        "change",
        start,
        timedelta(seconds=draw(st.sampled_from([1, 1800, 3600, 7200, 4 * 3600, 26 * 3600]))),
        id="moved-house",
        reason=draw(st.sampled_from([None, "Một lý do."])),
        approved_by=draw(st.sampled_from([None, "ceo", "care"])),
        important=not customers and draw(st.booleans()),
        customers=customers,
        origin=draw(st.sampled_from([None, "provider"])),
        own=own,
        systems=draw(st.sampled_from([(), (), ("payroll",), ("crm",), ("payroll", "crm")])),
    )


@st.composite
def ended(draw: st.DrawFn, file: Release) -> Release:
    """The same release, perhaps with an end, an exception, or as a draft: valid or not."""
    start, end = file.window.start, file.window.end
    match draw(st.sampled_from(["", "", "outcome", "outcome", "cancelled", "draft"])):
        case "outcome":
            at = draw(st.sampled_from([start, start + SECOND, end, end + timedelta(days=1)]))
            file = replace(file, outcome=Outcome(draw(st.sampled_from(RESULTS)), at))
        case "cancelled":
            at = draw(st.sampled_from([start - timedelta(days=1), start, end - SECOND, end]))
            file = replace(file, cancelled=cancellation(at))
        case "draft":
            file = replace(file, draft=True)
        case _:
            pass
    if draw(st.booleans()):
        by = draw(st.sampled_from(["ceo", "product", "care"]))
        file = replace(file, exception=approval(by, date(2025, 1, 1)))
    return file


def deciding_instants(file: Release, law: Policy) -> list[datetime]:
    """O, P, D, S and E of every notice, and one second on either side of each."""
    found = {file.window.start, file.window.end}
    for rule in law.categories["change"].notices:
        o = naive.opens(rule, file, law)
        d = naive.deadline(rule, file, law)
        p = naive.planned(rule, file, law, (), file.window.start - timedelta(days=30))
        found |= {at for at in (o, p, d) if at is not None}
    return sorted(at + n * SECOND for at in found for n in (-1, 0, 1))


@dataclass(frozen=True)
class Drawn:
    """One situation: a policy, a file, its records, and now."""

    law: Policy
    file: Release
    records: tuple[Record, ...]
    now: datetime


@st.composite
def records_for(draw: st.DrawFn, file: Release, law: Policy, now: datetime) -> tuple[Record, ...]:
    """Records of this release up to ``now``, of this window and of others, in any order."""
    rules = law.categories["change"].notices
    ids = [rule.id for rule in rules] + ["rescheduled", "of-old"]
    audiences: dict[str, Audience] = {rule.id: rule.audience for rule in rules}
    marks = [at for at in deciding_instants(file, law) if at <= now]
    count = draw(st.integers(0, 5))
    ages = st.integers(0, 40 * 86400).map(lambda age: now - age * SECOND)
    moments = st.sampled_from(marks) | ages if marks else ages
    starts = [file.window.start] * 3 + [
        file.window.start + n * timedelta(days=1) for n in (-7, -1, 1, 7)
    ]
    found: list[Record] = []
    for at in sorted(draw(st.lists(moments, min_size=count, max_size=count))):
        notice = draw(st.sampled_from(ids))
        rule = next((rule for rule in rules if rule.id == notice), None)
        outcome = rule is not None and rule.on == "outcome"
        verdict = draw(st.sampled_from(VERDICTS)) if rule and rule.latest else "on_time"
        found.append(
            record(
                notice,
                at,
                draw(st.sampled_from(starts)),
                file.window.length,
                entry=file.id,
                audience=audiences.get(notice, "customers"),
                verdict=verdict,
                sent=at - timedelta(hours=1) if draw(st.integers(0, 4)) == 0 else None,
                result=draw(st.sampled_from(RESULTS)) if outcome else None,
                seq=len(found) + 1,
            )
        )
    return tuple(found)


@st.composite
def situations(draw: st.DrawFn, *, with_records: bool = True) -> Drawn:
    """Any situation; ``now`` stands mostly at an instant that decides something."""
    law = draw(policies())
    file = draw(draw(st.just(releases(law))).flatmap(ended))
    marks = deciding_instants(file, law)
    afar = st.integers(-40 * 86400, 5 * 86400).map(lambda s: file.window.start + s * SECOND)
    now = draw(st.sampled_from(marks) | st.sampled_from(marks) | afar)
    records = draw(records_for(file, law, now)) if with_records else ()
    return Drawn(law, file, records, now)
