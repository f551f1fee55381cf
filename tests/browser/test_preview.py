"""A page of a preview in a real browser: it is new as soon as it is rendered, and asks nobody else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.previews import serve
from tests.project import FEATURE, Project

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOW = ("--now", "2026-11-23 09:00")


def test_an_open_page_shows_each_edit_and_each_problem_until_it_is_fixed(
    project: Project, tmp_path: Path, visitor: Visitor
) -> None:
    entry = project.release("payroll-engine")
    with serve(project, tmp_path / "work", *NOW) as preview:
        url = f"{preview.url}releases/payroll-engine/"
        page = visitor(missing=(url,))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(url)
        heading = page.locator("h1")
        expect(heading).to_contain_text("Bảng lương thế hệ mới")

        entry.write_text(FEATURE.replace("thế hệ mới", "đời mới"), encoding="utf-8")
        expect(heading).to_contain_text("Bảng lương đời mới")

        entry.write_text(FEATURE + "nonsense: 1\n", encoding="utf-8")
        problems = page.locator(".nt-problems__error")
        expect(problems).to_contain_text("content/releases/payroll-engine.yml:7:1")
        entry.write_text(FEATURE, encoding="utf-8")
        expect(heading).to_contain_text("Bảng lương thế hệ mới")
        expect(problems).to_have_count(0)

        config = project.root / "mkdocs.yml"
        text = config.read_text(encoding="utf-8")
        config.write_text("site_name: [\n", encoding="utf-8")
        expect(heading).to_have_text("There is nothing to preview yet")
        config.write_text(text, encoding="utf-8")
        expect(heading).to_contain_text("Bảng lương thế hệ mới")

        entry.unlink()
        expect(page.locator(".nt-lost").first).to_be_visible()
        assert {re.sub(r"^(http://[^/]*/).*", r"\1", each) for each in asked} == {preview.url}


def test_a_page_in_the_background_is_new_when_it_is_looked_at(
    project: Project, tmp_path: Path, visitor: Visitor
) -> None:
    entry = project.release("payroll-engine")
    with serve(project, tmp_path / "work", *NOW) as preview:
        page = visitor()
        page.add_init_script(
            "Object.defineProperty(document, 'hidden', {get: () => window.name === 'hidden'});"
        )
        page.goto(f"{preview.url}releases/payroll-engine/")
        page.evaluate(
            "window.name = 'hidden'; document.dispatchEvent(new Event('visibilitychange'))"
        )
        entry.write_text(FEATURE.replace("thế hệ mới", "đời mới"), encoding="utf-8")
        other = visitor()
        other.goto(f"{preview.url}releases/payroll-engine/")
        expect(other.locator("h1")).to_contain_text("Bảng lương đời mới")
        expect(page.locator("h1")).to_contain_text("Bảng lương thế hệ mới")

        page.evaluate("window.name = ''; document.dispatchEvent(new Event('visibilitychange'))")

        expect(page.locator("h1")).to_contain_text("Bảng lương đời mới")
