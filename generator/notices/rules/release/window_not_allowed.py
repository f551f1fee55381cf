"""A window is within the hours that the policy allows, or it has an approval.

Updates disturb customers least on the evenings of Saturday and Sunday. Another window needs a
`reason` and an `approved_by` with a role that the policy names. A category with `otherwise: warn`
allows every window and only warns; one with `unless` does not ask windows of that origin.

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

from notices.domain.bars import Bar, allowed_rows
from notices.domain.phrases import Phrase, joined, phrase
from notices.domain.problem import Problem
from notices.domain.window_wording import rows_text
from notices.domain.wording import every
from notices.rules.context import RuleContext
from notices.rules.moves import asks_for_window
from notices.rules.rule import Rule
from notices.rules.window_ways import ways_out

__all__ = ["RULE"]


def _refused(context: RuleContext) -> Iterator[Problem]:
    """An error for a window outside the allowed spans that no entitled role approved."""
    for bar in _outside(context):
        if bar.refuses:
            yield _refusal(context, bar)


def _refused_move(context: RuleContext) -> Iterator[Problem]:
    if asks_for_window(context):
        yield from _refused(context)


def _unusual(context: RuleContext) -> Iterator[Problem]:
    """A warning, until it starts, for a window outside the hours that the policy prefers."""
    if context.now >= context.release.window.start:
        return
    for bar in _outside(context):
        if not bar.refuses:
            yield context.problem(
                "warning",
                "window-not-allowed",
                "window.start",
                phrase("the window is not within {spans}", spans=_spans(context, bar)),
                facts=(context.release.window.start, context.release.window.end),
                help=phrase("this is allowed; fewer customers are disturbed in those hours"),
                bar=bar,
            )


def _outside(context: RuleContext) -> Iterator[Bar]:
    return (bar for bar in context.bars if bar.freeze is None and bar.quota is None)


def _refusal(context: RuleContext, bar: Bar) -> Problem:
    windows, window = context.category.windows, context.release.window
    spans = _spans(context, bar)
    if windows.source:
        spans = joined([spans, f"({windows.source})"])
    field = "window.start"
    if not window.approved_by:
        message = phrase("the window does not start and end within {spans}", spans=spans)
    elif not set(window.approved_by) & set(windows.approvers):
        field = "window.approved_by"
        message = phrase(
            "the window is outside {spans}, and `{role}` may not approve that",
            spans=spans,
            role=every(window.approved_by),
        )
    else:
        message = phrase("the window is outside {spans}, and has no `reason`", spans=spans)
    return context.problem(
        "error",
        "window-not-allowed",
        field,
        message,
        facts=(window.start, window.end, " ".join(window.approved_by) or None, bar.system),
        help=ways_out(context, bar),
        earliest=context.earliest,
        source=windows.source,
        bar=bar,
    )


def _spans(context: RuleContext, bar: Bar) -> Phrase:
    rows = dict(allowed_rows(context.release, context.category))[bar.system]
    return rows_text(rows, context.policy)


RULE = Rule(
    "window-not-allowed",
    ("error", "warning"),
    __doc__,
    source="categories.*.windows.source",
    hidden=_refused,
    public=_refused_move,
    advice=_unusual,
)
