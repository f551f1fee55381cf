"""A hosted runner, as far as our workflow files need one: a repository, checkouts, shell steps."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from tests.project import CLONE, Answer, Project

SCHEDULING = CLONE / "docs/scheduling"
GITHUB = SCHEDULING / "github"
GITLAB = SCHEDULING / "gitlab/.gitlab-ci.yml"

_IGNORED = "/site\n/.notices/\n/outbox/\n"
_NOTICES = f"""#!/bin/sh
PYTHONPATH='{CLONE}' exec '{sys.executable}' -c 'from notices.cli import main; main()' "$@"
"""
_GH = """#!/bin/sh
echo "$@" >>"$GH_CALLS"
"""


def workflow(path: Path) -> dict[Any, Any]:
    """A workflow file; GitHub's key `on` is YAML's word for true."""
    read: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def step(path: Path, job: str, name: str) -> dict[str, Any]:
    """A named step of a GitHub workflow."""
    steps: list[dict[str, Any]] = workflow(path)["jobs"][job]["steps"]
    (found,) = (step for step in steps if step.get("name") == name)
    return found


def gitlab_script(job: str, path: Path = GITLAB) -> str:
    """What a job of the GitLab file runs once everything is installed."""
    lines: list[str] = workflow(path)[job]["script"]
    return "\n".join(lines)


def _write_clone(root: Path) -> None:
    Project.create(root).write(".gitignore", _IGNORED)


@dataclass(frozen=True, slots=True)
class Repository:
    """A bare repository, a clone in which people work, and one that a runner checks out."""

    folder: Path

    @classmethod
    def create(cls, folder: Path, write: Callable[[Path], None] = _write_clone) -> Repository:
        """A repository whose first commit is what ``write`` puts into a new clone of it."""
        runner = cls(folder)
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(runner.bare))
        git(folder, "clone", "--quiet", str(runner.bare), str(runner.people.root))
        write(runner.people.root)
        runner.push("main", "Begin")
        for name, text in (("notices", _NOTICES), ("gh", _GH)):
            runner.replace_command(name, text)
        return runner

    @property
    def bare(self) -> Path:
        return self.folder / "origin.git"

    @property
    def people(self) -> Project:
        return Project(self.folder / "people")

    @property
    def runner(self) -> Path:
        return self.folder / "runner"

    def replace_command(self, name: str, text: str) -> None:
        """Let the runner have a command of that name on its PATH."""
        path = self.folder / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def push(self, branch: str, message: str) -> None:
        """Commit what people wrote, and push it to a branch."""
        git(self.people.root, "add", "--all")
        git(self.people.root, "commit", "--quiet", "--message", message)
        git(self.people.root, "push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")

    def check_out_main(self) -> None:
        """As GitHub's checkout does with `ref: main`: on the branch, which follows its origin."""
        git(self.folder, "clone", "--quiet", str(self.bare), str(self.runner))

    def check_out_commit(self, branch: str) -> None:
        """As both do for a proposed change, and GitLab always: a commit, on no branch."""
        self.check_out_main()
        git(self.runner, "checkout", "--quiet", "--detach", f"origin/{branch}")
        git(self.runner, "branch", "--quiet", "--delete", "--force", "main")

    def github(self, step: dict[str, Any], **env: str) -> Answer:
        """Run a step of a GitHub workflow, with the variables that it is given."""
        return self._run(step["run"], _GITHUB_SHELLS[step.get("shell")], env)

    def gitlab(self, script: str, **env: str) -> Answer:
        """Run a script of the GitLab file, with the variables that its job is given."""
        return self._run(script, "bash -eo pipefail", env)

    def _run(self, script: str, shell: str, env: Mapping[str, str]) -> Answer:
        path = self.folder / "step.sh"
        path.write_text(script, encoding="utf-8")
        around = _ENV | {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_OUTPUT": str(self.folder / "github-output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "GH_CALLS": str(self.folder / "gh-calls"),
            "CI_DEFAULT_BRANCH": "main",
            "NOTICES_PUSH_URL": str(self.bare),
        }
        done = subprocess.run(
            [*shell.split(), str(path)],
            cwd=self.runner,
            env={**around, **env},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def text_of(self, name: str) -> str:
        """What steps left in one of the files that the runner gave them."""
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    @property
    def head(self) -> str:
        """The commit that main is at in the bare repository."""
        return git(self.bare, "rev-parse", "main").strip()

    @property
    def ledger(self) -> list[tuple[str, str]]:
        """What the pushed ledger records: release and notice."""
        files = git(self.bare, "ls-tree", "-r", "--name-only", "main").split()
        if "content/ledger.jsonl" not in files:
            return []
        lines = git(self.bare, "show", "main:content/ledger.jsonl").splitlines()
        return [(line["entry"], line["notice"]) for line in map(yaml.safe_load, lines)]


# Only a step that asks for bash by its name ends when a part of a pipe fails.
_GITHUB_SHELLS = {None: "bash -e", "bash": "bash --noprofile --norc -eo pipefail"}

_ENV: dict[str, str] = {
    **{
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "GITHUB_", "CI_")) and name != "SOURCE_DATE_EPOCH"
    },
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}
_PEOPLE = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "People"), ("EMAIL", "people@anviec.example"))
}


def git(folder: Path, *args: str) -> str:
    """What git says, called by people."""
    done = subprocess.run(
        ["git", *args],
        cwd=folder,
        env={**_ENV, **_PEOPLE},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def server(ahead: timedelta) -> str:
    """Server work that starts so long from now. With 25 hours its notice is due at any time of
    day; with 2 hours it is refused. The steps go by the clock, so this does, too."""
    start = datetime.now(UTC) + ahead
    window = [f"{at:%Y-%m-%d %H:%M}Z" for at in (start, start + timedelta(minutes=30))]
    return f"""\
category: server
title: {{vi: Thay ổ đĩa, en: New disks}}
summary: {{vi: Thay ổ đĩa của máy chủ., en: The server gets new disks.}}
window: {{start: "{window[0]}", end: "{window[1]}"}}
impact: {{downtime: 20m, mode: stopped, systems: [crm]}}
body: {{vi: Nội dung chi tiết., en: The details.}}
"""


DUE = timedelta(hours=25)
REFUSED = timedelta(hours=2)


def targeted_fix() -> str:
    """A fix for one customer, of which people tell that customer."""
    return server(timedelta(days=1)).replace("server", "fix", 1) + "customers: [acme]\n"
