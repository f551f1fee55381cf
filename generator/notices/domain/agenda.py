"""The agenda: who owes what by when, as values.

Belongs here: the shape of one item, the order of items, and the part of the agenda that one
stands in. Does not belong here: finding what is owed (``evaluation.agenda``), how an agenda is
printed (``cli``) or drawn (``rendering.agenda``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from notices.domain.instants import SECOND, local
from notices.domain.policy import Policy, Texts
from notices.domain.problem import EntryKind, Mark

__all__ = [
    "AGENDA_PARTS",
    "AgendaItem",
    "AgendaKind",
    "AgendaPart",
    "day_of_due",
    "in_order",
    "part_of",
]

AgendaKind = Literal[
    "notice",
    "task",
    "plan-step",
    "approval",
    "outcome",
    "partial",
    "known-issue",
    "refused",
    "expiring",
    "delivery",
]

AgendaPart = Literal["overdue", "today", "week", "later"]
AGENDA_PARTS: tuple[AgendaPart, ...] = ("overdue", "today", "week", "later")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One thing that ``role`` owes for one entry until ``due`` (UTC; ``None``: no date is set).

    ``name`` tells it from others of its kind and entry: the notice's, the task's or the role's
    id, the title of a known issue. ``opens`` is the instant before which it cannot be done.
    ``message`` says what is owed and ``help`` how it is done; ``title`` is the entry's own,
    ``detail`` what the message is about, both in the languages that they are written in. ``mark``
    is where a person writes, ``text`` the YAML to write there and ``command`` what to run instead
    or afterwards; ``outbox`` are the files of the message to send. ``source`` is the row of the
    procedure that asks for it. Texts are empty where there is nothing to say.
    """

    role: str
    kind: AgendaKind
    entry_kind: EntryKind
    entry: str
    message: str
    help: str
    due: datetime | None
    overdue: bool
    opens: datetime | None = None
    name: str = ""
    title: Texts = field(default_factory=dict)
    detail: Texts = field(default_factory=dict)
    mark: Mark | None = None
    text: str = ""
    command: str = ""
    outbox: tuple[str, ...] = ()
    source: str = ""


def in_order(items: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    """What is overdue first, then by due instant; what has no date last. Ties keep their order."""
    return tuple(sorted(items, key=lambda each: (not each.overdue, *_by_due(each))))


def _by_due(item: AgendaItem) -> tuple[bool, float]:
    return item.due is None, item.due.timestamp() if item.due else 0


def part_of(item: AgendaItem, now: datetime, policy: Policy) -> AgendaPart:
    """Where an item stands in the agenda of ``now`` (UTC); weeks end on Sunday, policy's zone."""
    if item.overdue:
        return "overdue"
    if item.due is None:
        return "later"
    today = local(now, policy.zone).date()
    day = day_of_due(item.due, policy)
    if day <= today:
        return "today"
    return "week" if day <= today + timedelta(days=6 - today.weekday()) else "later"


def day_of_due(due: datetime, policy: Policy) -> date:
    """The last day on which it is not late: midnight is the end of the day before."""
    return local(due - SECOND, policy.zone).date()
