"""Conditions on an entry that its schema cannot say; broken, the file is invalid.

Belongs here: what drafts, cancellations, outcomes and exceptions ask for, and references to
systems and releases. Does not belong here: shapes and types (``loading``), leads (``leads``).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import datetime, tzinfo

from notices.domain.instants import local, midnight
from notices.domain.problem import Problem
from notices.domain.release import Release
from notices.domain.wording import span_text
from notices.rules.context import RuleContext

__all__ = ["comes_true", "validity"]


def validity(context: RuleContext) -> Iterator[Problem]:
    """Every condition of the procedure that makes a file invalid."""
    yield from _window(context)
    yield from _combinations(context)
    yield from _cancellation(context)
    yield from _outcome(context)
    yield from _exception(context)
    yield from _references(context)


def _announced(context: RuleContext) -> tuple[datetime, datetime]:
    """The window that an outcome or a cancellation speaks of."""
    window = context.release.window
    return context.history.announced_window or (window.start, window.end)


def _window(context: RuleContext) -> Iterator[Problem]:
    window = context.release.window
    if window.end <= window.start:
        yield context.problem(
            "error",
            "window-order",
            "window.end",
            "the window ends before it starts"
            if window.end < window.start
            else "the window ends at the instant at which it starts",
            help="`end` has to be later than `start`; a window over midnight names the next day",
        )


def _combinations(context: RuleContext) -> Iterator[Problem]:
    release = context.release
    if release.draft:
        for name in ("exception", "cancelled", "outcome"):
            if getattr(release, name) is not None:
                yield context.problem(
                    "error",
                    "contradiction",
                    name,
                    f"a draft cannot have `{name}`",
                    help=f"take out `draft: true`, or `{name}`",
                )
    if release.cancelled is not None and release.outcome is not None:
        yield context.problem(
            "error",
            "contradiction",
            "outcome",
            "a cancelled update cannot have an outcome",
            help="an update that was begun and undone has the outcome `rolled_back`; "
            "one that was never begun is `cancelled`",
        )
    if release.important and release.targeted:
        yield context.problem(
            "error",
            "contradiction",
            "important",
            "`important` announces to everybody what `customers` keeps to a few",
            help="take out one of the two",
        )


def comes_true(release: Release, zone: tzinfo) -> tuple[datetime, ...]:
    """The instants (UTC) at which what is refused for the clock's sake alone may stand.

    That is what the file tells of a time still to come, and, for an update that nobody was told
    of, the end of its window; past ones too.
    """
    told = [event.at for event in (release.cancelled, release.outcome) if event is not None]
    if release.exception is not None:
        told.append(midnight(release.exception.on, zone))
        if release.outcome is not None:
            told.append(release.window.end)
    return tuple(told)


def _cancellation(context: RuleContext) -> Iterator[Problem]:
    cancelled = context.release.cancelled
    if cancelled is None:
        return
    _, end = _announced(context)
    if cancelled.at > context.now:
        yield context.problem(
            "error",
            "cancellation",
            "cancelled.at",
            f"the cancellation lies {span_text(cancelled.at - context.now)} in the future",
            help=f"`at` is when it was decided: {context.when(context.now)} at the latest",
        )
    elif cancelled.at >= end:
        yield context.problem(
            "error",
            "cancellation",
            "cancelled.at",
            f"the window had already ended at {context.when(end)}",
            help="tell how it went with `outcome`",
        )


def _outcome(context: RuleContext) -> Iterator[Problem]:
    outcome = context.release.outcome
    if outcome is None:
        return
    start = context.release.window.start
    if outcome.at > context.now:
        yield context.problem(
            "error",
            "outcome",
            "outcome.at",
            f"the outcome lies {span_text(outcome.at - context.now)} in the future",
            help=f"`at` is when it was known: {context.when(context.now)} at the latest",
        )
    elif outcome.at < start:
        yield context.problem(
            "error",
            "outcome",
            "outcome.at",
            f"the outcome is from before the start, {context.when(start)}",
            help="an update that never began is `cancelled`",
        )


def _exception(context: RuleContext) -> Iterator[Problem]:
    asked = context.release.exception
    if asked is None:
        return
    if asked.on > local(context.now, context.policy.zone).date():
        yield context.problem(
            "error",
            "exception",
            "exception.on",
            f"the approval is dated {asked.on}, in the future",
            help="`on` is the day on which it was given",
        )
    category = context.category
    grants = [
        grant
        for grant in (category.short_notice, category.after_the_fact)
        if grant is not None and grant.origin in (None, context.release.origin)
    ]
    if not grants:
        yield context.problem(
            "error",
            "exception",
            "exception",
            f"the policy grants no exception to this entry (category `{category.id}`)",
            help=_origins_help(context) or "take it out, and choose a window that keeps the leads",
        )
        return
    roles = [role for grant in grants for role in grant.roles]
    if asked.approved_by not in roles:
        yield context.problem(
            "error",
            "exception",
            "exception.approved_by",
            f"`{asked.approved_by}` may not approve this exception",
            help=f"the policy names: {', '.join(dict.fromkeys(roles))}",
        )


def _origins_help(context: RuleContext) -> str:
    grant = context.category.short_notice
    if grant is None or grant.origin is None:
        return ""
    return f"short notice is granted only with `origin: {grant.origin}`"


def _nearest(name: str, names: frozenset[str], all_of: str) -> str:
    near = difflib.get_close_matches(name, names, 1)
    return f"Did you mean '{near[0]}'?" if near else f"{all_of}: {', '.join(sorted(names))}."


def _references(context: RuleContext) -> Iterator[Problem]:
    release = context.release
    for index, system in enumerate(release.impact.systems):
        if system not in context.systems:
            yield context.problem(
                "error",
                "unknown-system",
                f"impact.systems.{index}",
                f"there is no system `{system}`",
                help=_nearest(system, context.systems, "The systems are")
                if context.systems
                else "`content/systems.yml` has no system yet; list it there, or leave it out",
            )
    for index, issue in enumerate(release.known_issues):
        if issue.fixed_in is not None and issue.fixed_in not in context.known:
            yield context.problem(
                "error",
                "unknown-release",
                f"known_issues.{index}.fixed_in",
                f"there is no release `{issue.fixed_in}`",
                help="`fixed_in` is the file name, without .yml, of the release that fixed it",
            )
