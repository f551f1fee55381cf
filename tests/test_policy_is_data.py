"""Another company's policy: other zone, other languages first, other categories and leads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project import Project

POLICY = """\
timezone: Europe/Berlin
languages: [en, vi]
roles: [ops, press]
ledger_starts: 2026-01-01
notice_hours: {from: 09:30, to: 17:00}
max_at_once: 3
categories:
  network:
    label: {en: Network work, vi: Hạ tầng mạng}
    windows:
      allowed: [{days: [tue, wed], from: 22:00, to: 02:00}]
      otherwise: refuse
      approvers: [ops]
    notices:
      - {id: early, audience: customers, owner: press, earliest: 5w, latest: 14d, source: N.1}
      - {id: eve, audience: customers, owner: press, latest: 36h, margin: 90m, source: N.2}
      - {id: over, audience: customers, owner: press, on: outcome, source: N.3}
""".replace("5w", "35d")

# Wednesday to Thursday, over midnight; clocks go back on Sunday 2026-10-25.
NETWORK = """\
category: network
title: {en: New routers, vi: Bộ định tuyến mới}
summary:
  en: The lines to the data centre move to new routers.
  vi: Các đường truyền đến trung tâm dữ liệu chuyển sang bộ định tuyến mới.
window: {start: 2026-10-28 23:00, end: 2026-10-29 01:30}
impact: {downtime: 5m, mode: stopped, systems: [crm]}
"""


@pytest.fixture
def berlin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    project = Project.create(tmp_path / "berlin", POLICY)
    monkeypatch.chdir(project.root)
    project.release("routers", NETWORK)
    return project


def test_leads_count_calendar_days_across_the_clock_change_and_hours_as_elapsed_time(
    berlin: Project,
) -> None:
    [early, eve, over] = berlin.entry("routers", "2026-09-20 12:00")["notices"]

    assert (early["opens"], early["deadline"]) == (
        "2026-09-23T23:00:00+02:00",
        "2026-10-14T23:00:00+02:00",
    )
    assert early["planned"] == "2026-09-24T09:30:00+02:00"
    assert eve["deadline"] == "2026-10-27T11:00:00+01:00"
    assert eve["planned"] == "2026-10-27T09:30:00+01:00"
    assert (over["planned"], over["status"]) == (None, "waiting")


def test_the_promise_holds_to_the_second_in_that_zone(berlin: Project) -> None:
    assert berlin.check("2026-10-14 23:00:00")["ok"] is True

    [problem] = berlin.check("2026-10-14 23:00:01")["problems"]

    assert (problem["rule"], problem["source"], problem["late_by_s"]) == ("lead-time", "N.1", 1)
    assert problem["publish_by"] == "2026-10-14T23:00:00+02:00"
    assert problem["earliest_start"] == "2026-10-28T23:00:01+01:00"


def test_evenings_that_end_the_next_morning_are_allowed_as_written(berlin: Project) -> None:
    berlin.release("too-long", NETWORK.replace("01:30", "02:00:01"))
    berlin.release("monday", NETWORK.replace("10-28", "10-26").replace("10-29", "10-27"))

    told = berlin.check("2026-09-20 12:00")["problems"]

    assert [(p["entry"], p["rule"], p["earliest_start"]) for p in told] == [
        ("monday", "window-not-allowed", "2026-10-06T22:00:00+02:00"),
        ("too-long", "window-not-allowed", "2026-10-06T22:00:00+02:00"),
    ]


def test_the_site_stands_in_that_companys_language_and_zone(berlin: Project) -> None:
    assert berlin.run("publish", "--now", "2026-10-01 12:00").status == 0

    page = berlin.page("releases/routers/index.html")
    assert '<html lang="en"' in page
    assert "GMT+1" in page
    assert "Network work" in page
    assert '<html lang="vi"' in berlin.page("vi/releases/routers/index.html")
    assert "Hạ tầng mạng" in berlin.page("vi/releases/routers/index.html")
    assert [line["notice"] for line in berlin.ledger] == ["early"]


def test_a_policy_with_errors_is_told_where_and_nothing_is_built(berlin: Project) -> None:
    berlin.write("content/policy.yml", POLICY.replace("latest: 14d", "latest: 14 days"))

    told = berlin.run("build")

    assert told.status == 1
    assert "content/policy.yml:15:" in told.err
    assert not berlin.site.exists()
