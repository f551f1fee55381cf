"""What stands in rows stands in line, whatever the words in one of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

_STARTS = "all => [...new Set(all.map(each => Math.round(each.getBoundingClientRect().left)))]"
# The words of these elements that stand in more than one line.
_BROKEN = """elements => elements.flatMap(element => {
    const found = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node; (node = walker.nextNode());) for (const word of node.data.matchAll(/\\S+/g)) {
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        if (range.getClientRects().length > 1) found.push(word[0]);
    }
    return found;
})"""

# From the last thing in a box to the end of the box, without its own padding.
_BLANK = """all => all.map(box => {
    const inside = [...box.children].at(-1).getBoundingClientRect().bottom;
    const style = getComputedStyle(box);
    return Math.round(box.getBoundingClientRect().bottom - parseFloat(style.paddingBottom)
        - parseFloat(style.borderBottomWidth) - inside);
})"""


def opened(page: Page, url: str) -> None:
    page.goto(url)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")


@pytest.mark.parametrize("width", [768, 1024, 1280, 1920])
@pytest.mark.parametrize("path", ["on-time/", "en/on-time/"])
def test_in_the_track_record_each_kind_of_thing_begins_in_one_line(
    base: str, german: str, visitor: Visitor, path: str, width: int
) -> None:
    page = visitor(width=width)
    for site in (base, german):
        opened(page, site + path)
        assert page.locator(".nt-punctual .nt-mark").count() >= 3
        for part in ("__notice", "__ahead"):
            starts = page.locator(f".nt-punctual{part}").evaluate_all(_STARTS)
            assert len(starts) == 1, (site, part, starts)


def test_what_was_missed_has_as_strong_a_mark_as_what_was_late(base: str, visitor: Visitor) -> None:
    """As much of a line is drawn for it, within half."""
    page = visitor()
    opened(page, f"{base}en/on-time/")

    def drawn(kind: str) -> float:
        length: float = page.locator(f".nt-punctual .nt-mark--{kind} path").first.evaluate(
            "path => path.getTotalLength()"
        )
        return length

    assert drawn("missed") >= drawn("late") / 2
    assert drawn("missed") >= drawn("short_notice") / 2


@pytest.mark.parametrize("width, beside", [(320, False), (360, False), (768, True), (1280, True)])
@pytest.mark.parametrize("path", ["subscribe/", "en/subscribe/"])
def test_the_feeds_of_every_topic_stand_beside_its_name_and_on_a_phone_below_it(
    base: str, visitor: Visitor, path: str, width: int, beside: bool
) -> None:
    page = visitor(width=width)
    page.goto(base + path)
    for row in page.locator(".nt-topics li").all():
        name = row.locator("> span").first.bounding_box()
        links = row.locator(".nt-topics__formats").bounding_box()
        assert name is not None
        assert links is not None
        if beside:
            assert links["x"] >= name["x"] + name["width"]
            assert abs(links["y"] + links["height"] / 2 - name["y"] - name["height"] / 2) <= 2
        else:
            assert links["y"] >= name["y"] + name["height"]


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_name_of_a_topic_is_broken_within_a_word(
    base: str, german: str, visitor: Visitor, width: int
) -> None:
    page = visitor(width=width)
    for address in (f"{base}en/subscribe/", f"{german}subscribe/"):
        page.goto(address)
        broken = page.locator(".nt-topics li > span:first-child").evaluate_all(_BROKEN)
        assert broken == [], address


@pytest.mark.parametrize("path", ["subscribe/", "en/subscribe/"])
def test_no_card_of_the_ways_to_follow_has_a_blank_foot(
    base: str, german: str, visitor: Visitor, path: str
) -> None:
    page = visitor()
    for site in (base, german):
        page.goto(site + path)
        blanks = page.locator(".nt-way").evaluate_all(_BLANK)
        assert len(blanks) == 4
        assert max(blanks) <= 16, (site, blanks)


@pytest.mark.parametrize("path", ["guides/travel-expenses/", "guides/customer-map/"])
def test_behind_a_guide_its_update_stands_in_a_card(base: str, visitor: Visitor, path: str) -> None:
    """Of one that is written, and of one that is not."""
    page = visitor()
    page.goto(base + path)
    style = (
        "each => { const s = getComputedStyle(each); return [s.borderTopStyle, s.borderRadius]; }"
    )
    assert page.locator(".nt-about").evaluate(style) == ["solid", "12px"]
