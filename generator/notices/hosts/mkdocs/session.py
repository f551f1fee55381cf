"""Sessions: how a call of ours reaches the plugin, which MkDocs makes by itself.

Belongs here: what is asked of the plugin while we run MkDocs. Does not belong here: running it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from notices.domain.problem import Problem
from notices.hosts import RenderRequest

__all__ = ["Session", "current", "opened"]


@dataclass(slots=True)
class Session:
    """One call: what the plugin renders, and where it leaves problems."""

    request: RenderRequest
    problems: list[Problem] = field(default_factory=list)


_session: ContextVar[Session | None] = ContextVar("notices_session", default=None)


def current() -> Session | None:
    """The session of the call that runs MkDocs; ``None`` under MkDocs' own commands."""
    return _session.get()


@contextmanager
def opened(session: Session) -> Iterator[None]:
    """Let the plugin find the session."""
    token = _session.set(session)
    try:
        yield
    finally:
        _session.reset(token)
