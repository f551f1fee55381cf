"""No file below `content` is ignored in silence, but for what editors and systems leave there."""

from __future__ import annotations

import pytest

from notices.domain.problem import Problem
from notices.project.content_files import is_looked_at
from notices.project.disk import Workspace
from notices.publishing.seen import observe
from tests.project import FEATURE, Project

NOW = "2026-11-23 09:00"

LEFT = [
    ".DS_Store", "._payroll.yml", "Thumbs.db", "thumbs.db", "ehthumbs.db", "desktop.ini",
    "Desktop.ini", "Icon\r", "#payroll.yml#", ".#payroll.yml", "4913", "payroll.yml~",
    ".payroll.yml.swp", "payroll.yml.swp", "payroll.yml.orig", "payroll.yml.rej",
    "payroll.yml.bak", "payroll.yml.BAK", "payroll.yml.tmp", "payroll.yml___jb_tmp___",
    "~$payroll.docx", "__MACOSX/payroll.yml", ".obsidian/workspace.json",
]  # fmt: skip


def problems(project: Project) -> tuple[Problem, ...]:
    return Workspace.at(project.root / "mkdocs.yml").sources().problems


@pytest.mark.parametrize(
    "name",
    [
        "ledger.jsonl", "channels.yml", "deliveries.jsonl", "published/crm.yml", "published/crm.jsonl", "published/plans/2026-12.yml",
        "releases/2026/crm.yml", "plans/2026-12.yml",
    ],
)  # fmt: skip
def test_a_folder_in_the_place_of_a_file_is_an_error(project: Project, name: str) -> None:
    """A publish would stop at it, or an entry would be missed."""
    (project.root / "content" / name).mkdir(parents=True)
    [problem] = problems(project)
    assert (problem.severity, problem.rule) == ("error", "stray-file")
    assert (problem.mark.path, problem.message) == (
        f"content/{name}",
        "this is a folder, and only a file has such a name here",
    )


def test_folders_of_other_names_hold_files(project: Project) -> None:
    for name in ("releases/2026.12", "releases/q4", "pages/notes.yml", "published/plans"):
        (project.root / "content" / name).mkdir(parents=True)
    assert problems(project) == ()


@pytest.mark.parametrize(
    "name, rule, message, help",
    [
        (
            "releases/payroll.YML", "file-name", "entries end in `.yml`",
            "Rename it to payroll.yml.",
        ),
        (
            "releases/2026/crm.yml.txt", "file-name", "entries end in `.yml`",
            "Rename it to crm.yml.",
        ),
        ("releases/crm.yaml", "file-name", "entries end in `.yml`", "Rename it to crm.yml."),
        (
            "releases/hr", "file-name", "entries end in `.yml`",
            "If it is an entry, rename it to hr.yml; if not, move it out of content.",
        ),
        (
            "plans/2026-12.txt", "file-name", "entries end in `.yml`",
            "If it is an entry, rename it to 2026-12.yml; if not, move it out of content.",
        ),
        ("published/plans/2026-12.yaml", "file-name", "entries end in `.yml`",
         "Rename it to 2026-12.yml."),
        (
            "releses/hr.yml", "stray-file",
            "nothing reads the folder 'content/releses', so this file has no effect",
            "Did you mean `content/releases`?",
        ),
        (
            "Plans/2026-12.yml", "stray-file",
            "nothing reads the folder 'content/Plans', so this file has no effect",
            "Did you mean `content/plans`?",
        ),
        (
            "drafts/2026/notes.txt", "stray-file",
            "nothing reads the folder 'content/drafts', so this file has no effect",
            ("The folders are `content/releases`, `content/plans` and `content/pages`; move it "
            "there, or out of `content`."),
        ),
        (
            "hr.yml", "stray-file",
            "nothing reads a file of this name in `content`, so it has no effect",
            ("Move it to one of the folders `content/releases`, `content/plans` and "
            "`content/pages`."),
        ),
        (
            "system.yml", "stray-file",
            "nothing reads a file of this name in `content`, so it has no effect",
            "Did you mean `content/systems.yml`?",
        ),
        (
            "ledger.json", "stray-file",
            "nothing reads a file of this name in `content`, so it has no effect",
            "Did you mean `content/ledger.jsonl`?",
        ),
        (
            "channel.yaml", "stray-file",
            "nothing reads a file of this name in `content`, so it has no effect",
            "Did you mean `content/channels.yml`?",
        ),
    ],
)  # fmt: skip
def test_a_file_that_nothing_reads_is_an_error_that_says_where_it_belongs(
    project: Project, name: str, rule: str, message: str, help: str
) -> None:
    project.write(f"content/{name}", FEATURE)

    (found,) = problems(project)

    assert (found.severity, found.rule, found.mark.path) == ("error", rule, f"content/{name}")
    assert (found.message, found.help) == (message, help)
    assert project.run("check", "--now", NOW).status == 1


@pytest.mark.parametrize("name", LEFT)
def test_what_editors_and_systems_leave_is_ignored_by_every_command(
    project: Project, name: str
) -> None:
    workspace = Workspace.at(project.root / "mkdocs.yml")
    before, seen = workspace.sources(), observe(workspace)
    for folder in ("", "releases/", "plans/", "pages/", "pages/guides/", "published/"):
        project.write(f"content/{folder}{name}", FEATURE)

    assert not is_looked_at(f"content/releases/{name}")
    assert workspace.sources() == before
    assert observe(workspace) == seen


@pytest.mark.parametrize("name", ["README.md", "releases/README.md", "plans/README.md"])
def test_a_readme_beside_the_entries_is_for_the_pages_of_the_git_host(
    project: Project, name: str
) -> None:
    project.write(f"content/{name}", "# How we write entries\n")
    assert problems(project) == ()


def test_a_folder_is_never_taken_for_what_an_editor_left(project: Project) -> None:
    project.release("2026.bak/payroll-engine")
    assert "content/releases/2026.bak/payroll-engine.yml" in (
        Workspace.at(project.root / "mkdocs.yml").sources().files
    )


@pytest.mark.parametrize("ending", ["YML", "yaml", "yml.txt"])
def test_a_policy_of_another_ending_is_told_as_such(project: Project, ending: str) -> None:
    file = project.root / "content/policy.yml"
    file.rename(file.with_name(f"policy.{ending}"))

    (problem,) = project.check(NOW)["problems"]

    assert (problem["path"], problem["rule"]) == (f"content/policy.{ending}", "stray-file")
    assert problem["help"] == "Did you mean `content/policy.yml`?"
    assert project.run("publish", "--now", NOW).status == 1


def test_an_entry_of_another_ending_is_told_in_place_of_the_notice_that_is_not_sent(
    project: Project,
) -> None:
    project.release("payroll-engine")
    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0
    file = project.root / "content/releases/payroll-engine.yml"
    file.rename(file.with_suffix(".YML"))

    result = project.run("check", "--now", "2026-12-01 10:00")

    assert result.status == 1
    assert "content/releases/payroll-engine.YML:1:1: error[file-name]" in result.out
    assert project.entry("payroll-engine", "2026-12-01 10:00")["state"] == "announced"


@pytest.mark.parametrize("host", ["plain", "mkdocs"])
def test_what_editors_leave_in_a_theme_or_beside_pages_is_not_in_the_site(
    project: Project, host: str
) -> None:
    (project.root / "theme").unlink()
    for name in ("frame.css.orig", "frame.css~", "Thumbs.db", ".DS_Store", "#frame.css#"):
        project.write(f"theme/overrides/assets/{name}", "left")
        project.write(f"content/pages/{name}", "left")

    assert project.run_at(NOW, "build", "--host", host).status == 0

    assert [name for name, data in project.bytes_of_site().items() if data == b"left"] == []
