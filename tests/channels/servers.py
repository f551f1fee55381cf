"""Servers on this machine that do as they are told: mail and HTTP, good and bad.

Belongs here: what a server says, and what it was sent. Does not belong here: what that means.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

import trustme

from notices.channels.machine import Machine
from notices.domain.channels import MailChannel, SmtpServer, WebhookChannel

__all__ = [
    "DEAF", "DROP", "HANG", "HttpServer", "MailServer", "authority", "machine", "mail_channel", "opened",
    "server_tls", "webhook_channel",
]  # fmt: skip

S = TypeVar("S", bound="_Server")

HANG = "hang"
DROP = "drop"
DEAF = "deaf"
_GOOD = {
    "greeting": "220 ready", "EHLO": "250 here", "STARTTLS": "220 go", "AUTH": "235 welcome",
    "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go", "dot": "250 2.0.0 queued as 4711",
    "RSET": "250 ok", "QUIT": "221 bye",
}  # fmt: skip


@cache
def authority() -> trustme.CA:
    return trustme.CA()


def server_tls(name: str = "localhost", ca: trustme.CA | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    (ca or authority()).issue_cert(name).configure_cert(context)
    return context


def client_tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority().configure_trust(context)
    return context


def machine(**fields: Any) -> Machine:
    """A machine that trusts our authority, and whose receivers may stand on it."""
    return Machine(**{"tls": client_tls, "allows_loopback": True, **fields})


def mail_channel(port: int, tls: Any = "none", **fields: Any) -> MailChannel:
    login = {"user_env": "MAIL_USER", "password_env": "MAIL_PASSWORD"} if tls != "none" else {}
    defaults: dict[str, Any] = {
        "id": "list", "audience": "customers", "languages": ("vi", "en"),
        "since": date(2026, 1, 1), "sender": "news@example.com", "to": ("list@example.org",),
        "smtp": SmtpServer("localhost", port, tls, **fields.pop("login", login)),
    }  # fmt: skip
    return MailChannel(**{**defaults, **fields})


def webhook_channel(**fields: Any) -> WebhookChannel:
    defaults: dict[str, Any] = {
        "id": "hook", "audience": "customers", "languages": ("en",), "since": date(2026, 1, 1),
        "url_env": "HOOK_URL", "secret_env": "HOOK_SECRET",
    }  # fmt: skip
    return WebhookChannel(**{**defaults, **fields})


class _Server:
    """Accepts lines, one after another, until it is closed."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.tls, self.count = tls, 0
        self._over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        # What a line holds stays small, so that a server which stops reading is noticed.
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            self.count += 1
            with suppress(OSError):
                line.settimeout(10)
                try:
                    if self.tls is not None:
                        line = self.tls.wrap_socket(line, server_side=True)
                    self.serve(line)
                finally:
                    line.close()

    def serve(self, line: socket.socket) -> None:
        raise NotImplementedError

    def hang(self, line: socket.socket) -> None:
        """Say nothing, until the other side goes away or this server is closed."""
        line.settimeout(0.05)
        while not self._over.is_set():
            with suppress(TimeoutError):
                if not line.recv(1 << 16):
                    return


class MailServer(_Server):
    """Speaks SMTP by a script: each step's reply, ``HANG`` or ``DROP``.

    ``heard`` are the commands, ``mails`` the texts that it took or refused after the dot.
    """

    def __init__(
        self,
        script: Mapping[str, str] | None = None,
        *,
        features: tuple[str, ...] = (),
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        echoes: bool = False,
    ) -> None:
        self._script = {**_GOOD, **(script or {})}
        self._features, self._starttls, self._echoes = features, starttls, echoes
        self.heard: list[str] = []
        self.mails: list[bytes] = []
        super().__init__(tls)

    @property
    def verbs(self) -> list[str]:
        return [command.split(" ")[0].split(":")[0].upper() for command in self.heard]

    def serve(self, line: socket.socket) -> None:
        if self._say(line, "greeting"):
            self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        lines = line.makefile("rb")
        while command := lines.readline():
            text = command.decode().strip()
            self.heard.append(text)
            verb = text.split(" ")[0].upper()
            if verb == "EHLO" and self._script["EHLO"] == _GOOD["EHLO"]:
                names = ("here", *self._features)
                marks = ["-"] * (len(names) - 1) + [" "]
                said = "".join(f"250{m}{n}\r\n" for m, n in zip(marks, names, strict=True))
                line.sendall(said.encode())
                continue
            if not self._say(line, verb):
                return
            if verb == "QUIT":
                return
            if verb == "STARTTLS" and self._starttls is not None:
                with self._starttls.wrap_socket(line, server_side=True) as secure:
                    self._talk(secure)
                return
            if verb == "DATA" and self._script["DATA"].startswith("354"):
                if self._script.get("text") == DROP:
                    lines.readline()
                    # With bytes unread, so that the other side is told at once.
                    return
                data = b""
                while (part := lines.readline()) not in (b".\r\n", b""):
                    data += part.removeprefix(b".")
                self.mails.append(data)
                if not self._say(line, "dot"):
                    return

    def _say(self, line: socket.socket, step: str) -> bool:
        reply = self._script[step]
        if reply == HANG:
            self.hang(line)
            return False
        if reply == DROP:
            return False
        if self._echoes:
            reply = f"{reply} {' '.join(self.heard)}"
        line.sendall(f"{reply}\r\n".encode())
        return True


@dataclass
class Call:
    """One request as it came: its line, headers in small letters, and body."""

    line: str
    headers: dict[str, str]
    body: bytes


class HttpServer(_Server):
    """Answers each call with the same bytes, or ``HANG``, ``DROP`` or ``DEAF``; ``calls`` are what came."""

    def __init__(
        self,
        answer: bytes | str | Callable[[socket.socket], None],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._answer = answer
        self.calls: list[Call] = []
        self.names: list[str] = []
        if tls is not None:
            tls.sni_callback = lambda _line, name, _context: self.names.append(name or "")
        super().__init__(tls)

    def serve(self, line: socket.socket) -> None:
        if self._answer == DEAF:
            self._over.wait()
            return
        lines = line.makefile("rb")
        first = lines.readline().decode().strip()
        headers = {}
        while (header := lines.readline().decode().strip()) != "":
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        body = lines.read(int(headers.get("content-length", "0")))
        self.calls.append(Call(first, headers, body))
        if self._answer == HANG:
            self.hang(line)
        elif callable(self._answer):
            self._answer(line)
        elif isinstance(self._answer, bytes):
            line.sendall(self._answer)


@contextmanager
def opened(server: S) -> Iterator[S]:
    try:
        yield server
    finally:
        server.close()
