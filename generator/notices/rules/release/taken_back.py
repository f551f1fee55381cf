"""What was announced to customers is not taken back.

An announced update keeps its category and its audience, stays announced until it is cancelled,
and keeps a cancellation or an outcome that customers know. Its file stays where it is. Each of its
`updates` that was told keeps its place and its `at`; the text may be corrected. The items of an
announced plan stay as they are; languages and links to releases may be added. The announced copy
stays on the site until the file agrees with it again.

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
from notices.domain.policy import update_notice
from notices.domain.problem import EntryKind, Fact, Mark, Problem
from notices.domain.release import Release
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
        yield _back(context, "draft", message, _instead_of_draft(context))
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
    yield from _updates(context, shown)


def _updates(context: RuleContext, shown: Release) -> Iterator[Problem]:
    """What was told stands first, each with its time; new ones stand behind it."""
    policy, updates = context.policy, context.release.updates
    numbered = enumerate(shown.updates, 1)
    told = [known.at for n, known in numbered if context.history.of(update_notice(n))]
    gone = {*told} - {update.at for update in updates}
    for number, at in enumerate(told, 1):
        if at in gone:
            yield _back(
                context,
                "updates",
                phrase(
                    "`{notice}` was told to customers; it cannot be removed, nor dated anew",
                    notice=update_notice(number),
                ),
                phrase(
                    "restore it as number {number} of `updates`, with `at: {at}`; its text may be "
                    "corrected",
                    number=number,
                    at=written_text(at, policy),
                ),
                facts=(at,),
            )
    for index, update in enumerate(updates[: len(told)]):
        if update.at not in told and not gone:
            yield _back(
                context,
                f"updates.{index}.at",
                phrase(
                    "`{notice}` is new, and stands before updates that were told",
                    notice=update_notice(index + 1),
                ),
                phrase("put it last, with a later `at`"),
                facts=(update.at,),
            )


def _back(
    context: RuleContext,
    field: str,
    message: Phrase,
    help: Phrase = NO_TEXT,
    *,
    facts: tuple[Fact, ...] = (),
) -> Problem:
    cancelled = _cancelled(context)
    way = help or phrase("if it will not happen, write `cancelled: {lines}`", lines=cancelled)
    help = joined([way, _KEPT], "; ")
    return context.problem("error", "taken-back", field, message, facts=facts, help=help)


def _instead_of_draft(context: RuleContext) -> Phrase:
    """What to do without `draft`; nothing that has ended can be cancelled."""
    if context.now >= context.announced[1]:
        return phrase("remove `draft`")
    return phrase(
        "remove `draft`, or write `cancelled: {lines}` instead if it will not happen",
        lines=_cancelled(context),
    )


def _cancelled(context: RuleContext) -> str:
    policy = context.policy
    return f"{{at: {written_text(context.now, policy)}, reason: {blank_text(policy)}}}"


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
