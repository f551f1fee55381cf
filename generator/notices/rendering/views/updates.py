"""Updates of a release as pages, feeds and calendars show them.

Belongs here: their time and text in one language, and which is the latest. Does not belong here:
the messages that told them (``timeline``), the layout (``theme/templates``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from notices.domain.public import UNSETTLED, PublicRelease
from notices.domain.release import Update
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import TimeText

__all__ = ["UpdateText", "last_update", "latest_update", "update_text"]


@dataclass(frozen=True, slots=True)
class UpdateText:
    """One update: when it was so, and what customers are told."""

    time: TimeText
    text: LocalizedText


def update_text(update: Update, locale: Locale, near: datetime | None = None) -> UpdateText:
    """An update in the words of one language; its time as beside a window that starts at ``near``."""
    times = locale.times
    time = times.instant(update.at) if near is None else times.near(update.at, near)
    return UpdateText(time, locale.localize(update.text))


def latest_update(public: PublicRelease, locale: Locale) -> UpdateText | None:
    """The newest update of a release that lies ahead, runs, or waits for its result."""
    if public.state not in UNSETTLED or not public.release.updates:
        return None
    return update_text(public.release.updates[-1], locale)


def last_update(public: PublicRelease, locale: Locale) -> UpdateText | None:
    """The newest update of a release that is over, where it tells of how that ended.

    Of one that succeeded or was cancelled, what was said before is no longer news.
    """
    release = public.release
    if not release.updates or public.state in UNSETTLED:
        return None
    newest, ended = release.updates[-1], release.cancelled or release.outcome
    failed = release.outcome is not None and release.outcome.result != "success"
    if failed or (ended is not None and newest.at >= ended.at):
        return update_text(newest, locale)
    return None
