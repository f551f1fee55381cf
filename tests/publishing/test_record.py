"""`record`: what a person sent stands in the ledger, as it was, once."""

from __future__ import annotations

import hashlib
from typing import Any

import feedparser
import pytest

from tests.project import FEATURE, Project

FOR_ACME = """\
category: fix
title: {vi: Sửa lỗi in, en: Printing mended}
summary: {vi: Sửa lỗi., en: Mended.}
window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}
impact: {downtime: 0m, mode: usable, systems: [crm]}
body: {vi: Nội dung., en: The details.}
customers: [acme]
"""


def recorded(project: Project) -> list[dict[str, Any]]:
    """The ledger's records of notices that people sent."""
    return [line for line in project.ledger if line["audience"] != "customers"]


def test_a_hand_off_is_recorded_with_when_it_was_sent_and_of_which_file(project: Project) -> None:
    path = project.release("for-acme", FOR_ACME)

    result = project.run(
        "record", "for-acme", "handoff", "--sent", "2026-12-01 08:30", "--channel", "phone",
        "--now", "2026-12-01 09:00",
    )  # fmt: skip

    assert result.status == 0
    assert result.out == (
        "2026-12-01T08:30:00+07:00 for-acme handoff recorded as sent by phone: on time\n"
    )
    assert project.ledger == [
        {
            "seq": 1,
            "at": "2026-12-01T02:00:00Z",
            "sent": "2026-12-01T01:30:00Z",
            "kind": "release",
            "entry": "for-acme",
            "notice": "handoff",
            "audience": "affected",
            "start": "2026-12-12T13:00:00Z",
            "end": "2026-12-12T15:00:00Z",
            "deadline": None,
            "verdict": "on_time",
            "result": None,
            "digest": hashlib.sha256(path.read_bytes()).hexdigest(),
            "prev": "0" * 64,
        }
    ]
    assert project.entry("for-acme", "2026-12-01 09:01")["notices"][0]["status"] == "published"


def test_a_notice_is_taken_as_sent_now_if_nobody_says_when(project: Project) -> None:
    project.release("for-acme", FOR_ACME)

    project.run("record", "for-acme", "handoff", "--now", "2026-12-01 09:00")

    assert project.ledger[0]["sent"] == project.ledger[0]["at"] == "2026-12-01T02:00:00Z"


@pytest.mark.parametrize(
    "sent, verdict",
    [
        ("2026-12-11 19:59:59", "on_time"),
        ("2026-12-11 20:00:00", "on_time"),
        ("2026-12-11 20:00:01", "late"),
        ("2026-12-12 20:00:00", "late"),
        ("2026-12-12 23:00:00", "late"),
    ],
)
def test_a_staff_notice_is_on_time_up_to_its_deadline_and_late_after_it(
    project: Project, sent: str, verdict: str
) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")

    result = project.run(
        "record", "payroll-engine", "internal", "--sent", sent, "--now", "2026-12-13 09:00"
    )

    assert result.status == 0
    [line] = recorded(project)
    assert (line["verdict"], line["deadline"]) == (verdict, "2026-12-11T13:00:00Z")


def test_a_record_and_the_publish_that_follows_are_one_chain(project: Project) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    project.run("record", "payroll-engine", "advance-internal", "--now", "2026-12-01 09:05")
    assert project.run("publish", "--now", "2026-12-09 14:00").status == 0

    assert [line["notice"] for line in project.ledger] == [
        "advance", "advance-internal", "announcement",
    ]  # fmt: skip
    assert project.run("check", "--now", "2026-12-09 14:01").status == 0


def test_a_record_does_not_change_the_date_of_any_message(project: Project) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    before = [(e.id, e.published) for e in feedparser.parse(project.site / "feed.xml").entries]
    project.run("record", "payroll-engine", "advance-internal", "--now", "2026-12-01 09:05")

    project.run("publish", "--now", "2026-12-01 09:10")

    after = [(e.id, e.published) for e in feedparser.parse(project.site / "feed.xml").entries]
    assert before
    assert after == before


def test_where_a_change_is_refused_the_announced_window_and_copy_are_recorded(
    project: Project,
) -> None:
    path = project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    announced = hashlib.sha256(path.read_bytes()).hexdigest()
    # The move leaves too little time: refused.
    project.release("payroll-engine", FEATURE.replace("12-12", "12-05"))

    result = project.run(
        "record", "payroll-engine", "advance-internal", "--now", "2026-12-01 10:00"
    )

    assert result.status == 0
    [line] = recorded(project)
    assert (line["digest"], line["start"]) == (announced, "2026-12-12T13:00:00Z")


def test_a_record_mends_no_torn_line(project: Project) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    path = project.root / "content/ledger.jsonl"
    partial_line = path.read_bytes() + b'{"seq":2,'
    path.write_bytes(partial_line)

    result = project.run("record", "payroll-engine", "internal", "--now", "2026-12-01 09:05")

    assert result.status == 1
    assert "content/ledger.jsonl:2:1: warning[ledger-torn]" in result.err
    assert path.read_bytes() == partial_line


REFUSED = {
    ("payrol-engine", "internal"): """
content/releases:1:1: error[unknown-entry] there is no release `payrol-engine`; \
did you mean `payroll-engine`?""",
    ("payroll-engine", "intern"): """
content/releases/payroll-engine.yml:1:1: error[unknown-notice] `payroll-engine` has no notice \
`intern` that people send; did you mean `internal`?
    help: People send: advance-internal, internal.""",
    ("payroll-engine", "final"): """
content/releases/payroll-engine.yml:1:1: error[not-by-hand] `final` goes to customers; \
`notices publish` shows and records it""",
    ("payroll-engine", "advance-internal"): """
content/releases/payroll-engine.yml:1:1: error[recorded] `advance-internal` is already recorded: \
sent 2026-12-01 09:05 (+07:00), for the window of 2026-12-12 20:00 (+07:00)""",
    ("payroll-engine", "internal", "--sent", "2026-12-01 10:00:01"): """
content/releases/payroll-engine.yml:1:1: error[sent-ahead] 2026-12-01 10:00:01 (+07:00) is in \
the future
    help: Record a notice after it was sent.""",
    ("payroll-engine", "internal", "--now", "2026-12-01 09:04:59"): """
content/ledger.jsonl:2:1: error[clock] 1 record is later than now""",
}


@pytest.mark.parametrize("args, text", REFUSED.items(), ids=map(" ".join, REFUSED))
def test_what_may_not_be_recorded_is_refused_with_the_reason_and_nothing_is_written(
    project: Project, args: tuple[str, ...], text: str
) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    project.run("record", "payroll-engine", "advance-internal", "--now", "2026-12-01 09:05")
    before = (project.root / "content/ledger.jsonl").read_bytes()
    now = () if "--now" in args else ("--now", "2026-12-01 10:00")

    result = project.run("record", *args, *now)

    assert result.status == 1
    assert text[1:] in result.err
    assert result.err.endswith("refused; nothing is recorded\n")
    assert result.out == ""
    assert (project.root / "content/ledger.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    "text, phrase",
    [
        (FOR_ACME.replace("customers: [acme]\n", ""), "`handoff` is not owed for `for-acme`"),
        (FOR_ACME + "draft: true\n", "`handoff` is not owed for `for-acme`"),
        (FOR_ACME.replace("title", "tittle"), "the file of `for-acme` is invalid"),
    ],
    ids=["not targeted", "draft", "invalid"],
)
def test_what_nobody_owes_is_not_recorded(project: Project, text: str, phrase: str) -> None:
    project.release("for-acme", text)

    result = project.run("record", "for-acme", "handoff", "--now", "2026-12-01 10:00")

    assert result.status == 1
    assert phrase in result.err
    assert project.ledger == []


def test_after_a_move_the_same_notice_may_be_recorded_for_the_new_window(project: Project) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    project.run("record", "payroll-engine", "advance-internal", "--now", "2026-12-01 09:05")
    project.release("payroll-engine", FEATURE.replace("12-12", "12-26"))
    assert project.run("publish", "--now", "2026-12-01 10:00").status == 0

    result = project.run(
        "record", "payroll-engine", "advance-internal", "--now", "2026-12-08 09:00"
    )

    assert result.status == 0
    assert [line["start"][:10] for line in recorded(project)] == ["2026-12-12", "2026-12-26"]


def test_a_staff_notice_of_the_outcome_carries_its_result(project: Project) -> None:
    policy = (project.root / "content/policy.yml").read_text(encoding="utf-8")
    row = (
        "      - id: report\n        label: {vi: Báo cáo, en: Report}\n        audience: staff\n"
        "        owner: product\n        on: outcome\n        source: ours\n"
    )
    at = policy.index("      - id: advance-internal")
    project.write("content/policy.yml", policy[:at] + row + policy[at:])
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")

    early = project.run("record", "payroll-engine", "report", "--now", "2026-12-12 22:00")
    project.release(
        "payroll-engine", FEATURE + "outcome: {result: partial, at: 2026-12-12 21:40}\n"
    )
    result = project.run("record", "payroll-engine", "report", "--now", "2026-12-12 22:00")

    assert early.status == 1
    assert "`report` reports the outcome, and there is none yet" in early.err
    assert result.status == 0
    assert [line["result"] for line in recorded(project)] == ["partial"]


def test_whoever_handed_a_fix_over_tells_of_its_cancellation_too(project: Project) -> None:
    project.release("for-acme", FOR_ACME)
    cancelled_copy = "cancelled: {at: 2026-12-02 10:00, reason: {vi: Chưa xong, en: Not ready}}\n"
    alone = project.run("record", "for-acme", "cancelled", "--now", "2026-12-01 08:00")
    assert (alone.status, project.ledger) == (1, [])
    assert project.run("record", "for-acme", "handoff", "--now", "2026-12-01 09:00").status == 0
    project.release("for-acme", FOR_ACME + cancelled_copy)

    owed = project.entry("for-acme", "2026-12-02 10:00")["notices"][-1]
    assert (owed["id"], owed["audience"], owed["status"]) == ("cancelled", "affected", "due")
    assert project.run("record", "for-acme", "cancelled", "--now", "2026-12-02 11:00").status == 0
    assert project.run("record", "for-acme", "cancelled", "--now", "2026-12-02 12:00").status == 1

    assert [(line["notice"], line["audience"], line["sent"]) for line in project.ledger] == [
        ("handoff", "affected", "2026-12-01T02:00:00Z"),
        ("cancelled", "affected", "2026-12-02T04:00:00Z"),
    ]


def test_without_a_notice_it_lists_what_people_owe_and_have_not_recorded(project: Project) -> None:
    project.release("payroll-engine", FEATURE)
    now = ("--now", "2026-12-01 09:00")

    result = project.run("record", "payroll-engine", *now)

    assert (result.status, result.out) == (
        0,
        (
            "payroll-engine  advance-internal  to staff  due  from 2026-11-22T20:00:00+07:00  "
            "until 2026-12-02T20:00:00+07:00\n"
            "payroll-engine  internal  to staff  pending  from 2026-12-11T14:00:00+07:00  "
            "until 2026-12-11T20:00:00+07:00\n"
        ),
    )
    assert result.err == "record what was sent: notices record payroll-engine NOTICE\n"
    assert project.ledger == []

    for notice in ("advance-internal", "internal"):
        assert project.run("record", "payroll-engine", notice, *now).status == 0
    result = project.run("record", "payroll-engine", *now)
    assert (result.status, result.out) == (0, "")
    assert result.err == "no notice of `payroll-engine` is left for people to record\n"


def test_without_a_notice_an_unknown_release_is_an_error(project: Project) -> None:
    project.release("payroll-engine", FEATURE)

    result = project.run("record", "payrol-engine", "--now", "2026-12-01 09:00")

    assert result.status == 1
    assert "there is no release `payrol-engine`; did you mean `payroll-engine`?" in result.err


@pytest.mark.parametrize("more", [("--sent", "2026-12-01 08:00"), ("--channel", "x"), ("--push",)])
def test_who_reports_something_names_the_notice(project: Project, more: tuple[str, ...]) -> None:
    result = project.run("record", "payroll-engine", *more)

    assert result.status == 2
    assert "name the NOTICE that was sent; `notices record ID` lists them" in result.err
