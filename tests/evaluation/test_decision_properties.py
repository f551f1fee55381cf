"""The decision about any release at any instant, compared with the naive statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from notices.domain.ledger import History
from notices.domain.policy import Grant, Policy, WindowPolicy
from notices.domain.release import Release
from notices.domain.schedule import publish_by, standings
from notices.domain.slots import earliest_window, suggested_window
from notices.evaluation.decisions import Decision, decide
from notices.evaluation.entries import ReleaseEntry
from tests.core_builders import (
    FEATURE,
    SECOND,
    Timeline,
    approval,
    policy,
    release,
    row,
    success,
)
from tests.domain import naive
from tests.domain.drawn import (
    Drawn,
    deciding_instants,
    instants,
    plain_policies,
    plain_releases,
    policies,
    releases,
    situations,
)

HIDING = ("lead-time", "too-early", "window-not-allowed", "past-window")
BEFORE_RECORDS = ("refused", "hidden")


def decided_at(law: Policy, file: Release, now: datetime) -> Decision:
    return Timeline(file, law, entry_id=file.id).decide(now)


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
    decision = decide(entry, case.law, case.now, known=frozenset(), systems=frozenset())
    assert decision.verdict in ("invalid", "refused", "breached", "ok")
    # What is refused or invalid says why, and nothing else is told as an error.
    if entry.file is not None:
        errors = any(p.is_error for p in decision.problems)
        assert errors == (decision.verdict in ("invalid", "refused"))
    if not decision.public:
        assert decision.state in ("invalid", "draft", "refused", "hidden")
    if entry.history.announced_window is not None and entry.shown is not None:
        assert decision.public


@settings(max_examples=100)
@given(situations(with_records=False))
def test_a_hidden_release_is_refused_exactly_when_the_procedure_says(case: Drawn) -> None:
    decision = decided_at(case.law, case.file, case.now)
    if decision.verdict == "invalid":
        return
    assert (decision.verdict == "refused") == naive.hidden_is_refused(case.file, case.law, case.now)


def test_an_impossible_own_time_is_a_lead_that_after_the_fact_lets_out() -> None:
    start = datetime(2026, 3, 29, 1, tzinfo=UTC)
    category = replace(
        FEATURE,
        windows=WindowPolicy(),
        notices=(row("n1", latest="36h"),),
        short_notice=None,
        after_the_fact=Grant(("ceo",)),
    )
    law = policy(category, zone="Europe/Berlin")
    file = release(
        start=start,
        length=SECOND,
        own={"n1": datetime(2026, 3, 28, tzinfo=UTC)},
        outcome=success(start),
        exception=approval("ceo", date(2025, 6, 1)),
    )
    assert naive.own_is_impossible(category.notices[0], file, law)
    assert not naive.hidden_is_refused(file, law, file.window.end)
    assert decided_at(law, file, file.window.end).public


@settings(max_examples=100)
@given(situations(with_records=False))
def test_a_hidden_release_becomes_public_exactly_when_customers_are_told(case: Drawn) -> None:
    decision = decided_at(case.law, case.file, case.now)
    if decision.verdict in ("invalid", "refused"):
        return
    announced = any(
        rule.audience == "customers"
        and (
            (answer := naive.status(rule, case.file, case.law, (), case.now)) == "due"
            or (answer == "late" and naive.excused(rule, case.file, case.law, (), case.now))
        )
        for rule in case.law.categories["change"].notices
    )
    imported = naive.is_imported(case.file, case.law, ()) and not case.file.targeted
    assert decision.public == (announced or imported)
    assert bool(decision.records) == announced


@settings(max_examples=100)
@given(situations(with_records=False))
def test_records_say_what_the_procedure_says_of_each_notice(case: Drawn) -> None:
    decision = decided_at(case.law, case.file, case.now)
    if not decision.public:
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
    assert [(r.notice, r.verdict, r.deadline, r.at, r.start) for r in decision.records] == expected


@settings(max_examples=50)
@given(st.data())
def test_a_window_can_be_published_until_publish_by_and_not_one_second_longer(
    data: st.DataObject,
) -> None:
    law = data.draw(plain_policies())
    file = data.draw(plain_releases(law))
    by = decided_at(law, file, file.window.start - timedelta(days=60)).publish_by
    assume(by is not None)
    assert by is not None
    in_time, too_late = decided_at(law, file, by), decided_at(law, file, by + SECOND)
    if in_time.verdict == "refused":  # from before the ledger, then: no instant would do
        assert [p.rule for p in in_time.problems] == ["past-window"]
        return
    assert in_time.public
    assert {r.verdict for r in in_time.records} <= {"on_time", "exception"}
    assert too_late.verdict == "refused"
    assert in_time.publish_by == too_late.publish_by == by


def is_legal(
    law: Policy, file: Release, start: datetime, now: datetime, timeline: Timeline
) -> bool:
    moved = replace(file, window=replace(file.window, start=start, end=start + file.window.length))
    trial = Timeline(moved, law, timeline.shown, timeline.records, file.id)
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
    marks = deciding_instants(file, law)
    now = data.draw(st.sampled_from(marks))
    category = law.categories["change"]
    history = earliest_window(file, category, law, History(), now)
    timeline = Timeline(file, law, entry_id=file.id)
    if history is not None:
        assert history.length == file.window.length
        assert is_legal(law, file, history.start, now, timeline)
    for start in starts_to_try(law, file, now, history.start if history else None):
        assert not is_legal(law, file, start, now, timeline), start


@settings(max_examples=60)
@given(st.data())
def test_a_suggested_window_is_round_and_legal_from_now_until_it_has_to_be_published(
    data: st.DataObject,
) -> None:
    law = data.draw(policies())
    # A row that comes into force later is a change of the policy: it sets no bound yet.
    rules = (replace(rule, since=None) for rule in law.categories["change"].notices)
    category = replace(law.categories["change"], notices=tuple(rules))
    law = replace(law, categories={"change": category})
    file = data.draw(releases(law))
    now = data.draw(st.sampled_from(deciding_instants(file, law)) | instants)
    timeline = Timeline(file, law, entry_id=file.id)
    if data.draw(st.booleans()):
        timeline.publish(file.window.start - data.draw(st.integers(0, 25)) * timedelta(days=1))
        now = max(now, *(record.at for record in timeline.records), now)
        announced = History(timeline.records).announced_window
        assume(announced is None or announced[0] > now)
    history = History(timeline.records)

    found = suggested_window(file, category, law, history, now)

    assume(found is not None)
    assert found is not None
    wall = found.start.astimezone(law.zone)
    assert (wall.minute % 15, wall.second) == (0, 0)
    assert found.length == file.window.length
    earliest = earliest_window(file, category, law, history, now)
    assert earliest is not None
    assert earliest.start <= found.start
    moved = replace(file, window=found)
    until = publish_by(moved, category, law, history, now) or now
    assert until >= now
    for at in (now, now + (until - now) // SECOND // 2 * SECOND, until):
        assert is_legal(law, file, found.start, at, timeline)


@settings(max_examples=40)
@given(st.data())
def test_the_earliest_window_of_a_move_is_legal_and_no_earlier_start_is(
    data: st.DataObject,
) -> None:
    law = data.draw(plain_policies())
    file = data.draw(plain_releases(law))
    timeline = Timeline(file, law, entry_id=file.id)
    ages = st.integers(1, 25 * 86400).map(lambda ago: file.window.start - ago * SECOND)
    marks = [at for at in deciding_instants(file, law) if at < file.window.start]
    moments = ages | st.sampled_from(marks)
    first, now = sorted((data.draw(moments), data.draw(moments)))
    timeline.publish(first)
    if not timeline.records:
        return
    assume(law.promise_begins <= first)  # A ledger that begins before `ledger_starts` is an error.
    if data.draw(st.booleans()):  # what moves has to go to an allowed evening
        file = replace(file, window=replace(file.window, reason=None))
    category = law.categories["change"]
    history = earliest_window(file, category, law, History(timeline.records), now)
    if history is not None:
        assert is_legal(law, file, history.start, now, timeline)
    announced = timeline.records[-1].start  # staying there is no move, and never refused
    deadlines = [
        first + rule.latest.elapsed for rule in category.notices if rule.latest is not None
    ]
    tries = starts_to_try(law, file, now, history.start if history else None)
    tries += [at for at in deadlines if at > now and (history is None or at < history.start)]
    for start in set(tries) - {announced}:
        assert not is_legal(law, file, start, now, timeline), start


@settings(max_examples=40)
@given(st.data())
def test_publishing_along_the_planned_instants_tells_each_notice_once_and_in_time(
    data: st.DataObject,
) -> None:
    law = data.draw(plain_policies())
    file = data.draw(plain_releases(law))
    now = file.window.start - timedelta(days=45)
    timeline = Timeline(file, law, entry_id=file.id)
    assume(timeline.decide(now).verdict == "ok")
    states = []
    at: datetime | None = now
    while at is not None:
        decision = timeline.publish(at)
        again = timeline.decide(at)
        assert again.records == ()
        assert again.public == decision.public
        assert decision.verdict == "ok"
        if decision.public:
            states.append(decision.state)
        ahead = [
            n.planned
            for n in decision.notices
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
    assert sorted(r.notice for r in timeline.records) == sorted(owed)
    assert {r.verdict for r in timeline.records} <= {"on_time"}
    if owed:
        assert states == sorted(
            states, key=["announced", "in_progress", "awaiting_confirmation"].index
        )
        assert states[-1] == "awaiting_confirmation"


@settings(max_examples=60)
@given(situations())
def test_statuses_of_a_public_release_speak_of_its_file_or_of_its_copy(case: Drawn) -> None:
    entry = ReleaseEntry("moved-house", "x.yml", case.file, case.file, (), History(case.records))
    decision = decide(entry, case.law, case.now, known=frozenset(), systems=frozenset())
    assume(decision.release is not None)
    assert decision.release is not None
    category = case.law.categories["change"]
    expected = standings(decision.release, category, case.law, History(case.records), case.now)
    assert decision.notices[: len(expected)] == expected
    if decision.verdict in ("refused", "invalid") and decision.public:
        window = History(case.records).announced_window
        if window is not None:
            assert (decision.release.window.start, decision.release.window.end) == window
