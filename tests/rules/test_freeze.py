"""Freezes: which windows they are in the way of, to the second, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.bars import bars
from notices.domain.freezes import Freeze
from notices.domain.policy import Policy
from notices.domain.quotas import TakenWindows
from notices.domain.release import Impact, Release, Window
from tests.core_builders import (
    POLICY,
    SECOND,
    START,
    Timeline,
    approval,
    cancellation,
    decided,
    hanoi,
    problem,
    record,
    release,
    rules_broken,
    success,
)
from tests.domain import naive_freezes

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
END = START + 2 * HOUR
NOW = hanoi("2026-11-25 09:00")
SYSTEMS = frozenset({"payroll", "crm"})
LABEL = {"vi": "Khóa sổ", "en": "Closing"}

Kind = Literal["hard", "soft"]


def frozen(since: datetime, until: datetime, kind: Kind = "hard", **more: Any) -> Freeze:
    return Freeze(**{"id": "closing", "label": LABEL, **more}, start=since, end=until, kind=kind)


def law(*freezes: Freeze, policy: Policy = POLICY) -> Policy:
    return replace(policy, freezes=freezes)


AROUND = frozen(START - HOUR, END + HOUR)
SOFT = frozen(START - HOUR, END + HOUR, "soft", approvers=("ceo",))


def touching(file: Release, *systems: str) -> Release:
    return replace(file, impact=Impact(timedelta(), systems=systems))


def timeline(file: Release, *freezes: Freeze) -> Timeline:
    return Timeline(file, law(*freezes), systems=SYSTEMS)


def refused_by(file: Release, *freezes: Freeze, now: datetime = NOW) -> list[str]:
    """The freezes that refuse a hidden release, by the order in which they are told."""
    found = timeline(file, *freezes).decide(now).problems
    return [p.freeze or "" for p in found if p.rule == "freeze" and p.is_error]


# Edges: the span is half-open.


@pytest.mark.parametrize(
    "since, until, hit",
    [
        (END, END + DAY, False),
        (END - SECOND, END + DAY, True),
        (START - DAY, START, False),
        (START - DAY, START + SECOND, True),
        (START + HOUR, START + HOUR + SECOND, True),
        (START - DAY, END + DAY, True),
        (START, END, True),
    ],
)
def test_a_window_may_end_as_a_freeze_begins_and_begin_as_one_ends(
    since: datetime, until: datetime, hit: bool
) -> None:
    assert bool(refused_by(release(), frozen(since, until))) is hit


@pytest.mark.parametrize(
    "categories, systems, names, hit",
    [
        ((), (), (), True),
        (("feature",), (), (), True),
        (("fix", "server"), (), (), False),
        ((), ("payroll",), ("payroll",), True),
        ((), ("payroll",), ("crm", "payroll"), True),
        ((), ("payroll",), ("crm",), False),
        ((), ("payroll",), (), False),
        (("feature",), ("payroll",), ("payroll",), True),
        (("fix",), ("payroll",), ("payroll",), False),
        (("feature",), ("payroll",), ("crm",), False),
    ],
)
def test_both_the_category_and_a_system_must_be_those_of_the_freeze(
    categories: tuple[str, ...], systems: tuple[str, ...], names: tuple[str, ...], hit: bool
) -> None:
    freeze = replace(AROUND, categories=frozenset(categories), systems=frozenset(systems))
    assert bool(refused_by(touching(release(), *names), freeze)) is hit


# Kinds and approvals.


@pytest.mark.parametrize(
    "kind, approvers, by, reason, passes",
    [
        ("hard", (), ("ceo",), "Gấp.", False),
        ("soft", ("ceo",), ("ceo",), "Gấp.", True),
        ("soft", ("ceo",), ("marketing", "ceo"), "Gấp.", True),
        ("soft", ("ceo",), ("ceo",), None, False),
        ("soft", ("ceo",), (), "Gấp.", False),
        # The category's own approvers count only where the freeze names none.
        ("soft", ("ceo",), ("product",), "Gấp.", False),
        ("soft", (), ("product",), "Gấp.", True),
        ("soft", (), ("marketing",), "Gấp.", False),
    ],
)
def test_a_soft_freeze_passes_with_a_reason_and_one_of_its_approvers(
    kind: Kind,
    approvers: tuple[str, ...],
    by: tuple[str, ...],
    reason: str | None,
    passes: bool,
) -> None:
    freeze = replace(AROUND, kind=kind, approvers=approvers)
    file = release(reason=reason, approved_by=by)
    assert (refused_by(file, freeze) == []) is passes


def test_each_of_several_freezes_is_told_and_each_needs_one_of_its_approvers() -> None:
    three = (
        replace(SOFT, id="a"),
        replace(SOFT, id="b", approvers=("product", "marketing")),
        replace(SOFT, id="c", start=END, end=END + DAY),
    )
    assert refused_by(release(), *three) == ["a", "b"]
    assert refused_by(release(reason="Gấp.", approved_by="ceo"), *three) == ["b"]
    assert refused_by(release(reason="Gấp.", approved_by="marketing"), *three) == ["a"]
    assert refused_by(release(reason="Gấp.", approved_by=("marketing", "ceo")), *three) == []


def test_the_rows_of_allowed_windows_are_asked_as_well_and_their_approval_is_not_enough() -> None:
    monday = START + 2 * DAY
    freeze = replace(SOFT, start=monday - HOUR, end=monday + HOUR)
    asks = ["freeze", "window-not-allowed"]
    hidden = timeline(release(start=monday), freeze).decide(NOW)
    assert rules_broken(hidden) == asks
    by_product = timeline(release(start=monday, reason="Gấp.", approved_by="product"), freeze)
    assert rules_broken(by_product.decide(NOW)) == ["freeze"]
    assert refused_by(release(start=monday, reason="Gấp.", approved_by="ceo"), freeze) == []


def test_a_category_that_only_warns_of_windows_is_refused_in_a_freeze_all_the_same() -> None:
    assert POLICY.categories["server"].windows.otherwise == "warn"
    assert refused_by(release("server", START + 2 * DAY), frozen(START, START + 9 * DAY)) == [
        "closing"
    ]
    assert refused_by(release("fix"), AROUND) == ["closing"]


# What is said.


def test_the_message_names_the_freeze_its_label_and_its_times_and_the_help_another_window() -> None:
    found = problem(timeline(release(), replace(AROUND, source="II.6")).decide(NOW), "freeze")
    assert found.message == (
        "the window lies in the freeze `closing` (II.6), 'Closing', from 2026-12-12 19:00 (+07:00) "
        "to 2026-12-12 23:00 (+07:00)"
    )
    assert found.help == (
        "Write `window: {start: 2026-12-13 20:00, end: 2026-12-13 22:00}`, and publish it by "
        "2026-12-03 20:00 (+07:00); the earliest window that is legal now starts at "
        "2026-12-05 18:00 (+07:00)."
    )
    assert (found.freeze, found.source_row, found.field) == ("closing", "II.6", "window.start")
    assert found.earliest_start == hanoi("2026-12-05 18:00")
    assert found.facts == ("closing", START, END, None)


def test_days_are_shown_as_days_and_one_without_a_label_by_its_id() -> None:
    whole = frozen(hanoi("2026-12-12 00:00"), hanoi("2027-01-04 00:00"), label={"vi": "closing"})
    told = problem(timeline(release(), whole).decide(NOW), "freeze").message
    assert told == "the window lies in the freeze `closing`, from 2026-12-12 to 2027-01-03"
    one = replace(whole, end=hanoi("2026-12-13 00:00"), label={"vi": "Khóa sổ"})
    told = problem(timeline(release(), one).decide(NOW), "freeze").message
    assert told == "the window lies in the freeze `closing`, 'Khóa sổ', on 2026-12-12"


@pytest.mark.parametrize(
    "freeze, window, field, ending, help",
    [
        (
            SOFT,
            {},
            "window.start",
            "2026-12-12 23:00 (+07:00)",
            (
                "; or write `reason: {vi: …, en: …}` and `approved_by: ceo` in the window, once ceo has "
                "approved it."
            ),
        ),
        (
            SOFT,
            {"reason": "Gấp.", "approved_by": "product"},
            "window.approved_by",
            ", and `product` may not approve that",
            "; or write `approved_by: [product, ceo]` in the window, once ceo has approved it.",
        ),
        (
            SOFT,
            {"reason": "Gấp.", "approved_by": ("product", "care")},
            "window.approved_by",
            ", and `product` and `care` may not approve that",
            "; or write `approved_by: [product, ceo]` in the window, once ceo has approved it.",
        ),
        (
            SOFT,
            {"approved_by": "ceo"},
            "window.start",
            ", and has no `reason`",
            "; or write `reason: {vi: …, en: …}` in the window, once ceo has approved it.",
        ),
        (
            AROUND,
            {"reason": "Gấp.", "approved_by": "ceo"},
            "window.start",
            ", and nobody may approve that",
            "the earliest window that is legal now starts at 2026-12-05 09:00 (+07:00).",
        ),
    ],
)
def test_what_of_an_approval_is_lacking_is_said_where_it_stands(
    freeze: Freeze, window: dict[str, Any], field: str, ending: str, help: str
) -> None:
    found = problem(timeline(release(**window), freeze).decide(NOW), "freeze")
    assert found.field == field
    assert found.message.endswith(ending)
    assert found.help.endswith(help), found.help


# Another window.


def test_the_earliest_window_may_begin_as_the_freeze_ends() -> None:
    freeze = frozen(NOW - DAY, hanoi("2026-12-19 21:00"))
    found = problem(timeline(release(), freeze).decide(NOW), "freeze")
    assert found.earliest_start == hanoi("2026-12-19 21:00")
    shut = replace(freeze, end=hanoi("2026-12-19 22:30"))
    # Two hours no longer fit into what is left of the evening.
    found = problem(timeline(release(), shut).decide(NOW), "freeze")
    assert found.earliest_start == hanoi("2026-12-20 18:00")


def test_the_last_window_before_a_freeze_ends_as_it_begins() -> None:
    freeze = frozen(hanoi("2026-12-05 20:00"), hanoi("2027-03-01 00:00"))
    now = hanoi("2026-11-25 09:00")
    assert refused_by(release(start=hanoi("2026-12-05 18:00"), length=2 * HOUR), freeze) == []
    found = problem(timeline(release(length=3 * HOUR), freeze).decide(now), "freeze")
    assert found.earliest_start == hanoi("2027-03-06 18:00")


def test_in_a_freeze_without_end_in_sight_no_start_is_offered_before_it_is_over() -> None:
    for_ever = frozen(hanoi("2026-01-01 00:00"), hanoi("2999-12-31 00:00"))
    found = problem(timeline(release("fix"), for_ever).decide(NOW), "freeze")
    assert found.earliest_start == hanoi("2999-12-31 00:00")


# When it is asked.


def announced(file: Release | None = None) -> Timeline:
    """Announced before there was any freeze."""
    known = timeline(file or touching(release(), "crm"))
    assert known.publish(NOW).public
    return known


def found(of: Timeline, now: datetime) -> list[tuple[str, str | None]]:
    return [(p.severity, p.freeze) for p in of.decide(now).problems if p.rule == "freeze"]


def test_one_that_is_added_later_judges_no_announced_window() -> None:
    known = announced()
    known.law = law(AROUND)
    decision = known.decide(NOW + HOUR)
    assert (decision.state, decision.verdict) == ("announced", "ok")
    assert found(known, NOW + HOUR) == []


def test_a_move_of_it_is_judged_and_the_copy_stands() -> None:
    known = announced()
    known.law = law(AROUND)
    for window, refused in (
        ({"start": START - 15 * timedelta(minutes=1)}, True),
        ({"length": 3 * HOUR}, True),
        ({"length": HOUR}, True),
        ({"start": START + 7 * DAY}, False),
    ):
        known.file = touching(release(**window), "crm")
        decision = known.decide(NOW + HOUR)
        assert found(known, NOW + HOUR) == ([("error", "closing")] if refused else [])
        if refused:
            assert (decision.verdict, decision.release) == ("refused", known.shown)


def test_a_longer_end_is_judged_with_the_whole_window_until_the_start_and_never_after() -> None:
    known = announced()
    known.law = law(frozen(START - HOUR, START + HOUR))
    known.file = touching(release(length=3 * HOUR), "crm")
    assert found(known, START - SECOND) == [("error", "closing")]
    assert found(known, START) == []


def test_a_system_that_is_added_before_the_start_is_judged_and_never_after() -> None:
    known = announced()
    known.law = law(replace(AROUND, systems=frozenset({"payroll"})))
    assert found(known, NOW + HOUR) == []
    known.file = touching(release(), "crm", "payroll")
    assert found(known, START - SECOND) == [("error", "closing")]
    assert found(known, START) == []


def test_texts_of_an_announced_window_in_a_freeze_may_change() -> None:
    known = announced()
    known.law = law(AROUND)
    known.file = replace(touching(release(), "crm"), summary={"vi": "Khác."})
    assert known.decide(NOW + HOUR).verdict == "ok"


def test_what_others_imposed_is_a_warning_until_customers_know() -> None:
    file = release("server", origin="provider")
    hidden = timeline(file, AROUND)
    now = START - 2 * DAY
    assert found(hidden, now) == [("warning", "closing")]
    told = problem(hidden.decide(now), "freeze")
    assert told.help == (
        "This is allowed, since the provider set the time; tell customers why it cannot wait."
    )
    known = Timeline(file)
    assert known.publish(now).public
    known.law = law(AROUND)
    assert found(known, START - SECOND) == []  # It may have been added later.
    known.file = replace(file, window=Window(START + HOUR, END + HOUR))
    assert found(known, now + HOUR) == [("warning", "closing")]


def test_a_policy_may_say_that_nobody_imposes_a_window() -> None:
    strict = replace(law(AROUND), imposed_by=frozenset())
    decision = Timeline(release("server", origin="provider"), strict).decide(START - 2 * DAY)
    assert [(p.severity, p.rule) for p in decision.problems if p.rule == "freeze"] == [
        ("error", "freeze")
    ]


def test_the_exception_after_the_fact_lets_it_out() -> None:
    ended = END + HOUR
    file = release(outcome=success(END), exception=approval(on=ended.date()))
    assert timeline(file, AROUND).decide(ended).verdict == "breached"
    assert timeline(replace(file, exception=None), AROUND).decide(ended).verdict == "refused"


def test_a_targeted_one_is_asked_until_its_customers_know_or_its_start_has_come() -> None:
    file = release("fix", customers=("acme",))
    handoff = record("handoff", NOW, audience="affected")
    assert refused_by(file, AROUND) == ["closing"]
    assert refused_by(file, AROUND, now=START - SECOND) == ["closing"]
    assert refused_by(file, AROUND, now=START) == []
    known = decided(file, NOW + HOUR, handoff, law=law(AROUND))
    assert "freeze" not in rules_broken(known)
    other = record("handoff", NOW, START + DAY, audience="affected")
    assert "freeze" in rules_broken(decided(file, NOW + HOUR, other, law=law(AROUND)))


def test_drafts_are_warned_cancelled_and_imported_ones_are_not_asked() -> None:
    told = problem(timeline(release(draft=True), AROUND).decide(NOW), "freeze")
    assert (told.severity, told.lenient) == ("warning", True)
    past = hanoi("2025-06-07 20:00")
    freeze = frozen(past - DAY, END + DAY)
    for file in (
        release(cancelled=cancellation(NOW)),
        release(start=past, outcome=success(past + HOUR)),
    ):
        assert found(timeline(file, freeze), NOW) == []


def test_a_refused_window_has_no_instant_at_which_it_could_be_published() -> None:
    assert timeline(release(), AROUND).decide(NOW).publish_by is None
    assert timeline(release()).decide(NOW).publish_by is not None


# Days.

BERLIN, CAIRO = ZoneInfo("Europe/Berlin"), ZoneInfo("Africa/Cairo")


def test_a_freeze_is_of_whole_days_where_both_of_its_ends_are_midnights_there() -> None:
    zone = POLICY.zone
    whole = frozen(hanoi("2026-12-24 00:00"), hanoi("2027-01-04 00:00"))
    assert [str(day) for day in whole.days(zone) or ()] == ["2026-12-24", "2027-01-03"]
    assert replace(whole, start=whole.start + SECOND).days(zone) is None
    assert replace(whole, end=whole.end - SECOND).days(zone) is None
    assert whole.days(BERLIN) is None
    # Clocks of Cairo skip the midnight of 2026-04-24: the day begins an hour later.
    skipped = frozen(datetime(2026, 4, 23, 22, tzinfo=UTC), datetime(2026, 4, 24, 21, tzinfo=UTC))
    assert [str(day) for day in skipped.days(CAIRO) or ()] == ["2026-04-24", "2026-04-24"]


# The same said otherwise.

INSTANTS = st.integers(-300, 300).map(lambda minutes: START + timedelta(minutes=minutes))
NAMES = st.frozensets(st.sampled_from(["payroll", "crm"]))
ROLES = st.lists(st.sampled_from(["ceo", "product", "marketing"]), unique=True, max_size=2)


@st.composite
def freezes(draw: st.DrawFn) -> tuple[Freeze, ...]:
    drawn = []
    for number in range(draw(st.integers(0, 3))):
        since = draw(INSTANTS)
        kind: Kind = draw(st.sampled_from(["hard", "soft"]))
        drawn.append(
            frozen(
                since,
                since + timedelta(minutes=draw(st.integers(1, 200))),
                kind,
                id=f"f{number}",
                categories=draw(st.frozensets(st.sampled_from(["feature", "fix"]))),
                systems=draw(NAMES),
                approvers=tuple(draw(ROLES)) if kind == "soft" else (),
            )
        )
    return tuple(drawn)


@st.composite
def files(draw: st.DrawFn) -> Release:
    file = release(
        draw(st.sampled_from(["feature", "fix"])),
        draw(INSTANTS),
        timedelta(minutes=draw(st.integers(1, 240))),
        reason=draw(st.sampled_from([None, "Gấp."])),
        approved_by=tuple(draw(ROLES)),
    )
    return touching(file, *sorted(draw(NAMES)))


@given(freezes(), files())
def test_what_is_in_the_way_is_what_a_walk_through_the_window_finds(
    some: tuple[Freeze, ...], file: Release
) -> None:
    policy = law(*some)
    category = policy.categories[file.category]
    found: Iterable[str] = [
        bar.freeze.id
        for bar in bars(file, category, policy, TakenWindows(policy.zone))
        if bar.freeze is not None
    ]
    assert found == naive_freezes.in_the_way(some, file, category)
