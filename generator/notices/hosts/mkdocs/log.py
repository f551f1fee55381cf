"""The log of MkDocs, or of ProperDocs where that runs our plugin: its names, and listening to it.

Belongs here: every name of a logger. Does not belong here: what is done with a warning.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mkdocs.plugins import BasePlugin

__all__ = ["listening", "plugin_log", "program_log"]

# ProperDocs gives its own modules to whoever imports MkDocs', and logs to its own name.
_PROGRAM = BasePlugin.__module__.partition(".")[0]

program_log = logging.getLogger(_PROGRAM)
"""The log of the program that builds."""

plugin_log = logging.getLogger(f"{_PROGRAM}.plugins.notices")
"""Our part of it."""


class _Listener(logging.Handler):
    """Passes on errors and warnings."""

    def __init__(self, warned: Callable[[str], object], failed: Callable[[str], object]) -> None:
        super().__init__(logging.WARNING)
        self._warned, self._failed = warned, failed

    def emit(self, record: logging.LogRecord) -> None:
        say = self._failed if record.levelno >= logging.ERROR else self._warned
        say(record.getMessage())


@contextmanager
def listening(warned: Callable[[str], object], failed: Callable[[str], object]) -> Iterator[None]:
    """Let warnings and errors go here, and nowhere else."""
    before = program_log.level, program_log.propagate
    listener = _Listener(warned, failed)
    program_log.addHandler(listener)
    program_log.setLevel(logging.WARNING)
    program_log.propagate = False
    try:
        yield
    finally:
        program_log.removeHandler(listener)
        program_log.setLevel(before[0])
        program_log.propagate = before[1]
