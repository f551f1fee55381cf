"""The repository's own content: finished, clean today and on any later day, and proven."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from notices.evaluation import Evaluation, evaluate
from notices.project.disk import Workspace
from tests.project import CLONE, Project

LATER = datetime(2031, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def own() -> Evaluation:
    return evaluate(Workspace.at(CLONE / "mkdocs.yml").sources(), LATER)


def test_nothing_is_wrong_and_nothing_is_left_to_record(own: Evaluation) -> None:
    assert own.problems == ()
    assert own.records == ()


def test_at_least_fourteen_releases_of_all_categories_are_public_in_both_languages(
    own: Evaluation,
) -> None:
    assert own.site is not None
    shown = [public.release for public in own.site.releases]
    assert len(shown) >= 14
    assert set(Counter(r.category for r in shown)) == {"feature", "fix", "server"}
    for release in shown:
        for texts in (release.title, release.summary, release.body):
            assert set(texts) == {"vi", "en"}, release.id


def test_all_of_them_are_over(own: Evaluation) -> None:
    assert own.site is not None
    assert {p.state for p in own.site.releases} == {"completed", "cancelled"}
    assert any(p.release.known_issues for p in own.site.releases)
    assert {p.release.outcome.result for p in own.site.releases if p.release.outcome} == {
        "success",
        "partial",
        "rolled_back",
    }


def test_every_notice_that_was_owed_was_on_time(own: Evaluation) -> None:
    assert len(own.ledger.records) >= 50
    assert {record.verdict for record in own.ledger.records} == {"on_time"}
    assert own.site is not None
    for public in own.site.releases:
        statuses = {n.status for n in public.notices}
        assert statuses <= {"published"}, public.release.id


def test_every_plan_was_announced_in_time_and_tells_what_became_of_each_thing(
    own: Evaluation,
) -> None:
    assert own.site is not None
    plans = own.site.plans
    assert len(plans) >= 12
    assert {public.state for public in plans} == {"completed"}
    for public in plans:
        assert public.imported is (public.plan.id < "2025-07")
        assert len(public.messages) == (0 if public.imported else 1), public.plan.id
        for texts in (public.plan.summary, *(item.title for item in public.plan.items)):
            assert set(texts) == {"vi", "en"}, public.plan.id
    results = [found.result for public in plans for found in public.items]
    assert set(results) == {"kept", "moved", "dropped"}
    assert any(public.unplanned for public in plans)


def test_it_publishes_without_a_change_to_ledger_and_copies(tmp_path: Path) -> None:
    project = Project(tmp_path / "copy")
    shutil.copytree(CLONE / "content", project.root / "content")
    shutil.copytree(CLONE / "theme", project.root / "theme")
    shutil.copy(CLONE / "mkdocs.yml", project.root)
    before = {p: p.read_bytes() for p in (project.root / "content").rglob("*") if p.is_file()}

    result = project.run("publish", "--now", "2031-01-01 09:00")

    assert (result.status, result.out) == (0, "")
    after = {p: p.read_bytes() for p in (project.root / "content").rglob("*") if p.is_file()}
    assert after == before
