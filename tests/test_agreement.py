"""Page, feeds, calendars and APIs of one built site, read by programs that we did not write.

Whatever a customer reads by, it is the same releases, at the same instants, under the same ids.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import pytest
import recurring_ical_events

from tests.project import CLONE, FEATURE, Project

Window = tuple[datetime, datetime]

# A language's home, below the site.
HOMES = {"vi": "", "en": "en/"}
LATER = FEATURE.replace("2026-12-12", "2026-12-19")
MOVES = [
    ("2026-11-22 20:00", FEATURE),
    ("2026-11-25 12:00", LATER),
    ("2026-11-25 13:00", FEATURE),
    ("2026-12-09 14:00", FEATURE),
    ("2026-12-12 21:30", FEATURE.replace("end: 2026-12-12 22:00", "end: 2026-12-13 00:30")),
]


@pytest.fixture(scope="module", params=["demo", "own", "moved"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with each state, the project's own with its years, and one that moved and grew."""
    if request.param == "demo":
        return Path(request.getfixturevalue("demo_site"))
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "own":
        args = ["build", "--site-dir", str(folder / "site"), "--now", "2026-11-23 15:10"]
        own = Project(CLONE).run(*args)
        assert own.status == 0, own.err
        return folder / "site"
    project = Project.create(folder)
    for now, text in MOVES:
        project.release("payroll-engine", text)
        assert project.run("publish", "--now", now).status == 0
    return project.site


@pytest.fixture(scope="module", params=HOMES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def document(built: Path) -> dict[str, Any]:
    """What ``notices.json`` tells: the side that all others are held against."""
    return dict(json.loads((built / "api/notices.json").read_bytes()))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def windows(document: Mapping[str, Any]) -> dict[str, Window]:
    return {r["id"]: (instant(r["start"]), instant(r["end"])) for r in document["releases"]}


def items(document: Mapping[str, Any], language: str) -> dict[str, tuple[datetime, str, str]]:
    """When each message came, its title and its page, by its id; those of a feed.

    A feed has the newest fifty, and all of the last day.
    """
    found = {
        m["id"]: (instant(m["published_at"]), m["title"][language], entry["urls"][language])
        for entry in (*document["releases"], *document["plans"])
        for m in entry["messages"]
    }
    ordered = sorted(found.items(), key=lambda item: item[1][0], reverse=True)
    day = sum(at >= ordered[0][1][0] - timedelta(days=1) for _, (at, *_) in ordered)
    newest = ordered[: max(50, day)]
    assert len(newest) < 50 or newest[-1][1][0] > min(at for at, *_ in found.values())
    return dict(newest)


def address(document: Mapping[str, Any]) -> str:
    """Where the site stands."""
    return str(document["site"]["url"]).rstrip("/") + "/"


def test_each_release_has_a_page_that_shows_its_window(
    built: Path, document: dict[str, Any], language: str
) -> None:
    pages = built / HOMES[language] / "releases"
    assert {path.name for path in pages.iterdir()} == windows(document).keys()
    for release in document["releases"]:
        page = (pages / release["id"] / "index.html").read_text("utf-8")
        assert release["title"][language] in unescape(page)
        # Of one that moved, the window that it left stands first.
        page = re.sub(r'<div class="nt-move__old">.*?</div>', "", page, flags=re.DOTALL)
        shown = re.search(r'<time datetime="([^"]+)" data-end="([^"]+)"', page)
        assert shown
        assert (instant(shown[1]), instant(shown[2])) == windows(document)[release["id"]]


def test_the_three_feeds_hold_the_same_items_as_the_api(
    built: Path, document: dict[str, Any], language: str
) -> None:
    folder = built / HOMES[language]
    rss = feedparser.parse((folder / "feed.xml").read_bytes())
    atom = feedparser.parse((folder / "atom.xml").read_bytes())
    feed = json.loads((folder / "feed.json").read_bytes())
    assert not rss.bozo
    assert not atom.bozo

    def dated(entry: Any) -> datetime:
        return datetime.fromtimestamp(calendar.timegm(entry.published_parsed), UTC)

    of_rss = [(e.id, dated(e), e.title, e.link, e.content[0].value) for e in rss.entries]
    of_atom = [(e.id, dated(e), e.title, e.link, e.content[0].value) for e in atom.entries]
    of_json = [(i["id"], instant(i["date_published"]), i["title"], i["url"]) for i in feed["items"]]
    assert of_rss == of_atom
    assert [item[:4] for item in of_rss] == of_json

    expected = items(document, language)
    assert {uid for uid, *_ in of_json} == expected.keys()
    for uid, dated_at, title, url in of_json:
        at, text, page = expected[uid]
        assert text == title
        # Messages of one instant are dated some seconds apart.
        assert timedelta() <= at - dated_at < timedelta(minutes=1)
        place, _, anchor = url.partition("#")
        assert place == page
        html = (built / page.removeprefix(address(document)) / "index.html").read_text("utf-8")
        assert f'id="{anchor}"' in html


def test_the_calendars_hold_the_same_windows(
    built: Path, document: dict[str, Any], language: str
) -> None:
    folder = built / HOMES[language]

    def read(path: Path) -> list[icalendar.Event]:
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        return [event for event in calendar.walk("VEVENT") if isinstance(event, icalendar.Event)]

    complete = icalendar.Calendar()
    for archive in (folder / "calendar").iterdir():
        for each in read(archive):
            complete.add_component(each)
    events = {str(e["URL"]): e for e in complete.walk("VEVENT") if isinstance(e, icalendar.Event)}
    assert len(events) == len(document["releases"]), "each year has its calendar"
    current = {str(event["URL"]): event.to_ical() for event in read(folder / "calendar.ics")}
    assert current.items() <= {url: event.to_ical() for url, event in events.items()}.items()
    newest = max(instant(m["published_at"]) for r in document["releases"] for m in r["messages"])
    recent = [r for r in document["releases"] if instant(r["end"]) >= newest - timedelta(days=365)]
    assert {r["urls"][language] for r in recent} >= current.keys()
    assert current
    for release in document["releases"]:
        event = events[release["urls"][language]]
        window = windows(document)[release["id"]]
        assert (instant(str(event.start)), instant(str(event.end))) == window
        assert release["title"][language] in str(event["SUMMARY"])
        assert (event["STATUS"] == "CANCELLED") == (release["state"] == "cancelled")
        alone = folder / "releases" / release["id"] / "event.ics"
        own = icalendar.Calendar.from_ical(alone.read_bytes()).walk("VEVENT")
        assert [e.to_ical() for e in own] == [event.to_ical()]
    first, last = min(windows(document).values())[0], max(windows(document).values())[1]
    shown = recurring_ical_events.of(complete).between(first, last + timedelta(days=1))
    assert {str(e["UID"]) for e in shown} == {str(e["UID"]) for e in events.values()}


def test_the_calendar_of_a_topic_holds_the_windows_of_the_whole_one_that_are_of_it(
    built: Path, document: dict[str, Any], language: str
) -> None:
    folder = built / HOMES[language]

    def read(path: Path) -> dict[str, bytes]:
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        return {str(event["UID"]): event.to_ical() for event in calendar.walk("VEVENT")}

    def urls(path: Path) -> set[str]:
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        return {str(event["URL"]) for event in calendar.walk("VEVENT")}

    home = address(document) + HOMES[language]
    whole, shown = read(folder / "calendar.ics"), urls(folder / "calendar.ics") - {home}
    systems = {each["id"] for each in document["systems"] if not each["retired"]}
    together = set()
    for kind, topics in (("category", {*document["categories"]}), ("system", systems)):
        assert {path.stem for path in (folder / f"feeds/{kind}").glob("*.ics")} == topics
        for topic in topics:
            path = folder / f"feeds/{kind}/{topic}.ics"
            assert read(path).items() <= whole.items()
            of_it = {
                release["urls"][language]
                for release in document["releases"]
                if topic in (release["category"], *release["impact"]["systems"])
            }
            assert urls(path) - {home} == of_it & shown, topic
            together |= of_it & shown
    assert together == shown


def test_the_status_api_holds_the_same_maintenances(built: Path, document: dict[str, Any]) -> None:
    api = built / "api/v2"

    def maintenances(name: str) -> dict[str, Window]:
        return {
            m["name"]: (instant(m["scheduled_for"]), instant(m["scheduled_until"]))
            for m in json.loads((api / f"{name}.json").read_bytes())["scheduled_maintenances"]
        }

    def of(*states: str) -> dict[str, Window]:
        return {
            r["title"]["vi"]: windows(document)[r["id"]]
            for r in document["releases"]
            if not states or r["state"] in states
        }

    assert maintenances("scheduled-maintenances") == of()
    assert maintenances("scheduled-maintenances/upcoming") == of("announced")
    active = of("in_progress", "awaiting_confirmation")
    assert maintenances("scheduled-maintenances/active") == active
    assert maintenances("summary") == active | of("announced")
    running = {
        system
        for release in document["releases"]
        if release["state"] == "in_progress"
        for system in release["impact"]["systems"]
    }
    names = {system["id"]: system["name"]["vi"] for system in document["systems"]}
    components = json.loads((api / "components.json").read_bytes())["components"]
    assert {
        c["name"] for c in components if c["status"] == "under_maintenance" and not c["group"]
    } == {names[system] for system in running}


def test_all_that_programs_read_is_of_one_generation(built: Path, document: dict[str, Any]) -> None:
    generation = document["generation"]
    assert re.fullmatch(r"[0-9a-f]{32}", generation)
    paths = ["api/upcoming.json", *(f"api/v2/{p}" for p in ("summary.json", "status.json"))]
    for home in HOMES.values():
        paths += [f"{home}{name}" for name in ("feed.xml", "atom.xml", "feed.json", "calendar.ics")]
        paths += [f"{home}feeds/category/feature{end}" for end in (".xml", ".atom.xml", ".json")]
    for path in paths:
        text = (built / path).read_text("utf-8").replace("\r\n ", "")
        assert generation in text, path
