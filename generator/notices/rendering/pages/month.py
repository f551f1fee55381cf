"""A month as a calendar's grid: what is planned for which day, and what takes place on it.

Belongs here: the weeks of a month, and what is on each day, in the words of one language.
Does not belong here: what became of a plan (``plan_page``), the layout (``theme/templates``),
and which day is today: the browser alone knows that.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from notices.domain.public import PublicPlan, PublicPlanItem, PublicRelease, PublicSite
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import WEEKDAYS
from notices.rendering.registry import LanguageContext
from notices.rendering.views.cards import Badge, Card, Countdown
from notices.rendering.views.freezes import FreezeLine, freezes_of_month
from notices.rendering.views.plan_page import PlanLine, in_order, release_line

__all__ = ["Day", "MonthGrid", "MonthMark", "Months", "months_of", "weeks_of"]

MARKS = 4
"""How many things one day shows; more would make its week higher than a phone's screen."""


@dataclass(frozen=True, slots=True)
class MonthMark:
    """One thing on one day. ``badge`` names its icon and colour, and says its state.

    ``url`` (below the site's root) is its release's, once that is public, else its line's in
    the plan. With a ``countdown`` the browser keeps the badge true.
    """

    title: LocalizedText
    badge: Badge
    url: str
    countdown: Countdown | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the month; ``iso`` is 'YYYY-MM-DD'. ``more`` things are not shown on it.

    ``freeze`` says why there are no updates on it; empty where there may be. ``off`` says that it is
    a day off of the company's calendar, which does not keep updates from it, and its name.
    """

    number: int
    iso: str
    marks: tuple[MonthMark, ...]
    more: int
    freeze: str = ""
    off: str = ""


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month, its weeks from Monday to Sunday; ``None`` is a day of another month.

    ``heads`` are the weekdays, short and in full. ``zone`` is the IANA name of the zone of its
    days. ``legend`` has each badge that stands in it once, ``days_off`` a line for those that have
    a name. ``url`` leads to the plan's list.
    """

    title: str
    url: str
    zone: str
    heads: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Day | None, ...], ...]
    legend: tuple[Badge, ...]
    days_off: tuple[Markup, ...] = ()


def weeks_of(month: date) -> tuple[tuple[date | None, ...], ...]:
    """The days of the month of ``month`` in weeks that begin on Monday.

    Days of the months before and after are ``None``.
    """
    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(month.year, month.month)
    return tuple(tuple(day if day.month == month.month else None for day in week) for week in weeks)


def months_of(context: LanguageContext) -> Months:
    """The months of a language."""
    return Months(context.site, context.locale, context.cards)


class Months:
    """The months of one language; ``cards`` hold the public releases."""

    def __init__(self, site: PublicSite, locale: Locale, cards: Mapping[str, Card]) -> None:
        self._site, self._locale, self._cards = site, locale, cards
        say = locale.say
        self._badges = {
            key: Badge(key, say(f"month.{key}"), live=False)
            for key in ("expected", "moved", "dropped")
        }
        self._badges["freeze"] = Badge("freeze", say("freezes.legend"), live=False)
        self._badges["off"] = Badge("off", say("freezes.day_off"), live=False)
        self._off = {day: days for days in site.policy.workdays.off for day in days}
        self._began: dict[tuple[int, int], list[PublicRelease]] = defaultdict(list)
        for public in reversed(site.releases):
            began = locale.times.month_of(public.release.window.start)
            self._began[began].append(public)

    def grid(self, public: PublicPlan) -> MonthGrid:
        """A plan's month: its items on their own days, and every release on its start's.

        A release that takes place on the day that its item names is there once. Days are
        those of the policy's zone.
        """
        locale, plan = self._locale, public.plan
        year, month, url = plan.month.year, plan.month.month, locale.at.plan(plan.id)
        on: dict[date, list[MonthMark]] = defaultdict(list)
        there: set[str] = set()
        for number, item in enumerate(in_order(public), 1):
            on[item.item.expected].append(self._item(item, f"{url}#nt-item-{number}", there))
        for release in self._began.get((year, month), ()):
            if release.release.id not in there:
                card = self._cards[release.release.id]
                on[locale.times.day_of(release.release.window.start)].append(
                    _mark(card, card.title)
                )
        freezes = freezes_of_month(plan.month, self._site, locale)
        weeks = tuple(
            tuple(
                None if day is None else _day(day, on.get(day, []), freezes, self._off_on(day))
                for day in week
            )
            for week in weeks_of(plan.month)
        )
        badges = [mark.badge for day in sorted(on) for mark in on[day]]
        if freezes:
            badges.append(self._badges["freeze"])
        if any(day.off for week in weeks for day in week if day):
            badges.append(self._badges["off"])
        return MonthGrid(
            title=locale.times.month(year, month),
            url=f"{url}#nt-planned",
            zone=self._site.policy.timezone,
            heads=tuple(
                (locale.say(f"month.{day}"), name)
                for day, name in zip(WEEKDAYS, locale.times.calendar["weekdays"], strict=True)
            ),
            weeks=weeks,
            legend=tuple(dict.fromkeys(badges)),
            days_off=tuple(self._days_off(weeks_of(plan.month))),
        )

    def _off_on(self, day: date) -> str:
        if day not in self._off:
            return ""
        name = self._locale.localize(self._off[day].name)
        return f"{self._badges['off'].label}: {name.text}" if name else self._badges["off"].label

    def _days_off(self, weeks: Iterable[Iterable[date | None]]) -> Iterator[Markup]:
        """A line for each holiday of a month that has a name for customers."""
        say, times = self._locale.say, self._locale.times
        found = dict.fromkeys(
            (self._off[day].first, self._off[day].last)
            for week in weeks
            for day in week
            if day in self._off and self._off[day].name
        )
        for first, last in found:
            name = self._locale.localize(self._off[first].name)
            if first == last:
                yield say.html("freezes.days_off.one_day", day=times.day(first), label=name)
            else:
                span = {"from": times.day(first), "to": times.day(last)}
                yield say.html("freezes.days_off.from_to", label=name, **span)

    def beside(self, public: PublicPlan) -> tuple[PlanLine, ...]:
        """What else takes place in a plan's month, by start: neither in it nor held against it."""
        listed = public.plan.listed | {release.release.id for release in public.unplanned}
        month = public.plan.month.year, public.plan.month.month
        return tuple(
            release_line(release, self._locale, self._cards)
            for release in self._began.get(month, ())
            if release.release.id not in listed
        )

    def _item(self, public_item: PublicPlanItem, url: str, there: set[str]) -> MonthMark:
        """What a plan says of a day; ``there`` takes the release that this mark stands for."""
        item, locale = public_item.item, self._locale
        title = locale.localize(item.title)
        if public_item.release is None:
            return MonthMark(title, self._badges[public_item.result or "expected"], url)
        card = self._cards[public_item.release.release.id]
        if locale.times.day_of(public_item.release.release.window.start) == item.expected:
            there.add(card.id)
        elif public_item.release.state != "cancelled":
            return MonthMark(title, self._badges["moved"], card.url)
        return _mark(card, title)


def _mark(card: Card, title: LocalizedText) -> MonthMark:
    return MonthMark(title, card.badge, card.url, card.countdown)


def _day(day: date, marks: Sequence[MonthMark], freezes: Iterable[FreezeLine], off: str) -> Day:
    shown = len(marks) if len(marks) <= MARKS else MARKS - 1
    frozen = [freeze.title for freeze in freezes if freeze.holds(day)]
    return Day(
        day.day, day.isoformat(), tuple(marks[:shown]), len(marks) - shown, "; ".join(frozen), off
    )
