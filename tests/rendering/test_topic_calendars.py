"""The calendar of each category and each area: a selection of the whole one, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import vobject

from notices.domain.past import KEPT
from notices.domain.public import PublicFreeze, PublicRelease, PublicSite
from notices.domain.release import Impact, System
from notices.rendering.documents import Document
from notices.rendering.feeds.events import Events
from notices.rendering.registry.discovery import file_kinds
from notices.rendering.site import site_documents
from tests import core_builders
from tests.rendering.builders import (
    FEATURE,
    POLICY,
    SYSTEMS,
    at,
    cancelled,
    completed,
    public,
    release,
    rendered,
    site,
    theme,
)
from tests.rendering.feed_reading import stems
from tests.rendering.hostile_titles import HOSTILE
from tests.rendering.test_calendar import announced, calendars_of, holds_the_grammar
from tests.rendering.test_freezes import CLOSING, YEAR_END

FIX = replace(core_builders.FIX, label={"vi": "Bản sửa lỗi", "en": "Fix"})
LAW = replace(POLICY, categories={"feature": FEATURE, "fix": FIX})
TOPICS = ("category/feature", "category/fix", "system/payroll", "system/crm")
HOMES = ("", "en/")


def touching(*systems: str) -> Impact:
    return Impact(timedelta(minutes=10), "usable", True, systems)


def a_fix(release_id: str, *systems: str) -> PublicRelease:
    entry = release(release_id, start=at("2026-12-19 20:00"), impact=touching(*systems))
    return replace(public(replace(entry, category="fix")), category=FIX)


def several(*more: PublicRelease, **changes: Any) -> PublicSite:
    """Releases of two categories: of one area, of the other, of both, and of none."""
    off = cancelled("off", at("2026-05-02 20:00"), at("2026-05-01 09:00"), impact=touching("crm"))
    both = completed("both", at("2026-06-06 20:00"), impact=touching("payroll", "crm"))
    shown = (announced(), off, both, a_fix("fix-crm", "crm"), a_fix("fix-none"), *more)
    return site(*shown, policy=LAW, **changes)


def events(data: bytes) -> dict[str, bytes]:
    """The lines of each event, by the end of its address."""
    found = {}
    for part in data.split(b"BEGIN:VEVENT\r\n")[1:]:
        lines = part.partition(b"END:VEVENT\r\n")[0]
        [event] = parsed(
            b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + lines + b"END:VEVENT\r\nEND:VCALENDAR\r\n"
        ).walk("VEVENT")
        found[str(event["uid"])] = lines
    return found


def parsed(data: bytes) -> Any:
    """A calendar as another program reads it."""
    return icalendar.Calendar.from_ical(data)


def named(shown: PublicSite, path: str) -> list[str]:
    """The ids of the releases that the calendar holds, as another program reads it."""
    calendar = parsed(calendars_of(shown)[path].data)
    return [str(event["url"]).split("/")[-2] for event in calendar.walk("VEVENT")]


def topic_paths() -> Iterator[str]:
    return (f"{home}feeds/{topic}.ics" for home in HOMES for topic in TOPICS)


# Which there are, and what each holds.


def test_whatever_has_feeds_has_a_calendar_beside_them_in_each_language() -> None:
    documents = rendered(several())
    found = {path for path in documents if "feeds/" in path and path.endswith(".ics")}
    assert found == set(topic_paths())
    assert found == {f"{stem}.ics" for stem in stems(documents) if "feeds/" in stem}
    [kind] = [each for each in file_kinds() if each.path == "{home}feeds/{kind}/{id}.ics"]
    assert (kind.media_type, kind.caching) == ("text/calendar", "programs")


@pytest.mark.parametrize("home", HOMES)
def test_a_calendar_holds_the_releases_of_its_topic_and_no_others(home: str) -> None:
    shown = several()
    assert {topic: named(shown, f"{home}feeds/{topic}.ics") for topic in TOPICS} == {
        "category/feature": ["payroll-engine", "both", "off"],
        "category/fix": ["fix-crm", "fix-none"],
        "system/payroll": ["payroll-engine", "both"],
        "system/crm": ["fix-crm", "both", "off"],
    }
    assert named(shown, f"{home}calendar.ics") == [
        "fix-crm", "fix-none", "payroll-engine", "both", "off",
    ]  # fmt: skip


def test_a_system_that_a_release_names_twice_has_it_once() -> None:
    twice = public(release("twice", impact=touching("crm", "crm")))
    assert named(site(twice), "feeds/system/crm.ics") == ["twice"]


@pytest.mark.parametrize("home", HOMES)
def test_an_event_is_byte_for_byte_that_of_the_whole_calendar(home: str) -> None:
    found = calendars_of(several(freezes=(PublicFreeze(YEAR_END, over=False),)))
    whole = events(found[f"{home}calendar.ics"].data)
    assert len(whole) == 6
    together: dict[str, bytes] = {}
    for topic in TOPICS:
        own = events(found[f"{home}feeds/{topic}.ics"].data)
        assert own.items() <= whole.items(), topic
        together |= own
    assert together == whole, "each release is of a category"


def test_three_readers_find_the_same_events() -> None:
    data = calendars_of(several())["en/feeds/system/crm.ics"].data
    assert holds_the_grammar(data) == 3
    calendar = parsed(data)
    read = {(str(e["uid"]), e["dtstart"].dt) for e in calendar.walk("VEVENT")}
    other = vobject.readOne(data.decode())
    assert {(e.uid.value, e.dtstart.value) for e in other.vevent_list} == read
    between = recurring_ical_events.of(calendar).between((2026, 1, 1), (2027, 1, 1))
    assert {(str(e["uid"]), e["dtstart"].dt) for e in between} == read
    assert [str(e["status"]) for e in calendar.walk("VEVENT")] == [
        "CONFIRMED", "CONFIRMED", "CANCELLED",
    ]  # fmt: skip


def test_a_preview_and_what_ended_over_a_year_ago_are_in_none() -> None:
    draft = public(release("draft", title={"vi": "Bí mật", "en": "Secret"}), preview=True)
    old = completed("old", at("2025-11-01 20:00"))
    recent = completed("recent", at("2025-12-01 20:00"))
    shown = several(draft, old, recent, drafts=True)
    for path in topic_paths():
        text = calendars_of(shown)[path].data.decode()
        assert [word for word in ("draft", "Secret", "Bí mật", "/old/") if word in text] == []
    assert named(shown, "feeds/system/payroll.ics") == ["payroll-engine", "both", "recent"]


def test_the_year_is_counted_back_from_the_newest_that_the_whole_site_knows() -> None:
    """Not from the newest of the topic: it holds what the whole calendar holds of it."""
    last = completed("last", at("2025-01-04 20:00"), impact=touching("crm"))
    assert named(site(last), "feeds/system/crm.ics") == ["last"]
    newer = completed("newer", at("2026-06-06 20:00"))
    assert named(site(last, newer), "feeds/system/crm.ics") == []


# What it says of itself.


def test_it_says_of_which_area_it_is_and_how_to_follow_it() -> None:
    calendar = parsed(
        calendars_of(several(generation="c0ffee"))["en/feeds/system/payroll.ics"].data
    )
    del calendar["description"]
    assert {name: calendar[name].to_ical().decode() for name in calendar} == {
        "VERSION": "2.0",
        "PRODID": "-//notices//calendar//EN",
        "CALSCALE": "GREGORIAN",
        "NAME": "Anviec – Payroll: updates and maintenance",
        "X-WR-CALNAME": "Anviec – Payroll: updates and maintenance",
        "X-WR-CALDESC": "Maintenance windows that Anviec has announced\\, with moves\\, "
        "cancellations and results. Area: Payroll.",
        "X-WR-TIMEZONE": "Asia/Ho_Chi_Minh",
        "LAST-MODIFIED": "20261122T010000Z",
        "URL": "https://updates.example.com/en/changelog/?system=payroll",
        "SOURCE": "https://updates.example.com/en/feeds/system/payroll.ics",
        "REFRESH-INTERVAL": "PT1H",
        "X-PUBLISHED-TTL": "PT1H",
    }


@pytest.mark.parametrize(
    "path, name, about",
    [
        (
            "feeds/system/crm.ics",
            "Anviec – Khách hàng: lịch cập nhật và bảo trì",
            "Phần liên quan: Khách hàng.",
        ),
        (
            "feeds/category/fix.ics",
            "Anviec – Bản sửa lỗi: lịch cập nhật và bảo trì",
            "Loại: Bản sửa lỗi.",
        ),
        ("en/feeds/category/fix.ics", "Anviec – Fix: updates and maintenance", "Type: Fix."),
    ],
)
def test_its_name_begins_with_the_company_and_the_topic(path: str, name: str, about: str) -> None:
    calendar = parsed(calendars_of(several())[path].data)
    assert (str(calendar["name"]), str(calendar["x-wr-calname"])) == (name, name)
    assert str(calendar["description"]).endswith(about)


@pytest.mark.parametrize("title", HOSTILE)
def test_the_name_of_an_area_comes_back_as_it_was(title: str) -> None:
    odd = System("crm", {"vi": title, "en": title}, SYSTEMS[1].group)
    data = calendars_of(several(systems=(SYSTEMS[0], odd)))["en/feeds/system/crm.ics"].data
    holds_the_grammar(data)
    calendar = parsed(data)
    assert str(calendar["description"]).endswith(f"Area: {title}.")
    assert calendar["x-wr-calname"].to_ical() == calendar["name"].to_ical()


def test_an_empty_one_still_holds_a_component() -> None:
    for path in topic_paths():
        data = calendars_of(site(policy=LAW))[path].data
        assert holds_the_grammar(data) == 0
        calendar = parsed(data)
        assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]


def test_its_date_grows_with_what_is_of_it_and_never_smaller() -> None:
    def dated(shown: PublicSite) -> Any:
        data = calendars_of(shown)["feeds/system/crm.ics"].data
        return parsed(data)["last-modified"].dt

    crm = completed("crm", at("2025-06-07 20:00"), impact=touching("crm"))
    assert dated(site(crm)) == at("2025-06-07 22:05")
    assert dated(site(crm, completed("pay", at("2025-12-06 20:00")))) == at("2025-06-07 22:05")
    gone = site(crm, completed("pay", at("2026-12-05 20:00")))
    assert named(gone, "feeds/system/crm.ics") == []
    assert dated(gone) == at("2025-06-07 22:05")


# Freezes.


def frozen_of(topic: str, *freezes: Any) -> list[str]:
    shown = several(freezes=tuple(PublicFreeze(freeze, over=False) for freeze in freezes))
    uids = events(calendars_of(shown)[f"feeds/{topic}.ics"].data)
    return [uid.split("-20")[0] for uid in uids if uid.startswith("freeze-")]


def test_a_freeze_is_in_the_calendars_of_what_it_is_for() -> None:
    area = replace(YEAR_END, id="area", systems=frozenset({"crm"}))
    kind = replace(YEAR_END, id="kind", categories=frozenset({"fix"}))
    freezes = (YEAR_END, CLOSING, area, kind)
    assert {topic: frozen_of(topic, *freezes) for topic in TOPICS} == {
        "category/feature": ["freeze-year-end", "freeze-closing", "freeze-area"],
        "category/fix": ["freeze-year-end", "freeze-area", "freeze-kind"],
        "system/payroll": ["freeze-year-end", "freeze-closing", "freeze-kind"],
        "system/crm": ["freeze-year-end", "freeze-closing", "freeze-area", "freeze-kind"],
    }


def test_one_that_left_the_whole_calendar_left_the_others() -> None:
    newest = at("2026-11-22 08:00")
    gone = replace(YEAR_END, start=newest - KEPT * 2, end=newest - KEPT - timedelta(seconds=1))
    assert frozen_of("system/crm", gone) == []
    assert frozen_of("system/crm", replace(gone, end=newest - KEPT)) == ["freeze-year-end"]


# What a build costs, and whoever asks again.


def test_an_event_is_worded_once_however_many_calendars_hold_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worded, of = [], Events.of

    def counted(self: Events, shown: PublicRelease, *args: Any) -> Any:
        worded.append(shown.release.id)
        return of(self, shown, *args)

    monkeypatch.setattr(Events, "of", counted)
    calendars_of(several())
    assert sorted(worded) == sorted(2 * ["payroll-engine", "off", "both", "fix-crm", "fix-none"])


def test_another_generation_or_a_release_of_another_area_leaves_its_bytes() -> None:
    one = calendars_of(several(generation="aa", basis="b"))
    more = completed("more", at("2026-07-04 20:00"), impact=touching("payroll"))
    other = calendars_of(several(more, generation="bb", basis="b"))
    changed = {path for path in topic_paths() if one[path].data != other[path].data}
    assert changed == {
        f"{home}feeds/{topic}.ics"
        for home in HOMES
        for topic in ("category/feature", "system/payroll")
    }


def documents_of(shown: PublicSite) -> dict[str, Document]:
    """The calendars of topics, not rendered yet."""
    paths = set(topic_paths())
    return {d.path: d for d in site_documents(shown, theme()) if d.path in paths}


def test_one_with_the_same_inputs_has_the_same_bytes_and_needs_not_be_made_again() -> None:
    year_end = (PublicFreeze(YEAR_END, over=False),)
    new = completed("new", at("2026-07-04 20:00"), impact=touching("payroll"))
    old = completed("old", at("2025-08-02 20:00"), impact=touching("payroll"))
    late = completed("late", at("2026-12-12 20:00"), impact=touching("crm"))
    gone = completed("gone", at("2024-08-03 20:00"), impact=touching("payroll"))
    later = replace(gone, corrections=(at("2026-11-23 08:00"),))
    known: dict[str, bytes] = {}
    for shown in (
        site(policy=LAW, basis="b"),
        several(gone, basis="b"),
        several(later, basis="b"),
        several(basis="b"),
        several(new, basis="b"),
        several(old, basis="b"),
        several(old, late, basis="b"),
        several(basis="b", freezes=year_end),
        several(late, basis="b", freezes=year_end),
    ):
        for path, document in documents_of(shown).items():
            assert document.inputs
            data = document.finished.data
            assert known.setdefault(document.inputs, data) == data, path
    named = {path: document.inputs for path, document in documents_of(several(basis="b")).items()}
    other = documents_of(several(basis="b", generation="bb", ledger_head="b" * 64))
    assert {path: document.inputs for path, document in other.items()} == named
