"""A company that lets its customers have one update a week for each system: files, commands, pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.project import Project

POLICY = """\
timezone: Asia/Ho_Chi_Minh
languages: [en, vi]
roles: [ops, boss]
ledger_starts: 2026-11-01
notice_hours: {from: 08:00, to: 18:00}
categories:
  work:
    label: {en: Work, vi: Việc}
    windows: {at_most: [{count: 1, hours: 3, per: week, by: system}], approvers: [boss], source: Q.1}
    notices:
      - {id: news, audience: customers, owner: ops, latest: 2d, planned: asap}
"""
NOW = "2026-11-24 09:00"


def entry(title: str, window: str) -> str:
    return f"""\
category: work
title: {{en: {title}, vi: {title}}}
summary: {{en: Better., vi: Tốt hơn.}}
window: {{{window}}}
impact: {{downtime: 5m, systems: [payroll]}}
"""


ROUTERS = entry("Routers", "start: 2026-12-01 20:00, end: 2026-12-01 22:00")
CABLES = "start: 2026-12-03 20:00, end: 2026-12-03 21:00"
APPROVED = entry("Cables", f"{CABLES}, reason: {{en: Now., vi: Ngay.}}, approved_by: boss")


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    project = Project.create(tmp_path / "company", POLICY)
    monkeypatch.chdir(project.root)
    project.release("routers", ROUTERS)
    project.release("cables", entry("Cables", CABLES))
    return project


def recorded(project: Project) -> list[tuple[Any, ...]]:
    return [(record["entry"], record["notice"], record["start"]) for record in project.ledger]


def test_the_one_too_many_is_withheld_until_it_is_approved(company: Project) -> None:
    first = [("routers", "news", "2026-12-01T13:00:00Z")]
    answer = company.run("publish", "--now", NOW)
    assert (answer.status, recorded(company)) == (3, first)
    assert "error[quota]" in answer.err
    assert not (company.site / "releases/cables").exists()
    assert b"Cables" not in b"".join(company.bytes_of_site().values())

    site = company.bytes_of_site()
    assert company.run("publish", "--now", NOW).status == 3
    assert (company.bytes_of_site(), recorded(company)) == (site, first)

    company.release("cables", APPROVED)
    assert company.run("publish", "--now", NOW).status == 0
    assert recorded(company) == [*first, ("cables", "news", "2026-12-03T13:00:00Z")]
    assert (company.site / "releases/cables/index.html").is_file()


def test_a_move_away_and_back_gives_its_week_and_finds_it_taken(company: Project) -> None:
    company.run("publish", "--now", NOW)
    company.release("routers", ROUTERS.replace("2026-12-01", "2026-12-09"))
    # Customers learn of the move first; then its week has room.
    assert company.run("publish", "--now", NOW).status == 3
    assert company.run("publish", "--now", "2026-11-24 09:01").status == 0
    assert [each[0] for each in recorded(company)] == ["routers", "routers", "cables"]

    company.release("routers", ROUTERS)
    assert company.run("publish", "--now", "2026-11-24 10:00").status == 3
    [problem] = [p for p in company.check("2026-11-24 10:00")["problems"] if p["rule"] == "quota"]
    assert (problem["entry"], problem["quota"]["entries"]) == ("routers", ["cables"])
    assert company.entry("routers", "2026-11-24 10:00")["start"] == "2026-12-09T20:00:00+07:00"


def test_the_order_of_the_files_changes_nothing(company: Project, tmp_path: Path) -> None:
    other = Project.create(tmp_path / "other", POLICY)
    other.write("content/releases/z/routers.yml", ROUTERS)
    other.write("content/releases/a/cables.yml", entry("Cables", CABLES))
    for project in (company, other):
        project.run("publish", "--now", NOW)
    assert recorded(company) == recorded(other)
    assert company.page("feed.json") == other.page("feed.json")


def test_explain_says_how_full_the_week_is(company: Project) -> None:
    fact = "quota     2 of 1 window, 3 hours of 3 hours for `payroll` from 2026-11-30 to 2026-12-06"

    text = company.run("explain", "cables", "--now", NOW).out

    assert f"{fact}, with `routers`\n" in text
    text = company.run("explain", "routers", "--now", NOW).out
    assert "1 of 1 window, 2 hours of 3 hours for `payroll` from 2026-11-30 to 2026-12-06\n" in text


def test_the_site_says_what_is_promised(company: Project) -> None:
    company.run("publish", "--now", NOW)
    words = "at most 1 update and at most 3 hours of updates a week for each system"
    assert words in company.page("lead-times/index.html")
