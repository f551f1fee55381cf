"""The page of lead times: how far ahead customers are told of each kind of update.

Belongs here: the page, where the policy tells customers anything, and one example of a promise that was
kept. Does not belong here: the policy in words (``promises``), all that was kept of it (``on_time``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from notices.domain.punctuality import ahead_of_start
from notices.rendering.documents import Document
from notices.rendering.registry import LanguageContext, PageKind, PageSet
from notices.rendering.views.cards import Card
from notices.rendering.views.promised import promised_length
from notices.rendering.views.promises import has_promises, plan_promise, promises_of

__all__ = ["PAGES"]

_LEAD_TIMES = PageKind(
    "lead-times", "lead-times/", "lead-times", assets=("on-time.css",), needs=has_promises
)


@dataclass(frozen=True, slots=True)
class Example:
    """An update whose first notice came in time: how far ahead that was ``promised`` and ``posted``."""

    card: Card
    date: str
    promised: str
    posted: str


def _example(context: LanguageContext) -> Example | None:
    """The newest such update that was neither moved nor cancelled."""
    times = context.locale.times
    for public in context.site.releases:
        start = public.release.window.start
        if public.preview or public.state == "cancelled":
            continue
        for record in public.promises[:1]:
            ahead, rule = ahead_of_start(record), public.category.notice(record.notice)
            if record.verdict != "on_time" or record.start != start or ahead is None:
                continue
            if promised := promised_length(record, rule, context.site.policy, context.locale):
                card = context.cards[public.release.id]
                return Example(card, times.date(start), promised, times.length(ahead))
    return None


def _lead_times(context: LanguageContext) -> Iterator[Document]:
    site, say = context.site, context.locale.say
    if has_promises(site.policy):
        yield context.frame.page(
            _LEAD_TIMES,
            "lead-times.html",
            say("promises.title"),
            say("promises.description"),
            promises=promises_of(site.policy, context.locale, site.systems),
            plan=plan_promise(site.policy, context.locale),
            place=context.locale.times.place or site.policy.timezone,
            example=_example(context),
            reasoned=any(each.windows.approvers for each in site.policy.categories.values()),
        )


PAGES = PageSet(75, (_LEAD_TIMES,), _lead_times)
