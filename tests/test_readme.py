"""The README tells the truth: its entry is good, and its refusal is what the program prints."""

from __future__ import annotations

import re

import pytest

from tests.project import CLONE, Project

README = (CLONE / "README.md").read_text(encoding="utf-8")


def block(language: str, number: int = 0) -> str:
    found: list[str] = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return found[number]


def write_first_release(project: Project) -> None:
    project.write("content/releases/2026/payroll-engine.yml", block("yaml"))


def test_the_first_release_is_published_as_it_stands_there(project: Project) -> None:
    write_first_release(project)

    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0

    assert "New payroll engine" in project.page("en/releases/payroll-engine/index.html")


def test_the_outcome_that_it_adds_is_published_too(project: Project) -> None:
    write_first_release(project)
    project.run("publish", "--now", "2026-12-01 09:00")
    path = "content/releases/2026/payroll-engine.yml"
    project.write(path, block("yaml") + block("yaml", 1))

    result = project.run("publish", "--now", "2026-12-12 22:30")

    assert result.out.splitlines()[-1].endswith("payroll-engine completed published")


def test_the_refusal_is_what_check_prints(project: Project) -> None:
    write_first_release(project)
    command, printed = block("console").split("\n", 1)
    now = re.findall(r'"(.*)"', command)[0]

    result = project.run("check", "--now", now)

    assert result.status == 1
    assert result.out == printed


@pytest.mark.parametrize("name", ["README.md", ".github/CONTRIBUTING.md"])
def test_its_links_and_those_of_contributing_lead_somewhere(name: str) -> None:
    page = CLONE / name
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))

    assert links
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 80
