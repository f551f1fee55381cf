"""The monthly plans: the list of them, and the page of each.

Belongs here: these pages, where the policy asks for plans. Does not belong here: what a plan
says (``plan_page``), a month's grid (``month``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from notices.domain.policy import Policy
from notices.rendering.documents import Document
from notices.rendering.locale.locale import Locale
from notices.rendering.pages.month import months_of
from notices.rendering.registry import LanguageContext, PageKind, PageSet
from notices.rendering.views.next_plan import next_plan
from notices.rendering.views.plan_page import PlanLine, PlanPage
from notices.rendering.views.plan_tally import PlanCount

__all__ = ["PAGES"]


def _has_plans(policy: Policy) -> bool:
    return policy.plan is not None


_PLANS = PageKind("plans", "plans/", "plans", 3, ("plans.css",), needs=_has_plans)
_PLAN = PageKind(
    "plan", "plans/{month}/", "plans", assets=("plans.css", "month.js"), needs=_has_plans
)


def _plans(context: LanguageContext) -> Iterator[Document]:
    if not _has_plans(context.site.policy):
        return
    say, months = context.locale.say, context.once(months_of)
    pages = [
        _counted(page, months.beside(plan), context.locale)
        for page, plan in zip(context.plan_pages, context.site.plans, strict=True)
    ]
    title, next = say("plans.title"), next_plan(context.site, context.locale)
    yield context.frame.page(
        _PLANS, "plans.html", title, say("plans.description"), plans=pages, next=next
    )
    # The newest comes first.
    around = zip((None, *pages), (*pages[1:], None), strict=False)
    for page, plan, (later, earlier) in zip(pages, context.site.plans, around, strict=False):
        content = context.renderer.render(
            "plan.html",
            page.url,
            page=page,
            month=months.grid(plan),
            beside=months.beside(plan),
            earlier=earlier,
            later=later,
            next=None if later else next,
        )
        above = (title, context.locale.at.plans)
        yield context.frame.shell(
            _PLAN, f"plans/{page.id}/", page.title, page.about, content, above
        )


def _counted(page: PlanPage, beside: Sequence[PlanLine], locale: Locale) -> PlanPage:
    """Its tally with how many updates of its month are not in it."""
    key = "plans.tally.unplanned" if page.over else "plans.so_far.unplanned"
    if outside := len(page.others) + len(beside):
        count = PlanCount("unplanned", locale.say.count(key, outside))
        return replace(page, tally=(*page.tally, count))
    return page


PAGES = PageSet(60, (_PLANS, _PLAN), _plans)
