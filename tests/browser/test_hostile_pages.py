"""Whatever people type into a file, no page runs it and none asks another host; it is shown as it was typed.

Feeds, calendars, data and mails, too, are what they would be with harmless texts. The whole product, each payload
alone in each field, is ``python -m tests.soak inject``.
"""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Browser

from notices.rendering.registry.discovery import file_kinds
from tests.browser.stage import serving
from tests.figures import figure
from tests.hostile.fields import CLOSED, ONCE, PAGES, Dealer, schema_fields
from tests.hostile.outputs import files_of
from tests.hostile.payloads import PAYLOADS
from tests.hostile.probe import opened
from tests.hostile.sites import HostileProject
from tests.hostile.visits import Seen, see_files, see_mails, see_pages
from tests.hostile.written import HostilePages

pytestmark = pytest.mark.browser

# Two languages: each field has two payloads in one turn.
TURNS = range((len(PAYLOADS) + 1) // 2)


@pytest.fixture(scope="module")
def dealer() -> Dealer:
    return Dealer()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, dealer: Dealer) -> HostileProject:
    """A published project in whose entries, plans and policy every field has had every payload."""
    made = HostileProject.create(tmp_path_factory.mktemp("hostile") / "project", dealer, TURNS)
    made.publish()
    return made


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, dealer: Dealer) -> HostilePages:
    """The same of hand-written pages."""
    return HostilePages.create(tmp_path_factory.mktemp("pages") / "project", dealer, TURNS)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> HostileProject:
    """The same project of people who mean well."""
    made = HostileProject.harmless(tmp_path_factory.mktemp("harmless") / "project")
    made.publish()
    return made


def agree(expected: Seen, seen: Seen) -> None:
    """Nothing is wrong, and there is no element, attribute, key, property or header that harmless texts do not have."""
    assert expected.faults == []
    assert seen.faults == []
    assert seen.shapes - expected.shapes == set()


def test_every_text_field_of_every_file_has_had_every_payload(
    hostile: HostileProject, written: HostilePages, dealer: Dealer
) -> None:
    fields = {field for field, _ in dealer.dealt}

    assert fields == (schema_fields() - CLOSED) | ONCE | PAGES
    assert dealer.dealt >= {*product(fields - ONCE, PAYLOADS)}
    figure("inject: payloads", len(PAYLOADS))
    figure("inject: text fields", len(fields))
    figure("inject: payloads in fields", len(dealer.dealt))


def test_no_page_of_entries_runs_or_asks_for_anything_and_texts_are_shown_as_they_were_typed(
    hostile: HostileProject, harmless: HostileProject, browser: Browser
) -> None:
    seen = see_pages(hostile, browser)

    figure("inject: pages opened without their policy", seen.count)
    figure("inject: scripts run", len(seen.ran))
    figure("inject: requests that left", len(seen.left))
    agree(see_pages(harmless, browser), seen)


def test_no_feed_calendar_or_data_has_more_than_texts_and_those_are_as_they_were_typed(
    hostile: HostileProject, harmless: HostileProject, browser: Browser
) -> None:
    assert all(files_of(hostile.site, kind) for kind in file_kinds() if "number" not in kind.path)
    seen = see_files(hostile, browser)

    figure("inject: pieces of HTML in feeds", seen.count)
    agree(see_files(harmless, browser), seen)


def test_no_mail_has_more_than_texts_and_those_are_as_they_were_typed(
    hostile: HostileProject, harmless: HostileProject, browser: Browser
) -> None:
    # Three mails say each text in each language, and more; the soak reads all.
    seen = see_mails(hostile, browser, every=3)

    figure("inject: mails", seen.count)
    agree(see_mails(harmless, browser), seen)


def test_no_hand_written_page_runs_or_asks_for_anything_under_its_own_policy(
    written: HostilePages, browser: Browser
) -> None:
    with serving(written.site) as base, opened(browser, base, policy=True) as probe:
        wrong = written.visit(probe)

    figure("inject: hand-written pages opened", probe.opened)
    # What it does to its own page's scripts is its author's affair.
    assert [*probe.ran, *probe.left] == []
    assert wrong == []
