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

from notices.domain.instants import Lead
from notices.domain.layout import HOLIDAYS
from notices.domain.phrases import Phrase, phrase
from notices.domain.problem import Problem, Severity
from notices.domain.public import NoticeStanding, NoticeStatus
from notices.domain.schedule import first_missing_day
from notices.rules.context import RuleContext
from notices.rules.moves import legal_move
from notices.rules.rule import Rule

__all__ = ["RULE"]

_OPEN: tuple[NoticeStatus, ...] = ("pending", "due", "late")


def _new(context: RuleContext) -> Iterator[Problem]:
    if not context.ended:
        yield from _missing(context, "error", _leads(_owed(context)))


def _changed(context: RuleContext) -> Iterator[Problem]:
    if legal_move(context) == "start":
        yield from _missing(context, "error", _leads(_owed(context)))


def _standing(context: RuleContext) -> Iterator[Problem]:
    """Of what is announced, the notices that are still to come; of everything, the tasks."""
    leads = [*_leads(each for each in context.notices if each.status in _OPEN)]
    if context.now < context.release.window.start:
        leads += [task.latest for task in context.category.tasks]
    yield from _missing(context, "warning", leads)


def _owed(context: RuleContext) -> list[NoticeStanding]:
    return [each for each in context.notices if each.status != "not_owed"]


def _leads(notices: Iterable[NoticeStanding]) -> Iterator[Lead | None]:
    for each in notices:
        yield from (each.rule.earliest, each.rule.latest)


def _missing(
    context: RuleContext, severity: Severity, leads: Iterable[Lead | None]
) -> Iterator[Problem]:
    start = context.release.window.start
    day = first_missing_day(leads, start, context.policy)
    if day is None:
        return
    yield context.problem(
        severity,
        "holidays-missing",
        "window.start",
        phrase(
            "leads of this window count working days from {day} on, and {why}",
            day=day,
            why=_why(context),
        ),
        facts=(start,),
        help=phrase(
            "list the days off of that time in `{file}` and extend its `covers`; "
            "`notices holidays COUNTRY {year}` proposes them",
            file=HOLIDAYS,
            year=day.year,
        ),
        first_missing_day=day,
    )


def _why(context: RuleContext) -> Phrase:
    covers = context.policy.workdays.covers
    if covers is None:
        return phrase("there is no `{file}` that names the days off", file=HOLIDAYS)
    return phrase(
        "`{file}` covers {first} to {last} alone", file=HOLIDAYS, first=covers[0], last=covers[1]
    )


RULE = Rule(
    "holidays-missing",
    ("error", "warning"),
    __doc__,
    hidden=_new,
    public=_changed,
    advice=_standing,
)
