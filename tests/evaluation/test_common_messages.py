"""Which notice leads a message of several: whatever the order of the policy's rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations, product

import pytest

from notices.domain.ledger import Record
from notices.domain.messages import messages_of
from notices.domain.policy import Category, NoticeRule
from notices.domain.release import Release
from tests.core_builders import SECOND, START, Timeline, policy, release, row, success

HOUR = timedelta(hours=1)
ROWS = (
    row("asap", asap=True),
    row("again", asap=True),
    row("begun", on="start"),
    row("desk", audience="staff", on="start"),
    row("over", on="outcome"),
)
AHEAD = row("ahead", latest="24h")
ORDERS = [rows for rows in permutations(ROWS) if rows[3].id == "desk"]


def leading(told: Sequence[Record], rows: Sequence[NoticeRule]) -> str:
    """The procedure's list, read from the top; of rows alike, the one that comes last."""
    names = {record.notice for record in told}
    updates = [f"update-{number}" for number in range(20, 0, -1)]
    results = [record.notice for record in told if record.result]
    deadlines = sorted((r for r in told if r.deadline), key=lambda r: r.deadline, reverse=True)  # type: ignore[arg-type, return-value]
    starts = [each.id for each in rows if each.on == "start"]
    others = [each.id for each in reversed(rows)]
    order = ["cancelled", *results, "rescheduled", *updates, *(r.notice for r in deadlines)]
    return next(name for name in (*order, *starts, *others) if name in names)


def timeline(rows: tuple[NoticeRule, ...]) -> Timeline:
    """Announced a day ahead by a policy that had no other row then."""
    ahead = policy(Category("change", {"vi": "Thay đổi"}, (AHEAD,)))
    found = Timeline(release("change"), ahead)
    found.publish(START - 24 * HOUR)
    category = replace(ahead.categories["change"], notices=(AHEAD, *rows))
    found.law = replace(ahead, categories={"change": category})
    return found


def with_news(file: Release, *, moved: bool, update: bool, over: bool) -> Release:
    if moved:
        file = replace(file, window=replace(file.window, end=file.window.end + HOUR))
    if update:
        file = replace(file, updates=release(updates=(START,)).updates)
    return replace(file, outcome=success(START)) if over else file


@pytest.mark.parametrize("rows", ORDERS, ids=lambda rows: "-".join(each.id for each in rows))
def test_a_message_at_the_start_is_led_by_the_first_of_the_procedure_s_list(
    rows: tuple[NoticeRule, ...],
) -> None:
    for moved, update, over in product((False, True), repeat=3):
        found = timeline(rows)
        assert found.file is not None
        found.file = with_news(found.file, moved=moved, update=update, over=over)
        known = len(found.records)
        found.publish(START)

        told = found.records[known:]
        assert ("begun" in {r.notice for r in told}) == (not over)
        assert not [r for r in told if r.notice == "desk"]
        [_, message] = messages_of(found.records)["payroll-engine"]
        assert message.notice == leading(told, rows)
        events = {"over": over, "rescheduled": moved, "update-1": update, "begun": True}
        assert message.notice == next(name for name, holds in events.items() if holds)


def test_nothing_but_rows_at_the_start_has_another_place_in_the_ledger() -> None:
    found = timeline((row("one", on="start"), row("two", asap=True), row("three", on="start")))
    found.publish(START + SECOND)
    assert [r.notice for r in found.records] == ["ahead", "two", "one", "three"]
    found = timeline((row("two", asap=True), row("four", asap=True)))
    found.publish(START + SECOND)
    assert [r.notice for r in found.records] == ["ahead", "two", "four"]
