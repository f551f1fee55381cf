"""A monthly plan in the words of one language: its own page, and its line among all plans.

Belongs here: what is planned for which day, what became of it, when the plan was announced.
Does not belong here: judging that (``pipeline.showing``), the layout (``theme/templates``).

A day of a plan is what was meant, never a promise of a time: so it is plain text, and no
element that the browser reads in another zone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from generator.domain.policy import Policy
from generator.domain.public import PublicPlan, PublicPlanItem
from generator.rendering.language.texts import Told
from generator.rendering.language.voice import Voice
from generator.rendering.stories.cards import Badge, Card

__all__ = ["PlanLine", "PlanPage", "in_order", "plan_month", "plan_page"]

Mark = Literal["", "kept", "moved", "dropped", "unplanned", "current"]

_FATES: tuple[Mark, ...] = ("kept", "moved", "dropped", "unplanned")
_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One thing of a plan. ``card`` is its release's, once that is public.

    ``mark`` names icon and colour of the ``note``: what became of it after the month, before
    that only where its release now stands on another day.
    """

    title: Told
    category: Told
    day: str
    card: Card | None
    mark: Mark = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanCount:
    """So many things of one fate, in words; before the month's end all, without a mark."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """All that is said of one month's plan; ``url`` is below the site's root.

    ``published`` and ``promise`` are HTML; empty for a plan that makes no claim about its
    notice. ``anchor`` is where its feed item leads.
    """

    id: str
    title: str
    year: int
    month: str
    about: str
    summary: Told
    url: str
    badge: Badge | None
    lines: tuple[PlanLine, ...]
    others: tuple[PlanLine, ...]
    tally: tuple[PlanCount, ...]
    anchor: str
    published: str
    promise: str
    imported: bool


def plan_month(month: date, voice: Voice) -> str:
    """A plan's month as its feed item names it: 'Tháng 12/2026', 'December 2026'."""
    return voice.words.month(month.year, month.month, "plans.month")


def in_order(public: PublicPlan) -> list[PublicPlanItem]:
    """A plan's items by their expected days."""
    return sorted(public.items, key=lambda item: item.item.expected)


def plan_page(
    public: PublicPlan, policy: Policy, voice: Voice, cards: Mapping[str, Card]
) -> PlanPage:
    """The page of a plan, its items by day. ``cards`` hold the public releases only."""
    plan, words = public.plan, voice.words
    lines = tuple(_line(item, policy, voice, cards) for item in in_order(public))
    others = tuple(
        PlanLine(
            card.title,
            card.category,
            words.leading(words.day_of(found.release.window.start)),
            card,
            "unplanned",
            voice.say("plans.unplanned"),
        )
        for found in sorted(public.unplanned, key=lambda p: p.release.window.start)
        for card in (cards[found.release.id],)
    )
    message = public.messages[-1] if public.messages else None
    deadline = message.records[0].deadline if message else None
    month = plan.month.year, plan.month.month
    return PlanPage(
        id=plan.id,
        title=words.month(*month, "plans.month_title"),
        year=plan.month.year,
        month=plan_month(plan.month, voice),
        about=words.month(*month, "plans.month_description"),
        summary=voice.tell(plan.summary),
        url=voice.at.plan(plan.id),
        badge=_badge(public, voice),
        lines=lines,
        others=others,
        tally=_tally(lines, others, voice, over=public.state == "completed"),
        anchor=message.anchor if message else "",
        published=voice.say.html("notice.published", time=words.moment(message.at))
        if message
        else "",
        # It has until midnight, which people call the end of the day before.
        promise=voice.say("plans.promise", day=words.date(deadline - _MOMENT)) if deadline else "",
        imported=public.imported,
    )


def _line(
    found: PublicPlanItem, policy: Policy, voice: Voice, cards: Mapping[str, Card]
) -> PlanLine:
    item, words = found.item, voice.words
    day = words.day(item.expected)
    now = words.date(found.release.release.window.start) if found.release else day
    mark: Mark = found.fate or ""
    note = ""
    if found.fate is not None:
        note = voice.say(f"plans.{found.fate}", **({"day": now} if found.fate == "moved" else {}))
    elif found.release is not None and found.release.state != "cancelled" and now != day:
        mark, note = "current", voice.say("plans.current", day=now)
    return PlanLine(
        title=voice.tell(item.title),
        category=voice.tell(policy.categories[item.category].label),
        day=words.leading(item.expected),
        card=cards[found.release.release.id] if found.release else None,
        mark=mark,
        note=note,
    )


def _badge(public: PublicPlan, voice: Voice) -> Badge | None:
    """Where the month stands; none for one that is over, whose lines say what came of it."""
    if public.state == "announced":
        return Badge("announced", voice.say("plans.ahead"), live=False)
    if public.state == "in_progress":
        return Badge("window", voice.say("plans.under_way"), live=False)
    return None


def _tally(
    lines: tuple[PlanLine, ...], others: tuple[PlanLine, ...], voice: Voice, *, over: bool
) -> tuple[PlanCount, ...]:
    """How many things it lists; once the month is over, how many of them went which way."""
    say = voice.say
    if not over:
        return (PlanCount("", say.count("plans.count", len(lines))),)
    found = Counter[Mark](line.mark for line in (*lines, *others))
    return tuple(
        PlanCount(fate, say.count(f"plans.tally.{fate}", found[fate]))
        for fate in _FATES
        if found[fate]
    )
