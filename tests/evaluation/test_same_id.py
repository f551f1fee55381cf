"""A release and a plan may have the same id; nothing confuses the two."""

from __future__ import annotations

from datetime import UTC, datetime

from notices.domain.layout import POLICY
from notices.evaluation import Sources, evaluate
from tests.project import FEATURE
from tests.project import POLICY as POLICY_FILE

RELEASE = "content/releases/2026-12.yml"
PLAN = "content/plans/2026-12.yml"
PLAN_TEXT = """\
approvals:
  - {role: ceo, on: 2026-11-25}
  - {role: marketing, on: 2026-11-25}
  - {role: product, on: 2026-11-25}
items:
  - {title: {vi: Lương, en: Payroll}, category: feature, expected: 2026-12-12, release: 2026-12}
"""
DUE = datetime(2026, 11, 29, 2, tzinfo=UTC)
"""9:00 in Hanoi, while the plan of December may be announced."""
ALONE = FEATURE.replace(", systems: [payroll]", "")
SOON = (
    ALONE.replace(
        "{start: 2026-12-12 20:00, end: 2026-12-12 22:00}",
        "{start: 2026-12-10 20:00, end: 2026-12-10 22:00, reason: {vi: A, en: A}, approved_by: ceo}",
    )
    + "notices: {advance: {at: 2026-11-30 19:00}}\n"
)


def project(release: str) -> Sources:
    return Sources(
        {
            POLICY: POLICY_FILE.read_bytes(),
            RELEASE: release.encode(),
            PLAN: PLAN_TEXT.encode(),
        }
    )


def test_an_unrecorded_notice_is_marked_at_the_file_that_it_is_about() -> None:
    evaluation = evaluate(project(ALONE), DUE)
    assert [(p.kind, p.entry, p.notice, p.mark.path) for p in evaluation.unrecorded] == [
        ("plan", "2026-12", "plan", PLAN),
        ("release", "2026-12", "advance", RELEASE),
    ]


def test_publishing_a_plan_leaves_the_advice_for_the_release_with_its_id() -> None:
    evaluation = evaluate(project(SOON), DUE)
    assert [(r.kind, r.entry) for r in evaluation.records] == [("plan", "2026-12")]
    assert "expires-soon" in {p.rule for p in evaluation.problems}
    assert "expires-soon" in {p.rule for p in evaluation.published.problems}
