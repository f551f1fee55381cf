"""Mails in a browser: readable on a phone and in dark colours, and nothing is fetched.

What mail programs make of them is theirs; that much holds for the page itself.
"""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.browser.test_accessibility import AXE, RUN
from tests.mails import read_mail
from tests.rendering.builders import site
from tests.rendering.test_mails import announced, drawn, every_kind, told

pytestmark = pytest.mark.browser

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
TABLE = "| Nội dung | Trước đây | Từ nay |\n|---|---|---|\n| Bảng lương 1.000 người | 8 phút | 2 phút |\n"
BODY = f"# Tiêu đề\n\n{TABLE}\n```\n{'a_very_long_line_of_code ' * 9}\n```\n\n> Trích.\n\n[x](https://x.example/)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 640])
def test_every_kind_of_mail_fits_and_can_be_read(
    browser: Browser, width: int, scheme: Literal["light", "dark"]
) -> None:
    long = announced(title={"vi": "x" * 120, "en": "y" * 120}, body={"vi": BODY, "en": BODY})
    kinds = [*every_kind(), ("long", site(long), told(long))]
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    try:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for number, (kind, shown, message) in enumerate(kinds):
            language = ("vi", "en")[number % 2]
            page.set_content(read_mail(drawn(shown, message)[message.path(language)]).html)

            assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
            sizes = "[...document.querySelectorAll('p, li, td')].map(e => parseFloat(getComputedStyle(e).fontSize))"
            assert min(page.evaluate(sizes)) >= 13, kind
            page.evaluate(AXE)
            violations, passed = page.evaluate(RUN, RULES)
            assert passed > 5
            found = [(each["id"], each["nodes"][0]["target"]) for each in violations]
            assert found == [], kind
        assert asked == []
    finally:
        context.close()
