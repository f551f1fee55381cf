"""No way to change a ledger goes unseen: by its own chain, or against an older copy of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from notices.domain.ledger import Ledger, Record
from notices.loading import chain, first_missing_line, read_ledger

PATH = "content/ledger.jsonl"
AT = datetime(2026, 5, 20, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def record(number: int) -> Record:
    """Records of every kind, a day apart."""
    kind = number % 3
    return Record(
        seq=0,
        at=AT + number * DAY,
        sent=AT + number * DAY - timedelta(hours=1) if kind == 1 else None,
        kind="plan" if number == 4 else "release",
        entry="2026-06" if number == 4 else f"search-{number}",
        notice=("advance", "internal", "completed")[kind],
        audience="staff" if kind == 1 else "customers",
        start=AT + 30 * DAY,
        end=AT + 30 * DAY + timedelta(hours=2),
        deadline=None if kind == 2 else AT + 20 * DAY,
        verdict="late" if number == 3 else "on_time",
        result="partial" if kind == 2 else None,
        digest=f"{number:02x}" * 32,
    )


RECORDS = tuple(record(number) for number in range(8))
TEXT, LEDGER = chain(Ledger(), RECORDS)
LINES = TEXT.splitlines(keepends=True)
COUNT = len(LINES)


def broken_at(data: bytes) -> int | None:
    """The line that the ledger's own chain names; ``None`` where it holds."""
    problems = read_ledger(PATH, data).problems
    return next((p.mark.line for p in problems if p.rule == "ledger-broken"), None)


def bytes_by_line() -> Iterator[tuple[int, int]]:
    """Each byte's place, and the number of its line."""
    place = 0
    for number, line in enumerate(LINES, 1):
        for _ in line:
            yield place, number
            place += 1


@pytest.mark.parametrize("mask", [0x01, 0x20, 0x80])
def test_every_flipped_byte_is_found_in_its_line_and_by_the_chain_there_or_at_the_next(
    mask: int,
) -> None:
    for place, number in bytes_by_line():
        changed = bytearray(TEXT)
        changed[place] ^= mask
        data = bytes(changed)
        assert first_missing_line(TEXT, data) == number, place
        ledger_text = read_ledger(PATH, data)
        if number < COUNT:
            assert broken_at(data) in (number, number + 1), place
        else:
            # The last line's own words are held by the published head alone.
            assert (
                broken_at(data) == COUNT
                or ledger_text.partial_line
                or ledger_text.ledger.head != LEDGER.head
            ), place


def test_every_dropped_line_is_found_where_it_stood() -> None:
    for number in range(1, COUNT + 1):
        data = b"".join(LINES[: number - 1] + LINES[number:])
        assert first_missing_line(TEXT, data) == number
        assert broken_at(data) == (number if number < COUNT else None)


def test_every_run_of_dropped_lines_is_found_where_it_began() -> None:
    for first, last in combinations(range(COUNT + 1), 2):
        data = b"".join(LINES[:first] + LINES[last:])
        assert first_missing_line(TEXT, data) == first + 1
        assert broken_at(data) == (first + 1 if last < COUNT else None)


def test_every_two_swapped_lines_are_found_at_the_first() -> None:
    for one, other in combinations(range(COUNT), 2):
        lines = list(LINES)
        lines[one], lines[other] = lines[other], lines[one]
        assert broken_at(b"".join(lines)) == first_missing_line(TEXT, b"".join(lines)) == one + 1


def test_every_repeated_line_is_found_wherever_it_is_put() -> None:
    for line in LINES:
        for place in range(COUNT + 1):
            data = b"".join([*LINES[:place], line, *LINES[place:]])
            # A line put before itself: the one that is too much is the second.
            second = place + 2 if place < COUNT and LINES[place] == line else place + 1
            assert broken_at(data) == second
            inside = second <= COUNT
            assert first_missing_line(TEXT, data) == (second if inside else None)


def test_every_record_that_goes_back_in_time_is_found_though_its_chain_is_whole() -> None:
    for number in range(2, COUNT + 1):
        before, _ = chain(Ledger(), RECORDS[: number - 1])
        head = read_ledger(PATH, before).ledger.head
        # A ledger of the same length and head whose last line was made earlier.
        early = tuple(replace(r, at=AT - DAY, seq=n) for n, r in enumerate(RECORDS[: number - 1]))
        back = replace(RECORDS[number - 1], at=RECORDS[number - 2].at - timedelta(seconds=1))
        line, _ = chain(Ledger(early, head), [replace(back, sent=None)])
        assert broken_at(before + line) == number
        assert "before the line above it" in read_ledger(PATH, before + line).problems[0].message


def test_a_tail_cut_anywhere_is_found_against_the_base_at_the_first_line_that_is_gone() -> None:
    for place, number in bytes_by_line():
        assert first_missing_line(TEXT, TEXT[:place]) == number
        assert broken_at(TEXT[:place]) is None


def test_a_chain_forged_anew_from_any_line_on_is_found_against_the_base() -> None:
    for number in range(1, COUNT + 1):
        forged = list(RECORDS)
        forged[number - 1] = replace(forged[number - 1], digest="ff" * 32)
        data, ledger = chain(Ledger(), forged)
        assert broken_at(data) is None
        assert ledger.head != LEDGER.head
        assert first_missing_line(TEXT, data) == number


def test_a_ledger_that_only_grew_is_fine_from_any_length_to_any_other() -> None:
    for shorter in range(COUNT + 1):
        for longer in range(shorter, COUNT + 1):
            older, newer = b"".join(LINES[:shorter]), b"".join(LINES[:longer])
            assert first_missing_line(older, newer) is None
            assert broken_at(newer) is None


def test_a_torn_line_at_the_base_never_counted() -> None:
    assert first_missing_line(TEXT + LINES[0][:40], TEXT) is None
    assert first_missing_line(LINES[0][:40], b"") is None


def test_a_line_that_is_torn_now_and_was_whole_at_the_base_is_lost() -> None:
    assert first_missing_line(TEXT, TEXT[:-1]) == COUNT


def test_the_heads_are_what_each_line_carries_of_the_one_before() -> None:
    for number in range(COUNT + 1):
        assert chain(Ledger(), RECORDS[:number])[1].head == LEDGER.heads[number]
    assert len(set(LEDGER.heads)) == COUNT + 1


def test_a_ledger_up_to_an_instant_has_the_head_that_it_had_then() -> None:
    for number in range(COUNT + 1):
        then = AT + (number - 1) * DAY
        assert LEDGER.until(then) == chain(Ledger(), RECORDS[:number])[1]
        assert LEDGER.until(then).head == LEDGER.heads[number]
