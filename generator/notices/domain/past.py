"""The past of what is public: the instants that a site knows to be over.

Belongs here: reading them off states, messages and results, so that no output needs a clock to
tell what was. Does not belong here: which state holds at an instant (``schedule``), any wording.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from notices.domain.public import PublicRelease, PublicSite

__all__ = ["KEPT", "ended", "is_kept", "known_instants", "newest_instant", "ran"]

KEPT = timedelta(days=365)
"""How long after its end a window is in what holds no more than the newest ones."""


def is_kept(public: PublicRelease, newest: datetime | None) -> bool:
    """Whether its window is ahead or ended no longer ago than :data:`KEPT`.

    ``newest`` is the latest instant that the site knows to be over.
    """
    return newest is None or public.release.window.end >= newest - KEPT


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


def known_instants(public: PublicRelease) -> list[datetime]:
    """Every instant of it that is past: its messages, its window's turns, its ending."""
    over = ended(public)
    published = [message.at for message in public.messages]
    return [*published, *ran(public), *([over] if over else [])]


def newest_instant(site: PublicSite) -> datetime | None:
    """The latest instant that the site knows to be over; None where it knows of none.

    It is never after the instant that the site speaks for, and only another site has another:
    whatever is counted from it changes with the site and never with the clock.
    """
    shown = (public for public in site.releases if not public.preview)
    known = [instant for public in shown for instant in known_instants(public)]
    known += [message.at for plan in site.plans for message in plan.messages]
    return max(known, default=None)
