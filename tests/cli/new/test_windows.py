"""The window of a new release: the earliest, or the nearest to what was asked for, and why."""

from __future__ import annotations

import pytest

from tests.cli.new.reading import NOW, window
from tests.project import Project


def new(project: Project, *options: str, now: str = NOW) -> str:
    """What is said on standard error when a release ``a`` is written."""
    answer = project.run("new", *options, "--title", "A", "--now", now)
    assert answer.status == 0, answer.err
    return answer.err


def test_the_earliest_legal_window_that_leaves_time_to_publish_is_taken(project: Project) -> None:
    """The publish may come six hours late, at 18:01; ten days later is the first quarter after it."""
    new(project, "feature", now="2026-11-25 12:01")
    assert window(project, "a") == ("2026-12-05 18:15", "2026-12-05 20:15")


def test_its_first_line_says_when_it_runs_and_until_when_it_can_be_published(
    project: Project,
) -> None:
    assert new(project, "feature", "--start", "2026-12-12 20:00").splitlines()[0] == (
        "a runs from Sat 2026-12-12 20:00 to Sat 2026-12-12 22:00; "
        "publish it by Wed 2026-12-02 20:00"
    )
    assert window(project, "a") == ("2026-12-12 20:00", "2026-12-12 22:00")


def test_a_window_outside_the_evenings_gives_way_to_the_nearest_evening(project: Project) -> None:
    said = new(project, "feature", "--start", "2026-12-16 20:00", "--length", "1h")

    assert said.splitlines()[:2] == [
        (
            "Wed 2026-12-16 20:00 is not legal: the window does not start and end within one "
            "Saturday or Sunday, 18:00–24:00 (II.6)"
        ),
        "the nearest legal window is Sat 2026-12-19 20:00 to Sat 2026-12-19 21:00",
    ]
    assert window(project, "a") == ("2026-12-19 20:00", "2026-12-19 21:00")


def test_a_window_that_is_too_near_gives_way_to_the_first_that_is_not(project: Project) -> None:
    said = new(project, "feature", "--start", "2026-11-28 20:00")

    assert said.splitlines()[:2] == [
        (
            "Sat 2026-11-28 20:00 is not legal: `advance` (I.1) is due to customers 10 days before the "
            "start, by 2026-11-18 20:00 (+07:00); that was 4 days 13 hours ago"
        ),
        "the nearest legal window is Sat 2026-12-05 20:00 to Sat 2026-12-05 22:00",
    ]
    assert window(project, "a") == ("2026-12-05 20:00", "2026-12-05 22:00")


def test_the_last_second_in_which_it_can_be_published_is_legal(project: Project) -> None:
    said = new(
        project, "feature", "--start", "2026-12-05 20:00", now="2026-11-25 20:00"
    ).splitlines()

    assert said[0] == (
        "a runs from Sat 2026-12-05 20:00 to Sat 2026-12-05 22:00; "
        "publish it by Wed 2026-11-25 20:00"
    )


def test_one_second_later_it_is_not(project: Project) -> None:
    said = new(
        project, "feature", "--start", "2026-12-05 20:00", now="2026-11-25 20:00:01"
    ).splitlines()

    assert said[:2] == [
        (
            "Sat 2026-12-05 20:00 is not legal: `advance` (I.1) is due to customers 10 days before the "
            "start, by 2026-11-25 20:00 (+07:00); that was 1 second ago"
        ),
        "the nearest legal window is Sun 2026-12-06 20:00 to Sun 2026-12-06 22:00",
    ]


@pytest.mark.parametrize(
    "day, expected",
    [
        ("2026-12-12", ("2026-12-12 18:00", "2026-12-12 20:00")),
        ("2026-12-05", ("2026-12-05 18:00", "2026-12-05 20:00")),
        ("2026-12-14", ("2026-12-13 18:00", "2026-12-13 20:00")),
        ("2026-11-28", ("2026-12-05 18:00", "2026-12-05 20:00")),
    ],
)
def test_of_a_day_alone_the_first_legal_window_is_meant(
    project: Project, day: str, expected: tuple[str, str]
) -> None:
    said = new(project, "feature", "--start", day)

    assert window(project, "a") == expected
    assert ("is not legal" in said) == (not expected[0].startswith(day))


def test_a_category_without_windows_may_start_at_any_time(project: Project) -> None:
    said = new(project, "fix", "--start", "2026-11-24 03:10")

    assert window(project, "a") == ("2026-11-24 03:10", "2026-11-24 05:10")
    assert said.splitlines()[0] == "a runs from Tue 2026-11-24 03:10 to Tue 2026-11-24 05:10"


def test_a_window_that_the_provider_set_at_short_notice_stays(project: Project) -> None:
    """Twenty hours' notice of an outage: only an exception lets it out, and a person approves it."""
    said = new(
        project, "server", "--origin", "provider", "--start", "2026-11-24 05:00", "--length", "40m"
    ).splitlines()

    assert said[0].startswith("Tue 2026-11-24 05:00 is not legal: `advance` (I.3) is due")
    assert said[1:3] == [
        (
            "a runs from Tue 2026-11-24 05:00 to Tue 2026-11-24 05:40; "
            "it needs the `exception` of ceo or product"
        ),
        (
            "write the texts in the place of each …, delete the line `draft: true`, and run: "
            "notices check"
        ),
    ]
    path = project.root / "content/releases/a.yml"
    text = path.read_text(encoding="utf-8")
    assert "#exception: {approved_by: ceo, on: 2026-11-23, reason: {vi: …, en: …}}\n" in text
    assert project.run("check", "--no-host", "--now", NOW).status == 0
    written = text.replace("draft: true\n", "").replace("#exception", "exception")
    path.write_text(written.replace("…", "Written"), encoding="utf-8")
    assert project.entry("a", NOW)["state"] == "announced"


def test_the_same_outage_without_its_origin_is_moved(project: Project) -> None:
    said = new(project, "server", "--start", "2026-11-24 05:00")
    assert "the nearest legal window is " in said


def test_where_no_window_is_legal_nothing_is_written(project: Project) -> None:
    answer = project.run("new", "feature", "--title", "A", "--length", "7h", "--now", NOW)

    assert (answer.status, answer.out) == (1, "")
    assert answer.err == (
        "nothing was written: no window of 7 hours is legal in category feature; see "
        "`notices slots feature --explain`\n"
    )
    assert not (project.root / "content/releases").exists()
