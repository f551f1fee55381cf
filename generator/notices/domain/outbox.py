"""The outbox: what a person sends as a mail or a short text, and what each message knew.

Belongs here: a message of the outbox before it has words, and a release as one message told it.
Does not belong here: which messages there are (``evaluation.outbox``), their words
(``rendering.outbox``), their files (``publishing.outbox``).

A message is written again from today's content and the ledger, and may not say more than it did:
an announcement that is written again after the update is still an announcement.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from notices.domain.layout import outbox_path
from notices.domain.ledger import Record
from notices.domain.policy import Audience
from notices.domain.public import Message, PublicPlan, PublicRelease, State
from notices.domain.release import Window

__all__ = ["OutboxMessage", "as_handed", "as_planned", "as_told", "hand_uid"]

_NAMESPACE = uuid.UUID("c7b1f0a2-6d0e-5b7b-8f0e-0d5a7f3f5c41")


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One message, before it has words.

    ``entry`` is the release or plan as the message tells it; ``message`` is there for those to
    customers, which the site shows as well. Of one for staff or affected customers ``message`` is
    ``None``: ``notice`` says which it is, and ``is_public`` whether its readers find the release
    on the site. ``number`` counts from 1 the messages of one notice for one start. ``uid`` never
    changes. ``sent`` is when a person sent it (UTC), if that is recorded, and ``due`` when it became
    due, if it is not.
    """

    entry: PublicRelease | PublicPlan
    notice: str
    audience: Audience
    start: datetime
    uid: str
    number: int = 1
    message: Message | None = None
    is_public: bool = True
    sent: datetime | None = None
    due: datetime | None = None

    @property
    def instant(self) -> datetime | None:
        """When its delivery is owed from (UTC): when customers had it, or it became due."""
        return self.message.at if self.message is not None else self.sent or self.due

    @property
    def id(self) -> str:
        """The id of the release, or the plan's month."""
        entry = self.entry
        return entry.plan.id if isinstance(entry, PublicPlan) else entry.release.id

    @property
    def dated(self) -> datetime | None:
        """When it went out (UTC): shown by the site, or sent by a person; ``None`` before that."""
        return self.message.dated if self.message is not None else self.sent

    def path(self, language: str) -> str:
        """Its mail in one language, from the project's root."""
        return outbox_path(self.id, self.start, self.notice, language, self.number)

    def short_path(self, language: str) -> str:
        """Its short form in one language, from the project's root."""
        return outbox_path(self.id, self.start, self.notice, language, self.number, form="txt")


def hand_uid(entry: str, notice: str, start: datetime, number: int) -> str:
    """The id of a message that people send; the same before and after it is recorded."""
    name = f"{entry}/{notice}-{start:%Y%m%dT%H%M%SZ}-{number}"
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, name)}"


def as_told(public: PublicRelease, message: Message) -> PublicRelease:
    """The release as one of its messages told it to customers.

    It has that message's window, and an ending only if one was told by then and still stands.
    Its texts are today's: a corrected typo stays corrected.
    """
    place = public.messages.index(message)
    known = public.messages[: place + 1]
    following = public.messages[place + 1 : place + 2]
    until = following[0].at if following else None
    told = next((each for each in reversed(known) if each.result or each.cancels), None)
    ended = told if told is not None and public.is_told_by(told) else None
    return replace(
        _told(public, known, message.start, message.end, _state(message, ended)),
        corrections=tuple(at for at in public.corrections if until is None or at < until),
        corrected=public.corrected and until is None,
    )


def as_handed(public: PublicRelease, record: Record) -> PublicRelease:
    """The release as a notice to staff or affected customers tells it; never by the clock.

    ``record`` is the notice's own, or the one that it would get now, which has no number (``seq``).
    """
    release = public.release
    state: State = "announced"
    if record.notice == "cancelled" and release.cancelled is not None:
        state = "cancelled"
    elif release.outcome is not None and release.outcome.result == record.result:
        state = "completed"
    elif public.says_begun(record):
        state = "in_progress"
    known = public.messages
    if record.seq:
        known = tuple(each for each in known if each.at <= record.at)
    return _told(public, known, record.start, record.end, state)


def as_planned(public: PublicPlan) -> PublicPlan:
    """A plan as it was announced: without what became of it."""
    items = tuple(replace(item, release=None, result=None) for item in public.items)
    return replace(public, state="announced", items=items, unplanned=())


def _state(message: Message, ended: Message | None) -> State:
    if ended is not None:
        return "cancelled" if ended.cancels else "completed"
    if message.end <= message.at:
        return "awaiting_confirmation"
    return "in_progress" if message.start <= message.at else "announced"


def _told(
    public: PublicRelease,
    known: tuple[Message, ...],
    start: datetime,
    end: datetime,
    state: State,
) -> PublicRelease:
    """The release in a state and a window, after the ``known`` messages and the updates in them.

    Why the window lies where it lies is known of today's alone.
    """
    release, window = public.release, public.release.window
    updates = max((number for message in known for number in message.updates), default=0)
    if (window.start, window.end) != (start, end):
        window = Window(start, end)
    release = replace(
        release,
        window=window,
        updates=release.updates[:updates],
        outcome=release.outcome if state == "completed" else None,
        cancelled=release.cancelled if state == "cancelled" else None,
    )
    return replace(public, release=release, state=state, messages=known)
