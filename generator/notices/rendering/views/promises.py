"""Promises: how far ahead customers are told of each kind of update, and when it takes place.

Belongs here: the policy of one language in words. Does not belong here: any lead or hour (they are
in the policy), the words (``theme/texts``), what was kept of them (``pages.on_time``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from operator import itemgetter

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.instants import Lead
from notices.domain.policy import Category, NoticeRule, Policy
from notices.domain.release import System
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import WEEKDAYS
from notices.rendering.views.quota_promises import quota_text

__all__ = [
    "Promise",
    "PromisedNotice",
    "has_promises",
    "plan_promise",
    "promises_of",
    "uncounted_promises",
]

# A row of days reads better as its first and last.
_RUN = 3
_ORDINALS = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    -1: "last",
    -2: "last_but_1",
    -3: "last_but_2",
    -4: "last_but_3",
    -5: "last_but_4",
}


# No month has a later day, and every month has the other.
_LAST_DAY, _EVERY_MONTH = 31, 28


@dataclass(frozen=True, slots=True)
class PromisedNotice:
    """One notice, by the name that it has everywhere, and when it goes out; or the guides."""

    label: LocalizedText
    when: str


@dataclass(frozen=True, slots=True)
class Promise:
    """One kind of update: ``label``, what customers get and when, and when it usually takes place.

    Where customers are told otherwise of the important ones of a category, those are a kind of
    their own, ``important``.
    """

    label: LocalizedText
    told: tuple[PromisedNotice, ...]
    window: str
    important: bool = False


def has_promises(policy: Policy) -> bool:
    """Whether customers hear of any category."""
    return any(
        row.audience == "customers" and row.when in (None, "important")
        for category in policy.categories.values()
        for row in category.notices
    )


def promises_of(
    policy: Policy, locale: Locale, systems: Iterable[System] = ()
) -> tuple[Promise, ...]:
    """What the policy promises for each category that customers hear of, in its order.

    ``systems`` have the names of those that it has windows for.
    """
    names = {each.id: str(locale.localize(each.name)) for each in systems}
    categories = policy.categories.values()
    return tuple(each for c in categories for each in _of_category(c, locale, names))


def plan_promise(policy: Policy, locale: Locale) -> str:
    """By when the plan of a month is published; empty where the policy has no plans."""
    if policy.plan is None:
        return ""
    last = policy.plan.announce_to
    if last >= _LAST_DAY:
        return locale.say("promises.plan_last")
    said = locale.say.nth_day("promises.plan_day", last)
    return said if last <= _EVERY_MONTH else f"{said} {locale.say('promises.plan_february')}"


def uncounted_promises(policy: Policy) -> tuple[str, ...]:
    """What is promised and has no deadline in the ledger, by the names of their texts in ``on_time``."""
    categories = policy.categories.values()
    rows = [row for each in categories for row in each.notices if row.audience == "customers"]
    parts = {
        "guides": any(each.guides_task for each in categories),
        "asap": any(row.asap and row.latest is None for row in rows),
        "results": any(row.on == "outcome" for row in rows),
    }
    return tuple(key for key, there in parts.items() if there)


def _of_category(category: Category, locale: Locale, names: Mapping[str, str]) -> Iterator[Promise]:
    label, window = locale.localize(category.label), _window(category, locale, names)
    rows = [row for row in category.notices if row.audience == "customers" and not row.when]
    if category.asks_for("important"):
        also = [row for row in category.notices if row.audience == "customers"]
        also = [row for row in also if row.when in (None, "important")]
        if told := _told(also, category, locale):
            yield Promise(label, told, window, important=True)
    if told := _told(rows, category, locale):
        yield Promise(label, told, window)


def _told(
    rows: Sequence[NoticeRule], category: Category, locale: Locale
) -> tuple[PromisedNotice, ...]:
    """The notices and the guides, from the farthest to the result; empty without a notice."""
    promised = [(row, _when(row, locale)) for row in rows]
    told = [
        (_order(row.latest, row.on), PromisedNotice(locale.localize(row.label), when))
        for row, when in promised
        if when
    ]
    if told and (task := category.guides_task):
        when = _first(None, task.latest, locale)
        told.append((_order(task.latest), PromisedNotice(locale.phrase("promises.guides"), when)))
    return tuple(each for _, each in sorted(told, key=itemgetter(0)))


def _order(latest: Lead | None, on: str | None = None) -> tuple[int, timedelta]:
    if latest is not None:
        return 1, -latest.elapsed
    return {None: 0, "start": 2, "outcome": 3}[on], timedelta()


def _when(row: NoticeRule, locale: Locale) -> str:
    """When a notice goes out: 'at least 10 days ahead'; empty where nothing is promised."""
    if row.latest is not None:
        return _first(row.earliest, row.latest, locale)
    if row.on is not None:
        return locale.say(f"promises.{row.on}")
    return locale.say("promises.asap") if row.asap else ""


def _first(earliest: Lead | None, latest: Lead, locale: Locale) -> str:
    if earliest is None:
        return locale.say("promises.at_least", lead=locale.times.lead_length(latest))
    longest = locale.times.lead_length(earliest)
    alike = earliest.unit == latest.unit
    shortest = str(latest.count) if alike else locale.times.lead_length(latest)
    return locale.say("promises.between", shortest=shortest, longest=longest)


def _window(category: Category, locale: Locale, names: Mapping[str, str]) -> str:
    """The allowed windows, and how many: 'Saturday and Sunday, 18:00–24:00'."""
    spans = dict.fromkeys(_row(each, locale, names) for each in category.windows.allowed)
    quotas = [quota_text(each, locale) for each in category.windows.at_most]
    return _leading("; ".join([*(spans or [locale.say("promises.any_time")]), *quotas]))


def _row(allowed: AllowedWindow, locale: Locale, names: Mapping[str, str]) -> str:
    """One row, with the zone of its clock and the systems that it is for, where it has its own."""
    span = _span(allowed, locale)
    if allowed.zone is not None:
        span = locale.say("promises.zone", span=span, zone=f"{allowed.zone}")
    if allowed.systems:
        # In the order in which the site shows them.
        known = [name for system, name in names.items() if system in allowed.systems]
        unknown = sorted(allowed.systems - names.keys())
        span = locale.say(
            "promises.systems", span=span, systems=_listed([*known, *unknown], locale)
        )
    return span


def _span(allowed: AllowedWindow, locale: Locale) -> str:
    days = _nth_days(allowed, locale) if allowed.nth else _days(sorted(allowed.days), locale)
    since, until = f"{allowed.since:%H:%M}", f"{allowed.until:%H:%M}" if allowed.until else "24:00"
    if allowed.nights:
        # One of the week has one day on which it begins.
        last = locale.say(f"weekdays.{WEEKDAYS[(min(allowed.days) + allowed.nights) % 7]}")
        return locale.say("promises.week", first=days, last=last, **{"from": since}, to=until)
    if (since, until) == ("00:00", "24:00"):
        if len(allowed.days) == len(WEEKDAYS) and not allowed.nth:
            return locale.say("promises.any_time")
        return locale.say("promises.whole_days", days=days)
    return locale.say("promises.hours", days=days, **{"from": since}, to=until)


def _nth_days(allowed: AllowedWindow, locale: Locale) -> str:
    """Days of the month: 'the first and third Saturday of the month'."""
    order = sorted(allowed.nth, key=lambda number: (number < 0, abs(number)))
    numbers = [locale.say(f"ordinals.{_ORDINALS[number]}") for number in order]
    days = [locale.say(f"weekdays.{WEEKDAYS[day]}") for day in sorted(allowed.days)]
    return locale.say("promises.nth", nth=_listed(numbers, locale), days=_listed(days, locale))


def _days(days: Sequence[int], locale: Locale) -> str:
    """Days of the week: 'Saturday and Sunday', 'Monday to Friday', 'every day'."""
    if len(days) == len(WEEKDAYS):
        return locale.say("promises.every_day")
    runs = groupby(enumerate(days), key=lambda pair: pair[1] - pair[0])
    named: list[str] = []
    for _, run in runs:
        names = [locale.say(f"weekdays.{WEEKDAYS[day]}") for _, day in run]
        if len(names) < _RUN:
            named += names
        else:
            named.append(locale.say("promises.days", first=names[0], last=names[-1]))
    return _listed(named, locale)


def _listed(parts: Sequence[str], locale: Locale) -> str:
    """A list in words, its last two parts joined by a text of the site."""
    if not parts:
        return ""
    *before, end = parts
    return locale.say("promises.and", first=", ".join(before), last=end) if before else end


def _leading(text: str) -> str:
    return text[:1].upper() + text[1:]
