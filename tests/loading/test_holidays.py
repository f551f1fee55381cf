"""The holidays file: the calendar that it gives, and each fault at its place."""

from __future__ import annotations

from datetime import date

import pytest

from notices.domain.policy import Policy
from notices.domain.workdays import NamedDays, WorkCalendar
from notices.loading import load_holidays, load_policy
from notices.loading.instants import NotReadable, read_duration, read_lead, read_period
from tests.core_builders import lead

PATH = "content/holidays.yml"
COVERS = "covers: {from: 2026-01-01, to: 2027-12-31}\n"
WORKDAYS = "workdays: {days: [sun, mon, tue, wed, thu]}\n"


def found(policy: Policy, text: str) -> list[tuple[str, int, int, str]]:
    problems = load_holidays(PATH, text.encode(), policy).problems
    return [(p.rule, p.mark.line, p.mark.column, p.message) for p in problems]


def test_the_file_gives_the_days_off_and_the_days_worked(policy: Policy) -> None:
    text = COVERS + (
        "off:  [{day: 2027-02-08, label: Tết}, {from: 2027-02-09, to: 2027-02-12, label: Tết,"
        " name: {en: Lunar New Year}}]\n"
        "work: [{day: 2027-02-13, label: made up for}, {day: 2027-02-20}]\n"
    )
    loaded = load_holidays(PATH, text.encode(), policy)
    assert loaded.problems == ()
    assert loaded.value == WorkCalendar(
        frozenset(range(5)),
        (date(2026, 1, 1), date(2027, 12, 31)),
        (
            NamedDays(date(2027, 2, 8), date(2027, 2, 8), "Tết"),
            NamedDays(date(2027, 2, 9), date(2027, 2, 12), "Tết", {"en": "Lunar New Year"}),
        ),
        (
            NamedDays(date(2027, 2, 13), date(2027, 2, 13), "made up for"),
            NamedDays(date(2027, 2, 20), date(2027, 2, 20)),
        ),
    )


def test_the_policy_names_the_weekdays(policy_text: str) -> None:
    law = load_policy("content/policy.yml", (policy_text + WORKDAYS).encode()).value
    assert law is not None
    assert law.workdays == WorkCalendar(frozenset({6, 0, 1, 2, 3}))
    loaded = load_holidays(PATH, COVERS.encode(), law)
    assert loaded.value is not None
    assert loaded.value.days == frozenset({6, 0, 1, 2, 3})


def test_days_at_the_ends_of_the_span_are_inside(policy: Policy) -> None:
    assert found(policy, f"{COVERS}off: [{{day: 2026-01-01}}, {{day: 2027-12-31}}]\n") == []
    assert found(policy, "covers: {from: 2026-02-17, to: 2026-02-17}\noff: []\n") == []


@pytest.mark.parametrize(
    "text, rule, line, column, message",
    [
        ("", "yaml", 1, 1, "the file is empty"),
        ("off: []\n", "schema", 1, 1, "covers is missing"),
        (
            "covers: {from: 2027-01-01, to: 2026-12-31}\n",
            "schema", 1, 32, "covers.to is before 2027-01-01",
        ),
        (
            "covers: {from: 2000-01-01, to: 2999-12-31}\n",
            "schema", 1, 32, "covers.to is more than 20 years after 2000-01-01",
        ),
        (
            f"{COVERS}off: [{{day: 2027-02-08, to: 2027-02-09}}]\n",
            "schema", 2, 7, "off (item 1) must be one day, or the days from one to another",
        ),
        (
            f"{COVERS}work: [{{from: 2027-02-08}}]\n",
            "schema", 2, 8, "work (item 1) must be one day, or the days from one to another",
        ),
        (
            f"{COVERS}off: [{{label: Tết}}]\n",
            "schema", 2, 7, "off (item 1) must be one day, or the days from one to another",
        ),
        (
            f"{COVERS}off: [{{from: 2027-02-09, to: 2027-02-08}}]\n",
            "schema", 2, 30, "off (item 1): to is before 2027-02-09",
        ),
        (
            f"{COVERS}off: [{{day: 2027-02-30}}]\n",
            "schema", 2, 13, "off (item 1): day: '2027-02-30' is not in the calendar",
        ),
        (
            f"{COVERS}off: [{{day: 2028-01-01}}]\n",
            "holidays", 2, 7,
            "2028-01-01 is outside the days that `covers` names, 2026-01-01 to 2027-12-31",
        ),
        (
            f"{COVERS}work: [{{from: 2025-12-31, to: 2026-01-02}}]\n",
            "holidays", 2, 8,
            "2025-12-31 is outside the days that `covers` names, 2026-01-01 to 2027-12-31",
        ),
        (
            f"{COVERS}off: [{{from: 2027-02-08, to: 2027-02-12}}]\nwork: [{{day: 2027-02-12}}]\n",
            "holidays", 3, 8, "2027-02-12 is listed under `off` as well",
        ),
        (
            f"{COVERS}work: [{{day: 2027-02-12, name: Made up}}]\n",
            "schema", 2, 26, "unknown key 'name' in work (item 1)",
        ),
    ],
)  # fmt: skip
def test_each_fault_has_its_place(
    policy: Policy, text: str, rule: str, line: int, column: int, message: str
) -> None:
    assert found(policy, text) == [(rule, line, column, message)]


def test_all_faults_are_told_at_once(policy: Policy) -> None:
    days = (
        "off: [{day: 2025-01-01}, {day: 2026-01-02}]\nwork: [{day: 2026-01-02}, {day: 2029-01-01}]"
    )
    assert [rule for rule, *_ in found(policy, COVERS + days)] == ["holidays"] * 3


# Leads


def test_weeks_and_working_days_are_leads() -> None:
    assert [read_lead(text) for text in ("2w", "3bd", "400bd", "57w")] == [
        lead(text) for text in ("2w", "3bd", "400bd", "57w")
    ]
    assert read_period("2w") == lead("14d")


@pytest.mark.parametrize("text", ["3b", "bd", "3db", "3 bd", "-3bd", "1.5bd", "3BD", "3wd"])
def test_other_letters_are_no_lead(text: str) -> None:
    with pytest.raises(NotReadable, match="is not a length of time"):
        read_lead(text)


@pytest.mark.parametrize(
    "text, words", [("0bd", "is zero"), ("401bd", "is longer"), ("58w", "is longer")]
)
def test_a_lead_is_something_and_no_longer_than_400_days(text: str, words: str) -> None:
    with pytest.raises(NotReadable, match=words):
        read_lead(text)


def test_no_span_after_an_instant_and_no_downtime_is_in_working_days() -> None:
    for read in (read_period, read_duration):
        with pytest.raises(NotReadable, match="is not a length of time"):
            read("3bd")
    with pytest.raises(NotReadable, match="is not a length of time"):
        read_duration("2w")


@pytest.mark.parametrize(
    "earliest, latest, refused",
    [
        ("3bd", "3bd", True),
        ("2bd", "3bd", True),
        ("4bd", "3bd", False),
        ("1w", "7d", True),
        ("2w", "13d", False),
        # Which of them is longer depends on the calendar.
        ("3bd", "5d", False),
        ("3d", "5bd", False),
    ],
)
def test_a_notice_opens_before_its_deadline_where_that_is_known(
    policy_text: str, earliest: str, latest: str, refused: bool
) -> None:
    text = policy_text.replace(
        "earliest: 14d, latest: 7d", f"earliest: {earliest}, latest: {latest}"
    )
    problems = load_policy("content/policy.yml", text.encode()).problems
    message = f"earliest ({earliest}) must be longer than latest ({latest})"
    assert [p.message for p in problems] == [message] * refused


@pytest.mark.parametrize("line", ["margin: 1bd", "margin: 0w"])
def test_a_margin_is_not_in_working_days(policy_text: str, line: str) -> None:
    text = policy_text.replace("latest: 7d", f"latest: 7d, {line}")
    [problem] = load_policy("content/policy.yml", text.encode()).problems
    assert problem.rule == "schema"
    assert "margin: '" in problem.message
