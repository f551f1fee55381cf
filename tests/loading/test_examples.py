"""Where keys with values are asked for, the help shows them with an example of today."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from notices.domain.policy import Policy
from notices.loading import load_plan, load_release
from tests.loading.conftest import RELEASE
from tests.project import FEATURE, Project

NOW = datetime(2026, 11, 28, 20, 40, 31, tzinfo=UTC)  # 21:40 in Berlin
BELOW = ", or its keys on lines of their own below."


@pytest.mark.parametrize(
    "line, label, example",
    [
        ("cancelled: true", "cancelled", "cancelled: {at: 2026-11-28 21:40, reason: …}"),
        ("cancelled: wir warten", "cancelled", "cancelled: {at: 2026-11-28 21:40, reason: …}"),
        ("outcome: success", "outcome", "outcome: {result: success, at: 2026-11-28 21:40}"),
        ("outcome: rolled_back", "outcome", "outcome: {result: rolled_back, at: 2026-11-28 21:40}"),
        ("outcome: 'yes'", "outcome", "outcome: {result: success, at: 2026-11-28 21:40}"),
        (
            "exception: true", "exception",
            "exception: {approved_by: ceo, on: 2026-11-28, reason: …}",
        ),
        (
            "exception: [ceo]", "exception",
            "exception: {approved_by: ceo, on: 2026-11-28, reason: …}",
        ),
        ("notices: {early: asap}", "notices.early", "early: {at: 2026-11-28 09:00}"),
        ("known_issues: [Lỗi in]", "known_issues (item 1)", "{title: …}"),
        ("impact: 10m", "impact", "impact: {downtime: 10m}"),
        ("impact:", "impact", "impact: {downtime: 10m}"),
        (
            "window: 2026-12-12 20:00", "window",
            "window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}",
        ),
    ],
)  # fmt: skip
def test_the_help_shows_the_keys_with_an_example_of_today(
    policy: Policy, line: str, label: str, example: str
) -> None:
    key = line.partition(":")[0]
    kept = "".join(f"{each}\n" for each in RELEASE.splitlines() if not each.startswith(f"{key}:"))

    loaded = load_release("r/search.yml", f"{kept}{line}\n".encode(), policy, NOW)

    (problem,) = loaded.problems
    what = "is empty" if line.endswith(":") else "must be keys with values"
    assert (problem.message, problem.help) == (
        f"{label} {what}",
        f"Write it like `{example}`{BELOW}",
    )


def test_a_key_that_is_missing_is_shown_with_an_example_of_today(policy: Policy) -> None:
    text = f"{RELEASE}cancelled: {{reason: Wir warten}}\n"
    (problem,) = load_release("r/search.yml", text.encode(), policy, NOW).problems
    assert problem.help == "Add `at: 2026-11-28 21:40`."


def test_an_approval_of_a_plan_is_shown_with_the_day_of_today(policy: Policy) -> None:
    text = b"approvals: [head]\nitems: []\n"
    (problem,) = load_plan("content/plans/2026-12.yml", text, policy, NOW).problems
    assert problem.help == f"Write it like `{{role: ceo, on: 2026-11-28}}`{BELOW}"


def test_check_shows_the_present_of_the_policys_zone(project: Project) -> None:
    project.release("payroll-engine", f"{FEATURE}cancelled: true\n")
    (problem,) = project.check("2026-11-20 21:40")["problems"]
    assert problem["help"] == (
        "Write it like `cancelled: {at: 2026-11-20 21:40, reason: …}`" + BELOW
    )
