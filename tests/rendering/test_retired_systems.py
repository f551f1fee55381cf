"""A retired system: what is still said of it, and what is gone from the site."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from notices.domain.public import PublicSite
from notices.domain.release import Impact, System
from tests.rendering.builders import SYSTEMS, Filled, at, completed, html, rendered, site

FAX = System("fax", {"vi": "Máy fax", "en": "Fax"}, SYSTEMS[0].group)
TELEX = System("telex", {"vi": "Điện tín", "en": "Telex"}, {"vi": "Cũ", "en": "Old"})
RETIRED = (replace(FAX, retired=True), replace(TELEX, retired=True))


def shown(*systems: System) -> PublicSite:
    """Past updates of the fax, the telex and the payroll."""
    impact = Impact(timedelta(minutes=5), systems=("fax", "telex", "payroll"))
    return site(
        completed("fax-update", at("2026-06-06 20:00"), impact=impact),
        completed("fax-again", at("2026-06-13 20:00"), impact=impact),
        systems=systems,
    )


@pytest.fixture(scope="module")
def before() -> Filled:
    return rendered(shown(FAX, *SYSTEMS, TELEX))


@pytest.fixture(scope="module")
def after() -> Filled:
    return rendered(shown(RETIRED[0], *SYSTEMS, RETIRED[1]))


def test_only_its_feeds_and_its_calendar_vanish_in_every_language(
    before: Filled, after: Filled
) -> None:
    gone = {
        f"{home}feeds/system/{name}{ending}"
        for home in ("", "en/")
        for name in ("fax", "telex")
        for ending in (".xml", ".atom.xml", ".json", ".ics")
    }
    assert set(before) - set(after) == gone
    assert set(after) <= set(before)


@pytest.mark.parametrize("page", ["en/changelog/index.html", "en/subscribe/index.html"])
def test_nothing_leads_to_its_feeds_and_it_cannot_be_chosen(
    before: Filled, after: Filled, page: str
) -> None:
    for text in ("feeds/system/fax", "feeds/system/telex"):
        assert text in html(before, page)
        assert text not in html(after, page)
    assert '<option value="fax"' not in html(after, page)
    assert "Old" not in html(after, page), "its group has nothing else"
    assert "feeds/system/payroll" in html(after, page)


def test_past_updates_still_name_it_without_a_link(after: Filled) -> None:
    assert '<span class="nt-line__systems">Fax' in html(after, "en/changelog/index.html")
    text = html(after, "en/releases/fax-update/index.html")
    assert ">Fax" in text
    assert "system=fax" not in text
    assert "system=payroll" in text


def test_calendar_and_feed_items_still_name_it(before: Filled, after: Filled) -> None:
    for path in ("en/releases/fax-update/event.ics", "releases/fax-update/event.ics"):
        assert after[path].data == before[path].data
    assert b"Fax" in (after["en/feed.xml"].data or b"")


def test_it_is_no_component_and_the_others_keep_their_ids(before: Filled, after: Filled) -> None:
    def components(of: Filled) -> dict[str, str]:
        found = json.loads(of["api/v2/components.json"].data or b"")["components"]
        return {each["name"]: each["id"] for each in found}

    known, kept = components(before), components(after)
    assert set(known) - set(kept) == {"Máy fax", "Điện tín", "Cũ"}
    assert kept.items() <= known.items(), "the group's id is made of its first system's"
    found = json.loads(after["api/v2/components.json"].data or b"")["components"]
    groups = [each for each in found if each["group"]]
    assert [each["position"] for each in groups] == [1, 2]
    assert [each["position"] for each in found if not each["group"]] == [1, 1]
    maintenances = json.loads(after["api/v2/scheduled-maintenances.json"].data or b"")
    for maintenance in maintenances["scheduled_maintenances"]:
        assert [each["name"] for each in maintenance["components"]] == ["Tiền lương"]


def test_our_json_says_that_it_is_retired_and_past_updates_name_it(after: Filled) -> None:
    told = json.loads(after["api/notices.json"].data or b"")
    assert [(each["id"], each["retired"]) for each in told["systems"]] == [
        ("fax", True),
        ("payroll", False),
        ("crm", False),
        ("telex", True),
    ]
    assert told["releases"][0]["impact"]["systems"] == ["fax", "telex", "payroll"]
    schema = json.loads(after["api/notices.schema.json"].data or b"")
    assert "retired" in json.dumps(schema)


def test_the_page_about_the_banner_offers_current_systems_alone(after: Filled) -> None:
    text = html(after, "en/banner/index.html")
    assert "<code>payroll,crm</code>" in text
    assert "fax" not in text


def test_a_site_whose_systems_are_all_retired_has_none(after: Filled) -> None:
    documents = rendered(shown(*RETIRED))
    assert json.loads(documents["api/v2/components.json"].data or b"")["components"] == []
    assert "feeds/system" not in html(documents, "en/subscribe/index.html")
