"""`new --repeat` writes one ordinary release for each date that recurs, or none."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from notices.cli.new.repetition import NoRepetition, repeated_starts
from notices.domain.instants import local
from tests.cli.new.reading import NOW, files, problems, window
from tests.core_builders import POLICY, hanoi
from tests.fuzz.limits import within
from tests.project import Project

SUNDAYS = ("--repeat", "FREQ=MONTHLY;BYDAY=2SU")


def test_the_second_sunday_of_each_month(project: Project) -> None:
    answer = project.run(
        "new", "server", "--title", "Bảo trì định kỳ", *SUNDAYS, "--count", "4",
        "--start", "2026-12-01 22:00", "--length", "1h", "--now", NOW,
    )  # fmt: skip

    assert answer.status == 0, answer.err
    assert answer.out.splitlines() == [
        f"content/releases/bao-tri-dinh-ky-{month}.yml"
        for month in ("2026-12", "2027-01", "2027-02", "2027-03")
    ]
    assert window(project, "bao-tri-dinh-ky-2026-12") == ("2026-12-13 22:00", "2026-12-13 23:00")
    assert window(project, "bao-tri-dinh-ky-2027-03") == ("2027-03-14 22:00", "2027-03-14 23:00")
    assert {severity for severity, _, _ in problems(project)} == {"warning"}
    assert answer.err.splitlines()[0] == (
        "bao-tri-dinh-ky-2026-12 runs from Sun 2026-12-13 22:00 to Sun 2026-12-13 23:00; "
        "publish it by Sat 2026-12-12 22:00"
    )


def test_without_a_start_it_begins_with_the_earliest_legal_window(project: Project) -> None:
    project.run("new", "server", "a", "--title", "A", *SUNDAYS, "--count", "1", "--now", NOW)
    assert window(project, "a-2026-12") == ("2026-12-13 18:00", "2026-12-13 19:00")


def test_dates_in_one_month_have_the_day_in_their_ids(project: Project) -> None:
    answer = project.run(
        "new", "fix", "a", "--title", "A", "--repeat", "RRULE:FREQ=WEEKLY;COUNT=3",
        "--start", "2026-12-24 20:00", "--now", NOW,
    )  # fmt: skip

    assert answer.out.split() == [
        "content/releases/a-2026-12-24.yml",
        "content/releases/a-2026-12-31.yml",
        "content/releases/a-2027-01-07.yml",
    ]


def test_the_day_until_which_it_recurs_is_one_of_them(project: Project) -> None:
    answer = project.run(
        "new", "fix", "a", "--title", "A", "--repeat", "FREQ=DAILY;UNTIL=20261202",
        "--start", "2026-12-01 20:00", "--now", NOW,
    )  # fmt: skip
    assert len(answer.out.split()) == 2


def test_one_that_is_not_legal_stops_all_and_is_named(project: Project) -> None:
    """Saturday the 12th is legal for a feature; a week with a Monday is not."""
    before = files(project)

    answer = project.run(
        "new", "feature", "--title", "A", "--repeat", "FREQ=DAILY;INTERVAL=2", "--count", "3",
        "--start", "2026-12-12 20:00", "--now", NOW,
    )  # fmt: skip

    assert answer.status == 1
    outside = "the window does not start and end within one Saturday or Sunday, 18:00–24:00 (II.6)"
    assert answer.err.splitlines() == [
        f"Mon 2026-12-14 20:00 is not legal: {outside}",
        "the nearest legal window is Sun 2026-12-13 20:00 to Sun 2026-12-13 22:00",
        f"Wed 2026-12-16 20:00 is not legal: {outside}",
        "the nearest legal window is Sat 2026-12-19 20:00 to Sat 2026-12-19 22:00",
        "nothing was written: correct --start or --repeat",
    ]
    assert files(project) == before


def test_guides_are_written_for_each(project: Project) -> None:
    answer = project.run(
        "new", "feature", "a", "--title", "A", *SUNDAYS, "--count", "2", "--now", NOW
    )
    assert len([line for line in answer.out.split() if "/pages/" in line]) == 8


def test_an_id_of_the_repetition_that_exists_stops_all(project: Project) -> None:
    project.run("new", "fix", "a-2027-01", "--title", "A", "--now", NOW)
    before = files(project)

    answer = project.run(
        "new", "server", "a", "--title", "A", *SUNDAYS, "--count", "2", "--now", NOW
    )

    assert answer.status == 2
    assert "there is a release `a-2027-01` already; choose another id" in answer.err
    assert files(project) == before


def test_an_id_from_the_title_gets_a_number_instead(project: Project) -> None:
    project.run("new", "fix", "a-2027-01", "--title", "A", "--now", NOW)

    answer = project.run("new", "server", "--title", "A", *SUNDAYS, "--count", "2", "--now", NOW)

    assert answer.out.split() == [
        "content/releases/a-2026-12.yml",
        "content/releases/a-2027-01-2.yml",
    ]


def test_a_long_id_is_cut_before_its_date(project: Project) -> None:
    answer = project.run(
        "new", "server", "x" * 64, "--title", "A", *SUNDAYS, "--count", "1", "--now", NOW
    )
    assert answer.out == f"content/releases/{'x' * 56}-2026-12.yml\n"


def test_the_time_of_day_stays_across_a_clock_change() -> None:
    """Berlin's clocks go back on 25 October 2026."""
    from dataclasses import replace

    berlin = ZoneInfo("Europe/Berlin")
    policy = replace(POLICY, timezone="Europe/Berlin", zone=berlin)
    first = hanoi("2026-10-19 01:00")  # 20:00 of the day before.

    starts = repeated_starts("FREQ=WEEKLY", first, 3, policy)

    assert [start.astimezone(berlin).isoformat() for start in starts] == [
        "2026-10-18T20:00:00+02:00",
        "2026-10-25T20:00:00+01:00",
        "2026-11-01T20:00:00+01:00",
    ]
    assert starts[1] - starts[0] == timedelta(days=7, hours=1)


@pytest.mark.parametrize(
    "rule, count, message",
    [
        ("monthly", "2", "'monthly' is no rule such as FREQ=MONTHLY;BYDAY=2SU; FREQ is one of DAILY, WEEKLY, MONTHLY, YEARLY"),
        ("FREQ=SECONDLY", "2", "'FREQ=SECONDLY' is no rule such as"),
        ("FREQ=MONTHLY\nDTSTART:20200101T000000", "2", "is no rule such as"),
        ("FREQ=MONTHLY;BYDAY=XX", "2", "'FREQ=MONTHLY;BYDAY=XX' cannot be read: "),
        ("FREQ=MONTHLY;UNTIL=2027", "2", "is no rule such as"),
        ("FREQ=MONTHLY;UNTIL=20271301", "2", "cannot be read: "),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2", "names only 0 dates in the next 10 years"),
        ("FREQ=DAILY;COUNT=2", "3", "names only 2 dates in the next 10 years"),
        ("FREQ=MONTHLY", None, "it does not say how often; add `--count`"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", None, "names only 0 dates in the next 10 years"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=99991231", None, "names only 0 dates"),
        ("FREQ=DAILY;INTERVAL=0;BYMONTHDAY=31;COUNT=2", None, "is no rule such as"),
        ("FREQ=DAILY;COUNT=+2", None, "is no rule such as"),
        ("FREQ=YEARLY;BYEASTER=0;COUNT=2", None, "is no rule such as"),
        ("FREQ=DAILY;COUNT=101", None, "it names more than 100 dates; add `--count`"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_used_is_wrong_usage(
    project: Project, rule: str, count: str | None, message: str
) -> None:
    options = ("--count", count) if count else ()

    answer = project.run("new", "fix", "--title", "A", "--repeat", rule, *options, "--now", NOW)

    assert answer.status == 2
    assert "Invalid value for --repeat: " in answer.err
    assert message in answer.err
    assert not (project.root / "content/releases").exists()


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;INTERVAL=3;BYYEARDAY=60,-1",
        "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO,SU;WKST=SU",
        "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1FR",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
        "FREQ=DAILY;INTERVAL=11;BYMONTH=2,3",
    ],
)
def test_a_rule_names_the_days_that_a_library_names_of_this_century(rule: str) -> None:
    """We let it read another one, in which the days are the same."""
    first = hanoi("2026-11-28 20:00")
    wall = local(first, POLICY.zone).replace(tzinfo=None)
    known = rrulestr(f"{rule};UNTIL=21261231T235959", dtstart=wall)

    starts = repeated_starts(f"{rule};UNTIL=21261231", first, 3, POLICY)

    assert [local(each, POLICY.zone).replace(tzinfo=None) for each in starts] == known[:3]


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", "FREQ=DAILY;BYSETPOS=2;COUNT=2"]
)
def test_a_rule_that_no_day_fits_is_soon_found_out(rule: str) -> None:
    with pytest.raises(NoRepetition, match="names only 0 dates"), within():
        repeated_starts(rule, hanoi("2026-11-28 20:00"), None, POLICY)


def test_a_yearly_rule_may_have_its_end_in_more_than_ten_years(project: Project) -> None:
    answer = project.run(
        "new", "fix", "a", "--title", "A", "--repeat", "FREQ=YEARLY;COUNT=12", "--now", NOW,
        "--start", "2026-12-24 20:00",
    )  # fmt: skip
    assert len(answer.out.split()) == 12, answer.err
