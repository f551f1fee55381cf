"""Real servers with the shipped files, on a port of this machine alone.

Belongs here: starting and stopping one, and asking it. Does not belong here: any expectation.
"""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.hosting.headers import read

__all__ = ["Answer", "Server", "caddy", "nginx"]

_STARTS_S = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; the names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    name: str
    port: int

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path; ``if_none_match="…"`` is the header ``If-None-Match``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=sent)
            got = connection.getresponse()
            names = [name.lower() for name, _ in got.getheaders()]
            assert len(names) == len(set(names)), f"{path}: a header twice: {names}"
            content = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, content, got.read())
        finally:
            connection.close()


@contextmanager
def nginx(site: Path, work: Path) -> Iterator[Server]:
    """nginx, as Debian ships it, for the folder ``site``; it writes below ``work``."""
    port = _free_port()
    ours = _put(read("nginx.conf"), "listen 80;", f"listen 127.0.0.1:{port};")
    ours = _put(ours, "root /srv/notices/site;", f"root {site};")
    (work / "notices.conf").write_text(ours, encoding="utf-8")
    # Started as root it would hand its work to a user who cannot look into our folders.
    user = "user root;" if os.geteuid() == 0 else ""
    folders = " ".join(
        f"{kind}_temp_path {work}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    complete = (
        f"{user} daemon off; pid {work}/nginx.pid; worker_processes 1; error_log stderr;\n"
        "events {}\n"
        f"http {{ include /etc/nginx/mime.types; default_type application/octet-stream;\n"
        f"access_log off; {folders} include {work}/notices.conf; }}\n"
    )
    (work / "nginx.conf").write_text(complete, encoding="utf-8")
    command = [_program("nginx"), "-e", "stderr", "-p", str(work), "-c", str(work / "nginx.conf")]
    with _running(command, work) as log:
        yield _started(Server("nginx", port), log)


@contextmanager
def caddy(site: Path, work: Path) -> Iterator[Server]:
    """Caddy for the folder ``site``, without TLS; it writes below ``work``."""
    port = _free_port()
    ours = _put(read("Caddyfile"), "capnhat.anviec.example {", f"http://127.0.0.1:{port} {{")
    ours = _put(ours, "root * /srv/notices/site", f"root * {site}")
    head = "{\n\tadmin off\n\tauto_https off\n}\n"
    (work / "Caddyfile").write_text(head + ours, encoding="utf-8")
    command = [
        _program("caddy"),
        "run",
        "--adapter",
        "caddyfile",
        "--config",
        str(work / "Caddyfile"),
    ]
    with _running(command, work) as log:
        yield _started(Server("caddy", port), log)


def _program(name: str) -> str:
    # Debian's nginx is where only root's PATH leads.
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, f"these tests need {name}; `make test` says how to get it"
    return found


def _put(text: str, shipped: str, ours: str) -> str:
    assert text.count(shipped) == 1, shipped
    return text.replace(shipped, ours)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], work: Path) -> Iterator[Path]:
    log = work / "log"
    home = {**os.environ, "HOME": str(work), "XDG_DATA_HOME": str(work), "XDG_CONFIG_HOME": str(work)}  # fmt: skip
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, env=home)
        try:
            yield log
        finally:
            process.terminate()
            process.wait(timeout=_STARTS_S)


def _started(server: Server, log: Path) -> Server:
    ends = time.monotonic() + _STARTS_S
    while time.monotonic() < ends:
        try:
            server.get("/")
        except OSError:
            time.sleep(0.05)
        else:
            return server
    raise AssertionError(f"{server.name} did not start:\n{log.read_text(encoding='utf-8')}")
