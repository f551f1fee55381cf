"""The on-time page: how far ahead each notice went out, month by month.

Belongs here: what the page says, in the words of one language. Does not belong here: which
records are promises and how they are counted (``domain.punctuality``), the layout
(``theme/templates``).

Only the ledger counts here: a release's own file cannot make a late notice a punctual one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from notices.domain.ledger import Record
from notices.domain.policy import NoticeRule, Policy
from notices.domain.public import PublicPlan, PublicRelease, PublicSite
from notices.domain.punctuality import MailTally, Tally, ahead_of_start
from notices.rendering.documents import Document
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import TimeText
from notices.rendering.pages.chart import MONTHS, Chart, Counted, chart_of
from notices.rendering.registry import LanguageContext, PageKind, PageSet
from notices.rendering.views.cards import Card
from notices.rendering.views.promised import promised_length
from notices.rendering.views.promises import has_promises, uncounted_promises
from notices.rendering.views.timeline import notice_label

__all__ = ["PAGES", "OnTimePage", "on_time_page"]

_ON_TIME = PageKind("on-time", "on-time/", "on-time", assets=("folds.css", "on-time.css"))

_Mark = Literal["", "late", "short_notice", "missed"]


@dataclass(frozen=True, slots=True)
class OnTimeNotice:
    """One notice; ``mark`` is empty where it was on time, ``moved`` where its start has moved.

    ``ahead`` is how long before the start it went out, of a plan on which day, empty of one that never
    did; ``promise`` how long that was to be, or by when.
    """

    label: LocalizedText
    ahead: str
    promise: str = ""
    mark: _Mark = ""
    moved: str = ""


@dataclass(frozen=True, slots=True)
class OnTimeEntry:
    """One release, or a month's plan, with its notices, oldest first.

    ``off`` says that the release was cancelled.
    """

    title: LocalizedText | str
    url: str
    date: TimeText | str
    lines: tuple[OnTimeNotice, ...]
    kept: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """So many notices of one verdict, in words; ``kind`` names its icon and colour."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class OnTimeMonth:
    """What one month promised: its releases in the order of the changelog, then its plan.

    ``id`` ('YYYY-MM') is its place on the page.
    """

    id: str
    title: str
    tally: Tally
    summary: tuple[Count, ...]
    rows: tuple[OnTimeEntry, ...]


@dataclass(frozen=True, slots=True)
class OnTimePage:
    """All that the page says; ``summary`` is empty where nothing was promised yet.

    ``mailed`` says how many went out by mail as well, where any did. ``charted`` are the months that
    the chart shows, newest first. ``open`` is the id of the month that is read first: the newest in
    which an update has begun, else the nearest. ``uncounted`` names the texts of what
    is promised and not counted.
    """

    summary: tuple[Count, ...]
    mailed: str
    chart: Chart
    charted: tuple[OnTimeMonth, ...]
    months: tuple[OnTimeMonth, ...]
    open: str
    uncounted: tuple[str, ...]
    head: str
    count: str


def on_time_page(site: PublicSite, cards: Mapping[str, Card], locale: Locale) -> OnTimePage:
    """The page of all public releases and plans that promised anything, newest month first."""
    months: dict[tuple[int, int], list[PublicRelease | PublicPlan]] = defaultdict(list)
    for public in site.releases:
        if public.promises and not public.preview:
            months[locale.times.month_of(public.release.window.start)].append(public)
    for plan in site.plans:
        if plan.promises:
            months[plan.plan.month.year, plan.plan.month.month].append(plan)
    every = [promised for together in months.values() for promised in together]
    span = _span(months)
    counted = tuple(
        OnTimeMonth(
            _id(month),
            locale.times.month(*month),
            _tally(together),
            _of_month(together, locale),
            tuple(_row(promised, site.policy, cards, locale) for promised in together),
        )
        for month, together in sorted(months.items(), reverse=True)
    )
    return OnTimePage(
        _in_all(_tally(every), min(months), locale) if every else (),
        _mailed(MailTally.of((m for each in every for m in each.messages), site.delivered), locale),
        chart_of([_counted(*month, _tally(months.get(month, ())), locale) for month in span]),
        counted[: sum(month in months for month in span)],
        counted,
        _open(months),
        uncounted_promises(site.policy),
        site.ledger_head,
        locale.say.count("on_time.records", site.ledger_count),
    )


def _open(months: Mapping[tuple[int, int], Iterable[PublicRelease | PublicPlan]]) -> str:
    """The id of the newest month with an update that has begun, else of the nearest."""
    ahead = ("announced", "cancelled")
    begun = [
        month
        for month, promised in months.items()
        if any(isinstance(each, PublicRelease) and each.state not in ahead for each in promised)
    ]
    if not months:
        return ""
    return _id(max(begun) if begun else min(months))


def _id(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month[1]:02}"


def _tally(promised: Iterable[PublicRelease | PublicPlan]) -> Tally:
    return Tally.of(record for public in promised for record in public.promises)


def _summary(tally: Tally, locale: Locale) -> tuple[Count, ...]:
    """The tally in words; what never happened is not mentioned."""
    say = locale.say
    others = {"late": tally.late, "missed": tally.missed, "exception": tally.exception}
    kept = say("on_time.kept_of", n=tally.on_time, total=say.count("on_time.notices", tally.total))
    return (
        Count("on_time", kept),
        *(Count(name, say.count(f"on_time.count.{name}", n)) for name, n in others.items() if n),
    )


def _of_month(promised: Sequence[PublicRelease | PublicPlan], locale: Locale) -> tuple[Count, ...]:
    """The same of one month; of one in which something lies ahead or runs, that it is so far so."""
    kept, *others = _summary(_tally(promised), locale)
    if any(each.state in ("announced", "in_progress") for each in promised):
        kept = Count(kept.kind, locale.say("on_time.so_far", kept=kept.text))
    return kept, *others


def _in_all(tally: Tally, first: tuple[int, int], locale: Locale) -> tuple[Count, ...]:
    """The same of all months since the ``first``, with the share that was on time; that is never
    rounded up to all of them.
    """
    kept, *others = _summary(tally, locale)
    percent = 100 * tally.on_time // tally.total
    since = locale.times.month(*first, "on_time.since")
    text = locale.say("on_time.share", kept=kept.text, percent=percent, since=since)
    return Count(kept.kind, text), *others


def _mailed(tally: MailTally, locale: Locale) -> str:
    """How many of the notices went out by mail; empty where none did."""
    say = locale.say
    if not (tally.in_time or tally.late):
        return ""
    key = "on_time.mailed_some" if tally.late else "on_time.mailed"
    return say(key, notices=say.count("on_time.notices", tally.in_time), late=tally.late)


def _span(months: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Every month that the chart shows, oldest first, whether anything was promised in it or not."""
    ordered = sorted(months)
    if not ordered:
        return []
    numbers = range(12 * ordered[0][0] + ordered[0][1] - 1, 12 * ordered[-1][0] + ordered[-1][1])
    return [(number // 12, number % 12 + 1) for number in numbers[-MONTHS:]]


def _counted(year: int, month: int, tally: Tally, locale: Locale) -> Counted:
    texts = [count.text for count in _summary(tally, locale)] if tally.total else []
    title = locale.times.month(year, month)
    name = locale.times.month(year, month, "on_time.month")
    return Counted(name, year, f"{title}: {', '.join(texts)}" if texts else title, tally)


def _row(
    public: PublicRelease | PublicPlan, policy: Policy, cards: Mapping[str, Card], locale: Locale
) -> OnTimeEntry:
    tally, times = Tally.of(public.promises), locale.times
    kept = locale.say("on_time.kept", n=tally.on_time, total=tally.total)
    if isinstance(public, PublicPlan):
        plan = public.plan
        title = times.month(plan.month.year, plan.month.month, "plans.month_title")
        label = locale.phrase("on_time.plan")
        lines = tuple(_plan_line(label, record, locale) for record in public.promises)
        return OnTimeEntry(title, locale.at.plan(plan.id), "", lines, kept)
    card, start = cards[public.release.id], public.release.window.start
    lines = tuple(
        _line(
            notice_label(locale, public.category, record.notice, record.result),
            record,
            _promise(record, public.category.notice(record.notice), policy, locale),
            start,
            locale,
        )
        for record in public.promises
    )
    date, off = times.day_alone(start, leading=True), public.state == "cancelled"
    return OnTimeEntry(card.title, card.url, date, lines, kept, off)


def _promise(record: Record, rule: NoticeRule | None, policy: Policy, locale: Locale) -> str:
    length = promised_length(record, rule, policy, locale)
    return locale.say("on_time.promised", length=length) if length else ""


def _plan_line(label: LocalizedText, record: Record, locale: Locale) -> OnTimeNotice:
    """A plan is promised by a day, so the day on which it was posted stands beside it."""
    naming = locale.times.naming
    posted = naming("on_time.posted", record.published_at) if record.verdict != "missed" else ""
    promise = ""
    if record.deadline is not None:
        promise = naming("on_time.promised_by", record.deadline - timedelta(seconds=1))
    return OnTimeNotice(label, posted, promise, _mark(record))


def _line(
    label: LocalizedText, record: Record, promise: str, start: datetime, locale: Locale
) -> OnTimeNotice:
    """``start`` is the release's start now."""
    say, length, ahead = locale.say, locale.times.length, ahead_of_start(record)
    ahead_text = say("on_time.ahead", length=length(ahead)) if ahead is not None else ""
    moved = ""
    if record.start != start:
        moved = locale.say("on_time.of_start", date=locale.times.date(record.start))
    return OnTimeNotice(label, ahead_text, promise, _mark(record), moved)


def _mark(record: Record) -> _Mark:
    if record.verdict == "on_time":
        return ""
    return "short_notice" if record.verdict == "exception" else record.verdict


def _late(context: LanguageContext) -> tuple[tuple[str, str], ...]:
    """How many guides and sets of questions are late, each with the address where they are listed."""
    say, at = context.locale.say, context.locale.at
    every = (guide for guides in context.guide_pages.values() for guide in guides)
    late = Counter(guide.label for guide in every if guide.note and not guide.due)
    return tuple(
        (f"{url}#nt-owed", say.count(f"on_time.late_{key}", n))
        for key, url in (("guide", at.guides), ("faq", at.faq))
        if (n := late[say(f"release.{key}")])
    )


def _on_time(context: LanguageContext) -> Iterator[Document]:
    say = context.locale.say
    yield context.frame.page(
        _ON_TIME,
        "on-time.html",
        say("on_time.title"),
        say("on_time.description"),
        page=on_time_page(context.site, context.cards, context.locale),
        late=_late(context),
        promises=has_promises(context.site.policy),
    )


PAGES = PageSet(70, (_ON_TIME,), _on_time)
