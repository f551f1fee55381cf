"""The changelog: all public releases by month, the years that they fall in, and its filter.

Belongs here: which releases are on which page, and what can be chosen among them, in the
words of one language. Does not belong here: what a release says (``cards``), the layout
(``theme/templates``), and choosing: the browser does that, among what is on the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from notices.domain.public import UNSETTLED, PublicRelease, PublicSite
from notices.rendering.documents import Document
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import WEEKDAYS
from notices.rendering.registry import LanguageContext, PageKind, PageSet
from notices.rendering.views.cards import Card

__all__ = ["NEWEST", "PAGES", "ChangelogPage", "changelog_pages"]

_ASSETS = ("lists.css", "changelog.js")
_CHANGELOG = PageKind("changelog", "changelog/", "changelog", 2, _ASSETS)
_YEAR = PageKind("changelog-year", "changelog/{year}/", "changelog", assets=_ASSETS)

NEWEST = 150
"""How many releases the changelog of all years shows at most, so that it stays one page.

With ten thousand it would be ten megabytes; whoever looks further back takes the year's page.
"""

_STATES = (*UNSETTLED, "completed", "partial", "rolled_back", "cancelled")


@dataclass(frozen=True, slots=True)
class ChangelogLine:
    """One release. ``date`` is its day in words, ``day`` and ``weekday`` the same in short."""

    card: Card
    date: str
    day: int
    weekday: str


@dataclass(frozen=True, slots=True)
class ChangelogMonth:
    """One month's releases, newest first."""

    title: str
    lines: tuple[ChangelogLine, ...]


_MonthLines = tuple[tuple[int, int], tuple[ChangelogLine, ...]]
"""ChangelogYear and month, and its releases."""


@dataclass(frozen=True, slots=True)
class ChangelogYear:
    """A year's page below the site's root, and how many releases it has."""

    year: int
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen; ``feed`` (below the site's root) has nothing else."""

    id: str
    label: LocalizedText
    tone: int = 0
    feed: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """The systems of one group."""

    title: LocalizedText
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """What the browser can choose by; each list is empty where there is nothing to choose."""

    categories: tuple[Choice, ...]
    systems: tuple[ChoiceGroup, ...]
    states: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ChangelogPage:
    """The page of one year, or with ``year`` None that of all years.

    ``count`` says in words how many are on it. ``older`` says, on every page, whether that of
    all years leaves some to the pages of the years. ``calendar`` is the year's calendar, below the
    site's root; empty where there is none.
    """

    year: int | None
    years: tuple[ChangelogYear, ...]
    months: tuple[ChangelogMonth, ...]
    count: str
    older: bool
    choose: Filter
    calendar: str = ""


def changelog_pages(
    site: PublicSite, cards: Mapping[str, Card], locale: Locale
) -> Iterator[ChangelogPage]:
    """The page of all years, then one a year, newest first. ``cards`` are the language's own."""
    choose = _filter(site, cards, locale)
    months = [
        (month, tuple(_line(public, cards, locale) for public in releases))
        for month, releases in groupby(site.releases, key=lambda p: cards[p.release.id].month)
    ]
    counts = Counter({year: 0 for (year, _), _ in months})
    for (year, _), lines in months:
        counts[year] += len(lines)
    years = tuple(
        ChangelogYear(year, count, locale.at.year(year)) for year, count in counts.items()
    )

    newest = _newest(months)
    older = sum(len(lines) for _, lines in newest) < len(site.releases)

    # A preview's drafts are in no calendar.
    kept = {cards[p.release.id].month[0] for p in site.releases if not p.preview}

    def page(year: int | None, chosen: Sequence[_MonthLines]) -> ChangelogPage:
        shown = sum(len(lines) for _, lines in chosen)
        return ChangelogPage(
            year=year,
            years=years,
            months=tuple(
                ChangelogMonth(locale.times.month(*month), lines) for month, lines in chosen
            ),
            count=locale.say.count("changelog.count", shown),
            older=older,
            choose=choose,
            calendar=locale.at.calendar_of(year) if year in kept else "",
        )

    yield page(None, newest)
    for each in years:
        yield page(each.year, [month for month in months if month[0][0] == each.year])


def _newest(months: Sequence[_MonthLines]) -> list[_MonthLines]:
    """The newest whole months that fit; the newest one in any case, as far as it fits."""
    newest: list[_MonthLines] = []
    left = NEWEST
    for month, lines in months:
        if newest and len(lines) > left:
            break
        newest.append((month, lines[:NEWEST]))
        left -= len(lines)
    return newest


def _line(public: PublicRelease, cards: Mapping[str, Card], locale: Locale) -> ChangelogLine:
    day = locale.times.day_of(public.release.window.start)
    weekday = locale.say(f"month.{WEEKDAYS[day.weekday()]}")
    return ChangelogLine(cards[public.release.id], locale.times.leading(day), day.day, weekday)


def _filter(site: PublicSite, cards: Mapping[str, Card], locale: Locale) -> Filter:
    """What any release of the site is of, in the order of policy and systems.

    The same on every page of the changelog, so that a choice is kept from one to the other.
    """
    shown = cards.values()
    categories = {card.category_id: card for card in shown}
    systems = {system for card in shown for system in card.system_ids}
    states = {card.badge.key for card in shown}
    if not states.isdisjoint(UNSETTLED):
        # By the reader's clock what is announced may be running.
        states.update(UNSETTLED)
    groups: dict[LocalizedText, list[Choice]] = {}
    for system in site.current_systems:
        if system.id in systems:
            feed = f"{locale.at.feed_of('system', system.id)}.xml"
            choice = Choice(system.id, locale.localize(system.name), feed=feed)
            groups.setdefault(locale.localize(system.group), []).append(choice)
    return Filter(
        categories=_worth(
            Choice(
                category.id,
                locale.localize(category.label),
                categories[category.id].tone,
                f"{locale.at.feed_of('category', category.id)}.xml",
            )
            for category in site.policy.categories.values()
            if category.id in categories
        ),
        systems=tuple(ChoiceGroup(title, tuple(choices)) for title, choices in groups.items()),
        states=_worth(
            Choice(state, locale.phrase(f"state.{state}")) for state in _STATES if state in states
        ),
    )


def _worth(choices: Iterator[Choice]) -> tuple[Choice, ...]:
    """The choices, if there is more than one."""
    chosen = tuple(choices)
    return chosen if len(chosen) > 1 else ()


def _changelog(context: LanguageContext) -> Iterator[Document]:
    say, frame = context.locale.say, context.frame
    title, about = say("changelog.title"), say("changelog.description")
    for page in changelog_pages(context.site, context.cards, context.locale):
        if page.year is None:
            yield frame.page(_CHANGELOG, "changelog.html", title, about, page=page)
        else:
            yield frame.page(
                _YEAR,
                "changelog.html",
                say("changelog.year_title", year=page.year),
                say("changelog.year_description", year=page.year),
                (title, context.locale.at.changelog),
                local=f"changelog/{page.year}/",
                page=page,
            )


PAGES = PageSet(50, (_CHANGELOG, _YEAR), _changelog)
