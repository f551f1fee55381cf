"""Addresses and lines of code can be copied; without scripts they stand there as they are."""

from __future__ import annotations

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


def test_without_scripts_there_is_the_address_and_no_button(base: str, visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(f"{base}subscribe/")

    expect(page.get_by_text("https://capnhat.anviec.example/atom.xml")).to_be_visible()
    for button in page.locator("[data-copy]").all():
        expect(button).to_be_hidden()
