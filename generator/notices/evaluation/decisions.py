"""The decision about one release at one instant: what stands, what is sent, what is wrong.

Belongs here: choosing between the file and its announced copy, state and verdict. Does not belong
here: single rules (``rules``), what the records say (``release_records``), how decisions become a
site (``public_site``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from notices.domain.ledger import Record
from notices.domain.policy import Category, Policy
from notices.domain.problem import Problem
from notices.domain.public import NoticeStanding, State
from notices.domain.quotas import TakenWindows
from notices.domain.release import Release
from notices.domain.schedule import is_imported, public_state
from notices.domain.settled import Deferred
from notices.evaluation.entries import Entry, ReleaseEntry
from notices.evaluation.release_records import due_records, release_events
from notices.rules.context import RuleContext
from notices.rules.project_context import StandingRelease
from notices.rules.registry import release_problems
from notices.rules.release.breach import breaches
from notices.rules.release.taken_back import file_gone

__all__ = [
    "Decision",
    "EntryDecision",
    "EntryVerdict",
    "decide",
    "is_announced",
    "shown_of",
    "why_no_file",
]

EntryVerdict = Literal["invalid", "refused", "breached", "ok"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDecision:
    """What stands for one entry, a release or a plan.

    ``public`` and ``state`` describe the site that a publish at ``now`` would give, ``notices``
    and ``verdict`` the instant before it. ``records`` are those that a publish would append
    (``seq`` and ``prev`` not yet set). ``imported`` is what is from before the ledger.
    """

    state: State
    public: bool
    verdict: EntryVerdict
    notices: Sequence[NoticeStanding] = ()
    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    imported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(EntryDecision):
    """What stands for one release.

    ``release`` is what the site shows (the file, or the announced copy), ``None`` where neither
    is usable. ``context`` is what it was judged by, where it was.
    """

    entry: ReleaseEntry
    release: Release | None
    category: Category | None = None
    context: RuleContext | None = field(default=None, repr=False, compare=False)

    @property
    def settled(self) -> bool:
        """Whether no notice of it is open, nor will be."""
        return self.context is not None and self.context.settled

    @property
    def publish_by(self) -> datetime | None:
        """The last instant (UTC) at which the window can be published."""
        if self.context is None or (not self.public and self.context.release.draft):
            return None
        return self.context.publish_by

    @property
    def standing(self) -> StandingRelease:
        """What rules over the whole project may know of it."""
        return StandingRelease(
            id=self.entry.id,
            path=self.entry.path,
            file=self.entry.file,
            release=self.release,
            category=self.category,
            state=self.state,
            public=self.public,
            imported=self.imported,
            notices=self.notices,
            history=self.entry.history,
        )


def why_no_file(
    entry: Entry[Any], *, announced: bool
) -> tuple[Literal["invalid", "refused"], tuple[Problem, ...]]:
    """The verdict and the problems of an entry that has no usable file."""
    if entry.problems:
        return "invalid", entry.problems
    return "refused", (file_gone(entry.id, entry.path, entry.kind),) if announced else ()


def decide(
    entry: ReleaseEntry,
    policy: Policy,
    now: datetime,
    *,
    known: frozenset[str],
    systems: frozenset[str],
    retired: frozenset[str] = frozenset(),
    taken: TakenWindows | None = None,
    taken_elsewhere: Callable[[], TakenWindows] | None = None,
) -> Decision:
    """The decision about ``entry`` at ``now`` (UTC). A pure function; never raises for content.

    ``known`` and ``systems`` are the ids of all releases and systems, ``retired`` those of the
    retired systems; ``taken`` and ``taken_elsewhere`` are as in :class:`RuleContext`. The file's
    category is one of the policy's: loading accepts no other.
    """
    shown = shown_of(entry, policy)
    announced = is_announced(entry, shown, policy)

    def context_of(release: Release) -> RuleContext:
        return RuleContext(
            release,
            policy,
            entry.history,
            now,
            shown=shown,
            known=known,
            systems=systems,
            retired=retired,
            taken=taken,
            taken_elsewhere=taken_elsewhere,
        )

    if entry.file is None:
        verdict, problems = why_no_file(entry, announced=announced)
        if announced and shown is not None:
            return _standing(entry, context_of(shown), verdict, problems)
        return _unusable(entry, verdict, problems)

    context = context_of(entry.file)
    invalid = release_problems("valid", context)
    if invalid and announced and shown is not None:
        decision = _standing(entry, context_of(shown), "invalid", invalid)
    elif invalid:
        decision = replace(_unusable(entry, "invalid", invalid), category=context.category)
    elif announced:
        decision = _decide_public(entry, context, context_of)
    elif entry.file.draft:
        decision = _decide_draft(entry, context, context_of(replace(entry.file, draft=False)))
    else:
        decision = _decide_hidden(entry, context)
    if entry.problems:
        return replace(decision, problems=entry.problems + decision.problems)
    return decision


def _unusable(
    entry: ReleaseEntry, verdict: Literal["invalid", "refused"], problems: tuple[Problem, ...]
) -> Decision:
    return Decision(
        entry=entry,
        release=None,
        state=verdict,
        public=False,
        verdict=verdict,
        problems=problems,
    )


def is_announced(entry: ReleaseEntry, shown: Release | None, policy: Policy) -> bool:
    """Whether customers know of the release; ``shown`` is its announced copy."""
    return entry.history.announced_window is not None or (
        shown is not None and not shown.targeted and is_imported(shown, policy, entry.history)
    )


def shown_of(entry: ReleaseEntry, policy: Policy) -> Release | None:
    """The announced copy, with the window that the ledger says was announced."""
    shown = entry.shown
    if shown is None or shown.category not in policy.categories:
        return None
    window = entry.history.announced_window
    if window is None:
        return shown
    return replace(shown, window=replace(shown.window, start=window[0], end=window[1]))


def _decide_public(
    entry: ReleaseEntry, context: RuleContext, context_of: Callable[[Release], RuleContext]
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
        context = context_of(held)  # What is cancelled is the announced window.
    refusals = release_problems("public", context)
    if not refusals:
        return _standing(entry, context, "ok", ())
    shown = shown or held
    if held.cancelled is not None and shown.outcome is None:
        return _standing(entry, context_of(_with_cancellation(entry, shown, held)), "ok", ())
    return _standing(entry, context_of(shown), "refused", refusals)


def _with_cancellation(entry: ReleaseEntry, shown: Release, held: Release) -> Release:
    """The copy, cancelled; once it is, nothing more is taken from the file."""
    if shown.cancelled is not None:
        return shown
    source = entry.cancelled_copy[0].source if entry.cancelled_copy else held.source
    return replace(shown, cancelled=held.cancelled, source=source)


def _standing(
    entry: ReleaseEntry,
    context: RuleContext,
    verdict: Literal["ok", "invalid", "refused"],
    problems: tuple[Problem, ...],
) -> Decision:
    """A release that is public, judged by ``context``."""
    stands: EntryVerdict = verdict
    if verdict == "ok":
        stands = "breached" if not context.settled and breaches(context) else "ok"
        problems += () if context.ended else release_problems("advice", context)
    return Decision(
        entry=entry,
        release=context.release,
        category=context.category,
        state=public_state(context.release, context.now),
        public=True,
        verdict=stands,
        notices=_notices(context),
        records=due_records(context),
        problems=problems,
        context=context,
        imported=context.imported,
    )


def _decide_draft(entry: ReleaseEntry, context: RuleContext, finished: RuleContext) -> Decision:
    """A draft is checked for validity alone; what would refuse it once it is none is a warning."""
    problems = release_problems("hidden", finished)
    warnings = tuple(replace(problem.as_warning(), lenient=True) for problem in problems)
    return _hidden(entry, context, "draft", warnings)


def _decide_hidden(entry: ReleaseEntry, context: RuleContext) -> Decision:
    """A release that customers have not heard of: it becomes public once a notice is due."""
    release = context.release
    if context.imported and not release.targeted:
        return _standing(entry, context, "ok", ())
    if context.imported or release.cancelled is not None:
        return _hidden(entry, context, "hidden", ())
    refusals = release_problems("hidden", context)
    if refusals:
        return _hidden(entry, context, "refused", refusals)
    # After the fact, all that is left to record may be what was missed.
    if any(context.after_the_fact or r.verdict != "missed" for r in due_records(context)):
        return _standing(entry, context, "ok", ())
    advice = () if context.ended else release_problems("advice", context)
    return _hidden(entry, context, "hidden", advice)


def _hidden(
    entry: ReleaseEntry,
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
        notices=_notices(context),
        problems=problems,
        context=context,
    )


def _notices(context: RuleContext) -> Sequence[NoticeStanding]:
    # Of a long history hardly any is asked for.
    return Deferred(lambda: context.notices + release_events(context))
