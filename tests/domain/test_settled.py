"""A settled release owes nothing, however late one asks; what is deferred is worked out once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notices.domain.ledger import History, Record, Verdict
from notices.domain.release import Outcome, Release
from notices.domain.schedule import standings
from notices.domain.settled import Deferred, is_settled
from tests.core_builders import POLICY, hanoi, record, release, success
from tests.domain.drawn import RESULTS, Drawn, situations

FEATURE = POLICY.categories["feature"]
LATER = st.integers(0, 10 * 365 * 86400).map(lambda seconds: timedelta(seconds=seconds))


@st.composite
def told(draw: st.DrawFn) -> Drawn:
    """A release that ended well, with each of its notices in the ledger, and perhaps others."""
    case = draw(situations())
    end = case.file.window.end
    outcome = Outcome(draw(st.sampled_from(RESULTS)), end)
    file = replace(case.file, outcome=outcome, cancelled=None, draft=False)
    found = [record for record in case.records if record.verdict in ("on_time", "exception")]
    rules = case.law.categories[file.category].notices
    for notice, audience, on in [
        *((rule.id, rule.audience, rule.on) for rule in rules),
        ("rescheduled", "customers", None),
    ]:
        result = outcome.result if on == "outcome" else None
        start, length = file.window.start, file.window.length
        seen = record(notice, end, start, length, entry=file.id, audience=audience, result=result)
        found.append(replace(seen, seq=len(found) + 1))
    return replace(case, file=file, records=tuple(found), now=max(case.now, end))


def owes_nothing(case: Drawn, later: timedelta) -> None:
    category, history = case.law.categories[case.file.category], History(case.records)
    first = standings(case.file, category, case.law, history, case.now)
    after = standings(case.file, category, case.law, history, case.now + later)
    assert {standing.status for standing in first} <= {"published", "not_owed"}
    assert [(s.status, s.record) for s in first] == [(s.status, s.record) for s in after]
    assert not any(s.record and s.record.verdict in ("late", "missed") for s in first)
    if case.records:
        assert first == after


@settings(max_examples=120)
@given(told(), LATER)
def test_an_ended_release_is_settled_with_each_notice_told_and_owes_nothing_later(
    case: Drawn, later: timedelta
) -> None:
    category = case.law.categories[case.file.category]
    assert is_settled(case.file, category, case.law, History(case.records))
    owes_nothing(case, later)


@settings(max_examples=120)
@given(situations(), LATER)
def test_whatever_is_settled_owes_nothing_at_any_later_time(case: Drawn, later: timedelta) -> None:
    category = case.law.categories[case.file.category]
    if is_settled(case.file, category, case.law, History(case.records)):
        owes_nothing(case, later)


FILE = release(start=hanoi("2026-12-12 20:00"), outcome=success(hanoi("2026-12-12 21:00")))
RECORDS = tuple(
    record(
        row.id,
        hanoi("2026-12-01 09:00"),
        FILE.window.start,
        audience=row.audience,
        result="success" if row.on == "outcome" else None,
    )
    for row in FEATURE.notices
)


def settled(file: Release, *records: Record) -> bool:
    return is_settled(file, FEATURE, POLICY, History(records))


def test_a_release_is_settled_once_every_notice_and_its_result_were_told() -> None:
    assert settled(FILE, *RECORDS)
    for number, row in enumerate(FEATURE.notices):
        told = (*RECORDS[:number], *RECORDS[number + 1 :])
        assert settled(FILE, *told) == (row.when is not None or row.on == "start"), row.id


def test_it_is_not_while_it_has_not_ended() -> None:
    assert not settled(replace(FILE, outcome=None), *RECORDS)


@pytest.mark.parametrize("verdict", ["late", "missed"])
def test_it_is_not_where_a_notice_was_late(verdict: Verdict) -> None:
    assert not settled(FILE, replace(RECORDS[0], verdict=verdict), *RECORDS[1:])


def test_it_is_not_where_another_result_or_another_window_was_told() -> None:
    undone = replace(FILE, outcome=Outcome("rolled_back", hanoi("2026-12-12 21:00")))
    assert not settled(undone, *RECORDS)
    earlier = replace(RECORDS[0], start=hanoi("2026-12-11 20:00"))
    assert not settled(FILE, earlier, *RECORDS[1:])


def test_what_is_from_before_the_ledger_is_settled_once_it_ended() -> None:
    old = release(start=hanoi("2020-12-12 20:00"), outcome=success(hanoi("2020-12-12 21:00")))
    assert settled(old)
    assert not settled(replace(old, outcome=None))


def test_a_deferred_sequence_is_made_once_by_the_first_who_looks() -> None:
    made: list[int] = []

    def make() -> tuple[int, ...]:
        made.append(1)
        return (1, 2, 3)

    sequence = Deferred(make)
    assert made == []
    assert (len(sequence), sequence[1], sequence[1:], [*sequence]) == (3, 2, (2, 3), [1, 2, 3])
    assert sequence == (1, 2, 3) == Deferred(make)
    assert hash(sequence) == hash((1, 2, 3))
    assert repr(sequence) == "(1, 2, 3)"
    assert made == [1, 1]
