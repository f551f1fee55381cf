"""Each bad input of the catalogue is refused where it is wrong, and nothing that was published changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.cases.catalogue import NOW, RELEASE, Case, catalogue
from tests.cases.stage import Stage
from tests.figures import figure
from tests.project import Answer

CASES = list(catalogue())
TOGETHER = {f"content/releases/case-{i}.yml": c for i, c in enumerate(CASES) if c.goes_together}
ALONE = [case for case in CASES if not case.goes_together]
TWINS = [case for case in CASES if case.good is not None]
SUBJECTS = {
    "arguments", "channels", "configuration", "deliveries", "environment", "freezes", "front-matter", "holidays",
    "instants", "ledgers", "paths", "plans", "policies", "quotas", "references", "releases", "systems", "templates",
    "texts", "windows", "yaml", "zones",
}  # fmt: skip

_ERROR = re.compile(r"^(\S.*?:\d+:\d+): error\[([a-z-]+)\] ", re.MULTILINE)


CHECK = ["check", "--no-host", "--format", "json"]


def title(case: Case) -> str:
    return case.title


@pytest.fixture(scope="module")
def whole_stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("cases"))


@pytest.fixture
def stage(whole_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """The good project; commands run inside it."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.chdir(whole_stage.project.root)
    yield whole_stage
    whole_stage.reset()


def check(stage: Stage, case: Case) -> Answer:
    words = [word for word in CHECK if not case.host or word != "--no-host"]
    return stage.project.run(*words, "--now", case.now)


def errors(check: Answer) -> list[str]:
    """Each error, as ``path:line:column rule``; a project that cannot be read has told them as lines."""
    if not check.out:
        return told(check)
    found = [p for p in check.json()["problems"] if p["severity"] == "error"]
    return [f"{p['path']}:{p['line']}:{p['column']} {p['rule']}" for p in found]


def told(answer: Answer) -> list[str]:
    """The same of a command that says them as lines."""
    return [f"{place} {rule}" for place, rule in _ERROR.findall(answer.err)]


def shown(problem: str) -> str:
    """A problem as a line has it: without what a terminal would act on."""
    return "".join(character if character.isprintable() else "?" for character in problem)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What `check` and `publish` said of all releases that cannot be read."""

    check: Answer
    publish: Answer
    unchanged: bool


@pytest.fixture(scope="module")
def refusal(whole_stage: Stage) -> Refusal:
    """They lie in one project, each in a file of its own; no other test finds them there."""
    root = whole_stage.project.root
    for name, case in TOGETHER.items():
        case.change_copy(root, name)
    before = whole_stage.kept()
    check = whole_stage.project.run(*CHECK, "--now", NOW)
    publish = whole_stage.project.run("publish", "--now", NOW)
    unchanged = whole_stage.kept() == before
    whole_stage.reset()
    return Refusal(check, publish, unchanged)


@pytest.mark.parametrize(
    "name, case", [pytest.param(*item, id=item[1].title) for item in TOGETHER.items()]
)
def test_an_unreadable_release_is_refused_and_nothing_changes(
    name: str, case: Case, refusal: Refusal
) -> None:
    expected = [problem.replace(RELEASE, name) for problem in case.problems]

    assert [each for each in errors(refusal.check) if each.startswith(f"{name}:")] == expected
    assert [each for each in told(refusal.publish) if each.startswith(f"{name}:")] == expected
    assert [refusal.check.status, refusal.publish.status] == case.statuses
    assert refusal.unchanged


@pytest.mark.parametrize("case", ALONE, ids=title)
def test_it_is_refused_and_nothing_changes(
    case: Case, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.change(stage.project.root, "bad")
    for name, value in case.environment("bad").items():
        monkeypatch.setenv(name, value)
    before = stage.kept(site=not case.site)

    if case.run:
        answers = [stage.project.run(*case.arguments("bad"))]
    else:
        answers = [check(stage, case), stage.project.run("publish", "--now", case.now)]
        assert errors(answers[0]) == case.problems
        missing = {shown(problem) for problem in case.problems} - {*told(answers[1])}
        assert not missing or case.unusable

    assert case.problems or case.tells
    assert all(case.tells in answer.err for answer in answers)
    assert [answer.status for answer in answers] == case.statuses
    assert stage.kept(site=not case.site) == before


@pytest.mark.parametrize("case", TWINS, ids=title)
def test_its_twin_passes(case: Case, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    case.change(stage.project.root, "good")
    for name, value in case.environment("good").items():
        monkeypatch.setenv(name, value)

    if case.run:
        answer = stage.project.run(*case.arguments("good"))
    else:
        answer = check(stage, case)
        assert errors(answer) == []

    assert answer.status == 0, answer.err


def test_the_good_project_passes(stage: Stage) -> None:
    answer = stage.project.run("check", "--format", "json", "--now", CASES[0].now)

    assert errors(answer) == []
    assert answer.status == 0


def test_the_catalogue_is_whole() -> None:
    figure("bad inputs refused", len(CASES))
    figure("good twins of bad inputs", len(TWINS))

    assert len({case.title for case in CASES}) == len(CASES) >= 250
    assert len(TWINS) >= 100
    assert {case.subject for case in CASES} == SUBJECTS
    for case in TWINS:
        assert case.good != case.bad, case.title
