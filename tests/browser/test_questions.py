"""The list of questions: each leads to its answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.demo import NOW

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "language, first",
    [("", "Vì sao có ca không đổi được?"), ("en/", "Why can some shifts not be swapped?")],
)
def test_each_question_leads_to_its_answer(
    base: str, visitor: Visitor, language: str, first: str
) -> None:
    page = visitor(width=360)
    page.clock.install(time=NOW)
    address = f"{base}{language}faq/"
    page.goto(address)
    questions = page.locator(".nt-questions a").all_inner_texts()
    assert len(questions) == 5
    assert questions[0] == first

    for question in questions:
        page.goto(address)
        page.locator(".nt-questions a", has_text=question).click()
        expect(page.locator("h2:target")).to_contain_text(question)
        expect(page.locator("h2:target")).to_be_in_viewport()


@pytest.mark.parametrize("path", ["guides/customer-map/", "faq/leave-forecast/"])
def test_links_in_the_text_of_a_page_that_is_not_written_yet_are_underlined(
    base: str, visitor: Visitor, path: str
) -> None:
    page = visitor()
    page.clock.install(time=NOW)
    page.goto(f"{base}en/{path}")
    links = page.locator(".nt-stub > p:not(.nt-more) a")
    late = path.startswith("faq/")
    changes = "what the update changed" if late else "what the update changes"
    expect(links).to_have_text([changes, *["Contact support"][:late]])
    for link in links.all():
        expect(link).to_have_css("text-decoration-line", "underline")
