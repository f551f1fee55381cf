"""A policy, or a ledger, that changes under what customers know: nothing of it may vanish."""

from __future__ import annotations

import pytest

from tests.project import FEATURE, POLICY, Project

PLAN = """\
approvals:
  - {role: ceo, on: 2026-11-24}
  - {role: marketing, on: 2026-11-24}
  - {role: product, on: 2026-11-24}
summary: {vi: Tháng 12 có bảng lương mới., en: December brings the new payroll engine.}
items:
  - {title: {vi: Bảng lương, en: Payroll}, category: feature, expected: 2026-12-12}
"""


@pytest.fixture
def announced(project: Project) -> Project:
    """A release that customers know."""
    project.release("payroll-engine")
    assert project.run("publish", "--now", "2026-11-28 20:00").status == 0
    assert [line["notice"] for line in project.ledger] == ["advance"]
    return project


def policy(*changes: tuple[str, str]) -> str:
    text = POLICY.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


RENAMED = ("  feature:\n", "  novelty:\n")


def test_while_a_category_that_customers_know_is_gone_nothing_is_published(
    announced: Project,
) -> None:
    before, lines = announced.bytes_of_site(), announced.ledger
    announced.release("unknown-yet", FEATURE.replace("feature", "novelty"))
    announced.write("content/policy.yml", policy(RENAMED))

    result = announced.run("publish", "--now", "2026-11-30 20:00")

    assert result.status == 1
    assert "content/releases/payroll-engine.yml:1:11: error[schema] unknown category" in result.err
    assert "content/published/payroll-engine.yml:1:11: error[schema] unknown category" in result.err
    assert "nothing is published until content/policy.yml allows this again" in result.err
    assert (announced.bytes_of_site(), announced.ledger) == (before, lines)
    assert announced.run_at("2026-11-30 20:00", "build", "--withhold").status == 1
    assert announced.bytes_of_site() == before


def test_with_the_category_back_what_was_owed_goes_out(announced: Project) -> None:
    announced.write("content/policy.yml", policy(RENAMED))
    assert announced.run("publish", "--now", "2026-12-09 14:00").status == 1
    announced.write("content/policy.yml", policy())

    assert announced.run("publish", "--now", "2026-12-09 15:00").status == 0

    assert [line["notice"] for line in announced.ledger] == ["advance", "announcement"]


def test_a_category_renamed_in_the_policy_and_in_its_files_goes_on_under_its_new_name(
    announced: Project,
) -> None:
    announced.write("content/policy.yml", policy(RENAMED))
    announced.release("payroll-engine", FEATURE.replace("feature", "novelty"))

    assert announced.run("publish", "--now", "2026-12-09 14:00").status == 0

    assert [line["notice"] for line in announced.ledger] == ["advance", "announcement"]
    assert "releases/payroll-engine/index.html" in announced.bytes_of_site()


def test_a_plan_that_customers_know_does_not_vanish_with_a_category(project: Project) -> None:
    project.write("content/plans/2026-12.yml", PLAN)
    assert project.run("publish", "--now", "2026-11-28 09:00").status == 0
    before = project.bytes_of_site()
    assert "plans/2026-12/index.html" in before
    project.write("content/policy.yml", policy(RENAMED))

    result = project.run("publish", "--now", "2026-11-28 10:00")

    assert result.status == 1
    assert "content/published/plans/2026-12.yml:7:54: error[schema]" in result.err
    assert project.bytes_of_site() == before


def test_a_ledger_that_lost_what_customers_know_stops_everything(announced: Project) -> None:
    before = announced.bytes_of_site()
    announced.root.joinpath("content/ledger.jsonl").unlink()

    for command in ("check", "build", "publish"):
        result = announced.run_at("2026-11-28 20:00", command)
        assert result.status == 1
        [line] = [
            line for line in (result.out + result.err).splitlines() if "[ledger-broken]" in line
        ]
        assert line == (
            "content/published/payroll-engine.yml:1:1: error[ledger-broken] "
            "`payroll-engine` was announced with this copy, but the ledger has no record of it"
        )

    assert announced.bytes_of_site() == before
    assert not announced.root.joinpath("content/ledger.jsonl").exists()


def test_a_look_back_before_the_first_record_finds_nothing_lost(announced: Project) -> None:
    result = announced.run("check", "--now", "2026-11-28 19:59")

    assert result.status == 0
    assert "ledger-broken" not in result.out


@pytest.mark.parametrize("command", [["publish"], ["build", "--withhold"]])
def test_a_release_whose_file_and_copy_are_both_gone_stops_everything(
    announced: Project, command: list[str]
) -> None:
    before, lines = announced.bytes_of_site(), announced.ledger
    announced.release("unknown-yet")
    for folder in ("releases", "published"):
        (announced.root / f"content/{folder}/payroll-engine.yml").unlink()

    result = announced.run_at("2026-11-30 20:00", *command)

    assert result.status == 1
    assert (
        "content/published/payroll-engine.yml:1:1: error[taken-back] "
        "`payroll-engine` was announced, but its file and this copy are both missing\n"
        "    help: Restore both from git; nothing is published until then.\n"
    ) in result.err
    assert (announced.bytes_of_site(), announced.ledger) == (before, lines)


@pytest.mark.parametrize("command", [["publish"], ["build", "--withhold"]])
@pytest.mark.parametrize("gone", [True, False], ids=["gone", "empty"])
def test_a_list_of_systems_that_is_gone_stops_everything_as_a_broken_one_does(
    announced: Project, command: list[str], gone: bool
) -> None:
    before, lines = announced.bytes_of_site(), announced.ledger
    announced.release("unknown-yet")
    announced.write("content/systems.yml", "")
    if gone:
        (announced.root / "content/systems.yml").unlink()

    result = announced.run_at("2026-11-30 20:00", *command)

    assert result.status == 1
    assert (
        "content/systems.yml:1:1: error[unknown-system] "
        "the file is missing or empty, and announced releases name `payroll`\n"
        "    help: Restore it from git; nothing is published until then.\n"
    ) in result.err
    assert (announced.bytes_of_site(), announced.ledger) == (before, lines)


def test_where_no_release_names_a_system_any_more_the_list_may_go(announced: Project) -> None:
    announced.release("payroll-engine", FEATURE.replace(", systems: [payroll]", ""))
    (announced.root / "content/systems.yml").unlink()

    assert announced.run("publish", "--now", "2026-11-30 20:00").status == 0

    assert not [path for path in announced.bytes_of_site() if path.startswith("feeds/system/")]


def test_two_files_of_one_month_are_both_told_and_neither_counts(project: Project) -> None:
    project.write("content/plans/2026-12.yml", PLAN)
    project.write("content/plans/archive/2026-12.yml", "complete nonsense")

    problems = project.check("2026-11-28 09:00")

    assert [(p["rule"], p["path"], p["message"]) for p in problems["problems"]] == [
        (
            "duplicate-id",
            "content/plans/2026-12.yml",
            "duplicate id `2026-12`: also the id of content/plans/archive/2026-12.yml",
        ),
        ("plan-due", "content/plans/2026-12.yml", "the plan of 2026-12 cannot be read"),
        (
            "duplicate-id",
            "content/plans/archive/2026-12.yml",
            "duplicate id `2026-12`: also the id of content/plans/2026-12.yml",
        ),
    ]
