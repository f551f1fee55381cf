"""Lines of a policy that change nothing, each at its place."""

from __future__ import annotations

import pytest

from tests.rules.policy_told import told, told_in_vietnamese

NOTICE = "{id: told, audience: customers, owner: product, "
DELETE = "Delete it."


def policy(row: str, more: str = "") -> str:
    return f"workdays: {{days: [mon, tue, wed, thu, fri]}}\ncategories:\n  fix:\n    notices: [{NOTICE}{row}}}]\n{more}"


def crossing(earliest: str, latest: str) -> list[tuple[str, str, str]]:
    return told("no-effect", policy(f"latest: {latest}, earliest: {earliest}"))


@pytest.mark.parametrize(
    "earliest, latest",
    [("5d", "5bd"), ("5d", "6bd"), ("100h", "5bd"), ("8d", "6bd"), ("2bd", "4d"), ("3bd", "1w")],
)
def test_a_notice_that_never_opens_before_its_deadline_is_named(earliest: str, latest: str) -> None:
    [(place, message, help)] = crossing(earliest, latest)
    assert place == f"9:{83 + len(latest)}"
    assert message == (
        f"`earliest` ({earliest}) has no effect: on no day of the year ahead is it longer than "
        f"`latest` ({latest})"
    )
    assert help == "Write a longer `earliest`, or delete it."


@pytest.mark.parametrize(
    "earliest, latest",
    [("6d", "5bd"), ("9d", "6bd"), ("2bd", "3d"), ("5bd", "6d"), ("10d", "2d"), ("10bd", "2bd")],
)
def test_one_that_does_on_some_days_is_not(earliest: str, latest: str) -> None:
    """Six working days are eight days or more, five of a Saturday are five days."""
    assert crossing(earliest, latest) == []


def test_days_off_count_where_they_are_known() -> None:
    """Over the holidays two working days are longer than eight days, for once."""
    row = policy("latest: 8d, earliest: 2bd")
    assert len(told("no-effect", row)) == 1
    off = (
        "covers: {from: 2026-01-01, to: 2028-12-31}\n"
        "off: [{from: 2027-02-08, to: 2027-02-12, label: Tết}]\n"
    )
    assert told("no-effect", row, holidays=off) == []


@pytest.mark.parametrize(
    "row, column, how",
    [
        ("earliest: 20d, latest: 10d, margin: 6h", 99, "as soon as it opens"),
        ("latest: 10d, planned: asap, margin: 6h", 99, "as soon as possible"),
    ],
)
def test_a_margin_that_nothing_uses_is_named(row: str, column: int, how: str) -> None:
    message = f"`margin` has no effect: the notice goes out {how}"
    assert told("no-effect", policy(row)) == [(f"9:{column}", message, DELETE)]


def test_a_margin_of_other_origins_is_used() -> None:
    row = "latest: 24h, margin: 6h, planned: {provider: asap}"
    assert told("no-effect", policy(row)) == []


def test_a_notice_to_customers_of_targeted_releases_is_named() -> None:
    more = "      - {id: done, audience: customers, owner: care, on: outcome}\n"
    row = "      - {id: told, audience: customers, owner: care, planned: asap, when: targeted}\n"
    text = f"categories:\n  fix:\n    notices:\n{more}{row}"
    assert told("no-effect", text) == [
        (
            "10:75",
            "`told` is never published: a targeted release is not told to all customers",
            "Write `audience: affected` to tell the customers of the release, in person.",
        )
    ]
    assert told("no-effect", text.replace("audience: customers, owner: care, planned",
                                          "audience: affected, owner: care, planned")) == []  # fmt: skip


WINDOWS = """\
    windows:
      allowed:
        - {days: [sat, sun], from: 18:00, to: 24:00}
        - {days: [wed], from: 22:00, to: 23:00}
        - {days: [sun, sat], from: 18:00, to: 24:00}
      at_most:
        - {count: 2, per: week, by: category}
        - {count: 2, per: month, by: category}
        - {count: 2, per: week, by: category}
"""


def test_a_span_or_a_quota_that_stands_twice_is_named_once() -> None:
    message = "this row says what one before it says"
    help = "Delete it, or write what it was meant to be."
    assert told("no-effect", policy("latest: 24h", WINDOWS)) == [
        ("14:11", message, help), ("18:11", message, help),
    ]  # fmt: skip


def quotas(*rows: str) -> str:
    lines = "".join(f"        - {{{row}}}\n" for row in rows)
    return policy("latest: 24h", f"    windows:\n      at_most:\n{lines}")


@pytest.mark.parametrize(
    "strict, loose",
    [
        ("count: 2, per: week, by: category", "count: 3, per: week, by: category"),
        ("count: 2, hours: 4, per: week, by: system", "count: 2, hours: 5, per: week, by: system"),
        ("count: 2, hours: 4, per: month, by: system", "hours: 4, per: month, by: system"),
    ],
)
def test_a_quota_beside_a_stricter_one_is_named(strict: str, loose: str) -> None:
    message = "another row allows no more, so this one stops nothing"
    help = "Delete it, or write what it was meant to be."

    assert told("no-effect", quotas(strict, loose)) == [("13:11", message, help)]
    assert told("no-effect", quotas(loose, strict)) == [("12:11", message, help)]
    assert told_in_vietnamese("no-effect", quotas(strict, loose)) == [
        (
            "một dòng khác đã chặt bằng hoặc hơn, nên dòng này không ngăn được gì",
            "Hãy xóa, hoặc ghi lại cho đúng ý.",
        )
    ]


@pytest.mark.parametrize(
    "other",
    [
        "count: 3, per: month, by: category",
        "count: 3, per: week, by: system",
        "count: 3, hours: 3, per: week, by: category",
        "hours: 4, per: week, by: category",
    ],
)
def test_a_quota_that_may_be_reached_first_is_not(other: str) -> None:
    assert told("no-effect", quotas("count: 2, hours: 5, per: week, by: category", other)) == []


def test_it_is_said_in_vietnamese() -> None:
    assert told_in_vietnamese("no-effect", policy("latest: 6bd, earliest: 5d, margin: 1h")) == [
        (
            (
                "`earliest` (5d) không có tác dụng: trong một năm tới không ngày nào khoảng này dài hơn "
                "`latest` (6bd)"
            ),
            "Hãy ghi `earliest` dài hơn, hoặc xóa khóa này.",
        ),
        (
            "`margin` không có tác dụng: thông báo được gửi ngay khi đến lúc được phép",
            "Hãy xóa khóa này.",
        ),
    ]
