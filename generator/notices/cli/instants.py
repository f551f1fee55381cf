"""Instants and windows in reports: with the weekday, in the policy's zone, which a report names once.

Belongs here: how they read, as phrases and said in the chosen language. Does not belong here: which
instants there are, how they read in problems (``domain.wording``).
"""

from __future__ import annotations

from datetime import datetime

from notices.cli.language import say_in
from notices.cli.words import weekday
from notices.domain.instants import local
from notices.domain.phrases import Phrase, joined
from notices.domain.policy import Policy
from notices.domain.release import Window
from notices.domain.wording import written_text

__all__ = ["clock", "instant", "instant_phrase", "span"]


def instant_phrase(at: datetime, policy: Policy) -> Phrase:
    """``Sat 2026-12-12 20:00``; the offset only where a clock change asks for it."""
    day = local(at, policy.zone).date()
    return joined([weekday(day), written_text(at, policy)])


def instant(at: datetime, policy: Policy) -> str:
    """The same, said."""
    return say_in(instant_phrase(at, policy))


def span(window: Window, policy: Policy) -> str:
    """``Sat 2026-12-12 20:00 – 22:00``; the second day only where it is another one."""
    days = {local(at, policy.zone).date() for at in (window.start, window.end)}
    end = clock(window.end, policy) if len(days) == 1 else instant(window.end, policy)
    return f"{instant(window.start, policy)} – {end}"


def clock(at: datetime, policy: Policy) -> str:
    """``20:00``; seconds and offset where they are needed."""
    return written_text(at, policy).partition(" ")[2]
