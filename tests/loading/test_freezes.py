"""The policy's freezes: their ends as days and as times, their names, and what they cannot be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.freezes import Freeze
from notices.domain.policy import Policy
from notices.loading import Loaded, load_policy
from notices.loading.codec import decoded, encoded
from tests.domain import naive_freezes
from tests.loading.conftest import POLICY

Messages = Callable[[Loaded[Any]], list[tuple[str, int, int, str]]]

ALL = """\
  - id: closing
    from: 2026-03-31 18:00
    to: 2026-04-02 24:00
    kind: soft
    label: {de: Abschluss, en: Closing}
    categories: [change]
    systems: [payroll, crm]
    approvers: [head, press]
    source: II.6
"""


def load(text: str) -> Loaded[Policy]:
    return load_policy("content/policy.yml", text.encode())


def one(policy_text: str, keys: str) -> Freeze:
    loaded = load(f"{policy_text}freezes: [{{id: f, kind: hard, {keys}}}]\n")
    assert loaded.value is not None, loaded.problems
    [freeze] = loaded.value.freezes
    return freeze


def at(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_all_keys_of_a_freeze_are_read(policy_text: str) -> None:
    policy = load(f"{policy_text}freezes:\n{ALL}").value
    assert policy is not None
    assert policy.freezes == (
        Freeze(
            "closing",
            at(2026, 3, 31, 16),
            at(2026, 4, 2, 22),
            "soft",
            {"de": "Abschluss", "en": "Closing"},
            frozenset({"change"}),
            frozenset({"payroll", "crm"}),
            ("head", "press"),
            "II.6",
        ),
    )
    assert policy.systems_named == {
        "freezes.0.systems.0": "payroll",
        "freezes.0.systems.1": "crm",
    }
    assert policy.source.at("freezes.0.systems.1").line == policy_text.count("\n") + 8
    known = decoded(Policy, encoded(policy))
    assert (known, known.systems_named) == (policy, policy.systems_named)


def test_an_older_policy_has_none_and_provider_alone_imposes(policy_text: str) -> None:
    policy = load(policy_text).value
    assert policy is not None
    assert policy.freezes == ()
    assert policy.imposed_by == {"provider"}
    assert policy.systems_named == {}


def test_the_systems_of_the_rows_are_named_too(policy_text: str) -> None:
    row = "allowed: [{days: [sun], from: 18:00, to: 24:00}, {systems: [crm], days: [sat], "
    policy = load(policy_text.replace("allowed: [{days: [sat], ", row)).value
    assert policy is not None
    field = "categories.change.windows.allowed.1.systems.0"
    assert policy.systems_named == {field: "crm"}
    assert field in policy.source.fields


@pytest.mark.parametrize(
    "keys, start, end",
    [
        # Both days belong to it: it ends as the day after its last begins.
        ("from: 2026-12-24, to: 2027-01-03", at(2026, 12, 23, 23), at(2027, 1, 3, 23)),
        ("from: 2026-12-24, to: 2026-12-24", at(2026, 12, 23, 23), at(2026, 12, 24, 23)),
        ("from: 2026-12-24 18:00, to: 2026-12-24 18:00:01", at(2026, 12, 24, 17), at(2026, 12, 24, 17, 0, 1)),
        ("from: 2026-12-24, to: 2026-12-27 06:00", at(2026, 12, 23, 23), at(2026, 12, 27, 5)),
        ("from: 2026-12-24 18:00, to: 2026-12-27", at(2026, 12, 24, 17), at(2026, 12, 27, 23)),
        ("from: 2026-12-24 00:00, to: 2026-12-24 24:00", at(2026, 12, 23, 23), at(2026, 12, 24, 23)),
        ("from: 2026-12-24T00:00Z, to: 2026-12-25 00:00+07:00", at(2026, 12, 24), at(2026, 12, 24, 17)),
        # Across a change of the clocks a day has 23 hours, or 25.
        ("from: 2026-03-29, to: 2026-03-29", at(2026, 3, 28, 23), at(2026, 3, 29, 22)),
        ("from: 2026-10-25, to: 2026-10-25", at(2026, 10, 24, 22), at(2026, 10, 25, 23)),
        ("from: 2026-10-25 02:30+02:00, to: 2026-10-25 02:30+01:00", at(2026, 10, 25, 0, 30), at(2026, 10, 25, 1, 30)),
        ("from: 2999-12-31, to: 2999-12-31", at(2999, 12, 30, 23), at(2999, 12, 31, 23)),
    ],
)  # fmt: skip
def test_the_span_is_read_to_the_second(
    policy_text: str, keys: str, start: datetime, end: datetime
) -> None:
    freeze = one(policy_text, keys)
    assert (freeze.start, freeze.end) == (start, end)


@pytest.mark.parametrize(
    "zone, day, start, end",
    [
        # Cairo's clocks skip this midnight: the day begins at the change, and the day before ends.
        ("Africa/Cairo", "2026-04-24", at(2026, 4, 23, 22), at(2026, 4, 24, 21)),
        ("Africa/Cairo", "2026-04-23", at(2026, 4, 22, 22), at(2026, 4, 23, 22)),
        # Havana's have this midnight twice: the day begins at the first.
        ("America/Havana", "2026-11-01", at(2026, 11, 1, 4), at(2026, 11, 2, 5)),
        ("America/Havana", "2026-10-31", at(2026, 10, 31, 4), at(2026, 11, 1, 4)),
    ],
)
def test_a_day_whose_midnight_is_skipped_or_repeated_is_that_day_and_no_other(
    policy_text: str, zone: str, day: str, start: datetime, end: datetime
) -> None:
    text = policy_text.replace("Europe/Berlin", zone)
    freeze = one(text, f"from: {day}, to: {day}")
    assert (freeze.start, freeze.end) == (start, end)
    policy = load(text).value
    assert policy is not None
    assert [str(each) for each in freeze.days(policy.zone) or ()] == [day, day]
    assert {str(each) for each in naive_freezes.days(freeze, policy.zone)} == {day}


@pytest.mark.parametrize(
    "keys, message, help",
    [
        (
            "from: 2026-12-24, to: §2026-12-23",
            "freezes (item 1): to is not after `from`",
            "A day as its end is part of the freeze.",
        ),
        (
            "from: 2026-12-24 18:00, to: §2026-12-24 18:00",
            "freezes (item 1): to is not after `from`",
            "A day as its end is part of the freeze.",
        ),
        (
            "from: §2026-03-29 02:30, to: 2026-12-24",
            "freezes (item 1): from: '2026-03-29 02:30' does not exist in Europe/Berlin: the clocks go forward then",
            None,
        ),
        (
            "from: 2026-03-29, to: §2026-10-25 02:30",
            "freezes (item 1): to: '2026-10-25 02:30' is ambiguous in Europe/Berlin: the clocks go back and it occurs twice",
            None,
        ),
        ("from: §2026-02-30, to: 2026-12-24", "freezes (item 1): from: '2026-02-30' is not in the calendar", None),
        ("from: §2026-12-24 24:00, to: 2026-12-26", "freezes (item 1): from: 24:00 is allowed only as an end", None),
        ("from: §tomorrow, to: 2026-12-26", "freezes (item 1): from: 'tomorrow' is not a time", None),
        (
            "from: 2026-12-24, to: 2026-12-26, §approvers: [head]",
            "approvers have no effect here: nobody may approve a window in a hard freeze",
            "Delete `approvers`, or write `kind: soft`.",
        ),
        (
            "from: 2026-12-24, to: 2026-12-26, categories: [change, §pach]",
            "unknown category 'pach'",
            "Did you mean 'patch'?",
        ),
        (
            "from: 2026-12-24, to: 2026-12-26, §categories: []",
            "freezes (item 1): categories is empty",
            None,
        ),
        (
            "from: 2026-12-24, to: 2026-12-26, systems: [§Payroll]",
            "freezes (item 1): systems (item 1): 'Payroll' is not an id",
            None,
        ),
        (
            "from: 2026-12-24, to: 2026-12-26, systems: [crm, §crm]",
            "duplicate 'crm'",
            None,
        ),
        (
            "from: 2026-12-24, to: 2026-12-26, label: {§fr: Fin}",
            "freezes (item 1): label.fr is not a language of the policy",
            None,
        ),
    ],
)  # fmt: skip
def test_what_a_freeze_cannot_be_is_refused_at_its_place(
    policy_text: str, messages: Messages, keys: str, message: str, help: str | None
) -> None:
    """The mark § stands before the place that the problem has to name."""
    start = f"{policy_text}freezes: [{{id: f, kind: hard, "
    before, _, after = keys.partition("§")
    loaded = load(f"{start}{before}{after}}}]\n")
    column = len("freezes: [{id: f, kind: hard, ") + len(before) + 1
    assert loaded.value is None
    assert messages(loaded) == [("schema", start.count("\n") + 1, column, message)]
    assert help is None or loaded.problems[0].help == help


@pytest.mark.parametrize(
    "kind, message",
    [
        ("", "freezes (item 1): kind is missing"),
        ("kind: firm, ", "freezes (item 1): kind must be hard or soft, not 'firm'"),
        ("kind: soft, approvers: [boss], ", "unknown role 'boss'"),
    ],
)
def test_its_kind_and_its_approvers_are_checked(
    policy_text: str, messages: Messages, kind: str, message: str
) -> None:
    loaded = load(f"{policy_text}freezes: [{{id: f, {kind}from: 2026-12-24, to: 2026-12-26}}]\n")
    [told] = messages(loaded)
    assert told[0::3] == ("schema", message)


def test_no_two_have_one_id(policy_text: str, messages: Messages) -> None:
    again = ALL.replace("2026-", "2027-")
    loaded = load(f"{policy_text}freezes:\n{ALL}{again}")
    line = policy_text.count("\n") + 2 + ALL.count("\n")
    assert messages(loaded) == [("schema", line, 9, "duplicate 'closing'")]


@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(0, 9))
def test_a_freeze_of_days_has_just_the_days_that_it_names(first: date, more: int) -> None:
    last = first + timedelta(days=more)
    freeze = one(POLICY, f"from: {first}, to: {last}")
    policy = load(POLICY).value
    assert policy is not None
    assert freeze.days(policy.zone) == (first, last)
    days = {first + timedelta(days=number) for number in range(more + 1)}
    assert naive_freezes.days(freeze, policy.zone) == days
