"""Another company's policy: other zone, other languages first, other categories and leads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from notices.loading import load_policy
from tests.project import CLONE, Project
from tests.project import POLICY as OWN

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
"""

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

    result = berlin.check("2026-09-20 12:00")["problems"]

    assert [(p["entry"], p["rule"], p["earliest_start"]) for p in result] == [
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

    result = berlin.run("build")

    assert result.status == 1
    assert "content/policy.yml:15:" in result.err
    assert not berlin.site.exists()


PLANNED = """\
    in_plan: true
    tasks:
      - {id: texts, owner: press, latest: 4d, done_when: page, source: N.4}
      - {id: website, owner: press, latest: 2d, done_when: guides, source: N.5}
      - {id: guides, owner: ops, latest: 5d, source: N.6}
plan:
  approvals: {roles: [ops], from: 20, to: 22, source: N.7}
  announce: {from: 25, to: 26, at: 10:00, owner: press, source: N.8}
"""


def test_what_makes_a_task_done_is_a_key_of_it_whatever_its_id_is(berlin: Project) -> None:
    berlin.write("content/policy.yml", POLICY + PLANNED)
    berlin.release("routers", NETWORK)
    assert berlin.run("publish", "--now", "2026-10-01 12:00").status == 0

    result = [
        problem
        for problem in berlin.check("2026-10-27 12:00")["problems"]
        if problem["rule"] == "task-overdue"
    ]

    assert [(p["source"], p["late_by_s"], p["message"].partition("; ")[2]) for p in result] == [
        ("N.4", 62 * 3600, "still missing: `body` in `en`, `body` in `vi`"),
        ("N.5", 13 * 3600, "still missing: a written guide and FAQ"),
    ]


def test_the_plan_is_for_the_categories_and_names_the_sources_that_the_policy_names(
    berlin: Project,
) -> None:
    berlin.write("content/policy.yml", POLICY + PLANNED)
    item = "items: [{title: {en: Routers, vi: Router}, category: network, expected: 2026-10-28}]\n"
    berlin.write("content/plans/2026-10.yml", item)

    result = berlin.check("2026-09-27 12:00")["problems"]

    assert [(p["rule"], p["entry"], p["source"]) for p in result] == [
        ("plan-approval", "2026-10", "N.7"),
        ("plan-due", "2026-10", "N.7"),
        ("plan-late", "2026-10", "N.8"),
        ("unplanned", "routers", None),
    ]

    berlin.write("content/policy.yml", POLICY + PLANNED.replace("in_plan: true", "in_plan: false"))

    result = berlin.check("2026-09-27 12:00")["problems"]
    assert [p["rule"] for p in result] == ["plan-approval", "plan-due", "plan-late"]


def test_no_task_and_no_row_of_the_procedure_is_named_in_the_code() -> None:
    policy = load_policy("content/policy.yml", OWN.read_bytes()).value
    assert policy is not None
    tasks = [task for category in policy.categories.values() for task in category.tasks]
    # A folder and a value of `done_when` are called so too.
    ids = {task.id for task in tasks} - {"guides"}
    assert ids == {"website"}

    named = [
        f"{path.relative_to(CLONE)}:{line}: {text!r}"
        for path in sorted((CLONE / "generator").rglob("*.py"))
        for line, text in _texts(ast.parse(path.read_text(encoding="utf-8")))
        if text in ids or re.search(r"\bI{1,3}\.[1-9]\b", text)
    ]

    assert named == []


def _texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every text of a module with its line, without documentation and lists of what it exports."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif not (
            (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
            or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
        ):
            yield from _texts(node)
