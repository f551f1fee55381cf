"""Times that an entry chooses for its notices, with the bounds that the policy sets them.

Belongs here: what the rules ``lead-time`` and ``too-early`` share. Does not belong here: the
rules, when a notice is planned (``domain.schedule``).
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import Phrase, phrase
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


def bounds_help(context: RuleContext, standing: NoticeStanding) -> Phrase:
    """What `at` may be for this notice, which has a deadline."""
    assert standing.deadline is not None
    until = context.when(standing.deadline)
    if standing.opens is None:
        return phrase(
            "`at` may be until {until}; without it, the program chooses a time", until=until
        )
    return phrase(
        "`at` may be from {since} until {until}; without it, the program chooses a time",
        since=context.when(standing.opens),
        until=until,
    )
