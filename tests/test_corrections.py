"""A text that is changed without a message: calendar programs take it, and every build agrees."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest

from tests.project import FEATURE, Project

FIRST, NEXT, LATER = "2026-11-24 08:00", "2026-11-25 10:00", "2026-11-26 10:00"
EVENT = "releases/payroll-engine/event.ics"
RECORD = "content/published/payroll-engine.jsonl"
MENDED = FEATURE.replace("New payroll engine", "The new payroll engine")
PAST = re.sub(
    "window: .*",
    "window: {start: 2025-05-03 20:00, end: 2025-05-03 22:00}\n"
    "outcome: {result: success, at: 2025-05-03 22:00}",
    FEATURE,
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00").astimezone(UTC)


def event(project: Project) -> tuple[int, datetime]:
    """The event's number, and the instant that it is dated by."""
    [found] = icalendar.Calendar.from_ical(project.page(EVENT)).walk("VEVENT")
    shown: Any = found
    assert shown["dtstamp"].dt == shown["last-modified"].dt
    return int(shown["sequence"]), shown["dtstamp"].dt


def published(project: Project, text: str, now: str) -> tuple[int, datetime]:
    project.release("payroll-engine", text)
    assert project.run("publish", "--now", now).status == 0
    return event(project)


@pytest.fixture
def announced(project: Project) -> Project:
    assert published(project, FEATURE, FIRST) == (0, utc(FIRST))
    return project


def test_a_corrected_title_advances_the_event_and_sends_nothing(announced: Project) -> None:
    ledger, feed = announced.ledger, announced.page("feed.xml")
    items = re.findall("<guid.*?</guid>", feed)

    assert published(announced, MENDED, NEXT) == (1, utc(NEXT))

    assert announced.ledger == ledger
    assert re.findall("<guid.*?</guid>", announced.page("feed.xml")) == items
    assert (announced.root / RECORD).read_text() == '{"at":"2026-11-25T03:00:00Z"}\n'


def test_each_correction_counts_and_one_that_is_taken_back_is_another(announced: Project) -> None:
    assert published(announced, MENDED, NEXT) == (1, utc(NEXT))
    assert published(announced, FEATURE, LATER) == (2, utc(LATER))
    assert published(announced, FEATURE, "2026-11-27 10:00") == (2, utc(LATER))


@pytest.mark.parametrize(
    "text",
    [
        FEATURE.replace("Payroll is faster.", "Payroll is much faster."),
        FEATURE.replace("The details.", "All the details."),
        FEATURE.replace("downtime: 10m", "downtime: 15m"),
        FEATURE + "prepare: {vi: Lưu lại., en: Save it.}\n",
    ],
    ids=["summary", "body", "impact", "prepare"],
)
def test_every_text_of_the_entry_counts(announced: Project, text: str) -> None:
    assert published(announced, text, NEXT) == (1, utc(NEXT))


def test_what_says_the_same_in_other_bytes_is_no_correction(announced: Project) -> None:
    assert published(announced, f"# By Lan.\n{FEATURE}\n", NEXT) == (0, utc(FIRST))
    assert not (announced.root / RECORD).exists()


def test_a_move_is_told_by_its_message_alone(announced: Project) -> None:
    moved = MENDED.replace("2026-12-12", "2026-12-19")
    assert published(announced, moved, NEXT) == (1, utc(NEXT))
    assert not (announced.root / RECORD).exists()


def test_a_text_that_changes_along_with_a_reminder_counts(announced: Project) -> None:
    """A reminder by itself changes nothing of the event, so it has no number of its own."""
    due = announced.run("next", "--now", NEXT).out.strip()
    announced.release("payroll-engine", MENDED)
    assert announced.run("publish", "--now", due).status == 0
    assert len(announced.ledger) == 2
    number, dated = event(announced)
    assert (number, (dated - datetime.fromisoformat(due)).total_seconds()) == (1, 1)


def test_a_refused_change_corrects_nothing(announced: Project) -> None:
    announced.release("payroll-engine", MENDED.replace("2026-12-12", "2026-11-28"))
    assert announced.run("publish", "--now", NEXT).status == 3
    assert event(announced) == (0, utc(FIRST))


def test_two_publishes_in_one_second_are_still_apart(announced: Project) -> None:
    assert published(announced, MENDED, FIRST) == (1, utc("2026-11-24 08:00:01"))
    assert published(announced, FEATURE, FIRST) == (2, utc("2026-11-24 08:00:02"))


def test_an_imported_release_may_be_corrected_too(project: Project) -> None:
    ended = utc("2025-05-03 22:00")
    assert published(project, PAST, FIRST) == (0, ended)
    assert published(project, PAST.replace("New payroll", "Old payroll"), NEXT) == (1, utc(NEXT))


def test_a_build_that_records_nothing_follows_no_clock(announced: Project) -> None:
    """Until a publish dates it, a correction is one second later than what was before it."""
    announced.release("payroll-engine", MENDED)
    assert announced.run_at(NEXT, "build").status == 0
    built = announced.bytes_of_site()
    assert event(announced) == (1, utc("2026-11-24 08:00:01"))
    assert announced.run_at(LATER, "build").status == 0
    assert announced.bytes_of_site() == built
    assert not (announced.root / RECORD).exists()
    assert announced.run("publish", "--now", LATER).status == 0
    assert event(announced) == (1, utc(LATER))


def test_a_build_after_the_publish_gives_the_same_bytes(announced: Project) -> None:
    published(announced, MENDED, NEXT)
    shown = announced.bytes_of_site()
    assert announced.run_at(LATER, "build").status == 0
    assert announced.bytes_of_site() == shown


def test_a_line_that_cannot_be_read_is_an_error_and_still_counts(announced: Project) -> None:
    published(announced, MENDED, NEXT)
    announced.write(RECORD, '<<<<<<< HEAD\n{"at":"2026-11-25T03:00:00Z","by":"?"}')
    checked = announced.run("check", "--now", LATER)
    assert f"{RECORD}:1:1: error[ledger-broken] this line is no correction" in checked.out
    announced.run("publish", "--now", LATER)
    assert event(announced) == (2, utc(NEXT))
    announced.release("payroll-engine", FEATURE)
    announced.run("publish", "--now", "2026-11-27 10:00")
    assert event(announced) == (3, utc("2026-11-27 10:00"))
    assert (announced.root / RECORD).read_text().splitlines()[-2:] == [
        '{"at":"2026-11-25T03:00:00Z","by":"?"}',
        '{"at":"2026-11-27T03:00:00Z"}',
    ]
