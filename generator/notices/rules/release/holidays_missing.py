"""Leads in working days count only days of which the holidays are known.

`content/holidays.yml` says of which span all days off are listed. Beyond it, a lead such as `3bd`
would take every Monday to Friday for a working day, and a notice would come too late once a
holiday turns out to lie between. So a new update and a moved window are refused there. An update
that was announced before gets a warning while a notice of it is still owed.

Fails::

    $ grep covers content/holidays.yml
    covers: {from: 2026-01-01, to: 2026-12-31}
    $ grep window content/releases/payroll-engine.yml
    window: {start: 2027-01-16 20:00, end: 2027-01-16 22:00}

Passes::

    $ grep covers content/holidays.yml
    covers: {from: 2026-01-01, to: 2027-12-31}
    $ grep window content/releases/payroll-engine.yml
    window: {start: 2027-01-16 20:00, end: 2027-01-16 22:00}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from notices.domain.layout import HOLIDAYS
from notices.domain.phrases import Phrase, joined, phrase
from notices.domain.policy import NoticeRule, TaskRule
from notices.domain.problem import Problem, Severity
from notices.domain.public import NoticeStatus
from notices.domain.schedule import first_missing_day
from notices.rules.context import RuleContext
from notices.rules.legal_window import legal_window_help
from notices.rules.moves import legal_move
from notices.rules.rule import Rule

__all__ = ["RULE"]

_OPEN: tuple[NoticeStatus, ...] = ("pending", "due", "late")


def _new(context: RuleContext) -> Iterator[Problem]:
    if not context.ended:
        yield from _refused(context)


def _changed(context: RuleContext) -> Iterator[Problem]:
    if legal_move(context) == "start":
        yield from _refused(context)


def _standing(context: RuleContext) -> Iterator[Problem]:
    """Of what is announced, the notices that are still to come; of everything, the tasks."""
    rows: list[NoticeRule | TaskRule] = [n.rule for n in context.notices if n.status in _OPEN]
    if context.now < context.release.window.start:
        rows += context.category.tasks
    if (missing := _first_missing(context, rows)) is not None:
        yield _problem(context, "warning", *missing, help=_proposal(missing[0]))


def _refused(context: RuleContext) -> Iterator[Problem]:
    rows = [notice.rule for notice in context.notices if notice.status != "not_owed"]
    if (missing := _first_missing(context, rows)) is None:
        return
    ways = [_proposal(missing[0])]
    if context.earliest is not None:
        ways.append(legal_window_help(context))
    help = joined(ways, phrase("; or "))
    yield _problem(context, "error", *missing, help=help)


def _first_missing(
    context: RuleContext, rows: Iterable[NoticeRule | TaskRule]
) -> tuple[date, str] | None:
    """The first day that is missing, and the row of the procedure whose lead counts it."""
    start, found = context.release.window.start, []
    for row in rows:
        leads = [row.latest] if isinstance(row, TaskRule) else [row.earliest, row.latest]
        if (day := first_missing_day(leads, start, context.policy)) is not None:
            found.append((day, row.source))
    return min(found, key=lambda each: each[0], default=None)


def _problem(
    context: RuleContext, severity: Severity, day: date, source: str, *, help: Phrase
) -> Problem:
    refused = severity == "error"
    return context.problem(
        severity,
        "holidays-missing",
        "window.start",
        phrase(
            "leads of this window count working days from {day} on, and {why}",
            day=day,
            why=_why(context),
        ),
        facts=(context.release.window.start,),
        help=help,
        source=source,
        earliest=context.earliest if refused else None,
        latest=context.publish_by if refused else None,
        first_missing_day=day,
    )


def _proposal(day: date) -> Phrase:
    return phrase(
        "list the days off of that time in `{file}` and extend its `covers`; "
        "`notices holidays COUNTRY {year}` proposes them",
        file=HOLIDAYS,
        year=day.year,
    )


def _why(context: RuleContext) -> Phrase:
    covers = context.policy.workdays.covers
    if covers is None:
        return phrase("there is no `{file}` that names the days off", file=HOLIDAYS)
    return phrase(
        "`{file}` covers only {first} to {last}", file=HOLIDAYS, first=covers[0], last=covers[1]
    )


RULE = Rule(
    "holidays-missing",
    ("error", "warning"),
    __doc__,
    source="categories.*.notices.*.source",
    hidden=_new,
    public=_changed,
    advice=_standing,
)
