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

from notices.domain.phrases import NO_TEXT, Phrase, joined, phrase, sentence
from notices.domain.problem import EntryKind, Fact, Mark, Problem
from notices.domain.wording import blank_text, written_text
from notices.rules.context import RuleContext
from notices.rules.plan.changed_items import changed_items
from notices.rules.rule import Rule

__all__ = ["RULE", "file_gone"]

_KEPT = phrase("the announced copy stays on the site until the file agrees with it again")


def _taken_back(context: RuleContext) -> Iterator[Problem]:
    """A known outcome outlasts a later cancellation: an update that ran cannot be cancelled."""
    release, shown = context.release, context.shown
    if shown is None:
        return
    if release.draft:
        message = phrase("this update was announced; it can no longer be a draft")
        yield _back(context, "draft", message)
    if release.category != shown.category:
        yield _back(
            context,
            "category",
            phrase(
                "this update was announced as `{category}`; its category can no longer change",
                category=shown.category,
            ),
            phrase(
                "set `category: {category}`, or cancel it and write a new entry",
                category=shown.category,
            ),
            facts=(release.category,),
        )
    if release.targeted and not shown.targeted:
        message = phrase("this update is public; it can no longer be targeted")
        yield _back(context, "customers", message)
    if shown.cancelled is not None and release.cancelled is None:
        yield _back(
            context,
            "cancelled",
            phrase("the cancellation of this update was announced; it cannot be undone"),
            phrase("write a new entry for the new attempt"),
        )
    if shown.outcome is not None and release.outcome is None:
        yield _back(
            context,
            "outcome",
            phrase("the outcome of this update was announced; it cannot be removed"),
            phrase("restore `outcome`; a changed result is announced again"),
        )


def _back(
    context: RuleContext,
    field: str,
    message: Phrase,
    help: Phrase = NO_TEXT,
    *,
    facts: tuple[Fact, ...] = (),
) -> Problem:
    policy = context.policy
    cancelled = f"{{at: {written_text(context.now, policy)}, reason: {blank_text(policy)}}}"
    way = help or phrase("if it will not happen, write `cancelled: {lines}`", lines=cancelled)
    help = joined([way, _KEPT], "; ")
    return context.problem("error", "taken-back", field, message, facts=facts, help=help)


def file_gone(entry: str, path: str, kind: EntryKind) -> Problem:
    """The error for an announced release or plan whose file is no longer there."""
    help = phrase("restore it (the announced copy is in the folder `published`)")
    if kind == "release":
        message = phrase(
            "the file of the announced release `{entry}` was deleted or renamed", entry=entry
        )
        way = phrase("if the update will not happen, add `cancelled: {{at, reason}}` to it")
        help = joined([help, way], "; ")
    else:
        message = phrase(
            "the file of the announced plan `{entry}` was deleted or renamed", entry=entry
        )
    return Problem(
        severity="error",
        rule="taken-back",
        mark=Mark(path),
        message=message,
        help=sentence(help),
        entry=entry,
        kind=kind,
        field="",
        facts=("gone",),
    )


RULE = Rule("taken-back", ("error",), __doc__, public=_taken_back, public_plan=changed_items)
