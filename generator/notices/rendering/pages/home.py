"""The home page: what runs, what is ahead, the months under way, the latest news.

Belongs here: what comes before and after the hand-written text. Does not belong here: a release's card
(``cards``), a month's grid (``month``), how far ahead customers are told (``lead_times``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from notices.domain.past import newest_instant
from notices.domain.public import PublicPlan
from notices.rendering.documents import Document
from notices.rendering.pages.month import months_of
from notices.rendering.registry import LanguageContext, PageKind, PageSet
from notices.rendering.shells import WRITTEN
from notices.rendering.views.freezes import freezes_ahead
from notices.rendering.views.latest import latest_news
from notices.rendering.views.plan_page import PlanLine, PlanPage
from notices.rendering.views.promises import has_promises

__all__ = ["BESIDE", "PAGES", "SHOWN"]

SHOWN = 5
"""How many releases each list shows."""

BESIDE = 7
"""How many lines of a plan stand beside its calendar."""

_HOME = PageKind(WRITTEN + "index", "", "home", 1, ("home.css", "plans.css", "month.js"))


def _home(context: LanguageContext) -> Iterator[Document]:
    lists, months, site = context.lists, context.once(months_of), context.site
    shown = [
        (page, lines, plan)
        for page, plan in zip(context.plan_pages, site.plans, strict=True)
        if not page.over and ((lines := _ahead(page)) or not page.lines)
    ]
    shown.reverse()
    changed, ahead = newest_instant(site), lists.ahead[:SHOWN]
    lead = context.renderer.render(
        "home.html",
        context.locale.at.home,
        running=lists.running,
        ahead=ahead,
        later=lists.ahead[SHOWN:],
        latest=latest_news(site, context.cards, context.locale, SHOWN, {card.id for card in ahead}),
        plans=[
            (
                page,
                _nearest(page, lines),
                len(lines) - _most(len(lines)),
                *_besides(page, lines, plan, context),
            )
            for page, lines, plan in shown
        ],
        months={page.id: months.grid(plan) for page, lines, plan in shown if lines},
        updated=context.locale.times.instant(changed) if changed else None,
        mails=bool(site.subscribe),
    )
    tail = context.renderer.render(
        "promises.html",
        context.locale.at.home,
        promises=has_promises(site.policy),
        freezes=freezes_ahead(site, context.locale),
    )
    yield context.frame.written("index", _HOME.path, context.heads.home(), lead=lead, tail=tail)


def _most(count: int) -> int:
    """How many of a plan are shown; a single one beyond takes no more room than to say so."""
    return count if count == SHOWN + 1 else min(count, SHOWN)


def _ahead(page: PlanPage) -> list[PlanLine]:
    """What a plan says of what is ahead; of the rest, its page tells."""
    return [
        line
        for line in page.lines
        if (line.card.badge.key == "announced" if line.card else not line.note)
    ]


def _besides(
    page: PlanPage, ahead: Sequence[PlanLine], plan: PublicPlan, context: LanguageContext
) -> tuple[str, str]:
    """In words, how many of a plan are still ahead, and how many of its month are not in it.

    Empty where all are ahead, and where none is outside.
    """
    say, total = context.locale.say, len(page.lines)
    outside = len(page.others) + len(context.once(months_of).beside(plan))
    return (
        say("plans.ahead_of", n=len(ahead), total=total) if len(ahead) < total else "",
        say.count("plans.outside", outside) if outside else "",
    )


def _nearest(page: PlanPage, ahead: Sequence[PlanLine]) -> list[tuple[PlanLine, bool]]:
    """What of a plan is shown, by day, and whether it is ahead: of that the next, then what was last."""
    shown = ahead[: _most(len(ahead))]
    over = [line for line in page.lines if line not in ahead][-(BESIDE - len(shown)) :]
    return [(line, line in shown) for line in page.lines if line in shown or line in over]


PAGES = PageSet(10, (_HOME,), _home)
