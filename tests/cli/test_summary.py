"""`check --summary`: what a change will do, told to those who propose and read it.

The golden files are written anew by ``python -m tests.cli.test_summary``.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from notices.cli.summary.findings import line_to_write
from tests.cli.test_check_base import committed, git
from tests.project import CLONE, FEATURE, Project

NOW = "2026-12-01 09:00"
GOLDEN = CLONE / "tests/golden"
LANGUAGES = ("en", "vi")
SERVER = """\
category: server
title: {vi: "Ổ đĩa | mới @anviec #1", en: "New <b>disks</b>"}
summary: {vi: Thay ổ đĩa của máy chủ., en: The server gets new disks.}
window: {start: 2026-12-01 20:00, end: 2026-12-01 21:00}
impact: {downtime: 20m, mode: stopped, systems: [crm]}
"""
FIX = """\
category: fix
title: {vi: Sửa cách làm tròn, en: Rounding is fixed}
summary: {vi: Tổng khớp với các dòng., en: Sums equal their lines.}
window: {start: 2026-12-04 20:00, end: 2026-12-04 21:00}
impact: {downtime: 0m}
customers: [acme]
"""
PLAN = """\
approvals: [{role: ceo, on: 2026-11-24}, {role: marketing, on: 2026-11-25}, {role: product, on: 2026-11-26}]
items: [{title: {vi: Bảng lương thế hệ mới, en: New payroll engine}, category: feature, expected: 2026-12-12}]
"""


def summary(project: Project, *args: str, lang: str = "en", now: str = NOW) -> str:
    """What check leaves in a new file."""
    path = project.root / "summary.md"
    path.unlink(missing_ok=True)
    project.run("--lang", lang, "check", "--summary", str(path), "--now", now, *args)
    return path.read_text(encoding="utf-8")


def proposed(root: Path) -> Project:
    """A clone whose main published one feature and a plan; its branch `work` proposes more."""
    project = Project.create(root)
    git(project.root, "init", "-q", "-b", "main")
    project.release("payroll-engine")
    project.write("content/plans/2026-12.yml", PLAN)
    assert project.run("publish", "--now", "2026-11-28 09:00").status == 0
    project.release("untouched", FEATURE.replace("12-12", "12-19"))
    committed(project)
    git(project.root, "switch", "-q", "-c", "work")
    project.release("payroll-engine", FEATURE.replace("12-12", "12-05"))
    project.release("new-disks", SERVER)
    project.release("rounding", FIX)
    project.release("portal", FEATURE.replace("12-12", "12-26"))
    project.release("idea", FEATURE + "draft: true\n")
    project.release("typo", FEATURE.replace("title:", "tittle:"))
    committed(project)
    return project


@pytest.fixture(scope="module")
def proposal(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """That clone; nobody may change it."""
    return proposed(tmp_path_factory.mktemp("proposal") / "project")


def golden(project: Project, lang: str) -> str:
    url = "https://git.example/artifacts/1"
    return summary(project, "--base", "main", "--preview-url", url, lang=lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_proposed_change_is_told_in_the_language_of_the_messages(
    proposal: Project, lang: str
) -> None:
    """Refusals with the line to write, a table a touched release, the plans, warnings, a count."""
    expected = (GOLDEN / f"summary.{lang}.md").read_text(encoding="utf-8")
    assert golden(proposal, lang) == expected


def test_only_what_the_branch_touched_has_a_section(proposal: Project) -> None:
    text = summary(proposal, "--base", "main")
    assert "`content/releases/untouched.yml`" not in text.partition("<details>")[0]
    assert "- `content/releases/untouched.yml`" in summary(proposal)


def test_a_guide_touches_its_release_and_a_removed_file_is_named(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    git(project.root, "init", "-q", "-b", "main")
    project.release("portal", FEATURE.replace("12-12", "12-26"))
    project.release("gone", FEATURE.replace("12-12", "12-27"))
    committed(project)
    git(project.root, "switch", "-q", "-c", "work")
    project.write("content/pages/guides/portal.md", "# Hướng dẫn\n\nXem.\n")
    (project.root / "content/releases/gone.yml").unlink()

    text = summary(project, "--base", "main")

    assert re.findall(r"^- `(.*)`$", text, re.MULTILINE) == ["content/releases/portal.yml"]
    assert "\n`content/releases/gone.yml` is removed.\n" in text


def test_it_is_appended_to_what_the_file_holds_and_changes_nothing_else(project: Project) -> None:
    project.release("payroll-engine")
    file = project.write("summary.md", "# Before\n\n")

    with_summary = project.run("check", "--now", NOW, "--summary", str(file))

    assert with_summary == project.run("check", "--now", NOW)
    assert file.read_text("utf-8").startswith("# Before\n\n# Notices: nothing is refused\n")


def test_a_file_that_cannot_be_written_is_named(project: Project) -> None:
    answer = project.run("check", "--now", NOW, "--summary", str(project.root / "no/summary.md"))
    assert answer.status == 1
    assert "No such file or directory" in answer.err


@pytest.mark.parametrize("url", ["javascript:alert(1)", "preview", "//x.example"])
def test_a_preview_is_a_page_of_the_web(project: Project, url: str) -> None:
    answer = project.run("check", "--preview-url", url)
    assert answer.status == 2
    assert "https://" in answer.err


def test_a_project_without_a_usable_policy_is_told_what_is_wrong_with_it(project: Project) -> None:
    project.write("content/policy.yml", "languages: [vi]\n")
    text = summary(project)
    assert text.startswith("# Notices: ")
    assert "### `content/policy.yml:1` · " in text
    assert "\n## " not in text


def test_a_policy_without_plans_has_no_table_of_them(tmp_path: Path) -> None:
    simple = CLONE / "generator/notices/cli/init_files/policies/simple/policy.yml"
    policy = simple.read_text("utf-8").replace("$zone", "UTC").replace("$languages", "vi, en")
    project = Project.create(tmp_path / "simple", policy.replace("$today", "2026-11-01"))
    assert "Monthly plans" not in summary(project)


def test_texts_that_are_not_written_yet_are_named_with_the_release_not_among_warnings(
    project: Project,
) -> None:
    """A body of three dots passes `check`; whoever merges it has to see that it is one."""
    body = "body: {vi: Nội dung chi tiết., en: The details.}"
    project.release("payroll-engine", FEATURE.replace(body, "body: {vi: …, en: ...}"))

    lines = summary(project).partition("<details>")[0].splitlines()

    assert lines.count("- **Still to write, readers would see dots:** `body.vi`, `body.en`") == 1


@pytest.mark.parametrize(
    "now, row",
    [
        ("2026-11-29 23:59:59", "| `2026-12` | there is no `content/plans/2026-12.yml` yet |"),
        ("2026-11-30 00:00", "| `2026-12` | there is none, and it can no longer be announced | – | – |"),
    ],
)  # fmt: skip
def test_a_plan_that_is_missing_can_be_written_until_its_last_second(
    project: Project, now: str, row: str
) -> None:
    assert f"\n{row}" in summary(project, now=now)


def test_more_than_a_summary_has_room_for_is_left_out_with_a_sentence(project: Project) -> None:
    for number in range(700):
        project.release(f"late-{number}", FEATURE.replace("12-12", "12-05"))

    text = summary(project, "--no-host")

    assert 1024 * 1024 - 4096 < len(text.encode()) <= 1024 * 1024
    assert re.search(r"\n\d+ parts are left out: a summary has room for 1 MiB\. `notices", text)
    assert text.endswith("checked 700 entries: 700 errors, 700 warnings\n")
    assert text.count("<details>") == text.count("</details>") == 1


@pytest.mark.parametrize(
    "help, line",
    [
        ("Write `window: {start: a, end: b}`, and publish it by c.", "window: {start: a, end: b}"),
        ("if x, write `origin: provider` and `exception: {reason: …}`; or write `window: {y: z}`.", "window: {y: z}"),
        ("write `exception: {reason: {en: …}}`", "exception: {reason: {en: …}}"),
        ("write `reason: {en: …}` and `approved_by: ceo` in the window", "approved_by: ceo"),
        ("Write `start: a` and `end: b` in the window; or write `y: z`.", "start: a\nend: b"),
        ("hãy ghi `start: a` và `end: b` vào khung giờ", "start: a\nend: b"),
        ("Did you mean `title`?", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_line_to_write_is_a_window_or_what_needs_no_more_words(help: str, line: str) -> None:
    assert line_to_write(help) == line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_line_to_write_passes_check_as_it_is_pasted(project: Project, lang: str) -> None:
    project.release("payroll-engine")
    now = "2026-12-02 21:00"
    [line] = re.findall(r"^~~~yaml\n(.*)\n~~~$", summary(project, lang=lang, now=now), re.MULTILINE)

    project.release("payroll-engine", FEATURE.replace(FEATURE.splitlines()[3], line))

    assert project.check(now)["ok"] is True
    assert "~~~yaml" not in summary(project, now=now)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_a_window_on_several_lines_its_two_lines_are_written(
    project: Project, lang: str
) -> None:
    """`notices new` writes such a window; a whole one in the place of a line would break the file."""
    start, end = "  start: 2026-12-12 20:00", "  end: 2026-12-12 22:00"
    lines = FEATURE.splitlines()
    lines[3:4] = ["window:", start, "  # Anyone may comment.", end]
    project.release("payroll-engine", "\n".join(lines))
    now = "2026-12-02 21:00"
    text = summary(project, lang=lang, now=now)
    [pasted] = re.findall(r"^~~~yaml\n(start: .*\nend: .*)\n~~~$", text, re.MULTILINE)

    new_start, new_end = (f"  {line}" for line in pasted.splitlines())
    new = "\n".join(lines).replace(start, new_start).replace(end, new_end)
    project.release("payroll-engine", new)

    assert pasted == "start: 2026-12-13 20:00\nend: 2026-12-13 22:00"
    assert project.check(now)["ok"] is True


def test_what_the_golden_files_hold_is_what_a_reader_of_markdown_sees() -> None:
    """Each table has four columns in every row; the hostile title is text alone."""
    for lang in LANGUAGES:
        text = (GOLDEN / f"summary.{lang}.md").read_text("utf-8")
        html = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text)
        rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
        assert rows
        assert {row.count("<td") + row.count("<th") for row in rows} == {4}
        assert "<b>" not in html
        assert "@anviec" not in html


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        clone = proposed(Path(folder) / "project")
        for language in LANGUAGES:
            (GOLDEN / f"summary.{language}.md").write_text(golden(clone, language), "utf-8")
