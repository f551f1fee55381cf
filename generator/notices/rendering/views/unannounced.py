"""Whether customers were told of an update only once it had run."""

from __future__ import annotations

from notices.domain.public import PublicRelease

__all__ = ["unannounced"]


def unannounced(public: PublicRelease) -> bool:
    """Whether it ran before it was announced to customers, by the exception 'after the fact'."""
    window = public.release.window
    missed = any(standing.status == "missed" for standing in public.notices)
    return missed and all(message.at >= window.end for message in public.messages)
