"""Slots as aligned text for a terminal.

Belongs here: what ``notices slots`` prints for people. Does not belong here: the same as JSON
(``slot_json``), finding slots (``evaluation.slots``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from notices.cli.explanation import table
from notices.cli.instants import clock, instant_phrase
from notices.cli.language import say_in
from notices.cli.words import weekday, word
from notices.domain.bars import Bar
from notices.domain.instants import at_wall, local
from notices.domain.layout import HOLIDAYS
from notices.domain.phrases import Phrase, joined, phrase
from notices.domain.policy import PlanPolicy, Policy
from notices.domain.release import Release, Window
from notices.domain.slot_list import NoSlot
from notices.domain.wording import days_off_text, every, sourced, span_text
from notices.evaluation.slots import Clash, MonthsPlan, Slot, Slots

__all__ = ["slots_text"]


def slots_text(found: Slots, release: Release, policy: Policy, now: datetime) -> str:
    """The days that have no slot, the slots with what each asks for, and the plans of their months;
    in the chosen language, with times in the policy's zone."""
    head = phrase(
        "{category}: windows of {length}, in {zone}",
        category=release.category,
        length=span_text(release.window.length),
        zone=policy.timezone,
    )
    parts = [
        [say_in(head)],
        [say_in(line) for line in _left_out(found.left_out, release, policy, now)],
        *_blocks(found.slots, policy, now),
        [say_in(line) for line in _plans(found.slots, release, policy)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _blocks(slots: Iterable[Slot], policy: Policy, now: datetime) -> Iterator[list[str]]:
    """For each slot a line, a table of what has to be done, and its clashes."""
    slots = list(slots)
    heads = (
        phrase("notice"),
        phrase("audience"),
        phrase("owner"),
        phrase("planned"),
        phrase("deadline"),
        phrase("source"),
    )
    tables = [[heads, *_rows(slot, policy, now)] for slot in slots]
    lines = iter(table([row for rows in tables for row in rows]) if tables else ())
    for slot, rows in zip(slots, tables, strict=True):
        own = [f"  {next(lines)}" for _ in rows]
        yield [
            say_in(_headline(slot, policy)),
            *own,
            *(say_in(_clash(c, policy)) for c in slot.clashes),
        ]


def _headline(slot: Slot, policy: Policy) -> str:
    window = _window(slot.window, policy)
    if slot.publish_by is None:
        return window
    return phrase(
        "{window}, publish it by {until}", window=window, until=_read(slot.publish_by, policy)
    )


def _rows(slot: Slot, policy: Policy, now: datetime) -> Iterator[tuple[str, ...]]:
    """What has to be published or done before the start; what is planned for the past, at once."""
    for notice in slot.notices:
        if notice.planned is None:
            continue
        rule, at_once = notice.rule, notice.planned <= now
        planned = phrase("at once") if at_once else _read(notice.planned, policy)
        deadline = _read(notice.deadline, policy)
        yield rule.id, word(rule.audience), rule.owner, planned, deadline, rule.source
    for task, at in slot.tasks:
        yield task.id, phrase("task"), task.owner, "–", _read(at, policy), task.source


def _clash(clash: Clash, policy: Policy) -> str:
    window = _window(clash.window, policy)
    if clash.systems:
        systems = ", ".join(clash.systems)
        return phrase(
            "  overlaps `{entry}`, {window}, on {systems}",
            entry=clash.entry, window=window, systems=systems,
        )  # fmt: skip
    return phrase("  overlaps `{entry}`, {window}", entry=clash.entry, window=window)


def _left_out(
    days: Iterable[NoSlot], release: Release, policy: Policy, now: datetime
) -> Iterator[str]:
    """A line for each day that has no slot, and one for several in a row alike."""
    for why, group in groupby(days, key=lambda each: _why(each, release, policy, now)):
        alike = list(group)
        first, last = _day(alike[0].day), _day(alike[-1].day)
        span = first if len(alike) == 1 else joined([first, last], " – ")
        yield joined([span, why], ": ")


def _why(left_out: NoSlot, release: Release, policy: Policy, now: datetime) -> str:
    deadline = left_out.deadline
    if left_out.window is not None and left_out.notice is not None and deadline is not None:
        late = phrase(
            "{window}: {notice} had to be published by {deadline}, {late} ago",
            window=_clocks(left_out.window, policy),
            notice=sourced(left_out.notice.id, left_out.source),
            deadline=_read(deadline, policy),
            late=span_text(now - deadline),
        )
        off = days_off_text([left_out.notice.latest], left_out.window.start, policy)
        return joined([late, off], "; ") if off else late
    if left_out.bar is not None:
        return _barred(left_out.bar, policy)
    if left_out.first_missing_day is not None:
        return phrase(
            "the notices count working days from {day} on, which `{file}` does not cover",
            day=left_out.first_missing_day,
            file=HOLIDAYS,
        )
    if left_out.window is not None and left_out.why == "no-time":
        return phrase(
            "{window}: legal until {deadline}, which leaves too little time to publish it",
            window=_clocks(left_out.window, policy),
            deadline=_read(deadline, policy),
        )
    if left_out.why == "before-ledger":
        return phrase("before the ledger starts, {day}", day=f"{policy.ledger_starts}")
    if left_out.why == "past":
        return phrase("the last start has passed")
    return _no_opening(left_out, release, policy)


def _no_opening(left_out: NoSlot, release: Release, policy: Policy) -> str:
    row = _row(left_out.source)
    if left_out.why == "too-long":
        length = span_text(release.window.length)
        return phrase("no allowed window{row} is {length} long", row=row, length=length)
    rows = policy.categories[release.category].windows.allowed
    if not release.impact.systems and rows and all(each.systems for each in rows):
        return phrase("each allowed window{row} is for certain systems: add `--systems`", row=row)
    return phrase("no allowed window begins{row}", row=row)


def _barred(bar: Bar, policy: Policy) -> Phrase:
    """The freeze, or the quota, that is in the way."""
    if bar.freeze is not None:
        freeze = bar.freeze
        return phrase(
            "in the freeze {freeze}, {start} to {end}",
            freeze=sourced(freeze.id, freeze.source),
            start=_read(freeze.start, policy),
            end=_end(freeze.end, policy),
        )
    assert bar.quota is not None
    first = local(bar.quota.span[0], policy.zone).date()
    taken = (
        every(f"`{each}`" for each in dict.fromkeys(bar.quota.entries)) if bar.quota.entries else ""
    )
    week = bar.quota.quota.per == "week"
    span = phrase("the week from {day}", day=first) if week else f"{first:%Y-%m}"
    if not taken:
        return phrase("longer than all windows of {span} may be", span=span)
    if bar.system is not None:
        return phrase(
            "{entries} take what {span} may hold for `{system}`",
            entries=taken, span=span, system=bar.system,
        )  # fmt: skip
    return phrase("{entries} take what {span} may hold", entries=taken, span=span)


def _plans(slots: Iterable[Slot], release: Release, policy: Policy) -> Iterator[str]:
    """What to do about the plan of each month that the slots lie in."""
    if policy.plan is None:
        return
    for plan in {slot.plan.id: slot.plan for slot in slots if slot.plan is not None}.values():
        yield _plan(plan, policy.plan, release, policy)
        if plan.first_start is not None:
            yield phrase(
                "what customers first hear of by this plan can start on {start} at the earliest",
                start=_read(plan.first_start, policy),
            )


def _plan(plan: MonthsPlan, rules: PlanPolicy, release: Release, policy: Policy) -> str:
    timing = plan.timing
    unplanned = phrase(
        "a `{category}` that no announced plan lists gets a warning (`unplanned`)",
        category=release.category,
    )
    deadline = _end(timing.deadline, policy)
    if plan.state == "announced":
        return phrase(
            "plan of {month}: announced, and stays as it is; {unplanned}",
            month=plan.id,
            unplanned=unplanned,
        )
    if plan.state == "late":
        return phrase(
            "plan of {month}: was not announced by {deadline}; {unplanned}",
            month=plan.id,
            deadline=deadline,
            unplanned=unplanned,
        )
    return phrase(
        "plan of {month}: list it in {path}, to be approved from {first} to {last}{approvals} and "
        "announced from {planned} until {deadline}{announced}",
        month=plan.id,
        path=plan.path,
        first=f"{timing.approved_from}",
        last=f"{timing.approved_to}",
        approvals=_row(rules.approvals_source),
        planned=_read(timing.planned, policy),
        deadline=deadline,
        announced=_row(rules.announce_source),
    )


def _row(source: str) -> str:
    return f" ({source})" if source else ""


def _window(window: Window, policy: Policy) -> str:
    """``Sat 2026-12-12 18:00–24:00``."""
    return joined([_day(local(window.start, policy.zone).date()), _clocks(window, policy)])


def _clocks(window: Window, policy: Policy) -> str:
    """``18:00–24:00``, or with the day of the end where that is another one."""
    day = local(window.start, policy.zone).date()
    start = clock(window.start, policy)
    if window.end == at_wall(day, None, policy.zone):
        return f"{start}–24:00"
    if local(window.end, policy.zone).date() == day:
        return f"{start}–{clock(window.end, policy)}"
    return joined([start, _read(window.end, policy)], " – ")


def _end(instant: datetime, policy: Policy) -> str:
    """A deadline; the end of a day as 24:00 of that day."""
    day = local(instant, policy.zone).date() - timedelta(days=1)
    if instant == at_wall(day, None, policy.zone):
        return joined([_day(day), "24:00"])
    return _read(instant, policy)


def _read(instant: datetime | None, policy: Policy) -> str:
    return "–" if instant is None else instant_phrase(instant, policy)


def _day(day: date) -> str:
    return joined([weekday(day), f"{day}"])
