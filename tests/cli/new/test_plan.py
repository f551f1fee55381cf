"""`new plan` writes a month's plan, and a new feature finds its place in one."""

from __future__ import annotations

import pytest

from tests.cli.new.reading import NOW, files, problems
from tests.project import FEATURE, Project

JANUARY = "content/plans/2027-01.yml"


def read(project: Project, path: str = JANUARY) -> str:
    return (project.root / path).read_text(encoding="utf-8")


def test_a_plan_lists_the_features_of_its_month_and_says_what_to_do_by_when(
    project: Project,
) -> None:
    project.run(
        "new", "feature", "--title", "Bảng lương", "--start", "2027-01-09 20:00", "--now", NOW
    )
    project.run("new", "feature", "b", "--title", "B", "--title", "Bee", "--start", "2027-01-31 20:00", "--now", NOW)  # fmt: skip
    project.run("new", "feature", "c", "--title", "C", "--start", "2027-02-06 20:00", "--now", NOW)
    project.run("new", "fix", "d", "--title", "D", "--start", "2027-01-09 20:00", "--now", NOW)

    answer = project.run("new", "plan", "2027-01", "--now", NOW)

    assert (answer.status, answer.out) == (0, f"{JANUARY}\n")
    assert answer.err == (
        "ceo, marketing, product approve it from 2026-12-24 to 2026-12-27, and it is announced at "
        "Mon 2026-12-28 09:00, by Wed 2026-12-30 00:00 at the latest; `notices check` refuses it "
        "until all have approved it\n"
    )
    assert (
        read(project)
        == """\
# yaml-language-server: $schema=../../.notices/schemas/plan.json

# Each role approves the plan on a day from 2026-12-24 to 2026-12-27. Then delete the # of its line,
# and that of `approvals`, and correct the day.
#approvals:
#  - {role: ceo, on: 2026-12-24}
#  - {role: marketing, on: 2026-12-24}
#  - {role: product, on: 2026-12-24}

# What the month brings, in a sentence or two.
summary:
  vi: "…"
  en: "…"

items:
  - title: {vi: "Bảng lương"}
    category: feature
    expected: 2027-01-09
    release: bang-luong
  - title: {vi: "B", en: "Bee"}
    category: feature
    expected: 2027-01-31
    release: b
"""
    )


def test_once_all_have_approved_it_it_passes_and_is_announced(project: Project) -> None:
    project.run("new", "plan", "2027-01", "--now", NOW)
    assert {rule for severity, rule, _ in problems(project) if severity == "error"} == {
        "plan-approval"
    }

    project.write(
        JANUARY, read(project).replace("\n#  - {role", "\n  - {role").replace("#appr", "appr")
    )

    assert {severity for severity, _, _ in problems(project, "2026-12-25 09:00")} == {"warning"}
    assert project.run("publish", "--now", "2026-12-28 09:00").status == 0
    assert [record["entry"] for record in project.ledger] == ["2027-01"]


def test_a_month_without_features_has_an_empty_list(project: Project) -> None:
    answer = project.run("new", "plan", "2027-01", "--now", NOW)

    assert read(project).endswith("\nitems: []\n")
    assert answer.err.endswith(
        "no release that a plan lists starts in 2027-01, so its list is empty; announced so, it tells "
        "customers that no updates are planned, with its summary\n"
    )


def test_a_month_begins_by_the_clocks_of_the_policy(project: Project) -> None:
    project.release("a", FEATURE.replace("2026-12-12 20:00", "2026-12-31T23:30:00Z").replace("2026-12-12 22:00", "2027-01-01T00:30:00Z"))  # fmt: skip
    project.run("new", "plan", "2027-01", "--now", NOW)
    assert "release: a\n" in read(project)


@pytest.mark.parametrize(
    "arguments, status, message",
    [
        (("plan",), 2, "there is no month: write `notices new plan YYYY-MM`"),
        (("plan", "2027-13"), 2, "Invalid value for MONTH: '2027-13' is no month such as 2027-01"),
        (("plan", "2027-01", "--title", "A"), 2, "`new plan` takes no option but --now"),
        (("plan", "2026-12", "--now", "2026-11-30 00:00:01"), 1, "nothing was written: the plan of 2026-12 could be announced until Mon 2026-11-30 00:00\n"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_named_and_nothing_is_written(
    project: Project, arguments: tuple[str, ...], status: int, message: str
) -> None:
    before = files(project)
    now = () if "--now" in arguments else ("--now", NOW)

    answer = project.run("new", *arguments, *now)

    assert answer.status == status
    assert message in answer.err
    assert files(project) == before


def test_the_last_second_for_a_plan(project: Project) -> None:
    assert project.run("new", "plan", "2026-12", "--now", "2026-11-30 00:00").status == 0


def test_a_plan_is_never_replaced(project: Project) -> None:
    project.run("new", "plan", "2027-01", "--now", NOW)
    project.write(JANUARY, "items: []  # ours\n")

    answer = project.run("new", "plan", "2027-01", "--now", NOW)

    assert answer.status == 1
    assert answer.err == "nothing was written: there is a plan of 2027-01 already\n"
    assert read(project) == "items: []  # ours\n"


def test_a_policy_without_plans_has_none(project: Project) -> None:
    policy = read(project, "content/policy.yml")
    project.write("content/policy.yml", policy[: policy.index("# II.1, II.2: the month's plan")])

    answer = project.run("new", "plan", "2027-01", "--now", NOW)

    assert answer.status == 2
    assert "the policy has no monthly plans" in answer.err
    assert "plan" not in project.run("new", "feature", "--title", "A", "--now", NOW).err


LINES = """\
  - title: {vi: "Bảng lương"}
    category: feature
    expected: 2027-01-09
    release: bang-luong
"""
NEW = ("new", "feature", "--title", "Bảng lương", "--start", "2027-01-09 20:00")


def test_a_new_feature_gets_the_lines_for_the_plan_of_its_month(project: Project) -> None:
    project.run("new", "plan", "2027-01", "--now", NOW)

    answer = project.run(*NEW, "--now", NOW)

    assert answer.err.endswith(f"list it in {JANUARY}, below `items:`\n{LINES}")
    assert read(project).endswith("items: []\n")


def test_pasted_they_list_it(project: Project) -> None:
    project.run(*NEW, "--now", NOW)
    approved = "".join(
        f"  - {{role: {r}, on: 2026-12-24}}\n" for r in ("ceo", "marketing", "product")
    )
    project.write(JANUARY, f"approvals:\n{approved}items:\n{LINES}")
    path = project.root / "content/releases/bang-luong.yml"
    path.write_text(path.read_text("utf-8").replace("draft: true\n", ""), encoding="utf-8")

    assert "unplanned" not in {rule for _, rule, _ in problems(project, "2026-12-25 09:00")}


def test_without_a_plan_it_says_how_to_write_one(project: Project) -> None:
    assert project.run(*NEW, "--now", NOW).err.endswith(
        "there is no plan of 2027-01 yet; write it with: notices new plan 2027-01\n"
    )


def test_a_plan_that_is_late_or_announced_gets_no_line(project: Project) -> None:
    late = project.run("new", "feature", "--title", "A", "--start", "2027-01-30", "--now", "2026-12-30 00:00:01")  # fmt: skip
    assert late.err.endswith(
        "a is in no plan: that of 2027-01 could be announced until Wed 2026-12-30 00:00\n"
    )

    approved = "".join(
        f"  - {{role: {r}, on: 2027-01-24}}\n" for r in ("ceo", "marketing", "product")
    )
    project.write("content/plans/2027-02.yml", f"approvals:\n{approved}items: []\nsummary: x\n")
    project.run("publish", "--now", "2027-01-28 09:00")
    known = project.run("new", "feature", "--title", "B", "--start", "2027-02-27", "--now", "2027-01-28 10:00")  # fmt: skip
    assert known.err.endswith("the plan of 2027-02 is announced and does not list it\n")
