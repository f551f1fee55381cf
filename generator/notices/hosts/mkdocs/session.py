"""Sessions: how a call of ours reaches the plugin, which MkDocs makes by itself.

Belongs here: what is asked of the plugin while we run MkDocs. Does not belong here: running it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from notices.domain.problem import Problem
from notices.hosts import RenderRequest
from notices.project.configuration import Configuration

__all__ = ["MakeRequest", "Session", "current", "opened"]

MakeRequest = Callable[[Configuration], RenderRequest]
"""Makes the request of one build; in a preview, of each one.

The configuration is that of the file with what MkDocs has changed: a preview has the folder and
the address of its server.
"""


@dataclass(slots=True)
class Session:
    """One call: what the plugin asks for its request, and where it leaves problems."""

    make: MakeRequest
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
