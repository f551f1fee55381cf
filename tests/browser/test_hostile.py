"""Titles and texts are shown as they were written, whatever they hold; none of them runs."""

from __future__ import annotations

import json
import unicodedata

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.stage import serving
from tests.project import Project

pytestmark = pytest.mark.browser

TITLES = {
    "image": '<img src=x onerror="window.ran=1">',
    "closing": "</script><script>window.ran=1</script>",
    "attribute": "\"><b onclick='window.ran=1'>đậm</b>&amp;'",
    "template": "{{ 7*7 }} {% raw %} ${window.ran=1}",
    "comment": "<!-- --!> ]]> <svg/onload=window.ran=1>",
    "right-to-left": "تحديث الرواتب (2026) שכר",
    "emoji": "Bảng lương 👩🏽‍💻🇻🇳 mới",
    "decomposed": unicodedata.normalize("NFD", "Quản lý tuyển dụng"),
}
BODY = (
    "<script>window.ran=1</script>\n\n[đi](javascript:window.ran=1)\n\n"
    "<img src=x onerror=window.ran=1>\n\n<style>body{display:none}</style>\n"
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>\n"
)


def entry(title: str) -> str:
    # JSON is YAML: so the text arrives whatever it holds.
    fields = {
        "category": "feature",
        "title": {"vi": title, "en": title},
        "summary": {"vi": title, "en": title},
        "impact": {"downtime": "10m", "mode": "usable", "sign_in_again": True, "systems": ["crm"]},
        "prepare": {"vi": BODY, "en": BODY},
        "body": {"vi": BODY, "en": BODY},
        "known_issues": [{"title": {"vi": title, "en": title}, "status": "open"}],
    }
    window = "window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}\n"
    texts = "".join(f"{k}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in fields.items())
    return texts + window


def untouched(page: Page) -> None:
    assert page.evaluate("window.ran") is None
    assert (
        page.locator("article img, article iframe, article script[src], article style").count() == 0
    )
    assert page.locator("article [href^='javascript:'], article [onclick]").count() == 0


def test_no_title_and_no_text_runs_and_each_is_shown_as_written(
    project: Project, visitor: Visitor
) -> None:
    for name, title in TITLES.items():
        project.release(name, entry(title))
    result = project.run("publish", "--now", "2026-12-01 09:00")
    assert result.status == 0, result.err
    page = visitor()
    page.clock.install(time="2026-12-01T03:00:00Z")

    with serving(project.site) as address:
        for name, title in TITLES.items():
            page.goto(f"{address}releases/{name}/")
            shown = page.locator("h1").inner_text()
            assert unicodedata.normalize("NFC", shown) == unicodedata.normalize("NFC", title)
            assert page.title().startswith(shown)
            untouched(page)
        for path in ("", "changelog/", "en/changelog/2026/", "guides/", "faq/"):
            page.goto(address + path)
            listed = page.locator("#__content").inner_text()
            # Texts are read in the composed form.
            found = [
                each for each in TITLES.values() if unicodedata.normalize("NFC", each) in listed
            ]
            assert len(found) >= (5 if path == "" else 8)
            untouched(page)
        for path in ("guides/image/", "faq/closing/", "en/guides/attribute/"):
            page.goto(address + path)
            assert page.locator("h1").inner_text().endswith(TITLES[path.split("/")[-2]])
            untouched(page)


def test_a_very_long_word_does_not_widen_a_small_screen(project: Project, visitor: Visitor) -> None:
    project.release("long", entry("Đ" * 100))
    result = project.run("publish", "--now", "2026-12-01 09:00")
    assert result.status == 0, result.err
    page = visitor(width=360)

    with serving(project.site) as address:
        for path in ("", "releases/long/", "changelog/", "guides/", "guides/long/"):
            page.goto(address + path)
            expect(page.locator("#__content")).to_contain_text("Đ" * 100)
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, path
