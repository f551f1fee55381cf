"""Maintenance windows: when they may lie, and how long customers may be stopped.

Belongs here: allowed evenings (II.6), windows from before the ledger, long downtimes (I.3).
Does not belong here: leads (``leads``), the order of start and end (``validity``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from generator.domain.policy import AllowedWindow
from generator.domain.problem import Problem
from generator.domain.slots import window_is_allowed
from generator.rules.case import Case, legal_window_help, span_text

__all__ = ["allowed", "downtime", "past", "unusual"]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def allowed(case: Case) -> Iterator[Problem]:
    """An error for a window outside the allowed spans that nobody entitled approved (II.6)."""
    if window_is_allowed(case.release, case.category, case.policy):
        return
    windows, window = case.category.windows, case.release.window
    spans = _spans(windows.allowed)
    row = f" ({windows.source})" if windows.source else ""
    earliest = case.earliest()
    who = " or ".join(windows.approvers)
    ways = [legal_window_help(case, earliest)] if earliest is not None or not who else []
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
    yield case.problem(
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


def past(case: Case) -> Iterator[Problem]:
    """An error for a window from before the ledger that says neither how it ended nor that it
    was cancelled."""
    release, begins = case.release, case.policy.promise_begins
    ended = release.outcome is not None or release.cancelled is not None
    if ended or release.window.start >= begins:
        return
    earliest = case.earliest()
    yield case.problem(
        "error",
        "past-window",
        "window.start",
        f"the window starts before the ledger does ({case.when(begins)}), "
        "and the entry does not say how it ended",
        help=f"give it an `outcome` if it is history; {legal_window_help(case, earliest)}",
        earliest=earliest,
    )


def unusual(case: Case) -> Iterator[Problem]:
    """A warning for a window that the policy would rather see elsewhere (II.6).

    One whose time others set (it names an ``origin``) gets none.
    """
    release, windows = case.release, case.category.windows
    window = release.window
    if (
        windows.otherwise == "warn"
        and release.origin is None
        and not windows.holds(window.start, window.end, case.policy.zone)
        and not (window.reason is not None and window.approved_by in windows.approvers)
    ):
        yield case.problem(
            "warning",
            "window-not-allowed",
            "window.start",
            f"the window does not lie within {_spans(windows.allowed)}",
            help="This is allowed; fewer customers are disturbed in those hours",
        )


def downtime(case: Case) -> Iterator[Problem]:
    """A warning for a downtime longer than the policy calls usual (I.3)."""
    most, planned = case.category.downtime_max, case.release.impact.downtime
    if most is not None and planned > most:
        yield case.problem(
            "warning",
            "long-downtime",
            "impact.downtime",
            f"customers are stopped for {span_text(planned)}; usual is {span_text(most)} at most",
            help="split the update, or tell customers in `prepare` what they can do meanwhile",
        )
    if planned > case.release.window.length > timedelta():
        yield case.problem(
            "warning",
            "long-downtime",
            "impact.downtime",
            f"the downtime of {span_text(planned)} is longer than the window",
        )
