"""The windows that are listed for a new release, held against a search over all quarters of an hour.

`NOTICES_STEPS=1000` draws more of those that cost most, which `make soak` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.freezes import Freeze
from notices.domain.instants import HoursOfDay
from notices.domain.ledger import History
from notices.domain.openings import Openings
from notices.domain.policy import Policy, WindowPolicy
from notices.domain.quotas import Quota, TakenWindow, TakenWindows
from notices.domain.release import Release, Window
from notices.domain.slot_list import NoSlot, SlotList, next_windows, usual_length
from notices.domain.slots import earliest_window, late_publish
from tests.agreement_walk import steps
from tests.core_builders import (
    EVENING,
    FEATURE,
    FIX,
    POLICY,
    SECOND,
    SERVER,
    Timeline,
    hanoi,
    policy,
    release,
    row,
)
from tests.domain import naive
from tests.domain.drawn import instants, policies, releases

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
QUARTER = 15 * MINUTE
SEARCHED = 15 * DAY
MORNING = hanoi("2026-12-01 09:00")
NEW = release()


def listed(
    now: datetime = MORNING,
    many: int = 3,
    *,
    new: Release = NEW,
    law: Policy = POLICY,
    near: date | None = None,
    clock: time | None = None,
) -> list[str]:
    """The starts of the first windows, as the policy's clocks read them."""
    category = law.categories[new.category]
    found = next_windows(new, category, law, now, near=near, clock=clock)
    return [f"{w.start.astimezone(law.zone):%a %m-%d %H:%M}" for w in islice(found, many)]


def with_start(new: Release, start: datetime) -> Release:
    return replace(new, window=replace(new.window, start=start, end=start + new.window.length))


# Against the naive search


@st.composite
def new_releases(draw: st.DrawFn) -> tuple[Policy, Release, datetime]:
    """A policy, a release that nobody has heard of and that chooses no times, and now."""
    law = draw(policies())
    file = draw(releases(law))
    window = replace(
        file.window, end=file.window.start + draw(st.sampled_from([1, 2, 5])) * 4 * QUARTER
    )
    return law, replace(file, own_times={}, window=window), draw(instants)


def any_time(law: Policy, new: Release) -> bool:
    windows, window = law.categories["change"].windows, new.window
    free = windows.unless is not None and windows.unless == new.origin
    return not windows.allowed or free or window.has_approval_of(windows.approvers)


def naive_spans(
    law: Policy, new: Release, since: datetime, until: datetime
) -> Iterator[list[datetime]]:
    """The quarters of an hour of each opening at which a window may start."""
    first = since.astimezone(law.zone).replace(minute=0, second=0) - 2 * DAY
    count = 96 * ((until - since).days + 4)
    quarters = [first.astimezone(UTC) + n * QUARTER for n in range(count)]
    if any_time(law, new):
        days = sorted({naive.reading(q, law.zone).date() for q in quarters})
        for day in days:
            yield [q for q in quarters if naive.reading(q, law.zone).date() == day]
        return
    openings = Openings(new, law.categories["change"], law.zone)
    for opening in openings.between(since - 8 * DAY, until + DAY):
        yield [quarter for quarter in quarters if opening.first <= quarter <= opening.last]


def is_accepted(law: Policy, new: Release, now: datetime) -> bool:
    return new.window.start > now and not naive.hidden_is_refused(new, law, now)


@settings(max_examples=steps(8), deadline=None)
@given(new_releases())
def test_no_evening_with_a_legal_quarter_of_an_hour_is_left_out(
    drawn: tuple[Policy, Release, datetime],
) -> None:
    """The first three windows are the first legal quarters of the first three such evenings.

    Far ahead nothing is searched: each quarter of an hour costs as much as a file that is checked.
    """
    law, new, now = drawn
    category = law.categories["change"]
    late = max(now, late_publish(category, law, now))

    found = [w.start for w in islice(next_windows(new, category, law, now), 3)]

    expected = []
    until = min([*found[-1:], now + SEARCHED])
    for evening in naive_spans(law, new, now, until):
        accepted = (
            q
            for q in evening
            if all(is_accepted(law, with_start(new, q), at) for at in (late, now))
        )
        expected += list(islice(accepted, 1))
    expected = [start for start in expected if start <= until]
    assert [start for start in found if start <= until] == sorted(expected)[: len(found)]
    assert len(found) == 3 or not expected


@settings(max_examples=60, deadline=None)
@given(new_releases(), st.none() | st.dates(date(2026, 1, 1), date(2027, 3, 1)))
def test_a_release_with_a_listed_window_is_accepted_now_and_when_its_publish_is_late(
    drawn: tuple[Policy, Release, datetime], near: date | None
) -> None:
    law, new, now = drawn
    category = law.categories["change"]
    for window in islice(next_windows(new, category, law, now, near=near), 4):
        wall = window.start.astimezone(law.zone)
        assert (wall.minute % 15, wall.second) == (0, 0)
        assert window.length == new.window.length
        for at in (now, max(now, late_publish(category, law, now))):
            timeline = Timeline(replace(new, window=window), law, entry_id=new.id)
            assert timeline.decide(at).verdict == "ok"


@settings(max_examples=60, deadline=None)
@given(new_releases(), st.integers(0, 25))
def test_a_day_has_a_window_or_a_reason_why_it_has_none(
    drawn: tuple[Policy, Release, datetime], after: int
) -> None:
    law, new, now = drawn
    # A row that comes into force later is a change of the policy: it sets no deadline yet.
    rules = (replace(rule, since=None) for rule in law.categories["change"].notices)
    category = replace(law.categories["change"], notices=tuple(rules))
    law = replace(law, categories={"change": category})
    slots = SlotList(new, category, law, now)
    day = now.astimezone(law.zone).date() + after * DAY

    why = slots.why_none(day)

    windows = list(
        takewhile(lambda w: naive.reading(w.start, law.zone).date() <= day + DAY, slots.windows())
    )
    of_the_day = [w for w in windows if naive.reading(w.start, law.zone).date() == day]
    of_the_next = [w for w in windows if naive.reading(w.start, law.zone).date() == day + DAY]
    if why is None:
        assert (
            of_the_day or of_the_next
        )  # the evening may begin on one day and hold a start of the next
        return
    assert why.day == day
    if why.why == "late":
        assert why.window is not None
        assert why.notice is not None
        assert why.deadline is not None
        refused = with_start(new, why.window.start)
        assert why.deadline == naive.deadline(why.notice, refused, law)
        assert why.deadline < now
        assert Timeline(refused, law, entry_id=new.id).decide(now).verdict == "refused"
    if why.why == "no-time":
        assert why.window is not None
        hurried = Timeline(with_start(new, why.window.start), law, entry_id=new.id)
        assert hurried.decide(now).verdict == "ok"
        late = late_publish(category, law, now)
        assert why.window.start <= late or hurried.decide(late).verdict == "refused"
        assert why.deadline is not None
        assert now <= why.deadline < late
        assert hurried.decide(why.deadline).verdict == "ok"


# To the second


def test_an_evening_is_listed_until_its_publish_would_be_too_late_and_not_one_second_longer() -> (
    None
):
    """Ten days before 20:00 less the longest margin, six hours, is 14:00 on the second."""
    last = hanoi("2026-12-02 14:00")  # 22:00 is the last start of the evening

    assert listed(last + timedelta(hours=2), 1) == ["Sat 12-12 22:00"]
    assert listed(last + timedelta(hours=2) + SECOND, 1) == ["Sun 12-13 18:00"]
    assert listed(hanoi("2026-12-02 12:00"), 1) == ["Sat 12-12 18:00"]
    assert listed(hanoi("2026-12-02 12:00") + SECOND, 1) == ["Sat 12-12 18:15"]


def test_an_evening_is_legal_in_a_hurry_until_its_deadline_and_not_one_second_longer() -> None:
    def why(now: datetime) -> NoSlot | None:
        return SlotList(NEW, FEATURE, POLICY, now).why_none(date(2026, 12, 12))

    deadline = hanoi("2026-12-02 22:00")
    assert why(hanoi("2026-12-02 16:00")) is None
    window = Window(hanoi("2026-12-12 22:00"), hanoi("2026-12-13 00:00"))
    hurried = NoSlot(date(2026, 12, 12), "no-time", window, deadline=deadline)
    assert why(hanoi("2026-12-02 16:00:01")) == hurried
    assert why(deadline) == hurried
    late = FEATURE.notices[0]
    assert why(deadline + SECOND) == NoSlot(
        date(2026, 12, 12), "late", window, late, deadline, "I.1"
    )


@pytest.mark.parametrize(
    "zone, now, expected",
    [
        # Berlin's clocks go back on 25 October: ten days before 20:00 is 20:00, an hour more.
        ("Europe/Berlin", "2026-10-15 18:00:00+02:00", "Sun 10-25 20:00"),
        ("Europe/Berlin", "2026-10-15 18:00:01+02:00", "Sun 10-25 20:15"),
        # New York's go forward on 8 March.
        ("America/New_York", "2026-02-26 14:00:00-05:00", "Sun 03-08 20:00"),
        ("America/New_York", "2026-02-26 14:00:01-05:00", "Sun 03-08 20:15"),
    ],
)
def test_days_of_a_lead_count_by_the_clock_across_a_change(
    zone: str, now: str, expected: str
) -> None:
    category = replace(
        FEATURE, notices=(row("advance", latest="10d", margin="2h" if "Berlin" in zone else "6h"),)
    )
    law = policy(category, zone=zone)
    since = datetime.fromisoformat(now)
    assert listed(
        since.astimezone(UTC), 1, law=law, clock=time(20), near=since.date() + 10 * DAY
    ) == [expected]


# Which one


def test_without_a_date_the_evenings_come_in_order() -> None:
    assert listed() == ["Sat 12-12 18:00", "Sun 12-13 18:00", "Sat 12-19 18:00"]


def test_near_a_date_the_nearest_evenings_come_first_the_later_one_of_two_before() -> None:
    wednesday = date(2026, 12, 23)
    assert listed(near=wednesday, many=5) == [
        "Sat 12-26 18:00", "Sun 12-20 18:00", "Sun 12-27 18:00", "Sat 12-19 18:00",
        "Sat 01-02 18:00",
    ]  # fmt: skip


def test_near_a_date_that_is_too_early_the_first_evenings_come() -> None:
    assert listed(near=date(2026, 12, 5)) == listed()
    assert listed(near=date(2020, 1, 1)) == listed()


def test_near_a_date_far_ahead_no_day_between_is_looked_at() -> None:
    assert listed(near=date(2999, 12, 30)) == [
        "Sun 12-29 18:00",
        "Sat 12-28 18:00",
        "Sat 01-04 18:00",
    ]


@pytest.mark.parametrize("clock, expected", [(time(20, 10), "20:15"), (time(9), "18:00"), (time(23, 30), "22:00"), (time(0), "22:00"), (time(12), "18:00")])  # fmt: skip
def test_a_time_of_day_is_kept_as_nearly_as_the_evening_lets(clock: time, expected: str) -> None:
    [first] = listed(many=1, clock=clock)
    assert first == f"Sat 12-12 {expected}"


def test_where_any_time_is_allowed_each_day_has_one() -> None:
    fix = release("fix", important=True)
    assert listed(MORNING + timedelta(minutes=7), new=fix) == [
        "Tue 12-01 09:30", "Wed 12-02 00:00", "Thu 12-03 00:00",
    ]  # fmt: skip


def test_an_outage_of_the_provider_keeps_to_no_evening_and_own_work_does() -> None:
    assert listed(new=release("server"), many=1) == ["Sat 12-05 18:00"]
    assert listed(new=release("server", origin="provider"), many=1) == ["Wed 12-02 15:00"]


def test_in_an_hour_that_comes_twice_a_start_is_offered_only_if_its_own_deadline_is_ahead() -> None:
    """On 25 October 02:00 to 03:00 comes twice in Berlin: two starts an hour apart, one deadline.

    At 02:35 of the day before, less the margin, 02:45 is legal both times, and the second 02:15,
    which lies between them, is not.
    """
    span = AllowedWindow(frozenset({6}), time(1), time(5))
    category = replace(FEATURE, windows=WindowPolicy((span,)), notices=(row("final", latest="1d"),))
    law = policy(category, zone="Europe/Berlin", hours=HoursOfDay(time(), None))
    now = datetime(2026, 10, 24, 0, 20, tzinfo=UTC)  # 02:20 in Berlin, and a quarter to publish

    found = next_windows(NEW, category, law, now, clock=time(2, 15), near=date(2026, 10, 25))

    assert next(found).start == datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    assert is_accepted(law, with_start(NEW, datetime(2026, 10, 25, 1, 45, tzinfo=UTC)), now)
    later = now + 15 * MINUTE
    assert not is_accepted(law, with_start(NEW, datetime(2026, 10, 25, 1, 15, tzinfo=UTC)), later)


def test_the_span_of_the_evening_before_reaches_into_the_day() -> None:
    night = AllowedWindow(frozenset({5}), time(22), time(5))
    category = replace(
        FEATURE, windows=WindowPolicy((night,)), notices=(row("final", latest="1d"),)
    )
    now = hanoi("2026-12-12 00:20")
    law = policy(category, hours=HoursOfDay(time(), None))
    assert listed(now, 1, law=law) == ["Sun 12-13 00:45"]


def test_evenings_that_overlap_are_listed_once() -> None:
    spans = WindowPolicy((EVENING, AllowedWindow(frozenset({5}), time(18), time(23))))
    law = policy(replace(FEATURE, windows=spans))
    assert listed(law=law) == listed()


def test_each_span_of_a_day_has_its_own_also_for_a_provider_who_may_not_choose_freely() -> None:
    morning = AllowedWindow(frozenset({5}), time(6), time(9))
    law = policy(replace(SERVER, windows=WindowPolicy((EVENING, morning), "refuse")))
    outage = release("server", origin="provider")
    assert listed(new=outage, law=law) == ["Sat 12-05 06:00", "Sat 12-05 18:00", "Sun 12-06 18:00"]


def test_times_that_an_entry_chose_for_its_notices_do_not_count() -> None:
    """They are chosen for a window, so they go with it."""
    assert listed(new=release(own={"advance": hanoi("2026-12-20 09:00")})) == listed()


def test_a_window_that_fits_into_no_evening_has_no_slot_and_every_evening_says_so() -> None:
    long = release(length=timedelta(hours=6, minutes=1))
    assert listed(new=long) == []
    slots = SlotList(long, FEATURE, POLICY, MORNING)
    assert slots.why_none(date(2026, 12, 19)) == NoSlot(
        date(2026, 12, 19), "too-long", source="II.6"
    )
    assert listed(new=release(length=timedelta(hours=6)), many=1) == ["Sat 12-12 18:00"]


def test_a_span_without_a_quarter_of_an_hour_is_begun_as_it_begins() -> None:
    span = AllowedWindow(frozenset({5}), time(18, 5), time(19, 10))
    law = policy(replace(FEATURE, windows=WindowPolicy((span,))))
    assert listed(new=release(length=timedelta(hours=1)), law=law, many=1) == ["Sat 12-12 18:05"]


@pytest.mark.parametrize(
    "day, why",
    [
        (date(2026, 11, 29), "past"),
        (date(2026, 12, 1), "not-allowed"),
        (date(2026, 12, 6), "late"),
        (date(2026, 12, 12), None),
    ],
)
def test_a_day_without_a_window_says_why(day: date, why: str | None) -> None:
    found = SlotList(NEW, FEATURE, POLICY, MORNING).why_none(day)
    assert (found.why if found else None) == why


def test_what_has_no_deadline_has_to_be_published_before_it_starts() -> None:
    fix, now = release("fix", important=True), hanoi("2026-12-01 23:40")
    window = Window(hanoi("2026-12-01 23:45"), hanoi("2026-12-02 01:45"))
    found = SlotList(fix, FIX, POLICY, now).why_none(date(2026, 12, 1))
    assert found == NoSlot(
        date(2026, 12, 1), "no-time", window, deadline=hanoi("2026-12-01 23:44:59")
    )


def test_a_day_before_the_ledger_has_none() -> None:
    law = policy(ledger_starts=date(2027, 2, 1))
    found = SlotList(NEW, FEATURE, law, MORNING).why_none(date(2027, 1, 30))
    assert found is not None
    assert (found.why, found.deadline) == ("before-ledger", hanoi("2027-02-01 00:00"))
    assert listed(law=law, many=1) == ["Sat 02-06 18:00"]


def test_the_latest_notice_of_a_day_is_named_with_its_row() -> None:
    found = SlotList(NEW, FEATURE, POLICY, MORNING).why_none(date(2026, 12, 5))
    assert found is not None
    assert found.notice is not None
    assert (found.notice.id, found.source) == ("advance", "I.1")
    assert found.deadline == hanoi("2026-11-25 22:00")  # for the evening's last start


def test_the_usual_length_is_the_policys_or_two_hours_where_they_fit() -> None:
    assert usual_length(SERVER) == timedelta(hours=1)
    assert usual_length(FEATURE) == usual_length(FIX) == timedelta(hours=2)
    short = AllowedWindow(frozenset({5}), time(23, 30), time(0, 30))
    assert usual_length(replace(FEATURE, windows=WindowPolicy((short,)))) == timedelta(hours=1)
    assert ZoneInfo("Asia/Ho_Chi_Minh") == POLICY.zone


# Rare windows, freezes, systems

LAST_SATURDAY = AllowedWindow(frozenset({5}), time(22), None, nth=frozenset({-1}))
FIFTH_SATURDAY = AllowedWindow(frozenset({5}), time(22), None, nth=frozenset({5}))


def with_rows(*rows: AllowedWindow, freezes: tuple[Freeze, ...] = ()) -> Policy:
    law = policy(replace(FEATURE, windows=replace(FEATURE.windows, allowed=rows)))
    return replace(law, freezes=freezes)


def frozen(since: str, until: str, kind: Literal["hard", "soft"] = "hard") -> Freeze:
    return Freeze("closing", hanoi(since), hanoi(until), kind, {"vi": "Chốt sổ"}, source="F.1")


def test_windows_that_recur_rarely_are_listed_on_and_on() -> None:
    assert listed(law=with_rows(LAST_SATURDAY), many=4) == [
        "Sat 12-26 22:00", "Sat 01-30 22:00", "Sat 02-27 22:00", "Sat 03-27 22:00",
    ]  # fmt: skip
    assert listed(law=with_rows(FIFTH_SATURDAY), many=4) == [
        "Sat 01-30 22:00", "Sat 05-29 22:00", "Sat 07-31 22:00", "Sat 10-30 22:00",
    ]  # fmt: skip
    assert listed(law=with_rows(FIFTH_SATURDAY), near=date(2027, 5, 3), many=4) == [
        "Sat 05-29 22:00", "Sat 07-31 22:00", "Sat 01-30 22:00", "Sat 10-30 22:00",
    ]  # fmt: skip
    assert listed(law=with_rows(FIFTH_SATURDAY), new=release(length=timedelta(hours=3))) == []


def test_a_freeze_of_months_ends_no_list_in_either_direction() -> None:
    law = with_rows(EVENING, freezes=(frozen("2026-12-20 00:00", "2027-05-01 00:00"),))
    assert listed(law=law, many=5) == [
        "Sat 12-12 18:00", "Sun 12-13 18:00", "Sat 12-19 18:00", "Sat 05-01 18:00", "Sun 05-02 18:00",
    ]  # fmt: skip
    assert listed(law=law, near=date(2027, 4, 20), many=3) == [
        "Sat 05-01 18:00", "Sun 05-02 18:00", "Sat 05-08 18:00",
    ]  # fmt: skip
    found = next_windows(NEW, law.categories["feature"], law, MORNING, near=date(2027, 2, 1))
    assert hanoi("2026-12-19 18:00") in {w.start for w in islice(found, 25)}


def test_a_freeze_of_years_is_jumped_over_in_either_direction() -> None:
    law = with_rows(EVENING, freezes=(frozen("2026-12-13 00:00", "2036-01-01 00:00"),))
    assert listed(law=law, many=3) == ["Sat 12-12 18:00", "Sat 01-05 18:00", "Sun 01-06 18:00"]
    law = with_rows(EVENING, freezes=(frozen("2026-12-13 00:00", "2999-12-31 00:00"),))
    assert listed(law=law, near=date(2100, 1, 1), many=1) == ["Sat 12-12 18:00"]


def test_a_freeze_without_an_end_in_sight_ends_the_list() -> None:
    law = with_rows(EVENING, freezes=(frozen("2026-12-20 00:00", "2999-12-31 00:00"),))
    assert len(listed(law=law, many=3)) == 3
    law = with_rows(EVENING, freezes=(frozen("2026-12-01 00:00", "2026-12-13 19:10"),))
    assert listed(law=law, many=2) == ["Sun 12-13 19:15", "Sat 12-19 18:00"]


def test_a_day_in_a_freeze_says_so_unless_it_is_approved() -> None:
    freeze = frozen("2026-12-12 20:30", "2026-12-14 00:00", "soft")
    law = with_rows(EVENING, freezes=(freeze,))

    def why(day: int, new: Release = NEW) -> tuple[str, str, str] | None:
        found = SlotList(new, law.categories["feature"], law, MORNING).why_none(date(2026, 12, day))
        assert found is None or found.window is not None
        return found and (found.why, f"{found.window.start.astimezone(law.zone):%a %H:%M}", found.source)  # type: ignore[union-attr, return-value]  # fmt: skip

    assert why(12) is None  # 18:00 to 20:00 and a half hour more are before it
    assert why(13) == ("freeze", "Sun 22:00", "F.1")
    assert why(13, release(reason="Gấp.", approved_by=("care", "ceo"))) is None


def test_a_full_month_says_which_entries_fill_it() -> None:
    quota = Quota("month", "category", count=1)
    category = replace(FEATURE, windows=replace(FEATURE.windows, at_most=(quota,)))
    law = policy(category)
    start = hanoi("2026-12-26 20:00")
    taken = TakenWindows(
        law.zone, [TakenWindow("other", "feature", (), start, start + timedelta(hours=1))]
    )
    slots = SlotList(NEW, category, law, MORNING, taken)
    [first] = islice(slots.windows(), 1)
    assert first.start == hanoi("2027-01-02 18:00")
    why = slots.why_none(date(2026, 12, 12))
    assert why is not None
    assert (why.why, why.source) == ("quota", "II.6")
    assert why.bar is not None
    assert why.bar.quota is not None
    assert why.bar.quota.entries == ("other",)
    # What moves away leaves room from its turn on.
    leaving = TakenWindow(
        "other", "feature", (), start, start + timedelta(hours=1), until=(hanoi("2026-12-19 18:00"), "z")
    )  # fmt: skip
    found = earliest_window(
        NEW, category, law, History(), MORNING, TakenWindows(law.zone, [leaving])
    )
    assert found is not None
    # At the same instant, `payroll-engine` has its turn before `z`.
    assert found.start == hanoi("2026-12-19 18:00:01")


def test_slots_are_those_of_the_systems() -> None:
    payroll = AllowedWindow(frozenset({2}), time(20), time(23), systems=frozenset({"payroll"}))
    law = with_rows(EVENING, payroll)
    assert listed(law=law, new=release(systems=("payroll",)), many=2) == [
        "Sat 12-12 18:00", "Sun 12-13 18:00",
    ]  # fmt: skip
    assert listed(law=law, new=release(systems=("payroll",)), near=date(2026, 12, 16), many=1) == [
        "Wed 12-16 20:00"
    ]
    both = release(systems=("payroll", "crm"))
    assert listed(law=law, new=both, near=date(2026, 12, 16), many=1) == ["Sat 12-19 18:00"]
    assert listed(law=with_rows(payroll)) == []


def test_a_window_of_a_weekend_starts_on_any_of_its_days() -> None:
    weekend = AllowedWindow(frozenset({5}), time(22), time(6), 2)
    law = with_rows(weekend)
    assert listed(law=law, many=2) == ["Sat 12-12 22:00", "Sat 12-19 22:00"]
    # Two days later it is too late for the Saturday, not for the Monday.
    assert listed(hanoi("2026-12-03 20:00"), law=law, many=2) == ["Mon 12-14 02:00", "Sat 12-19 22:00"]  # fmt: skip
    assert listed(law=law, new=release(length=timedelta(hours=32)), many=1) == ["Sat 12-12 22:00"]
