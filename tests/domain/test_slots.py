"""The search for the earliest legal window does bounded work, whatever a policy holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notices.domain import schedule, slots
from notices.domain.allowed_windows import AllowedWindow
from notices.domain.freezes import Freeze
from notices.domain.instants import SECOND
from notices.domain.ledger import History
from notices.domain.policy import Category, NoticeRule, Policy, WindowPolicy
from notices.domain.public import NoticeStanding
from notices.domain.release import Release, Window
from notices.domain.slots import earliest_window, suggested_window
from notices.rules.context import RuleContext
from notices.rules.registry import release_problems
from tests.core_builders import FEATURE, POLICY, release, row
from tests.domain import naive
from tests.domain.drawn import ROW_ZONES, ZONE_NAMES, allowed_windows, instants

NOW = datetime(2026, 11, 1, 2, tzinfo=UTC)
MOST = 50


@contextmanager
def counted() -> Iterator[list[datetime]]:
    """The starts for which a search asked what a notice would owe, once for each notice."""
    starts: list[datetime] = []

    def standing(
        rule: NoticeRule,
        release_: Release,
        category: Category,
        law: Policy,
        known: History,
        now: datetime,
    ) -> NoticeStanding:
        starts.append(release_.window.start)
        return schedule.standing(rule, release_, category, law, known, now)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("notices.domain.slots.standing", standing)
        yield starts


def crowded(leads: list[int], spans: list[AllowedWindow]) -> Category:
    """A category with as many notices and spans as a policy may have."""
    notices = tuple(
        row(f"n{number}", earliest=f"{days + 30}d", latest=f"{days}d")
        for number, days in enumerate(leads)
    )
    return replace(FEATURE, notices=notices, windows=WindowPolicy(tuple(spans)))


def span(number: int) -> AllowedWindow:
    return AllowedWindow(frozenset({number % 7}), time(number % 24, number), time(23, 59))


def policy(category: Category, zone: str) -> Policy:
    return replace(POLICY, timezone=zone, zone=ZoneInfo(zone), categories={category.id: category})


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_fifty_notices_with_own_times_and_fifty_spans_are_searched_with_bounded_work(
    data: st.DataObject,
) -> None:
    leads = data.draw(st.lists(st.integers(1, 365), min_size=MOST, max_size=MOST))
    spans = [span(number) for number in data.draw(st.lists(st.integers(0, 59), max_size=MOST))]
    zone = data.draw(st.sampled_from(["Asia/Ho_Chi_Minh", "Europe/Berlin", "Australia/Lord_Howe"]))
    category = crowded(leads, spans)
    own: dict[str, datetime | Literal["asap"]] = data.draw(
        st.dictionaries(
            st.sampled_from([notice.id for notice in category.notices]),
            st.integers(0, 800 * 24).map(lambda hours: NOW + timedelta(hours=hours)),
        )
    )
    with counted() as starts:
        earliest_window(release(own=own), category, policy(category, zone), History(), NOW)

    # Each notice once, and for each start that one of them refuses a little more.
    assert len(starts) <= 4 * MOST

    with counted() as starts:
        suggested_window(release(own=own), category, policy(category, zone), History(), NOW)

    assert len(starts) <= 4 * MOST


def test_own_times_that_contradict_each_other_are_not_searched_at_all() -> None:
    category = crowded([10, 10], [span(20)])
    entry = release(own={"n0": NOW + timedelta(days=20), "n1": NOW + timedelta(days=200)})

    with counted() as starts:
        history = earliest_window(entry, category, POLICY, History(), NOW)

    assert (history, starts) == (None, [])


def test_fifty_notices_that_are_all_refused_have_two_searches_between_them() -> None:
    category = crowded([10] * MOST, [span(20)])
    law = policy(category, "Europe/Berlin")
    # Each is too late for the window, and so is each notice without its own time.
    own: dict[str, datetime | Literal["asap"]] = {
        notice.id: NOW + timedelta(days=8, hours=number)
        for number, notice in enumerate(category.notices)
    }
    start = NOW + timedelta(days=5)
    entry = replace(release(own=own), window=Window(start, start + timedelta(hours=1)))
    searches: list[datetime] = []
    first = slots._Search.first

    def search(asked: slots._Search) -> Window | None:
        searches.append(asked.now)
        return first(asked)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots._Search, "first", search)
        found = list(release_problems("hidden", RuleContext(entry, law, History(), NOW)))

    assert sum(problem.rule == "lead-time" for problem in found) == 2 * MOST
    assert len(searches) <= 2


def test_no_start_is_tried_that_a_lead_rules_out() -> None:
    category = crowded([300], [])

    with counted() as starts:
        history = earliest_window(release(), category, POLICY, History(), NOW)

    assert history is not None
    assert history.start == NOW + timedelta(days=300)
    assert starts == [history.start]


@st.composite
def barred(draw: st.DrawFn) -> tuple[Category, Policy, Release, datetime]:
    """A category that owes no notice, with rows of any form, and freezes."""
    rows = tuple(draw(st.lists(allowed_windows(), min_size=1, max_size=3)))
    category = replace(FEATURE, notices=(), windows=WindowPolicy(rows, "refuse", ("ceo",)))
    law = policy(category, draw(st.sampled_from([*ZONE_NAMES, *ROW_ZONES])))
    now = draw(instants)
    freezes = []
    for _ in range(draw(st.integers(0, 2))):
        since = now + draw(st.integers(-100, 400)) * timedelta(hours=1)
        until = since + draw(st.integers(1, 300)) * timedelta(minutes=50)
        freezes.append(Freeze("f", since, until, "hard", {"vi": "x"}))
    length = timedelta(minutes=draw(st.sampled_from([1, 90, 300, 30 * 60])))
    systems = draw(st.sampled_from([(), ("payroll",), ("payroll", "crm")]))
    return category, replace(law, freezes=tuple(freezes)), release(length=length, systems=systems), now  # fmt: skip


@settings(max_examples=40)
@given(barred())
def test_the_earliest_start_is_that_of_a_search_through_every_span(
    drawn: tuple[Category, Policy, Release, datetime],
) -> None:
    """Of windows that only rows and freezes refuse, in the next forty days."""
    category, law, file, now = drawn
    length, until = file.window.length, now + timedelta(days=40)
    first, last = now.date() - timedelta(days=9), until.date() + timedelta(days=9)
    spans = [
        [span for row in rows for span in naive.spans_of(row, first, last, law.zone)]
        for rows in naive.rows_for(file, category.windows.allowed)
    ]
    marks = {now + SECOND, *(f.end for f in law.freezes), *(s[0] for each in spans for s in each)}

    def is_legal(start: datetime) -> bool:
        end = start + length
        return all(naive.inside_spans(each, start, end) for each in spans) and not any(
            start < freeze.end and freeze.start < end for freeze in law.freezes
        )

    expected = next((s for s in sorted(marks) if now < s <= until and is_legal(s)), None)

    found = earliest_window(file, category, law, History(), now)

    if expected is None:
        assert found is None or found.start > until
    else:
        assert found is not None
        assert found.start == expected


def test_a_window_that_fits_only_at_a_clock_change_is_found_there() -> None:
    """From 01:00 to 03:00 there are three hours on 25 October, in Berlin."""
    night = AllowedWindow(frozenset({6}), time(1), time(3))
    category = replace(FEATURE, notices=(), windows=WindowPolicy((night,)))
    law = policy(category, "Europe/Berlin")
    entry = release(length=timedelta(hours=3))

    found = earliest_window(entry, category, law, History(), datetime(2026, 1, 1, tzinfo=UTC))

    assert found is not None
    assert found.start == datetime(2026, 10, 24, 23, tzinfo=UTC)
