"""Receivers of webhooks on this machine: one that counts what it gets, one that misbehaves by a list."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar

from tests.faults.planted import HOOK_ADDRESS

__all__ = ["HOOK_ACTS", "PlannedReceiver", "Receiver", "TakenCall", "receiving", "serving"]

HOOK_ACTS = (
    "late drop", "503", "400", "late hang", "429", "410", "hang", "401", "302", "drop",
)  # fmt: skip
"""A status; or that no answer comes, to a call that it took (``late``) or did not."""


class Receiver(ThreadingHTTPServer):
    """Takes every call; ``takes_s`` is how long it thinks, ``status`` what it answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Call)
        self.received: Counter[str] = Counter()
        self.takes_s = 0.0
        self.status = 204

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/secret-address"

    @property
    def environment(self) -> dict[str, str]:
        return {"HOOK_URL": self.url, "NOTICES_LOOPBACK": "1"}


class _Call(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received[self.headers["webhook-id"]] += 1
        time.sleep(self.server.takes_s)
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass(frozen=True, slots=True)
class TakenCall:
    """A call that a receiver took: at which of its paths, with which id, and what it said."""

    path: str
    id: str
    headers: dict[str, str]
    body: bytes


class PlannedReceiver(ThreadingHTTPServer):
    """Does what ``acts`` say, one for each call, over and over; ``taken`` are the calls that it took.

    At its path ``keyed`` it recognises what it has had.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _PlannedCall)
        self.acts: Sequence[str] = ("take",)
        self.taken: list[TakenCall] = []
        self.known: set[str] = set()
        self.calls = itertools.count()

    def url(self, path: str) -> str:
        """The address of one of its paths."""
        return f"http://127.0.0.1:{self.server_address[1]}/{HOOK_ADDRESS}/{path}"


class _PlannedCall(BaseHTTPRequestHandler):
    server: PlannedReceiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        path = self.path.rpartition("/")[2]
        act = self.server.acts[next(self.server.calls) % len(self.server.acts)]
        if path == "keyed" and self.headers["webhook-id"] in self.server.known:
            act = "take"
        if act == "take" or act.startswith("late "):
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.server.known.add(headers["webhook-id"])
            self.server.taken.append(TakenCall(path, headers["webhook-id"], headers, body))
        if act.endswith("hang"):
            time.sleep(4)
        if act.endswith(("hang", "drop")):
            return
        self.send_response(204 if act == "take" else int(act))
        # A receiver that repeats where it was called.
        self.send_header("Location", self.path)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


S = TypeVar("S", bound=ThreadingHTTPServer)


@contextmanager
def serving(receiver: S) -> Iterator[S]:
    """Within it the receiver is at work."""
    with receiver:
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        try:
            yield receiver
        finally:
            receiver.shutdown()


@contextmanager
def receiving() -> Iterator[Receiver]:
    with serving(Receiver()) as receiver:
        yield receiver
