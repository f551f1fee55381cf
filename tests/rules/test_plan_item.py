"""What the items of a plan name: releases that are there, stand, and begin in its month."""

from __future__ import annotations

import pytest

from tests.project import FEATURE, Project

PATH = "content/plans/2026-12.yml"
NOW = "2026-11-26 09:00"
PLAN = """\
approvals: [{role: ceo, on: 2026-11-25}, {role: marketing, on: 2026-11-25}, {role: product, on: 2026-11-25}]
items:
  - {title: {vi: Báo cáo, en: Reports}, category: feature, expected: 2026-12-19}
  - {title: {vi: Bảng lương, en: Payroll}, category: feature, expected: 2026-12-12, release: payroll-engine}
"""
CANCELLED = "cancelled: {at: 2026-11-26 08:00, reason: {vi: Hoãn., en: Postponed.}}\n"


def found(project: Project, now: str) -> list[tuple[str, str]]:
    problems = [p for p in project.check(now)["problems"] if p["rule"] == "plan-item"]
    for problem in problems:
        assert (problem["severity"], problem["entry"]) == ("warning", "2026-12")
        assert (problem["path"], problem["line"], problem["column"]) == (PATH, 4, 94)
    return [(problem["message"], problem["help"]) for problem in problems]


@pytest.fixture
def planned(project: Project) -> Project:
    project.write(PATH, PLAN)
    return project


def test_a_release_that_begins_in_the_month_gets_no_warning(planned: Project) -> None:
    planned.release("payroll-engine")
    assert found(planned, NOW) == []
    planned.release("payroll-engine", FEATURE + "draft: true\n")
    assert found(planned, NOW) == []


def test_a_release_that_does_not_exist_is_named_with_the_nearest(planned: Project) -> None:
    planned.release("payrol-engine")
    rest = "`release` is a file's name without .yml; leave it out until there is one."
    message = "there is no release `payroll-engine`"
    assert found(planned, NOW) == [(message, f"Did you mean `payrol-engine`? {rest}")]
    (planned.root / "content/releases/payrol-engine.yml").unlink()
    assert found(planned, NOW) == [(message, rest)]


def test_a_file_that_cannot_be_read_is_a_release_all_the_same(planned: Project) -> None:
    planned.release("payroll-engine", "title: [")
    assert found(planned, NOW) == []


def test_a_cancelled_release_is_told(planned: Project) -> None:
    planned.release("payroll-engine", FEATURE + CANCELLED)
    assert found(planned, NOW) == [
        ("`payroll-engine` is cancelled", "Take the item out of the plan.")
    ]


@pytest.mark.parametrize(
    "start, day",
    [
        ("2026-12-31 23:59:59", None),
        ("2027-01-01 00:00", "2027-01-01"),
        ("2026-11-30T23:59:59+07:00", "2026-11-30"),
        ("2026-11-30T17:00:00Z", None),
    ],
)
def test_the_month_is_that_of_the_policys_clocks(
    planned: Project, start: str, day: str | None
) -> None:
    window = f"window: {{start: {start}, end: 2027-01-02 02:00}}"
    planned.release("payroll-engine", FEATURE.replace(FEATURE.splitlines()[3], window))
    told = found(planned, NOW)
    if day is None:
        assert told == []
    else:
        help = f"List it in the plan of {day[:7]}, or correct its window."
        assert told == [(f"`payroll-engine` begins on {day}, which is not in 2026-12", help)]


def test_an_announced_plan_stays_as_it_is_and_the_warning_ends_with_its_month(
    planned: Project,
) -> None:
    """Nothing of it reaches the site: the item has no link to what is hidden."""
    planned.release("payroll-engine", FEATURE + CANCELLED)
    assert planned.run("publish", "--now", "2026-11-28 09:00").status == 0
    help = "The plan is announced; its page shows what became of the item."
    assert found(planned, "2026-12-31 23:59:59") == [("`payroll-engine` is cancelled", help)]
    assert found(planned, "2027-01-01 00:00") == []
    assert "payroll-engine" not in planned.page("en/plans/2026-12/index.html")
