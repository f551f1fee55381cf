"""An update that is still to come names no system that is retired.

A system with `retired: true` in `content/systems.yml` has no feeds, no calendar and no filter any more, so
nobody who follows it would hear of the update. A new update, a moved window and an added system
are refused. An update that was announced before keeps its page, with a warning until it begins;
past ones may name the system.

Announced::

    impact: {downtime: 10m}

Fails::

    impact: {downtime: 10m, systems: [fax]}

Passes::

    impact: {downtime: 10m, systems: [payroll]}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import Phrase, phrase
from notices.domain.problem import Problem, Severity
from notices.rules.context import RuleContext
from notices.rules.moves import legal_move
from notices.rules.rule import Rule

__all__ = ["RULE"]

_KEPT = phrase("leave it out, or name the system that has taken its place")


def _new(context: RuleContext) -> Iterator[Problem]:
    yield from _named(context, "error", phrase("no new update may name it"), _KEPT)


def _changed(context: RuleContext) -> Iterator[Problem]:
    if context.imported:
        return
    if legal_move(context) is not None:
        what = phrase("an update that names it may not be moved")
        yield from _named(context, "error", what, _KEPT)
    elif context.shown is not None:
        known = frozenset(context.shown.impact.systems)
        what = phrase("it cannot be added to an update")
        yield from _named(context, "error", what, _KEPT, known)


def _announced(context: RuleContext) -> Iterator[Problem]:
    what = phrase("this update was announced before and keeps its page")
    help = phrase("{way}, if the update does not touch it", way=_KEPT)
    yield from _named(context, "warning", what, help)


def _named(
    context: RuleContext,
    severity: Severity,
    what: Phrase,
    help: Phrase,
    known: frozenset[str] = frozenset(),
) -> Iterator[Problem]:
    """A problem for each retired system that is not ``known``, before the start alone."""
    if context.release.window.start <= context.now:
        return
    for index, system in enumerate(context.release.impact.systems):
        if system in context.retired and system not in known:
            yield context.problem(
                severity,
                "retired-system",
                f"impact.systems.{index}",
                phrase("the system `{system}` is retired; {what}", system=system, what=what),
                facts=(system,),
                help=help,
            )


RULE = Rule(
    "retired-system",
    ("error", "warning"),
    __doc__,
    hidden=_new,
    public=_changed,
    advice=_announced,
)
