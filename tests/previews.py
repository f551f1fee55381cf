"""A live preview in a process of its own, as people start it, and what it shows in the end.

Belongs here: starting and stopping one, and waiting for a page. Does not belong here: any
expectation of it.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.project import Project

__all__ = ["Preview", "epoch", "eventually", "mkdocs_serve", "serve"]

_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Preview:
    """A running ``notices serve``: the site's address there, the process, its folder for files."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path
    temporary: Path

    @property
    def port(self) -> int:
        return int(re.findall(r":(\d+)/", self.url)[0])

    def get(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (names in small letters) and body of exactly that path."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, headers=headers)
            got = connection.getresponse()
            return got.status, {name.lower(): text for name, text in got.getheaders()}, got.read()
        finally:
            connection.close()

    def end(self, number: int = signal.SIGINT) -> int:
        """The exit status after a signal."""
        self.process.send_signal(number)
        return self.process.wait(20)


@contextmanager
def serve(project: Project, work: Path, *args: str, **env: str) -> Iterator[Preview]:
    """``notices serve`` on a free port, once its first site is there; it writes below ``work``."""
    log, temporary = work / "serve.log", work / "tmp"
    temporary.mkdir(parents=True)
    command = ["-f", str(project.root / "mkdocs.yml"), "serve", "-a", "127.0.0.1:0", *args]
    code = "from notices.cli import main; main()"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *command],
            stdout=file, stderr=file, env={**os.environ, "TMPDIR": str(temporary), **env},
        )  # fmt: skip
    try:
        yield Preview(_served(process, log), process, log, temporary)
    finally:
        process.terminate()
        process.wait(20)


def _served(process: subprocess.Popen[bytes], log: Path) -> str:
    ends = time.monotonic() + _PATIENCE_S
    while time.monotonic() < ends and process.poll() is None:
        found = re.search(r"^serving (\S+)", log.read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            return found[1]
        time.sleep(0.02)
    raise AssertionError(f"it does not serve:\n{log.read_text(encoding='utf-8')}")


@contextmanager
def mkdocs_serve(project: Project, *args: str, **env: str) -> Iterator[str]:
    """The address of ``mkdocs serve``, which may still have to start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    config = str(project.root / "mkdocs.yml")
    server = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", *args, "-a", address, "-f", config],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **env},
    )
    try:
        yield f"http://{address}/"
    finally:
        server.terminate()
        server.wait(30)


def eventually(url: str, wanted: str, *, absent: bool = False) -> str:
    """The page at ``url`` as soon as it has the words, or has them no more."""
    end = time.monotonic() + _PATIENCE_S
    page = ""
    while time.monotonic() < end:
        try:
            with urlopen(url, timeout=5) as answer:
                page = answer.read().decode()
        except HTTPError as error:
            page = error.read().decode()
        except OSError:
            page = ""
        if page and (wanted in page) is not absent:
            return page
        time.sleep(0.1)
    raise AssertionError(f"{url} never {'lost' if absent else 'had'} {wanted!r}:\n{page[:2000]}")


def epoch(instant: datetime) -> str:
    return str(int(instant.timestamp()))
