"""How a release ended: the verdict in words, and what comes after it.

Belongs here: completed, rolled back or cancelled, when and why, and the update that follows. Does
not belong here: the rest of its page (``release_page``), the layout (``theme/templates``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from notices.domain.public import PublicRelease
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import TimeText
from notices.rendering.views.cards import Card
from notices.rendering.views.unannounced import unannounced

__all__ = ["Ending", "ending_of", "successor", "without_guides"]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a release ended: ``verdict`` names it, ``text`` says so (safe to show), and why.

    ``time`` is when, ``later`` how much later than planned; ``listed`` says that what remains is
    among its known issues. All empty while it has not ended.
    """

    verdict: str = ""
    text: str = ""
    time: TimeText | None = None
    later: str = ""
    listed: bool = False
    reason: LocalizedText | None = None


def without_guides(public: PublicRelease) -> str | None:
    """Why nobody needs a guide to the release any more: ``cancelled`` or ``rolled_back``."""
    if public.state == "cancelled":
        return "cancelled"
    outcome = public.release.outcome
    return "rolled_back" if outcome is not None and outcome.result == "rolled_back" else None


def ending_of(public: PublicRelease, locale: Locale) -> Ending:
    """How it ended, and why it was cancelled or not announced in advance."""
    release, say, times = public.release, locale.say, locale.times
    if public.state == "cancelled" and release.cancelled is not None:
        time = times.instant(release.cancelled.at)
        text = say.html("release.cancelled", time=time)
        return Ending("cancelled", text, time, reason=locale.localize(release.cancelled.reason))
    if public.state == "completed" and release.outcome is not None:
        result = release.outcome.result
        open_issues = any(issue.status == "open" for issue in release.known_issues)
        listed, time = result == "partial" and open_issues, times.instant(release.outcome.at)
        key = "partial_listed" if listed else result
        text = say.html(f"outcome.{key}", time=time, issues=say("outcome.issues"))
        exception = release.exception if unannounced(public) else None
        reason = locale.localize(exception.reason) if exception else None
        planned = result != "rolled_back" and not unannounced(public)
        later = _later(release.outcome.at - release.window.end, locale) if planned else ""
        return Ending(result, text, time, later, listed, reason)
    return Ending()


def _later(delay: timedelta, locale: Locale) -> str:
    minutes = delay // timedelta(minutes=1)
    if minutes < 1:
        return ""
    return locale.say("outcome.later", length=locale.times.length(timedelta(minutes=minutes)))


def successor(public: PublicRelease, cards: Mapping[str, Card]) -> Card | None:
    """The update that replaces a cancelled one; of one that was rolled back, that which fixes an
    issue of it. One that is not public yet must not be named.
    """
    release = public.release
    names: list[str | None] = []
    if public.state == "cancelled" and release.cancelled is not None:
        names = [release.cancelled.replaced_by]
    elif without_guides(public) == "rolled_back":
        names = [issue.fixed_in for issue in release.known_issues]
    return next((cards[name] for name in names if name is not None and name in cards), None)
