"""axe, held against every kind of page: WCAG 2.2 A and AA, and what its makers think best.

It sees what is drawn, so each kind comes in both colours, in one language and on one of the
screens in the one and in the other language in the other, with everything that folds unfolded.
It sets styles of its own for a moment, which the pages' policy refuses: so that one is off here.
"""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.demo import NOW

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = """async (rules) => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
    const found = await axe.run({ runOnly: rules, resultTypes: ["violations"] });
    return [found.violations, found.passes.length];
}"""
WIDTHS = (360, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def found(page: Page, more_than: int = 20) -> list[str]:
    """What axe finds on the page as it stands: the rule, the element and the reason.

    It has looked where ``more_than`` so many of its rules had something to pass.
    """
    page.evaluate(AXE)
    violations, passed = page.evaluate(RUN, RULES)
    assert passed > more_than, f"axe has not looked at {page.url}"
    return [described(page, rule, node) for rule in violations for node in rule["nodes"]]


def described(page: Page, rule: Any, node: Any) -> str:
    return f"{page.url} {rule['id']} {node['target']}: {node['failureSummary']}"


def test_what_is_wrong_is_found(base: str, visitor: Visitor) -> None:
    page = visitor(color_scheme="light", bypass_csp=True)
    page.goto(base)
    page.locator("h1").evaluate(
        """(h1) => {
            const faulty = "<button></button><img><p>pale</p>";
            h1.insertAdjacentHTML("afterend", faulty);
            h1.parentNode.querySelector("button ~ p").style.color = "silver";
        }"""
    )
    rules = {each.split()[1] for each in found(page)}

    assert {"color-contrast", "button-name", "image-alt"} <= rules


@pytest.mark.parametrize("scheme", SCHEMES)
def test_nothing_is_found_on_any_kind_of_page(
    every_kind: tuple[str, ...], visitor: Visitor, scheme: Literal["light", "dark"]
) -> None:
    page = visitor(color_scheme=scheme, timezone_id="America/New_York", bypass_csp=True)
    page.clock.install(time=NOW)
    faults = []
    pairs = zip(every_kind[::2], every_kind[1::2], strict=True)
    for number, languages in enumerate(pairs, start=SCHEMES.index(scheme)):
        page.set_viewport_size({"width": WIDTHS[number // 2 % 2], "height": 900})
        page.goto(languages[number % 2])
        faults += found(page)

    assert faults == []


def test_nothing_is_found_where_a_page_is_not_there(base: str, visitor: Visitor) -> None:
    missing = tuple(f"{base}{path}nowhere/" for path in ("", "en/"))
    for url, scheme, width in zip(missing, SCHEMES, WIDTHS, strict=True):
        page = visitor(missing=missing, color_scheme=scheme, width=width, bypass_csp=True)
        page.goto(url)
        assert found(page) == []


def test_nothing_is_found_while_one_searches(base: str, visitor: Visitor) -> None:
    wanted = (("", "may chu", "light", 360), ("en/", "server", "dark", 1280))
    for language, words, scheme, width in wanted:
        page = visitor(color_scheme=scheme, width=width, bypass_csp=True)
        page.clock.install(time=NOW)
        page.goto(base + language)
        page.locator("[data-search]").click()
        page.get_by_role("searchbox").fill(words)
        expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
        assert found(page) == []


def test_nothing_is_found_on_a_page_that_was_built_long_ago(base: str, visitor: Visitor) -> None:
    for language, scheme, width in zip(("", "en/"), SCHEMES, WIDTHS, strict=True):
        page = visitor(color_scheme=scheme, width=width, bypass_csp=True)
        page.clock.install(time=NOW + timedelta(days=90))
        for path in ("", "releases/search-server-move/", "guides/customer-map/"):
            page.goto(f"{base}{language}{path}")
            assert found(page) == []


def test_nothing_is_found_in_a_filtered_changelog(base: str, visitor: Visitor) -> None:
    for language, scheme, width in zip(("", "en/"), SCHEMES, WIDTHS, strict=True):
        page = visitor(color_scheme=scheme, width=width, bypass_csp=True)
        for query in ("?system=payroll", "?category=fix&system=payroll"):
            page.goto(f"{base}{language}changelog/{query}")
            assert found(page) == []
