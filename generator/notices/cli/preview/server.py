"""The server of a preview: HTTP on the standard library, for the people at this machine.

Belongs here: requests, headers, and the stream that says when there is a new version. Does not
belong here: what is answered (``answers``), rendering (``loop``). What it shows is secret: there
are drafts in it. So it answers to its own names alone, and lets nobody else's page read it.
"""

from __future__ import annotations

import socket
import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from notices.cli.preview.address import Address
from notices.cli.preview.answers import PreviewAnswer, Shown, answer
from notices.cli.preview.reloading import EVENTS

__all__ = ["Server"]

# So often a stream says that it is still there, and learns that its reader is not.
_HEARTBEAT_S = 15.0
_SILENT_S = 60
_POLL_S = 0.05

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Server(ThreadingHTTPServer):
    """Holds its address from the start; what asks early is answered once ``running``.

    Raises ``OSError`` where the address cannot be had.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, address: Address) -> None:
        self.address_family = socket.AF_INET6 if address.is_v6 else socket.AF_INET
        self._new = threading.Condition()
        self._shown = Shown("")
        self._closed = False
        super().__init__((address.host, address.port), _Handler)
        self.address = Address(address.host, self.socket.getsockname()[1])

    def server_bind(self) -> None:
        """Bind without the look-up of this machine's name, which may take seconds."""
        socketserver.TCPServer.server_bind(self)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of readers who went away."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    @property
    def shown(self) -> Shown:
        """What is shown now."""
        with self._new:
            return self._shown

    def show(self, shown: Shown) -> None:
        """Show this from now on, and let open pages reload."""
        with self._new:
            self._shown = shown
            self._new.notify_all()

    def version_after(self, version: str, timeout: float) -> str | None:
        """The version as soon as it is another one, or the same after ``timeout`` seconds.

        ``None`` where the server ends.
        """
        with self._new:
            self._new.wait_for(lambda: self._closed or self._shown.version != version, timeout)
            return None if self._closed else self._shown.version

    @contextmanager
    def running(self) -> Iterator[None]:
        """Answer in the background."""
        thread = threading.Thread(target=self.serve_forever, args=(_POLL_S,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            with self._new:
                self._closed = True
                self._new.notify_all()
            self.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "notices"
    sys_version = ""
    timeout = _SILENT_S

    def do_GET(self) -> None:
        """Answer with headers and body."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with headers alone."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        local = str(self.connection.getsockname()[0])
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or not self.server.address.is_ours(hosts[0], local):
            self.close_connection = True
            url = self.server.address.url
            self._send(PreviewAnswer(421, body=f"this preview is at {url}\n".encode()), with_body)
        elif self.path == EVENTS and with_body:
            self._stream()
        else:
            self._send(answer(self.server.shown, self.path), with_body)

    def _send(self, found: PreviewAnswer, with_body: bool) -> None:
        self.send_response(HTTPStatus(found.status))
        if found.location:
            self.send_header("Location", found.location)
        self.send_header("Content-Type", found.content_type)
        self.send_header("Content-Length", str(len(found.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(found.body)

    def _stream(self) -> None:
        """Send the version now and whenever it changes, until one of both ends."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        sent = ""
        while (version := self.server.version_after(sent, _HEARTBEAT_S)) is not None:
            self.wfile.write(f"data: {version}\n\n".encode() if version != sent else b":\n\n")
            sent = version

    def end_headers(self) -> None:
        """Add what every answer has."""
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of single requests."""
