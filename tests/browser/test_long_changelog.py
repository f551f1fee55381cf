"""A changelog of many updates: the way around on each of its pages, and what a phone shows first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.benchmarks import sample
from tests.browser.conftest import Visitor
from tests.browser.stage import serving
from tests.browser.test_layout_shift import opened, watched

pytestmark = pytest.mark.browser

YEAR = "en/changelog/2028/"
OLDER = "#nt-over-2028-11"


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose year 2028 has 85 updates in December and 39 in November."""
    made = sample.releases(130, weeks=3)
    project = sample.write(tmp_path_factory.mktemp("long"), made)
    project.run("publish", "--all", "--now", f"{sample.NOW:%Y-%m-%d %H:%MZ}")
    with serving(project.site) as address:
        yield address


def words(places: Locator) -> list[str]:
    """Of each that is seen its text, on one line."""
    return [" ".join(text.split()) for text in places.locator("visible=true").all_inner_texts()]


def months(page: Page) -> list[str]:
    """The heads of the months, with how many each has."""
    return words(page.locator(".nt-month summary"))


def jumps(page: Page) -> list[str]:
    return words(page.locator(".nt-jumps [data-month]"))


def rows(page: Page) -> int:
    return page.locator(".nt-line:visible").count()


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_phone_shows_the_first_update_without_scrolling(
    base: str, long: str, visitor: Visitor, language: str
) -> None:
    page = visitor(width=360)
    page.set_viewport_size({"width": 360, "height": 640})
    for address in (
        f"{base}{language}changelog/",
        f"{base}{language}changelog/2026/",
        f"{long}{language}changelog/",
        f"{long}{language}changelog/2028/",
    ):
        page.goto(address)
        box = page.locator(".nt-line").first.locator(".nt-row__title").bounding_box()
        assert box
        assert box["y"] + box["height"] < 600, address


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_to_a_folded_month_opens_it(long: str, visitor: Visitor, scripts: bool) -> None:
    page = visitor(java_script_enabled=scripts)
    page.goto(long + YEAR)
    assert months(page) == ["December 2028 85 updates", "November 2028 39 updates"]
    assert jumps(page) == ["Dec 85", "Nov 39"]
    assert rows(page) == 85

    page.get_by_role("link", name="Nov 39").click()
    expect(page).to_have_url(long + YEAR + OLDER)
    assert rows(page) == 85 + 39
    expect(page.locator(OLDER).locator(".nt-line").first).to_be_in_viewport()
    # Also from elsewhere.
    page.goto("about:blank")
    page.goto(long + YEAR + OLDER)
    assert rows(page) == 85 + 39


def test_where_the_browser_does_not_open_a_linked_month_the_script_does(
    long: str, visitor: Visitor
) -> None:
    """As in browsers that know no more than the address: no link is followed here."""
    page = visitor()
    page.goto(long + YEAR)
    page.evaluate(
        "hash => { history.pushState(null, '', hash); dispatchEvent(new HashChangeEvent('hashchange')); }",
        OLDER,
    )
    assert rows(page) == 85 + 39
    expect(page.locator(OLDER).locator(".nt-line").first).to_be_in_viewport()


def test_a_choice_unfolds_and_counts_what_fits_and_without_it_all_is_as_before(
    long: str, visitor: Visitor
) -> None:
    page = visitor()
    page.goto(long + YEAR)
    fixes = page.locator('.nt-line[data-category="fix"]')
    newer = page.locator("#nt-over-2028-12").locator(fixes).count()
    older = page.locator(OLDER).locator(fixes).count()
    assert newer > older > 0

    page.locator("label.nt-chip", has_text="Fix").click()
    assert rows(page) == newer + older
    assert months(page) == [
        f"December 2028 {newer} of 85 updates", f"November 2028 {older} of 39 updates",
    ]  # fmt: skip
    assert jumps(page) == [f"Dec {newer}", f"Nov {older}"]

    page.get_by_role("button", name="Clear filter").click()
    assert rows(page) == 85
    assert months(page) == ["December 2028 85 updates", "November 2028 39 updates"]
    assert jumps(page) == ["Dec 85", "Nov 39"]

    page.locator(".nt-month summary", has_text="November").click()
    page.locator("label.nt-chip", has_text="Fix").click()
    page.get_by_role("button", name="Clear filter").click()
    assert rows(page) == 85 + 39


def test_on_a_phone_the_way_to_the_months_is_one_row(long: str, visitor: Visitor) -> None:
    page = visitor(width=360)
    page.goto(long + "en/changelog/")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    links = page.locator(".nt-jumps a:visible")
    assert words(links) == [
        "Finished or cancelled 87", "Feb 2029 2", "Dec 2028 85",
    ]  # fmt: skip
    assert len({(box := each.bounding_box()) and box["y"] for each in links.all()}) == 1
    links.last.focus()
    expect(links.last).to_be_in_viewport(ratio=1)


IN_LINE = """(fold, title) => {
  const line = (selector) => {
    const box = fold.querySelector(selector).getBoundingClientRect();
    return [box.top, box.bottom, (box.top + box.bottom) / 2];
  };
  const place = fold.querySelector(".nt-month__title");
  place.textContent = title || place.textContent;
  const [head, arrow, row] = [".nt-month__title", "summary > .nt-icon", ".nt-row__title"].map(line);
  const lines = (head[1] - head[0]) / parseFloat(getComputedStyle(place).lineHeight);
  return [Math.round(lines), Math.abs(arrow[2] - head[2]) < 3, Math.abs(row[2] - head[2]) < 4];
}"""


@pytest.mark.parametrize("width", [960, 1280])
@pytest.mark.parametrize("title", ["", "Tháng 12 năm 2028", "September 2028"])
def test_an_open_month_stands_beside_its_arrow_in_line_with_its_first_update(
    long: str, visitor: Visitor, width: int, title: str
) -> None:
    page = visitor(width=width)
    page.goto(long + YEAR.removeprefix("en/"))
    fold = page.locator(".nt-month__fold[open]").first
    assert fold.evaluate(IN_LINE, title) == [1, True, True]


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_a_long_page_is_opened(long: str, visitor: Visitor, width: int) -> None:
    page = watched(visitor(width=width), sample.NOW)
    for path in (YEAR, "en/changelog/"):
        assert opened(page, long + path) == []
