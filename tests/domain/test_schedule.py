"""What a release owes and when, held against the naive statement of the procedure."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from notices.domain.ledger import History
from notices.domain.schedule import is_imported, standing, standings, timing
from tests.core_builders import SECOND, row
from tests.domain import naive
from tests.domain.drawn import Drawn, situations

AT_START = row("begun", on="start")
TIMES = ("earliest", "latest", "margin", "asap", "asap_for", "on")


@given(situations())
def test_opens_planned_and_deadline_are_what_the_procedure_says(case: Drawn) -> None:
    for rule in case.law.categories["change"].notices:
        times = timing(rule, case.file, case.law, History(case.records), case.now)
        assert times.opens == naive.opens(rule, case.file, case.law)
        assert times.deadline == naive.deadline(rule, case.file, case.law)
        assert times.planned == naive.planned(rule, case.file, case.law, case.records, case.now)
        assert (times.too_early or times.too_late) == naive.own_is_impossible(
            rule, case.file, case.law
        )


@settings(max_examples=120)
@given(situations())
def test_each_status_is_the_first_that_applies(case: Drawn) -> None:
    category = case.law.categories["change"]
    history = History(case.records)
    notices = standings(case.file, category, case.law, history, case.now)
    assert {n.rule.id: n.status for n in notices} == {
        rule.id: naive.status(rule, case.file, case.law, case.records, case.now)
        for rule in category.notices
    }


@settings(max_examples=120)
@given(situations())
def test_the_record_that_counts_is_one_that_the_procedure_counts(case: Drawn) -> None:
    category = case.law.categories["change"]
    history = standings(case.file, category, case.law, History(case.records), case.now)
    for notice in history:
        counts = list(naive.counting(notice.rule, case.file, case.law, case.records, case.now))
        not_missed = [r for r in counts if r.verdict != "missed"]
        assert (notice.record in (not_missed or counts)) if counts else notice.record is None


@settings(max_examples=60)
@given(situations())
def test_short_notice_covers_what_was_late_when_the_window_was_announced(case: Drawn) -> None:
    category = case.law.categories["change"]
    for notice in standings(case.file, category, case.law, History(case.records), case.now):
        assert notice.excused == naive.excused(
            notice.rule, case.file, case.law, case.records, case.now
        )


@settings(max_examples=40)
@given(situations())
def test_imported_history_starts_before_the_ledger_and_has_ended_and_no_record(
    case: Drawn,
) -> None:
    assert is_imported(case.file, case.law, History(case.records)) == naive.is_imported(
        case.file, case.law, case.records
    )


@settings(max_examples=120)
@given(situations(), st.sampled_from([-1, 0, 1]), st.booleans())
def test_a_notice_at_the_start_is_owed_while_the_update_runs_to_the_second(
    case: Drawn, second: int, at_end: bool
) -> None:
    category = case.law.categories["change"]
    begun = replace(category.notices[0], **{n: getattr(AT_START, n) for n in TIMES})
    window, history = case.file.window, History(case.records)
    now = (window.end if at_end else window.start) + second * SECOND

    notice = standing(begun, case.file, category, case.law, history, now)

    assert (notice.opens, notice.planned, notice.deadline) == (None, window.start, None)
    assert notice.status == naive.status(begun, case.file, case.law, case.records, now)
    assert not notice.excused
    counts = [r for r in case.records if (r.notice, r.start) == (begun.id, window.start)]
    if notice.status == "due":
        assert window.start <= now < window.end
        assert case.file.outcome is None
    if any(r.verdict != "missed" for r in counts):
        assert notice.status == "published"
        assert notice.record in counts
