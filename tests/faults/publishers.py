"""The test's side of ``publisher``: commands in processes of their own, to kill and to starve."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.project import CLONE, Answer


@dataclass(frozen=True, slots=True)
class Running:
    """A command at work."""

    server: Publishers
    pid: int
    out: Path
    err: Path

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def terminate(self) -> None:
        os.kill(self.pid, signal.SIGTERM)

    @property
    def has_ended(self) -> bool:
        """Whether it came to its end, which :meth:`wait` has to be asked for all the same."""
        state = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8")
        return state.rpartition(")")[2].split()[0] == "Z"

    def wait(self) -> Answer:
        """What it said; the status is that of ``subprocess``: minus the signal that ended it."""
        status = int(self.server.ask({"wait": self.pid}))
        return Answer(status, *(p.read_text(encoding="utf-8") for p in (self.out, self.err)))


class Publishers:
    """Starts commands; one for all tests, because it takes its time to load."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.publisher"],
            cwd=CLONE,
            env={**os.environ, "PYTHONPATH": str(CLONE)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, question: dict[str, Any]) -> str:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(question) + "\n")
        self._server.stdin.flush()
        return self._server.stdout.readline()

    def start(self, folder: Path, *args: str, **how: Any) -> Running:
        self._count += 1
        out, err = (self._folder / f"{self._count}.{name}" for name in ("out", "err"))
        for path in (out, err):
            path.touch()
        wanted = {
            "args": list(args), "folder": str(folder), "out": str(out), "err": str(err), **how
        }  # fmt: skip
        return Running(self, int(self.ask(wanted)), out, err)

    def run(self, folder: Path, *args: str, **how: Any) -> Answer:
        return self.start(folder, *args, **how).wait()

    def close(self) -> None:
        self._server.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)


def opened() -> Publishers:
    return Publishers(Path(tempfile.mkdtemp(prefix="notices-publishers-")))


def until(holds: Any, seconds: float = 20.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
