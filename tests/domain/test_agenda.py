"""The order of an agenda, and the part in which an item stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from notices.domain.agenda import AgendaItem, AgendaPart, day_of_due, in_order, part_of
from tests.core_builders import POLICY, SECOND, hanoi

NOW = hanoi("2026-12-09 09:00")
"""A Wednesday."""


def item(due: datetime | None, *, overdue: bool = False, name: str = "") -> AgendaItem:
    return AgendaItem(
        role="marketing",
        kind="notice",
        entry_kind="release",
        entry="payroll",
        message="",
        help="",
        due=due,
        overdue=overdue,
        name=name,
    )


def part(due: str | None, *, overdue: bool = False) -> AgendaPart:
    return part_of(item(hanoi(due) if due else None, overdue=overdue), NOW, POLICY)


def test_what_is_overdue_comes_first_and_what_has_no_date_last() -> None:
    late, later = item(NOW - SECOND, overdue=True), item(NOW - 2 * SECOND, overdue=True)
    soon, far, never = item(NOW), item(NOW + timedelta(days=9)), item(None)
    mixed = [never, far, late, soon, later]
    Random(1).shuffle(mixed)
    assert in_order(mixed) == (later, late, soon, far, never)


def test_ties_keep_their_order() -> None:
    items = [item(NOW, name=name) for name in "dacb"]
    assert in_order(items) == tuple(items)
    undated = [replace(each, due=None) for each in items]
    assert in_order(undated) == tuple(undated)


def test_an_item_stands_today_until_midnight_and_in_this_week_until_sundays() -> None:
    assert part("2026-12-09 09:00") == "today"
    assert part("2026-12-10 00:00") == "today"
    assert part("2026-12-10 00:00:01") == "week"
    assert part("2026-12-14 00:00") == "week"
    assert part("2026-12-14 00:00:01") == "later"
    assert part(None) == "later"
    assert part("2026-12-09 08:00", overdue=True) == "overdue"


def test_midnight_is_the_end_of_the_day_before() -> None:
    assert f"{day_of_due(hanoi('2026-11-28 00:00'), POLICY)}" == "2026-11-27"
    assert f"{day_of_due(hanoi('2026-11-28 00:00:01'), POLICY)}" == "2026-11-28"
