"""The language switch leads to the same page in the other language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.stage import serving
from tests.demo import NOW
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
    page.clock.install(time=NOW)
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
        expect(page.get_by_text("only available in Vietnamese")).to_be_visible()
        text = page.locator(".nt-written")
        expect(text).to_contain_text("Bước một.")
        expect(text).to_have_attribute("lang", "vi")


def test_the_switch_keeps_the_part_of_the_page_and_what_was_chosen(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    header = page.locator("header")
    for path, kept in (
        ("releases/customer-map/#nt-impact", "#nt-impact"),
        ("changelog/?system=crm", "?system=crm"),
        ("subscribe/#nt-calendar", "#nt-calendar"),
        ("changelog/#nothing-of-that-name", ""),
    ):
        page.goto(base + path)
        header.get_by_role("link", name="English").click()
        expect(page).to_have_url(f"{base}en/{path.partition('#')[0].partition('?')[0]}{kept}")
        page.locator("header").get_by_role("link", name="Tiếng Việt").click()
        expect(page).to_have_url(base + path.partition("#")[0].partition("?")[0] + kept)


def test_a_heading_that_a_person_wrote_is_not_looked_for_in_the_other_language(
    project: Project, visitor: Visitor
) -> None:
    project.release("payroll-engine", FEATURE)
    project.write("content/pages/guides/payroll-engine.md", "# Cách dùng\n\n## Bước một\n\nLưu.\n")
    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0
    page = visitor()

    with serving(Path(project.site)) as address:
        page.goto(address + "guides/payroll-engine/")
        heading = page.locator(".nt-written h2").get_attribute("id")
        page.goto(f"{address}guides/payroll-engine/#{heading}")
        page.locator("header").get_by_role("link", name="English").click()
        expect(page).to_have_url(address + "en/guides/payroll-engine/")


def test_the_switch_remembers_nothing(base: str, visitor: Visitor) -> None:
    page = visitor()
    page.goto(base)
    page.locator("header").get_by_role("link", name="English").click()
    expect(page).to_have_url(base + "en/")
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == [
        "",
        0,
        0,
    ]


SAID = """() => {
  const said = [document.title];
  const other = (node) => {
    const lang = node.closest("[lang]")?.lang;
    return lang !== document.documentElement.lang;
  };
  for (const node of document.querySelectorAll("*")) {
    if (other(node) || node.closest(".nt-written, code, script")) continue;
    for (const name of ["aria-label", "title", "alt", "placeholder", "data-auto", "data-then"])
      if (node.getAttribute(name)) said.push(node.getAttribute(name));
    for (const child of node.childNodes)
      if (child.nodeType === 3 && child.data.trim()) said.push(child.data.trim());
  }
  return said;
}"""

EVERY_KIND = (
    *PAGES,
    "plans/",
    "plans/2026-11/",
    "on-time/",
    "banner/",
    "faq/",
    "faq/customer-map/",
)

# Letters that no English word has, and words that no Vietnamese text has.
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
ENGLISH = re.compile(
    r"\b(the|and|of|to|is|are|will|was|update|updates|search|skip|copy|footer|header|page|home|next"
    r"|previous|table|close|open|content)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_on_a_page_is_said_in_the_other_language(
    base: str, visitor: Visitor, width: int
) -> None:
    page = visitor(width=width)
    for path in EVERY_KIND:
        page.goto(base + path)
        texts = [text.replace("Content-Security-Policy", "") for text in page.evaluate(SAID)]
        assert [text for text in texts if ENGLISH.search(text)] == [], path
        page.goto(f"{base}en/{path}")
        assert [text for text in page.evaluate(SAID) if VIETNAMESE.search(text)] == [], path
