"""What a page tells programs in JSON-LD: read back, for every state and any title."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import html5lib
import pytest

from notices.domain.public import PublicRelease
from notices.domain.release import Cancellation, Window
from notices.rendering.metadata.structured import script
from tests.rendering.builders import (
    Filled,
    at,
    cancelled,
    completed,
    message,
    public,
    record,
    release,
    rendered,
    site,
)
from tests.rendering.hostile_titles import HOSTILE, random_titles

BASE = "https://updates.example.com/"
START, END = "2026-12-12T20:00:00+07:00", "2026-12-12T22:00:00+07:00"
OWN = "releases/payroll-engine/picture.png"


class _Scripts(HTMLParser):
    """The texts of all scripts of JSON-LD."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and ("type", "application/ld+json") in attrs

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(data)


def structured(documents: Filled, path: str) -> dict[str, Any]:
    """What the page tells, by the kind of thing."""
    reader = _Scripts()
    reader.feed(documents[path].slots["head"])
    [text] = reader.found
    document = json.loads(text)
    assert document["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in document["@graph"]}


def event_of(shown: PublicRelease, language: str = "vi") -> dict[str, Any]:
    home = "" if language == "vi" else f"{language}/"
    page = f"{home}releases/{shown.release.id}/index.html"
    event: dict[str, Any] = structured(rendered(site(shown)), page)["Event"]
    return event


def moved(*starts: datetime) -> PublicRelease:
    """A release that was announced for each of the starts in turn; the last one holds."""
    entry = release(start=starts[-1])
    value = []
    before: tuple[datetime, datetime] | None = None
    for number, start in enumerate(starts):
        window = start, start + timedelta(hours=2)
        sent = record(
            entry, "advance", at("2026-11-01 09:00") + timedelta(days=number), start=window[0],
            end=window[1],
        )  # fmt: skip
        value.append(message(sent, previous=before))
        before = window
    return public(entry, "announced", value)


def test_a_window_is_an_event_in_the_companys_zone() -> None:
    page = f"{BASE}en/releases/payroll-engine/"
    assert event_of(public(), "en") == {
        "@type": "Event",
        "name": "New payroll engine",
        "description": "Payroll runs faster.",
        "inLanguage": "en",
        "startDate": START,
        "endDate": END,
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": page},
        "organizer": {
            "@type": "Organization",
            "@id": f"{BASE}#organization",
            "name": "Anviec",
            "url": BASE,
        },
        "image": f"{BASE}og/feature-announced.en.png",
        "url": page,
    }


@pytest.mark.parametrize(
    "shown, status, picture",
    [
        (public(), "EventScheduled", "og/feature-announced.vi.png"),
        (public(state="in_progress"), "EventScheduled", "og/feature-in-progress.vi.png"),
        (public(state="awaiting_confirmation"), "EventScheduled", "og/feature-awaiting-confirmation.vi.png"),
        (completed("payroll-engine", at("2026-12-12 20:00")), "EventScheduled", OWN),
        (completed("payroll-engine", at("2026-12-12 20:00"), "partial"), "EventScheduled", OWN),
        (completed("payroll-engine", at("2026-12-12 20:00"), "rolled_back"), "EventScheduled", OWN),
        (cancelled("payroll-engine", at("2026-12-12 20:00"), at("2026-12-01 09:00")), "EventCancelled", OWN),
    ],
)  # fmt: skip
def test_each_state_has_its_status_and_its_picture(
    shown: PublicRelease, status: str, picture: str
) -> None:
    event = event_of(shown)
    assert event["eventStatus"] == f"https://schema.org/{status}"
    image = event["image"].removeprefix(BASE)
    # One that nothing was told of has that of its state; each other one has its own.
    assert re.sub(r"\?[0-9a-f]{8}$", "", image) == picture
    assert (event["startDate"], event["endDate"]) == (START, END)
    assert "previousStartDate" not in event


@pytest.mark.parametrize(
    "starts, status, before",
    [
        (["05", "12"], "EventRescheduled", "2026-12-05T20:00:00+07:00"),
        (["05", "08", "12"], "EventRescheduled",
         ["2026-12-05T20:00:00+07:00", "2026-12-08T20:00:00+07:00"]),
        (["05", "12", "05"], "EventRescheduled", "2026-12-12T20:00:00+07:00"),
        (["05", "08", "05", "12"], "EventRescheduled",
         ["2026-12-05T20:00:00+07:00", "2026-12-08T20:00:00+07:00"]),
    ],
)  # fmt: skip
def test_what_was_moved_names_the_starts_that_were_announced_before(
    starts: list[str], status: str, before: str | list[str]
) -> None:
    event = event_of(moved(*(at(f"2026-12-{day} 20:00") for day in starts)))
    assert event["eventStatus"] == f"https://schema.org/{status}"
    assert event["previousStartDate"] == before
    assert event["startDate"] == f"2026-12-{starts[-1]}T20:00:00+07:00"


def test_another_end_alone_is_no_other_start() -> None:
    entry = release()
    first = record(entry, "advance", at("2026-11-01 09:00"), end=at("2026-12-12 21:00"))
    second = record(entry, "rescheduled", at("2026-11-02 09:00"))
    before = at("2026-12-12 20:00"), at("2026-12-12 21:00")
    event = event_of(public(entry, "announced", [message(first), message(second, previous=before)]))
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["endDate"] == END


def test_what_was_moved_and_then_cancelled_is_cancelled() -> None:
    shown = moved(at("2026-12-05 20:00"), at("2026-12-12 20:00"))
    entry = replace(shown.release, cancelled=Cancellation(at("2026-12-01 09:00"), {"vi": "Lý do"}))
    event = event_of(replace(shown, release=entry, state="cancelled"))
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert "previousStartDate" not in event


def test_a_title_in_the_other_language_says_so() -> None:
    shown = public(release(title={"vi": "Bảng lương"}))
    assert event_of(shown, "en")["inLanguage"] == "vi"
    assert event_of(shown, "en")["name"] == "Bảng lương"


@pytest.mark.parametrize("title", HOSTILE)
def test_any_title_comes_back_as_it_was_and_ends_no_script(title: str) -> None:
    documents = rendered(site(public(release(title={"vi": title}, summary={"vi": title}))))
    path = "releases/payroll-engine/index.html"
    things = structured(documents, path)
    assert things["Event"]["name"] == title
    assert things["Event"]["description"] == title
    assert things["BreadcrumbList"]["itemListElement"][-1]["name"] == title
    # A whole reader of HTML5 sees the same, and nothing else that runs.
    tree = html5lib.parse(documents[path].slots["head"], namespaceHTMLElements=False)
    scripts = list(tree.iter("script"))
    assert [each.get("type") for each in scripts] == ["application/ld+json"]
    assert json.loads(scripts[0].text or "")["@graph"][0]["name"] == title


def test_random_titles_come_back() -> None:
    for title in (*random_titles(300), "\u2028\u2029<!--<script>"):
        text = script({"name": title})
        assert json.loads(text)["@graph"] == [{"name": title}]
        assert not set(text) & set("<>&\u2028\u2029")


def test_a_releases_page_says_how_to_get_there() -> None:
    trail = structured(rendered(site(public())), "en/releases/payroll-engine/index.html")
    assert trail["BreadcrumbList"] == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Home", "item": f"{BASE}en/"},
            {"@type": "ListItem", "position": 2, "name": "Changelog", "item": f"{BASE}en/changelog/"},
            {"@type": "ListItem", "position": 3, "name": "New payroll engine",
             "item": f"{BASE}en/releases/payroll-engine/"},
        ],
    }  # fmt: skip


def test_every_trail_leads_over_pages_of_the_site_to_the_page_itself() -> None:
    shown = site(
        public(guides_due=at("2026-12-11 20:00")),
        completed("done", at("2026-06-06 20:00")),
        guides=frozenset({("done", "vi")}),
        others=("legal",),
    )
    documents = rendered(shown)
    places = {document.place: document for document in documents.values() if document.shell}
    for path, document in documents.items():
        if not document.shell or document.place in ("", "en/"):
            continue
        if document.shell[1] == "written:legal":
            # Its title is known to the host alone.
            assert "ld+json" not in document.slots["head"]
            continue
        steps = structured(documents, path)["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        urls = [step["item"].removeprefix(BASE) for step in steps]
        assert all(step["item"].startswith(BASE) for step in steps)
        assert urls[0] == ("en/" if document.shell[0] == "en" else "")
        assert urls[-1] == document.place
        assert set(urls) <= set(places)
        assert len(set(urls)) == len(urls)
        assert all(step["name"] for step in steps)


def test_the_home_page_tells_of_the_site_and_of_the_company() -> None:
    things = structured(rendered(site()), "en/index.html")
    assert things["Organization"] == {
        "@type": "Organization", "@id": f"{BASE}#organization", "name": "Anviec", "url": BASE,
    }  # fmt: skip
    own = things["WebSite"]
    assert (own["url"], own["name"], own["inLanguage"]) == (f"{BASE}en/", "Anviec", "en")
    assert own["publisher"] == {"@id": f"{BASE}#organization"}
    assert own["description"]


def test_what_only_a_preview_shows_is_no_event() -> None:
    hidden = public(release("secret", window=Window(at("2026-12-26 20:00"), at("2026-12-26 22:00"))),
                    "hidden", preview=True)  # fmt: skip
    assert set(structured(rendered(site(hidden, drafts=True)), "releases/secret/index.html")) == {
        "BreadcrumbList"
    }
