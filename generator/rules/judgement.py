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

from generator.domain.ledger import History, Record, Verdict
from generator.domain.policy import Category, NoticeRule, Policy
from generator.domain.problem import Problem
from generator.domain.public import NoticeStanding, State
from generator.domain.release import Release
from generator.domain.schedule import has_after_the_fact, is_imported, public_state
from generator.rules import changes, leads, reminders, validity, windows
from generator.rules.case import Case

__all__ = ["Entry", "Judgement", "judge"]

Rule = Callable[[Case], Iterator[Problem]]

VALID: tuple[Rule, ...] = (validity.validity,)
HIDDEN: tuple[Rule, ...] = (windows.past, leads.late_notices, leads.own_times, windows.allowed)
PUBLIC: tuple[Rule, ...] = (changes.change,)
ADVICE: tuple[Rule, ...] = (windows.unusual, windows.downtime, reminders.out_of_order)


@dataclass(frozen=True, slots=True)
class Entry:
    """One release id, and all that is known of it: its file, its copy, its records.

    ``file`` is ``None`` where the file is gone, or broken (then ``broken`` holds why).
    ``called_off`` is the copy with the file's cancellation, and its bytes, where the copy has
    none yet.
    """

    id: str
    path: str
    file: Release | None
    shown: Release | None = None
    broken: tuple[Problem, ...] = ()
    history: History = field(default_factory=History)
    called_off: tuple[Release, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
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


def judge(
    entry: Entry,
    policy: Policy,
    now: datetime,
    *,
    known: frozenset[str],
    systems: frozenset[str],
) -> Judgement:
    """The judgement over ``entry`` at ``now``. A pure function; never raises for content.

    The file's category is one of the policy's: loading takes no other.
    """
    shown = _shown(entry, policy)
    announced = entry.history.announced_window is not None or (
        shown is not None and not shown.targeted and is_imported(shown, policy, entry.history)
    )

    def case_of(release: Release) -> Case:
        return Case.of(
            release, policy, entry.history, now, shown=shown, known=known, systems=systems
        )

    if entry.file is None:
        problems = entry.broken or ((changes.gone(entry.id, entry.path),) if announced else ())
        verdict: Literal["invalid", "refused"] = "invalid" if entry.broken else "refused"
        if announced and shown is not None:
            return _standing(entry, case_of(shown), verdict, problems)
        state: State = "invalid" if entry.broken else "refused"
        return Judgement(entry, None, None, state, False, verdict, problems=problems)

    case = case_of(entry.file)
    invalid = _run(VALID, case)
    if invalid:
        if announced and shown is not None:
            return _standing(entry, case_of(shown), "invalid", invalid)
        return Judgement(entry, None, case.category, "invalid", False, "invalid", problems=invalid)
    if announced:
        return _judge_public(entry, case, case_of)
    return _judge_hidden(entry, case)


def _shown(entry: Entry, policy: Policy) -> Release | None:
    """The announced copy, with the window that the ledger says was announced."""
    shown = entry.shown
    if shown is None or shown.category not in policy.categories:
        return None
    window = entry.history.announced_window
    if window is None:
        return shown
    return replace(shown, window=replace(shown.window, start=window[0], end=window[1]))


def _run(rules: tuple[Rule, ...], case: Case) -> tuple[Problem, ...]:
    return tuple(problem for rule in rules for problem in rule(case))


def _judge_public(entry: Entry, case: Case, case_of: Callable[[Release], Case]) -> Judgement:
    """A release that customers know of: its file, or where that is refused, the copy.

    A cancellation goes through whatever else changed: it alone is taken from the file then.
    """
    shown = case.shown
    window = entry.history.announced_window
    held = case.release
    if window is not None:
        held = replace(held, window=replace(held.window, start=window[0], end=window[1]))
    if held.cancelled is not None:
        case = case_of(held)  # A cancellation speaks of the announced window.
    refusals = _run(PUBLIC, case)
    if not refusals:
        return _standing(entry, case, "ok", ())
    shown = shown or held
    if held.cancelled is not None and shown.outcome is None:
        return _standing(entry, case_of(_with_cancellation(entry, shown, held)), "ok", ())
    return _standing(entry, case_of(shown), "refused", refusals)


def _with_cancellation(entry: Entry, shown: Release, held: Release) -> Release:
    """The copy, cancelled; once it is, nothing more is taken from the file."""
    if shown.cancelled is not None:
        return shown
    source = entry.called_off[0].source if entry.called_off else held.source
    return replace(shown, cancelled=held.cancelled, source=source)


def _standing(
    entry: Entry,
    case: Case,
    verdict: Literal["ok", "invalid", "refused"],
    problems: tuple[Problem, ...],
) -> Judgement:
    """A release that is public, judged by ``case``."""
    release = case.release
    said: Literal["ok", "invalid", "refused", "breached"] = verdict
    told: tuple[Problem, ...] = problems
    ended = _ended(release)
    if verdict == "ok":
        if reminders.breaches(case):
            said = "breached"
            told += () if ended else tuple(reminders.breach(case))
        if not ended:
            told += _run(ADVICE, case)
    return Judgement(
        entry=entry,
        release=release,
        category=case.category,
        state=public_state(release, case.now),
        public=True,
        verdict=said,
        notices=case.notices + _events(case),
        records=_records(case),
        problems=told,
        publish_by=case.publish_by,
        imported=is_imported(release, case.policy, case.history),
    )


def _judge_hidden(entry: Entry, case: Case) -> Judgement:
    release, policy, history = case.release, case.policy, case.history
    if release.draft:
        return _hidden(entry, case, "draft", ())
    imported = is_imported(release, policy, history)
    if imported and not release.targeted:
        return _standing(entry, case, "ok", ())
    if imported or release.cancelled is not None:
        return _hidden(entry, case, "hidden", ())
    refusals = _run(HIDDEN, case)
    if any(problem.rule == "past-window" for problem in refusals):
        refusals = tuple(p for p in refusals if p.rule not in ("lead-time", "too-early"))
    if has_after_the_fact(release, case.category, case.now):
        refusals = tuple(p for p in refusals if p.rule not in ("lead-time", "too-early"))
    if refusals:
        return _hidden(entry, case, "refused", refusals)
    records = _records(case)
    # After the fact, all that is left to record may be what was missed.
    afterwards = has_after_the_fact(release, case.category, case.now)
    if any(afterwards or record.verdict != "missed" for record in records):
        judgement = _standing(entry, case, "ok", ())
        soon = () if _ended(release) else tuple(reminders.expires_soon(case))
        return replace(judgement, problems=judgement.problems + soon)
    advice = () if _ended(release) else _run((*ADVICE, reminders.expires_soon), case)
    return _hidden(entry, case, "hidden", advice)


def _ended(release: Release) -> bool:
    return release.outcome is not None or release.cancelled is not None


def _hidden(
    entry: Entry,
    case: Case,
    state: State,
    problems: tuple[Problem, ...],
) -> Judgement:
    return Judgement(
        entry=entry,
        release=case.release,
        category=case.category,
        state=state,
        public=False,
        verdict="refused" if state == "refused" else "ok",
        notices=case.notices + _events(case),
        problems=problems,
        publish_by=None if case.release.draft else case.publish_by,
    )


def _events(case: Case) -> tuple[NoticeStanding, ...]:
    """Moves and cancellations that customers have to hear of, or have heard of."""
    found = []
    release, history = case.release, case.history
    if history.announced_window is None:
        return _called_off(case)
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


def _called_off(case: Case) -> tuple[NoticeStanding, ...]:
    """The cancellation of a hidden update, owed by whoever handed it over to the affected."""
    handed = [r for r in case.history.records if r.audience == "affected"]
    if case.release.cancelled is None or not handed:
        return ()
    row = case.category.notice(handed[0].notice)
    told = case.history.of("cancelled")
    rule = NoticeRule("cancelled", "affected", row.owner if row else "", {})
    return (_event_standing("cancelled", told[-1] if told else None, rule),)


def _event_standing(
    notice: str, record: Record | None, rule: NoticeRule | None = None
) -> NoticeStanding:
    status: Literal["published", "due"] = "published" if record else "due"
    rule = rule or NoticeRule(notice, "customers", "", {})
    return NoticeStanding(rule, None, None, None, status, record)


def _records(case: Case) -> tuple[Record, ...]:
    """The records that a publish at ``now`` makes of this release, customers' ones only.

    Staff and affected notices are recorded when a person has sent them.
    """
    found = []
    for standing in (*case.notices, *_events(case)):
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
        found.append(_record(case, standing, verdict))
    return tuple(found)


def _record(case: Case, standing: NoticeStanding, verdict: Verdict) -> Record:
    release = case.release
    outcome = release.outcome
    return Record(
        seq=0,
        at=case.now,
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
