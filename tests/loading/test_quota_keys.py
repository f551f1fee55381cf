"""Quotas in the policy's file: what they say, and what is refused where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from notices.domain.policy import Policy
from notices.domain.quotas import Quota
from notices.loading import Loaded, load_policy

Messages = Callable[[Loaded[Any]], list[tuple[str, int, int, str]]]
TEXT = """\
timezone: Europe/Berlin
languages: [en]
roles: [ops]
ledger_starts: 2026-01-01
notice_hours: {from: 08:00, to: 20:00}
categories:
  work:
    label: {en: Work}
    windows:
      at_most: [QUOTA]
    notices:
      - {id: news, audience: customers, owner: ops, latest: 2d}
"""


def load(quota: str) -> Loaded[Policy]:
    return load_policy("content/policy.yml", TEXT.replace("QUOTA", quota).encode())


def test_a_quota_has_a_number_or_hours_or_both() -> None:
    rows = (
        "{count: 2, per: week, by: system}, {hours: 4, per: month, by: category}, "
        "{count: 1, hours: 9, per: week, by: category}"
    )
    loaded = load(rows)
    assert loaded.problems == ()
    assert loaded.value is not None
    assert loaded.value.categories["work"].windows.at_most == (
        Quota("week", "system", 2),
        Quota("month", "category", None, 4),
        Quota("week", "category", 1, 9),
    )


@pytest.mark.parametrize(
    "quota, column, message",
    [
        ("{per: week, by: system}", 17, "the quota has no limit"),
        ("{count: 2, by: system}", 17, "per is missing"),
        ("{count: 2, per: week}", 17, "by is missing"),
        ("{count: 2, per: day, by: system}", 33, "per must be week or month, not 'day'"),
        ("{count: 2, per: week, by: team}", 43, "by must be category or system, not 'team'"),
        ("{count: 0, per: week, by: system}", 25, "count: '0' is not a whole number"),
        ("{hours: 1.5, per: week, by: system}", 25, "hours: '1.5' is not a whole number"),
        ("{number: 2, per: week, by: system}", 18, "unknown key 'number'"),
    ],
)
def test_what_a_quota_cannot_say_is_refused_at_its_place(
    quota: str, column: int, message: str
) -> None:
    loaded = load(quota)

    problem = loaded.problems[0]

    assert loaded.value is None
    assert (problem.mark.line, problem.mark.column) == (10, column)
    assert message in problem.message


def test_no_limit_has_its_help() -> None:
    [problem] = load("{per: week, by: system}").problems
    assert problem.help == "Add `count`, `hours`, or both."
