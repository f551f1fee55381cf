"""Promises: how far ahead customers are told of each kind of update, and when it takes place.

Belongs here: the policy of one language in words. Does not belong here: any lead or hour (they are
in the policy), the words (``theme/texts``), what was kept of them (``pages.on_time``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.instants import Lead
from notices.domain.policy import Category, NoticeRule, Policy
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import WEEKDAYS

__all__ = ["Promise", "promises_of"]

# A row of days reads better as its first and last.
_RUN = 3


@dataclass(frozen=True, slots=True)
class Promise:
    """One kind of update: ``label``, when customers hear of it, and when it usually takes place.

    Where customers are told otherwise of the important ones of a category, those are a kind of
    their own, ``important``.
    """

    label: LocalizedText
    told: str
    window: str
    important: bool = False


def promises_of(policy: Policy, locale: Locale) -> tuple[Promise, ...]:
    """What the policy promises for each category that customers hear of, in its order."""
    return tuple(each for c in policy.categories.values() for each in _of_category(c, locale))


def _of_category(category: Category, locale: Locale) -> Iterator[Promise]:
    label, window = locale.localize(category.label), _window(category, locale)
    rows = [row for row in category.notices if row.audience == "customers" and not row.when]
    if category.asks_for("important"):
        also = [row for row in category.notices if row.audience == "customers"]
        also = [row for row in also if row.when in (None, "important")]
        if told := _told(also, locale):
            yield Promise(label, told, window, important=True)
    if told := _told(rows, locale):
        yield Promise(label, told, window)


def _told(rows: Sequence[NoticeRule], locale: Locale) -> str:
    """When the notices go out: 'At least 10 days ahead, and again 24 hours ahead'."""
    say = locale.say
    parts = []
    if any(row.asap and row.latest is None for row in rows):
        parts.append(say("promises.asap"))
    if timed := sorted(_timed(rows), key=lambda each: each[1].elapsed, reverse=True):
        parts.append(_first(*timed[0], locale))
        later = dict.fromkeys(locale.times.lead_length(latest) for _, latest in timed[1:])
        if later:
            parts.append(say("promises.again", leads=_listed([*later], locale)))
    if any(row.on == "start" for row in rows):
        parts.append(say("promises.start"))
    if any(row.on == "outcome" for row in rows):
        parts.append(say("promises.outcome"))
    return _leading(_listed(parts, locale, "promises.then"))


def _timed(rows: Iterable[NoticeRule]) -> Iterator[tuple[Lead | None, Lead]]:
    yield from ((row.earliest, row.latest) for row in rows if row.latest is not None)


def _first(earliest: Lead | None, latest: Lead, locale: Locale) -> str:
    if earliest is None:
        return locale.say("promises.at_least", lead=locale.times.lead_length(latest))
    longest = locale.times.lead_length(earliest)
    alike = earliest.unit == latest.unit
    shortest = str(latest.count) if alike else locale.times.lead_length(latest)
    return locale.say("promises.between", shortest=shortest, longest=longest)


def _window(category: Category, locale: Locale) -> str:
    """The allowed windows: 'Saturday and Sunday, 18:00–24:00'."""
    spans = [_span(each, locale) for each in category.windows.allowed]
    return _leading("; ".join(spans or [locale.say("promises.any_time")]))


def _span(allowed: AllowedWindow, locale: Locale) -> str:
    days = _days(sorted(allowed.days), locale)
    since, until = f"{allowed.since:%H:%M}", f"{allowed.until:%H:%M}" if allowed.until else "24:00"
    if (since, until) == ("00:00", "24:00"):
        if len(allowed.days) == len(WEEKDAYS):
            return locale.say("promises.any_time")
        return locale.say("promises.whole_days", days=days)
    return locale.say("promises.hours", days=days, **{"from": since}, to=until)


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


def _listed(parts: Sequence[str], locale: Locale, last: str = "promises.and") -> str:
    """A list in words, its last two parts joined by a text of the site."""
    if not parts:
        return ""
    *before, end = parts
    return locale.say(last, first=", ".join(before), last=end) if before else end


def _leading(text: str) -> str:
    return text[:1].upper() + text[1:]
