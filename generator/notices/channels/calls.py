"""Calls: one POST to a receiver of the public internet.

Belongs here: HTTP, once, with no redirect and no proxy, at the address that was checked. Does not
belong here: what is sent and what an answer means (``webhook``, ``websub``).
"""

from __future__ import annotations

import http.client
import socket
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from threading import Thread

from notices.channels.addresses import NotPublic, Receiver
from notices.channels.lines import cut_off, fault
from notices.channels.machine import Machine
from notices.domain.deliveries import LONGEST_WAIT
from notices.domain.version import VERSION

__all__ = ["NoReply", "NotSent", "Reply", "post"]

WITHIN = 5.0
"""Seconds for a call in all."""


class NotSent(Exception):
    """The receiver cannot have had the whole call; the text says why."""


class NoReply(Exception):
    """The whole call went out, and nothing came back; the text says why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A receiver's answer: its status, and how long it asks us to wait."""

    status: int
    wait: timedelta = timedelta()

    @property
    def is_success(self) -> bool:
        """Whether the receiver took it."""
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        """The status with its usual words; what the receiver wrote may hold a secret."""
        words = http.client.responses.get(self.status, "")
        return f"HTTP {self.status} {words}".strip()


def post(
    receiver: Receiver,
    headers: Mapping[str, str],
    body: bytes,
    machine: Machine,
    within: float = WITHIN,
) -> Reply:
    """Send it and read what the receiver says, all within so many seconds.

    Raises :class:`NotSent` and :class:`NoReply`. The body of the answer is not read.
    """
    ends = machine.monotonic() + within
    try:
        line = _connected(receiver, machine, ends)
    except NotPublic as error:
        raise NotSent(str(error)) from None
    except (OSError, ValueError) as error:
        raise NotSent(f"connect: {fault(error)}") from None
    connection = http.client.HTTPConnection(receiver.host, receiver.port)
    connection.sock = line
    # A line that was closed is not opened again to wherever the name leads by then.
    connection.auto_open = 0
    sent = {
        "Host": receiver.name,
        "User-Agent": f"notices/{VERSION}",
        "Connection": "close",
        **headers,
    }
    with closing(line):
        try:
            with _cut_off_at(ends, line, machine):
                connection.request("POST", receiver.target, body, sent)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NotSent(f"send: {fault(error)}") from None
        try:
            with _cut_off_at(ends, line, machine):
                answer = connection.getresponse()
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NoReply(f"answer: {fault(error)}") from None
        with closing(answer):
            return Reply(answer.status, _wait(answer.getheader("Retry-After", ""), machine))


def _cut_off_at(ends: float, line: socket.socket, machine: Machine) -> AbstractContextManager[None]:
    return cut_off(lambda: line, max(ends - machine.monotonic(), 0))


def _connected(receiver: Receiver, machine: Machine, ends: float) -> socket.socket:
    def left() -> float:
        # A timeout of zero would mean a line that never waits.
        return max(ends - machine.monotonic(), 0.001)

    tls = machine.tls() if receiver.encrypted else None
    error: OSError = socket.gaierror(socket.EAI_NONAME)
    for address in _addresses(receiver, machine, left()):
        try:
            line = socket.create_connection((address, receiver.port), left())
        except OSError as failed:
            error = failed
            continue
        line.settimeout(left())
        return line if tls is None else tls.wrap_socket(line, server_hostname=receiver.host)
    raise error


def _addresses(receiver: Receiver, machine: Machine, seconds: float) -> Sequence[str]:
    """Where a call goes. What asks the network for it may take longer than a call has."""
    found: Future[Sequence[str]] = Future()

    def ask() -> None:
        try:
            found.set_result(receiver.addresses(machine))
        except Exception as error:
            found.set_exception(error)

    Thread(target=ask, daemon=True).start()
    return found.result(seconds)


def _wait(text: str, machine: Machine) -> timedelta:
    """What ``Retry-After`` asks for, in seconds or as an instant; nothing where it is neither."""
    try:
        if text.isdecimal():
            wait = timedelta(seconds=min(int(text[:9]), 10**8))
        else:
            wait = parsedate_to_datetime(text) - machine.now()
    except (ValueError, TypeError, OverflowError):
        return timedelta()
    return min(max(wait, timedelta()), LONGEST_WAIT)
