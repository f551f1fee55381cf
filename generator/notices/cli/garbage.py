"""Garbage: when Python looks for it while a command reads the entries.

Belongs here: that alone. Does not belong here: how often it looks else (the package itself).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

__all__ = ["reading"]


@contextmanager
def reading() -> Iterator[None]:
    """While entries are read and judged, nothing is garbage; what is there afterwards stays.

    A command that goes on and reads again has what came later looked through, as ever.
    """
    gc.disable()
    try:
        yield
    finally:
        _freeze()
        gc.enable()


@cache
def _freeze() -> None:
    """Once in a process: to count what was frozen takes as long as to look through it."""
    gc.freeze()
