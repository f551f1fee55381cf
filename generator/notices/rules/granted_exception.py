"""The exceptions that the policy grants to a release, as lines to write into its entry.

Belongs here: the help that offers them, where they would let the release out. Does not belong
here: whether an entry's exception counts (``domain.schedule``), the rule about it
(``release.exception``).
"""

from __future__ import annotations

from dataclasses import replace

from notices.domain.instants import local
from notices.domain.policy import Grant
from notices.domain.release import Approval, Outcome, Release
from notices.domain.schedule import has_after_the_fact
from notices.domain.slots import is_legal, window_is_allowed
from notices.domain.wording import blank_text, either, written_text
from notices.rules.context import RuleContext

__all__ = ["after_the_fact_help", "short_notice_help"]


def short_notice_help(context: RuleContext) -> str:
    """The exception that lets this window out at short notice; empty where none would.

    Where the entry names no ``origin``, and the exception depends on one, it is offered to those
    whose update has that origin.
    """
    grant = context.category.short_notice
    if grant is None:
        return ""
    origin = context.release.origin or grant.origin
    trial = replace(_with_exception(context, grant), origin=origin)
    if not is_legal(trial, context.category, context.policy, context.history, context.now):
        return ""
    lines = _lines(context, grant)
    if origin == context.release.origin:
        return f"the policy grants an exception for short notice: write {lines}"
    return f"if the {origin} caused this update, write `origin: {origin}` and {lines}"


def after_the_fact_help(context: RuleContext) -> str:
    """What lets an update that has run, and was not announced, be shown; empty where nothing does.

    An entry without an outcome is offered one as well.
    """
    release, grant = context.release, context.category.after_the_fact
    if grant is None or not window_is_allowed(release, context.category, context.policy):
        return ""
    end = release.window.end
    asked = _with_exception(context, grant)
    lines = _lines(context, grant)
    if release.outcome is not None:
        over = "" if end <= context.now else f", from {context.when(end)} on"
        return f"write {lines}: it is then shown as 'not announced in advance'{over}"
    trial = replace(asked, outcome=Outcome("success", end))
    if not has_after_the_fact(trial, context.category, context.now):
        return ""
    outcome = f"outcome: {{result: success, at: {written_text(end, context.policy)}}}"
    return (
        f"if the update has run, write its result, as `{outcome}`, and {lines}: "
        "it is then shown as 'not announced in advance'"
    )


def _with_exception(context: RuleContext, grant: Grant) -> Release:
    today = local(context.now, context.policy.zone).date()
    return replace(context.release, exception=Approval(grant.roles[0], today, {}))


def _lines(context: RuleContext, grant: Grant) -> str:
    today = local(context.now, context.policy.zone).date()
    reason = blank_text(context.policy)
    exception = f"{{approved_by: {grant.roles[0]}, on: {today}, reason: {reason}}}"
    return f"`exception: {exception}` once {either(grant.roles)} has approved it"
