"""A monthly plan's file: everything that it may say, and everything that is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from notices.domain.plans import Plan, PlanApproval, PlanItem
from notices.domain.policy import Policy
from notices.domain.problem import Mark
from notices.loading import Loaded, json_schema, load_plan
from tests.loading.test_schema import as_editors_see, fits

PLAN = """\
approvals: [{role: head, on: 2026-05-26}]
summary: {de: Zwei Dinge., en: Two things.}
items:
  - title: {de: Neue Suche, en: New search}
    category: change
    expected: 2026-06-06
    release: search
  - {title: Kleineres, category: patch, expected: 2026-06-30}
"""
OWN = Path(__file__).parents[2] / "content" / "plans"

Load = Callable[..., Loaded[Plan]]
Messages = Callable[[Loaded[Any]], list[tuple[str, int, int, str]]]


@pytest.fixture
def load_plan_as(policy: Policy) -> Load:
    """Reads the plan above as a file of that name, one thing in it replaced."""

    def load(old: str = "", new: str = "", name: str = "2026-06") -> Loaded[Plan]:
        assert old in PLAN
        text = PLAN.replace(old, new, 1) if old else PLAN
        return load_plan(f"content/plans/{name}.yml", text.encode(), policy)

    return load


def test_every_key_is_read(load_plan_as: Load) -> None:
    loaded = load_plan_as()
    assert loaded.problems == ()
    assert loaded.value == Plan(
        id="2026-06",
        month=date(2026, 6, 1),
        approvals=(PlanApproval("head", date(2026, 5, 26)),),
        items=(
            PlanItem(
                {"de": "Neue Suche", "en": "New search"}, "change", date(2026, 6, 6), "search"
            ),
            PlanItem({"de": "Kleineres"}, "patch", date(2026, 6, 30)),
        ),
        summary={"de": "Zwei Dinge.", "en": "Two things."},
    )


def test_the_source_knows_every_place_and_the_files_digest(load_plan_as: Load) -> None:
    plan = load_plan_as().value
    assert plan is not None
    assert plan.source.digest == hashlib.sha256(PLAN.encode()).hexdigest()
    assert plan.source.at("approvals.0.on") == Mark("content/plans/2026-06.yml", 1, 30)
    assert plan.source.at("items") == Mark("content/plans/2026-06.yml", 3, 1)
    assert plan.source.at("items.1.expected") == Mark("content/plans/2026-06.yml", 8, 51)


@pytest.mark.parametrize(
    "old, new",
    [
        ("approvals: [{role: head, on: 2026-05-26}]\n", ""),
        ("[{role: head, on: 2026-05-26}]", "[]"),
        ("summary: {de: Zwei Dinge., en: Two things.}\n", ""),
        (PLAN[PLAN.index("items:") :], "items: []\n"),
        ("2026-06-30", "2026-06-01"),
        # Out of its days: that is for the rules to say.
        ("2026-05-26", "2027-01-01"),
    ],
)
def test_a_plan_that_is_not_finished_is_still_a_plan(
    load_plan_as: Load, old: str, new: str
) -> None:
    loaded = load_plan_as(old, new)
    assert (loaded.value is not None, loaded.problems) == (True, ())


@pytest.mark.parametrize(
    "old, new, line, column, message",
    [
        ("role: head", "role: hed", 1, 20, "unknown role 'hed'"),
        ("role: head, ", "", 1, 13, "approvals (item 1): role is missing"),
        ("05-26", "05-32", 1, 30,
         "approvals (item 1): on: '2026-05-32' is not in the calendar"),
        ("summary", "sumary", 2, 1, "unknown key 'sumary'"),
        (PLAN[PLAN.index("items:") :], "", 1, 1, "items is missing"),
        ("Neue Suche", "''", 4, 13, "items (item 1): title.de is empty"),
        ("category: change", "category: chnage", 5, 15, "unknown category 'chnage'"),
        ("2026-06-06", "soon", 6, 15, "items (item 1): expected: 'soon' is not a date"),
        ("2026-06-06", "2026-07-06", 6, 15, "2026-07-06 is not in 2026-06"),
        ("2026-06-06", "2025-06-06", 6, 15, "2025-06-06 is not in 2026-06"),
        ("release: search", "release: A B", 7, 14, "items (item 1): release: 'A B' is not an id"),
        ("06-30}", "06-30, release: search}", 8, 72, "duplicate 'search'"),
        (", expected: 2026-06-30", "", 8, 5, "items (item 2): expected is missing"),
        ("Kleineres", "{fr: Petit}", 8, 14,
         "items (item 2): title.fr is not a language of the policy"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_at_its_place(
    load_plan_as: Load, messages: Messages, old: str, new: str, line: int, column: int, message: str
) -> None:
    loaded = load_plan_as(old, new)
    assert loaded.value is None
    assert messages(loaded) == [("schema", line, column, message)]
    assert {problem.entry for problem in loaded.problems} == {"2026-06"}


@pytest.mark.parametrize(
    "name", ["2026-13", "2026-00", "2026-6", "june", "1999-06", "2026-06-01", "20٢٦-06"]
)
def test_the_file_s_name_is_a_month(load_plan_as: Load, messages: Messages, name: str) -> None:
    loaded = load_plan_as(name=name)
    assert loaded.value is None
    assert messages(loaded) == [("schema", 1, 1, "the file name is not a month")]


def test_a_december_is_followed_by_january(policy: Policy) -> None:
    plan = load_plan("content/plans/2026-12.yml", b"items: []\n", policy).value
    assert plan is not None
    assert (plan.month, plan.next_month) == (date(2026, 12, 1), date(2027, 1, 1))


def test_the_schema_for_editors_takes_the_repositorys_own_plans() -> None:
    schema = json_schema("plan")
    files = sorted(OWN.glob("*.yml"))
    assert files
    for file in files:
        assert fits(as_editors_see(file.read_text(encoding="utf-8")), schema, schema), file
    for old, new in (("role: head", "rolle: head"), ("2026-06-06", "soon"), ("items:", "item:")):
        assert not fits(as_editors_see(PLAN.replace(old, new, 1)), schema, schema), new
