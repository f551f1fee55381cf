"""What one input may cost: two seconds of a processor and 512 MiB.

Belongs here: holding one call to that, and the whole process. Does not belong here: which calls
(``trials``). It is processor time, and more of it where a processor is slow or shared, so that no
machine makes anything slow.
"""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

__all__ = ["MEMORY", "SECONDS", "TooSlow", "limit_memory", "within"]

SECONDS = 2.0
# An empty loop, and what it takes where the two seconds are meant.
_LOOPS, _ORDINARY = 1_000_000, 0.025
MEMORY = 512 * 1024 * 1024


class TooSlow(BaseException):
    """A call took too long; no ``except Exception`` may take it for something else."""


@contextmanager
def within(seconds: float = SECONDS) -> Iterator[None]:
    """Raise :class:`TooSlow` within it after so much of an ordinary processor's time."""
    given = seconds

    def late(_: int, frame: FrameType | None) -> None:
        nonlocal given
        if (more := seconds * _slowness() - given) > seconds / 10:
            given += more
            signal.setitimer(signal.ITIMER_PROF, more)
            return
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


def _slowness() -> float:
    """How many times as long as on an ordinary processor a known loop takes here and now."""
    began = time.process_time()
    for _ in range(_LOOPS):
        pass
    return max(1.0, (time.process_time() - began) / _ORDINARY)


def limit_memory() -> None:
    """From now on this process gets 512 MiB beyond what it has; behind that is ``MemoryError``."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
