"""A window is within the hours that the policy allows, or it has an approval.

Updates disturb customers least on the evenings of Saturday and Sunday. Another window needs a
`reason` and an `approved_by` with a role, or several, of which the policy names one. A window may
run over spans that touch. Where some spans are for certain systems, it is asked for each system
that the release names. A category with `otherwise: warn` allows every window and only warns, until
it starts; one with `unless` does not ask windows of that origin. A role that the policy does not
have approves nothing; where the window needs no approval by it, that is a warning.

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
from itertools import chain

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.bars import Bar, allowed_rows
from notices.domain.names import known
from notices.domain.phrases import NO_TEXT, Phrase, joined, phrase
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
                _for_system(
                    bar,
                    _without_rows(context, bar)
                    or phrase("the window is not within {spans}", spans=_spans(context, bar)),
                ),
                facts=(context.release.window.start, context.release.window.end, bar.system),
                help=phrase("this is allowed; fewer customers are disturbed in those hours"),
                bar=bar,
            )


def _nobody(context: RuleContext) -> Iterator[Problem]:
    """A warning, until it starts, for each role that there is not; a refused window names it itself."""
    window, roles = context.release.window, context.policy.roles
    if context.now >= window.start or any(bar.refuses for bar in context.bars):
        return
    for role in window.approved_by:
        if role not in roles:
            yield context.problem(
                "warning",
                "window-not-allowed",
                "window.approved_by",
                phrase("the policy has no role `{role}`, so this approves nothing", role=role),
                facts=(role,),
                help=known(role, roles, phrase("The policy's roles are")),
            )


def _advice(context: RuleContext) -> Iterator[Problem]:
    yield from _unusual(context)
    yield from _nobody(context)


def _outside(context: RuleContext) -> Iterator[Bar]:
    return (bar for bar in context.bars if bar.freeze is None and bar.quota is None)


def _refusal(context: RuleContext, bar: Bar) -> Problem:
    windows, window = context.category.windows, context.release.window
    field, message = _what(context, bar)
    return context.problem(
        "error",
        "window-not-allowed",
        field,
        _for_system(bar, message),
        facts=(window.start, window.end, " ".join(window.approved_by) or None, bar.system),
        help=_ways_out(context, bar),
        earliest=context.earliest,
        source=windows.source,
        bar=bar,
    )


def _what(context: RuleContext, bar: Bar) -> tuple[str, Phrase]:
    """What is wrong, with the field that says so: the window, or an approval that does not serve."""
    windows, window = context.category.windows, context.release.window
    spans = joined([_spans(context, bar), f"({windows.source})" if windows.source else ""])
    if not set(window.approved_by) & set(windows.approvers):
        if message := _without_rows(context, bar):
            return "impact.systems", message
        if not window.approved_by:
            return "window.start", phrase(
                "the window does not start and end within {spans}", spans=spans
            )
        return "window.approved_by", phrase(
            "the window is outside {spans}, and {roles} may not approve that",
            spans=spans,
            roles=every(f"`{role}`" for role in window.approved_by),
        )
    if message := _without_rows(context, bar):
        return "window.start", phrase("{what}, and the window has no `reason`", what=message)
    return "window.start", phrase("the window is outside {spans}, and has no `reason`", spans=spans)


def _without_rows(context: RuleContext, bar: Bar) -> Phrase:
    """That no span is for the release at all; empty where one is."""
    if _rows(context, bar):
        return NO_TEXT
    if bar.system is not None:
        return phrase("the policy allows no window")
    return phrase(
        "the policy allows windows of `{category}` for certain systems only, and the release names "
        "none",
        category=context.category.id,
    )


def _for_system(bar: Bar, message: Phrase) -> Phrase:
    if bar.system is None:
        return message
    return phrase("for `{system}`, {message}", system=bar.system, message=message)


def _ways_out(context: RuleContext, bar: Bar) -> Phrase:
    """Where a system is missing, to name one; else another window, or an approval."""
    if bar.system is not None or _rows(context, bar):
        return ways_out(context, bar)
    systems = sorted(chain.from_iterable(row.systems for row in context.category.windows.allowed))
    named = phrase(
        "name what it touches in `impact`, as `systems: [{system}]`; windows are allowed for {systems}",
        system=systems[0],
        systems=every(f"`{system}`" for system in dict.fromkeys(systems)),
    )
    return joined([named, ways_out(context, bar) if bar.approvers else NO_TEXT], phrase("; or "))


def _rows(context: RuleContext, bar: Bar) -> tuple[AllowedWindow, ...]:
    return dict(allowed_rows(context.release, context.category))[bar.system]


def _spans(context: RuleContext, bar: Bar) -> Phrase:
    return rows_text(_rows(context, bar))


RULE = Rule(
    "window-not-allowed",
    ("error", "warning"),
    __doc__,
    source="categories.*.windows.source",
    hidden=_refused,
    public=_refused_move,
    advice=_advice,
)
