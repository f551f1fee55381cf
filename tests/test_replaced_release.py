"""A cancelled release leads to the one that comes instead, from YAML to its readers."""

from __future__ import annotations

import json

import feedparser
import pytest

from tests.embargo.decoding import traces
from tests.project import FEATURE, Project

SITE = "https://capnhat.anviec.example/"
ANNOUNCED = "2026-11-22 20:00"
CANCELLED = "2026-12-01 09:00"
INSTEAD = FEATURE.replace("2026-12-12", "2027-01-09").replace("New payroll engine", "Payroll two")
LATER = "2026-12-20 20:00"


def off(replaced_by: str = "", text: str = FEATURE) -> str:
    """The release, cancelled; ``replaced_by`` is one more key."""
    reason = "{vi: Làm lại, en: Done again}"
    return f"{text}cancelled: {{at: {CANCELLED}, reason: {reason}{replaced_by}}}\n"


@pytest.fixture
def announced(project: Project) -> Project:
    """A project with an announced release, and one that nobody knows of yet."""
    project.release("payroll-engine", FEATURE)
    project.release("payroll-two", INSTEAD)
    assert project.run("publish", "--now", ANNOUNCED).status == 0
    return project


def test_the_link_is_there_once_the_other_is_public(announced: Project) -> None:
    announced.release("payroll-engine", off(", replaced_by: payroll-two"))
    assert announced.run("publish", "--now", CANCELLED).status == 0

    assert "Reason: Done again" in announced.page("en/releases/payroll-engine/index.html")
    assert traces(announced.site.resolve(), ["payroll-two", "Payroll two"]) == []

    assert announced.run("publish", "--now", LATER).status == 0
    page = announced.page("en/releases/payroll-engine/index.html")
    assert 'Replaced by: <a href="../../../en/releases/payroll-two/">Payroll two</a>' in page
    page = announced.page("releases/payroll-engine/index.html")
    assert 'Được thay bằng: <a href="../../releases/payroll-two/">Bảng lương thế hệ mới</a>' in page
    entries = feedparser.parse(announced.site / "en/feed.xml").entries
    [told] = [each for each in entries if each.title.startswith("[Cancelled]")]
    assert told.summary == (
        "This update was cancelled on Tuesday 1 December 2026, 09:00 (GMT+7). Reason: Done again"
    )
    assert told.content[0].value.startswith("<p>This update was cancelled on ")
    assert ">Payroll two</a>" in told.content[0].value
    assert f'href="{SITE}en/releases/payroll-two/"' in told.content[0].value
    released = json.loads(announced.page("api/notices.json"))["releases"]
    off_now = next(each for each in released if each["id"] == "payroll-engine")
    assert off_now["cancelled"]["replaced_by"] == "payroll-two"
    event = announced.page("en/releases/payroll-engine/event.ics").replace("\n ", "")
    assert f"Replaced by: Payroll two ({SITE}en/releases/payroll-two/)" in event


def test_it_may_be_written_later_and_is_no_message(announced: Project) -> None:
    announced.release("payroll-engine", off())
    assert announced.run("publish", "--now", CANCELLED).status == 0
    before = announced.ledger

    announced.release("payroll-engine", off(", replaced_by: payroll-two"))
    assert announced.run("publish", "--now", "2026-12-02 09:00").status == 0
    assert announced.ledger == before

    assert announced.run("publish", "--now", LATER).status == 0
    assert [line["entry"] for line in announced.ledger[len(before) :]] == ["payroll-two"]
    assert ">Payroll two</a>" in announced.page("en/releases/payroll-engine/index.html")


def test_a_cancellation_keeps_it_where_the_rest_of_the_file_is_refused(announced: Project) -> None:
    """The announced copy gets the cancellation as it was written."""
    refused = FEATURE.replace("category: feature", "category: server")
    announced.release("payroll-engine", off(", replaced_by: payroll-two", refused))

    assert announced.run("publish", "--now", CANCELLED).status == 0
    assert announced.ledger[-1]["notice"] == "cancelled"
    copy = (announced.root / "content/published/payroll-engine.yml").read_text("utf-8")
    assert copy.startswith(FEATURE)
    assert '"replaced_by": "payroll-two"' in copy

    assert announced.run("publish", "--now", LATER).status == 0
    assert ">Payroll two</a>" in announced.page("en/releases/payroll-engine/index.html")
