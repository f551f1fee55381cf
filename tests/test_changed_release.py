"""One release that moves, moves back, overruns and changes its result, from YAML to its readers."""

from __future__ import annotations

import hashlib
import json
import re

import feedparser
import pytest

from tests.project import FEATURE, Project

AWAY = FEATURE.replace("2026-12-12", "2026-12-19")
LONGER = FEATURE.replace("end: 2026-12-12 22:00", "end: 2026-12-13 00:30")
PARTIAL = LONGER + "outcome: {result: partial, at: 2026-12-13 00:20}\n"
FIXED = (
    LONGER + "outcome: {result: success, at: 2026-12-13 00:20}\n"
    "known_issues: [{title: {vi: Thiếu cột, en: A column is missing}, status: fixed, "
    "fixed_in: column-fix}]\n"
)
FIX = """\
category: fix
title: {vi: Bổ sung cột, en: Column added}
summary: {vi: Có đủ cột., en: All columns are there.}
window: {start: 2026-12-14 09:00, end: 2026-12-14 09:30}
impact: {downtime: 0m}
"""

STORY = [
    ("2026-11-22 20:00", FEATURE, ["advance"]),
    ("2026-11-25 12:00", AWAY, ["rescheduled"]),
    ("2026-11-25 13:00", FEATURE, ["rescheduled"]),
    ("2026-12-09 14:00", FEATURE, ["announcement"]),
    ("2026-12-10 21:00", FEATURE, ["reminder"]),
    ("2026-12-12 21:30", LONGER, ["final", "rescheduled"]),
    ("2026-12-13 00:25", PARTIAL, ["completed"]),
    ("2026-12-14 09:10", FIXED, ["completed"]),
]

TITLES = [
    "[Completed] New payroll engine: ",
    "[Partly completed] New payroll engine: ",
    "[New end time] New payroll engine: ",
    "[Reminder to prepare] New payroll engine: ",
    "[Update announcement] New payroll engine: ",
    "[Moved] New payroll engine: Saturday 12 December 2026, 20:00–22:00 (GMT+7)",
    "[Moved] New payroll engine: Saturday 19 December 2026, 20:00–22:00 (GMT+7)",
    "[Advance notice] New payroll engine: Saturday 12 December 2026, 20:00–22:00 (GMT+7)",
]


def test_every_change_is_recorded_shown_and_sent_once(project: Project) -> None:
    for now, text, value in STORY:
        project.release("payroll-engine", text)
        if "column-fix" in text:
            project.release("column-fix", FIX)
        before = len(project.ledger)
        assert project.run("publish", "--now", now).status == 0
        assert [line["notice"] for line in project.ledger[before:]] == value

    assert [(line["verdict"], line["result"]) for line in project.ledger[-5:]] == [
        ("late", None),
        ("missed", None),
        ("on_time", None),
        ("on_time", "partial"),
        ("on_time", "success"),
    ]
    entries = feedparser.parse(project.site / "en/feed.xml").entries
    assert [
        entry.title.startswith(title) for entry, title in zip(entries, TITLES, strict=True)
    ] == [True] * len(TITLES)
    assert len({entry.id for entry in entries}) == len(TITLES)

    page = project.page("en/releases/payroll-engine/index.html")
    assert page.count("<del>") == 3
    for words in ("1 hour late", "Was not posted", "Completed", "New end time"):
        assert words in page
    assert "column-fix" not in page, "the fix is not public yet"
    entry = project.entry("payroll-engine", "2026-12-14 09:10")
    assert (entry["state"], entry["verdict"]) == ("completed", "breached")

    explained = project.run("explain", "payroll-engine", "--now", "2026-12-14 09:10").out
    table = [" ".join(line.split()) for line in explained.splitlines()]
    for line in (
        "2026-11-25 12:00 rescheduled on time 2026-12-19 20:00 2026-12-19 22:00",
        "2026-12-10 21:00 reminder late 2026-12-12 20:00 2026-12-12 22:00",
        "2026-12-12 21:30 final missed 2026-12-12 20:00 2026-12-13 00:30",
        "2026-12-13 00:25 completed on time partial 2026-12-12 20:00 2026-12-13 00:30",
    ):
        assert line in table
    assert "outcome   2026-12-13 00:20: success" in explained

    project.release("column-fix", FIX + "outcome: {result: success, at: 2026-12-14 09:20}\n")
    assert project.run("publish", "--now", "2026-12-14 09:25").status == 0
    page = project.page("en/releases/payroll-engine/index.html")
    assert re.search(r'Fixed in <a href="[./a-z]*releases/column-fix/">Column added</a>', page)


@pytest.mark.parametrize("host", ["plain", "mkdocs"])
def test_a_result_that_comes_back_to_an_earlier_one_is_told_a_third_time(
    project: Project, host: str
) -> None:
    """Page, feed, calendar and API have a message for each; what readers have keeps its id."""
    success = LONGER + "outcome: {result: success, at: 2026-12-13 00:20}\n"
    again = success.replace("00:20}", "00:40}")
    project.release("payroll-engine", FEATURE)
    assert project.run("publish", "--host", host, "--now", "2026-11-22 20:00").status == 0
    seen: list[list[str]] = [[]]
    for number, text in enumerate((success, PARTIAL, again)):
        project.release("payroll-engine", text)
        now = f"2026-12-13 0{number + 1}:00"
        assert project.run("publish", "--host", host, "--now", now).status == 0
        assert project.run("publish", "--host", host, "--now", now).status == 0, "nothing is due"
        entries = feedparser.parse(project.site / "en/feed.xml").entries
        seen.append([entry.id for entry in reversed(entries)])
        assert seen[-1][: len(seen[-2])] == seen[-2]
    results = [line["result"] for line in project.ledger if line["notice"] == "completed"]
    assert results == ["success", "partial", "success"]
    assert len(set(seen[-1])) == len(seen[-1])

    entries = feedparser.parse(project.site / "en/feed.xml").entries[:3]
    texts = [entry.content[0].value for entry in entries]
    assert ["00:40" in text for text in texts] == [True, False, False], "no older one knew it"
    page = project.page("en/releases/payroll-engine/index.html")
    for anchor in ("Z", "Z-2", "Z-3"):
        assert page.count(f'id="completed-20261212T130000{anchor}"') == 1
    assert page.count("Completed") >= 2
    event = project.page("releases/payroll-engine/event.ics")
    assert "SEQUENCE:3" in event.splitlines()
    maintenances = json.loads(project.page("api/v2/scheduled-maintenances.json"))
    [maintenance] = maintenances["scheduled_maintenances"]
    updates = maintenance["incident_updates"]
    assert [update["status"] for update in updates] == ["completed"] * 3 + ["scheduled"]
    assert ["00:40" in update["body"] for update in updates] == [True, False, False, False]
    assert len({update["id"] for update in updates}) == 4


CANCELLED = 'cancelled: {at: 2026-11-30 12:00, reason: {vi: "Chưa \\"xong\\"", en: Not ready}}\n'
JOINED = (
    'cancelled: {"at": "2026-11-30T05:00:00Z", '
    '"reason": {"vi": "Chưa \\"xong\\"", "en": "Not ready"}}'
)
IN_BRACES = "{" + FEATURE.replace("\n", ",\n") + "}  # End\n"


@pytest.mark.parametrize(
    "announced, joined",
    [
        (FEATURE, f"{FEATURE}{JOINED}\n"),
        (FEATURE.rstrip(), f"{FEATURE}{JOINED}\n"),
        (IN_BRACES, IN_BRACES.replace(",\n}", f", {JOINED}}}")),
    ],
    ids=["lines", "no end of line", "braces"],
)
def test_of_a_refused_change_only_the_cancellation_is_taken(
    project: Project, announced: str, joined: str
) -> None:
    project.release("payroll-engine", announced)
    assert project.run("publish", "--now", "2026-11-22 20:00").status == 0
    other = FEATURE.replace("New payroll engine", "Other words").replace(": feature", ": fix")
    project.release("payroll-engine", other + CANCELLED)

    assert project.run("publish", "--now", "2026-11-30 12:00").status == 0
    copy = project.root / "content/published/payroll-engine.yml"
    assert copy.read_text(encoding="utf-8") == joined
    last = project.ledger[-1]
    assert (last["notice"], last["digest"]) == (
        "cancelled",
        hashlib.sha256(joined.encode()).hexdigest(),
    )
    shown = project.bytes_of_site()
    assert b"New payroll engine" in shown["en/releases/payroll-engine/index.html"]

    # Nothing more of the file comes with the next run, nor once the file is broken.
    assert project.run("publish", "--now", "2026-11-30 12:01").status == 0
    assert project.bytes_of_site() == shown
    project.release("payroll-engine", "title: [")
    assert project.run("publish", "--now", "2026-11-30 12:02").status == 3
    assert project.bytes_of_site() == shown
    assert copy.read_text(encoding="utf-8") == joined
