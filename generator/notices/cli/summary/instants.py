"""Instants in the summary: with the weekday, in the policy's zone, which the summary names once.

Belongs here: how they read. Does not belong here: which instants there are.
"""

from __future__ import annotations

from datetime import datetime

from notices.cli.language import say_in
from notices.cli.words import weekday
from notices.domain.instants import local
from notices.domain.policy import Policy
from notices.domain.release import Window

__all__ = ["instant", "span"]


def instant(at: datetime, policy: Policy) -> str:
    """``Sat 2026-12-12 20:00``."""
    wall = local(at, policy.zone)
    return f"{say_in(weekday(wall))} {wall:%Y-%m-%d} {_clock(wall)}"


def span(window: Window, policy: Policy) -> str:
    """``Sat 2026-12-12 20:00 – 22:00``; the second day only where it is another one."""
    start, end = (local(at, policy.zone) for at in (window.start, window.end))
    same = start.date() == end.date()
    return (
        f"{instant(window.start, policy)} – {_clock(end) if same else instant(window.end, policy)}"
    )


def _clock(wall: datetime) -> str:
    return f"{wall:%H:%M:%S}" if wall.second else f"{wall:%H:%M}"
