"""Two clones of one repository, in which two runners publish against each other."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from notices.loading import read_ledger
from tests.project import Project

# Nothing of whoever runs the tests: no identity, no hooks, no signing.
ENVIRONMENT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *args: str) -> str:
    result = called_git(folder, *args)
    assert result.returncode == 0, result.stderr
    return result.stdout


def called_git(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Git as a person calls it, however it ends."""
    return subprocess.run(
        ["git", "-c", "user.name=Mai", "-c", "user.email=mai@anviec.example", *args],
        cwd=folder, env={**os.environ, **ENVIRONMENT, "GIT_EDITOR": "true"}, text=True,
        capture_output=True, check=False,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clones:
    """A bare repository, and two clones of it."""

    bare: Path
    one: Project
    two: Project

    @classmethod
    def create(cls, folder: Path) -> Clones:
        seed = Project.create(folder / "seed")
        seed.write(".gitignore", "/site\n/.notices/\n.*.new\n")
        seed.write(".gitattributes", "content/ledger.jsonl -text\ncontent/published/** -text\n")
        bare = folder / "bare.git"
        git(folder, "init", "-q", "-b", "main", "seed")
        git(seed.root, "add", "--all")
        git(seed.root, "commit", "-q", "-m", "A project")
        git(folder, "clone", "-q", "--bare", "seed", "bare.git")
        for name in ("one", "two"):
            git(folder, "clone", "-q", "bare.git", name)
        return cls(bare, Project(folder / "one"), Project(folder / "two"))

    def commit(self, project: Project, message: str = "A change", *, push: bool = True) -> str:
        """What somebody wrote in a clone, committed and pushed."""
        git(project.root, "add", "--all")
        git(project.root, "commit", "-q", "-m", message)
        if push:
            git(project.root, "pull", "-q", "--rebase")
            git(project.root, "push", "-q")
        return git(project.root, "rev-parse", "HEAD").strip()

    def hook(self, name: str, script: str) -> None:
        path = self.bare / "hooks" / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def pushed(self, path: str = "content/ledger.jsonl") -> str:
        """A file as the repository has it."""
        return git(self.bare, "show", f"main:{path}")

    def recorded(self) -> list[tuple[str, str]]:
        """Which notices the pushed ledger holds; it has to be whole."""
        text = read_ledger("content/ledger.jsonl", self.pushed().encode())
        assert not text.problems
        return [(record.entry, record.notice) for record in text.ledger.records]

    def subjects(self) -> list[str]:
        return git(self.bare, "log", "--format=%s", "main").splitlines()
