"""What a program costs that runs in a fresh process: CPU time, wall time, peak memory.

Belongs here: running it, and what a folder holds that it wrote. Does not belong here: which
program, and why.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cost", "Failed", "Output", "output", "say", "spent"]

_LAUNCH = Path(__file__).with_name("launch.py")


class Failed(Exception):
    """A program that should have ended well did not, or what it wrote is not what is compared."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a process and all that it started: seconds of CPU, user and system; seconds; MB.

    The memory is that of the largest process alone.
    """

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True, slots=True)
class Output:
    """How many files, and how many bytes in them."""

    files: int
    bytes: int


def spent(command: Iterable[str | Path], folder: Path, env: Mapping[str, str]) -> Cost:
    """The cost of a command that ends with status 0; it runs in ``folder``, its log lies beside."""
    log = folder.with_name(f"{folder.name}.log")
    words = [str(word) for word in command]
    launch = [sys.executable, "-I", "-S", str(_LAUNCH), str(log), *words]
    with subprocess.Popen(
        launch, stdout=subprocess.PIPE, cwd=folder, env={**os.environ, **env},
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            answer, _ = process.communicate()
        except BaseException:
            # The program as well: it would go on writing into a folder that is being removed.
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode != 0:
        raise Failed(f"{' '.join(words)}: what ran it ended with status {process.returncode}")
    told = json.loads(answer)
    if told["status"] != 0:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise Failed(f"{' '.join(words)}: exit status {told['status']}\n{tail}")
    return Cost(told["cpu"], told["wall"], told["memory"])


def output(folder: Path, pattern: str = "**/*") -> Output:
    """What lies in the files below a folder, or in those of a pattern."""
    sizes = [path.stat().st_size for path in folder.glob(pattern) if path.is_file()]
    return Output(len(sizes), sum(sizes))


def say(line: str) -> None:
    """Progress, for whoever waits."""
    print(line, file=sys.stderr, flush=True)
