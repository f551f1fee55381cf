"""Addresses and lines of code can be copied; without scripts they stand there as they are."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

# The types and the areas of the demo, as the page lists them.
AREAS = (
    "New feature", "Fix", "Server maintenance", "Employee records", "Attendance", "Payroll", "CRM",
    "Accounting", "E-invoices", "Tasks and projects", "Approvals and e-signature", "Mobile app",
    "Accounts and sign-in",
)  # fmt: skip
# What stands in each line that the browser has made of an element's text.
_LINES = """element => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const lines = [];
    const range = document.createRange();
    let top = null;
    for (let node; (node = walker.nextNode());) for (let at = 0; at < node.length; at += 1) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getBoundingClientRect();
        // A space at the end of a line has no width.
        if (box.width && (top === null || Math.abs(box.top - top) > 4)) lines.push("");
        if (!box.width && !lines.length) continue;
        if (box.width) top = box.top;
        lines[lines.length - 1] += node.data[at];
    }
    return lines;
}"""

_LOOK = """button => {
    const style = getComputedStyle(button);
    return ["height", "borderRadius", "borderColor", "color", "backgroundColor", "fontSize"]
        .map(name => style[name]);
}"""


def test_a_button_copies_the_address_before_it_and_says_so(base: str, visitor: Visitor) -> None:
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{base}en/subscribe/")
    names = page.locator("[data-copy]").all_inner_texts()
    assert [" ".join(name.split()) for name in names] == [
        "Copy Calendar",
        "Copy RSS",
        "Copy Atom",
        "Copy JSON Feed",
        "Copy Updates, plans and notices",
        "Copy Current status, in the Statuspage format",
        "Copy MAINTNOTE",
        *(f"Copy Calendar: {name}" for name in AREAS),
        "Copy Slack",
    ]

    button = page.locator("[data-copy]").nth(1)
    button.click()

    expect(button).to_have_accessible_name("Copied RSS")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "https://capnhat.anviec.example/en/feed.xml"


def test_the_sign_beside_an_areas_calendar_copies_its_address_and_shows_so(
    base: str, visitor: Visitor
) -> None:
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    page.clock.install()
    page.goto(f"{base}en/subscribe/")
    button = page.locator('[data-copy$="/payroll.ics"]')
    expect(button).to_have_accessible_name("Copy Calendar: Payroll")
    copy, done = button.locator("svg").all()
    expect(copy).to_be_visible()
    expect(done).to_be_hidden()

    button.click()

    expect(button).to_have_accessible_name("Copied Calendar: Payroll")
    expect(copy).to_be_hidden()
    expect(done).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "https://capnhat.anviec.example/en/feeds/system/payroll.ics"
    page.clock.run_for(2_000)
    expect(button).to_have_accessible_name("Copy Calendar: Payroll")
    expect(copy).to_be_visible()
    expect(done).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_each_button_stands_beside_its_address(base: str, visitor: Visitor, width: int) -> None:
    page = visitor(width=width)
    page.goto(f"{base}en/subscribe/")
    for pair in page.locator(".nt-address").all():
        address, button = (
            pair.locator("> :first-child").bounding_box(),
            pair.locator("button").bounding_box(),
        )
        assert address is not None
        assert button is not None
        assert button["x"] >= address["x"] + address["width"]
        assert abs(button["y"] - address["y"]) <= 4
    assert page.locator(".nt-address").count() == 8


def test_the_line_of_the_banner_is_copied_as_it_stands(base: str, visitor: Visitor) -> None:
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{base}en/banner/")
    page.locator("[data-copy]").first.click()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == '<script src="https://capnhat.anviec.example/embed.js" defer></script>'


@pytest.mark.parametrize("path", ["subscribe/", "en/subscribe/", "banner/", "en/banner/"])
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_a_line_of_an_address_ends_at_a_mark_and_leaves_its_extension_to_its_name(
    base: str, visitor: Visitor, path: str, width: int
) -> None:
    page = visitor(width=width)
    page.goto(base + path)
    shown = [
        address.evaluate(_LINES)
        for address in page.locator(":is(.nt-address, .nt-code) code").all()
    ]
    assert len(shown) == (8 if "subscribe" in path else 3)
    for lines in shown:
        for above, below in pairwise(lines):
            assert re.search(r"[\s/.;>-]$", above), lines
            assert not re.match(r"(xml|json|ics|js)\b", below), lines


def test_the_matching_line_of_code_is_copied_with_what_was_chosen(
    base: str, visitor: Visitor
) -> None:
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{base}en/banner/")
    page.locator('.nt-choice:has(input[name="theme"][value="dark"])').click()
    page.locator("[data-copy]").nth(1).click()

    assert page.evaluate("navigator.clipboard.readText()") == (
        '<script src="https://capnhat.anviec.example/embed.js" data-theme="dark"'
        ' data-position="inline" defer></script>'
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_buttons_of_both_pages_look_alike(base: str, visitor: Visitor, scheme: str) -> None:
    page = visitor(color_scheme=scheme)
    with_words, signs = "[data-copy]:not(.nt-copy--sign)", ".nt-copy--sign"
    looks: dict[str, set[tuple[str, ...]]] = {with_words: set(), signs: set()}
    for path in ("en/subscribe/", "en/banner/"):
        page.goto(base + path)
        for kind, found in looks.items():
            buttons = page.locator(kind)
            found.update(map(tuple, buttons.evaluate_all(f"buttons => buttons.map({_LOOK})")))
    assert {kind: len(found) for kind, found in looks.items()} == {with_words: 1, signs: 1}
    assert {look[0] for found in looks.values() for look in found} == {"32px"}


def test_no_room_parts_a_word_of_code_from_its_comma_or_from_the_edge(
    base: str, visitor: Visitor
) -> None:
    page = visitor()
    page.goto(f"{base}en/banner/")
    left = page.locator("#nt-options").bounding_box()
    assert left is not None
    for first in (".nt-options th code", ".nt-names code"):
        for box in page.locator(first).evaluate_all(
            "all => all.map(each => [each.getBoundingClientRect().left, getComputedStyle(each).padding])"
        ):
            assert box[1] == "0px"
        assert page.locator(first).first.evaluate(
            "e => e.getBoundingClientRect().left"
        ) == pytest.approx(left["x"])


def test_the_banners_options_stand_in_line_with_their_values_and_are_not_parted(
    base: str, visitor: Visitor
) -> None:
    for width in (360, 768, 1280):
        page = visitor(width=width)
        page.goto(f"{base}banner/")
        assert page.locator("[data-chosen]").text_content() == ' data-position="inline"'
        parted = ".nt-options tbody th code, .nt-options td:nth-child(2) code, [data-chosen] span"
        lines = page.locator(parted).evaluate_all("all => all.map(e => e.getClientRects().length)")
        assert set(lines) == {1}, width
        if width > 360:
            ends = page.locator(".nt-options tbody tr").evaluate_all(
                "rows => rows.map(row => [...row.querySelectorAll('th code, td:nth-child(2) code')]"
                ".map(e => e.getBoundingClientRect().bottom))"
            )
            assert all(max(row) - min(row) < 1 for row in ends), width
        values = page.locator(".nt-options td:nth-child(2)")
        font = "e => getComputedStyle(e).fontFamily"
        own = page.locator("body").evaluate(font)
        assert {each.evaluate(font) for each in values.all()} == {own}


def test_without_scripts_there_is_the_address_and_no_button(base: str, visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(f"{base}subscribe/")

    expect(page.get_by_text("https://capnhat.anviec.example/atom.xml")).to_be_visible()
    for button in page.locator("[data-copy]").all():
        expect(button).to_be_hidden()
