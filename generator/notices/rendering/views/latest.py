"""The latest news: what ended or was cancelled last, newest news first.

Belongs here: what is news, since when, and why, in the words of one language. Does not belong here:
what lies ahead or runs (``cards``), the layout (``theme/templates``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest

from notices.domain.public import PublicRelease, PublicSite
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import TimeText
from notices.rendering.views.cards import Card

__all__ = ["News", "latest_news"]


@dataclass(frozen=True, slots=True)
class News:
    """One release that is over. ``about`` is what it was; of one that was cancelled, why.

    ``cancelled`` is when that was, ``planned`` the day that it was planned for; neither of every other.
    """

    card: Card
    about: LocalizedText
    cancelled: TimeText | None = None
    planned: str = ""


def latest_news(
    site: PublicSite, cards: Mapping[str, Card], locale: Locale, most: int
) -> tuple[News, ...]:
    """What ended or was cancelled last, newest news first; ``most`` of them at most."""
    ended = (p for p in site.releases if p.state in ("completed", "cancelled"))
    newest = nlargest(most, ended, key=lambda p: (_since(p), p.release.id))
    return tuple(_news(public, cards[public.release.id], locale) for public in newest)


def _news(public: PublicRelease, card: Card, locale: Locale) -> News:
    cancelled = public.release.cancelled
    if public.state != "cancelled" or cancelled is None:
        return News(card, card.summary)
    why = locale.localize(cancelled.reason)
    return News(
        card,
        why if why.text else card.summary,
        locale.times.instant(cancelled.at),
        locale.times.date(public.release.window.start),
    )


def _since(public: PublicRelease) -> datetime:
    release = public.release
    if release.cancelled is not None:
        return release.cancelled.at
    return release.outcome.at if release.outcome is not None else release.window.end
