"""Running a program with everything that it starts, and ending all of it.

Belongs here: a program in a session of its own, which leaves nothing behind when it takes too
long or when we are interrupted. Does not belong here: what is run (``git``).
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

__all__ = ["run"]

# Git removes its lock files when it gets SIGTERM; a helper that hangs is not waited for.
_GRACE_S = 5.0


def run(
    args: Sequence[str], *, cwd: Path, env: Mapping[str, str], data: bytes, timeout: float
) -> subprocess.CompletedProcess[bytes]:
    """Run a program to its end, with ``data`` as its input.

    Raises :class:`subprocess.TimeoutExpired` after ``timeout`` seconds. Then, and on any other
    exception such as an interrupt, the whole group gets SIGTERM, and SIGKILL 5 seconds later.
    """
    with subprocess.Popen(
        args,
        cwd=cwd,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # An interrupt at the terminal reaches us alone; we end the program in order.
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(data, timeout)
        except BaseException:
            _end(process)
            raise
        return subprocess.CompletedProcess(args, process.returncode, out, err)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        _signal(process, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE_S)
    finally:
        # What it started may still be there, and hold our pipes open.
        _signal(process, signal.SIGKILL)


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    # The group outlives its leader as long as anything in it runs.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
