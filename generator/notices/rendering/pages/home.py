"""The home page: what runs, what is ahead, what ended last, the months under way, the promises.

Belongs here: what comes before and after the hand-written text. Does not belong here: a release's card
(``cards``), a month's grid (``month``), the promises in words (``promises``).
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.rendering.documents import Document
from notices.rendering.pages.month import months_of
from notices.rendering.registry import LanguageContext, PageKind, PageSet
from notices.rendering.shells import WRITTEN
from notices.rendering.views.freezes import freezes_ahead
from notices.rendering.views.promises import promises_of

__all__ = ["PAGES", "SHOWN"]

SHOWN = 5
"""How many releases each list shows."""

_HOME = PageKind(WRITTEN + "index", "", "home", 1, ("lists.css", "month.js"))


def _home(context: LanguageContext) -> Iterator[Document]:
    lists, months = context.lists, context.once(months_of)
    plans = [
        (page, plan)
        for page, plan in zip(context.plan_pages, context.site.plans, strict=True)
        if page.badge is not None
    ]
    plans.reverse()
    lead = context.renderer.render(
        "home.html",
        context.locale.at.home,
        running=lists.running,
        ahead=lists.ahead[:SHOWN],
        more=max(0, len(lists.ahead) - SHOWN),
        latest=lists.latest[:SHOWN],
        plans=[page for page, _ in plans],
        months={page.id: months.grid(plan) for page, plan in plans},
        shown=SHOWN,
    )
    tail = context.renderer.render(
        "promises.html",
        context.locale.at.home,
        promises=promises_of(context.site.policy, context.locale, context.site.systems),
        freezes=freezes_ahead(context.site, context.locale),
    )
    yield context.frame.written("index", _HOME.path, context.heads.home(), lead=lead, tail=tail)


PAGES = PageSet(10, (_HOME,), _home)
