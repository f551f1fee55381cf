"""The page of lead times: how far ahead customers are told of each kind of update.

Belongs here: the page, where the policy tells customers anything. Does not belong here: the policy in
words (``promises``), what was kept of it (``on_time``).
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.rendering.documents import Document
from notices.rendering.registry import LanguageContext, PageKind, PageSet
from notices.rendering.views.promises import has_promises, promises_of

__all__ = ["PAGES"]

_LEAD_TIMES = PageKind(
    "lead-times", "lead-times/", "lead-times", assets=("lists.css",), needs=has_promises
)


def _lead_times(context: LanguageContext) -> Iterator[Document]:
    site, say = context.site, context.locale.say
    if has_promises(site.policy):
        yield context.frame.page(
            _LEAD_TIMES,
            "lead-times.html",
            say("promises.title"),
            say("promises.description"),
            promises=promises_of(site.policy, context.locale, site.systems),
            reasoned=any(each.windows.approvers for each in site.policy.categories.values()),
        )


PAGES = PageSet(75, (_LEAD_TIMES,), _lead_times)
