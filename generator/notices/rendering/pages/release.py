"""The page of each release.

Belongs here: that page as a document. Does not belong here: what it says (``release_page``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from notices.domain.public import PublicRelease
from notices.rendering.documents import Document
from notices.rendering.locale.plain import plain
from notices.rendering.registry import LanguageContext, PageKind, PageSet
from notices.rendering.views.release_page import ReleasePage, release_page

__all__ = ["PAGES"]

_RELEASE = PageKind("release", "releases/{id}/", "changelog", assets=("release.css",))


def _plan_of(context: LanguageContext) -> Mapping[str, str]:
    """The month (``YYYY-MM``) of the plan that lists each release."""
    return {
        item.release.release.id: plan.plan.id
        for plan in context.site.plans
        for item in plan.items
        if item.release is not None
    }


def _release(context: LanguageContext, public: PublicRelease) -> Iterator[Document]:
    plan, local = (
        context.once(_plan_of).get(public.release.id, ""),
        f"releases/{public.release.id}/",
    )

    def make() -> Document:
        return _page(context, public, local, plan)

    delivered = context.site.delivered
    mails = [delivered.get(message.uid, {}).get("mail") for message in public.messages]
    pictured = context.heads.release_cards.has(public)
    inputs = context.page_inputs("release", public, plan, mails, pictured)
    yield context.frame.later(_RELEASE.name, local, inputs, make)


def _page(context: LanguageContext, public: PublicRelease, local: str, plan: str) -> Document:
    policy = context.site.policy
    page = release_page(
        public,
        context.locale,
        context.cards,
        context.guide_pages,
        plan,
        context.site.delivered,
        over=public.state == "completed",
        result_expected=policy.outcome_within.after(public.release.window.end, policy.zone),
    )
    card = page.card
    return context.frame.shell(
        _RELEASE,
        local,
        card.title.text,
        _about(page, context),
        context.renderer.render("release.html", card.url, page=page, support=context.theme.support),
        head=context.heads.release(public, card),
    )


def _about(page: ReleasePage, context: LanguageContext) -> str:
    """What previews of links say: how it ended comes first, and before that what we owe to say."""
    late = context.locale.say("release.unannounced") if page.unannounced else ""
    return " ".join(filter(None, (late, plain(page.outcome), page.card.summary.text)))


PAGES = PageSet(75, (_RELEASE,), for_release=_release)
