"""Freezes in a browser: on every screen, in the reader's own time, and for those who do not see them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import kinds
from tests.browser.conftest import Visitor
from tests.browser.stage import arrive, serving
from tests.browser.test_accessibility import SCHEMES, found

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(kinds.frozen(tmp_path_factory.mktemp("frozen") / "site")) as address:
        yield address


@pytest.mark.parametrize("width", [320, 1280])
def test_its_lines_fit_every_screen(frozen: str, visitor: Visitor, width: int) -> None:
    page = visitor(width=width)
    for path in kinds.FROZEN:
        for language in ("", "en/"):
            arrive(page, frozen + language + path)
            expect(page.locator(".nt-freeze").first).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", SCHEMES)
def test_nobody_is_shut_out(frozen: str, visitor: Visitor, scheme: str) -> None:
    page = visitor(width=360, color_scheme=scheme, bypass_csp=True)
    for path in kinds.FROZEN:
        arrive(page, frozen + path)
        assert found(page) == []


def test_one_with_times_is_told_in_the_reader_s_time_and_one_of_days_is_not(
    frozen: str, visitor: Visitor
) -> None:
    page = visitor(timezone_id="Europe/Berlin", locale="en-GB")
    arrive(page, frozen + "en/plans/2026-12/")
    timed, whole = page.locator(".nt-freeze").all()
    expect(timed).to_contain_text(
        "Friday 18 December 2026, 12:00 – Saturday 19 December 2026, 24:00 (your time, GMT+1)"
    )
    expect(whole).to_have_text(
        "No updates from Thursday 24 December 2026 to Sunday 3 January 2027: Nghỉ cuối năm"
    )
    expect(whole.locator("[lang=vi]")).to_have_text("Nghỉ cuối năm")
