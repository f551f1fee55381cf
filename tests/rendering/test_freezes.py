"""Freezes as readers see them: in the calendar, on the plan's page, on the home page, in the JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import vobject
from jsonschema import Draft202012Validator

from notices.domain.freezes import Freeze
from notices.domain.past import KEPT
from notices.domain.public import PublicFreeze, PublicSite
from notices.rendering.api.notices_schema import notices_schema
from tests.rendering.builders import (
    at,
    completed,
    html,
    message,
    public,
    record,
    release,
    rendered,
    site,
    theme,
)
from tests.rendering.hostile_titles import HOSTILE
from tests.rendering.test_calendar import calendars_of
from tests.rendering.test_month import of_month
from tests.rendering.test_pages import words_of
from tests.rendering.test_plans import LAW, PAGE, planned

YEAR_END = Freeze(
    "year-end",
    at("2026-12-24 00:00"),
    at("2027-01-04 00:00"),
    "hard",
    {"vi": "Nghỉ cuối năm", "en": "Year's end"},
)
CLOSING = Freeze(
    "closing",
    at("2026-12-18 18:00"),
    at("2026-12-20 06:00"),
    "soft",
    {"vi": "Khóa sổ, quyết toán", "en": "Closing; of the books"},
    frozenset({"feature"}),
    frozenset({"crm", "payroll"}),
    ("ceo",),
    "II.6",
)
ONE_DAY = replace(YEAR_END, id="audit", start=at("2026-12-30 00:00"), end=at("2026-12-31 00:00"))
TOLD = at("2026-11-22 08:00")


def frozen(*freezes: Freeze, over: bool = False, **more: Any) -> PublicSite:
    """A site with one release that was announced, and these freezes."""
    entry = release()
    first = public(entry, messages=[message(record(entry, "advance", TOLD))])
    changes = {"policy": replace(LAW, freezes=freezes)} | more
    return site(first, freezes=tuple(PublicFreeze(f, over) for f in freezes), **changes)


def events(shown: PublicSite, path: str = "calendar.ics") -> dict[str, Any]:
    """The freezes' events by their id, the part before the site's address."""
    data = calendars_of(shown)[path].data
    found = icalendar.Calendar.from_ical(data)
    for event in found.walk("VEVENT"):
        assert not event.errors
    return {
        str(event["uid"]).partition("@")[0]: event
        for event in found.walk("VEVENT")
        if str(event["uid"]).startswith("freeze-")
    }


# The calendar.


def test_a_freeze_of_days_takes_the_whole_of_each_and_no_reader_s_time() -> None:
    data = calendars_of(frozen(YEAR_END))["en/calendar.ics"].data
    assert b"\r\nDTSTART;VALUE=DATE:20261224\r\n" in data
    assert b"\r\nDTEND;VALUE=DATE:20270104\r\n" in data
    event = events(frozen(YEAR_END), "en/calendar.ics")["freeze-year-end-2026-12-24"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 24), date(2027, 1, 4))
    assert event["summary"] == "No updates: Year's end"
    assert event["description"] == (
        "No updates from Thursday 24 December 2026 to Sunday 3 January 2027: Year's end\n\n"
        "Details: https://updates.example.com/en/"
    )
    assert (event["transp"], event["status"]) == ("TRANSPARENT", "CONFIRMED")
    assert event["url"] == "https://updates.example.com/en/"
    assert "categories" not in event
    assert not event.subcomponents
    assert event["uid"] == "freeze-year-end-2026-12-24@updates.example.com"


def test_one_with_times_names_them_and_what_it_is_for() -> None:
    event = events(frozen(CLOSING), "en/calendar.ics")["freeze-closing-2026-12-18T11:00:00Z"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (CLOSING.start, CLOSING.end)
    assert event["summary"] == "As a rule, no updates: Closing; of the books"
    assert event["description"] == (
        "As a rule, no updates: Closing; of the books\n"
        "Friday 18 December 2026, 18:00 – Sunday 20 December 2026, 06:00 (GMT+7)\n\n"
        "Only for: New feature (Payroll, CRM)\n\n"
        "Details: https://updates.example.com/en/"
    )
    assert [str(name) for name in event["categories"].cats] == ["New feature", "Payroll", "CRM"]


def test_in_every_language_it_is_the_same_event_in_other_words() -> None:
    shown = frozen(ONE_DAY, CLOSING)
    vietnamese, english = (events(shown, f"{home}calendar.ics") for home in ("", "en/"))
    assert vietnamese.keys() == english.keys()
    day = vietnamese["freeze-audit-2026-12-30"]
    assert day["summary"] == "Không cập nhật: Nghỉ cuối năm"
    assert day["description"].startswith("Không cập nhật vào thứ Tư 30/12/2026: Nghỉ cuối năm")
    times = vietnamese["freeze-closing-2026-12-18T11:00:00Z"]
    assert times["summary"] == "Thông thường không cập nhật: Khóa sổ, quyết toán"
    assert "Chỉ áp dụng cho: Tính năng mới (Tiền lương, Khách hàng)" in times["description"]
    for name, event in vietnamese.items():
        for key in ("uid", "sequence", "dtstamp", "last-modified", "dtstart", "dtend"):
            assert event[key] == english[name][key]


def test_it_counts_as_changed_with_the_newest_that_the_site_knows() -> None:
    event = events(frozen(YEAR_END))["freeze-year-end-2026-12-24"]
    assert event["sequence"] == 0
    assert event["dtstamp"].dt == event["last-modified"].dt == TOLD
    later = frozen(YEAR_END, releases=(completed("done", at("2026-12-05 20:00")),))
    event = events(later)["freeze-year-end-2026-12-24"]
    assert event["dtstamp"].dt == at("2026-12-05 22:05")
    none = site(policy=LAW, freezes=(PublicFreeze(YEAR_END, over=False),))
    assert events(none)["freeze-year-end-2026-12-24"]["dtstamp"].dt == LAW.promise_begins


def test_the_calendar_keeps_one_for_a_year_behind_the_newest_that_the_site_knows() -> None:
    """No clock has a part in it, so none leaves between two changes of the site."""
    kept = replace(YEAR_END, start=TOLD - KEPT - timedelta(days=3), end=TOLD - KEPT)
    gone = replace(kept, id="gone", end=kept.end - timedelta(seconds=1))
    ahead = replace(YEAR_END, id="far", start=at("2036-01-01 00:00"), end=at("2036-01-02 00:00"))
    for over in (False, True):
        found = events(frozen(gone, kept, ahead, over=over))
        assert [name.split("-20")[0] for name in found] == ["freeze-year-end", "freeze-far"]
    nothing_known = site(policy=LAW, freezes=(PublicFreeze(gone, over=True),))
    assert len(events(nothing_known)) == 1


def test_archives_and_single_events_have_no_freeze_and_stay_as_they_are() -> None:
    bare, shown = (
        {path: document.data for path, document in calendars_of(each).items()}
        for each in (frozen(), frozen(YEAR_END, CLOSING))
    )
    assert bare.keys() == shown.keys()
    differ = {path for path, data in shown.items() if data != bare[path]}
    topics = ("category/feature", "system/payroll", "system/crm")
    to_subscribe_to = ("calendar.ics", *(f"feeds/{topic}.ics" for topic in topics))
    assert differ == {f"{home}{path}" for home in ("", "en/") for path in to_subscribe_to}


def test_two_other_programs_read_the_same_days() -> None:
    data = calendars_of(frozen(YEAR_END, CLOSING))["calendar.ics"].data
    calendar = icalendar.Calendar.from_ical(data)
    for day, names in (
        (date(2026, 12, 23), []),
        (date(2026, 12, 24), ["Không cập nhật: Nghỉ cuối năm"]),
        (date(2027, 1, 3), ["Không cập nhật: Nghỉ cuối năm"]),
        (date(2027, 1, 4), []),
    ):
        found = recurring_ical_events.of(calendar).at(day)
        assert [str(event["summary"]) for event in found] == names
    parsed = vobject.readOne(data.decode())
    spans = {
        event.uid.value.partition("@")[0]: (event.dtstart.value, event.dtend.value)
        for event in parsed.vevent_list
        if event.uid.value.startswith("freeze-")
    }
    assert spans == {
        "freeze-year-end-2026-12-24": (date(2026, 12, 24), date(2027, 1, 4)),
        "freeze-closing-2026-12-18T11:00:00Z": (
            datetime(2026, 12, 18, 11, tzinfo=UTC),
            datetime(2026, 12, 19, 23, tzinfo=UTC),
        ),
    }


@pytest.mark.parametrize("title", HOSTILE)
def test_a_label_comes_back_as_it_was(title: str) -> None:
    freeze = replace(YEAR_END, label={"vi": title, "en": title})
    [event] = events(frozen(freeze), "en/calendar.ics").values()
    assert event["summary"] == f"No updates: {title}"


def test_labels_are_escaped_on_the_pages() -> None:
    hostile = "</li><script>alert(1)</script>\"'"
    shown = rendered(frozen(replace(YEAR_END, label={"vi": hostile}), plans=(planned(),)))
    for path in ("index.html", "en/index.html", PAGE, "en/" + PAGE):
        page = html(shown, path)
        assert "<script>alert" not in page
        assert "&lt;/li&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;" in page


# Pages.


def lines(shown: PublicSite, path: str) -> list[str]:
    """What each line about a freeze says."""
    found = re.findall(r'<li class="nt-freeze">(.*?)</li>', html(rendered(shown), path), re.DOTALL)
    return [" | ".join(filter(None, re.split(r"\s*<[^>]+>\s*", unescape(each)))) for each in found]


DAYS_LINE = "No updates from Thursday 24 December 2026 to Sunday 3 January 2027: Year's end"
TIMES_LINE = (
    "As a rule, no updates: Closing; of the books | "
    "Friday 18 December 2026, 18:00 – Sunday 20 December 2026, 06:00 (GMT+7) | "
    "Only for: New feature (Payroll, CRM)"
)


def test_the_plan_of_each_month_that_a_freeze_touches_names_it() -> None:
    months = [of_month(month) for month in ("2027-02", "2027-01", "2026-12", "2026-11")]
    shown = frozen(CLOSING, YEAR_END, plans=tuple(months))
    found = {m.plan.id: lines(shown, f"en/plans/{m.plan.id}/index.html") for m in months}
    assert found == {
        "2026-11": [],
        "2026-12": [TIMES_LINE, DAYS_LINE],
        "2027-01": [DAYS_LINE],
        "2027-02": [],
    }


def test_a_freeze_that_ends_as_a_month_begins_is_not_of_that_month() -> None:
    freeze = replace(YEAR_END, end=at("2027-01-01 00:00"))
    shown = frozen(freeze, plans=(of_month("2027-01"), of_month("2026-12")))
    assert lines(shown, "plans/2027-01/index.html") == []
    assert len(lines(shown, "plans/2026-12/index.html")) == 1
    by_a_second = frozen(
        replace(freeze, end=at("2027-01-01 00:00") + timedelta(seconds=1)),
        plans=(of_month("2027-01"),),
    )
    assert len(lines(by_a_second, "plans/2027-01/index.html")) == 1


def test_the_days_that_it_touches_are_marked_in_the_month_and_explained_below() -> None:
    shown = frozen(YEAR_END, CLOSING, plans=(planned(),))
    page = html(rendered(shown), "en/" + PAGE)
    found = re.findall(
        r'<td class="nt-day nt-day--frozen" data-day="([\d-]+)" title="([^"]*)"', page
    )
    closing = "As a rule, no updates: Closing; of the books"
    assert [(day[-2:], unescape(title)) for day, title in found] == [
        *((str(day), closing) for day in (18, 19, 20)),
        *((str(day), "No updates: Year's end") for day in range(24, 32)),
    ]
    assert '<span class="nt-badge__label">No updates</span>' in page
    without = html(rendered(frozen(plans=(planned(),))), "en/" + PAGE)
    assert '<span class="nt-badge__label">No updates</span>' not in without
    assert "No updates:" not in without


def test_the_home_page_names_those_that_are_not_over() -> None:
    shown = frozen(CLOSING, YEAR_END)
    assert lines(shown, "en/index.html") == [TIMES_LINE, DAYS_LINE]
    assert "When there are no updates" in words_of(html(rendered(shown), "en/index.html"))
    for none in (frozen(), frozen(CLOSING, YEAR_END, over=True)):
        assert lines(none, "en/index.html") == []
        assert "When there are no updates" not in html(rendered(none), "en/index.html")


def test_a_month_under_way_without_items_says_so_on_the_home_page_and_in_the_list() -> None:
    shown = frozen(YEAR_END, plans=(planned(state="in_progress"),))
    # In the month's own section, and in the list of all of them.
    assert lines(shown, "en/index.html") == [DAYS_LINE]
    assert lines(shown, "en/plans/index.html") == [DAYS_LINE]
    past = frozen(YEAR_END, plans=(planned(state="completed"),))
    assert lines(past, "en/plans/index.html") == []


def test_names_of_releases_and_approvers_are_nowhere() -> None:
    shown = frozen(CLOSING, plans=(planned(),))
    for path, document in rendered(shown).items():
        text = document.data.decode("utf-8", "replace") + "".join(document.slots.values())
        assert "II.6" not in text, path
        assert '"ceo"' not in text, path


# JSON.


def test_the_json_has_them_as_its_schema_says() -> None:
    documents = rendered(frozen(CLOSING, YEAR_END))
    schema = json.loads(notices_schema(theme()).data)
    for name in ("notices", "upcoming"):
        document = json.loads(documents[f"api/{name}.json"].data)
        Draft202012Validator(schema).validate(document)
        assert document["freezes"] == [
            {
                "id": "closing",
                "label": {"vi": "Khóa sổ, quyết toán", "en": "Closing; of the books"},
                "kind": "soft",
                "start": "2026-12-18T11:00:00Z",
                "end": "2026-12-19T23:00:00Z",
                "first_day": None,
                "last_day": None,
                "categories": ["feature"],
                "systems": ["payroll", "crm"],
            },
            {
                "id": "year-end",
                "label": {"vi": "Nghỉ cuối năm", "en": "Year's end"},
                "kind": "hard",
                "start": "2026-12-23T17:00:00Z",
                "end": "2027-01-03T17:00:00Z",
                "first_day": "2026-12-24",
                "last_day": "2027-01-03",
                "categories": [],
                "systems": [],
            },
        ]


def test_neither_the_status_api_nor_the_feeds_know_them() -> None:
    bare, shown = (rendered(each) for each in (frozen(), frozen(YEAR_END)))
    for path, document in shown.items():
        if path.startswith("api/v2/") or path.endswith(("feed.xml", "atom.xml", "feed.json")):
            assert document.data == bare[path].data, path
