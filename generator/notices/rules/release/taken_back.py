"""What was announced to customers is not taken back.

An announced update keeps its category and its audience, stays announced until it is cancelled,
and keeps a cancellation or an outcome that customers know. Its file stays where it is. The items
of an announced plan stay as they are; languages and links to releases may be added. The announced
copy stays on the site until the file agrees with it again.

Announced::

    window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}

Fails::

    draft: true

Passes::

    cancelled: {at: 2026-12-01 08:30, reason: {vi: Hoãn., en: Postponed.}}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.problem import EntryKind, Fact, Mark, Problem
from notices.domain.wording import blank_text, written_text
from notices.rules.context import RuleContext
from notices.rules.plan.changed_items import changed_items
from notices.rules.rule import Rule

__all__ = ["RULE", "file_gone"]

_KEPT = "the announced copy stays on the site until the file agrees with it again"


def _taken_back(context: RuleContext) -> Iterator[Problem]:
    """A known outcome outlasts a later cancellation: an update that ran cannot be cancelled."""
    release, shown = context.release, context.shown
    if shown is None:
        return
    if release.draft:
        yield _back(context, "draft", "this update was announced; it can no longer be a draft")
    if release.category != shown.category:
        yield _back(
            context,
            "category",
            f"this update was announced as `{shown.category}`; its category can no longer change",
            f"set `category: {shown.category}`, or cancel it and write a new entry; {_KEPT}",
            facts=(release.category,),
        )
    if release.targeted and not shown.targeted:
        yield _back(context, "customers", "this update is public; it can no longer be targeted")
    if shown.cancelled is not None and release.cancelled is None:
        yield _back(
            context,
            "cancelled",
            "the cancellation of this update was announced; it cannot be undone",
            f"write a new entry for the new attempt; {_KEPT}",
        )
    if shown.outcome is not None and release.outcome is None:
        yield _back(
            context,
            "outcome",
            "the outcome of this update was announced; it cannot be removed",
            f"restore `outcome`; a changed result is announced again; {_KEPT}",
        )


def _back(
    context: RuleContext, field: str, message: str, help: str = "", *, facts: tuple[Fact, ...] = ()
) -> Problem:
    policy = context.policy
    cancelled = f"{{at: {written_text(context.now, policy)}, reason: {blank_text(policy)}}}"
    help = help or f"if it will not happen, write `cancelled: {cancelled}`; {_KEPT}"
    return context.problem("error", "taken-back", field, message, facts=facts, help=help)


def file_gone(entry: str, path: str, kind: EntryKind) -> Problem:
    """The error for an announced release or plan whose file is no longer there."""
    help = "Restore it (the announced copy is in the folder `published`)"
    if kind == "release":
        help += "; if the update will not happen, add `cancelled: {at, reason}` to it"
    return Problem(
        severity="error",
        rule="taken-back",
        mark=Mark(path),
        message=f"the file of the announced {kind} `{entry}` was deleted or renamed",
        help=f"{help}.",
        entry=entry,
        kind=kind,
        field="",
        facts=("gone",),
    )


RULE = Rule("taken-back", ("error",), __doc__, public=_taken_back, public_plan=changed_items)
