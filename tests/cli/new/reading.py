"""What `notices new` wrote, as its tests read it."""

from __future__ import annotations

import yaml

from tests.project import Project

__all__ = ["NOW", "entry", "files", "problems", "window"]

NOW = "2026-11-23 09:00"
"""A Monday; the first weekend with ten days before it begins on Saturday 5 December."""


def entry(project: Project, name: str) -> str:
    """The file of a release."""
    return (project.root / f"content/releases/{name}.yml").read_text(encoding="utf-8")


def window(project: Project, name: str) -> tuple[str, str]:
    """The start and the end that it names."""
    read = yaml.load(entry(project, name), yaml.BaseLoader)["window"]
    return read["start"], read["end"]


def problems(project: Project, now: str = NOW) -> list[tuple[str, str, str]]:
    """Severity, rule and file of what `check` finds, without asking the host."""
    report = project.run("check", "--no-host", "--format", "json", "--now", now).json()
    return [(each["severity"], each["rule"], each["path"]) for each in report["problems"]]


def files(project: Project) -> set[str]:
    """Every path below `content`."""
    return {str(path) for path in (project.root / "content").rglob("*")}
