"""Every declaration of the theme's styles is one that the browser knows: no misspelt property."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.styles import STYLES, declarations

pytestmark = pytest.mark.browser


def unknown(browser: Browser, css: str) -> list[str]:
    """The declarations that the browser would drop, but for those that are no properties
    (`@font-face`) or another browser's."""
    page = browser.new_page()
    asked = [
        each
        for each in declarations(css)
        if not each.around.startswith("@font-face") and not each.name.startswith("-moz-")
    ]
    answers = page.evaluate(
        "all => all.map(([name, value]) => CSS.supports(name, value))",
        [[each.name, each.value] for each in asked],
    )
    page.close()
    return [
        f"{each.line}: {each.name}: {each.value}"
        for each, is_known in zip(asked, answers, strict=True)
        if not is_known
    ]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_the_browser_knows_every_declaration(browser: Browser, path: Path) -> None:
    assert unknown(browser, path.read_text(encoding="utf-8")) == []


def test_a_misspelt_property_and_a_wrong_value_are_found(browser: Browser) -> None:
    css = "a { colour: var(--x) }\nb { display: flexx; top: 0 }"

    assert unknown(browser, css) == ["1: colour: var(--x)", "2: display: flexx"]
