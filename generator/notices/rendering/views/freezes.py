"""Freezes in the words of one language: when there are no updates, why, and for what.

Belongs here: the sentence about a freeze, and which freezes touch a month. Does not belong here:
which windows a freeze is in the way of (``domain.freezes``), its event (``feeds.freeze_events``), the
layout (``theme/templates``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from notices.domain.freezes import Freeze
from notices.domain.public import PublicSite
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.times import TimeText

__all__ = ["FreezeLine", "freeze_line", "freezes_ahead", "freezes_of_month", "names_of"]

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class FreezeLine:
    """One freeze: 'No updates from 24 December 2026 to 3 January 2027: Year's end'.

    One that begins or ends within a day has its times as ``window``, and its ``text`` is its
    ``title``, which never names a time. ``first`` and ``last`` are the days that it touches, in the
    company's zone. ``scope`` says what it is for; empty where that is everything.
    """

    title: str
    text: str
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
    texts, label = f"freezes.{freeze.kind}", locale.localize(freeze.label)
    title, scope = say(f"{texts}.title", label=label), _scope(freeze, site, locale)
    days = freeze.days(site.policy.zone)
    if days is None:
        first, last = times.day_of(freeze.start), times.day_of(freeze.end - _SECOND)
        window = times.window(freeze.start, freeze.end)
        return FreezeLine(title, title, window, scope, first, last)
    first, last = days
    if first == last:
        text = say(f"{texts}.one_day", day=times.day(first), label=label)
    else:
        since, until = times.day(first), times.day(last)
        text = say(f"{texts}.from_to", **{"from": since, "to": until, "label": label})
    return FreezeLine(title, text, None, scope, first, last)


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
