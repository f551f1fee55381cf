"""The calendars, read back by three programs that are not ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import vobject

from notices.domain.instants import Lead
from notices.domain.ledger import Record
from notices.domain.messages import messages_of
from notices.domain.policy import Category
from notices.domain.public import PublicRelease, PublicSite, State
from notices.domain.release import Cancellation, Impact, KnownIssue, Outcome, Release
from notices.rendering.addresses import MAINTNOTE
from notices.rendering.documents import Document
from notices.rendering.feeds.calendar import calendars
from notices.rendering.inputs import SiteInputs
from notices.rendering.locale.locale import Locale
from notices.rendering.views.cards import CardLists
from tests.rendering.builders import (
    ADVANCE,
    COMPLETED,
    FEATURE,
    FINAL,
    POLICY,
    SYSTEMS,
    at,
    cancelled,
    completed,
    html,
    notice,
    public,
    record,
    release,
    rendered,
    site,
    theme,
)
from tests.rendering.hostile_titles import HOSTILE, random_titles
from tests.rendering.test_plans import planned

START = at("2026-12-12 20:00")
CALENDAR = "calendar.ics"


def event_path(release_id: str, home: str = "") -> str:
    return f"{home}releases/{release_id}/event.ics"


project = cache(theme)


def calendars_of(shown: PublicSite, site_name: str = "Anviec") -> dict[str, Document]:
    """Every calendar of the site by its path."""
    renamed = replace(project(), site_name=site_name)
    ids = frozenset(p.release.id for p in shown.releases)
    found: dict[str, Document] = {}
    for language in shown.policy.languages:
        locale = Locale.of(language, shown.policy, renamed, ids)
        cards = CardLists(shown, locale).cards
        made = calendars(shown, renamed, locale, cards, SiteInputs(shown, renamed))
        found |= {document.path: document.finished for document in made}
    return found


def read(shown: PublicSite, path: str = CALENDAR) -> Any:
    return icalendar.Calendar.from_ical(calendars_of(shown)[path].data)


def events(shown: PublicSite, path: str = CALENDAR) -> dict[str, Any]:
    """The events by the id of their release."""
    return {str(e["url"]).split("/")[-2]: e for e in read(shown, path).walk("VEVENT")}


def only(shown: PublicSite, path: str = CALENDAR) -> Any:
    (event,) = events(shown, path).values()
    return event


def with_records(
    of: Release, *records: Record, state: State = "announced", **more: Any
) -> PublicRelease:
    """A release with the messages that the ledger's records make."""
    numbered = tuple(replace(r, seq=n) for n, r in enumerate(records, 1))
    return public(of, state, messages_of(numbered).get(of.id, ()), **more)


def announced() -> PublicRelease:
    entry = release()
    return with_records(entry, record(entry, "advance", at("2026-11-22 08:00")))


def many(count: int) -> list[PublicRelease]:
    first = at("2025-08-02 20:00")
    return [completed(f"r-{n}", first + timedelta(hours=9 * n)) for n in range(count)]


# What is in it.


def test_an_event_says_all_that_the_page_says() -> None:
    event = only(site(announced()), "en/calendar.ics")
    assert {name: event[name].to_ical().decode() for name in event if name != "DESCRIPTION"} == {
        "UID": event["uid"],
        "SEQUENCE": "0",
        "DTSTAMP": "20261122T010000Z",
        "LAST-MODIFIED": "20261122T010000Z",
        "CREATED": "20261122T010000Z",
        "DTSTART": "20261212T130000Z",
        "DTEND": "20261212T150000Z",
        "SUMMARY": "New payroll engine",
        "URL": "https://updates.example.com/en/releases/payroll-engine/",
        "STATUS": "CONFIRMED",
        "TRANSP": "TRANSPARENT",
        "CATEGORIES": "New feature,Payroll",
    }
    assert event["description"] == (
        "Payroll runs faster.\n"
        "\n"
        "Time window: Saturday 12 December 2026, 20:00–22:00 (GMT+7)\n"
        "\n"
        "Expected downtime: about 10 minutes.\n"
        "Except during the downtime, you can keep working as usual.\n"
        "You need to sign in again afterwards.\n"
        "Areas affected: Payroll.\n"
        "\n"
        "What to prepare:\n"
        "- Save your payroll\n"
        "\n"
        "Details: https://updates.example.com/en/releases/payroll-engine/"
    )


def test_each_language_has_its_own_words_for_the_same_event() -> None:
    vietnamese, english = (only(site(announced()), f"{home}calendar.ics") for home in ("", "en/"))
    assert vietnamese["summary"] == "Bảng lương thế hệ mới"
    assert vietnamese["url"] == "https://updates.example.com/releases/payroll-engine/"
    assert vietnamese["description"].splitlines()[4:8] == [
        "Thời gian gián đoạn: khoảng 10 phút.",
        "Ngoài thời gian gián đoạn, Quý khách vẫn sử dụng bình thường.",
        "Sau khi cập nhật, Quý khách cần đăng nhập lại.",
        "Phần liên quan: Tiền lương.",
    ]
    for name in ("uid", "sequence", "dtstamp", "last-modified", "created", "dtstart", "dtend"):
        assert vietnamese[name] == english[name]


@pytest.mark.parametrize(
    "impact, text",
    [
        (Impact(timedelta()), "There is no downtime."),
        (
            Impact(timedelta(), "usable"),
            "There is no downtime.\nYou can keep working as usual during the update.",
        ),
        (
            Impact(timedelta(minutes=5), "read_only"),
            """Expected downtime: about 5 minutes.
Except during the downtime, you can view everything, but not save changes until the update is over.""",
        ),
        (
            Impact(timedelta(), "read_only"),
            "There is no downtime.\nDuring the update you can view everything, but not save changes.",
        ),
        (
            Impact(timedelta(hours=1), "stopped", False),
            """Expected downtime: about 1 hour.
The system is unavailable during the update.
You stay signed in.""",
        ),
    ],
)
def test_the_impact_is_told_in_sentences(impact: Impact, text: str) -> None:
    shown = site(public(release(impact=impact, prepare={})))
    assert only(shown, "en/calendar.ics")["description"].split("\n\n")[2] == text


def test_the_whole_calendar_says_what_a_subscriber_needs() -> None:
    calendar = read(site(announced(), generation="c0ffee"), "en/calendar.ics")
    del calendar["description"]
    assert {name: calendar[name].to_ical().decode() for name in calendar} == {
        "VERSION": "2.0",
        "PRODID": "-//notices//calendar//EN",
        "CALSCALE": "GREGORIAN",
        "NAME": "Anviec: updates and maintenance",
        "X-WR-CALNAME": "Anviec: updates and maintenance",
        "X-WR-CALDESC": "Every maintenance window that Anviec has announced\\, with moves\\, "
        "cancellations and results.",
        "X-WR-TIMEZONE": "Asia/Ho_Chi_Minh",
        "X-NOTICES-GENERATION": "c0ffee",
        "LAST-MODIFIED": "20261122T010000Z",
        "URL": "https://updates.example.com/en/",
        "SOURCE": "https://updates.example.com/en/calendar.ics",
        "REFRESH-INTERVAL": "PT1H",
        "X-PUBLISHED-TTL": "PT1H",
    }
    data = calendars_of(site(announced()))["en/calendar.ics"].data
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in data
    assert b"\r\nSOURCE;VALUE=URI:https://" in data


def test_a_single_event_is_the_same_as_in_the_whole_calendar() -> None:
    shown = calendars_of(site(announced(), *many(3)))
    for home in ("", "en/"):
        calendar = b"".join(
            shown[f"{home}{path}"].data for path in ("calendar.ics", "calendar/2025.ics")
        )
        for release_id in ("payroll-engine", "r-0", "r-1", "r-2"):
            data = shown[event_path(release_id, home)].data
            body = data[data.index(b"BEGIN:VEVENT") : data.index(b"END:VCALENDAR")]
            assert body.count(b"BEGIN:VEVENT") == 1
            assert body in calendar
            assert b"METHOD" not in data


def test_another_generation_leaves_an_event_alone_that_it_does_not_change() -> None:
    one, other = (
        calendars_of(site(announced(), *more, generation=generation, ledger_head=head * 64))
        for generation, head, more in (("aa", "a", []), ("bb", "b", many(1)))
    )
    path = event_path("payroll-engine")
    assert one[path].data == other[path].data
    assert one[CALENDAR].data != other[CALENDAR].data


def test_the_clock_alone_changes_no_event() -> None:
    entry = release()
    first_record = record(entry, "advance", at("2026-11-22 08:00"))
    states: tuple[State, ...] = ("announced", "in_progress", "awaiting_confirmation")
    found = {
        calendars_of(site(with_records(entry, first_record, state=state)))[path].data
        for state in states
        for path in (event_path(entry.id),)
    }
    assert len(found) == 1


def test_a_cancelled_one_stays_and_says_so_in_words() -> None:
    shown = site(cancelled("off", at("2026-05-02 20:00"), at("2026-05-01 09:00")))
    event = only(shown, "en/calendar.ics")
    assert event["status"] == "CANCELLED"
    assert event["summary"] == "Cancelled: New payroll engine"
    assert event["dtstart"].dt == at("2026-05-02 20:00")
    assert event["description"] == (
        "Payroll runs faster.\n\n"
        "This update was cancelled on Friday 1 May 2026, 09:00 (GMT+7). "
        "Reason: More testing needed\n\n"
        "Time window: Saturday 2 May 2026, 20:00–22:00 (GMT+7)\n\n"
        "Details: https://updates.example.com/en/releases/off/"
    )
    assert not event.subcomponents
    assert only(shown)["summary"] == "Đã hủy: Bảng lương thế hệ mới"


def test_an_ended_one_stays_and_tells_its_result() -> None:
    event = only(site(completed("back", at("2026-02-07 20:00"), "rolled_back")), "en/calendar.ics")
    assert event["status"] == "CONFIRMED"
    assert "The update did not succeed. The previous version was restored" in event["description"]
    assert "What to prepare" not in event["description"]
    assert not event.subcomponents


@pytest.mark.parametrize(
    "result, english, vietnamese",
    [
        ("success", "", ""),
        ("partial", "Partly completed: ", "Hoàn tất một phần: "),
        ("rolled_back", "Rolled back: ", "Đã khôi phục phiên bản trước: "),
    ],
)
def test_an_event_that_did_not_go_as_planned_says_so_before_its_title(
    result: str, english: str, vietnamese: str
) -> None:
    shown = site(completed("one", at("2026-02-07 20:00"), result))
    assert only(shown, "en/calendar.ics")["summary"] == f"{english}New payroll engine"
    assert only(shown)["summary"] == f"{vietnamese}Bảng lương thế hệ mới"


def test_an_event_names_what_comes_next_once_that_is_public_and_what_does_not_work() -> None:
    texts = {"vi": "Xem từng tháng.", "en": "View month by month."}
    issues = (
        KnownIssue({"vi": "Chậm", "en": "Reports are slow"}, "open", "next", texts),
        KnownIssue({"vi": "Xong", "en": "Long gone"}, "fixed", None, texts),
    )
    back = completed("back", at("2026-02-07 20:00"), "rolled_back", known_issues=issues)
    off = cancelled("off", at("2026-05-02 20:00"), at("2026-05-01 09:00"))
    assert off.release.cancelled is not None
    why = replace(off.release.cancelled, replaced_by="next")
    off = replace(off, release=replace(off.release, cancelled=why))
    following = public(release("next", title={"vi": "Lần hai", "en": "Second try"}))
    draft = replace(following, preview=True)
    link = "Second try (https://updates.example.com/en/releases/next/)"

    for shown in ([following], [], [draft]):
        found = events(site(back, off, *shown), "en/calendar.ics")
        was_off, was_back = (str(found[each]["description"]) for each in ("off", "back"))
        named = shown == [following]
        assert (f"More testing needed\nReplaced by: {link}\n" in was_off) is named
        assert ("Replaced by" in was_off) is named
        state = "You are using the previous version again."
        after = (
            f"Next attempt: {link}, Saturday 12 December 2026, 20:00–22:00 (GMT+7)."
            if named
            else "As soon as there is a new date, we will announce it."
        )
        assert (
            f"(GMT+7).\n{state} {after}\n\n"
            "Known issues:\n"
            "- Reports are slow – Being worked on. Meanwhile: View month by month.\n\n"
        ) in was_back


def test_an_event_says_when_the_next_attempt_was_completed() -> None:
    issue = KnownIssue({"vi": "Chậm", "en": "Slow"}, "fixed", "next")
    back = completed("back", at("2026-02-07 20:00"), "rolled_back", known_issues=(issue,))
    title = {"vi": "Lần hai", "en": "Second try"}
    following = completed("next", at("2026-07-11 20:00"), "partial", title=title)
    told = str(events(site(back, following), "en/calendar.ics")["back"]["description"])
    assert (
        "(GMT+7).\nFollowed by: Second try (https://updates.example.com/en/releases/next/), "
        "partly completed on Saturday 11 July 2026.\n\n"
    ) in told
    assert "You are using" not in told


def test_previews_are_in_no_calendar() -> None:
    draft = public(release("draft", title={"vi": "Bí mật"}), preview=True)
    shown = calendars_of(site(announced(), draft, drafts=True))
    assert event_path("draft") not in shown
    for path, document in shown.items():
        if path.endswith(".ics"):
            assert "Bí mật" not in document.data.decode()
            assert b"draft" not in document.data
    assert list(events(site(announced(), draft))) == ["payroll-engine"]


# The same event for ever, and newer with each message.


def moves() -> list[tuple[str, PublicRelease, int, datetime]]:
    """What customers were told, one thing after another; SEQUENCE and DTSTAMP after each."""
    first, later = release(), release(start=at("2026-12-19 20:00"))
    longer = release(start=at("2026-12-12 20:00"), length=timedelta(hours=3))
    off = replace(longer, cancelled=Cancellation(at("2026-12-10 09:00"), {"vi": "x", "en": "x"}))
    done = replace(longer, outcome=Outcome("partial", at("2026-12-12 23:00")))
    better = replace(longer, outcome=Outcome("success", at("2026-12-13 10:00")))
    steps: list[tuple[str, Release, State, Record, int]] = [
        ("announced", first, "announced", record(first, "advance", at("2026-11-22 08:00")), 0),
        ("moved", later, "announced", record(later, "rescheduled", at("2026-11-23 08:00")), 1),
        ("back", first, "announced", record(first, "rescheduled", at("2026-11-24 08:00")), 2),
        ("longer", longer, "announced", record(longer, "rescheduled", at("2026-11-25 08:00")), 3),
        ("reminded", longer, "announced", record(longer, "final", at("2026-12-09 14:00")), 3),
    ]
    endings: list[tuple[str, Release, State, Record, int]] = [
        ("cancelled", off, "cancelled", record(off, "cancelled", at("2026-12-10 09:00")), 4),
        (
            "completed", done, "completed",
            record(done, "completed", at("2026-12-12 23:05"), result="partial"), 4,
        ),
    ]  # fmt: skip
    again = record(better, "completed", at("2026-12-13 10:05"), result="success")
    found, records = [], []
    for name, entry, state, new_record, sequence in steps:
        records.append(new_record)
        found.append((name, with_records(entry, *records, state=state), sequence, new_record.at))
    for name, entry, state, new_record, sequence in endings:
        found.append(
            (name, with_records(entry, *records, new_record, state=state), sequence, new_record.at)
        )
    corrected = with_records(better, *records, endings[1][3], again, state="completed")
    return [*found, ("corrected", corrected, 5, again.at)]


@pytest.mark.parametrize("name, shown, sequence, stamp", moves())
def test_each_message_makes_the_event_newer(
    name: str, shown: PublicRelease, sequence: int, stamp: datetime
) -> None:
    event = only(site(shown))
    assert event["sequence"] == sequence
    assert event["dtstamp"].dt == event["last-modified"].dt == stamp
    assert event["created"].dt == at("2026-11-22 08:00")
    assert event["dtstart"].dt == shown.release.window.start
    assert event["dtend"].dt == shown.release.window.end
    assert event["status"] == ("CANCELLED" if name == "cancelled" else "CONFIRMED")
    assert event["uid"] == only(site(announced()))["uid"]


def test_a_move_names_the_window_before() -> None:
    moved = next(shown for name, shown, *_ in moves() if name == "moved")
    assert (
        "Time window: Saturday 19 December 2026, 20:00–22:00 (GMT+7)\n"
        "Previously: Saturday 12 December 2026, 20:00–22:00 (GMT+7)\n"
    ) in only(site(moved), "en/calendar.ics")["description"]


def test_the_uid_of_a_release_never_changes() -> None:
    """Written down: whoever changes how it is made gives every subscriber everything twice."""
    shown = site(announced(), *many(2))
    ids = {
        name: event["uid"]
        for path in (CALENDAR, "calendar/2025.ics")
        for name, event in events(shown, path).items()
    }
    assert ids == {
        "payroll-engine": "a455a777-9129-5c73-a33a-02934975f0db",
        "r-0": "0335c206-4372-5b30-b742-25d3c998447f",
        "r-1": "4ec8c6a1-35c1-585d-9c0b-7db1a50cda25",
    }


def test_two_companies_with_a_release_of_one_name_have_two_events() -> None:
    ours = announced()
    theirs = replace(ours, messages=tuple(replace(m, uid=f"{m.uid}0") for m in ours.messages))
    assert only(site(ours))["uid"] != only(site(theirs))["uid"]


def test_a_typo_that_is_mended_makes_nothing_newer() -> None:
    before = announced()
    mended = replace(before.release, title={"vi": "Bảng lương mới", "en": "New payroll"})
    one, other = only(site(before)), only(site(replace(before, release=mended)))
    assert other["summary"] == "Bảng lương mới"
    for name in ("uid", "sequence", "dtstamp", "last-modified", "created"):
        assert one[name] == other[name]


def test_what_has_no_messages_is_dated_by_its_ending() -> None:
    ended = at("2025-03-01 22:00")
    entry = release("old", start=at("2025-03-01 20:00"), outcome=Outcome("success", ended))
    event = only(site(public(entry, "completed", imported=True)))
    assert event["dtstamp"].dt == event["last-modified"].dt == ended
    assert event["sequence"] == 0
    assert "created" not in event


def test_an_imported_one_has_an_id_that_no_other_site_gives() -> None:
    """Two companies may both bring a release `old` along, and a reader keeps both calendars."""
    ended = at("2025-03-01 22:00")
    entry = release("old", start=at("2025-03-01 20:00"), outcome=Outcome("success", ended))
    shown = site(public(entry, "completed", imported=True), announced())

    def uids(base_url: str, path: str = "calendar/2025.ics") -> list[str]:
        own = replace(project(), base_url=base_url)
        locales = {
            name: Locale.of(name, shown.policy, own, frozenset()) for name in POLICY.languages
        }
        found = {
            document.path: document.finished.data
            for locale in locales.values()
            for document in calendars(
                shown, own, locale, CardLists(shown, locale).cards, SiteInputs(shown, own)
            )
        }
        return [str(e["uid"]) for e in icalendar.Calendar.from_ical(found[path]).walk("VEVENT")]

    sites = [
        "https://updates.example.com/",
        "https://updates.example.org/",
        "https://updates.example.com/anviec/",
    ]
    assert [uids(each) for each in sites] == [
        ["d8c41d7c-153a-5d18-80aa-9fc7ea94108d"],
        ["659cc515-d3a3-54e4-90f4-a608b0f22b57"],
        ["cb1220c7-0a41-5139-b772-43e8b649b131"],
    ]
    own = uids(sites[0])
    assert own == uids(sites[0], "en/calendar/2025.ics") == uids(sites[0], event_path("old"))
    assert own == uids("http://updates.example.com/"), "a site that gets a certificate"
    told = [uids(each, "calendar/2026.ics") for each in sites]
    assert told == [["a455a777-9129-5c73-a33a-02934975f0db"]] * 3, "a message's is the ledger's"


# Instants.


def test_three_readers_find_the_same_releases_and_instants_as_the_model() -> None:
    shown = site(
        announced(),
        cancelled("off", at("2026-05-02 20:00"), at("2026-05-01 09:00")),
        completed("late", at("2026-04-04 23:30")),
        public(release("to-midnight", start=at("2026-06-06 20:00"), length=timedelta(hours=4))),
    )
    model = {(p.release.window.start, p.release.window.end) for p in shown.releases}
    found = calendars_of(shown)
    for home in ("", "en/"):
        data = found[f"{home}calendar.ics"].data
        calendar: Any = icalendar.Calendar.from_ical(data)
        assert {(e["dtstart"].dt, e["dtend"].dt) for e in calendar.walk("VEVENT")} == model
        between = recurring_ical_events.of(calendar).between((2020, 1, 1), (2030, 1, 1))
        assert {(e.start, e.end) for e in between} == model
        parsed = vobject.readOne(data.decode())
        assert {(e.dtstart.value, e.dtend.value) for e in parsed.vevent_list} == model
        parsed.validate(raiseException=True)


@pytest.mark.parametrize(
    "start, end, utc",
    [
        # Clocks go back at 03:00 on 25 October, and forward at 02:00 on 29 March.
        ("2026-10-24T23:00+02:00", "2026-10-25T04:00+01:00", ("20261024T210000Z", "20261025T030000Z")),
        ("2026-10-25T02:30+02:00", "2026-10-25T03:30+01:00", ("20261025T003000Z", "20261025T023000Z")),
        ("2026-03-28T20:00+01:00", "2026-03-29T04:00+02:00", ("20260328T190000Z", "20260329T020000Z")),
    ],
)  # fmt: skip
def test_a_window_over_a_clock_change_is_told_in_universal_time(
    start: str, end: str, utc: tuple[str, str]
) -> None:
    berlin = replace(POLICY, timezone="Europe/Berlin", zone=ZoneInfo("Europe/Berlin"))
    first, last = (datetime.fromisoformat(text).astimezone(UTC) for text in (start, end))
    shown = site(public(release(start=first, length=last - first)), policy=berlin)
    event = only(shown)
    assert (event["dtstart"].to_ical().decode(), event["dtend"].to_ical().decode()) == utc
    assert read(shown)["x-wr-timezone"] == "Europe/Berlin"
    (seen,) = recurring_ical_events.of(read(shown)).between(first, last)
    assert (seen.start.astimezone(UTC), seen.end.astimezone(UTC)) == (first, last)


# Alarms.


def alarm_of(shown: PublicSite) -> datetime | None:
    """When the one alarm rings."""
    event = only(shown)
    alarms = event.walk("VALARM")
    if not alarms:
        return None
    (alarm,) = alarms
    assert alarm["action"] == "DISPLAY"
    assert alarm["description"] == event["summary"]
    (ringing,) = event.alarms.times
    when: datetime = event["dtstart"].dt + alarm["trigger"].dt
    assert ringing.trigger == when
    return when


def by_policy(*rules: Any, **changes: Any) -> PublicSite:
    category = Category("feature", {"vi": "Loại", "en": "Kind"}, rules)
    return site(replace(public(release(**changes)), category=category))


STAFF = replace(notice("internal", "Nội bộ", "Internal", Lead(5, "m")), audience="staff")
IMPORTANT = replace(notice("vip", "Quan trọng", "Important", Lead(1, "h")), when="important")
HALF_HOUR = notice("last", "Lần cuối", "Last", Lead(30, "m"))


@pytest.mark.parametrize(
    "shown, rings",
    [
        (by_policy(ADVANCE, FINAL, COMPLETED), START - timedelta(hours=24)),
        (by_policy(FINAL, HALF_HOUR), START - timedelta(minutes=30)),
        (by_policy(FINAL, STAFF), START - timedelta(hours=24)),
        (by_policy(FINAL, IMPORTANT), START - timedelta(hours=24)),
        (by_policy(FINAL, IMPORTANT, important=True), START - timedelta(hours=1)),
        (by_policy(COMPLETED), None),
    ],
)
def test_the_alarm_rings_when_the_policys_last_notice_has_to_be_out(
    shown: PublicSite, rings: datetime | None
) -> None:
    assert alarm_of(shown) == rings


def test_an_alarm_of_days_rings_at_the_same_time_of_day() -> None:
    zone = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 3, 29, 20, tzinfo=zone).astimezone(UTC)
    shown = by_policy(notice("day", "Ngày", "Day", Lead(1, "d")), start=start)
    berlin = replace(POLICY, timezone="Europe/Berlin", zone=zone)
    assert alarm_of(replace(shown, policy=berlin)) == datetime(2026, 3, 28, 20, tzinfo=zone)


# Bytes.

_LINE = re.compile(
    rb"(?P<name>[A-Z0-9-]+)"
    rb'(?P<params>(?:;[A-Z0-9-]+=(?:[^\x00-\x1f\x7f";:,]*|"[^\x00-\x1f\x7f"]*"))*)'
    rb":(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)"
)
_TEXTS = {b"SUMMARY", b"DESCRIPTION", b"NAME", b"X-WR-CALNAME", b"X-WR-CALDESC", b"CATEGORIES"}
_VALUES = {
    **dict.fromkeys((b"DTSTART", b"DTEND", b"DTSTAMP", b"CREATED", b"LAST-MODIFIED"),
                    rb"\d{8}T\d{6}Z"),
    b"SEQUENCE": rb"\d+",
    b"UID": rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    b"TRIGGER": rb"-P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?",
    b"URL": rb"https://[!-~]+",
}  # fmt: skip


def holds_the_grammar(data: bytes) -> int:
    """Fail where RFC 5545 is broken; how many events there are."""
    assert data.endswith(b"\r\n")
    lines = data[:-2].split(b"\r\n")
    for line in lines:
        assert 0 < len(line) <= 75
        assert not {b"\r", b"\n"} & {line[n : n + 1] for n in range(len(line))}
        line.decode("utf-8")  # No line splits a letter.
    unfolded = data.replace(b"\r\n ", b"")
    open_components: list[bytes] = []
    counted = 0
    for line in unfolded[:-2].split(b"\r\n"):
        found = _LINE.fullmatch(line)
        assert found, line
        name, value = found["name"], found["value"]
        if name == b"BEGIN":
            open_components.append(value)
            counted += value == b"VEVENT"
        elif name == b"END":
            assert open_components.pop() == value
        elif name in _TEXTS:
            assert re.fullmatch(rb"(?:[^\\;,]|\\[\\;,n]|,(?<=,))*", value), line
            assert name == b"CATEGORIES" or not re.search(rb"(?<!\\)(?:\\\\)*,", value), line
        elif name in _VALUES and open_components[-1] in (b"VEVENT", b"VALARM"):
            assert re.fullmatch(_VALUES[name], value), line
    assert not open_components
    return counted


@pytest.mark.parametrize("count", [0, 1, 50, 500])
def test_any_number_of_releases_is_a_calendar_that_holds_the_grammar(count: int) -> None:
    shown = site(*many(count))
    found = calendars_of(shown)
    for home in ("", "en/"):
        data = found[f"{home}calendar.ics"].data
        assert holds_the_grammar(data) == count
        read_back = icalendar.Calendar.from_ical(data)
        uids = [str(event["uid"]) for event in read_back.walk("VEVENT")]
        assert len(set(uids)) == len(uids) == count
        parsed = vobject.readOne(data.decode())
        assert len(parsed.contents.get("vevent", [])) == count
    assert sum(path.endswith("event.ics") for path in found) == 2 * count


def test_an_empty_calendar_still_holds_a_component() -> None:
    calendar = read(site())
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]
    assert calendar["x-wr-calname"] == "Anviec: lịch cập nhật và bảo trì"
    assert not recurring_ical_events.of(calendar).between((2020, 1, 1), (2030, 1, 1))
    assert [c.name for c in read(site(announced())).subcomponents] == ["VEVENT"]


@cache
def difficult() -> tuple[tuple[str, ...], PublicSite]:
    """Releases whose title, summary, category and system are each hard on the format."""
    typed = (r"C:\New \N \n \\n \; \, \\", "ends with a backslash \\", "\\" * 90, ";,:\"'" * 30)
    texts = (*typed, *HOSTILE, *random_titles(300))
    shown, systems = [], []
    for number, text in enumerate(texts):
        both = {"vi": text, "en": text}
        systems.append(replace(SYSTEMS[0], id=f"s-{number}", name=both))
        entry = release(
            f"r-{number}",
            title=both,
            summary=both,
            start=START + timedelta(days=number),
            impact=Impact(timedelta(), systems=(f"s-{number}",)),
        )
        shown.append(replace(public(entry), category=replace(FEATURE, label=both)))
    return texts, site(*shown, systems=tuple(systems))


def in_order(found: Iterable[Any]) -> list[Any]:
    return list(reversed(list(found)))


def test_texts_come_back_as_they_were_typed() -> None:
    texts, shown = difficult()
    data = calendars_of(shown)[CALENDAR].data
    assert holds_the_grammar(data) == len(texts)
    own = in_order(icalendar.Calendar.from_ical(data).walk("VEVENT"))
    assert tuple(str(event["summary"]) for event in own) == texts
    assert tuple(str(event["description"]).split("\n\n")[0] for event in own) == texts
    assert [list(map(str, event["categories"].cats)) for event in own] == [[t, t] for t in texts]
    assert tuple(str(event.walk("VALARM")[0]["description"]) for event in own) == texts
    parsed = in_order(vobject.readOne(data.decode()).vevent_list)
    assert tuple(event.summary.value for event in parsed) == texts
    assert tuple(event.description.value.split("\n\n")[0] for event in parsed) == texts


def test_control_characters_that_loading_let_through_are_left_out() -> None:
    text = "a\x00b\x07c\x1bd\x7fe\x85f\u2028g\rh\ni\tj"
    shown = site(public(release(title={"vi": text}, summary={"vi": text})))
    assert holds_the_grammar(calendars_of(shown)[CALENDAR].data) == 1
    assert only(shown)["summary"] == "abcdefg\nh\ni\tj"


def test_a_company_name_with_a_comma_is_one_name() -> None:
    data = calendars_of(site(), site_name="An, Viec; & Co \\ Ltd")["en/calendar.ics"].data
    assert holds_the_grammar(data) == 0
    assert rb"X-WR-CALNAME:An\, Viec\; & Co \\ Ltd: updates" in data.replace(b"\r\n ", b"")


def test_the_ledgers_first_day_has_no_part_in_it() -> None:
    early, late = (replace(POLICY, ledger_starts=date(year, 1, 1)) for year in (2020, 2026))
    assert read(site(announced(), policy=early)) == read(site(announced(), policy=late))


# The button on a release's page.


@pytest.mark.parametrize(
    "state, offered",
    [("announced", True), ("in_progress", False), ("awaiting_confirmation", False)],
)
def test_the_page_offers_the_event_until_the_update_begins(state: State, offered: bool) -> None:
    documents = rendered(site(replace(announced(), state=state)))
    for home, label in (("", "Thêm vào lịch"), ("en/", "Add to calendar")):
        page = html(documents, f"{home}releases/payroll-engine/index.html")
        link = re.search(r'<a class="nt-add" ([^>]*)>.*?</svg>([^<]*)</a>', page)
        assert (link is not None) == offered
        if link:
            back = "../" * (2 + bool(home))
            assert f'href="{back}{home}releases/payroll-engine/event.ics"' in link[1]
            assert 'type="text/calendar" download="payroll-engine.ics"' in link[1]
            assert link[2] == label


def test_what_is_over_is_offered_no_more() -> None:
    off = cancelled("off", at("2026-05-02 20:00"), at("2026-05-01 09:00"))
    documents = rendered(site(off, completed("ok", at("2026-04-04 20:00"))))
    for release_id in ("off", "ok"):
        assert "nt-add" not in html(documents, f"releases/{release_id}/index.html")
        assert event_path(release_id) in documents


def test_a_preview_offers_no_event_for_there_is_none() -> None:
    draft = replace(announced(), preview=True)
    documents = rendered(site(draft, drafts=True))
    assert "nt-add" not in html(documents, "releases/payroll-engine/index.html")
    assert event_path("payroll-engine") not in documents


def test_the_site_has_every_calendar() -> None:
    shown = site(announced(), *many(2))
    documents = rendered(shown)
    assert {
        path: document.data
        for path, document in documents.items()
        if path.endswith(".ics") and path != MAINTNOTE
    } == {path: document.data for path, document in calendars_of(shown).items()}
    topics = len(shown.policy.categories) + len(shown.systems)
    assert topics == 3
    assert len(calendars_of(shown)) == 2 * (1 + topics + 2 + 3), (
        "the whole, one for each topic, two years, three releases"
    )


# A year is enough to subscribe to.


def names(shown: PublicSite, path: str = CALENDAR) -> list[str]:
    return list(events(shown, path))


def around_a_year() -> PublicSite:
    """One announced at noon, and two whose windows ended a year before that, a second apart."""
    entry = release("ahead", start=at("2027-02-06 20:00"))
    ended = at("2025-11-27 12:00") - timedelta(hours=2)
    return site(
        with_records(entry, record(entry, "advance", at("2026-11-27 12:00"))),
        completed("kept", ended),
        completed("gone", ended - timedelta(seconds=1)),
    )


def test_the_calendar_leaves_out_what_ended_over_a_year_ago() -> None:
    """Google refuses a calendar above one megabyte, whole."""
    for home in ("", "en/"):
        assert names(around_a_year(), f"{home}calendar.ics") == ["ahead", "kept"]


def test_each_year_has_a_calendar_of_all_its_windows() -> None:
    shown = around_a_year()
    for home in ("", "en/"):
        assert names(shown, f"{home}calendar/2025.ics") == ["kept", "gone"]
        assert names(shown, f"{home}calendar/2027.ics") == ["ahead"]
        assert {path for path in calendars_of(shown) if path.startswith(f"{home}calendar/")} == {
            f"{home}calendar/2025.ics",
            f"{home}calendar/2027.ics",
        }


def test_a_year_begins_at_midnight_in_the_policys_zone() -> None:
    shown = site(
        completed("last", at("2025-12-31 23:59")), completed("first", at("2026-01-01 00:00"))
    )
    assert names(shown, "calendar/2025.ics") == ["last"]
    assert names(shown, "calendar/2026.ics") == ["first"]


def test_the_year_is_counted_from_the_newest_that_the_site_knows() -> None:
    """A window that began moves the cut, a plan's message too; one that is ahead does not."""
    old = completed("old", at("2025-06-07 20:00"))
    entry = release("runs", start=at("2026-11-28 20:00"))
    assert names(site(old)) == ["old"]
    assert names(site(old, public(entry, "announced"))) == ["runs", "old"]
    assert names(site(old, public(entry, "in_progress"))) == ["runs"]
    assert names(site(old, public(entry, "in_progress", preview=True))) == ["old"]
    plan = planned()
    assert plan.messages[0].at > at("2026-06-07 22:00")
    assert names(site(old, plans=(plan,))) == []


def test_a_calendar_of_which_all_has_left_still_holds_a_component() -> None:
    shown = site(completed("old", at("2025-06-07 20:00")), plans=(planned(),))
    data = calendars_of(shown)[CALENDAR].data
    assert holds_the_grammar(data) == 0
    assert [component.name for component in read(shown).subcomponents] == ["VTIMEZONE"]
    assert data.count(b"\r\nLAST-MODIFIED:20250607T150500Z\r\n") == 1


def test_an_archive_says_of_which_year_it_is_and_follows_no_generation() -> None:
    one, other = (replace(around_a_year(), generation=name) for name in ("aa", "bb"))
    path = "en/calendar/2025.ics"
    assert calendars_of(one)[path] == calendars_of(other)[path]
    archive = read(one, path)
    del archive["description"]
    assert {name: archive[name].to_ical().decode() for name in archive} == {
        "VERSION": "2.0",
        "PRODID": "-//notices//calendar//EN",
        "CALSCALE": "GREGORIAN",
        "NAME": "Anviec: updates and maintenance in 2025",
        "X-WR-CALNAME": "Anviec: updates and maintenance in 2025",
        "X-WR-CALDESC": "Every maintenance window of 2025 that Anviec has announced\\, with "
        "moves\\, cancellations and results.",
        "X-WR-TIMEZONE": "Asia/Ho_Chi_Minh",
        "LAST-MODIFIED": "20251127T050500Z",
        "URL": "https://updates.example.com/en/changelog/2025/",
        "SOURCE": "https://updates.example.com/en/calendar/2025.ics",
    }


def test_ten_releases_a_week_for_years_are_less_than_a_megabyte() -> None:
    first = at("2023-01-07 20:00")
    shown = site(*(completed(f"r-{n}", first + timedelta(hours=17 * n)) for n in range(2000)))
    data = calendars_of(shown)[CALENDAR].data
    assert holds_the_grammar(data) == 516
    assert len(data) < 1_000_000


def test_the_lines_of_an_event_are_those_that_the_library_writes() -> None:
    """Folded elsewhere, but with the same names, values and order."""

    def unfolded(data: bytes) -> bytes:
        return data.replace(b"\r\n ", b"")

    shown = site(announced(), *many(3), cancelled("off", START, START - timedelta(days=1)))
    for path, document in calendars_of(shown).items():
        if path.endswith("event.ics"):
            read_back = icalendar.Calendar.from_ical(document.data)
            assert unfolded(read_back.to_ical()) == unfolded(document.data)
