"""A check renders a sample of the site, and finds in pages and theme what a build of all finds."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from notices.domain.public import PublicSite
from notices.hosts import splicing
from notices.hosts.sample import names_in
from notices.rendering import site_documents
from notices.rendering.documents import Document, Theme
from notices.rendering.metadata import release_cards
from notices.rendering.metadata.social import ReleaseCard
from tests.project import CLONE, FEATURE, Project

NOW = "2026-11-28 10:00"
_OLD = """\
category: {category}
title: {{vi: Sửa lỗi {number}, en: Fix {number}}}
summary: {{vi: Tính đúng., en: It is right.}}
window: {{start: {day} 20:00, end: {day} 21:00}}
impact: {{downtime: 0m, mode: usable, systems: [payroll]}}
body: {{vi: Nội dung., en: The details.}}
{outcome}
"""
_OUTCOMES = {
    "success": "outcome: {{result: success, at: {day} 21:00}}",
    "partial": "outcome: {{result: partial, at: {day} 21:00}}",
    "cancelled": "cancelled: {{at: {day} 09:00, reason: {{vi: Hoãn., en: Off.}}}}",
}


def _old(project: Project, number: int, ending: str = "success", category: str = "fix") -> None:
    """A release from before the ledger, the ``number``-th week back."""
    day = date(2025, 8, 30) - timedelta(weeks=number)
    outcome = _OUTCOMES[ending].format(day=day)
    text = _OLD.format(number=number, day=day, outcome=outcome, category=category)
    project.release(f"old-{number}", text)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The path of each document that was rendered."""
    paths: list[str] = []

    def counted(site: PublicSite, theme: Theme, parts: Any) -> Iterator[Document]:
        for document in site_documents(site, theme, parts):
            paths.append(document.path)
            yield document

    monkeypatch.setattr(splicing, "site_documents", counted)
    return paths


def _found(project: Project, *args: str) -> list[str]:
    """The lines of a command that tell a problem of a page or of the theme."""
    answer = project.run(*args, "--now", NOW)
    lines = (answer.out + answer.err).splitlines()
    return [
        line for line in lines if line.startswith(("content/pages", "theme", "en/", "releases"))
    ]


def test_two_hundred_releases_cost_a_check_hardly_more_than_twenty(
    project: Project, rendered: list[str]
) -> None:
    counts = []
    for many in (20, 200):
        for number in range(many):
            _old(project, number)
        rendered.clear()
        project.run("check", "--now", NOW)
        counts.append(sum("releases/" in path for path in rendered))

    # A page and an event in two languages, of two releases in each of the years that there are more.
    assert 0 < counts[0] < 40
    assert counts[1] <= counts[0] + 2 * 2 * 2 * 4


def test_links_of_pages_are_followed_as_on_the_whole_site(project: Project) -> None:
    for number in range(60):
        _old(project, number)
    good = [
        "../releases/old-47/", "../releases/old-46/#nt-changes", "old-41.md",
        "/en/releases/old-43/", "../releases/old%2D45/", "../changelog/2024/#nt-row-old-50",
        "../changelog/2024/", "../changelog/2025/", "../releases/old-33/event.ics",
        "../calendar/2024.ics",
    ]  # fmt: skip
    dead = [
        "../releases/old-47/#nothing", "../releases/old-99/", "../changelog/1999/", "old-97.md",
        "../changelog/2024/#nt-row-old-1", "../releases/old-37/#nt-prepare", "../guides/old-27/",
    ]  # fmt: skip
    text = "".join(f"- [{number}]({link})\n" for number, link in enumerate((*good, *dead)))
    project.write("content/pages/about.md", f"# About\n\n{text}")

    found = _found(project, "check")

    assert found == _found(project, "build", "--site-dir", "whole")
    numbers = [int(line.split(":")[1]) - 3 for line in found]
    assert numbers == [number + len(good) for number in range(len(dead))]


def test_a_text_that_names_a_hidden_entry_is_told_wherever_it_stands(project: Project) -> None:
    for number in range(60):
        _old(project, number)
    project.release("secret-thing-7", FEATURE.replace("2026-12-12", "2027-03-06"))
    path = project.root / "content/releases/old-55.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("The details.", "After secret-thing-7."), encoding="utf-8")

    found = _found(project, "check")

    assert any(
        line.startswith("en/releases/old-55/index.html:1:1: warning[hidden-name]") for line in found
    )
    assert sorted(found) == sorted(_found(project, "build", "--site-dir", "whole"))


BROKEN: dict[str, tuple[str, Callable[[Project], None]]] = {
    # Where the fault is, and what of the site meets it.
    "a cancelled one, long ago": (
        "{% if page.verdict == 'cancelled' %}{{ 1 // 0 }}{% endif %}",
        lambda project: _old(project, 58, "cancelled"),
    ),
    "a partial one, long ago": (
        "{% if page.card.badge.key == 'partial' %}{{ 1 // 0 }}{% endif %}",
        lambda project: _old(project, 58, "partial"),
    ),
    "another category, long ago": (
        "{% if page.card.category_id == 'feature' %}{{ 1 // 0 }}{% endif %}",
        lambda project: _old(project, 58, "success", "feature"),
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_template_that_fails_for_one_kind_of_release_is_found(
    project: Project, kind: str
) -> None:
    fault, add = BROKEN[kind]
    for number in range(58):
        _old(project, number)
    own_theme(project)
    template = project.root / "theme/templates/release.html"
    template.write_text(template.read_text(encoding="utf-8") + fault, encoding="utf-8")
    assert _found(project, "check") == []

    add(project)

    assert ["ZeroDivisionError" in line for line in _found(project, "check")] == [True]


def own_theme(project: Project) -> None:
    theme = project.root / "theme"
    Path(theme).unlink()
    shutil.copytree(CLONE / "theme", theme)


def test_what_a_page_may_name_is_found_behind_a_hyphen_and_behind_percent_signs() -> None:
    names = names_in(['<a href="/changelog/2024/#nt-row-old-47">x</a>', "releases/old%2D45&#47;x"])

    assert {"2024", "old-47", "old-45"} <= names


def test_a_check_draws_no_picture_of_a_release(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def counted(card: ReleaseCard, _: Theme) -> bytes:
        drawn.append(card.title)
        return b""

    monkeypatch.setattr(release_cards, "release_picture", counted)
    project.release("payroll-engine")
    assert project.run_at("2026-12-01 09:00", "publish").status == 0
    assert len(drawn) == 2
    drawn.clear()
    project.release("payroll-engine", FEATURE.replace("New payroll engine", "Payroll"))

    assert project.run_at("2026-12-01 10:00", "check").status == 0

    assert drawn == []
