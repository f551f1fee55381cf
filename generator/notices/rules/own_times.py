"""Times that an entry chooses for its notices, with the bounds that the policy sets them.

Belongs here: what the rules ``lead-time`` and ``too-early`` share. Does not belong here: the
rules, when a notice is planned (``domain.schedule``).
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.public import NoticeStanding
from notices.domain.schedule import Timing, timing
from notices.rules.context import RuleContext

__all__ = ["bounds_help", "own_times"]


def own_times(context: RuleContext) -> Iterator[tuple[NoticeStanding, Timing]]:
    """Each notice that is still owed, with its times."""
    for standing in context.notices:
        if standing.status not in ("published", "not_owed"):
            yield (
                standing,
                timing(
                    standing.rule, context.release, context.policy, context.history, context.now
                ),
            )


def bounds_help(context: RuleContext, standing: NoticeStanding) -> str:
    """What `at` may be for this notice."""
    until = f"until {context.when(standing.deadline)}" if standing.deadline else ""
    since = f"from {context.when(standing.opens)} " if standing.opens else ""
    return f"`at` may be {since}{until}; without it, the program chooses a time"
