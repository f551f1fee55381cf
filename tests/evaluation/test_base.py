"""A branch is held against its base: the ledger only grows, and old problems are not its fault."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from notices.domain.layout import DELIVERIES, LEDGER, POLICY, SYSTEMS
from notices.domain.problem import Problem
from notices.evaluation import Base, BranchChanges, Evaluation, Sources, evaluate
from notices.evaluation import evaluate_against as evaluated_against
from tests.project import FEATURE
from tests.project import POLICY as POLICY_FILE
from tests.project import SYSTEMS as SYSTEMS_TEXT

NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)
LATER = datetime(2026, 12, 9, 7, tzinfo=UTC)
LATE = FEATURE.replace("12-12", "12-05")
ADVICE = (
    "unplanned",
    "notice-due",
    "notice-overdue",
    "task-due",
    "task-overdue",
    "expires-soon",
)
Files = dict[str, bytes]


def path(name: str) -> str:
    return f"content/releases/{name}.yml"


def project(**releases: str) -> Files:
    files = {POLICY: POLICY_FILE.read_bytes(), SYSTEMS: SYSTEMS_TEXT.encode()}
    return files | {path(name): text.encode() for name, text in releases.items()}


def published(files: Files, now: datetime) -> Files:
    """What a publish makes of the files."""
    evaluation = evaluate(Sources(files), now)
    return {**files, LEDGER: files.get(LEDGER, b"") + evaluation.lines, **evaluation.copies}


def against(
    files: Files, tip: Files, fork: Files | None = None, now: datetime = LATER + timedelta(hours=1)
) -> Evaluation:
    """The files of a branch that left ``tip`` at ``fork`` (else where ``tip`` is now)."""
    base = Base("main", Sources(tip), Sources(tip if fork is None else fork))
    return evaluated_against(Sources(files), base, now)


def problems(evaluation: Evaluation) -> list[Problem]:
    """All problems but advice that these scenes are not about."""
    return [problem for problem in evaluation.problems if problem.rule not in ADVICE]


def reported(evaluation: Evaluation) -> list[tuple[str, str, str, int]]:
    return [(p.severity, p.rule, p.mark.path, p.mark.line) for p in problems(evaluation)]


FIRST = published(project(one=FEATURE), NOW)
SECOND = published(FIRST, LATER)


def test_a_ledger_that_is_the_bases_or_grew_from_it_is_fine() -> None:
    assert reported(against(FIRST, FIRST, now=NOW)) == []
    assert reported(against(SECOND, FIRST)) == []
    assert reported(against(FIRST, {}, now=NOW)) == []


def test_where_the_bases_ledger_has_grown_on_it_counts() -> None:
    # By our own ledger the announcement would be late by a day.
    late = evaluate(Sources(FIRST), LATER + timedelta(days=1))
    assert {p.rule for p in problems(late)} == {"breach"}
    now = LATER + timedelta(hours=12)

    evaluation = against(FIRST, SECOND, FIRST, now=now)

    assert reported(evaluation) == []
    assert len(evaluation.ledger.records) == 2
    assert evaluation.ledger.head == evaluate(Sources(SECOND), now).ledger.head


def test_with_the_bases_ledger_comes_what_this_branch_left_as_it_was() -> None:
    new = {path("two"): FEATURE.replace("12-12", "12-13").encode()}
    tip = published({**FIRST, **new}, LATER - timedelta(days=7))
    mine = {**FIRST, path("three"): FEATURE.replace("12-12", "12-26").encode()}
    now = LATER - timedelta(days=6)

    evaluation = against(mine, tip, FIRST, now=now)

    # Without its file, `two`, which customers know of, would be taken back.
    assert reported(evaluation) == []
    assert [j.entry.id for j in evaluation.decisions] == ["one", "three", "two"]


def test_what_this_branch_changed_or_took_away_stays_changed() -> None:
    mine = {**FIRST, path("one"): FEATURE.replace("12-12", "12-11").encode()}
    now = LATER + timedelta(hours=1)
    assert ("error", "window-not-allowed", path("one"), 4) in reported(against(mine, SECOND, FIRST))
    gone = {name: data for name, data in FIRST.items() if name != path("one")}
    assert [p.rule for p in problems(against(gone, SECOND, FIRST, now=now))] == ["taken-back"]


@pytest.mark.parametrize("behind", [False, True])
def test_a_tail_cut_since_the_branch_began_is_broken_at_the_first_line_that_is_gone(
    behind: bool,
) -> None:
    cut = {**SECOND, LEDGER: FIRST[LEDGER]}
    tip = published(SECOND, LATER + timedelta(days=1)) if behind else SECOND

    evaluation = against(cut, tip, SECOND)

    assert ("error", "ledger-broken", LEDGER, 2) in reported(evaluation)
    assert evaluation.site is None
    [problem] = [p for p in evaluation.problems if p.rule == "ledger-broken"]
    assert problem.message == "the ledger ends before line 2 of the one at `main`; it may only grow"
    assert "git checkout main -- content/ledger.jsonl content/published" in problem.help


def test_deliveries_that_a_branch_took_out_are_an_error_and_the_site_is_judged_all_the_same() -> (
    None
):
    """Without its record a message would go out once more."""
    base = {**FIRST, DELIVERIES: b"one\ntwo\n"}
    evaluation = against({**FIRST, DELIVERIES: b"one\n"}, base, base)
    [problem] = [p for p in evaluation.problems if "may only grow" in p.message]
    assert (problem.severity, problem.rule, problem.mark.line) == ("error", "deliveries-broken", 2)
    assert problem.message == (
        "line 2 of the record of deliveries is not that of `main`; it may only grow"
    )
    assert "`git checkout main -- content/deliveries.jsonl`" in problem.help
    assert evaluation.site is not None
    grown = against({**FIRST, DELIVERIES: b"one\ntwo\nthree\n"}, base, base)
    assert not [p for p in grown.problems if "may only grow" in p.message]


def test_a_ledger_forged_anew_is_broken_at_the_first_line_that_differs() -> None:
    forged = published(project(one=FEATURE, other=FEATURE.replace("12-12", "12-13")), NOW)
    assert not [p for p in evaluate(Sources(forged), NOW).problems if p.is_error]

    evaluation = against(forged, SECOND)

    assert ("error", "ledger-broken", LEDGER, 2) in reported(evaluation)
    [problem] = [p for p in evaluation.problems if p.rule == "ledger-broken"]
    assert (
        problem.message == "line 2 of the ledger differs from the one at `main`; it may only grow"
    )


def test_two_branches_that_both_published_are_told_apart_where_they_part() -> None:
    mine = published(FIRST, LATER - timedelta(minutes=1) + timedelta(minutes=2))
    assert ("error", "ledger-broken", LEDGER, 2) in reported(against(mine, SECOND, FIRST))


def test_a_deleted_ledger_is_broken_at_its_first_line() -> None:
    gone = {name: data for name, data in FIRST.items() if name != LEDGER}
    assert ("error", "ledger-broken", LEDGER, 1) in reported(against(gone, FIRST))


def test_a_ledger_that_is_broken_in_itself_is_never_forgiven() -> None:
    broken = {**FIRST, LEDGER: FIRST[LEDGER].replace(b"on_time", b"on_tide")}
    evaluation = against(broken, broken)
    assert reported(evaluation) == [("error", "ledger-broken", LEDGER, 1)]
    assert evaluation.site is None


def test_an_error_that_stands_at_the_base_is_a_warning_and_a_new_one_is_not() -> None:
    tip = project(one=FEATURE, old=LATE)
    mine = {**tip, path("new"): LATE.encode()}

    evaluation = against(mine, tip, now=NOW)

    assert reported(evaluation) == [
        ("error", "lead-time", path("new"), 4),
        ("warning", "lead-time", path("old"), 4),
    ]
    assert problems(evaluation)[1].message.endswith("; `main` has this problem too")
    assert evaluation.site is not None


def test_an_old_problem_stays_a_warning_where_its_line_moves_and_its_wording_changes() -> None:
    tip = project(old=LATE)
    moved = f"# A comment.\n{LATE.replace('category: feature', 'category: feature  # new')}"
    assert reported(against(project(old=moved), tip, now=NOW)) == [
        ("warning", "lead-time", path("old"), 5)
    ]
    # The message names the help of another hour, and how late the notice is by now.
    before = {p.message for p in evaluate(Sources(tip), NOW).problems}
    evaluation = against(project(old=moved), tip, now=NOW + timedelta(hours=1))
    assert reported(evaluation) == [("warning", "lead-time", path("old"), 5)]
    assert before.isdisjoint(p.message for p in problems(evaluation))


@pytest.mark.parametrize(
    "before, after, rule",
    [
        ("{start: 2026-12-05 20:00, end: 2026-12-05 22:00}",
         "{start: 2026-12-06 20:00, end: 2026-12-06 22:00}", "lead-time"),
        ("{start: 2026-12-14 20:00, end: 2026-12-14 22:00}",
         "{start: 2026-12-15 20:00, end: 2026-12-15 22:00}", "window-not-allowed"),
        ("{start: 2026-12-12 22:00, end: 2026-12-12 20:00}",
         "{start: 2026-12-12 22:00, end: 2026-12-12 21:00}", "window-order"),
    ],
)  # fmt: skip
def test_a_window_that_moves_from_one_illegal_date_to_another_is_the_branchs_error(
    before: str, after: str, rule: str
) -> None:
    legal = "{start: 2026-12-12 20:00, end: 2026-12-12 22:00}"
    tip, mine = (project(old=FEATURE.replace(legal, window)) for window in (before, after))
    assert reported(against(mine, tip, now=NOW)) == [("error", rule, path("old"), 4)]
    assert reported(against(tip, tip, now=NOW)) == [("warning", rule, path("old"), 4)]


def test_an_old_problem_in_a_list_stays_a_warning_where_its_place_in_the_list_changes() -> None:
    tip = project(old=FEATURE.replace("[payroll]", "[nope, payroll]"))
    mine = project(old=FEATURE.replace("[payroll]", "[payroll, crm, nope]"))
    assert reported(against(mine, tip, now=NOW)) == [("warning", "unknown-system", path("old"), 5)]


@pytest.mark.parametrize(
    "text",
    [
        FEATURE + "nonsense: true\nmore: true\n",
        FEATURE + "another: true\n",
        FEATURE.replace("category: feature", "category: features"),
    ],
)
def test_another_problem_of_the_same_rule_in_the_same_file_is_new(text: str) -> None:
    tip = project(old=FEATURE + "nonsense: true\n")
    evaluation = against(project(old=text), tip, now=NOW)
    errors = [p for p in evaluation.problems if p.is_error]
    assert [p.rule for p in errors] == ["schema"]


def test_a_second_problem_just_like_an_old_one_is_new() -> None:
    def with_windows(*days: str) -> str:
        plans = "".join(f"  - {{title: X, category: nope, expected: 2027-01-{d}}}\n" for d in days)
        return f"approvals: []\nitems:\n{plans}"

    tip = {**project(), "content/plans/2027-01.yml": with_windows("09").encode()}
    mine = {**project(), "content/plans/2027-01.yml": with_windows("09", "10").encode()}
    found: tuple[Problem, ...] = against(mine, tip, now=NOW).problems
    alike = [p.severity for p in found if p.rule == "schema"]
    assert alike == ["warning", "error"]


def test_where_nothing_can_be_judged_nothing_is_forgiven() -> None:
    tip = {**project(), POLICY: b"nonsense: true\n"}
    evaluation = against(dict(tip), tip, now=NOW)
    assert evaluation.site is None
    assert evaluation.refuses


def test_a_base_from_before_the_project_forgives_nothing() -> None:
    evaluation = against(project(one=LATE), {}, now=NOW)
    assert reported(evaluation) == [("error", "lead-time", path("one"), 4)]


def test_a_warning_stays_as_it_is() -> None:
    now = LATER + timedelta(days=1)
    there = evaluate(Sources(FIRST), now).problems
    assert "breach" in {problem.rule for problem in there}
    assert against(FIRST, FIRST, now=now).problems == there


def test_what_a_branch_changed_counts_from_where_it_left_its_base() -> None:
    """What the base did meanwhile is none of the branch's changes."""
    fork = project(kept=FEATURE, changed=FEATURE, gone=FEATURE)
    tip = {**fork, path("kept"): LATE.encode(), path("theirs"): FEATURE.encode()}
    ours = {**fork, path("changed"): LATE.encode(), path("added"): FEATURE.encode()}
    del ours[path("gone")]

    changes = BranchChanges.of(Sources(ours), Base("main", Sources(tip), Sources(fork)))

    assert changes.changed == {path("changed"), path("added"), path("gone")}
    assert changes.removed == {path("gone")}
