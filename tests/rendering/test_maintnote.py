"""The windows for network operators' tools; ``python -m tests.rendering.test_maintnote`` writes the golden file.

What a tool of theirs makes of a real site's file is in ``tests/maintnote``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from notices.domain.ledger import Record
from notices.domain.policy import Organizer
from notices.domain.public import PublicRelease, PublicSite, State
from notices.domain.release import Cancellation, Impact, Outcome, Release
from notices.evaluation.generation import generation_of
from notices.loading.characters import any_forbidden
from notices.rendering import site_documents
from notices.rendering.feeds.maintnote import OUTPUT, maintnote_event
from notices.rendering.locale.locale import Locale
from notices.rendering.metadata.maintnote_lines import MaintnoteText, maintnote_lines
from tests.rendering.builders import (
    POLICY,
    at,
    cancelled,
    completed,
    html,
    public,
    record,
    release,
    rendered,
    site,
    theme,
)
from tests.rendering.hostile_titles import HOSTILE
from tests.rendering.test_calendar import holds_the_grammar, with_records

GOLDEN = Path(__file__).parents[1] / "golden/maintnote.ics"
PATH = "maintnote.ics"
NOC = Organizer("Example NOC", "noc@example.com", "example.com", "all")
WITHOUT = replace(POLICY, organizer=None)
BASE = "https://updates.example.com/"


def of(*releases: PublicRelease, organizer: Organizer = NOC, **more: Any) -> PublicSite:
    return site(*releases, policy=replace(POLICY, organizer=organizer), **more)


def file(shown: PublicSite) -> bytes:
    [document] = [d for d in site_documents(shown, theme()) if d.path == PATH]
    return document.finished.data


class Memory(dict[str, bytes]):
    """A cache in memory."""

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


def test_only_the_event_that_changed_is_worded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cached, worded = replace(theme(), cache=Memory()), list[str]()

    def note(text: MaintnoteText) -> bytes:
        worded.append(text.maintenance)
        return maintnote_lines(text)

    monkeypatch.setattr("notices.rendering.metadata.maintnote_lines.maintnote_lines", note)

    def made(*releases: PublicRelease) -> set[str]:
        shown = of(*releases, basis="policy and systems")
        [document] = [d for d in site_documents(shown, cached) if d.path == PATH]
        worded.clear()
        data, anew = document.finished.data, set(worded)
        assert data == file(replace(shown, basis=""))
        return anew

    one, other = public(release("one")), public(release("other"))
    assert made(one, other) == {"one", "other"}
    assert made(one, public(release("other"), "in_progress")) == {"other"}


def events(data: bytes) -> dict[str, Any]:
    """The events by the id of their release."""
    found = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return {str(event["x-maintnote-maintenance-id"]): event for event in found}


def only(shown: PublicRelease, organizer: Organizer = NOC) -> Any:
    (event,) = events(file(of(shown, organizer=organizer))).values()
    return event


def objects(event: Any) -> list[str]:
    found = event["x-maintnote-object-id"]
    return [str(each) for each in (found if isinstance(found, list) else [found])]


def every_state() -> PublicSite:
    """One in each state, and one that only a preview shows."""
    ahead = release("ahead", start=at("2026-12-12 20:00"))
    running = release(
        "running",
        start=at("2026-11-28 20:00"),
        impact=Impact(timedelta(), "read_only", systems=("payroll", "crm")),
    )
    waiting = release("waiting", start=at("2026-11-28 09:00"), impact=Impact(timedelta()))
    return of(
        with_records(ahead, record(ahead, "advance", at("2026-11-22 08:00"))),
        with_records(
            running, record(running, "advance", at("2026-11-10 08:00")), state="in_progress"
        ),
        with_records(
            waiting,
            record(waiting, "advance", at("2026-11-11 08:00")),
            state="awaiting_confirmation",
        ),
        completed("over", at("2026-10-03 20:00"), "rolled_back"),
        cancelled("off", at("2026-12-19 20:00"), at("2026-11-20 09:00")),
        completed("long-ago", at("2025-10-04 20:00")),
        public(release("shown-to-its-authors"), "draft", preview=True),
    )


# What is in it.


def test_the_file_is_as_it_was() -> None:
    """Read what has changed, and write it anew by running this module."""
    assert file(every_state()) == GOLDEN.read_bytes()


def test_each_state_has_a_status_of_theirs_and_one_of_icalendars() -> None:
    found = events(file(every_state()))
    assert {
        name: (str(event["x-maintnote-status"]), str(event["status"]))
        for name, event in found.items()
    } == {
        "ahead": ("CONFIRMED", "CONFIRMED"),
        "running": ("IN-PROCESS", "CONFIRMED"),
        "waiting": ("IN-PROCESS", "CONFIRMED"),
        "over": ("COMPLETED", "CONFIRMED"),
        "off": ("CANCELLED", "CANCELLED"),
    }
    assert str(found["off"]["summary"]) == "Đã hủy: Bảng lương thế hệ mới"


def test_nothing_asks_for_an_answer() -> None:
    assert b"METHOD" not in file(every_state())


@pytest.mark.parametrize(
    "impact, told",
    [
        (Impact(timedelta(minutes=1), "usable"), "OUTAGE"),
        (Impact(timedelta(), "stopped"), "OUTAGE"),
        (Impact(timedelta(), "read_only"), "DEGRADED"),
        (Impact(timedelta(), "usable", sign_in_again=True), "DEGRADED"),
        (Impact(timedelta(), "usable", sign_in_again=False), "NO-IMPACT"),
        (Impact(timedelta()), "NO-IMPACT"),
    ],
)
def test_the_impact_is_the_worst_that_customers_notice(impact: Impact, told: str) -> None:
    assert str(only(public(release(impact=impact)))["x-maintnote-impact"]) == told


def test_each_system_is_an_object_and_without_one_the_whole_service_is() -> None:
    both = only(public(release(impact=Impact(timedelta(), systems=("payroll", "crm")))))
    none = only(public(release(impact=Impact(timedelta()))))
    assert objects(both) == ["payroll", "crm"]
    assert objects(none) == ["example.com"]


def test_an_event_is_another_one_than_the_calendars() -> None:
    shown = every_state()
    calendar: Any = icalendar.Calendar.from_ical(rendered(shown)["calendar.ics"].finished.data)
    theirs = {str(event["uid"]) for event in events(file(shown)).values()}
    ours = {str(event["uid"]) for event in calendar.walk("VEVENT")}
    assert len(theirs) == len(ours) == 5
    assert theirs.isdisjoint(ours)


def test_the_uid_never_changes() -> None:
    """Written down: whoever changes how it is made opens every ticket of every operator twice."""
    entry = release()
    shown = with_records(entry, record(entry, "advance", at("2026-11-22 08:00")))
    assert str(only(shown)["uid"]) == "8802fa83-fd58-5d5b-8375-419d3376c712"


# When it is newer.


def steps() -> list[tuple[str, PublicRelease, str, int, datetime]]:
    """All that can happen to one release: its status, SEQUENCE and DTSTAMP after each turn."""
    first, later = release(), release(start=at("2026-12-19 20:00"))
    longer = replace(later, window=replace(later.window, end=at("2026-12-19 23:30")))
    done = replace(longer, outcome=Outcome("success", at("2026-12-19 23:00")))
    off = replace(longer, cancelled=Cancellation(at("2026-12-19 22:00"), {"vi": "x", "en": "x"}))
    advance = record(first, "advance", at("2026-11-22 08:00"))
    final = record(first, "final", at("2026-12-11 08:00"))
    moved = record(later, "rescheduled", at("2026-12-11 21:00"))
    extended = record(longer, "rescheduled", at("2026-12-19 21:00"))
    over = record(done, "completed", at("2026-12-19 23:05"), result="success")
    called_off = record(off, "cancelled", at("2026-12-19 22:05"))
    turns: list[tuple[str, Release, State, tuple[Record, ...], str, int, str]] = [
        ("announced", first, "announced", (advance,), "CONFIRMED", 0, "2026-11-22 08:00"),
        ("reminded", first, "announced", (final,), "CONFIRMED", 0, "2026-12-11 08:00"),
        ("moved", later, "announced", (moved,), "CONFIRMED", 1, "2026-12-11 21:00"),
        ("begun", later, "in_progress", (), "IN-PROCESS", 2, "2026-12-19 20:00"),
        ("extended", longer, "in_progress", (extended,), "IN-PROCESS", 3, "2026-12-19 21:00"),
        ("called off", off, "cancelled", (called_off,), "CANCELLED", 5, "2026-12-19 22:05"),
        ("awaited", longer, "awaiting_confirmation", (), "IN-PROCESS", 3, "2026-12-19 21:00"),
        ("completed", done, "completed", (over,), "COMPLETED", 5, "2026-12-19 23:05"),
    ]
    found: list[tuple[str, PublicRelease, str, int, datetime]] = []
    told: tuple[Record, ...] = ()
    for name, entry, state, new, status, sequence, stamp in turns:
        shown = with_records(entry, *told, *new, state=state)
        found.append((name, shown, status, sequence, at(stamp)))
        if state != "cancelled":
            told += new
    return found


@pytest.mark.parametrize("name, shown, status, sequence, stamp", steps())
def test_every_turn_makes_it_newer(
    name: str, shown: PublicRelease, status: str, sequence: int, stamp: datetime
) -> None:
    event = only(shown)
    told = str(event["x-maintnote-status"]), event["sequence"], event["dtstamp"].dt
    assert told == (status, sequence, stamp)
    assert event["dtstart"].dt == shown.release.window.start
    assert event["dtend"].dt == shown.release.window.end


def test_an_ending_that_no_message_tells_makes_it_newer() -> None:
    entry = release()
    advance = record(entry, "advance", at("2026-11-22 08:00"))
    running = with_records(entry, advance, state="in_progress")
    done = replace(entry, outcome=Outcome("success", at("2026-12-12 21:00")))
    ended = with_records(done, advance, state="completed")
    found = [(each["sequence"], each["dtstamp"].dt) for each in map(only, (running, ended))]
    assert found == [(1, at("2026-12-12 20:00")), (2, at("2026-12-12 21:00"))]


def test_a_corrected_text_makes_it_newer() -> None:
    entry = release()
    shown = with_records(
        entry,
        record(entry, "advance", at("2026-11-22 08:00")),
        corrections=(at("2026-11-23 08:00"),),
    )
    assert (only(shown)["sequence"], only(shown)["dtstamp"].dt) == (1, at("2026-11-23 08:00"))


# Where there is one.


def test_without_an_organizer_there_is_no_file_and_no_word_of_it() -> None:
    """Every other byte is the same."""
    with_one, without = rendered(of(public())), rendered(site(public(), policy=WITHOUT))
    assert with_one.keys() - without.keys() == {PATH}
    differ = {path for path in without if without[path] != with_one[path]}
    assert differ == {"subscribe/index.html", "en/subscribe/index.html"}
    assert [path for path in without if PATH in html(without, path)] == []


@pytest.mark.parametrize(
    "path, words",
    [
        (
            "subscribe/index.html",
            "Khung giờ theo định dạng MAINTNOTE, cho công cụ của nhà vận hành mạng",
        ),
        (
            "en/subscribe/index.html",
            "Network operators&#39; tools: the maintenance windows in the MAINTNOTE format",
        ),
    ],
)
def test_the_subscribe_page_says_where_it_is(path: str, words: str) -> None:
    # Where a line of the address may end is not part of it.
    page = html(rendered(of(public())), path).replace("<wbr>", "")
    up = "../" * path.count("/")
    assert words in page
    page = page.replace("<wbr>", "")
    assert f'<a href="{up}maintnote.ics" type="text/calendar"><code>{BASE}maintnote.ics' in page


def test_a_site_without_an_organizer_keeps_the_generation_that_it_had() -> None:
    """Written down: it was this before a policy could name one."""
    plain = site(public(), policy=WITHOUT)
    other = of(public(), organizer=replace(NOC, name="Another"))
    ids = [generation_of(each) for each in (plain, of(public()), other)]
    assert ids[0] == "54a0fde25afb762b5390e5827810ff67"
    assert len(set(ids)) == 3


def test_what_it_is_made_from_is_known_and_changes_with_each_turn() -> None:
    known = [
        document.inputs
        for _, shown, *_ in steps()
        for document in site_documents(of(shown, basis="b"), theme())
        if document.path == PATH
    ]
    assert "" not in known
    assert len(set(known)) == len(known)


# A mail's part.


def test_a_mails_part_is_the_files_event_in_the_mails_language() -> None:
    shown = every_state()
    for release_id, event in events(file(shown)).items():
        [one] = [p for p in shown.releases if p.release.id == release_id]
        parts = {}
        for language in ("vi", "en"):
            locale = Locale.of(language, shown.policy, theme(), frozenset())
            parts[language] = maintnote_event(one, NOC, locale, BASE)
        assert events(parts["vi"]) == {release_id: event}
        assert b"METHOD" not in parts["en"]
        [english] = events(parts["en"]).values()
        differ = {name for name in event if event[name] != english[name]}
        assert differ == {"SUMMARY", "URL"}


# Bytes.


def typed(text: str) -> bool:
    """Whether loading lets it through as one line."""
    return bool(text.strip()) and not any_forbidden(text) and not set("\n\r\t") & set(text)


def unescaped(value: object) -> str:
    """A text of a property whose type icalendar does not know: it leaves that one as it is."""
    return re.sub(r"\\(.)", lambda escape: escape[1], str(value))


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120)
LINES = st.sampled_from(HOSTILE).filter(typed) | TEXTS.filter(typed)


# In a parameter, icalendar takes backslashes for escapes, which RFC 5545 has only in texts.
NAMES = LINES.map(lambda text: text.replace("\\", "/"))
HARD = r"""The "NOC" ^n ^'; a, b: \; \, \n \\ """ + "ườ" * 40


@settings(max_examples=40)
@example(HARD.replace("\\", "/"), HARD, HARD, HARD, ["a"])
@given(NAMES, LINES, LINES, LINES, st.lists(st.from_regex(r"\A[a-z0-9]{1,64}\Z"), max_size=8))
def test_every_text_comes_back_as_it_was_typed(
    name: str, provider: str, account: str, title: str, systems: list[str]
) -> None:
    organizer = Organizer(name, "noc@example.com", provider, account)
    impact = Impact(timedelta(), systems=tuple(dict.fromkeys(systems)))
    entry = release("r" * 64, title={"vi": title}, impact=impact)
    data = maintnote_event(public(entry), organizer, LOCALE, BASE)
    assert holds_the_grammar(data) == 1
    [event] = events(data).values()
    assert str(event["organizer"]) == "mailto:noc@example.com"
    assert event["organizer"].params["CN"] == name
    assert unescaped(event["x-maintnote-provider"]) == provider
    assert unescaped(event["x-maintnote-account"]) == account
    assert str(event["summary"]) == title
    assert list(map(unescaped, objects(event))) == list(impact.systems or (provider,))
    assert str(event["x-maintnote-maintenance-id"]) == "r" * 64


def test_a_file_without_a_window_still_holds_a_component() -> None:
    calendar = icalendar.Calendar.from_ical(file(of()))
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]


def test_it_is_declared_as_what_programs_read() -> None:
    [kind] = OUTPUT.files
    assert (kind.path, kind.media_type, kind.caching) == (PATH, "text/calendar", "programs")
    assert not kind.per_language


LOCALE = Locale.of("vi", POLICY, theme(), frozenset())

if __name__ == "__main__":
    GOLDEN.write_bytes(file(every_state()))
