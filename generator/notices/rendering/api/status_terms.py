"""The terms of Statuspage: what its states, ids and instants are for what we have.

Belongs here: which of its few states a release, a message or a system is in, since when, and how
ids and instants are written. Does not belong here: the objects that these stand in
(``status_api``, ``status_maintenances``).
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from notices.domain.public import Message, PublicRelease

__all__ = [
    "STATES",
    "checked_from",
    "ended",
    "instant_text",
    "known_instants",
    "ran",
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


def ran(public: PublicRelease) -> tuple[datetime, ...]:
    """When its window started and stopped running, as far as its state shows that to be past."""
    window, outcome = public.release.window, public.release.outcome
    if public.state == "in_progress":
        return (window.start,)
    if public.state == "awaiting_confirmation":
        return (window.start, window.end)
    if public.state == "completed" and outcome is not None:
        known = min((m.at for m in public.messages if m.result), default=outcome.at)
        return (window.start, min(window.end, known))
    return ()


def ended(public: PublicRelease) -> datetime | None:
    """When it was completed, or called off."""
    if public.state == "cancelled" and public.release.cancelled is not None:
        return public.release.cancelled.at
    if public.state == "completed" and public.release.outcome is not None:
        return public.release.outcome.at
    return None


def checked_from(public: PublicRelease) -> datetime | None:
    """Since when its result is, or was, awaited; never where the result came within the window."""
    end = public.release.window.end
    if public.state == "awaiting_confirmation":
        return end
    waited = public.state == "completed" and any(m.at < end for m in public.messages)
    return end if waited and end in ran(public) else None


def known_instants(public: PublicRelease) -> list[datetime]:
    """Every instant of it that is past: its messages, its window's turns, its ending."""
    over = ended(public)
    published = [message.at for message in public.messages]
    return [*published, *ran(public), *([over] if over else [])]


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
