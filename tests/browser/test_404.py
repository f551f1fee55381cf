"""The page for what is not there: in the language of the address, else in both at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def first(page: Page) -> tuple[str, str, str]:
    """The language of the page, of its first part, and that part's heading."""
    return (
        page.evaluate("document.documentElement.lang"),
        page.locator(".nt-lost").first.get_attribute("lang") or "",
        page.locator(".nt-lost h1").inner_text(),
    )


VI = ("vi", "vi", "Không tìm thấy trang")
EN = ("en", "en", "Page not found")


@pytest.mark.parametrize(
    "path, expected",
    [("nowhere", VI), ("releases/nope/", VI), ("en/releases/nope/", EN), ("english/", VI)],
)
@pytest.mark.parametrize("below", [False, True])
def test_the_language_of_the_address_comes_first(
    base: str,
    base_below: str,
    visitor: Visitor,
    path: str,
    expected: tuple[str, str, str],
    below: bool,
) -> None:
    address = (base_below if below else base) + path
    page = visitor(missing=(address,))
    page.goto(address)
    assert first(page) == expected
    assert page.title() == f"{expected[2]} – Anviec"
    # What is around it is in the same language, and nothing beside it is in another.
    changelog = {"vi": "Nhật ký", "en": "Changelog"}[expected[0]]
    assert page.locator(".nt-nav a").nth(1).inner_text() == changelog
    support = {"vi": "Liên hệ hỗ trợ", "en": "Contact support"}[expected[0]]
    assert support in page.locator(".nt-footer").inner_text()
    ranks = page.locator(".nt-lost__title").evaluate_all("all => all.map((each) => each.tagName)")
    assert ranks == {"vi": ["H1", "H2"], "en": ["H1"]}[expected[0]]


def test_the_search_and_the_colours_work_in_the_language_of_the_address(
    base: str, visitor: Visitor
) -> None:
    address = f"{base}en/nope/"
    page = visitor(missing=(address,))
    page.goto(address)

    page.get_by_role("button", name="Colours as on the device: switch to light").click()
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("searchbox").fill("search servers")
    expect(page.locator(".nt-search__told")).to_have_text("1 result")


@pytest.mark.parametrize("width", [360, 1280])
def test_its_own_way_to_the_search_opens_it(base: str, visitor: Visitor, width: int) -> None:
    address = f"{base}en/nope/"
    page = visitor(missing=(address,), width=width)
    page.goto(address)

    way = page.get_by_role("button", name="Search: by title, area or date")
    way.click()
    page.get_by_role("searchbox").fill("search servers")
    expect(page.locator(".nt-search__told")).to_have_text("1 result")
    page.keyboard.press("Escape")
    expect(way).to_be_focused()


def test_where_both_languages_are_there_each_leads_to_its_own_search(
    base: str, visitor: Visitor
) -> None:
    address = f"{base}nowhere"
    page = visitor(missing=(address, f"{base}en/nowhere#nt-search"))
    page.goto(address)
    ways = page.locator(".nt-lost li:visible :is(a, button)").all_inner_texts()
    assert ways == [
        "Trang chủ: việc đang diễn ra và sắp tới",
        "Nhật ký: mọi bản cập nhật đã công bố",
        "Theo dõi: để không bỏ lỡ lịch nào",
        "Tìm kiếm: theo tên, phần liên quan hoặc ngày",
        "Home page: what is running now and what is coming up",
        "Changelog: every update we have announced",
        "Ways to follow: never miss a date",
        "Search: by title, area or date",
    ]
    for name, words, told in (
        ("Tìm kiếm: theo tên", "máy chủ tìm kiếm", "1 kết quả"),
        ("Search: by title", "search servers", "1 result"),
    ):
        page.get_by_role("button", name=name).click()
        page.get_by_role("searchbox").fill(words)
        expect(page.locator(".nt-search__told")).to_have_text(told)
        page.keyboard.press("Escape")


def test_in_one_language_it_leads_to_the_other(base: str, visitor: Visitor) -> None:
    address = f"{base}en/nope/"
    page = visitor(missing=(address,))
    page.goto(address)
    page.get_by_role("link", name="Tiếng Việt").click()
    assert page.url == base


def test_every_way_on_leads_to_a_page(base_below: str, visitor: Visitor) -> None:
    address = f"{base_below}en/deep/er/nope/"
    page = visitor(missing=(address,))
    page.goto(address)
    links = page.locator(".nt-lost a").evaluate_all("all => all.map((each) => each.href)")
    names = ("en/", "en/changelog/", "en/subscribe/", "")
    assert links == [base_below + name for name in names]
    for link in links:
        answer = page.goto(link)
        assert answer is not None
        assert answer.status == 200


def test_without_scripts_both_languages_are_there_and_no_search_is_promised(
    base: str, visitor: Visitor
) -> None:
    address = f"{base}en/nope/"
    page = visitor(missing=(address,), java_script_enabled=False)
    page.goto(address)
    assert page.locator(".nt-lost__title").all_inner_texts() == [
        "Không tìm thấy trang",
        "Page not found",
    ]
    assert not page.locator(".nt-lost__search").first.is_visible()


def test_structured_data_is_data_under_the_pages_policy(base: str, visitor: Visitor) -> None:
    page = visitor()
    page.add_init_script(
        "window.refused = []; document.addEventListener('securitypolicyviolation', (event) =>"
        " window.refused.push(event.violatedDirective));"
    )
    page.goto(f"{base}releases/payroll-engine/")
    kinds = page.evaluate(
        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"
        "['@graph'].map((each) => each['@type'])"
    )
    assert kinds == ["Event", "BreadcrumbList"]
    assert page.evaluate("window.refused") == []
