"""The terms of Statuspage: what its states, ids and instants are for what we have.

Belongs here: which of its few states a release, a message or a system is in, since when, and how
ids and instants are written. Does not belong here: the objects that these stand in
(``status_api``, ``status_maintenances``), which instants are past (``domain.past``).
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from notices.domain.past import ran
from notices.domain.public import Message, PublicRelease

__all__ = [
    "STATES",
    "checked_from",
    "instant_text",
    "short_id",
    "status_at",
    "status_of_system",
]

STATES = {
    "announced": "scheduled",
    "in_progress": "in_progress",
    "awaiting_confirmation": "verifying",
    "completed": "completed",
    "cancelled": "completed",
}
"""The state of a maintenance for that of a release."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LENGTH = 12


def status_at(message: Message, *, over: bool) -> str:
    """The state in which a message was published, for the window that it announced."""
    if over or message.result is not None or message.notice == "cancelled":
        return "completed"
    if message.at < message.start:
        return "scheduled"
    return "in_progress" if message.at < message.end else "verifying"


def status_of_system(*, runs: bool) -> str:
    """A system's state: whether a window that touches it runs."""
    return "under_maintenance" if runs else "operational"


def checked_from(public: PublicRelease) -> datetime | None:
    """Since when its result is, or was, awaited; never where the result came within the window."""
    end = public.release.window.end
    if public.state == "awaiting_confirmation":
        return end
    waited = public.state == "completed" and any(m.at < end for m in public.messages)
    return end if waited and end in ran(public) else None


def short_id(kind: str, name: str) -> str:
    """A short id that depends on nothing but a name of its kind."""
    number = int.from_bytes(hashlib.sha256(f"{kind}/{name}".encode()).digest())
    digits = []
    for _ in range(_LENGTH):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(digits)


def instant_text(instant: datetime) -> str:
    """The instant in UTC, with milliseconds and ``Z``."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
