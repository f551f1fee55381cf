"""The exceptions that the policy grants to a release, as lines to write into its entry.

Belongs here: the help that offers them, where they would let the release out. Does not belong
here: whether an entry's exception counts (``domain.schedule``), the rule about it
(``release.exception``).
"""

from __future__ import annotations

from dataclasses import replace

from notices.domain.instants import local
from notices.domain.phrases import NO_TEXT, Phrase, phrase
from notices.domain.policy import Grant
from notices.domain.release import Approval, Outcome, Release
from notices.domain.schedule import has_after_the_fact
from notices.domain.wording import blank_text, either, written_text
from notices.rules.context import RuleContext

__all__ = ["after_the_fact_help", "short_notice_help"]


def short_notice_help(context: RuleContext) -> Phrase:
    """The exception that lets this window out at short notice; empty where none would.

    Where the entry names no ``origin``, and the exception depends on one, it is offered to those
    whose update has that origin.
    """
    grant = context.category.short_notice
    if grant is None:
        return NO_TEXT
    origin = context.release.origin or grant.origin
    trial = replace(_with_exception(context, grant), origin=origin)
    if not context.is_legal(trial):
        return NO_TEXT
    lines = _lines(context, grant)
    if origin == context.release.origin:
        return phrase("the policy grants an exception for short notice: write {lines}", lines=lines)
    return phrase(
        "if the {origin} caused this update, write `origin: {origin}` and {lines}",
        origin=origin,
        lines=lines,
    )


def after_the_fact_help(context: RuleContext) -> Phrase:
    """What lets an update that has run, and was not announced, be shown; empty where nothing does.

    An entry without an outcome is offered one as well. One that customers know of needs none.
    """
    release, grant = context.release, context.category.after_the_fact
    if grant is None or context.history.announced_window is not None:
        return NO_TEXT
    end = release.window.end
    asked = _with_exception(context, grant)
    lines = _lines(context, grant)
    if release.outcome is not None:
        if end <= context.now:
            return phrase(
                "write {lines}: it is then shown as 'not announced in advance'", lines=lines
            )
        return phrase(
            "write {lines}: it is then shown as 'not announced in advance', from {end} on",
            lines=lines,
            end=context.when(end),
        )
    trial = replace(asked, outcome=Outcome("success", end))
    if not has_after_the_fact(trial, context.category, context.now):
        return NO_TEXT
    outcome = f"outcome: {{result: success, at: {written_text(end, context.policy)}}}"
    return phrase(
        "if the update has run, write its result, as `{outcome}`, and {lines}: "
        "it is then shown as 'not announced in advance'",
        outcome=outcome,
        lines=lines,
    )


def _with_exception(context: RuleContext, grant: Grant) -> Release:
    today = local(context.now, context.policy.zone).date()
    return replace(context.release, exception=Approval(grant.roles[0], today, {}))


def _lines(context: RuleContext, grant: Grant) -> Phrase:
    today = local(context.now, context.policy.zone).date()
    reason = blank_text(context.policy)
    exception = f"{{approved_by: {grant.roles[0]}, on: {today}, reason: {reason}}}"
    return phrase(
        "`exception: {exception}` once {roles} has approved it",
        exception=exception,
        roles=either(grant.roles),
    )
