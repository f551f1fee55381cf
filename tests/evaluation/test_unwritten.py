"""Guides and FAQ pages that nobody wrote yet: left out, and warned of when they are due."""

from __future__ import annotations

import pytest

from notices.rules.pages import STUB_MARK
from tests.project import FEATURE, Project

NOW = "2026-12-11 20:00:01"
"""A second after the deadline of the task."""

GUIDE, FAQ = "content/pages/guides/payroll-engine.md", "content/pages/faq/payroll-engine.md"


@pytest.fixture
def announced(project: Project) -> Project:
    project.release("payroll-engine", FEATURE)
    assert project.run("publish", "--now", "2026-11-22 20:00").status == 0
    return project


def warned(project: Project) -> list[tuple[str, str]]:
    problems = project.check(NOW)["problems"]
    ours = ("task-overdue", "stub-unfilled")
    return [(p["rule"], p["path"]) for p in problems if p["rule"] in ours]


OVERDUE = ("task-overdue", "content/releases/payroll-engine.yml")


def test_both_pages_have_to_be_written_in_the_first_language(announced: Project) -> None:
    assert warned(announced) == [OVERDUE]
    announced.write(GUIDE, "# Hướng dẫn\n\nMở **Tiền lương**.\n")
    announced.write(FAQ.replace(".md", ".en.md"), "# Questions\n\nWhere is it?\n")
    assert warned(announced) == [OVERDUE]
    announced.write(FAQ, "# Câu hỏi\n\nỞ đâu?\n")
    assert warned(announced) == []


@pytest.mark.parametrize(
    "text, problems",
    [
        ("---\nstub: true\n---\n\nSẽ có sau.\n", [OVERDUE]),
        ("", [("stub-unfilled", GUIDE), OVERDUE]),
        ("---\ntitle: Hướng dẫn\n---\n\n", [("stub-unfilled", GUIDE), OVERDUE]),
        (f"---\ntitle: A\n---\n{STUB_MARK}\nSẽ có.\n", [("stub-unfilled", GUIDE), OVERDUE]),
    ],
    ids=["marked as a stub", "empty", "empty below its head", "the stub's own text"],
)
def test_a_page_that_nobody_wrote_is_not_shown(
    announced: Project, text: str, problems: list[tuple[str, str]]
) -> None:
    announced.write(FAQ, "# Câu hỏi\n\nỞ đâu?\n")
    announced.write(GUIDE, text)
    assert warned(announced) == problems
    hint = "remove the line `<!-- notices:stub -->`"
    assert (hint in announced.run("check", "--now", NOW).out) == (STUB_MARK in text)
    assert announced.run_at(NOW, "build").status == 0
    assert "hiện vẫn đang biên soạn" in announced.page("guides/payroll-engine/index.html")


def test_a_page_that_browsers_could_not_show_is_refused_and_keeps_nothing_else_back(
    announced: Project,
) -> None:
    announced.write("content/pages/about.md", "# Giới thiệu\n")
    guide = announced.root / GUIDE
    guide.parent.mkdir(parents=True, exist_ok=True)
    guide.write_bytes(b"# H\xc6\xb0\xe1\xbb\x9bng d\xabn\n")
    refusal = f"{GUIDE}:1:10: error[schema] byte 0xAB is not UTF-8\n"
    checked = announced.run("check", "--now", NOW)
    assert (checked.status, refusal in checked.out) == (1, True)
    built = announced.run_at(NOW, "build")
    assert (built.status, refusal in built.err) == (1, True)
    assert not (announced.root / "site/about/index.html").exists()
    published = announced.run("publish", "--now", NOW)
    assert (published.status, refusal in published.err) == (3, True)
    assert "Giới thiệu" in announced.page("about/index.html")
    assert "hiện vẫn đang biên soạn" in announced.page("guides/payroll-engine/index.html")


def test_a_page_or_drawing_that_is_not_safe_is_refused_and_keeps_nothing_else_back(
    announced: Project,
) -> None:
    announced.write("content/pages/about.md", "# Giới thiệu\n")
    announced.write("content/pages/slow.md", "# A\n\n" + "[a](" * 16_000)
    announced.write("content/pages/deep.md", "---\na: " + "[" * 8_000 + "\n---\n# A\n")
    announced.write(GUIDE, "# Hướng dẫn\n\n![a](payroll-engine/a.svg)\n")
    drawing = "content/pages/guides/payroll-engine/a.SVG"
    announced.write(drawing, "<svg><script>alert(1)</script></svg>")
    refusals = (
        "content/pages/slow.md:3:1: error[page-limits] ",
        "content/pages/deep.md:2:11: error[yaml] nested more than 8 levels deep\n",
        f"{drawing}:1:6: error[unsafe-svg] a drawing cannot have <script>\n",
    )
    checked = announced.run("check", "--now", NOW)
    assert (checked.status, [r for r in refusals if r not in checked.out]) == (1, [])
    published = announced.run("publish", "--now", NOW)
    assert (published.status, [r for r in refusals if r not in published.err]) == (3, [])
    assert "Giới thiệu" in announced.page("about/index.html")
    assert "Hướng dẫn" in announced.page("guides/payroll-engine/index.html")
    site = announced.site
    for name in ("slow", "deep", "guides/payroll-engine/a.SVG"):
        assert not (site / name).exists()
