"""The changelog: all public releases by month, and the years that they fall in.

Belongs here: which releases are on which page, in the words of one language. Does not belong
here: what a release says (``cards``), what can be chosen (``changelog_filter``), the layout
(``theme/templates``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, groupby

from markupsafe import Markup

from notices.domain.public import UNSETTLED, PublicRelease, PublicSite
from notices.rendering.documents import Document
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import WEEKDAYS, TimeText
from notices.rendering.pages.changelog_filter import Filter, filter_of
from notices.rendering.registry import LanguageContext, PageKind, PageSet
from notices.rendering.views.cards import Card
from notices.rendering.views.happened import happened
from notices.rendering.views.summaries import summary_in_row

__all__ = ["FEW", "JUMPS", "NEWEST", "OPEN", "PAGES", "ChangelogPage"]

_ASSETS = ("changelog.css", "changelog.js")
_CHANGELOG = PageKind("changelog", "changelog/", "changelog", 2, _ASSETS)
_YEAR = PageKind("changelog-year", "changelog/{year}/", "changelog", assets=_ASSETS)

NEWEST = 100
"""How many releases the changelog of all years shows at most, so that it stays one page.

Whoever looks further back takes the year's page.
"""

FEW = 25
"""How many it shows if some of them are older than the newest twelve months that have any."""

JUMPS = 40
"""A page of more releases than these leads to its months."""

OPEN = 60
"""Where more releases than these are over, only the newest months that fit are open at first."""

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class ChangelogLine:
    """One release. ``date`` is its day in words, ``day`` and ``weekday`` the same in short.

    ``time`` are its hours, ``why`` is what became of it other than was planned.
    """

    card: Card
    summary: LocalizedText
    date: str
    day: int
    weekday: str
    time: TimeText
    why: Markup | None


@dataclass(frozen=True, slots=True)
class ChangelogMonth:
    """One month's releases, soonest first where they are ahead, else newest first.

    ``id`` is its place on the page, ``short`` its name in a link to that, ``count`` says in words how
    many it has. ``folded`` is None of what cannot be folded, and else whether it is at first.
    """

    title: str
    lines: tuple[ChangelogLine, ...]
    id: str
    short: str
    count: str
    folded: bool | None = None


@dataclass(frozen=True, slots=True)
class ChangelogPart:
    """What is ahead or runs, soonest first, or what is over, newest first; without a title on a page that has only one of them."""

    title: str
    months: tuple[ChangelogMonth, ...]

    @property
    def count(self) -> int:
        """How many releases it has."""
        return sum(len(month.lines) for month in self.months)


_MonthOfReleases = tuple[tuple[int, int], tuple[PublicRelease, ...]]
"""Year and month, and its releases, newest first."""


@dataclass(frozen=True, slots=True)
class ChangelogYear:
    """A year's page below the site's root, and how many releases it has."""

    year: int
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class ChangelogPage:
    """The page of one year, or with ``year`` None that of all years.

    ``count`` says in words how many are on it, ``total`` is how many there are at all. ``older`` are, on
    every page, the years of which that of all years leaves some to their own pages. ``jumps`` says whether it leads to its months, as
    a long page or that of a year does. ``weekdays`` are the short names of all days, from Monday on,
    for a reader on whose clock a release is on another day. ``calendar`` is the year's calendar, below the
    site's root; empty where there is none.
    """

    year: int | None
    years: tuple[ChangelogYear, ...]
    parts: tuple[ChangelogPart, ...]
    count: str
    total: int
    older: tuple[ChangelogYear, ...]
    choose: Filter
    weekdays: tuple[str, ...]
    calendar: str = ""
    jumps: bool = False


class _Changelog:
    """The releases of one language's changelog, by the months and years that they fall in."""

    def __init__(self, site: PublicSite, cards: Mapping[str, Card], locale: Locale) -> None:
        self._cards, self._locale = cards, locale
        self._choose = filter_of(site, locale)
        month_of = locale.times.month_of
        self._months: list[_MonthOfReleases] = [
            (month, tuple(found))
            for month, found in groupby(
                site.releases, key=lambda public: month_of(public.release.window.start)
            )
        ]
        counts: Counter[int] = Counter()
        for (year, _), found in self._months:
            counts[year] += len(found)
        self.years = tuple(
            ChangelogYear(year, count, locale.at.year(year)) for year, count in counts.items()
        )
        self._newest = _newest(self._months)
        shown: Counter[int] = Counter()
        for (year, _), found in self._newest:
            shown[year] += len(found)
        self._older = tuple(each for each in self.years if shown[each.year] < each.count)
        # A preview's drafts are in no calendar.
        self._kept = {
            year for (year, _), found in self._months if any(not public.preview for public in found)
        }

    def releases(self, year: int | None) -> list[PublicRelease]:
        """What is on the page of a year; ``None`` is that of all years."""
        return [public for _, found in self._chosen(year) for public in found]

    def around(self, year: int | None) -> tuple[object, ...]:
        """What else is on it."""
        return self.years, self._older, self._choose, year in self._kept

    def page(self, year: int | None) -> ChangelogPage:
        """The page of a year; ``None`` is that of all years."""
        locale, chosen = self._locale, self._chosen(year)
        count = sum(len(found) for _, found in chosen)
        return ChangelogPage(
            year=year,
            years=self.years,
            parts=self._parts(
                chosen, "changelog.month" if year is None else "changelog.month_alone"
            ),
            count=locale.say.count("changelog.count", count),
            total=sum(each.count for each in self.years),
            older=self._older,
            choose=self._choose,
            weekdays=tuple(locale.say(f"month.{day}") for day in WEEKDAYS),
            calendar=locale.at.calendar_of(year) if year in self._kept and year else "",
            jumps=len(chosen) > 1 and count > JUMPS,
        )

    def _parts(self, chosen: Sequence[_MonthOfReleases], short: str) -> tuple[ChangelogPart, ...]:
        """What of the months is ahead or runs, then what is over; ``short`` is the text of a link to one."""
        say = self._locale.say
        ahead: list[ChangelogMonth] = []
        over: list[ChangelogMonth] = []
        for month, found in chosen:
            for months, settled in ((ahead, False), (over, True)):
                lines = tuple(
                    _line(public, self._cards, self._locale)
                    for public in found
                    if (public.state not in UNSETTLED) is settled
                )
                if lines:
                    lines = lines if settled else lines[::-1]
                    part = "over" if settled else "ahead"
                    months.append(self._month(month, lines, part, short))
        # What runs began before what is ahead, so it is the soonest.
        ahead.reverse()
        parts = ((say("changelog.ahead"), ahead), (say("changelog.over"), _folding(over)))
        return tuple(
            ChangelogPart(title if ahead and over else "", tuple(months))
            for title, months in parts
            if months
        )

    def _month(
        self, month: tuple[int, int], lines: tuple[ChangelogLine, ...], part: str, short: str
    ) -> ChangelogMonth:
        times = self._locale.times
        return ChangelogMonth(
            title=times.month(*month),
            lines=lines,
            id=f"nt-{part}-{month[0]}-{month[1]:02}",
            short=times.month(*month, short),
            count=self._locale.say.count("changelog.count", len(lines)),
        )

    def _chosen(self, year: int | None) -> Sequence[_MonthOfReleases]:
        if year is None:
            return self._newest
        return [(month, found) for month, found in self._months if month[0] == year]


def _newest(months: Sequence[_MonthOfReleases]) -> list[_MonthOfReleases]:
    """The newest whole months that fit; the newest one in any case, as far as it fits."""
    newest: list[_MonthOfReleases] = []
    count = 0
    for month, found in months:
        most = NEWEST if len(newest) < _MONTHS else FEW
        if newest and count + len(found) > most:
            break
        newest.append((month, found[:NEWEST]))
        count += len(found)
    return newest


def _folding(months: list[ChangelogMonth]) -> list[ChangelogMonth]:
    """The months, newest first, where they are many with all beyond those that fit folded."""
    counts = list(accumulate(len(month.lines) for month in months))
    if len(months) < 2 or counts[-1] <= OPEN:
        return months
    return [
        replace(month, folded=month is not months[0] and count > OPEN)
        for month, count in zip(months, counts, strict=True)
    ]


def _line(public: PublicRelease, cards: Mapping[str, Card], locale: Locale) -> ChangelogLine:
    card, times, window = cards[public.release.id], locale.times, public.release.window
    day = times.day_of(window.start)
    return ChangelogLine(
        card,
        replace(card.summary, text=summary_in_row(card.summary.text)),
        times.leading(day),
        day.day,
        locale.say(f"month.{WEEKDAYS[day.weekday()]}"),
        times.window(window.start, window.end, dated=False),
        happened(public, locale, summary_in_row),
    )


def _changelog(context: LanguageContext) -> Iterator[Document]:
    changelog = _Changelog(context.site, context.cards, context.locale)
    for year in (None, *(each.year for each in changelog.years)):
        shown = context.inputs.releases(changelog.releases(year))
        inputs = context.inputs.of(
            "changelog", context.locale.language, year, shown, changelog.around(year)
        )
        kind = _CHANGELOG if year is None else _YEAR
        local = kind.path if year is None else f"changelog/{year}/"
        make = partial(_page, context, changelog, year, local)
        yield context.frame.later(kind.name, local, inputs, make)


def _page(
    context: LanguageContext, changelog: _Changelog, year: int | None, local: str
) -> Document:
    say, frame, page = context.locale.say, context.frame, changelog.page(year)
    title, about = say("changelog.title"), say("changelog.description")
    if year is None:
        return frame.page(_CHANGELOG, "changelog.html", title, about, page=page)
    return frame.page(
        _YEAR,
        "changelog.html",
        say("changelog.year_title", year=year),
        say("changelog.year_description", year=year),
        (title, context.locale.at.changelog),
        local=local,
        page=page,
    )


PAGES = PageSet(50, (_CHANGELOG, _YEAR), _changelog)
