"""What people expect in a repository is there, and its links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from notices.cli.init_project import ProjectAnswers, project_files
from tests.project import CLONE, FEATURE, Project

PAGES = [
    CLONE / "README.md",
    CLONE / "CHANGELOG.md",
    CLONE / "docs/scheduling/README.md",
    *sorted((CLONE / ".github").glob("*.md")),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_that_is_there(page: Path) -> None:
    code = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
    text = code.sub("", page.read_text(encoding="utf-8"))
    links = re.findall(r"\]\(([^)#]+)", text)
    files = [link for link in links if "://" not in link]

    assert [link for link in files if not (page.parent / link).exists()] == []


def test_the_files_that_hosts_show_have_the_names_that_they_look_for() -> None:
    names = (
        "README.md", "LICENSE", "CHANGELOG.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md",
        ".github/workflows/ci.yml", ".pre-commit-hooks.yaml",
    )  # fmt: skip

    assert [name for name in names if not (CLONE / name).is_file()] == []


def test_the_hook_for_pre_commit_is_the_one_that_init_writes() -> None:
    (ours,) = yaml.safe_load((CLONE / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    files = project_files(
        ProjectAnswers(
            "Acme", "https://acme.example/", "UTC", ("en",), "simple", "none", date(2026, 12, 1)
        )
    )
    (repo,) = yaml.safe_load(files[".pre-commit-config.yaml"])["repos"]
    (written,) = repo["hooks"]

    assert repo["repo"] == "local"
    assert written.pop("additional_dependencies") == [f"notices=={version('notices')}"]
    assert written == {key: value for key, value in ours.items() if key != "description"}
    assert (ours["id"], ours["entry"], ours["language"]) == (
        "notices-check", "notices check", "python",
    )  # fmt: skip


@pytest.mark.parametrize(
    "path, is_checked",
    [
        ("content/releases/2026/x.yml", True),
        ("content/policy.yml", True),
        ("theme/texts/en.yml", True),
        ("mkdocs.yml", True),
        ("README.md", False),
        ("docs/mkdocs.yml", False),
    ],
)
def test_the_hook_runs_for_what_check_reads(path: str, is_checked: bool) -> None:
    (hook,) = yaml.safe_load((CLONE / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    assert bool(re.search(hook["files"], path)) is is_checked
    assert hook["pass_filenames"] is False


def test_the_hook_s_command_refuses_what_check_refuses_and_changes_no_file(tmp_path: Path) -> None:
    """As pre-commit runs it: in the repository's root, without names of files, with git's index.

    A hook that changes a file of the repository fails; what `check` keeps, git ignores.
    """
    root = tmp_path / "acme"
    answers = ("--name", "A", "--url", "https://a.example/", "--policy", "procedure")
    assert Project(root).run("init", str(root), *answers).status == 0
    (hook,) = yaml.safe_load((CLONE / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    command = shlex.split(hook["entry"])
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}

    def ran(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(args, cwd=root, env=env, capture_output=True, text=True, check=False)

    ran("git", "init", "--quiet")
    ran("git", "add", ".")
    assert ran(*command).returncode == 0
    assert ran("git", "diff", "--name-only").stdout == ""
    assert ran("git", "ls-files", "--others", "--exclude-standard").stdout == ""

    Project(root).release("late", FEATURE.replace("2026-12-12", "2020-01-04"))
    refused = ran(*command)
    assert refused.returncode == 1
    assert "content/releases/late.yml:" in refused.stdout
