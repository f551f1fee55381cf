"""A release's page hands its event to the reader's calendar."""

from __future__ import annotations

from datetime import timedelta

import icalendar
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.stage import freeze
from tests.browser.test_clock import END, MOVE, START

pytestmark = pytest.mark.browser

LABELS = {"": "Thêm vào lịch", "en/": "Add to calendar"}


def test_without_javascript_it_brings_the_event_under_its_releases_name(
    base: str, visitor: Visitor
) -> None:
    page = visitor(java_script_enabled=False)
    for language, label in LABELS.items():
        page.goto(base + language + MOVE)
        with page.expect_download() as caught:
            page.get_by_role("link", name=label, exact=True).click()

        assert caught.value.suggested_filename == "search-server-move.ics"
        (event,) = icalendar.Calendar.from_ical(caught.value.path().read_bytes()).events
        assert (event.start, event.end) == (START, END)


def test_it_is_offered_until_the_update_begins(base: str, visitor: Visitor) -> None:
    page = visitor()
    for language, label in LABELS.items():
        freeze(page, base + language + MOVE, START - timedelta(seconds=1))
        button = page.get_by_role("link", name=label, exact=True)

        expect(button).to_be_visible()
        page.clock.run_for(1000)
        expect(button).to_be_hidden()
