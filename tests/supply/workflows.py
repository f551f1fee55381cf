"""Every workflow that we ship: our own, those to copy, and those that `init` writes.

Belongs here: finding them, with the job that is commented out. Does not belong here: what has to hold of them
(``test_workflows``).
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from notices.cli.init_project import ProjectAnswers, project_files
from tests.project import CLONE

__all__ = ["Script", "Workflow", "github", "gitlab", "tracked_workflows", "with_all_jobs"]


@dataclass(frozen=True, slots=True)
class Script:
    """What one step or job gives to a shell."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Workflow:
    """A file with jobs, by where it is shipped."""

    place: str
    text: str

    @property
    def read(self) -> dict[Any, Any]:
        """Its keys; `on` is YAML's word for true."""
        found: dict[Any, Any] = yaml.safe_load(self.text)
        return found

    @property
    def triggers(self) -> set[str]:
        on = self.read[True]
        return {on} if isinstance(on, str) else set(on)

    @property
    def jobs(self) -> dict[str, dict[str, Any]]:
        """Those of GitHub's form."""
        jobs: dict[str, dict[str, Any]] = self.read["jobs"]
        return jobs

    @property
    def scripts(self) -> Iterator[Script]:
        """All that runs in a shell, of either host's form."""
        if "jobs" in self.read:
            for name, job in self.jobs.items():
                for number, step in enumerate(job["steps"], 1):
                    if "run" in step:
                        yield Script(f"{self.place}: {name}, {number}", step["run"])
            return
        for name, job in self.read.items():
            if isinstance(job, dict):
                for key in ("before_script", "script", "after_script"):
                    if job.get(key):
                        yield Script(f"{self.place}: {name}, {key}", "\n".join(job[key]))


def with_all_jobs(text: str) -> str:
    """A workflow in which the job that delivers has its signs taken off."""
    before, sign, rest = text.partition("#deliver:")
    if not sign:
        return text
    job, end, after = rest.partition("\n\n")
    job = re.sub(r"^( *)#", r"\1", job, flags=re.MULTILINE)
    return f"{before}{sign[1:]}{job}{end}{after}"


def tracked_workflows() -> list[str]:
    """Every file of the clone that reads as a workflow of GitHub or GitLab, wherever it lies."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.yml", "*.yaml"],
        cwd=CLONE, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    is_one = re.compile(r"^(?:jobs|stages|runs):", re.MULTILINE)
    return sorted(
        name
        for name in filter(None, names)
        if (CLONE / name).is_file() and is_one.search((CLONE / name).read_text(encoding="utf-8"))
    )


def _init(ci: str) -> dict[str, str]:
    answers = ProjectAnswers(
        "Acme", "https://a.example/", "UTC", ("en",), "simple", ci, date(2026, 1, 1)
    )
    return {name: data.decode() for name, data in project_files(answers).items()}


def _shipped(ci: str) -> list[Workflow]:
    found = [
        Workflow(name, with_all_jobs((CLONE / name).read_text(encoding="utf-8")))
        for name in tracked_workflows()
        if ("gitlab" in name) == (ci == "gitlab")
    ]
    return found + [
        Workflow(f"init: {name}", with_all_jobs(text))
        for name, text in _init(ci).items()
        if name.startswith((".github/workflows/", ".gitlab-ci"))
    ]


def github() -> list[Workflow]:
    return _shipped("github")


def gitlab() -> list[Workflow]:
    return _shipped("gitlab")
