"""The demo shows whatever the domain knows, so that everybody can see it before it happens."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from notices.cli import demo
from notices.domain import ledger, public, release
from notices.domain.public import State
from notices.evaluation import Evaluation
from notices.evaluation.decisions import EntryVerdict
from tests.demo import NOW
from tests.project import Project

BROKEN = {"approval-shortcuts", "kpi-board"}
"""What is refused or invalid, on purpose."""

PLANNED = datetime.fromisoformat("2026-11-26T10:00+07:00")
"""After the approvals of December's plan, before its announcement."""


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    return demo.make(tmp_path_factory.mktemp("evaluation") / "demo", NOW)


def test_it_has_a_release_in_every_state(evaluation: Evaluation) -> None:
    assert {decision.state for decision in evaluation.decisions} == set(get_args(State))


def test_it_has_every_verdict_on_a_release_and_on_a_record(evaluation: Evaluation) -> None:
    assert {decision.verdict for decision in evaluation.decisions} == set(get_args(EntryVerdict))
    records = {
        record.verdict for each in evaluation.decisions for record in each.entry.history.records
    }
    assert records == set(get_args(ledger.Verdict))


def test_it_has_every_status_of_a_notice(evaluation: Evaluation) -> None:
    statuses = {notice.status for each in evaluation.decisions for notice in each.notices}
    assert statuses == set(get_args(public.NoticeStatus))


def test_it_has_every_way_in_which_an_update_ends(evaluation: Evaluation) -> None:
    shown = [each.release for each in evaluation.decisions if each.public and each.release]
    assert {each.outcome.result for each in shown if each.outcome} == set(get_args(release.Result))
    assert {each.impact.mode for each in shown} == {*get_args(release.Mode)}


def test_it_has_known_issues_that_remain_and_that_are_fixed(evaluation: Evaluation) -> None:
    issues = [
        issue
        for each in evaluation.decisions
        if each.release
        for issue in each.release.known_issues
    ]
    statuses = get_args(get_type_hints(release.KnownIssue)["status"])
    assert {issue.status for issue in issues} == set(statuses)
    assert {issue.fixed_in for issue in issues} == {None, "expense-rounding"}


@pytest.mark.parametrize(
    "id, notices",
    [
        ("mobile-signing", ["advance", "rescheduled", "advance"]),
        ("chat-rooms", ["advance", "cancelled"]),
        ("certificate-renewal", ["important"]),
        ("expense-rounding", ["completed"]),
        ("project-timeline", ["advance", "announcement", "reminder", "final", "update-1"]),
        ("provider-power", ["advance"]),
        ("employee-portal", []),
        ("attendance-export", []),
        ("hiring-pipeline", []),
        ("office-assets", []),
    ],
)
def test_what_customers_were_told(evaluation: Evaluation, id: str, notices: list[str]) -> None:
    """A move, a cancellation, an important fix, news, a provider's outage; and what is silent."""
    (decision,) = [each for each in evaluation.decisions if each.entry.id == id]
    assert [record.notice for record in decision.entry.history.records] == notices


@pytest.mark.parametrize("company", demo.COMPANIES)
def test_each_company_tells_why_it_moved_one_and_how_a_running_one_goes(
    tmp_path: Path, company: str
) -> None:
    """And in each of its languages."""
    shown = demo.make(tmp_path / "demo", NOW, demo.COMPANIES[company])
    assert shown.policy is not None
    languages = {*shown.policy.languages}
    public = [each for each in shown.decisions if each.public and each.release]
    told = [each.release for each in public if each.state == "in_progress"]
    assert [{*one.text} for each in told if each for one in each.updates] == [languages]
    reasons = [each.release.window.moved_reason for each in public if each.release]
    assert [{*reason} for reason in reasons if reason] == [languages]
    assert "moved-reason" not in {problem.rule for problem in shown.problems}


def test_a_reminder_came_late_and_an_update_came_unannounced(evaluation: Evaluation) -> None:
    verdicts = {
        each.entry.id: [(record.notice, record.verdict) for record in each.entry.history.records]
        for each in evaluation.decisions
        if each.verdict == "breached"
    }
    assert verdicts == {
        "shift-swap": [
            ("advance", "on_time"),
            ("announcement", "on_time"),
            ("reminder", "on_time"),
            ("final", "late"),
            ("completed", "on_time"),
        ],
        "dark-mode": [
            ("advance", "missed"),
            ("announcement", "missed"),
            ("reminder", "missed"),
            ("final", "missed"),
            ("completed", "on_time"),
        ],
    }


def test_it_has_a_plan_of_every_kind(tmp_path: Path, evaluation: Evaluation) -> None:
    """One that was, one that is, and in the last days of a month one that nobody may see yet."""
    assert {plan.entry.id: plan.state for plan in evaluation.plans} == {
        "2026-10": "completed",
        "2026-11": "in_progress",
    }
    ahead = {plan.entry.id: plan for plan in demo.make(tmp_path / "demo", PLANNED).plans}
    assert ahead["2026-12"].state == "hidden"
    assert not ahead["2026-12"].public


def test_a_guide_and_its_questions_are_written_among_stubs(demo_site: Path) -> None:
    for home, guide, stub in (
        ("", "Kê khai công tác phí trên điện thoại", "Bản đồ khách hàng trong CRM"),
        ("en/", "Claiming travel expenses on your phone", "Customer map in CRM"),
    ):
        written = (demo_site / home / "guides/travel-expenses/index.html").read_text("utf-8")
        assert guide in written
        assert "nt-stub" not in written
        assert (demo_site / home / "faq/travel-expenses/index.html").is_file()
        waiting = (demo_site / home / "guides/customer-map/index.html").read_text("utf-8")
        assert stub in waiting
        assert "nt-stub" in waiting


def test_what_is_hidden_or_for_one_customer_leaves_no_trace(demo_site: Path) -> None:
    secrets = ("attendance-export", "Minh An", "hiring-pipeline", "office-assets", *BROKEN)
    for path in demo_site.rglob("*"):
        assert not any(secret in path.name for secret in secrets), path
        if path.is_file() and path.suffix in (".html", ".xml", ".json", ".ics"):
            text = path.read_text(encoding="utf-8")
            assert not any(secret in text for secret in secrets), path


def test_its_ledger_is_whole_and_nothing_is_left_to_publish(demo_site: Path) -> None:
    result = Project(demo_site.parent).run("check", "--format", "json", "--now", "2026-11-23 15:10")
    errors = {each["entry"] for each in result.json()["problems"] if each["severity"] == "error"}
    assert errors == BROKEN
