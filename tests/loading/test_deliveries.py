"""The deliveries' text: the one form of its lines, and what breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.deliveries import DeliveryLog, DeliveryRecord, delivery_key
from notices.loading import DeliveriesText, chain_deliveries, read_deliveries

PATH = "content/deliveries.jsonl"
AT = datetime(2026, 12, 1, 2, tzinfo=UTC)
OF = ("urn:uuid:1", "list", "vi", "a@b.example")
CLAIM = DeliveryRecord(0, AT, delivery_key(*OF), *OF, 1, "claim", until=AT + timedelta(minutes=15))
RECORDS = (
    CLAIM,
    replace(
        CLAIM,
        at=AT + timedelta(seconds=2),
        event="deferred",
        until=AT + timedelta(seconds=62),
        detail="451 später",
    ),
    replace(CLAIM, at=AT + timedelta(seconds=62), attempt=2, until=AT + timedelta(hours=1)),
    replace(
        CLAIM,
        at=AT + timedelta(seconds=63),
        attempt=2,
        event="accepted",
        until=None,
        detail="250 ok",
        message_id="<1@b.example>",
    ),
)
TEXT, LOG = chain_deliveries(DeliveryLog(), RECORDS)
LINES = TEXT.splitlines(keepends=True)


def broken(data: bytes) -> tuple[int, str, int]:
    """Line and words of the one problem, and the number of records before it."""
    text = read_deliveries(PATH, data)
    (problem,) = text.problems
    assert (problem.severity, problem.rule) == ("error", "deliveries-broken")
    assert (problem.mark.path, problem.mark.column) == (PATH, 1)
    start = f"the record of deliveries is broken at line {problem.mark.line}: "
    assert problem.message.startswith(start)
    assert problem.help == (
        "Restore its last good version from git; until then nothing is delivered, and the site is "
        "published as always."
    )
    return problem.mark.line, problem.message.removeprefix(start), len(text.log.records)


def test_no_bytes_are_no_deliveries() -> None:
    assert read_deliveries(PATH, b"") == DeliveriesText(DeliveryLog())


def test_a_line_is_written_in_one_form() -> None:
    assert LINES[3].decode() == (
        '{"seq":4,"at":"2026-12-01T02:01:03Z","key":"e603aa6acddbebc1","message":"urn:uuid:1",'
        '"channel":"list","language":"vi","recipient":"a@b.example","attempt":2,'
        '"event":"accepted","until":null,"detail":"250 ok","message_id":"<1@b.example>",'
        f'"prev":"{LOG.records[3].prev}"}}\n'
    )


def test_what_is_written_is_read_again_and_goes_on_where_it_ends() -> None:
    text = read_deliveries(PATH, TEXT)
    assert (text.problems, text.log, text.length) == ((), LOG, len(TEXT))
    assert tuple(replace(record, seq=0) for record in text.log.records) == RECORDS
    first, after = chain_deliveries(DeliveryLog(), RECORDS[:2])
    rest, log = chain_deliveries(after, RECORDS[2:])
    assert (first + rest, log) == (TEXT, LOG)


@pytest.mark.parametrize(
    "number, old, new, what",
    [
        (1, '"key":"e6', '"key":"f6', "its key is not that of its message, channel, language and recipient"),
        (1, "a@b.example", "b@b.example", "its key is not that of its message, channel, language and recipient"),
        (1, '"attempt":1', '"attempt":0', "attempt is not a whole number from 1 on"),
        (1, '"attempt":1', '"attempt":true', "attempt is not a whole number from 1 on"),
        (1, '"claim"', '"sent"', "event is not claim, accepted, deferred, refused, unknown or settled"),
        (1, '"until":"2026-12-01T02:15:00Z"', '"until":null', "until is missing"),
        (4, '"until":null', '"until":"2026-12-01T02:15:00Z"', "until stands with claim and deferred alone"),
        (1, '"until":"2026', '"until":"26', "until is not an instant like 2026-01-01T00:00:00Z"),
        (1, '"channel":"list"', '"channel":"List"', "channel is not an id"),
        (1, '"detail":""', r'"detail":"a\nb"', "detail is not a text in one line"),
        (1, '"detail":""', '"detail":null', "detail is not a text in one line"),
        (1, '"language":"vi"', '"language":""', "language is not a text in one line"),
        (1, '"seq":1', '"seq":2', "its number is '2', not 1"),
        (1, ',"detail":""', "", "detail is missing"),
        (1, '"detail":""', '"more":1,"detail":""', "the key 'more' is unknown"),
        (2, '"prev":"', '"prev":"0', "it does not follow the line before: one of the two was changed, or a line is missing"),
        (1, '{"seq"', '{ "seq"', "it is not in the form that the program writes"),
        (1, '{"seq"', '<<<<<<< HEAD', "it is a merge conflict marker; deliveries are never merged as text"),
        (1, "}\n", "}\r\n", "it ends with CR LF; something has changed the file's line endings"),
    ],
)  # fmt: skip
def test_each_break_is_named_at_its_line(number: int, old: str, new: str, what: str) -> None:
    line = LINES[number - 1].decode()
    assert old in line
    changed = [*LINES]
    changed[number - 1] = line.replace(old, new, 1).encode()
    assert broken(b"".join(changed)) == (number, what, number - 1)


def test_a_line_that_was_cut_out_or_moved_breaks_the_chain() -> None:
    assert broken(b"".join(LINES[:1] + LINES[2:]))[0] == 2
    assert broken(b"".join([LINES[0], LINES[2], LINES[1]]))[0] == 2
    assert broken(b"".join(LINES[1:]))[:2] == (1, "its number is '2', not 1")


def test_no_line_goes_back_in_time() -> None:
    early = replace(CLAIM, at=AT - timedelta(seconds=1))
    with pytest.raises(ValueError, match="it was made at 2026-12-01T01:59:59Z, before the line"):
        chain_deliveries(LOG, [early])


@pytest.mark.parametrize(
    "change",
    [
        {"until": None}, {"attempt": 0}, {"key": "0" * 16}, {"detail": "a\r\nb"},
        {"at": AT.replace(microsecond=1)}, {"at": AT.replace(tzinfo=None)}, {"event": "sent"},
    ],
)  # fmt: skip
def test_what_could_not_be_read_is_never_written(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"no record of [0-9a-f]{16}: |is not an instant"):
        chain_deliveries(DeliveryLog(), [replace(CLAIM, **change)])


@pytest.mark.parametrize("lost", [2, 40, len(LINES[3]) - 1])
def test_a_last_line_that_a_crash_left_does_not_count(lost: int) -> None:
    text = read_deliveries(PATH, TEXT[:-lost])
    (problem,) = text.problems
    assert (problem.severity, problem.rule, problem.mark.line) == ("warning", "deliveries-torn", 4)
    assert problem.help == (
        "The next `notices deliver` repairs it; until then the line does not count."
    )
    assert (len(text.log.records), text.partial_line) == (3, True)
    assert TEXT[: text.length] == b"".join(LINES[:3])
    assert chain_deliveries(text.log, RECORDS[3:]) == (LINES[3], LOG)


def test_a_last_line_that_lacks_its_end_alone_counts() -> None:
    text = read_deliveries(PATH, TEXT[:-1])
    (problem,) = text.problems
    assert (problem.severity, problem.rule, problem.mark.line) == ("warning", "deliveries-torn", 4)
    assert problem.help == (
        "The next `notices deliver` repairs it; only the line ending is missing."
    )
    assert (text.log, text.partial_line, text.length) == (LOG, True, len(TEXT) - 1)


@given(st.data())
def test_no_flipped_byte_goes_unseen(data: st.DataObject) -> None:
    where = data.draw(st.integers(0, len(TEXT) - len(LINES[3]) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda value: value != TEXT[where]))
    text = read_deliveries(PATH, TEXT[:where] + bytes([other]) + TEXT[where + 1 :])
    assert [problem.rule for problem in text.problems] == ["deliveries-broken"]


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    for text in (data, data + b"\n", TEXT + data + b"\n"):
        read_deliveries(PATH, text)


def test_the_log_up_to_an_instant_ends_with_that_line_s_head() -> None:
    assert LOG.until(AT + timedelta(hours=1)) is LOG
    assert LOG.until(AT + timedelta(seconds=2)) == chain_deliveries(DeliveryLog(), RECORDS[:2])[1]
    assert LOG.until(AT - timedelta(seconds=1)) == DeliveryLog()
