"""How a plan's month goes: so many things of each result, in the words of one language.

Belongs here: which results are counted, and when. Does not belong here: what became of a single
thing (``plan_page``), the layout (``theme/templates``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from notices.rendering.locale.locale import Locale

__all__ = ["PlanCount", "PlanMark", "plan_tally"]

PlanMark = Literal[
    "", "kept", "moved", "rolled_back", "dropped", "unplanned", "current",
    "completed", "partial", "cancelled", "expected",
]  # fmt: skip

_RESULTS: tuple[PlanMark, ...] = ("kept", "moved", "partial", "rolled_back", "dropped")
_ENDED: tuple[PlanMark, ...] = ("completed", "partial", "rolled_back", "cancelled")


@dataclass(frozen=True, slots=True)
class PlanCount:
    """So many things of one result, in words; first all that the plan lists, without a mark."""

    mark: PlanMark
    text: str


def plan_tally(
    marks: Sequence[PlanMark], states: Sequence[str], locale: Locale, *, over: bool
) -> tuple[PlanCount, ...]:
    """How many things it lists; once some of them have ended or the month has, how many went which way.

    ``marks`` has what became of each of them, ``states`` the badges of those that are announced. Before
    the month's end, what has not ended counts as one: only a publication ends an update, the reader's
    clock alone begins it.
    """
    say = locale.say
    planned = PlanCount("", say.count("plans.count", len(marks)) if marks else _nothing(locale))
    if over:
        counts = Counter(marks)
        return (planned, *_counted(counts, _RESULTS, "plans.tally", locale))
    ends = Counter(states)
    ended = _counted(ends, _ENDED, "plans.so_far", locale)
    left = len(marks) - sum(ends[end] for end in _ENDED)
    if ended and left:
        ended = (*ended, PlanCount("expected", say.count("plans.so_far.ahead", left)))
    return (planned, *ended)


def _counted(
    counts: Mapping[Any, int], marks: Sequence[PlanMark], texts: str, locale: Locale
) -> tuple[PlanCount, ...]:
    return tuple(
        PlanCount(mark, locale.say.count(f"{texts}.{mark}", counts[mark]))
        for mark in marks
        if counts[mark]
    )


def _nothing(locale: Locale) -> str:
    nothing = locale.say("plans.nothing")
    return nothing[:1].upper() + nothing[1:]
