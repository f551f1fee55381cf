"""Messages as they are read off the ledger: headline, date and id."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from notices.domain.ledger import Record
from notices.domain.messages import headline, messages_of, records_apart
from tests.core_builders import SECOND, START, hanoi, record

DAY = timedelta(days=1)
NOON = hanoi("2026-12-09 12:00")


def numbered(*records: Record) -> tuple[Record, ...]:
    return tuple(replace(r, seq=n) for n, r in enumerate(records, 1))


def days_ahead(days: int, at: datetime = NOON, notice: str = "") -> Record:
    """A notice whose deadline lies so many days before the start."""
    return record(notice or f"d{days}", at, deadline=START - days * DAY)


def test_a_message_bears_the_name_of_the_deadline_nearest_to_the_start() -> None:
    assert headline(numbered(days_ahead(10), days_ahead(2), days_ahead(3))).notice == "d2"


def test_a_notice_without_a_deadline_names_a_message_only_alone() -> None:
    assert headline(numbered(record("important", NOON), days_ahead(10))).notice == "d10"
    assert headline(numbered(record("important", NOON))).notice == "important"


def test_an_event_names_the_message_whatever_comes_with_it() -> None:
    moved = record("rescheduled", NOON)
    over = record("completed", NOON, result="success")
    assert headline(numbered(days_ahead(1), moved)).notice == "rescheduled"
    assert headline(numbered(moved, days_ahead(1))).notice == "rescheduled"
    assert headline(numbered(days_ahead(1), record("cancelled", NOON))).notice == "cancelled"
    assert headline(numbered(over, days_ahead(1))).notice == "completed"


def test_the_newest_update_names_a_message_unless_it_tells_a_move_or_an_ending() -> None:
    """Procedure: cancelled, completed, rescheduled, newest update, nearest deadline, the rest."""
    order = [
        record("cancelled", NOON),
        record("completed", NOON, result="success"),
        record("rescheduled", NOON),
        record("update-10", NOON),
        record("update-9", NOON),
        days_ahead(1),
        days_ahead(2),
        record("important", NOON),
    ]
    while order:
        assert headline(numbered(*order)).notice == order[0].notice
        assert headline(numbered(*reversed(order))).notice == order[0].notice
        del order[0]


def test_a_message_knows_which_updates_it_told() -> None:
    records = numbered(
        days_ahead(1), record("update-2", NOON), record("update-10", NOON), record("update-0", NOON)
    )
    [message] = messages_of(records)["payroll-engine"]
    assert message.notice == "update-10"
    assert message.updates == (2, 10)
    assert message.changes
    [other] = messages_of(numbered(days_ahead(1)))["payroll-engine"]
    assert not other.updates
    assert not other.changes


def test_what_the_first_of_two_publishes_told_at_one_now_keeps_its_id() -> None:
    """Each published other bytes of the entry, and so they are two messages."""
    first = numbered(record("update-1", NOON))
    both = numbered(record("update-1", NOON), replace(record("update-2", NOON), digest="e" * 64))
    [before] = messages_of(first)["payroll-engine"]
    messages = messages_of(both)["payroll-engine"]
    assert [m.notice for m in messages] == ["update-1", "update-2"]
    assert [m.uid for m in messages][:1] == [before.uid]


def test_notices_recorded_at_one_instant_are_one_message() -> None:
    messages = messages_of(numbered(days_ahead(10), days_ahead(3), days_ahead(2, NOON + DAY)))[
        "payroll-engine"
    ]
    assert [(m.notice, m.at, [r.notice for r in m.records]) for m in messages] == [
        ("d3", NOON, ["d10", "d3"]),
        ("d2", NOON + DAY, ["d2"]),
    ]


def test_two_moves_published_at_one_instant_are_two_messages_and_the_first_keeps_its_id() -> None:
    first = numbered(record("rescheduled", NOON, START))
    both = numbered(record("rescheduled", NOON, START), record("rescheduled", NOON, START + SECOND))
    [before] = messages_of(first)["payroll-engine"]
    messages = messages_of(both)["payroll-engine"]
    assert [m.uid for m in messages][:1] == [before.uid]
    assert len({m.uid for m in messages}) == len({m.dated for m in messages}) == 2


def test_a_result_that_comes_back_is_a_message_of_its_own_and_old_ids_stay() -> None:
    """Also where three publishes were given one ``now``, and the third has the first's bytes."""
    for step in (DAY, timedelta()):
        records = numbered(
            *(
                record("completed", NOON + n * step, result=result)
                for n, result in enumerate(("success", "partial", "success"))
            )
        )
        messages = messages_of(records)["payroll-engine"]
        assert [m.result for m in messages] == ["success", "partial", "success"]
        assert len({m.uid for m in messages}) == len({m.dated for m in messages}) == 3
        for count in (1, 2):
            before = messages_of(records[:count])["payroll-engine"]
            assert [m.uid for m in before] == [m.uid for m in messages[:count]]
            assert [m.anchor for m in before] == [m.anchor for m in messages[:count]]


def test_missed_and_internal_notices_are_no_messages() -> None:
    quiet = numbered(
        record("final", NOON, verdict="missed"), record("internal", NOON, audience="staff")
    )
    assert dict(messages_of(quiet)) == {}


def test_a_late_notice_is_a_message_with_its_verdict() -> None:
    late = messages_of(numbered(record("final", NOON, verdict="late")))["payroll-engine"]
    assert [m.verdict for m in late] == ["late"]


def test_the_kth_of_n_records_of_one_instant_is_dated_n_minus_k_seconds_earlier() -> None:
    dates = records_apart(
        numbered(
            record("a", NOON, entry="a"), record("a", NOON, entry="b"), record("a", NOON, entry="c")
        )
    )
    assert dates == {1: NOON - 2 * SECOND, 2: NOON - SECOND, 3: NOON}


def test_messages_of_several_releases_at_one_instant_bear_different_dates() -> None:
    messages = messages_of(
        numbered(
            replace(days_ahead(10), entry="a"),
            replace(days_ahead(3), entry="a"),
            replace(days_ahead(3), entry="b"),
        )
    )
    assert [(m.release, m.dated) for ms in messages.values() for m in ms] == [
        ("a", NOON - SECOND),
        ("b", NOON),
    ]


@given(st.lists(st.integers(0, 5), max_size=12))
def test_no_two_records_ever_bear_one_date_and_none_is_dated_ahead(gaps: list[int]) -> None:
    at, records = NOON, []
    for gap in gaps:
        at += gap * SECOND
        records.append(record("final", at))
    dates = records_apart(numbered(*records))
    in_order = [dates[n] for n in range(1, len(records) + 1)]
    assert in_order == sorted(set(in_order))
    assert all(dates[n] <= r.at for n, r in enumerate(records, 1))


def test_a_date_does_not_change_when_more_is_recorded_later() -> None:
    records = numbered(
        days_ahead(10), days_ahead(3), days_ahead(2, NOON + DAY), days_ahead(1, NOON + 2 * DAY)
    )
    dates = records_apart(records)
    for count in range(1, 5):
        if count == 1:
            continue  # the second record is of the same instant: they are appended together
        assert records_apart(records[:count]) == {n: dates[n] for n in range(1, count + 1)}


def test_ids_are_distinct_and_never_change_when_a_window_moves_away_and_back() -> None:
    away = START + 7 * DAY
    records = numbered(
        record("advance", NOON),
        record("rescheduled", NOON + DAY, away),
        record("rescheduled", NOON + 2 * DAY, START),
        record("rescheduled", NOON + 3 * DAY, away),
        record("final", NOON + 4 * DAY, away),
    )
    messages = messages_of(records)["payroll-engine"]
    assert len({m.uid for m in messages}) == len({m.anchor for m in messages}) == 5
    for count in range(1, 6):
        before = messages_of(records[:count])["payroll-engine"]
        assert [(m.uid, m.anchor) for m in before] == [(m.uid, m.anchor) for m in messages[:count]]


def test_the_id_of_a_message_is_the_one_that_readers_already_have() -> None:
    # Feed readers show an item again when its id changes: this one may never do.
    (message,) = messages_of(numbered(record("advance", NOON)))["payroll-engine"]
    assert message.uid == "urn:uuid:3306e066-0bce-5ce2-bdf3-74faa1f79a39"
    assert message.anchor == "advance-20261212T130000Z"


def test_two_companies_that_say_the_same_of_the_same_name_at_once_have_two_ids() -> None:
    plan = replace(record("plan", NOON, entry="2026-12"), kind="plan")
    ours, theirs = (
        messages_of(numbered(replace(plan, digest=digest * 64)), "plan")["2026-12"]
        for digest in "ab"
    )
    assert ours[0].anchor == theirs[0].anchor
    assert ours[0].uid != theirs[0].uid


def test_an_entry_that_is_changed_since_keeps_the_ids_of_what_was_told() -> None:
    records = numbered(
        record("advance", NOON), replace(record("final", NOON + DAY), digest="e" * 64)
    )
    before = messages_of(records[:1])["payroll-engine"]
    assert messages_of(records)["payroll-engine"][0] == before[0]


def test_the_same_notice_of_two_releases_has_two_ids() -> None:
    messages = messages_of(numbered(record("a", NOON, entry="x"), record("a", NOON, entry="y")))
    assert len({m.uid for ms in messages.values() for m in ms}) == 2


def test_a_move_shows_the_window_before() -> None:
    away = START + 7 * DAY
    records = numbered(
        record("advance", NOON),
        record("rescheduled", NOON + DAY, away),
        record("final", NOON + 2 * DAY, away),
        record("rescheduled", NOON + 3 * DAY, away, timedelta(hours=4)),
    )
    two = timedelta(hours=2)
    assert [m.previous for m in messages_of(records)["payroll-engine"]] == [
        None,
        (START, START + two),
        None,
        (away, away + two),
    ]
