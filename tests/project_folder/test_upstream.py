"""A clone that is behind its upstream, as git last saw it, is told to pull; any other is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.clones import ENVIRONMENT, Clones, git
from tests.project import FEATURE, Project

NOW = ("--now", "2026-12-01 09:00")


@pytest.fixture
def clones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clones:
    """Somebody pushed a change from the second clone; the first has fetched it."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    created = Clones.create(tmp_path)
    created.two.release("payroll-engine", FEATURE)
    created.commit(created.two)
    git(created.one.root, "fetch", "-q")
    return created


def told(project: Project, *command: str) -> list[tuple[str, str, str]]:
    found = project.run(*(command or ("check", *NOW)))
    lines = (found.out + found.err).splitlines()
    return [
        (line.split(" ")[0], line, after.strip())
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
        if "[stale-clone]" in line
    ]


WARNING = (
    "content:1:1:",
    (
        "content:1:1: warning[stale-clone] `origin/main` has 1 commit of this project that this clone "
        "lacks"
    ),
    "help: Run `git pull`.",
)


def test_check_publish_and_record_warn_and_name_the_command(clones: Clones) -> None:
    assert told(clones.one) == [WARNING]
    assert told(clones.one, "publish", *NOW) == [WARNING]
    assert told(clones.one, "record", "x", *NOW) == [WARNING]
    assert clones.one.run("check", *NOW).status == 0

    git(clones.one.root, "pull", "-q")

    assert told(clones.one) == []


def test_programs_get_it_as_a_problem(clones: Clones) -> None:
    [problem] = clones.one.check("2026-12-01 09:00")["problems"]

    assert (problem["rule"], problem["path"]) == ("stale-clone", "content")


def test_a_clone_with_commits_of_its_own_is_told_to_rebase(clones: Clones) -> None:
    clones.one.release("other", FEATURE)
    clones.commit(clones.one, push=False)

    assert [after for _, _, after in told(clones.one)] == ["help: Run `git pull --rebase`."]


def test_what_changed_outside_the_project_does_not_count(clones: Clones) -> None:
    git(clones.one.root, "pull", "-q")
    (clones.two.root / "status").mkdir()
    git(clones.two.root, "mv", "content", "mkdocs.yml", "theme", "status")
    clones.commit(clones.two)
    git(clones.one.root, "pull", "-q")
    deeper = Project(clones.one.root / "status")
    clones.two.write("README.md", "Elsewhere\n")
    clones.commit(clones.two)
    git(clones.one.root, "fetch", "-q")

    assert told(deeper) == []


def test_detached_and_shallow_clones_and_branches_without_an_upstream_are_not_told(
    clones: Clones, tmp_path: Path
) -> None:
    git(clones.one.root, "switch", "-q", "--detach")
    assert told(clones.one) == []

    git(clones.one.root, "switch", "-q", "main")
    git(clones.one.root, "branch", "-q", "--unset-upstream")
    assert told(clones.one) == []

    git(tmp_path, "clone", "-q", "--depth=1", f"file://{clones.bare}", "shallow")
    shallow = Project(tmp_path / "shallow")
    clones.two.release("other", FEATURE)
    clones.commit(clones.two)
    git(shallow.root, "fetch", "-q")
    assert told(shallow) == []
