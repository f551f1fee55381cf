"""`check --base`: held against a real git revision, or told why that cannot be."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.project import FEATURE, POLICY, Answer, Project

NOW = "2026-12-01 09:00"
LATE = FEATURE.replace("12-12", "12-05")


def git(folder: Path, *args: str) -> str:
    who = {f"GIT_{who}_{what}": "test@example.com" for who in ("AUTHOR", "COMMITTER")
           for what in ("NAME", "EMAIL")}  # fmt: skip
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *args], cwd=folder, env={**os.environ, **who, **alone},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def committed(project: Project, message: str = "x") -> None:
    git(project.root, "add", "--all", "content")
    git(project.root, "commit", "-q", "--allow-empty", "-m", message)


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone whose branch `work` left `main` after a first publish; nobody may change it."""
    project = Project.create(tmp_path_factory.mktemp("base") / "project")
    git(project.root, "init", "-q", "-b", "main")
    project.release("payroll-engine")
    assert project.run("publish", "--now", NOW).status == 0
    committed(project)
    git(project.root, "switch", "-q", "-c", "work")
    return project.root


@pytest.fixture
def cloned(project: Project, published_once: Path) -> Project:
    """A copy of that clone."""
    shutil.rmtree(project.root / "content")
    for name in (".git", "content"):
        shutil.copytree(published_once / name, project.root / name)
    return project


def check(project: Project, *args: str, now: str = NOW, base: str = "main") -> Answer:
    return project.run("check", "--no-host", "--base", base, "--now", now, *args)


def test_a_branch_that_changed_nothing_passes(cloned: Project) -> None:
    assert check(cloned).status == 0


def test_only_what_the_branch_brought_is_an_error(cloned: Project) -> None:
    git(cloned.root, "switch", "-q", "main")
    cloned.release("old", LATE)
    committed(cloned)
    git(cloned.root, "switch", "-q", "-c", "more")
    assert cloned.run("check", "--now", NOW).status == 1
    result = check(cloned, "--format", "github")
    assert result.status == 0
    assert "::warning file=content/releases/old.yml,line=4,col=17,title=lead-time::" in result.out
    assert "`main` has this problem too" in result.out

    cloned.release("new", LATE)

    result = check(cloned, "--format", "json")
    assert result.status == 1
    found = {
        (p["severity"], p["path"]) for p in result.json()["problems"] if p["rule"] == "lead-time"
    }
    assert found == {
        ("error", "content/releases/new.yml"),
        ("warning", "content/releases/old.yml"),
    }
    assert result.json()["ok"] is False


def test_a_cut_and_a_changed_ledger_are_broken_at_the_line(cloned: Project) -> None:
    ledger = cloned.root / "content/ledger.jsonl"
    complete = ledger.read_bytes()
    ledger.write_bytes(b"")
    result = check(cloned)
    assert result.status == 1
    assert (
        "content/ledger.jsonl:1:1: error[ledger-broken] the ledger ends before line 1" in result.out
    )

    ledger.write_bytes(complete.replace(b'"verdict":"on_time"', b'"verdict":"late"'))
    result = check(cloned)
    assert result.status == 1
    assert (
        "content/ledger.jsonl:1:1: error[ledger-broken] line 1 of the ledger differs from the one "
        "at `main`"
    ) in result.out


def test_a_branch_behind_a_publish_on_main_is_judged_by_the_ledger_of_main(
    cloned: Project,
) -> None:
    git(cloned.root, "switch", "-q", "main")
    cloned.release("second", FEATURE.replace("12-12", "12-13"))
    cloned.run("publish", "--now", "2026-12-02 09:00")
    committed(cloned)
    git(cloned.root, "switch", "-q", "work")
    cloned.release("third", FEATURE.replace("12-12", "12-26"))

    result = check(cloned, "--format", "json", now="2026-12-03 09:00")

    assert result.status == 0
    states = {entry["id"]: entry["state"] for entry in result.json()["entries"]}
    assert states == {"payroll-engine": "announced", "second": "announced", "third": "hidden"}


def test_a_branch_that_published_on_its_own_is_told_where_the_two_part(cloned: Project) -> None:
    git(cloned.root, "switch", "-q", "main")
    cloned.release("second", FEATURE.replace("12-12", "12-13"))
    cloned.run("publish", "--now", "2026-12-02 09:00")
    committed(cloned)
    git(cloned.root, "switch", "-q", "work")
    cloned.release("other", FEATURE.replace("12-12", "12-13"))
    cloned.run("publish", "--now", "2026-12-02 10:00")

    result = check(cloned, now="2026-12-02 11:00")

    assert result.status == 1
    assert "content/ledger.jsonl:2:1: error[ledger-broken]" in result.out


def test_links_and_odd_files_at_the_base_are_old_problems_too(cloned: Project) -> None:
    (cloned.root / "content/releases/link.yml").symlink_to("payroll-engine.yml")
    cloned.write("content/releases/odd.yaml", FEATURE)
    cloned.write("content/releases/.draft.yml.swp", "x")
    cloned.write("content/pages/guides/payroll-engine.md", "# Hướng dẫn\n")
    cloned.write("content/pages/guides/payroll-engine/Ảnh 1.png", "x")
    committed(cloned)

    result = check(cloned, base="HEAD")

    assert result.status == 0
    assert result.out.count("warning[stray-file]") == 1
    assert result.out.count("warning[file-name]") == 1


def test_a_project_below_the_clones_own_folder_is_found(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    project = Project.create(tmp_path / "sites" / "one")
    project.release("old", LATE)
    committed(project)

    result = check(project)

    assert result.status == 0
    assert "warning[lead-time]" in result.out


def one_line(result: Answer) -> str:
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("notices: ")
    assert result.err.count("\n") == 1
    return result.err


@pytest.mark.parametrize("ref", ["nowhere", "-v", "--all", "", "main:content", "a b", "@{-9}"])
def test_a_revision_that_git_does_not_know_is_wrong_usage_in_one_line(
    cloned: Project, ref: str
) -> None:
    assert "unknown revision `" in one_line(check(cloned, base=ref))
    assert "git fetch" in one_line(check(cloned, base=ref))


def test_a_shallow_clone_is_told_how_to_get_the_rest(cloned: Project, tmp_path: Path) -> None:
    committed(cloned, "another")
    url = f"file://{cloned.root}"
    git(tmp_path, "clone", "-q", "--depth", "1", "--branch", "work", url, "shallow")
    shallow = Project(tmp_path / "shallow")
    (shallow.root / "mkdocs.yml").write_bytes((cloned.root / "mkdocs.yml").read_bytes())

    message = one_line(check(shallow, base="origin/work"))

    assert "git fetch --unshallow" in message
    assert "fetch-depth: 0" in message


def test_without_a_clone_a_commit_or_a_common_past_the_reason_is_told(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert "--base needs git: git rev-parse: not a git repository" in one_line(check(project))
    git(project.root, "init", "-q", "-b", "main")
    assert "unknown revision `main`" in one_line(check(project))
    committed(project)
    git(project.root, "switch", "-q", "--orphan", "alone")
    project.write("content/policy.yml", POLICY.read_text(encoding="utf-8"))
    assert "the clone has no commit yet" in one_line(check(project))
    committed(project)
    assert "have no commit in common" in one_line(check(project))


def test_without_git_the_reason_is_told(cloned: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "git is not installed" in one_line(check(cloned))
