"""The registry holds every rule, and what the manual says of each is true."""

from __future__ import annotations

import ast
import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import notices
from notices.domain.layout import LEDGER, POLICY, SYSTEMS
from notices.domain.problem import Problem
from notices.evaluation import Sources, evaluate
from notices.rules.context import RuleContext
from notices.rules.plan_context import PlanContext
from notices.rules.project_context import ProjectContext
from notices.rules.registry import EXAMPLE, EXAMPLE_NOW, registered
from notices.rules.rule import Rule
from tests.brackets import bracketed, english
from tests.core_builders import hanoi
from tests.project import POLICY as POLICY_FILE
from tests.project import SYSTEMS as SYSTEMS_TEXT

RULES = registered().values()
CONTEXTS = {
    "valid": RuleContext,
    "hidden": RuleContext,
    "public": RuleContext,
    "advice": RuleContext,
    "hidden_plan": PlanContext,
    "public_plan": PlanContext,
    "project": ProjectContext,
    "publishable": ProjectContext,
}
NOW = hanoi(EXAMPLE_NOW)
PATH = "content/releases/example.yml"
RUN = [rule for rule in RULES if not rule.fails.startswith("$")]
RETIRED = "  - {id: fax, name: {vi: Fax, en: Fax}, group: {vi: Fax, en: Fax}, retired: true}\n"
ID = re.compile(r"[a-z]+(-[a-z]+)*")
MAKERS = ("Problem", "problem", "error", "refused")
"""The functions through which a problem gets its rule."""


def emitted() -> dict[str, set[str]]:
    """Each rule id that the code gives a problem, with the severities where they are written."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in Path(notices.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _name(call) in MAKERS:
                texts = [*_texts(call)]
                ids = [text for text in texts if text not in ("error", "warning")]
                for rule in ids[:1]:
                    found[rule] |= {text for text in texts if text not in ids}
    return found


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _texts(call: ast.Call) -> Iterator[str]:
    named = [k.value for k in call.keywords if k.arg in ("rule", "severity")]
    for argument in (*call.args[:2], *named):
        value = argument.value if isinstance(argument, ast.Constant) else None
        if isinstance(value, str) and ID.fullmatch(value):
            yield value


def test_the_registry_holds_just_the_rules_that_a_problem_can_have() -> None:
    assert set(emitted()) == set(registered())


def test_each_rule_names_the_severities_of_its_problems() -> None:
    severities = {name: set(rule.severities) for name, rule in registered().items()}
    surplus = {name: found - severities[name] for name, found in emitted().items()}
    assert not {name: found for name, found in surplus.items() if found}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_page_of_the_manual(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z].*\.", rule.summary), "one line, one sentence"
    assert rule.fails != rule.passes
    assert rule.fails
    assert rule.passes
    assert "::" not in rule.why


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_check_has_the_one_signature(rule: Rule) -> None:
    for group, context in CONTEXTS.items():
        check = getattr(rule, group)
        if check is not None:
            [parameter] = inspect.signature(check, eval_str=True).parameters.values()
            assert parameter.annotation is context
            assert inspect.signature(check, eval_str=True).return_annotation == Iterator[Problem]


def test_a_rule_that_is_checked_here_has_a_module_of_its_name() -> None:
    folder = Path(notices.__file__).parent / "rules"
    for rule in RULES:
        if any(getattr(rule, group) for group in CONTEXTS):
            assert [*folder.rglob(f"{rule.id.replace('-', '_')}.py")], rule.id


def files_of(example: str) -> dict[str, bytes]:
    """The project of an example: one file, the example release with some of its keys, or the policy
    with some of its own."""
    first, _, rest = example.partition("\n")
    policy = POLICY_FILE.read_text(encoding="utf-8")
    if first == f"# {POLICY}":
        policy = "".join((blocks(policy) | blocks(f"{rest}\n")).values())
        files = {}
    elif first.startswith("# content/"):
        files = {PATH: EXAMPLE} if "/pages/" in first else {}
        files[first.removeprefix("# ")] = rest
    else:
        files = {PATH: "".join((blocks(EXAMPLE) | blocks(f"{example}\n")).values())}
    systems = SYSTEMS_TEXT + RETIRED
    files |= {POLICY: policy, SYSTEMS: systems}
    return {path: text.encode() for path, text in files.items()}


def blocks(text: str) -> dict[str, str]:
    """Each top-level key with its lines."""
    return {
        block.partition(":")[0]: block
        for block in re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
    }


def published(example: str) -> dict[str, bytes]:
    """What customers were shown: the ledger and the copies of two weeks of publishes."""
    files = files_of(example)
    kept: dict[str, bytes] = {}
    day = NOW - timedelta(days=21)
    while day < NOW - timedelta(days=5):
        evaluation = evaluate(Sources(files | kept), day)
        assert not evaluation.refuses, evaluation.problems
        kept |= {**evaluation.copies, LEDGER: kept.get(LEDGER, b"") + evaluation.lines}
        day += timedelta(days=3)
    assert kept[LEDGER], "the example is announced"
    return kept


def found(example: str, announced: str, now: datetime = NOW) -> tuple[Problem, ...]:
    before = published(announced) if announced else {}
    return evaluate(Sources(before | files_of(example)), now).problems


def broken(example: str, announced: str, now: datetime = NOW) -> set[tuple[str, str]]:
    return {(problem.rule, problem.severity) for problem in found(example, announced, now)}


@pytest.mark.parametrize("rule", RUN, ids=lambda rule: rule.id)
def test_of_the_two_examples_of_a_rule_one_breaks_it(rule: Rule) -> None:
    assert {(rule.id, severity) for severity in rule.severities} & broken(
        rule.fails, rule.announced
    )
    after = {name for name, _ in broken(rule.passes, rule.announced)}
    assert rule.id not in after


@pytest.mark.parametrize("rule", RUN, ids=lambda rule: rule.id)
def test_what_an_example_breaks_can_be_said_in_another_language(rule: Rule) -> None:
    given = EXAMPLE + SYSTEMS_TEXT + rule.announced + rule.fails
    for problem in found(rule.fails, rule.announced):
        for text in filter(None, (problem.message, problem.help)):
            assert not english(text, given), text
            assert bracketed(text), text


def test_every_rule_for_entries_has_examples_that_are_run() -> None:
    checked = {rule.id for rule in RULES if any(getattr(rule, group) for group in CONTEXTS)}
    # Two need many releases, one another day of the month, two a policy of their own, two a receiver.
    untried = {
        "delivery-refused", "delivery-unknown", "freeze", "holidays-missing", "mass-change",
        "plan-due", "quota",
    }  # fmt: skip
    assert checked - {rule.id for rule in RUN} == untried


def test_the_example_release_is_legal() -> None:
    rules = {name for name, _ in broken(EXAMPLE, "")}
    assert rules <= {"expires-soon", "unplanned", "notice-overdue"}
