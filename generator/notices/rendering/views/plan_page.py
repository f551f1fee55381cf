"""A monthly plan in the words of one language: its own page, and its line among all plans.

Belongs here: what is planned for which day, what became of it, when the plan was announced.
Does not belong here: deciding that (``evaluation``), the layout (``theme/templates``).

A day of a plan is what was meant, never a promise of a time: so it is plain text, and no
element that the browser reads in another zone. The hours of a release that is announced for that
day are its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import inf
from types import MappingProxyType

from markupsafe import Markup

from notices.domain.plans import Plan
from notices.domain.policy import Policy
from notices.domain.public import (
    UNSETTLED,
    Delivered,
    Message,
    PublicPlan,
    PublicPlanItem,
    PublicRelease,
)
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import TimeText
from notices.rendering.views.cards import Badge, Card
from notices.rendering.views.freezes import FreezeLine
from notices.rendering.views.happened import happened
from notices.rendering.views.plan_tally import PlanCount, PlanMark, plan_tally
from notices.rendering.views.summaries import summary_in_row
from notices.rendering.views.timeline import mailed

__all__ = [
    "PlanLine",
    "PlanPage",
    "in_order",
    "nothing_planned",
    "plan_month",
    "plan_page",
    "plan_title",
    "release_line",
]

_BADGE_SAYS: tuple[PlanMark, ...] = ("partial", "rolled_back")
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One thing of a plan. ``card`` is its release's, once that is public.

    ``short`` is its day without the year, for where that stands above. ``time`` is the window of its
    release on that day, while that is announced or runs.

    ``mark`` names icon and colour of the ``note``: what became of it after the month, before
    that only where its release now is on another day. ``why`` is what became of a release that has
    ended, other than was planned.
    """

    title: LocalizedText
    category: LocalizedText
    day: str
    short: str
    card: Card | None
    time: TimeText | None = None
    mark: PlanMark = ""
    note: str = ""
    why: Markup | None = None


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The page of one month's plan; ``url`` is below the site's root.

    ``about`` says in a sentence or two what it holds. ``empty`` is the sentence that nothing is
    planned, where that is so; ``freezes`` are those that touch the month. ``published``, ``mailed``
    (when it went out by mail) are HTML; empty for a plan that makes no claim about its notice.
    ``published`` says by when that was promised, too. ``anchor`` is where its feed item leads.
    """

    id: str
    title: str
    year: int
    month: str
    about: str
    empty: str
    summary: LocalizedText
    url: str
    badge: Badge
    over: bool
    lines: tuple[PlanLine, ...]
    others: tuple[PlanLine, ...]
    tally: tuple[PlanCount, ...]
    freezes: tuple[FreezeLine, ...]
    anchor: str
    published: str
    mailed: str
    imported: bool


def plan_title(plan: Plan, locale: Locale) -> str:
    """A plan as feeds and programs name it: '[Monthly plan] December 2026'."""
    month = plan_month(plan.month, locale)
    if plan.items:
        return locale.say("feed.plan", month=month)
    return locale.say("feed.plan_empty", month=month, nothing=locale.say("plans.nothing"))


def plan_month(month: date, locale: Locale) -> str:
    """A plan's month as its feed item names it: 'Tháng 12/2026', 'December 2026'."""
    return locale.times.month(month.year, month.month, "plans.month")


def nothing_planned(public: PublicPlan, locale: Locale) -> str:
    """The sentence of a plan that lists nothing, which is news as well; else no text."""
    month = public.plan.month
    if public.items:
        return ""
    key = "plans.empty_over" if public.state == "completed" else "plans.empty"
    return locale.times.month(month.year, month.month, key)


def in_order(public: PublicPlan) -> list[PublicPlanItem]:
    """A plan's items by their expected days, those of one day by the starts of their releases."""

    def place(item: PublicPlanItem) -> tuple[date, float]:
        start = item.release.release.window.start.timestamp() if item.release else inf
        return item.item.expected, start

    return sorted(public.items, key=place)


def release_line(public: PublicRelease, locale: Locale, cards: Mapping[str, Card]) -> PlanLine:
    """A release that the plan does not list, on the day of its start."""
    card, times = cards[public.release.id], locale.times
    day = times.day_of(public.release.window.start)
    return PlanLine(
        title=card.title,
        category=card.category,
        day=times.leading(day),
        short=times.in_month(day),
        card=card,
        time=_window(public, day, card, locale),
        why=_why(public, locale),
    )


def _why(public: PublicRelease, locale: Locale) -> Markup | None:
    return None if public.state in UNSETTLED else happened(public, locale, summary_in_row)


def _window(public: PublicRelease, day: date, card: Card, locale: Locale) -> TimeText | None:
    """Its window, if it is announced for ``day`` and no other."""
    window, times = public.release.window, locale.times
    if card.countdown is None or {
        times.day_of(window.start),
        times.day_of(window.end - _SECOND),
    } != {day}:
        return None
    return times.window(window.start, window.end)


def plan_page(
    public: PublicPlan,
    policy: Policy,
    locale: Locale,
    cards: Mapping[str, Card],
    freezes: tuple[FreezeLine, ...] = (),
    delivered: Delivered = MappingProxyType({}),
) -> PlanPage:
    """The page of a plan, its items by day. ``cards`` hold the public releases only; ``freezes`` are
    those that touch its month, ``delivered`` is the site's."""
    plan, times, note = public.plan, locale.times, locale.say("plans.unplanned")
    over = public.state == "completed"
    lines = tuple(_line(item, policy, locale, cards) for item in in_order(public))
    others = tuple(
        replace(release_line(release, locale, cards), mark="unplanned", note=note)
        for release in sorted(public.unplanned, key=lambda p: p.release.window.start)
    )
    message = public.messages[-1] if public.messages else None
    month, empty = (plan.month.year, plan.month.month), nothing_planned(public, locale)
    summary = locale.localize(plan.summary)
    return PlanPage(
        id=plan.id,
        title=times.month(*month, "plans.month_title"),
        year=plan.month.year,
        month=plan_month(plan.month, locale),
        about=" ".join(filter(None, (empty, summary.text)))
        or times.month(*month, "plans.month_description"),
        empty=empty,
        summary=summary,
        url=locale.at.plan(plan.id),
        badge=_badge(public, locale),
        over=over,
        lines=lines,
        others=others,
        tally=plan_tally(
            [line.mark for line in lines],
            [line.card.badge.key for line in lines if line.card],
            locale,
            over=over,
        ),
        freezes=freezes,
        anchor=message.anchor if message else "",
        published=_published(message, locale) if message else "",
        mailed=mailed(locale, message, delivered) if message else "",
        imported=public.imported,
    )


def _published(message: Message, locale: Locale) -> str:
    """When it was posted, and by when that was promised, in one sentence."""
    time, deadline = locale.times.instant(message.at), message.records[0].deadline
    if deadline is None:
        return locale.say.html("notice.published", time=time)
    # It has until midnight, which people call the end of the day before.
    return locale.say.html("plans.posted", time=time, day=locale.times.date(deadline - _SECOND))


def _line(
    public_item: PublicPlanItem, policy: Policy, locale: Locale, cards: Mapping[str, Card]
) -> PlanLine:
    item, times = public_item.item, locale.times
    day = times.day(item.expected)
    now = times.date(public_item.release.release.window.start) if public_item.release else day
    mark, note = _result(public_item), ""
    if mark and mark not in _BADGE_SAYS:
        note = locale.say(f"plans.{mark}", **({"day": now} if mark == "moved" else {}))
    elif (
        public_item.release is not None and public_item.release.state != "cancelled" and now != day
    ):
        mark, note = "current", locale.say("plans.current", day=now)
    card = cards[public_item.release.release.id] if public_item.release else None
    return PlanLine(
        title=locale.localize(item.title),
        category=locale.localize(policy.categories[item.category].label),
        day=times.leading(item.expected),
        short=times.in_month(item.expected),
        card=card,
        time=_window(public_item.release, item.expected, card, locale)
        if public_item.release and card
        else None,
        mark=mark,
        note=note,
        why=_why(public_item.release, locale) if public_item.release else None,
    )


def _result(public_item: PublicPlanItem) -> PlanMark:
    """What became of it. Of what failed the day is no success: its badge says what happened."""
    result, public = public_item.result or "", public_item.release
    outcome = public.release.outcome if public is not None else None
    if result and outcome is not None:
        if outcome.result == "rolled_back":
            return "rolled_back"
        if outcome.result == "partial" and result == "kept":
            return "partial"
    return result


def _badge(public: PublicPlan, locale: Locale) -> Badge:
    """Where the month stands."""
    if public.state == "announced":
        return Badge("announced", locale.say("plans.ahead"), live=False)
    if public.state == "in_progress":
        return Badge("window", locale.say("plans.under_way"), live=False)
    return Badge("published", locale.say("plans.over"), live=False)
