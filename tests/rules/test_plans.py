"""A month's plan: approved in its days, announced in its days, kept as announced (II.1, II.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from notices.domain.ledger import History, Record
from notices.domain.phrases import phrase
from notices.domain.plans import Plan, PlanApproval, PlanItem, plan_timing
from notices.domain.policy import PlanPolicy, Policy
from notices.domain.problem import Mark, Problem, Source
from notices.evaluation.decisions import Decision
from notices.evaluation.entries import PlanEntry
from notices.evaluation.plan_decisions import PlanDecision, decide_plan
from notices.rules.project_context import ProjectContext
from notices.rules.registry import project_problems
from tests.core_builders import (
    POLICY,
    SECOND,
    cancellation,
    decided,
    hanoi,
    record,
    release,
    success,
)

RULES = PlanPolicy(
    ("ceo", "marketing", "product"), 24, 27, 28, 29, time(9), "marketing", "II.1", "II.2"
)
LAW = replace(POLICY, plan=RULES)
DUE = hanoi("2026-11-28 09:00")
"""When the plan of December 2026 is announced."""
MIDNIGHT = hanoi("2026-11-30 00:00")
"""Until when it may be: 24:00 of the 29th."""

PAYROLL = PlanItem({"vi": "Bảng lương"}, "feature", date(2026, 12, 12), "payroll-engine")
REPORTS = PlanItem({"vi": "Báo cáo"}, "feature", date(2026, 12, 19))


def unplanned(
    releases: Iterable[Decision], plans: Iterable[PlanDecision], law: Policy, now: datetime
) -> list[Problem]:
    """The warnings of the rule `unplanned`."""
    context = ProjectContext(
        law,
        now,
        releases=tuple(d.standing for d in releases),
        plans=tuple(d.standing for d in plans),
    )
    return [p for p in project_problems("project", context) if p.rule == "unplanned"]


def approvals(month: date, days: Mapping[str, str | None] | None = None) -> list[PlanApproval]:
    """Every role on the 25th of the month before, or on the days given; ``None``: not at all."""
    before = month - timedelta(days=1)
    given = {role: before.replace(day=25).isoformat() for role in RULES.roles} | dict(days or {})
    return [PlanApproval(role, date.fromisoformat(on)) for role, on in given.items() if on]


def plan(
    month: str = "2026-12",
    *items: PlanItem,
    days: Mapping[str, str | None] | None = None,
    digest: str = "p" * 64,
) -> Plan:
    first = date.fromisoformat(f"{month}-01")
    return Plan(
        id=month,
        month=first,
        approvals=tuple(approvals(first, days)),
        items=items or (PAYROLL, REPORTS),
        source=Source(f"content/plans/{month}.yml", digest=digest),
    )


def announcement(of: Plan, at: datetime, law: Policy = LAW) -> Record:
    """The record of the plan's announcement."""
    timing = plan_timing(of, RULES, law)
    return replace(
        record("plan", at, timing.start, timing.end - timing.start, entry=of.id, seq=1),
        kind="plan",
        deadline=timing.deadline,
        digest=of.source.digest,
    )


def at_now(
    file: Plan | None,
    now: datetime,
    *records: Record,
    shown: Plan | None = None,
    broken: tuple[Problem, ...] = (),
    law: Policy = LAW,
) -> PlanDecision:
    """The decision at ``now``; the copy is the file itself unless told, where it was announced."""
    name = (file or shown or plan()).id
    copy = shown or (file if records else None)
    path = f"content/plans/{name}.yml"
    return decide_plan(PlanEntry(name, path, file, copy, broken, History(records)), RULES, law, now)


def rules_of(decision: PlanDecision) -> list[str]:
    return [problem.rule for problem in decision.problems]


# Approvals (II.1).


@pytest.mark.parametrize("role", RULES.roles)
@pytest.mark.parametrize(
    "on, text",
    [
        ("2026-11-24", None),
        ("2026-11-27", None),
        ("2026-11-23", "`{}` approved on 2026-11-23, which is not from 2026-11-24 to 2026-11-27"),
        ("2026-11-28", "`{}` approved on 2026-11-28, which is not from 2026-11-24 to 2026-11-27"),
        ("2026-12-25", "`{}` approved on 2026-12-25, which is not from 2026-11-24 to 2026-11-27"),
        (None, "`{}` has not approved this plan"),
    ],
)
def test_every_role_approves_from_the_24th_to_the_27th(
    role: str, on: str | None, text: str | None
) -> None:
    decision = at_now(plan(days={role: on}), DUE)
    if text is None:
        assert (decision.public, decision.verdict, decision.problems) == (True, "ok", ())
        return
    [problem] = decision.problems
    assert problem.message == text.format(role)
    assert (problem.severity, problem.rule, problem.source_row) == (
        "error",
        "plan-approval",
        "II.1",
    )
    assert (decision.public, decision.state, decision.verdict) == (False, "refused", "refused")
    assert decision.records == ()


def test_an_approval_counts_from_its_day_on() -> None:
    signed = plan(days={"ceo": "2026-11-27"})
    [problem] = at_now(signed, hanoi("2026-11-26 23:59:59")).problems
    assert problem.message == "`ceo` has not approved yet: the day is in the future"
    assert at_now(signed, hanoi("2026-11-27 00:00")).problems == ()


@pytest.mark.parametrize(
    "now, day",
    [("2026-11-20 09:00", "2026-11-24"), ("2026-11-25 00:00", "2026-11-25"), ("2026-11-29 09:00", "2026-11-27")],
)  # fmt: skip
def test_the_approval_that_the_help_writes_counts_at_once_in_its_days(now: str, day: str) -> None:
    problem = at_now(plan(days={"ceo": None}), hanoi(now)).problems[0]
    assert problem.help.endswith(f"`approvals: [{{role: ceo, on: {day}}}, …]`.")

    signed = at_now(
        plan(days=dict.fromkeys(RULES.roles, day)), max(hanoi(now), hanoi(f"{day} 00:00"))
    )
    assert signed.problems == ()


def test_one_good_approval_of_a_role_is_enough_and_each_missing_role_is_named() -> None:
    twice = replace(
        plan(),
        approvals=(
            PlanApproval("ceo", date(2026, 11, 2)),
            PlanApproval("ceo", date(2026, 11, 24)),
            PlanApproval("care", date(2026, 11, 25)),
        ),
    )
    assert [p.message for p in at_now(twice, DUE).problems] == [
        "`marketing` has not approved this plan",
        "`product` has not approved this plan",
    ]


# The announcement (II.2).

SPANS = [
    # month, planned, the last instant
    ("2026-12", "2026-11-28 09:00", "2026-11-30 00:00"),
    ("2027-01", "2026-12-28 09:00", "2026-12-30 00:00"),  # over New Year
    ("2027-02", "2027-01-28 09:00", "2027-01-30 00:00"),  # a month of 31 days before
    ("2027-03", "2027-02-28 09:00", "2027-03-01 00:00"),  # a February of 28 days
    ("2028-03", "2028-02-28 09:00", "2028-03-01 00:00"),  # of 29
    ("2028-02", "2028-01-28 09:00", "2028-01-30 00:00"),
]


@pytest.mark.parametrize("month, planned, last", SPANS)
def test_it_is_due_from_the_28th_at_nine_until_the_end_of_the_29th(
    month: str, planned: str, last: str
) -> None:
    file = plan(month)
    timing = plan_timing(file, RULES, LAW)
    assert (timing.planned, timing.deadline) == (hanoi(planned), hanoi(last))
    assert timing.start == hanoi(f"{month}-01 00:00")

    early = at_now(file, hanoi(planned) - SECOND)
    assert (early.public, early.state, early.verdict) == (False, "hidden", "ok")
    assert (early.notices[0].status, early.records, early.problems) == ("pending", (), ())

    for now in (hanoi(planned), hanoi(last)):
        due = at_now(file, now)
        assert (due.public, due.verdict, due.problems) == (True, "ok", ())
        [line] = due.records
        assert (line.kind, line.entry, line.notice, line.verdict) == (
            "plan",
            month,
            "plan",
            "on_time",
        )
        assert (line.start, line.end, line.deadline) == (timing.start, timing.end, hanoi(last))

    late = at_now(file, hanoi(last) + SECOND)
    assert (late.public, late.state, rules_of(late)) == (False, "refused", ["plan-late"])
    [problem] = late.problems
    assert (problem.late_by_s, problem.publish_by, problem.source_row) == (
        1,
        hanoi(last),
        "II.2",
    )
    assert late.records == ()


def test_the_months_end_is_the_next_months_start_in_months_of_every_length() -> None:
    ends = {month: plan_timing(plan(month), RULES, LAW).end for month, _, _ in SPANS}
    assert ends == {
        "2026-12": hanoi("2027-01-01 00:00"),
        "2027-01": hanoi("2027-02-01 00:00"),
        "2027-02": hanoi("2027-03-01 00:00"),
        "2027-03": hanoi("2027-04-01 00:00"),
        "2028-03": hanoi("2028-04-01 00:00"),
        "2028-02": hanoi("2028-03-01 00:00"),
    }


def test_the_plan_announced_on_28_february_2027_is_on_time_until_that_midnight() -> None:
    march = plan("2027-03")
    [line] = at_now(march, hanoi("2027-02-28 23:59:59")).records
    assert line.verdict == "on_time"
    assert rules_of(at_now(march, hanoi("2027-03-01 00:00:01"))) == ["plan-late"]


def test_a_policys_day_that_the_month_before_lacks_is_its_last_day() -> None:
    rules = replace(RULES, approved_from=29, approved_to=30, announce_from=31, announce_to=31)
    timing = plan_timing(plan("2027-03"), rules, LAW)
    assert (timing.approved_from, timing.approved_to) == (date(2027, 2, 28), date(2027, 2, 28))
    assert timing.planned == hanoi("2027-02-28 09:00")
    assert timing.deadline == hanoi("2027-03-01 00:00")


@pytest.mark.parametrize(
    "now, state",
    [
        ("2026-11-30 23:59:59", "announced"),
        ("2026-12-01 00:00", "in_progress"),
        ("2026-12-31 23:59:59", "in_progress"),
        ("2027-01-01 00:00", "completed"),
    ],
)
def test_an_announced_plan_stays_public_and_its_state_follows_its_month(
    now: str, state: str
) -> None:
    file = plan()
    decision = at_now(file, hanoi(now), announcement(file, DUE))
    assert (decision.public, decision.state, decision.records, decision.problems) == (
        True,
        state,
        (),
        (),
    )
    assert decision.notices[0].published_at == DUE


def test_approvals_that_vanish_after_the_announcement_take_nothing_back() -> None:
    file = plan()
    bare = replace(file, approvals=())
    decision = at_now(bare, hanoi("2026-12-05 09:00"), announcement(file, DUE), shown=file)
    assert (decision.public, decision.verdict) == (True, "ok")


# Changes after the announcement.


@pytest.mark.parametrize(
    "items",
    [
        (PAYROLL,),
        (PAYROLL, REPORTS, replace(REPORTS, title={"vi": "Thêm"})),
        (PAYROLL, replace(REPORTS, expected=date(2026, 12, 20))),
        (PAYROLL, replace(REPORTS, category="fix")),
        (PAYROLL, replace(REPORTS, title={"vi": "Báo cáo mới"})),
        (PAYROLL, replace(REPORTS, title={"en": "Reports"})),
        (PAYROLL, replace(REPORTS, title={"vi": "Báo cáo mới", "en": "Reports"})),
        (REPORTS, REPORTS),
    ],
    ids=[
        "taken out",
        "put in",
        "another day",
        "another category",
        "renamed",
        "a language gone",
        "renamed and translated",
        "one twice",
    ],
)
def test_what_was_announced_cannot_change(items: tuple[PlanItem, ...]) -> None:
    shown = plan()
    file = plan("2026-12", *items, digest="q" * 64)
    decision = at_now(file, hanoi("2026-12-02 09:00"), announcement(shown, DUE), shown=shown)
    assert rules_of(decision) == ["taken-back"]
    assert (decision.verdict, decision.public, decision.plan) == ("refused", True, shown)
    assert decision.records == ()


def test_an_announced_title_may_gain_a_language_and_put_its_languages_in_another_order() -> None:
    both = replace(REPORTS, title={"vi": "Báo cáo", "en": "Reports"})
    turned = replace(REPORTS, title={"en": "Reports", "vi": "Báo cáo"})
    for before, after in ((REPORTS, both), (both, turned)):
        shown, file = plan("2026-12", PAYROLL, before), plan("2026-12", PAYROLL, after)
        decision = at_now(file, hanoi("2026-12-02 09:00"), announcement(shown, DUE), shown=shown)
        assert (decision.verdict, decision.plan, decision.problems) == ("ok", file, ())


def test_a_language_lands_in_the_item_that_lacked_it_whatever_the_order() -> None:
    both = replace(REPORTS, title={"vi": "Báo cáo", "en": "Reports"})
    more = replace(REPORTS, title={"vi": "Báo cáo", "en": "More reports"})
    shown = plan("2026-12", REPORTS, both)
    for items in ((both, more), (more, both)):
        file = plan("2026-12", *items)
        decision = at_now(file, hanoi("2026-12-02 09:00"), announcement(shown, DUE), shown=shown)
        assert (decision.verdict, decision.problems) == ("ok", ())


def test_links_summary_and_order_may_still_change() -> None:
    shown = plan()
    linked = replace(REPORTS, release="reports")
    file = replace(plan("2026-12", linked, PAYROLL), summary={"vi": "Hai việc."})
    decision = at_now(file, hanoi("2026-12-02 09:00"), announcement(shown, DUE), shown=shown)
    assert (decision.verdict, decision.plan, decision.problems) == ("ok", file, ())


def test_an_announced_plan_whose_file_is_gone_stands_as_it_was_shown() -> None:
    shown = plan()
    decision = at_now(None, hanoi("2026-12-02 09:00"), announcement(shown, DUE), shown=shown)
    assert (decision.public, decision.plan, decision.verdict) == (True, shown, "refused")
    assert rules_of(decision) == ["taken-back"]


def test_an_announced_plan_whose_file_is_broken_stands_as_it_was_shown() -> None:
    shown = plan()
    broken = (Problem("error", "schema", Mark("content/plans/2026-12.yml"), phrase("no items")),)
    decision = at_now(
        None, hanoi("2026-12-02 09:00"), announcement(shown, DUE), shown=shown, broken=broken
    )
    assert (decision.public, decision.plan, decision.verdict) == (True, shown, "invalid")
    hidden = at_now(None, DUE, broken=broken)
    assert (hidden.public, hidden.state, hidden.problems) == (False, "invalid", broken)


# The past (imported), and what no plan lists.


@pytest.mark.parametrize(
    "starts, imported", [("2026-12-02", True), ("2026-12-01", False), ("2026-11-30", False)]
)
def test_a_plan_of_a_month_that_begins_before_the_ledger_is_public_and_claims_nothing(
    starts: str, imported: bool
) -> None:
    law = replace(LAW, ledger_starts=date.fromisoformat(starts))
    bare = replace(plan(), approvals=())
    decision = at_now(bare, hanoi("2027-06-01 09:00"), law=law)
    assert (decision.imported, decision.public) == (imported, imported)
    assert decision.records == ()
    if imported:
        assert (decision.state, decision.notices, decision.problems) == ("completed", (), ())


LISTED = plan("2026-12", PAYROLL)
UNLISTED = plan("2026-12", REPORTS)
BEFORE = hanoi("2026-11-26 09:00")


@pytest.mark.parametrize(
    "plans, message, helps",
    [
        (
            (),
            "this feature is in no plan: 2026-12 has none",
            "Write content/plans/2026-12.yml; `notices new plan 2026-12` begins it.",
        ),
        (
            (plan("2026-11", PAYROLL),),
            "this feature is in no plan: 2026-12 has none",
            "Write content/plans/2026-12.yml; `notices new plan 2026-12` begins it.",
        ),
        (
            (UNLISTED,),
            "this feature is not in the plan of 2026-12",
            "List it in content/plans/2026-12.yml with `release: payroll-engine`.",
        ),
        ((LISTED,), None, None),
    ],
    ids=["no plan", "another month's", "not listed", "listed"],
)
def test_a_feature_that_its_months_plan_does_not_list_gets_a_warning(
    plans: tuple[Plan, ...], message: str | None, helps: str | None
) -> None:
    found = unplanned(
        [decided(release(), BEFORE)], [at_now(file, BEFORE) for file in plans], LAW, BEFORE
    )
    if message is None:
        assert found == []
        return
    [problem] = found
    assert (problem.severity, problem.rule, problem.entry) == (
        "warning",
        "unplanned",
        "payroll-engine",
    )
    assert (problem.message, problem.help) == (message, helps)


def test_of_an_announced_plan_the_warning_says_that_it_stays_as_it_is() -> None:
    now = hanoi("2026-12-01 09:00")
    announced = at_now(UNLISTED, now, announcement(UNLISTED, DUE))
    [problem] = unplanned([decided(release(), now)], [announced], LAW, now)
    assert problem.help == (
        "The plan is announced and stays as it is; its page shows this as unplanned."
    )


@pytest.mark.parametrize("plans", [(), (UNLISTED,)], ids=["no plan", "never announced"])
def test_nobody_is_told_to_write_a_plan_that_can_no_longer_be_announced(
    plans: tuple[Plan, ...],
) -> None:
    def warned(now: datetime) -> Problem:
        files = [at_now(file, now) for file in plans]
        [problem] = unplanned([decided(release(), BEFORE)], files, LAW, now)
        return problem

    assert warned(MIDNIGHT).help
    late = warned(MIDNIGHT + SECOND)
    assert late.message == (
        "this feature is in no plan that was announced by 2026-11-30 00:00 (+07:00), "
        "the deadline for 2026-12"
    )
    assert late.help == ""


def test_a_plan_whose_file_is_gone_is_called_a_plan() -> None:
    [problem] = at_now(None, DUE, announcement(plan(), DUE), shown=plan()).problems
    assert problem.message == "the file of the announced plan `2026-12` was deleted or renamed"
    assert problem.help == ("Restore it (the announced copy is in the folder `published`).")


@pytest.mark.parametrize("category", ["fix", "server"])
def test_only_categories_with_tasks_are_planned(category: str) -> None:
    assert unplanned([decided(release(category), BEFORE)], [], LAW, BEFORE) == []


def test_what_is_over_cancelled_or_a_draft_needs_no_plan_and_neither_does_a_policy_without() -> (
    None
):
    start = hanoi("2026-12-12 20:00")
    for file, now in (
        (release(outcome=success(start)), hanoi("2026-12-13 09:00")),
        (release(cancelled=cancellation(BEFORE)), BEFORE),
        (release(draft=True), BEFORE),
    ):
        assert list(unplanned([decided(file, now)], [], LAW, now)) == []
    assert list(unplanned([decided(release(), BEFORE)], [], POLICY, BEFORE)) == []


def test_what_has_begun_needs_no_plan_any_more() -> None:
    start = hanoi("2026-12-12 20:00")
    for now, count in ((start - SECOND, 1), (start, 0)):
        assert len(list(unplanned([decided(release(), now)], [], LAW, now))) == count


def test_the_month_of_a_window_is_that_of_the_policys_zone() -> None:
    late = release(start=hanoi("2026-12-31 23:00"), length=timedelta(minutes=30))
    [problem] = unplanned([decided(late, BEFORE)], [], LAW, BEFORE)
    assert problem.message == "this feature is in no plan: 2026-12 has none"
