"""One release's or plan's whole timeline, as aligned text for a terminal.

Belongs here: what ``notices explain`` prints. Does not belong here: problems (``reports``), what
customers read (``rendering``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from notices.cli.freeze_facts import freeze_facts
from notices.cli.language import say_in
from notices.cli.quota_facts import quota_facts
from notices.cli.reports import problems_text
from notices.cli.window_facts import window_facts
from notices.cli.words import word
from notices.domain.instants import local
from notices.domain.phrases import Phrase, joined, phrase
from notices.domain.policy import NoticeRule, Policy, Texts, update_notice
from notices.domain.public import NoticeStanding
from notices.domain.quotas import TakenWindows
from notices.domain.release import Release
from notices.domain.wording import days_off_text
from notices.evaluation.decisions import Decision
from notices.evaluation.plan_decisions import PlanDecision

__all__ = ["explained", "table"]

_Fact = tuple[str, str]
"""What a line says, and what it says of it."""


def explained(
    decision: Decision | PlanDecision,
    policy: Policy,
    now: datetime,
    taken: TakenWindows | None = None,
) -> str:
    """One release's or plan's whole timeline, as aligned text; times in the policy's zone.

    ``taken`` are the windows that count against quotas.
    """
    if isinstance(decision, PlanDecision):
        return _explained_plan(decision, policy, now)
    release = decision.release
    if release is None:
        return _unreadable(decision)
    window = release.window
    facts = [
        (phrase("title"), _title(release.title, policy)),
        (phrase("category"), release.category),
        (phrase("window"), _span(window.start, window.end, policy)),
        *(window_facts(release, decision.category, policy, taken) if decision.category else ()),
        *(quota_facts(decision, policy, taken) if taken is not None else ()),
        *_state(decision, known=decision.entry.history.announced_window is not None),
        (phrase("now"), _read(now, policy)),
        *_told_beside(release, policy),
        *freeze_facts(decision, policy),
    ]
    rules = decision.category.notices if decision.category else ()
    tasks = decision.category.tasks if decision.category else ()
    leads = [
        *chain.from_iterable((r.earliest, r.latest) for r in rules),
        *(t.latest for t in tasks),
    ]
    if days_off := days_off_text(leads, window.start, policy):
        facts.append((phrase("before it"), days_off))
    if decision.publish_by is not None:
        facts.append((phrase("publish by"), _read(decision.publish_by, policy)))
    rows = [_row(standing, policy, _rule(standing.rule)) for standing in decision.notices]
    rows += [
        (
            task.id,
            phrase("task of {role}", role=task.owner),
            "",
            "",
            _read(task.latest.before(release.window.start, policy.zone, policy.workdays), policy),
            "",
            "",
            phrase("{lead} before", lead=task.latest),
            task.source,
        )
        for task in tasks
    ]
    return _timeline(facts, rows, decision, policy)


def _unreadable(decision: Decision | PlanDecision) -> str:
    """An entry that has nothing but its problems."""
    state = _aligned([(phrase("state"), say_in(word(decision.state)))])
    text = "\n".join([_heading(decision), *state])
    return f"{text}\n\n{problems_text(decision.problems)}"


def _explained_plan(decision: PlanDecision, policy: Policy, now: datetime) -> str:
    plan, timing = decision.plan, decision.timing
    if plan is None or timing is None:
        return _unreadable(decision)
    approvals = [
        phrase("{role} on {day}", role=given.role, day=given.on) for given in plan.approvals
    ]
    facts = [
        (phrase("month"), _span(timing.start, timing.end, policy)),
        *_state(decision, known=decision.entry.history.first_announced is not None),
        (phrase("now"), _read(now, policy)),
        (
            phrase("approvals"),
            phrase(
                "{first} to {last}: {approvals}",
                first=timing.approved_from,
                last=timing.approved_to,
                approvals=joined(approvals, ", ") or phrase("none"),
            ),
        ),
        *(
            (
                phrase("item"),
                f"{item.expected}  {item.category}  {_title(item.title, policy)}"
                + (f"  ({item.release})" if item.release else ""),
            )
            for item in plan.items
        ),
        *(() if plan.items else [(phrase("items"), phrase("none; customers are told so"))]),
    ]
    rows = [_row(standing, policy, _plan_rule(policy)) for standing in decision.notices]
    return _timeline(facts, rows, decision, policy)


def _state(decision: Decision | PlanDecision, *, known: bool) -> Iterator[_Fact]:
    """The state, and what a publish at this instant would add: ``known`` is what customers know."""
    state = word(decision.state)
    if decision.public and not known and not decision.imported:
        state = phrase("hidden; a publish now would show it as {state}", state=state)
    elif decision.public:
        state = phrase("{state} (public)", state=state)
    elif decision.state != "hidden":
        state = phrase("{state} (hidden)", state=state)
    verdict = word(decision.verdict)
    yield phrase("state"), phrase("{state}, verdict {verdict}", state=state, verdict=verdict)
    due = [record.notice for record in decision.records if record.verdict != "missed"]
    if due:
        yield (
            phrase("due"),
            phrase("{notices}: a publish now would send and record this", notices=", ".join(due)),
        )


def _told_beside(release: Release, policy: Policy) -> Iterator[_Fact]:
    """Why it was moved, its updates, what it says of its end, and the exception that it asks for."""
    if release.window.moved_reason is not None:
        yield phrase("moved"), _title(release.window.moved_reason, policy)
    for number, update in enumerate(release.updates, 1):
        yield update_notice(number), f"{_read(update.at, policy)}: {_title(update.text, policy)}"
    if release.cancelled is not None:
        at = _read(release.cancelled.at, policy)
        yield phrase("cancelled"), f"{at}: {_title(release.cancelled.reason, policy)}"
    if release.outcome is not None:
        at, result = _read(release.outcome.at, policy), word(release.outcome.result)
        yield phrase("outcome"), phrase("{at}: {result}", at=at, result=result)
    if release.exception is not None:
        exception = release.exception
        yield (
            phrase("exception"),
            phrase(
                "{day} by {role}: {reason}",
                day=exception.on,
                role=exception.approved_by,
                reason=_title(exception.reason, policy),
            ),
        )


def _heading(decision: Decision | PlanDecision) -> str:
    return f"{decision.entry.id}  ({decision.entry.path})"


def _aligned(facts: list[_Fact]) -> list[str]:
    labels = [say_in(label) for label, _ in facts]
    width = max(map(len, labels))
    return [
        f"{label:{width}}  {say_in(text)}" for label, (_, text) in zip(labels, facts, strict=True)
    ]


def _span(start: datetime, end: datetime, policy: Policy) -> Phrase:
    return phrase(
        "{start} to {end} ({zone})",
        start=_read(start, policy),
        end=_read(end, policy),
        zone=policy.timezone,
    )


def _timeline(
    facts: list[_Fact],
    rows: list[tuple[str, ...]],
    decision: Decision | PlanDecision,
    policy: Policy,
) -> str:
    """The facts, a table of the rows, what the ledger holds, and the problems."""
    rows = [
        (
            phrase("notice"),
            phrase("audience"),
            phrase("opens"),
            phrase("planned"),
            phrase("deadline"),
            phrase("status"),
            phrase("published"),
            phrase("rule"),
            phrase("source"),
        ),
        *rows,
    ]
    steps = [
        (
            _read(record.published_at, policy),
            record.notice,
            word(record.verdict),
            word(record.result) if record.result else "",
            _read(record.start, policy),
            _read(record.end, policy),
        )
        for record in decision.entry.history.records
    ]
    lines = [_heading(decision), *_aligned(facts), "", *table(rows)]
    if steps:
        heads = (
            phrase("in the ledger"),
            phrase("notice"),
            phrase("verdict"),
            phrase("result"),
            phrase("for the start"),
            phrase("and the end"),
        )
        lines += ["", *table([heads, *steps])]
    text = "\n".join(lines) + "\n"
    if decision.problems:
        text += "\n" + problems_text(decision.problems)
    return text


def table(rows: list[tuple[str, ...]]) -> list[str]:
    """The rows with their columns aligned, in the chosen language."""
    rows = [tuple(map(say_in, row)) for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _title(texts: Texts, policy: Policy) -> str:
    return texts.get(policy.default_language) or next(iter(texts.values()))


def _rule(rule: NoticeRule) -> Phrase:
    """What the policy says of a notice, in its own words: ``20d to 10d before, margin 6h``."""
    origins = ", ".join(sorted(rule.asap_for))
    parts = (
        _lead(rule),
        phrase("margin {margin}", margin=rule.margin) if rule.margin else "",
        phrase("asap for {origins}", origins=origins) if origins else "",
        phrase("asap") if rule.asap and not origins else "",
        phrase("on outcome") if rule.on == "outcome" else "",
        phrase("at the start") if rule.on == "start" else "",
        phrase("when {condition}", condition=rule.when) if rule.when else "",
    )
    return joined(parts, ", ") or phrase("at once")


def _lead(rule: NoticeRule) -> str:
    if rule.earliest and rule.latest:
        return phrase("{earliest} to {latest} before", earliest=rule.earliest, latest=rule.latest)
    if rule.earliest:
        return phrase("from {lead} before", lead=rule.earliest)
    return phrase("{lead} before", lead=rule.latest) if rule.latest else ""


def _plan_rule(policy: Policy) -> str:
    plan = policy.plan
    if plan is None:
        return ""
    return phrase(
        "from day {first}, {clock}, to day {last}",
        first=plan.announce_from,
        clock=f"{plan.announce_at:%H:%M}",
        last=plan.announce_to,
    )


def _row(standing: NoticeStanding, policy: Policy, role: str) -> tuple[str, ...]:
    rule = standing.rule
    return (
        rule.id,
        word(rule.audience),
        _read(standing.opens, policy),
        _read(standing.planned, policy),
        _read(standing.deadline, policy),
        word(standing.status),
        _read(standing.published_at, policy),
        role,
        rule.source,
    )


def _read(instant: datetime | None, policy: Policy) -> str:
    if instant is None:
        return "–"
    wall = local(instant, policy.zone)
    return f"{wall:%Y-%m-%d %H:%M:%S}" if wall.second else f"{wall:%Y-%m-%d %H:%M}"
