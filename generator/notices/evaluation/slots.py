"""Slots: the windows that a new release could take, each with what would follow from it.

Belongs here: a window's notices, tasks, plan and clashes as the project stands, and the days that
were passed over. Does not belong here: which windows there are (``domain.slot_list``), printing
them (``cli``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Literal

from notices.domain.instants import local
from notices.domain.layout import PLANS
from notices.domain.ledger import History
from notices.domain.plans import Plan, PlanTiming, plan_timing
from notices.domain.policy import PlanPolicy, Policy, TaskRule
from notices.domain.public import NoticeStanding
from notices.domain.release import Release, Window
from notices.domain.schedule import publish_by, standings
from notices.domain.slot_list import NoSlot, SlotList
from notices.domain.slots import earliest_window
from notices.evaluation.evaluation import Evaluation

__all__ = ["Clash", "MonthsPlan", "Slot", "Slots", "find_slots"]

_DAY = timedelta(days=1)
_EXPLAINED_DAYS = 14
"""So many days say why they have no slot where none has one."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Another release whose window overlaps; ``systems`` are those that both touch, none where one
    of the two does not say which it touches."""

    entry: str
    window: Window
    systems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthsPlan:
    """The plan that has to list the release (II.1, II.2).

    ``announced``: it stands as it is. ``late``: its deadline has passed, so that it cannot be
    announced. ``open``: the release can be listed in ``path``; a release that customers first
    hear of by this plan can start at ``first_start`` (UTC) at the earliest.
    """

    id: str
    path: str
    state: Literal["open", "announced", "late"]
    timing: PlanTiming
    first_start: datetime | None


@dataclass(frozen=True, slots=True)
class Slot:
    """One window, and what would follow from it. ``publish_by`` (UTC) is ``None`` where no notice
    has to be published before the start; ``tasks`` come with their deadlines."""

    window: Window
    notices: tuple[NoticeStanding, ...]
    tasks: tuple[tuple[TaskRule, datetime], ...]
    publish_by: datetime | None
    plan: MonthsPlan | None
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots by start, and by day why those have none that are nearer than the nearest slot.

    Nearer to the day that was asked for, or to today; past days are left out.
    """

    slots: tuple[Slot, ...]
    left_out: tuple[NoSlot, ...]


def find_slots(
    evaluation: Evaluation,
    release: Release,
    count: int,
    near: date | None = None,
    clock: time | None = None,
) -> Slots:
    """The ``count`` slots of a new release that come next, or are the nearest to a day.

    ``release`` says what :class:`SlotList` asks of it, and which systems it touches. The
    evaluation has a policy.
    """
    policy, now = evaluation.policy, evaluation.now
    assert policy is not None
    category = policy.categories[release.category]
    listed = SlotList(release, category, policy, now, evaluation.taken)
    windows = list(islice(listed.windows(near, clock), count))
    passed = _passed_over(windows[:1], near, local(now, policy.zone).date(), policy)
    left_out = (found for day in passed if (found := listed.why_none(day)) is not None)
    slots = (_slot(replace(release, window=window), evaluation, policy) for window in windows)
    return Slots(tuple(sorted(slots, key=lambda slot: slot.window.start)), tuple(left_out))


def _passed_over(
    first: list[Window], near: date | None, today: date, policy: Policy
) -> Iterator[date]:
    """The days, from today on, that are nearer than the day of the first window found."""
    near = max(near or today, today)
    days = _EXPLAINED_DAYS
    if first:
        days = abs((local(first[0].start, policy.zone).date() - near).days)
    until = near + days * _DAY
    day = max(near - days * _DAY, today)
    while day <= until:
        yield day
        day += _DAY


def _slot(release: Release, evaluation: Evaluation, policy: Policy) -> Slot:
    category, now = policy.categories[release.category], evaluation.now
    start = release.window.start
    notices = standings(release, category, policy, History(), now)
    tasks = (
        (task, task.latest.before(start, policy.zone, policy.workdays)) for task in category.tasks
    )
    return Slot(
        release.window,
        tuple(notice for notice in notices if notice.status != "not_owed"),
        tuple(tasks),
        publish_by(release, category, policy, History(), now),
        _plan(release, evaluation, policy, policy.plan)
        if category.in_plan and policy.plan
        else None,
        tuple(_clashes(release, evaluation)),
    )


def _plan(
    release: Release, evaluation: Evaluation, policy: Policy, rules: PlanPolicy
) -> MonthsPlan:
    month = local(release.window.start, policy.zone).date().replace(day=1)
    name, now = f"{month:%Y-%m}", evaluation.now
    timing = plan_timing(Plan(name, month, (), ()), rules, policy)
    known = next((plan for plan in evaluation.plans if plan.entry.id == name), None)
    path = known.entry.path if known is not None else f"{PLANS}/{name}.yml"
    if known is not None and known.public:
        return MonthsPlan(name, path, "announced", timing, None)
    if now > timing.deadline:
        return MonthsPlan(name, path, "late", timing, None)
    category = policy.categories[release.category]
    announced = max(now, timing.planned)
    first = earliest_window(release, category, policy, History(), announced, evaluation.taken)
    return MonthsPlan(name, path, "open", timing, first.start if first is not None else None)


def _clashes(release: Release, evaluation: Evaluation) -> Iterator[Clash]:
    """The windows of every other release that has neither ended nor been cancelled, of hidden
    ones and drafts too: the announced one, and the one that its file asks for."""
    window = release.window
    for decision in evaluation.decisions:
        standing = [each for each in (decision.release, decision.entry.file) if each is not None]
        ahead = [each for each in standing if not each.cancelled and not each.outcome]
        for other in {(each.window.start, each.window.end): each for each in ahead}.values():
            mine, others = release.impact.systems, other.impact.systems
            both = tuple(system for system in others if system in mine)
            overlaps = window.start < other.window.end and other.window.start < window.end
            if overlaps and (both or not mine or not others):
                yield Clash(decision.entry.id, other.window, both)
