"""The language switch leads to the same page in the other language."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.stage import serving
from tests.project import FEATURE, Project

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "releases/customer-map/",
    "guides/customer-map/",
    "faq/leave-forecast/",
    "changelog/",
    "changelog/2026/",
    "guides/",
    "subscribe/",
)


@pytest.mark.parametrize("fixture, pages", [("base", PAGES), ("base_below", PAGES[:4])])
def test_the_switch_leads_to_the_same_page_and_back(
    request: pytest.FixtureRequest, visitor: Visitor, fixture: str, pages: tuple[str, ...]
) -> None:
    address: str = request.getfixturevalue(fixture)
    page = visitor()
    switch = page.locator("header")
    html = page.locator("html")
    for path in pages:
        page.goto(address + path)
        expect(html).to_have_attribute("lang", "vi")
        switch.get_by_role("link", name="English").click()
        expect(page).to_have_url(f"{address}en/{path}")
        expect(html).to_have_attribute("lang", "en")
        switch.get_by_role("link", name="Tiếng Việt").click()
        expect(page).to_have_url(address + path)


def test_each_page_speaks_one_language(base: str, visitor: Visitor) -> None:
    page = visitor()
    page.goto(base + "releases/customer-map/")
    expect(page.locator("h1")).to_have_text("Bản đồ khách hàng trong CRM")
    expect(page.locator("#nt-impact")).to_have_text("Ảnh hưởng")
    expect(page).to_have_title("Bản đồ khách hàng trong CRM – Anviec")

    page.locator("header").get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Customer map in CRM")
    expect(page.locator("#nt-impact")).to_have_text("Impact")
    expect(page).to_have_title("Customer map in CRM – Anviec")


def test_a_guide_in_one_language_alone_is_shown_in_both_and_marked(
    project: Project, visitor: Visitor
) -> None:
    project.release("payroll-engine", FEATURE)
    project.write("content/pages/guides/payroll-engine.md", "# Cách dùng\n\nBước một.\n")
    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0
    page = visitor()

    with serving(Path(project.site)) as address:
        page.goto(address + "guides/payroll-engine/")
        page.locator("header").get_by_role("link", name="English").click()

        expect(page).to_have_url(address + "en/guides/payroll-engine/")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.get_by_text("only available in Tiếng Việt")).to_be_visible()
        text = page.locator(".nt-written")
        expect(text).to_contain_text("Bước một.")
        expect(text).to_have_attribute("lang", "vi")
