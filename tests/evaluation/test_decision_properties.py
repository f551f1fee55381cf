"""The decision about any release at any instant, compared with the naive statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from notices.domain.ledger import History
from notices.domain.policy import Policy
from notices.domain.release import Release
from notices.domain.schedule import standings
from notices.domain.slots import earliest_window
from notices.evaluation.decisions import Decision, decide
from notices.evaluation.entries import ReleaseEntry
from tests.core_builders import SECOND, Desk
from tests.domain import naive
from tests.domain.drawn import (
    Drawn,
    plain_policies,
    plain_releases,
    policies,
    releases,
    situations,
    telling_instants,
)

HIDING = ("lead-time", "too-early", "window-not-allowed", "past-window")
BEFORE_RECORDS = ("refused", "hidden")


def at_desk(law: Policy, file: Release, now: datetime) -> Decision:
    return Desk(file, law, entry_id=file.id).decide(now)


@st.composite
def any_entry(draw: st.DrawFn) -> tuple[ReleaseEntry, Drawn]:
    """An entry whose file, copy and records need not fit together at all."""
    case = draw(situations())
    other = draw(releases(case.law))
    shown = draw(st.sampled_from([None, case.file, other, replace(other, window=case.file.window)]))
    file = draw(st.sampled_from([case.file, case.file, case.file, None]))
    return ReleaseEntry("moved-house", "x.yml", file, shown, (), History(case.records)), case


@settings(max_examples=100)
@given(any_entry())
def test_every_release_is_decided_at_every_instant(drawn: tuple[ReleaseEntry, Drawn]) -> None:
    entry, case = drawn
    found = decide(entry, case.law, case.now, known=frozenset(), systems=frozenset())
    assert found.verdict in ("invalid", "refused", "breached", "ok")
    # What is refused or invalid says why, and nothing else is told as an error.
    if entry.file is not None:
        errors = any(p.is_error for p in found.problems)
        assert errors == (found.verdict in ("invalid", "refused"))
    if not found.public:
        assert found.state in ("invalid", "draft", "refused", "hidden")
    if entry.history.announced_window is not None and entry.shown is not None:
        assert found.public


@settings(max_examples=100)
@given(situations(with_records=False))
def test_a_hidden_release_is_refused_exactly_when_the_procedure_says(case: Drawn) -> None:
    found = at_desk(case.law, case.file, case.now)
    if found.verdict == "invalid":
        return
    assert (found.verdict == "refused") == naive.hidden_is_refused(case.file, case.law, case.now)


@settings(max_examples=100)
@given(situations(with_records=False))
def test_a_hidden_release_becomes_public_exactly_when_customers_are_told(case: Drawn) -> None:
    found = at_desk(case.law, case.file, case.now)
    if found.verdict in ("invalid", "refused"):
        return
    told = any(
        rule.audience == "customers"
        and (
            (answer := naive.status(rule, case.file, case.law, (), case.now)) == "due"
            or (answer == "late" and naive.excused(rule, case.file, case.law, (), case.now))
        )
        for rule in case.law.categories["change"].notices
    )
    imported = naive.is_imported(case.file, case.law, ()) and not case.file.targeted
    assert found.public == (told or imported)
    assert bool(found.records) == told


@settings(max_examples=100)
@given(situations(with_records=False))
def test_records_say_what_the_procedure_says_of_each_notice(case: Drawn) -> None:
    found = at_desk(case.law, case.file, case.now)
    if not found.public:
        return
    expected = []
    for rule in case.law.categories["change"].notices:
        if rule.audience != "customers":
            continue
        answer = naive.status(rule, case.file, case.law, (), case.now)
        late = "exception" if naive.excused(rule, case.file, case.law, (), case.now) else "late"
        verdict = {"due": "on_time", "late": late, "missed": "missed"}.get(answer)
        if verdict is not None:
            d = naive.deadline(rule, case.file, case.law)
            expected.append((rule.id, verdict, d, case.now, case.file.window.start))
    assert [(r.notice, r.verdict, r.deadline, r.at, r.start) for r in found.records] == expected


@settings(max_examples=50)
@given(st.data())
def test_a_window_can_be_published_until_publish_by_and_not_one_second_longer(
    data: st.DataObject,
) -> None:
    law = data.draw(plain_policies())
    file = data.draw(plain_releases(law))
    by = at_desk(law, file, file.window.start - timedelta(days=60)).publish_by
    assume(by is not None)
    assert by is not None
    in_time, too_late = at_desk(law, file, by), at_desk(law, file, by + SECOND)
    if in_time.verdict == "refused":  # from before the ledger, then: no instant would do
        assert [p.rule for p in in_time.problems] == ["past-window"]
        return
    assert in_time.public
    assert {r.verdict for r in in_time.records} <= {"on_time", "exception"}
    assert too_late.verdict == "refused"
    assert in_time.publish_by == too_late.publish_by == by


def is_legal(law: Policy, file: Release, start: datetime, now: datetime, desk: Desk) -> bool:
    moved = replace(file, window=replace(file.window, start=start, end=start + file.window.length))
    trial = Desk(moved, law, desk.shown, desk.records, file.id)
    return trial.decide(now).verdict not in ("refused", "invalid")


def starts_to_try(
    law: Policy, file: Release, now: datetime, found: datetime | None
) -> list[datetime]:
    """Every seventh hour of 33 days, and the seconds around each instant that decides."""
    tries = {now + SECOND + n * timedelta(hours=7) for n in range(33 * 24 // 7)}
    marks = {now, *(t for t in file.own_times.values() if isinstance(t, datetime))}
    for rule in law.categories["change"].notices:
        if rule.latest is not None:
            marks |= {mark + rule.latest.elapsed for mark in set(marks)}
    for mark in marks | ({found} if found else set()):
        tries |= {mark + n * SECOND for n in (-1, 0, 1)}
        tries |= {mark - n * timedelta(minutes=15) for n in range(1, 9)}
    return sorted(start for start in tries if start > now and (found is None or start < found))


@settings(max_examples=30)
@given(st.data())
def test_the_earliest_window_is_legal_and_no_earlier_start_is(data: st.DataObject) -> None:
    law = data.draw(policies())
    file = data.draw(releases(law))
    marks = telling_instants(file, law)
    now = data.draw(st.sampled_from(marks))
    category = law.categories["change"]
    found = earliest_window(file, category, law, History(), now)
    desk = Desk(file, law, entry_id=file.id)
    if found is not None:
        assert found.length == file.window.length
        assert is_legal(law, file, found.start, now, desk)
    for start in starts_to_try(law, file, now, found.start if found else None):
        assert not is_legal(law, file, start, now, desk), start


@settings(max_examples=40)
@given(st.data())
def test_the_earliest_window_of_a_move_is_legal_and_no_earlier_start_is(
    data: st.DataObject,
) -> None:
    law = data.draw(plain_policies())
    file = data.draw(plain_releases(law))
    desk = Desk(file, law, entry_id=file.id)
    ages = st.integers(1, 25 * 86400).map(lambda ago: file.window.start - ago * SECOND)
    marks = [at for at in telling_instants(file, law) if at < file.window.start]
    moments = ages | st.sampled_from(marks)
    first, now = sorted((data.draw(moments), data.draw(moments)))
    desk.publish(first)
    if not desk.records:
        return
    if data.draw(st.booleans()):  # what moves has to go to an allowed evening
        file = replace(file, window=replace(file.window, reason=None))
    category = law.categories["change"]
    found = earliest_window(file, category, law, History(desk.records), now)
    if found is not None:
        assert is_legal(law, file, found.start, now, desk)
    announced = desk.records[-1].start  # staying there is no move, and never refused
    told = [first + rule.latest.elapsed for rule in category.notices if rule.latest is not None]
    tries = starts_to_try(law, file, now, found.start if found else None)
    tries += [at for at in told if at > now and (found is None or at < found.start)]
    for start in set(tries) - {announced}:
        assert not is_legal(law, file, start, now, desk), start


@settings(max_examples=40)
@given(st.data())
def test_publishing_along_the_planned_instants_tells_each_notice_once_and_in_time(
    data: st.DataObject,
) -> None:
    law = data.draw(plain_policies())
    file = data.draw(plain_releases(law))
    now = file.window.start - timedelta(days=45)
    desk = Desk(file, law, entry_id=file.id)
    assume(desk.decide(now).verdict == "ok")
    states = []
    at: datetime | None = now
    while at is not None:
        found = desk.publish(at)
        again = desk.decide(at)
        assert again.records == ()
        assert again.public == found.public
        assert found.verdict == "ok"
        if found.public:
            states.append(found.state)
        ahead = [
            n.planned
            for n in found.notices
            if n.status == "pending" and n.rule.audience == "customers" and n.planned
        ]
        ahead += [file.window.start, file.window.end]
        at = min((later for later in ahead if later > at), default=None)
    owed = {
        rule.id
        for rule in law.categories["change"].notices
        if rule.audience == "customers"
        and naive.status(rule, file, law, (), now) in ("due", "pending")
    }
    assert sorted(r.notice for r in desk.records) == sorted(owed)
    assert {r.verdict for r in desk.records} <= {"on_time"}
    if owed:
        assert states == sorted(
            states, key=["announced", "in_progress", "awaiting_confirmation"].index
        )
        assert states[-1] == "awaiting_confirmation"


@settings(max_examples=60)
@given(situations())
def test_statuses_of_a_public_release_speak_of_its_file_or_of_its_copy(case: Drawn) -> None:
    entry = ReleaseEntry("moved-house", "x.yml", case.file, case.file, (), History(case.records))
    found = decide(entry, case.law, case.now, known=frozenset(), systems=frozenset())
    assume(found.release is not None)
    assert found.release is not None
    category = case.law.categories["change"]
    expected = standings(found.release, category, case.law, History(case.records), case.now)
    assert found.notices[: len(expected)] == expected
    if found.verdict in ("refused", "invalid") and found.public:
        window = History(case.records).announced_window
        if window is not None:
            assert (found.release.window.start, found.release.window.end) == window
