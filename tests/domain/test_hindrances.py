"""What leaves no window to a category: just where the list of slots finds none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from notices.domain import hindrances
from notices.domain.allowed_windows import AllowedWindow
from notices.domain.freezes import Freeze
from notices.domain.hindrances import YEAR, hindrance
from notices.domain.ledger import History
from notices.domain.policy import Category, Policy, WindowPolicy
from notices.domain.quotas import Quota
from notices.domain.release import Impact, Release, Window
from notices.domain.slot_list import SlotList, usual_length
from notices.domain.slots import earliest_window, late_publish
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
        (row("n", latest=latest, earliest=earliest), row("done", on_outcome=True)),
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


def last_start(category: Category, law: Policy, now: datetime) -> datetime:
    """A year after the first start that the leads alone allow."""
    free = replace(category, windows=WindowPolicy())
    publish = late_publish(category, law, now)
    release = new(category, now)
    found = earliest_window(release, free, replace(law, freezes=()), History(), publish)
    assert found is not None
    return found.start + YEAR


@given(cases())
@settings(max_examples=60)
def test_it_is_silent_just_where_slots_finds_a_window_within_a_year(
    case: tuple[Category, Policy, datetime],
) -> None:
    category, law, now = case
    found = hindrance(category, law, SYSTEMS, now)
    last = last_start(category, law, now)
    named = {system for each in category.windows.allowed for system in each.systems}
    starts = [
        window.start
        for systems in ((), *((system,) for system in sorted(named)))
        if (
            window := next(
                SlotList(new(category, now, *systems), category, law, now).windows(), None
            )
        )
    ]
    event(f"silent: {found is None}; freezes: {found is not None and bool(found.freezes)}")
    if found is None:
        assert min(starts) <= last + timedelta(minutes=15)
    else:
        assert all(start > last for start in starts)


@given(cases())
@settings(max_examples=30)
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
