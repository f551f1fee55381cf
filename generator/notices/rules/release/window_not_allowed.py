"""A window is within the hours that the policy allows, or it has an approval.

Updates disturb customers least on the evenings of Saturday and Sunday. Another window needs a
`reason` and an `approved_by` with a role that the policy names. A category with `otherwise: warn`
allows every window and only warns.

Fails::

    window: {start: 2026-12-14 20:00, end: 2026-12-14 22:00}

Passes::

    window:
      start: 2026-12-14 20:00
      end: 2026-12-14 22:00
      reason: {vi: Khách hàng nghỉ cả ngày., en: The customers are closed all day.}
      approved_by: product
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import Phrase, joined, phrase
from notices.domain.policy import AllowedWindow
from notices.domain.problem import Problem
from notices.domain.slots import window_is_allowed
from notices.domain.wording import blank_text, either
from notices.rules.context import RuleContext
from notices.rules.legal_window import legal_window_help
from notices.rules.moves import legal_move
from notices.rules.rule import Rule

__all__ = ["RULE"]

_DAYS = (
    phrase("Monday"),
    phrase("Tuesday"),
    phrase("Wednesday"),
    phrase("Thursday"),
    phrase("Friday"),
    phrase("Saturday"),
    phrase("Sunday"),
)


def _refused(context: RuleContext) -> Iterator[Problem]:
    """An error for a window outside the allowed spans that no entitled role approved."""
    if window_is_allowed(context.release, context.category, context.policy):
        return
    windows, window = context.category.windows, context.release.window
    spans = _spans(windows.allowed)
    if windows.source:
        spans = joined([spans, f"({windows.source})"])
    earliest = context.earliest
    ways = [legal_window_help(context)] if earliest is not None or not windows.approvers else []
    if windows.approvers:
        ways.append(_approval_help(context))
    if window.approved_by is not None and window.approved_by not in windows.approvers:
        field, message = (
            "window.approved_by",
            phrase(
                "the window is outside {spans}, and `{role}` may not approve that",
                spans=spans,
                role=window.approved_by,
            ),
        )
    elif window.approved_by is not None:
        field, message = (
            "window.start",
            phrase("the window is outside {spans}, and has no `reason`", spans=spans),
        )
    else:
        field, message = (
            "window.start",
            phrase("the window does not start and end within {spans}", spans=spans),
        )
    yield context.problem(
        "error",
        "window-not-allowed",
        field,
        message,
        facts=(window.start, window.end, window.approved_by),
        help=joined(ways, phrase("; or ")),
        earliest=earliest,
        source=windows.source,
    )


def _approval_help(context: RuleContext) -> Phrase:
    """What of an approval the window lacks, to be written into it."""
    window, approvers = context.release.window, context.category.windows.approvers
    keys = [f"`reason: {blank_text(context.policy)}`"] if window.reason is None else []
    if window.approved_by not in approvers:
        keys.append(f"`approved_by: {approvers[0]}`")
    return phrase(
        "write {keys} in the window, once {roles} has approved it",
        keys=joined(keys, phrase(" and ")),
        roles=either(approvers),
    )


def _spans(spans: tuple[AllowedWindow, ...]) -> Phrase:
    return joined(
        [
            phrase(
                "one {days}, {since}–{until}",
                days=joined([_DAYS[day] for day in sorted(span.days)], phrase(" or ")),
                since=f"{span.since:%H:%M}",
                until=f"{span.until:%H:%M}" if span.until else "24:00",
            )
            for span in spans
        ],
        phrase(" or "),
    )


def _refused_move(context: RuleContext) -> Iterator[Problem]:
    """As ``_refused`` for a moved window; the new end of one that runs is not chosen."""
    move = legal_move(context)
    if move == "start" or (move == "end" and context.now < context.announced[0]):
        yield from _refused(context)


def _unusual(context: RuleContext) -> Iterator[Problem]:
    """A warning, until it starts, for a window outside the hours that the policy prefers.

    One whose time others set (it names an ``origin``) gets none.
    """
    release, windows = context.release, context.category.windows
    window = release.window
    if (
        windows.otherwise == "warn"
        and release.origin is None
        and context.now < window.start
        and not windows.holds(window.start, window.end, context.policy.zone)
        and not (window.reason is not None and window.approved_by in windows.approvers)
    ):
        yield context.problem(
            "warning",
            "window-not-allowed",
            "window.start",
            phrase("the window is not within {spans}", spans=_spans(windows.allowed)),
            facts=(window.start, window.end),
            help=phrase("this is allowed; fewer customers are disturbed in those hours"),
        )


RULE = Rule(
    "window-not-allowed",
    ("error", "warning"),
    __doc__,
    source="categories.*.windows.source",
    hidden=_refused,
    public=_refused_move,
    advice=_unusual,
)
