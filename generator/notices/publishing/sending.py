"""Sending what was claimed over one channel, one after the other.

Belongs here: when no more is begun, and what an error of a sender means. Does not belong here: claims
and their record (``claiming``, ``delivery_run``), sending itself (``notices.channels``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from notices.domain.deliveries import Answer, DeliveryRecord
from notices.domain.payloads import Payload, Sender
from notices.evaluation.deliveries import Delivery
from notices.publishing.delivery_notes import Notes

__all__ = ["SEND_FOR", "Claimed", "Limits", "send_claimed"]

SEND_FOR = timedelta(minutes=5)
"""How long the claims of one channel are sent at a time; what is left of them then is put off."""

_MARGIN = timedelta(minutes=5)
# A claim that is about to run out is not begun: its answer would come too late.

_STOPPED = "the run was stopped before it was sent"
_NO_TIME = "the channel was slow, and no time was left to send it"
_INTERRUPTED = "the run was interrupted while it was sent"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery, its claim, and what is sent."""

    delivery: Delivery
    claim: DeliveryRecord
    payload: Payload

    @property
    def attempt(self) -> tuple[str, int]:
        """The try that was claimed."""
        return self.claim.key, self.claim.attempt


@dataclass(frozen=True, slots=True)
class Limits:
    """When nothing more is begun: once ``stopped``, and when the time is over.

    ``clock`` is UTC; ``monotonic`` is in seconds, and not set back.
    """

    stopped: Callable[[], bool]
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]


def send_claimed(
    claims: Iterable[Claimed],
    sender: Sender,
    notes: Notes,
    limits: Limits,
    answered: Callable[[Claimed, Answer], None],
) -> None:
    """Send each, note its answer, and say it. What is not begun any more is put off.

    Where there is no connection, the rest is put off too. Raises what ``notes`` raise; every claim
    has its answer in them even then.
    """
    rest = deque(claims)
    end = limits.monotonic() + SEND_FOR.total_seconds()
    unreached = ""
    try:
        while rest:
            why = unreached or _why_not(rest[0], limits, end)
            if why:
                answer = Answer("deferred", why)
                claimed = rest.popleft()
            else:
                notes.begin(rest[0].attempt)
                claimed = rest.popleft()
                answer = _asked(claimed, sender, notes)
            notes.answer(claimed.attempt, answer)
            answered(claimed, answer)
            if not answer.reached:
                unreached = answer.detail
    finally:
        for claimed in rest:
            with suppress(OSError):
                notes.answer(claimed.attempt, Answer("deferred", _STOPPED))


def _asked(claimed: Claimed, sender: Sender, notes: Notes) -> Answer:
    delivery = claimed.delivery
    try:
        return sender.send(delivery.key, delivery.recipient, claimed.payload)
    except Exception as error:
        # Its text may hold an address.
        return Answer("unknown", type(error).__name__)
    except BaseException:
        with suppress(OSError):
            notes.answer(claimed.attempt, Answer("unknown", _INTERRUPTED))
        raise


def _why_not(claimed: Claimed, limits: Limits, end: float) -> str:
    until = claimed.claim.until
    if limits.stopped():
        return _STOPPED
    if limits.monotonic() >= end or until is None or limits.clock() >= until - _MARGIN:
        return _NO_TIME
    return ""
