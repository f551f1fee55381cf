"""What one input may cost: two seconds of a processor and 512 MiB.

Belongs here: holding one call to that, and the whole process. Does not belong here: which calls
(``trials``). It is processor time, so that a busy machine makes nothing slow.
"""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

__all__ = ["MEMORY", "SECONDS", "TooSlow", "limit_memory", "within"]

SECONDS = 2.0
MEMORY = 512 * 1024 * 1024


class TooSlow(BaseException):
    """A call took too long; no ``except Exception`` may take it for something else."""


@contextmanager
def within(seconds: float = SECONDS) -> Iterator[None]:
    """Raise :class:`TooSlow` within it after so much of the processor's time."""

    def late(_: int, frame: FrameType | None) -> None:
        # Once more and soon: a destructor or a library may swallow the first one.
        signal.setitimer(signal.ITIMER_PROF, 0.1)
        raise TooSlow(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def limit_memory() -> None:
    """From now on this process gets 512 MiB beyond what it has; behind that is ``MemoryError``."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
