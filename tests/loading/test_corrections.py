"""The record of corrections: what is read of its lines, and of lines that are none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from notices.loading import correction_line, read_corrections
from tests.fuzz.limits import within

PATH = "content/published/payroll-engine.jsonl"
AT = datetime(2026, 11, 28, 3, tzinfo=UTC)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def test_each_line_is_an_instant() -> None:
    later = datetime(2026, 11, 29, 3, tzinfo=UTC)
    found = read_corrections(PATH, correction_line(AT) + correction_line(later))
    assert found == ((AT, later), ())


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b'["at"]',
        b'{"at": 1}',
        b'{"at": "yesterday"}',
        b'{"at": "0001-01-01T00:00:00+14:00"}',
        b'{"at": "9999-12-31T23:59:59-14:00"}',
        b'{"at": ' + b"9" * 5000 + b"}",
        b"[" * 5000,
        b"\xff",
    ],
)
def test_a_line_that_is_none_still_counts_with_the_instant_before_it(line: bytes) -> None:
    instants, problems = read_corrections(PATH, correction_line(AT) + line + b"\n")
    assert instants == (AT, AT)
    assert [(p.rule, p.mark.line) for p in problems] == [("ledger-broken", 2)]
    assert read_corrections(PATH, line + b"\n")[0] == (NEVER,)


def test_of_a_hopeless_file_a_hundred_lines_are_told_and_all_count() -> None:
    with within():
        instants, problems = read_corrections(PATH, b"\n" * 300_000)
    assert len(instants) == 300_000
    assert [p.mark.line for p in problems] == [*range(1, 101)]
