"""The latest news: what ended, was cancelled or moved last, newest news first.

Belongs here: what is news, since when, and why, in the words of one language. Does not belong here:
what lies ahead or runs (``cards``), the layout (``theme/templates``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nlargest

from markupsafe import Markup

from notices.domain.public import PublicRelease, PublicSite
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import TimeText
from notices.rendering.views.cards import Card
from notices.rendering.views.happened import happened, newest_move
from notices.rendering.views.summaries import summary_in_row

__all__ = ["News", "latest_news"]


@dataclass(frozen=True, slots=True)
class News:
    """One release that is over or was moved. ``why`` is what became of it other than was planned, if known.

    ``cancelled`` is when that was, ``planned`` the day that it was planned for; neither of every other.
    ``moved`` is when it was told that it was moved.
    """

    card: Card
    summary: LocalizedText
    why: Markup | None
    cancelled: TimeText | None = None
    planned: TimeText | None = None
    moved: TimeText | None = None


def latest_news(
    site: PublicSite,
    cards: Mapping[str, Card],
    locale: Locale,
    most: int,
    shown: Collection[str] = (),
) -> tuple[News, ...]:
    """What ended, was cancelled or moved last, newest news first; ``most`` of them at most.

    What lies ahead and is ``shown`` above is no news.
    """
    news = [
        (since, public)
        for public in site.releases
        if public.release.id not in shown and (since := _since(public)) is not None
    ]
    newest = nlargest(most, news, key=lambda each: (each[0], each[1].release.id))
    return tuple(_news(public, cards[public.release.id], locale) for _, public in newest)


def _news(public: PublicRelease, card: Card, locale: Locale) -> News:
    cancelled, why = public.release.cancelled, happened(public, locale)
    summary = replace(card.summary, text=summary_in_row(card.summary.text))
    if public.state != "cancelled" or cancelled is None:
        move = newest_move(public) if public.state == "announced" else None
        return News(card, summary, why, moved=locale.times.instant(move.at) if move else None)
    times, planned = locale.times, public.release.window.start
    return News(card, summary, why, times.instant(cancelled.at), times.day_alone(planned))


def _since(public: PublicRelease) -> datetime | None:
    """Since when it is news; None of what is none."""
    release = public.release
    if public.state == "announced":
        move = newest_move(public)
        return move.at if move else None
    if public.state not in ("completed", "cancelled"):
        return None
    if release.cancelled is not None:
        return release.cancelled.at
    return release.outcome.at if release.outcome is not None else release.window.end
