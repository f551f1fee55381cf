"""Freezes in the words of one language: when there are no updates, why, and for what.

Belongs here: the sentence about a freeze, and which freezes touch a month. Does not belong here:
which windows a freeze is in the way of (``domain.freezes``), its event (``feeds.freeze_events``), the
layout (``theme/templates``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from notices.domain.freezes import Freeze
from notices.domain.public import PublicSite
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.times import TimeText

__all__ = ["FreezeLine", "freeze_line", "freezes_ahead", "freezes_of_month", "names_of"]

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class FreezeLine:
    """One freeze: 'No updates from 24 December 2026 to 3 January 2027: Year's end'.

    ``html`` says what ``text`` does, and of a label in which language it is. One that begins or ends
    within a day has its times as ``window``, and its ``text`` is its ``title``, which never names a
    time. ``first`` and ``last`` are the days that it touches, in the
    company's zone. ``scope`` says what it is for; empty where that is everything.
    """

    title: str
    text: str
    html: Markup
    window: TimeText | None
    scope: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether it touches the day."""
        return self.first <= day <= self.last


def freezes_ahead(site: PublicSite, locale: Locale) -> tuple[FreezeLine, ...]:
    """Those that are not over, by their start."""
    return _lines((each.freeze for each in site.freezes if not each.over), site, locale)


def freezes_of_month(month: date, site: PublicSite, locale: Locale) -> tuple[FreezeLine, ...]:
    """Those that touch the month of ``month``, by their start."""
    year = month.year, month.month
    lines = _lines((each.freeze for each in site.freezes), site, locale)
    return tuple(
        line
        for line in lines
        if (line.first.year, line.first.month) <= year <= (line.last.year, line.last.month)
    )


def freeze_line(freeze: Freeze, site: PublicSite, locale: Locale) -> FreezeLine:
    """One of the site's freezes."""
    say, times = locale.say, locale.times
    label, key = locale.localize(freeze.label), f"freezes.{freeze.kind}.title"
    title, scope = say(key, label=label), _scope(freeze, site, locale)
    days, window, values = freeze.days(site.policy.zone), None, {}
    if days is None:
        days = times.day_of(freeze.start), times.day_of(freeze.end - _SECOND)
        window = times.window(freeze.start, freeze.end)
    elif days[0] == days[1]:
        key, values = f"freezes.{freeze.kind}.one_day", {"day": times.day(days[0])}
    else:
        key = f"freezes.{freeze.kind}.from_to"
        values = {"from": times.day(days[0]), "to": times.day(days[1])}
    text, html = say(key, label=label, **values), say.html(key, label=label, **values)
    return FreezeLine(title, text, html, window, scope, *days)


def names_of(freeze: Freeze, site: PublicSite, locale: Locale) -> tuple[list[str], list[str]]:
    """The labels of the categories and the names of the systems that it is for, in their order."""
    categories = [c.label for c in site.policy.categories.values() if c.id in freeze.categories]
    systems = [system.name for system in site.systems if system.id in freeze.systems]
    return (
        [locale.localize(label).text for label in categories],
        [locale.localize(name).text for name in systems],
    )


def _scope(freeze: Freeze, site: PublicSite, locale: Locale) -> str:
    categories, systems = (", ".join(names) for names in names_of(freeze, site, locale))
    if categories and systems:
        return locale.say("freezes.only_both", categories=categories, systems=systems)
    names = categories or systems
    return locale.say("freezes.only", names=names) if names else ""


def _lines(freezes: Iterable[Freeze], site: PublicSite, locale: Locale) -> tuple[FreezeLine, ...]:
    return tuple(freeze_line(freeze, site, locale) for freeze in freezes)
