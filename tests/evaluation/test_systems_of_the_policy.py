"""A system that the policy names and nobody lists is a fault of the policy, which stops everything."""

from __future__ import annotations

from notices.domain.layout import POLICY, SYSTEMS
from notices.domain.phrases import verbatim
from notices.domain.problem import Mark, Problem
from notices.evaluation import Evaluation, evaluate
from notices.evaluation.sources import Sources
from tests.core_builders import hanoi
from tests.project import FEATURE
from tests.project import POLICY as POLICY_FILE
from tests.project import SYSTEMS as SYSTEMS_TEXT

NOW = hanoi("2026-12-01 09:00")
TEXT = POLICY_FILE.read_text(encoding="utf-8")
FREEZE = (
    "freezes: [{id: f, from: 2026-12-24, to: 2026-12-26, kind: hard, systems: [crm, §payrol]}]\n"
)
ROW = "        - {systems: [§payrol], days: [sat], from: 18:00, to: 24:00}\n"


def evaluated(text: str, systems: str | None = SYSTEMS_TEXT) -> Evaluation:
    files = {POLICY: text.replace("§", ""), "content/releases/payroll-engine.yml": FEATURE}
    if systems is not None:
        files[SYSTEMS] = systems
    return evaluate(Sources({path: data.encode() for path, data in files.items()}), NOW)


def place(text: str) -> tuple[int, int]:
    """Where the mark § stands, counted from 1."""
    before = text.partition("§")[0]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def told(evaluation: Evaluation) -> Problem:
    [problem] = evaluation.problems
    return problem


def test_one_of_a_freeze_is_refused_at_its_place() -> None:
    evaluation = evaluated(TEXT + FREEZE)
    problem = told(evaluation)
    assert (problem.severity, problem.rule) == ("error", "unknown-system")
    assert (problem.mark.path, problem.mark.line, problem.mark.column) == (
        POLICY,
        *place(TEXT + FREEZE),
    )
    assert problem.message == "there is no system `payrol`"
    assert problem.help == "Did you mean 'payroll'?"
    assert (problem.field, problem.facts) == ("freezes.0.systems.1", ("payrol",))
    assert evaluation.site is None


def test_one_of_an_allowed_row_too() -> None:
    text = TEXT.replace("      allowed:\n", f"      allowed:\n{ROW}", 1)
    assert text != TEXT
    problem = told(evaluated(text))
    assert (problem.rule, problem.mark.line, problem.mark.column) == (
        "unknown-system",
        *place(text),
    )


def test_without_a_list_there_is_none() -> None:
    problems = evaluated(TEXT + FREEZE, None).problems
    assert [problem.facts for problem in problems] == [("crm",), ("payrol",)]
    assert {problem.help for problem in problems} == {"List it in `content/systems.yml`."}


def test_a_list_that_cannot_be_read_is_the_only_fault() -> None:
    rules = {
        p.rule for p in evaluated(TEXT + FREEZE, "nonsense: [").problems if p.mark.path == POLICY
    }
    assert "unknown-system" not in rules


def test_a_retired_one_may_be_named() -> None:
    retired = "  - {id: payrol, name: {vi: Fax}, group: {vi: Fax}, retired: true}\n"
    evaluation = evaluated(TEXT + FREEZE, SYSTEMS_TEXT + retired)
    assert evaluation.site is not None
    assert [p for p in evaluation.problems if p.rule == "unknown-system"] == []


def test_a_list_that_cannot_be_read_stops_everything_and_no_release_is_blamed() -> None:
    evaluation = evaluated(TEXT, SYSTEMS_TEXT.replace("id: crm", "id: payroll"))
    problem = told(evaluation)
    assert (problem.mark.path, problem.mark.line, problem.message) == (
        SYSTEMS,
        3,
        "duplicate 'payroll'",
    )
    assert evaluation.site is None


def test_something_in_the_place_of_the_list_stops_everything_too() -> None:
    link = Problem("error", "stray-file", Mark(SYSTEMS), verbatim("this is a link"))
    sources = Sources({POLICY: TEXT.encode()}, (link,))
    assert evaluate(sources, NOW).problems == (link,)
    assert evaluate(sources, NOW).site is None
