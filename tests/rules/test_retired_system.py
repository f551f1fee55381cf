"""A retired system: who may still name it, to the second of the start."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from notices.domain.release import Impact, Release
from tests.core_builders import (
    POLICY,
    SECOND,
    START,
    Timeline,
    approval,
    cancellation,
    hanoi,
    problem,
    release,
    rules_broken,
    success,
)

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
END = START + 2 * HOUR
ANNOUNCED = hanoi("2026-11-25 09:00")
BOTH = frozenset({"payroll", "fax"})
FAX = frozenset({"fax"})


def naming(file: Release, *systems: str) -> Release:
    return replace(file, impact=Impact(timedelta(), systems=systems))


def timeline(file: Release, retired: frozenset[str] = FAX) -> Timeline:
    return Timeline(file, POLICY, systems=BOTH, retired=retired)


def announced(*systems: str) -> Timeline:
    """Announced while the fax was in use, and retired since."""
    before = timeline(naming(release(), *systems), frozenset())
    assert before.publish(ANNOUNCED).public
    before.retired = FAX
    return before


def found(of: Timeline, now: datetime) -> list[tuple[str, str]]:
    return [
        (p.severity, p.field or "") for p in of.decide(now).problems if p.rule == "retired-system"
    ]


def test_a_hidden_release_that_names_one_is_refused_at_each_that_it_names() -> None:
    decision = timeline(naming(release(), "payroll", "fax")).decide(START - 15 * DAY)
    assert (decision.state, decision.verdict) == ("refused", "refused")
    assert rules_broken(decision) == ["retired-system"]
    told = problem(decision, "retired-system")
    assert (told.field, told.facts) == ("impact.systems.1", ("fax",))
    assert told.message == "the system `fax` is retired; no new update may name it"


def test_only_what_is_retired_counts() -> None:
    assert timeline(naming(release(), "payroll")).decide(START - 15 * DAY).problems == ()
    assert timeline(naming(release(), "fax"), frozenset()).decide(START - 15 * DAY).problems == ()


def test_a_hidden_release_may_name_one_from_its_start_on() -> None:
    past = release("fix", outcome=success(START), exception=approval())
    for start, refused in ((START, False), (START + SECOND, True)):
        file = naming(release("fix", start), "fax")
        assert bool(found(timeline(file), START)) is refused
    assert found(timeline(naming(past, "fax")), END) == []


def test_drafts_cancelled_and_imported_ones_are_not_refused() -> None:
    before = START - 15 * DAY
    for file in (
        release(draft=True),
        release(cancelled=cancellation(before)),
        release(start=hanoi("2025-06-07 20:00"), outcome=success(hanoi("2025-06-07 21:00"))),
    ):
        assert rules_broken(timeline(naming(file, "fax")).decide(before)) == []
    draft = timeline(naming(release(draft=True), "fax"))
    assert found(draft, before) == [("warning", "impact.systems.0")]


def test_a_targeted_one_is_refused_like_any_that_is_hidden() -> None:
    file = naming(release("fix", customers=("acme",)), "fax")
    assert rules_broken(timeline(file).decide(START - DAY)) == ["retired-system"]


def test_one_announced_before_keeps_its_page_with_a_warning_until_its_start() -> None:
    known = announced("payroll", "fax")
    decision = known.decide(START - 10 * DAY)
    assert (decision.state, decision.verdict, decision.public) == ("announced", "ok", True)
    assert found(known, START - SECOND) == [("warning", "impact.systems.1")]
    assert found(known, START) == []
    known.file = naming(release(), "payroll")
    assert found(known, START - 10 * DAY) == []


def test_a_cancelled_one_gets_no_warning() -> None:
    known = announced("fax")
    known.file = naming(release(cancelled=cancellation(ANNOUNCED + HOUR)), "fax")
    assert found(known, ANNOUNCED + HOUR) == []


def test_a_move_is_refused_also_of_the_end_alone() -> None:
    known = announced("fax")
    for moved in (release(start=START + 7 * DAY), release(length=3 * HOUR)):
        known.file = naming(moved, "fax")
        decision = known.decide(ANNOUNCED + HOUR)
        assert (decision.state, decision.verdict) == ("announced", "refused")
        assert rules_broken(decision) == ["retired-system"]
        known.file = naming(moved, "payroll")
        assert known.decide(ANNOUNCED + HOUR).verdict == "ok"


def test_an_overrun_may_still_be_told() -> None:
    known = announced("fax")
    known.file = naming(release(length=3 * HOUR), "fax")
    assert rules_broken(known.decide(START - SECOND)) == ["retired-system"]
    assert rules_broken(known.decide(START)) == []


def test_an_added_system_is_refused_before_the_start_and_not_from_it_on() -> None:
    known = announced("payroll")
    known.file = naming(release(), "payroll", "fax")
    assert found(known, START - SECOND) == [("error", "impact.systems.1")]
    assert known.decide(START - SECOND).release == known.shown
    assert found(known, START) == []
    known.file = naming(release(), "fax")
    assert found(known, ANNOUNCED + HOUR) == [("error", "impact.systems.0")]


def test_one_that_stays_named_while_another_text_changes_is_no_change() -> None:
    known = announced("fax", "payroll")
    known.file = naming(release(), "payroll", "fax")
    decision = known.decide(ANNOUNCED + HOUR)
    assert (decision.verdict, rules_broken(decision)) == ("ok", [])
    assert found(known, ANNOUNCED + HOUR) == [("warning", "impact.systems.1")]
