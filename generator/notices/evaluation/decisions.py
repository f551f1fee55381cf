"""The judgement over one release at one instant: what stands, what is sent, what is wrong.

Belongs here: choosing between the file and its announced copy, state and verdict, and the
records that a publish would make. Does not belong here: single rules (their modules), how
judgements become a site (``pipeline``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from notices.domain.ledger import History, Record, Verdict
from notices.domain.policy import Category, NoticeRule, Policy
from notices.domain.problem import Problem
from notices.domain.public import NoticeStanding, State
from notices.domain.release import Release
from notices.domain.schedule import has_after_the_fact, is_imported, public_state
from notices.rules import changes, leads, reminders, validity, windows
from notices.rules.context import RuleContext

__all__ = ["Decision", "Entry", "decide"]

Rule = Callable[[RuleContext], Iterator[Problem]]

VALID: tuple[Rule, ...] = (validity.validity,)
HIDDEN: tuple[Rule, ...] = (windows.past, leads.late_notices, leads.own_times, windows.allowed)
PUBLIC: tuple[Rule, ...] = (changes.change,)
ADVICE: tuple[Rule, ...] = (windows.unusual, windows.downtime, reminders.out_of_order)


@dataclass(frozen=True, slots=True)
class Entry:
    """One release id, and all that is known of it: its file, its copy, its records.

    ``file`` is ``None`` where the file is gone, or broken (then ``broken`` holds why).
    ``cancelled_copy`` is the copy with the file's cancellation, and its bytes, where the copy has
    none yet.
    """

    id: str
    path: str
    file: Release | None
    shown: Release | None = None
    broken: tuple[Problem, ...] = ()
    history: History = field(default_factory=History)
    cancelled_copy: tuple[Release, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What stands for one entry.

    ``release`` is what the site goes by (the file, or the announced copy), ``None`` where
    nothing usable stands. ``public`` and ``state`` speak of the site that a publish at
    ``now`` would give, ``notices`` and ``verdict`` of the instant before it. ``records`` are
    those that a publish would append (``seq`` and ``prev`` not yet set).
    """

    entry: Entry
    release: Release | None
    category: Category | None
    state: State
    public: bool
    verdict: Literal["invalid", "refused", "breached", "ok"]
    notices: tuple[NoticeStanding, ...] = ()
    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    publish_by: datetime | None = None
    imported: bool = False


def decide(
    entry: Entry,
    policy: Policy,
    now: datetime,
    *,
    known: frozenset[str],
    systems: frozenset[str],
) -> Decision:
    """The judgement over ``entry`` at ``now``. A pure function; never raises for content.

    The file's category is one of the policy's: loading takes no other.
    """
    shown = _shown(entry, policy)
    announced = entry.history.announced_window is not None or (
        shown is not None and not shown.targeted and is_imported(shown, policy, entry.history)
    )

    def context_of(release: Release) -> RuleContext:
        return RuleContext.of(
            release, policy, entry.history, now, shown=shown, known=known, systems=systems
        )

    if entry.file is None:
        problems = entry.broken or ((changes.gone(entry.id, entry.path),) if announced else ())
        verdict: Literal["invalid", "refused"] = "invalid" if entry.broken else "refused"
        if announced and shown is not None:
            return _standing(entry, context_of(shown), verdict, problems)
        state: State = "invalid" if entry.broken else "refused"
        return Decision(entry, None, None, state, False, verdict, problems=problems)

    context = context_of(entry.file)
    invalid = _run(VALID, context)
    if invalid:
        if announced and shown is not None:
            return _standing(entry, context_of(shown), "invalid", invalid)
        return Decision(
            entry, None, context.category, "invalid", False, "invalid", problems=invalid
        )
    if announced:
        return _decide_public(entry, context, context_of)
    return _decide_hidden(entry, context)


def _shown(entry: Entry, policy: Policy) -> Release | None:
    """The announced copy, with the window that the ledger says was announced."""
    shown = entry.shown
    if shown is None or shown.category not in policy.categories:
        return None
    window = entry.history.announced_window
    if window is None:
        return shown
    return replace(shown, window=replace(shown.window, start=window[0], end=window[1]))


def _run(rules: tuple[Rule, ...], context: RuleContext) -> tuple[Problem, ...]:
    return tuple(problem for rule in rules for problem in rule(context))


def _decide_public(
    entry: Entry, context: RuleContext, context_of: Callable[[Release], RuleContext]
) -> Decision:
    """A release that customers know of: its file, or where that is refused, the copy.

    A cancellation goes through whatever else changed: it alone is taken from the file then.
    """
    shown = context.shown
    window = entry.history.announced_window
    held = context.release
    if window is not None:
        held = replace(held, window=replace(held.window, start=window[0], end=window[1]))
    if held.cancelled is not None:
        context = context_of(held)  # A cancellation speaks of the announced window.
    refusals = _run(PUBLIC, context)
    if not refusals:
        return _standing(entry, context, "ok", ())
    shown = shown or held
    if held.cancelled is not None and shown.outcome is None:
        return _standing(entry, context_of(_with_cancellation(entry, shown, held)), "ok", ())
    return _standing(entry, context_of(shown), "refused", refusals)


def _with_cancellation(entry: Entry, shown: Release, held: Release) -> Release:
    """The copy, cancelled; once it is, nothing more is taken from the file."""
    if shown.cancelled is not None:
        return shown
    source = entry.cancelled_copy[0].source if entry.cancelled_copy else held.source
    return replace(shown, cancelled=held.cancelled, source=source)


def _standing(
    entry: Entry,
    context: RuleContext,
    verdict: Literal["ok", "invalid", "refused"],
    problems: tuple[Problem, ...],
) -> Decision:
    """A release that is public, judged by ``context``."""
    release = context.release
    said: Literal["ok", "invalid", "refused", "breached"] = verdict
    told: tuple[Problem, ...] = problems
    ended = _ended(release)
    if verdict == "ok":
        if reminders.breaches(context):
            said = "breached"
            told += () if ended else tuple(reminders.breach(context))
        if not ended:
            told += _run(ADVICE, context)
    return Decision(
        entry=entry,
        release=release,
        category=context.category,
        state=public_state(release, context.now),
        public=True,
        verdict=said,
        notices=context.notices + _events(context),
        records=_records(context),
        problems=told,
        publish_by=context.publish_by,
        imported=is_imported(release, context.policy, context.history),
    )


def _decide_hidden(entry: Entry, context: RuleContext) -> Decision:
    release, policy, history = context.release, context.policy, context.history
    if release.draft:
        return _hidden(entry, context, "draft", ())
    imported = is_imported(release, policy, history)
    if imported and not release.targeted:
        return _standing(entry, context, "ok", ())
    if imported or release.cancelled is not None:
        return _hidden(entry, context, "hidden", ())
    refusals = _run(HIDDEN, context)
    if any(problem.rule == "past-window" for problem in refusals):
        refusals = tuple(p for p in refusals if p.rule not in ("lead-time", "too-early"))
    if has_after_the_fact(release, context.category, context.now):
        refusals = tuple(p for p in refusals if p.rule not in ("lead-time", "too-early"))
    if refusals:
        return _hidden(entry, context, "refused", refusals)
    records = _records(context)
    # After the fact, all that is left to record may be what was missed.
    afterwards = has_after_the_fact(release, context.category, context.now)
    if any(afterwards or record.verdict != "missed" for record in records):
        decision = _standing(entry, context, "ok", ())
        soon = () if _ended(release) else tuple(reminders.expires_soon(context))
        return replace(decision, problems=decision.problems + soon)
    advice = () if _ended(release) else _run((*ADVICE, reminders.expires_soon), context)
    return _hidden(entry, context, "hidden", advice)


def _ended(release: Release) -> bool:
    return release.outcome is not None or release.cancelled is not None


def _hidden(
    entry: Entry,
    context: RuleContext,
    state: State,
    problems: tuple[Problem, ...],
) -> Decision:
    return Decision(
        entry=entry,
        release=context.release,
        category=context.category,
        state=state,
        public=False,
        verdict="refused" if state == "refused" else "ok",
        notices=context.notices + _events(context),
        problems=problems,
        publish_by=None if context.release.draft else context.publish_by,
    )


def _events(context: RuleContext) -> tuple[NoticeStanding, ...]:
    """Moves and cancellations that customers have to hear of, or have heard of."""
    found = []
    release, history = context.release, context.history
    if history.announced_window is None:
        return _cancelled_hidden(context)
    window = (release.window.start, release.window.end)
    moves = [r for r in history.of("rescheduled") if (r.start, r.end) == window]
    if release.cancelled is None and history.announced_window != window:
        found.append(_event_standing("rescheduled", None))
    elif moves:
        found.append(_event_standing("rescheduled", moves[-1]))
    if release.cancelled is not None:
        told = history.of("cancelled")
        found.append(_event_standing("cancelled", told[-1] if told else None))
    return tuple(found)


def _cancelled_hidden(context: RuleContext) -> tuple[NoticeStanding, ...]:
    """The cancellation of a hidden update, owed by whoever handed it over to the affected."""
    handed = [r for r in context.history.records if r.audience == "affected"]
    if context.release.cancelled is None or not handed:
        return ()
    row = context.category.notice(handed[0].notice)
    told = context.history.of("cancelled")
    rule = NoticeRule("cancelled", "affected", row.owner if row else "", {})
    return (_event_standing("cancelled", told[-1] if told else None, rule),)


def _event_standing(
    notice: str, record: Record | None, rule: NoticeRule | None = None
) -> NoticeStanding:
    status: Literal["published", "due"] = "published" if record else "due"
    rule = rule or NoticeRule(notice, "customers", "", {})
    return NoticeStanding(rule, None, None, None, status, record)


def _records(context: RuleContext) -> tuple[Record, ...]:
    """The records that a publish at ``now`` makes of this release, customers' ones only.

    Staff and affected notices are recorded when a person has sent them.
    """
    found = []
    for standing in (*context.notices, *_events(context)):
        if standing.rule.audience != "customers":
            continue
        if standing.status == "due":
            verdict: Verdict = "on_time"
        elif standing.status == "late":
            verdict = "exception" if standing.excused else "late"
        elif standing.status == "missed" and standing.record is None:
            verdict = "missed"
        else:
            continue
        found.append(_record(context, standing, verdict))
    return tuple(found)


def _record(context: RuleContext, standing: NoticeStanding, verdict: Verdict) -> Record:
    release = context.release
    outcome = release.outcome
    return Record(
        seq=0,
        at=context.now,
        sent=None,
        kind="release",
        entry=release.id,
        notice=standing.rule.id,
        audience=standing.rule.audience,
        start=release.window.start,
        end=release.window.end,
        deadline=standing.deadline,
        verdict=verdict,
        result=outcome.result if outcome and standing.rule.on_outcome else None,
        digest=release.source.digest,
    )
