"""The monthly plans: the list of them, and the page of each.

Belongs here: these pages, where the policy asks for plans. Does not belong here: what a plan
says (``plan_page``), a month's grid (``month``).
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.policy import Policy
from notices.rendering.documents import Document
from notices.rendering.pages.month import months_of
from notices.rendering.registry import LanguageContext, PageKind, PageSet
from notices.rendering.views.next_plan import next_plan

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
    say, months, pages = context.locale.say, context.once(months_of), context.plan_pages
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


PAGES = PageSet(60, (_PLANS, _PLAN), _plans)
