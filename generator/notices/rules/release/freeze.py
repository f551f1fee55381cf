"""A window lies outside the freezes of the policy.

In a freeze, such as the weeks around the year's end, the company changes nothing. A `hard` freeze
lets no window pass. A `soft` one lets a window pass that has a `reason` and is `approved_by` one of
its approvers. A window whose time others set, such as a provider, gets a warning only. A freeze
that is added later does not judge windows that were announced before; it does judge their moves.

Fails::

    $ grep freezes content/policy.yml
    freezes: [{id: year-end, from: 2026-12-12, to: 2027-01-03, kind: hard}]
    $ grep window content/releases/payroll-engine.yml
    window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}

Passes::

    $ grep freezes content/policy.yml
    freezes: [{id: year-end, from: 2026-12-24, to: 2027-01-03, kind: hard}]
    $ grep window content/releases/payroll-engine.yml
    window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.bars import Bar
from notices.domain.freeze_wording import freeze_text
from notices.domain.freezes import Freeze
from notices.domain.phrases import Phrase, phrase
from notices.domain.problem import Problem
from notices.domain.wording import every
from notices.rules.context import RuleContext
from notices.rules.moves import asks_for_window
from notices.rules.rule import Rule
from notices.rules.window_ways import ways_out

__all__ = ["RULE"]


def _refused(context: RuleContext) -> Iterator[Problem]:
    """An error for each freeze in which the window lies, and that nobody entitled approved."""
    window = context.release.window
    for bar, freeze in _frozen(context):
        if bar.refuses:
            field, message = _refusal(context, bar, freeze)
            yield context.problem(
                "error",
                "freeze",
                field,
                message,
                facts=(freeze.id, window.start, window.end, " ".join(window.approved_by) or None),
                help=ways_out(context, bar),
                earliest=context.earliest,
                source=freeze.source,
                bar=bar,
            )


def _refused_move(context: RuleContext) -> Iterator[Problem]:
    if asks_for_window(context):
        yield from _refused(context)


def _imposed(context: RuleContext) -> Iterator[Problem]:
    """A warning, until it starts, for a window in a freeze whose time others set.

    A freeze may have been added later, so nothing is said of a window that customers know.
    """
    window = context.release.window
    known = context.history.announced_window is not None and not asks_for_window(context)
    if known or context.now >= window.start:
        return
    for bar, freeze in _frozen(context):
        if not bar.refuses:
            yield context.problem(
                "warning",
                "freeze",
                "window.start",
                _lies_in(context, freeze),
                facts=(freeze.id, window.start, window.end),
                help=phrase(
                    "this is allowed, since the {origin} set the time; tell customers why it "
                    "cannot wait",
                    origin=context.release.origin or "",
                ),
                source=freeze.source,
                bar=bar,
            )


def _frozen(context: RuleContext) -> Iterator[tuple[Bar, Freeze]]:
    return ((bar, bar.freeze) for bar in context.bars if bar.freeze is not None)


def _lies_in(context: RuleContext, freeze: Freeze) -> Phrase:
    return phrase("the window lies in {freeze}", freeze=freeze_text(freeze, context.policy))


def _refusal(context: RuleContext, bar: Bar, freeze: Freeze) -> tuple[str, Phrase]:
    """The field that is at fault, and why."""
    window, lies_in = context.release.window, _lies_in(context, freeze)
    if not window.approved_by:
        return "window.start", lies_in
    if not bar.approvers:
        return "window.start", phrase("{lies_in}, and nobody may approve that", lies_in=lies_in)
    if not set(window.approved_by) & set(bar.approvers):
        return "window.approved_by", phrase(
            "{lies_in}, and {roles} may not approve that",
            lies_in=lies_in,
            roles=every(f"`{role}`" for role in window.approved_by),
        )
    return "window.start", phrase("{lies_in}, and has no `reason`", lies_in=lies_in)


RULE = Rule(
    "freeze",
    ("error", "warning"),
    __doc__,
    source="freezes.*.source",
    hidden=_refused,
    public=_refused_move,
    advice=_imposed,
)
