"""A window lies outside the freezes of the policy.

In a freeze, such as the weeks around the year's end, the company changes nothing. A `hard` freeze
lets no window pass. A `soft` one lets a window pass that has a `reason` and is `approved_by` one of
its approvers. A window whose time others set, such as a provider, gets a warning only. A freeze
that is added later does not judge windows that were announced before.

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
from notices.domain.freezes import Freeze
from notices.domain.phrases import Phrase, phrase
from notices.domain.problem import Problem, Severity
from notices.domain.wording import quoted, sourced
from notices.rules.context import RuleContext
from notices.rules.moves import asks_for_window
from notices.rules.rule import Rule
from notices.rules.window_ways import ways_out

__all__ = ["RULE"]


def _refused(context: RuleContext) -> Iterator[Problem]:
    for bar in context.bars:
        if bar.freeze is not None and bar.refuses:
            yield _problem(context, bar, bar.freeze, "error")


def _refused_move(context: RuleContext) -> Iterator[Problem]:
    if asks_for_window(context):
        yield from _refused(context)


def _warned(context: RuleContext) -> Iterator[Problem]:
    """A warning, until it starts, for a window in a freeze whose time others set."""
    if context.now >= context.release.window.start:
        return
    for bar in context.bars:
        if bar.freeze is not None and not bar.refuses:
            yield _problem(context, bar, bar.freeze, "warning")


def _problem(context: RuleContext, bar: Bar, freeze: Freeze, severity: Severity) -> Problem:
    window = context.release.window
    refused = severity == "error"
    return context.problem(
        severity,
        "freeze",
        "window.start",
        phrase(
            "the window lies in the freeze {freeze}, {label}, {start} to {end}",
            freeze=sourced(freeze.id, freeze.source),
            label=quoted(freeze.label[context.policy.default_language]),
            start=context.when(freeze.start),
            end=context.when(freeze.end),
        ),
        facts=(freeze.id, window.start, window.end),
        help=ways_out(context, bar) if refused else _imposed(context),
        earliest=context.earliest if refused else None,
        source=freeze.source,
        bar=bar,
    )


def _imposed(context: RuleContext) -> Phrase:
    return phrase(
        "this is allowed, since the {origin} set the time; tell customers why it cannot wait",
        origin=context.release.origin or "",
    )


RULE = Rule(
    "freeze",
    ("error", "warning"),
    __doc__,
    source="freezes.*.source",
    hidden=_refused,
    public=_refused_move,
    advice=_warned,
)
