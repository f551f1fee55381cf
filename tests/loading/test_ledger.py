"""The ledger's text: the one form of its lines, and every way to break the chain."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.ledger import Ledger, Record
from notices.loading import LedgerText, chain, read_ledger

PATH = "content/ledger.jsonl"
AT = datetime(2026, 5, 20, 2, tzinfo=UTC)
RECORD = Record(
    seq=0,
    at=AT,
    sent=None,
    kind="release",
    entry="search",
    notice="early",
    audience="customers",
    start=datetime(2026, 6, 6, 20, tzinfo=UTC),
    end=datetime(2026, 6, 6, 22, tzinfo=UTC),
    deadline=datetime(2026, 5, 30, 20, tzinfo=UTC),
    verdict="on_time",
    result=None,
    digest="ab" * 32,
)
RECORDS = (
    RECORD,
    replace(RECORD, notice="internal", audience="staff", sent=AT - timedelta(hours=1)),
    replace(
        RECORD,
        at=AT + timedelta(days=20),
        notice="done",
        deadline=None,
        verdict="late",
        result="success",
    ),
)
TEXT, LEDGER = chain(Ledger(), RECORDS)


def broken(data: bytes) -> tuple[int, str, int]:
    """Line and words of the one problem, and the number of records before it."""
    ledger_text = read_ledger(PATH, data)
    (problem,) = ledger_text.problems
    assert (problem.severity, problem.rule) == ("error", "ledger-broken")
    assert (problem.mark.path, problem.mark.column) == (PATH, 1)
    assert problem.message.startswith(f"the ledger is broken at line {problem.mark.line}: ")
    assert problem.help
    return problem.mark.line, problem.message.partition(": ")[2], len(ledger_text.ledger.records)


def test_no_bytes_are_an_empty_ledger() -> None:
    assert read_ledger(PATH, b"") == LedgerText(Ledger((), "0" * 64))


def test_a_line_is_written_in_one_form() -> None:
    first, *_ = TEXT.split(b"\n")
    assert first.decode() == (
        '{"seq":1,"at":"2026-05-20T02:00:00Z","sent":null,"kind":"release","entry":"search",'
        '"notice":"early","audience":"customers","start":"2026-06-06T20:00:00Z",'
        '"end":"2026-06-06T22:00:00Z","deadline":"2026-05-30T20:00:00Z","verdict":"on_time",'
        f'"result":null,"digest":"{"ab" * 32}","prev":"{"0" * 64}"}}'
    )


def test_what_is_written_is_read_again() -> None:
    ledger_text = read_ledger(PATH, TEXT)
    assert ledger_text.problems == ()
    assert ledger_text.ledger == LEDGER
    assert ledger_text.length == len(TEXT)
    assert [record.seq for record in ledger_text.ledger.records] == [1, 2, 3]
    assert tuple(replace(record, seq=0) for record in ledger_text.ledger.records) == RECORDS


def test_each_line_names_the_bytes_before_it() -> None:
    lines = TEXT.splitlines()
    prevs = [record.prev for record in LEDGER.records]
    hashes = [hashlib.sha256(line).hexdigest() for line in lines]
    assert prevs == ["0" * 64, *hashes[:2]]
    assert LEDGER.head == hashes[2]


def test_a_ledger_can_be_continued_where_it_ends() -> None:
    first, after = chain(Ledger(), RECORDS[:1])
    rest, complete = chain(after, RECORDS[1:])
    assert first + rest == TEXT
    assert complete == LEDGER


def test_instants_are_written_in_utc() -> None:
    hanoi = timezone(timedelta(hours=7))
    text, _ = chain(Ledger(), [replace(RECORD, at=AT.astimezone(hanoi))])
    assert b'"at":"2026-05-20T02:00:00Z"' in text


@given(st.data())
def test_no_flipped_byte_goes_unseen(data: st.DataObject) -> None:
    where = data.draw(st.integers(0, len(TEXT) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda value: value != TEXT[where]))
    changed = TEXT[:where] + bytes([other]) + TEXT[where + 1 :]
    ledger_text = read_ledger(PATH, changed)
    if where == len(TEXT) - 1:
        assert ledger_text.partial_line
    # The last line's own words are held by no later line, only by the published head.
    elif not ledger_text.problems:
        assert where >= TEXT.rindex(b'{"seq":3')
        assert ledger_text.ledger.head != LEDGER.head
        assert chain(Ledger(), ledger_text.ledger.records)[0] == changed


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    for text in (data, data + b"\n", TEXT + data + b"\n"):
        ledger_text = read_ledger(PATH, text)
        assert ledger_text.problems or chain(Ledger(), ledger_text.ledger.records)[0] == text


@pytest.mark.parametrize(
    "line",
    [b"[" * 100_000, b"1" * 10_000, b'"\\ud800"', b'{"a":"\\ud800"}', b"NaN", b"null", b"{}", b" "],
    ids=["deep", "huge", "surrogate", "surrogate inside", "NaN", "null", "object", "blank"],
)
def test_hostile_lines_are_refused(line: bytes) -> None:
    assert broken(TEXT + line + b"\n")[0] == 4


LINES = TEXT.splitlines(keepends=True)


@pytest.mark.parametrize(
    "data, line, words, before",
    [
        pytest.param(
            TEXT.replace(b"on_time", b"late", 1),
            2,
            "it does not follow the line before: one of the two was changed, or a line is missing",
            1,
            id="a word changed",
        ),
        pytest.param(LINES[0] + LINES[2], 2, "its number is '3', not 2", 1, id="a line gone"),
        pytest.param(LINES[1] + LINES[2], 1, "its number is '2', not 1", 0, id="the first gone"),
        pytest.param(
            LINES[1].replace(b'"seq":2', b'"seq":1'),
            1,
            "it cannot be the first line: the lines before it are missing",
            0,
            id="the first gone and renumbered",
        ),
        pytest.param(
            LINES[1] + LINES[0] + LINES[2], 1, "its number is '2', not 1", 0, id="lines swapped"
        ),
        pytest.param(LINES[0] + LINES[0], 2, "its number is '1', not 2", 1, id="a line twice"),
        pytest.param(LINES[0] + b"\n" + LINES[1], 2, "it is not a record", 1, id="an empty line"),
        pytest.param(
            TEXT.replace(b"\n", b"\r\n"),
            1,
            "it ends with CR LF; something has changed the file's line endings",
            0,
            id="line ends of Windows",
        ),
        pytest.param(
            LINES[0] + b"<<<<<<< HEAD\n" + LINES[1],
            2,
            "it is a merge conflict marker; a ledger is never merged as text",
            1,
            id="a merge conflict",
        ),
        pytest.param(b"\xef\xbb\xbf" + TEXT, 1, "it is not a record", 0, id="a byte order mark"),
        pytest.param(
            TEXT.replace(b'"sent":null', b'"sent": null', 1),
            1,
            "it is not in the form that the program writes",
            0,
            id="a blank",
        ),
        pytest.param(
            TEXT.replace(b'"search"', b'"s\\u0065arch"', 1),
            1,
            "it is not in the form that the program writes",
            0,
            id="an escape",
        ),
        pytest.param(
            TEXT.replace(b'{"seq":1', b'{"seq":1,"seq":1', 1),
            1,
            "it is not in the form that the program writes",
            0,
            id="a key twice",
        ),
        pytest.param(
            TEXT.replace(b'"sent":null,', b"", 1), 1, "sent is missing", 0, id="a key missing"
        ),
        pytest.param(
            TEXT.replace(b'"sent"', b'"note":1,"sent"', 1),
            1,
            "the key 'note' is unknown",
            0,
            id="a key too many",
        ),
        pytest.param(
            TEXT.replace(b'"result":null,"digest"', b'"digest"', 1).replace(
                b'"prev"', b'"result":null,"prev"', 1
            ),
            1,
            "its keys are not in order",
            0,
            id="keys out of order",
        ),
        pytest.param(
            TEXT.replace(b'"seq":1', b'"seq":true', 1),
            1,
            "its number is 'True', not 1",
            0,
            id="a number that is none",
        ),
    ],
)
def test_the_first_break_is_told(data: bytes, line: int, words: str, before: int) -> None:
    assert broken(data) == (line, words, before)


@pytest.mark.parametrize(
    "old, new, words",
    [
        ('"kind":"release"', '"kind":"feature"', "kind is not release or plan"),
        ('"kind":"release"', '"kind":[]', "kind is not release or plan"),
        ('"audience":"customers"', '"audience":"all"', None),
        ('"verdict":"on_time"', '"verdict":"fine"', None),
        ('"entry":"search"', '"entry":"../x"', "entry is not an id"),
        ('"notice":"early"', '"notice":""', "notice is not an id"),
        ('"result":null', '"result":"ok"', "result is not success, partial or rolled_back"),
        ('"result":null', '"result":{}', "result is not success, partial or rolled_back"),
        ('"digest":"ab', '"digest":"AB', "digest is not a SHA-256"),
        ("2026-05-20T02:00:00Z", "2026-05-20T02:00Z", None),
        ("2026-05-20T02:00:00Z", "2026-02-30T02:00:00Z", None),
        ("2026-05-20T02:00:00Z", "2026-05-20T09:00:00+07:00", None),
        ('"start":"2026-06-06T20:00:00Z"', '"start":null', None),
        ('"deadline":"2026-05-30T20:00:00Z"', '"deadline":0', None),
    ],
)
def test_a_value_of_the_wrong_kind_is_told(old: str, new: str, words: str | None) -> None:
    line, message, before = broken(LINES[0].replace(old.encode(), new.encode()))
    assert (line, before) == (1, 0)
    assert message == (words or message)
    assert "not" in message


def test_time_never_goes_backwards() -> None:
    newest, after = chain(Ledger(), RECORDS[2:])
    with pytest.raises(ValueError, match="no record of search: it was made at"):
        chain(after, RECORDS[:1])
    # A line that is right in all else: its number and chain are those of a line above.
    above = Ledger((replace(RECORDS[0], seq=1),), after.head)
    forged, _ = chain(above, RECORDS[:1])
    assert broken(newest + forged)[:2] == (
        2,
        "it was made at 2026-05-20T02:00:00Z, before the line above it",
    )


def test_two_records_of_one_instant_are_fine() -> None:
    assert read_ledger(PATH, chain(Ledger(), [RECORD, RECORD])[0]).problems == ()


@pytest.mark.parametrize(
    "record",
    [
        replace(RECORD, at=AT.replace(microsecond=1)),
        replace(RECORD, at=AT.replace(tzinfo=None)),
        replace(RECORD, entry="No Id"),
        replace(RECORD, digest=""),
    ],
    ids=["microseconds", "naive", "entry", "digest"],
)
def test_a_record_that_could_not_be_read_is_never_written(record: Record) -> None:
    with pytest.raises(ValueError, match=r"no record of|not an instant"):
        chain(Ledger(), [record])


@pytest.mark.parametrize("cut", [2, 50, len(LINES[2]) - 1])
def test_a_torn_last_line_is_left_out_with_a_warning(cut: int) -> None:
    ledger_text = read_ledger(PATH, TEXT[:-cut])
    (problem,) = ledger_text.problems
    assert (problem.severity, problem.rule, problem.mark.line) == ("warning", "ledger-torn", 3)
    assert ledger_text.partial_line
    assert ledger_text.length == len(LINES[0] + LINES[1])
    assert ledger_text.ledger == chain(Ledger(), RECORDS[:2])[1]
    again, _ = chain(ledger_text.ledger, RECORDS[2:])
    assert TEXT[: ledger_text.length] + again == TEXT


def test_a_whole_last_line_without_its_end_counts_and_is_told() -> None:
    ledger_text = read_ledger(PATH, TEXT[:-1])
    (problem,) = ledger_text.problems
    assert (problem.severity, problem.rule, problem.mark.line) == ("warning", "ledger-torn", 3)
    assert ledger_text.partial_line
    assert ledger_text.length == len(TEXT) - 1
    assert ledger_text.ledger == LEDGER


def test_a_first_line_can_be_torn_too() -> None:
    ledger_text = read_ledger(PATH, b'{"seq":1,')
    assert (ledger_text.partial_line, ledger_text.length, ledger_text.ledger) == (True, 0, Ledger())


def test_a_break_is_told_before_a_tear() -> None:
    assert broken(LINES[1] + b'{"seq"')[0] == 1


def test_plans_and_exceptions_are_records_too() -> None:
    plan = replace(RECORD, kind="plan", entry="2026-06", notice="plan", verdict="exception")
    text, ledger = chain(Ledger(), [plan])
    assert read_ledger(PATH, text).ledger == ledger
