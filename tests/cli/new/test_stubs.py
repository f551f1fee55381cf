"""`stubs` writes the guide and FAQ pages that are missing, and nothing over anything."""

from __future__ import annotations

import pytest

from notices.loading import front_matter
from tests.cli.new.reading import NOW, problems
from tests.project import FEATURE, Project

PAGES = [
    f"content/pages/{kind}/payroll-engine{language}.md"
    for kind in ("guides", "faq")
    for language in ("", ".en")
]


def test_the_missing_pages_of_all_releases_that_owe_them(project: Project) -> None:
    project.release("payroll-engine")
    project.release("a-draft", f"draft: true\n{FEATURE}")
    project.release("a-fix", FEATURE.replace("category: feature", "category: fix"))
    project.release("cancelled", f"{FEATURE}cancelled: {{at: 2026-11-01 09:00, reason: x}}\n")

    answer = project.run("stubs", "--now", NOW)

    assert answer.status == 0
    assert answer.out.splitlines() == [
        *(page.replace("payroll-engine", "a-draft") for page in PAGES),
        *PAGES,
    ]
    assert answer.err == (
        "write each page, then delete its line `stub: true` and the mark below it\n"
    )
    assert (
        (project.root / PAGES[1]).read_text(encoding="utf-8")
        == """\
---
title: "New payroll engine"
# When the page is written, delete this line, the next one, and the mark below.
stub: true
---

<!-- notices:stub -->
"""
    )
    assert problems(project) == [("warning", "unplanned", "content/releases/payroll-engine.yml")]
    assert project.run("stubs", "--now", NOW).err == "no guide or FAQ page is missing\n"


def test_a_stub_is_not_shown_and_counts_as_not_written(project: Project) -> None:
    project.release("payroll-engine")
    project.run("stubs", "--now", NOW)

    project.run("publish", "--now", "2026-12-02 09:00")

    assert "notices:stub" not in project.page("guides/payroll-engine/index.html")
    assert ("warning", "task-overdue") in {
        (severity, rule) for severity, rule, _ in problems(project, "2026-12-12 09:00")
    }


def test_only_one_that_is_named(project: Project) -> None:
    project.release("payroll-engine")
    project.release("a-fix", FEATURE.replace("category: feature", "category: fix"))

    answer = project.run("stubs", "a-fix", "--now", NOW)

    assert answer.out.split() == [page.replace("payroll-engine", "a-fix") for page in PAGES]


def test_what_is_written_stays(project: Project) -> None:
    project.release("payroll-engine")
    for page in PAGES[:3]:
        project.write(page, f"# {page}\n")

    assert project.run("stubs", "--now", NOW).out.split() == PAGES[3:]
    for page in PAGES[:3]:
        assert (project.root / page).read_text(encoding="utf-8") == f"# {page}\n"


@pytest.mark.parametrize("title", ["a: #b", '"', "\\n", "--- 'x'", "🇻🇳 ...", "{{ x }}"])
def test_a_title_arrives_as_it_is(project: Project, title: str) -> None:
    quoted = title.replace("'", "''")
    project.release("a", FEATURE.replace("vi: Bảng lương thế hệ mới", f"vi: '{quoted}'"))

    assert project.run("stubs", "a", "--now", NOW).status == 0

    page = "content/pages/guides/a.md"
    meta = front_matter(page, (project.root / page).read_bytes()).value
    assert meta == {"title": title, "stub": "true"}


def test_a_character_that_no_page_may_hold_is_left_out_of_its_title(project: Project) -> None:
    project.release("a", FEATURE.replace("Bảng lương thế hệ mới", "Bảng\ue000 lương"))

    assert project.run("stubs", "a", "--now", NOW).status == 0

    assert 'title: "Bảng lương"\n' in (project.root / "content/pages/guides/a.md").read_text(
        "utf-8"
    )
    assert "error" not in {severity for severity, _, _ in problems(project)}


def test_an_unknown_release_is_wrong_usage(project: Project) -> None:
    project.release("payroll-engine")
    project.release("broken", "category: x\n")

    unknown = project.run("stubs", "payrol-engine")
    broken = project.run("stubs", "broken")

    assert unknown.status == broken.status == 2
    assert "there is no release `payrol-engine`. Did you mean 'payroll-engine'?" in unknown.err
    assert "the file of `broken` cannot be read; see `notices check`" in broken.err


def test_a_page_says_what_to_delete_in_the_language_of_commands(project: Project) -> None:
    project.release("payroll-engine")

    project.run("--lang", "vi", "stubs", "--now", NOW)

    text = (project.root / PAGES[1]).read_text(encoding="utf-8")
    assert text.splitlines()[2:4] == [
        "# Khi đã viết xong, xóa dòng này, dòng dưới và dấu ở cuối trang.",
        "stub: true",
    ]
