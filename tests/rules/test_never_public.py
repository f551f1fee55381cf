"""A category of which nothing can ever be on the site."""

from __future__ import annotations

import pytest

from tests.project import Project
from tests.rules.policy_told import HEAD, TOLD, told, told_in_vietnamese

CUSTOMERS = "{id: told, audience: customers, owner: product, latest: 24h}"
STAFF = "{id: internal, audience: staff, owner: product, latest: 24h}"
AFFECTED = "{id: handoff, audience: affected, owner: care, planned: asap, when: targeted}"
COMPLETED = "{id: done, audience: customers, owner: care, on: outcome}"
IMPORTANT = "{id: soon, audience: customers, owner: care, planned: asap, when: important}"
LATER = "{id: later, audience: customers, owner: care, latest: 24h, since: 2027-06-01}"
OPENS = "{id: early, audience: customers, owner: care, earliest: 20d}"
HELP = (
    "Add a notice with `audience: customers`, such as one with `on: outcome`, or delete the "
    "category if nothing of it is meant for customers."
)


def policy(*rows: str) -> str:
    return f"categories:\n  inside:\n    notices: [{', '.join(rows)}]\n"


@pytest.mark.parametrize("rows", [(STAFF,), (AFFECTED,), (STAFF, AFFECTED)])
def test_a_category_that_tells_no_customers_is_named_at_its_notices(rows: tuple[str, ...]) -> None:
    message = "no notice of `inside` is for customers: its releases are never on the site"
    assert told("never-public", policy(*rows)) == [("8:5", message, HELP)]


@pytest.mark.parametrize("lines", ["    in_plan: false\n", "    notices: []\n"])
def test_one_without_notices_is_named_as_well(lines: str) -> None:
    [(place, message, help)] = told("never-public", f"categories:\n  inside:\n{lines}")
    assert place == ("8:5" if "notices" in lines else "7:3")
    assert message == "`inside` has no notices: its releases are never on the site"
    assert help == HELP


def test_each_category_is_asked_by_itself() -> None:
    text = f"categories:\n  open:\n    {TOLD}\n  inside:\n    notices: [{STAFF}]\n"
    assert [place for place, *_ in told("never-public", text)] == ["10:5"]


@pytest.mark.parametrize("row", [CUSTOMERS, COMPLETED, IMPORTANT, LATER, OPENS])
def test_one_notice_to_customers_is_enough(row: str) -> None:
    """Also one after success, one for important releases alone, and one that is still to come."""
    assert told("never-public", policy(STAFF, row)) == []


def test_a_notice_for_targeted_releases_shows_nothing(project: Project) -> None:
    """It is told in person, so that it is a line without an effect as well."""
    row = CUSTOMERS.replace("24h", "24h, when: targeted")
    project.write("content/policy.yml", HEAD + policy(row, STAFF))
    problems = project.check("2026-12-01 09:00")["problems"]
    assert [(p["rule"], p["line"], p["column"], p["message"]) for p in problems] == [
        (
            "never-public", 8, 5,
            ("every notice of `inside` to customers is for targeted releases, which are never on "
            "the site"),
        ),
        (
            "no-effect", 8, 82,
            "`told` is never published: a targeted release is not told to all customers",
        ),
    ]  # fmt: skip


def test_it_is_a_warning_and_an_error_where_these_are(project: Project) -> None:
    project.write("content/policy.yml", HEAD + policy(STAFF))
    assert project.run("check", "--no-host", "--now", "2026-12-01 09:00").status == 0
    strict = project.run("check", "--no-host", "--strict", "--now", "2026-12-01 09:00")
    assert strict.status == 1
    assert "content/policy.yml:8:5: error[never-public] no notice of `inside`" in strict.out


def test_it_is_said_in_vietnamese() -> None:
    help = (
        "Hãy thêm một thông báo có `audience: customers`, chẳng hạn một thông báo có "
        "`on: outcome`, hoặc xóa loại này nếu không có gì trong đó dành cho khách hàng."
    )
    assert told_in_vietnamese("never-public", policy(STAFF)) == [
        (
            (
                "không thông báo nào của `inside` dành cho khách hàng: các bản cập nhật của loại này "
                "không bao giờ lên trang"
            ),
            help,
        )
    ]
    assert told_in_vietnamese("never-public", policy()) == [
        (
            "`inside` không có thông báo nào: các bản cập nhật của loại này không bao giờ lên trang",
            help,
        )
    ]
