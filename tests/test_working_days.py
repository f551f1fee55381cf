"""A company whose leads are working days and weeks: its files, commands and pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.project import Project
from tests.rendering.test_on_time import words_of

POLICY = """\
timezone: Asia/Ho_Chi_Minh
languages: [en, vi]
roles: [ops]
ledger_starts: 2026-12-01
notice_hours: {from: 08:00, to: 18:00}
categories:
  network:
    label: {en: Network work, vi: Hạ tầng mạng}
    notices:
      - {id: early, audience: customers, owner: ops, earliest: 4w, latest: 5bd, source: N.1}
      - {id: eve, audience: customers, owner: ops, latest: 3bd, margin: 1d, source: N.2}
    tasks:
      - {id: rehearsal, owner: ops, latest: 2bd, source: N.3}
"""
HOLIDAYS = """\
covers: {from: 2026-12-01, to: 2027-02-28}
off:
  - {day: 2027-01-01, label: New Year}
  - {from: 2027-02-08, to: 2027-02-12, label: Tết}
work: [{day: 2027-02-20, label: made up for}]
"""
NETWORK = """\
category: network
title: {en: New routers, vi: Bộ định tuyến mới}
summary: {en: The lines move., vi: Các đường truyền chuyển đi.}
window: {start: 2027-02-17 22:00, end: 2027-02-17 23:00}
impact: {downtime: 5m, systems: [crm]}
"""


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    project = Project.create(tmp_path / "company", POLICY)
    monkeypatch.chdir(project.root)
    project.write("content/holidays.yml", HOLIDAYS)
    project.release("routers", NETWORK)
    return project


def errors(project: Project, now: str) -> list[Any]:
    return [p for p in project.check(now)["problems"] if p["severity"] == "error"]


def test_the_promise_holds_to_the_second_over_tet(company: Project) -> None:
    [early, eve] = company.entry("routers", "2027-01-21 09:00")["notices"]

    assert early["opens"] == "2027-01-20T22:00:00+07:00"
    # Wednesday, back over Tuesday and Monday, Tết, and the three days before it.
    assert early["deadline"] == "2027-02-03T22:00:00+07:00"
    assert eve["deadline"] == "2027-02-05T22:00:00+07:00"
    assert eve["planned"] == "2027-02-04T18:00:00+07:00"

    assert errors(company, "2027-02-03 22:00:00") == []
    [problem] = errors(company, "2027-02-03 22:00:01")
    assert (problem["rule"], problem["source"], problem["late_by_s"]) == ("lead-time", "N.1", 1)
    assert problem["publish_by"] == "2027-02-03T22:00:00+07:00"
    assert problem["earliest_start"] == "2027-02-17T22:00:01+07:00"
    assert problem["message"].endswith("; Tết, 2027-02-08 to 2027-02-12, are days off")
    assert "first_missing_day" not in problem


def test_the_window_that_a_refusal_proposes_is_accepted(company: Project) -> None:
    [problem] = errors(company, "2027-02-04 09:00")
    window = problem["help"].partition("`window: ")[2].partition("`")[0]

    company.release("routers", NETWORK.replace(NETWORK.splitlines()[3], f"window: {window}"))

    assert errors(company, "2027-02-04 09:00") == []


def test_a_window_beyond_the_list_is_refused_until_the_list_is_extended(company: Project) -> None:
    company.release("routers", NETWORK.replace("2027-02-17", "2027-03-03"))

    [problem] = errors(company, "2027-02-10 09:00")

    assert (problem["rule"], problem["first_missing_day"]) == ("holidays-missing", "2027-03-01")
    assert (problem["line"], problem["column"], problem["source"]) == (4, 17, "N.1")
    company.write("content/holidays.yml", HOLIDAYS.replace("2027-02-28", "2027-03-31"))
    assert errors(company, "2027-02-10 09:00") == []


def test_a_publish_keeps_what_counts_unknown_days_from_customers(company: Project) -> None:
    (company.root / "content/holidays.yml").unlink()

    answer = company.run("publish", "--now", "2027-01-25 09:00")

    assert answer.status == 3
    assert company.ledger == []


@pytest.mark.parametrize(
    "text",
    ["", "covers: [", HOLIDAYS.replace("2027-02-28", "2027-02-10")],
    ids=["none", "torn", "cut"],
)
def test_nothing_is_published_while_the_list_is_wrong(company: Project, text: str) -> None:
    """Deadlines that depend on it would silently be later."""
    company.write("content/holidays.yml", text)

    answer = company.run("publish", "--now", "2027-01-25 09:00")

    assert answer.status == 1
    assert "content/holidays.yml:" in answer.err
    assert company.ledger == []
    assert not company.site.exists()


def test_neither_is_anything_while_it_has_another_ending(company: Project) -> None:
    (company.root / "content/holidays.yml").rename(company.root / "content/holidays.yaml")

    answer = company.run("publish", "--now", "2027-01-25 09:00")

    assert answer.status == 1
    assert "did you mean `content/holidays.yml`?" in answer.err.lower()
    assert company.ledger == []


def test_the_notices_go_out_in_time_and_are_recorded(company: Project) -> None:
    for now in ("2027-01-21 08:00", "2027-02-04 18:00"):
        assert company.run("publish", "--now", now).status == 0

    assert [(r["notice"], r["verdict"], r["deadline"]) for r in company.ledger] == [
        ("early", "on_time", "2027-02-03T15:00:00Z"),
        ("eve", "on_time", "2027-02-05T15:00:00Z"),
    ]


def test_pages_say_leads_in_weeks_and_working_days(company: Project) -> None:
    assert company.run("publish", "--now", "2027-01-21 08:00").status == 0

    assert "5 working days ahead" in company.page("releases/routers/index.html")
    assert "trước 3 ngày làm việc" in company.page("vi/releases/routers/index.html")
    promises = words_of(company.page("lead-times/index.html"))
    assert "early: 5 working days to 4 weeks ahead eve: at least 3 working days ahead" in promises
    assert "trước 5 ngày làm việc đến 4 tuần" in company.page("vi/lead-times/index.html")
    assert "· promised 5 working days" in words_of(company.page("on-time/index.html"))


def test_the_timeline_names_the_days_off(company: Project) -> None:
    english = company.run("--lang", "en", "explain", "routers", "--now", "2027-01-21 09:00").out
    vietnamese = company.run("--lang", "vi", "explain", "routers", "--now", "2027-01-21 09:00").out

    assert "before it   Tết, 2027-02-08 to 2027-02-12, are days off\n" in english
    assert "4w to 5bd before" in english
    assert "2027-02-15 22:00" in english, "the deadline of the task, two working days before"
    assert "Tết, từ 2027-02-08 đến 2027-02-12, là những ngày nghỉ\n" in vietnamese


def test_a_refusal_is_told_in_vietnamese(company: Project) -> None:
    answer = company.run("--lang", "vi", "check", "--no-host", "--now", "2027-02-03 22:00:01")
    assert "5 ngày làm việc" in answer.out + answer.err
    assert "Tết, từ 2027-02-08 đến 2027-02-12, là những ngày nghỉ" in answer.out + answer.err

    company.release("routers", NETWORK.replace("2027-02-17", "2027-03-03"))
    answer = company.run("--lang", "vi", "check", "--no-host", "--now", "2027-02-10 09:00")
    assert (
        "thời hạn báo trước của khung giờ này đếm ngày làm việc kể từ 2027-03-01, mà "
        "`content/holidays.yml` chỉ bao quát từ 2026-12-01 đến 2027-02-28"
    ) in answer.out + answer.err


def test_the_agenda_counts_the_task_s_working_days(company: Project) -> None:
    answer = company.run("agenda", "--days", "40", "--format", "json", "--now", "2027-01-21 09:00")
    assert "2027-02-15T22:00:00+07:00" in answer.out


def test_slots_end_with_the_list(company: Project) -> None:
    asked = ("slots", "network", "--count", "100", "--format", "json", "--now", "2027-02-19 09:00")
    found = json.loads(company.run(*asked).out)["slots"]

    # A publish may be a day late, the margin: then five working days after Saturday, which is
    # worked. Back from Monday, 1 March, all days are listed.
    assert [slot["start"] for slot in found] == [
        "2027-02-26T09:00:00+07:00",
        "2027-02-27T00:00:00+07:00",
        "2027-02-28T00:00:00+07:00",
        "2027-03-01T00:00:00+07:00",
    ]


@pytest.mark.parametrize(
    "holidays, why",
    [
        (
            None,
            (
                "leads count working days, and there is no `content/holidays.yml`: "
                "`notices holidays COUNTRY YEAR` proposes it"
            ),
        ),
        (
            "covers: {from: 2026-12-01, to: 2026-12-31}\n",
            "leads count working days, and `content/holidays.yml` covers them until 2026-12-31",
        ),
    ],
)
def test_where_no_window_can_be_proposed_people_hear_that_days_off_are_to_be_listed(
    company: Project, holidays: str | None, why: str
) -> None:
    (company.root / "content/holidays.yml").unlink()
    if holidays is not None:
        company.write("content/holidays.yml", holidays)
    now = ("--now", "2026-12-31 09:00")

    assert company.run("slots", "network", *now).err.splitlines()[-1] == why
    written = company.run("new", "network", "--title", "New lines", *now)
    assert (written.status, written.err.splitlines()[0]) == (1, why)

    # Nothing is said of days off where something else is in the way.
    narrow = "    windows: {allowed: [{days: [sat], from: 22:00, to: 23:00}]}\n    notices:\n"
    company.write("content/policy.yml", POLICY.replace("    notices:\n", narrow))
    length = ("--length", "2h", *now)
    assert why not in company.run("slots", "network", *length).err
    assert why not in company.run("new", "network", "--title", "New lines", *length).err
