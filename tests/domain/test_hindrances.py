"""What leaves no window to a category: just where no start of a year is legal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import chain, islice

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from notices.domain import hindrances
from notices.domain.allowed_windows import AllowedWindow
from notices.domain.freezes import Freeze
from notices.domain.hindrances import YEAR, hindrance
from notices.domain.instants import local, wall_edge
from notices.domain.ledger import History
from notices.domain.policy import Category, Policy, WindowPolicy
from notices.domain.quotas import Quota
from notices.domain.release import Impact, Release, Window
from notices.domain.slot_list import SlotList, usual_length
from notices.domain.slots import earliest_window, is_legal, late_publish
from notices.domain.workdays import WorkCalendar
from tests.core_builders import policy, row
from tests.domain.drawn import WHOLE, WORKDAYS, instants

DAY = timedelta(days=1)
CLOCKS = [time(0), time(6), time(18), time(22)]
SYSTEMS = ("crm", "payroll")


@st.composite
def allowed(draw: st.DrawFn) -> AllowedWindow:
    """A row of one to three weekdays, seldom for some systems or weeks of the month alone."""
    return AllowedWindow(
        frozenset(draw(st.lists(st.integers(0, 6), min_size=1, max_size=3))),
        draw(st.sampled_from(CLOCKS)),
        draw(st.sampled_from([*CLOCKS, None])),
        nth=draw(st.sampled_from([frozenset[int]()] * 3 + [frozenset({1, -1}), frozenset({5})])),
        systems=draw(st.sampled_from([frozenset[str]()] * 2 + [frozenset({"crm"})])),
    )


@st.composite
def freezes(draw: st.DrawFn, now: datetime, number: int) -> Freeze:
    """Whole days around the year ahead, some of them years long."""
    start = now.replace(hour=0, minute=0, second=0) + draw(st.integers(-40, 300)) * DAY
    length = draw(st.sampled_from([2, 10, 90, 200, 2000]))
    systems = draw(st.sampled_from([frozenset[str]()] * 3 + [frozenset({"crm"})]))
    return Freeze(f"f{number}", start, start + length * DAY, "hard", {}, systems=systems)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Category, Policy, datetime]:
    """A category with rows, quotas and freezes that may leave nothing."""
    now = draw(instants)
    windows = WindowPolicy(
        tuple(draw(st.lists(allowed(), max_size=3))),
        at_most=tuple(
            Quota("week", by, count=1, hours=hours)
            for by in ("category", "system")
            if (hours := draw(st.sampled_from([None, 1, 3, 24]))) is not None
        ),
    )
    latest = draw(st.sampled_from(["30m", "24h", "10d", "3bd", "300d"]))
    earliest = draw(st.sampled_from([None, "20d", "30bd"]))
    category = Category(
        "change",
        {"en": "Change"},
        (row("n", latest=latest, earliest=earliest), row("done", on="outcome")),
        windows,
        downtime_max=draw(st.sampled_from([None, None, timedelta(hours=1), timedelta(hours=7)])),
    )
    law = policy(category, zone=draw(st.sampled_from(["UTC", "Europe/Berlin"])))
    count = draw(st.integers(0, 3))
    found = tuple(draw(freezes(now, number)) for number in range(count))
    calendar = WorkCalendar(draw(st.sampled_from(WORKDAYS)), WHOLE)
    calendar = replace(calendar, covers=(WHOLE[0], WHOLE[1] + 3000 * DAY))
    return category, replace(law, freezes=found, workdays=calendar), now


def new(category: Category, now: datetime, *systems: str) -> Release:
    """A release as `slots` asks for one."""
    window = Window(now, now + usual_length(category))
    return Release("", category.id, {}, {}, window, Impact(timedelta(), systems=systems))


def first_start(category: Category, law: Policy, publish: datetime) -> datetime:
    """The first start that the leads alone allow."""
    free = replace(category, windows=WindowPolicy())
    release = new(category, publish)
    found = earliest_window(release, free, replace(law, freezes=()), History(), publish)
    assert found is not None
    return found.start


def legal_starts(
    category: Category, law: Policy, publish: datetime, first: datetime, *systems: str
) -> Iterator[datetime]:
    """Each legal start of a year at which one may become legal, tried one by one: the first,
    the ends of freezes, and the times at which rows of these tests begin."""
    since = local(first, law.zone).date()
    days = [since + number * DAY for number in range(YEAR.days + 1)]
    starts = {wall_edge(day, clock, law.zone) for day in days for clock in CLOCKS}
    starts |= {first, *(each.end for each in law.freezes)}
    release = new(category, publish, *systems)
    for start in sorted(each for each in starts if first <= each <= first + YEAR):
        window = Window(start, start + release.window.length)
        if is_legal(replace(release, window=window), category, law, History(), publish):
            yield start


@given(cases())
@settings(max_examples=40, deadline=None)
def test_it_is_silent_just_where_some_start_of_the_year_is_legal(
    case: tuple[Category, Policy, datetime],
) -> None:
    category, law, now = case
    found = hindrance(category, law, SYSTEMS, now)
    publish = late_publish(category, law, now)
    first = first_start(category, law, publish)
    named = sorted({system for each in category.windows.allowed for system in each.systems})
    releases = [(), *((system,) for system in named)]
    starts = (legal_starts(category, law, publish, first, *systems) for systems in releases)
    event(f"silent: {found is None}; freezes: {found is not None and bool(found.freezes)}")
    assert (next(chain.from_iterable(starts), None) is not None) is (found is None)
    if found is not None:
        for systems in releases:
            slots = SlotList(new(category, now, *systems), category, law, now).windows()
            assert all(window.start > first + YEAR for window in islice(slots, 1))


@given(cases())
@settings(max_examples=30, deadline=None)
def test_without_what_it_names_there_is_one_or_something_else_is_named(
    case: tuple[Category, Policy, datetime],
) -> None:
    category, law, now = case
    found = hindrance(category, law, SYSTEMS, now)
    if found is None:
        return
    windows = category.windows
    if found.freezes:
        law = replace(law, freezes=tuple(f for f in law.freezes if f not in found.freezes))
    elif found.quota is not None:
        windows = replace(windows, at_most=tuple(q for q in windows.at_most if q != found.quota))
    else:
        windows = replace(windows, allowed=())
    assert hindrance(replace(category, windows=windows), law, SYSTEMS, now) != found


def test_nothing_is_searched_where_nothing_can_be_in_the_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`check` and each publish ask it of every category."""
    evenings = WindowPolicy((AllowedWindow(frozenset({5}), time(18), None),))
    category = Category("change", {"en": "Change"}, (row("n", latest="24h"),), evenings)
    law = policy(category)
    now = datetime(2026, 12, 1, 2, tzinfo=UTC)
    past = Freeze("past", now - 9 * DAY, now - DAY, "hard", {})
    monkeypatch.setattr(hindrances, "earliest_window", None)
    assert hindrance(category, replace(law, freezes=(past,)), (), now) is None
