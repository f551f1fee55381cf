"""Maintenance windows: when they may lie, and how long customers may be stopped.

Belongs here: allowed evenings (II.6), windows from before the ledger, long downtimes (I.3).
Does not belong here: leads (``leads``), the order of start and end (``validity``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from notices.domain.policy import AllowedWindow
from notices.domain.problem import Problem
from notices.domain.slots import window_is_allowed
from notices.domain.wording import span_text
from notices.rules.context import RuleContext, legal_window_help

__all__ = ["allowed", "downtime", "past", "unusual"]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def allowed(context: RuleContext) -> Iterator[Problem]:
    """An error for a window outside the allowed spans that nobody entitled approved (II.6)."""
    if window_is_allowed(context.release, context.category, context.policy):
        return
    windows, window = context.category.windows, context.release.window
    spans = _spans(windows.allowed)
    row = f" ({windows.source})" if windows.source else ""
    earliest = context.earliest()
    who = " or ".join(windows.approvers)
    ways = [legal_window_help(context, earliest)] if earliest is not None or not who else []
    if who:
        ways.append(f"give the window a `reason` and `approved_by: {who}`")
    if window.approved_by is not None and window.approved_by not in windows.approvers:
        field, message = (
            "window.approved_by",
            f"the window lies outside {spans}{row}, and `{window.approved_by}` may not approve that",
        )
    elif window.approved_by is not None:
        field, message = (
            "window.start",
            f"the window lies outside {spans}{row}, and has no `reason`",
        )
    else:
        field, message = "window.start", f"the window does not start and end within {spans}{row}"
    yield context.problem(
        "error",
        "window-not-allowed",
        field,
        message,
        help="; or ".join(ways),
        earliest=earliest,
        source=windows.source,
    )


def _spans(spans: tuple[AllowedWindow, ...]) -> str:
    return " or ".join(
        f"one {' or '.join(_DAYS[day] for day in sorted(span.days))}, "
        f"{span.since:%H:%M}–{f'{span.until:%H:%M}' if span.until else '24:00'}"
        for span in spans
    )


def past(context: RuleContext) -> Iterator[Problem]:
    """An error for a window from before the ledger that says neither how it ended nor that it
    was cancelled."""
    release, begins = context.release, context.policy.promise_begins
    ended = release.outcome is not None or release.cancelled is not None
    if ended or release.window.start >= begins:
        return
    earliest = context.earliest()
    yield context.problem(
        "error",
        "past-window",
        "window.start",
        f"the window starts before the ledger does ({context.when(begins)}), "
        "and the entry does not say how it ended",
        help=f"give it an `outcome` if it is history; {legal_window_help(context, earliest)}",
        earliest=earliest,
    )


def unusual(context: RuleContext) -> Iterator[Problem]:
    """A warning for a window that the policy would rather see elsewhere (II.6).

    One whose time others set (it names an ``origin``) gets none.
    """
    release, windows = context.release, context.category.windows
    window = release.window
    if (
        windows.otherwise == "warn"
        and release.origin is None
        and not windows.holds(window.start, window.end, context.policy.zone)
        and not (window.reason is not None and window.approved_by in windows.approvers)
    ):
        yield context.problem(
            "warning",
            "window-not-allowed",
            "window.start",
            f"the window does not lie within {_spans(windows.allowed)}",
            help="This is allowed; fewer customers are disturbed in those hours",
        )


def downtime(context: RuleContext) -> Iterator[Problem]:
    """A warning for a downtime longer than the policy calls usual (I.3)."""
    most, planned = context.category.downtime_max, context.release.impact.downtime
    if most is not None and planned > most:
        yield context.problem(
            "warning",
            "long-downtime",
            "impact.downtime",
            f"customers are stopped for {span_text(planned)}; usual is {span_text(most)} at most",
            help="split the update, or tell customers in `prepare` what they can do meanwhile",
        )
    if planned > context.release.window.length > timedelta():
        yield context.problem(
            "warning",
            "long-downtime",
            "impact.downtime",
            f"the downtime of {span_text(planned)} is longer than the window",
        )
