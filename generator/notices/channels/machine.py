"""The machine: what a sender asks of it beside the line itself.

Belongs here: names, certificates and time, as values that a test can own. Does not belong here:
secrets (``secrets``), which addresses may be asked (``addresses``).
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

__all__ = ["Machine"]

_LOOPBACK = "NOTICES_LOOPBACK"


def _resolve(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[4][0]) for address in found))


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Machine:
    """Names, certificates and time.

    ``resolve`` gives the addresses of a name, and raises ``OSError``; ``tls`` makes a context that
    verifies certificate and host name; ``now`` is UTC, ``monotonic`` and ``sleep`` are in seconds.
    ``allows_loopback`` lets webhooks and hubs stand on this machine, without TLS too.
    """

    resolve: Callable[[str, int], Sequence[str]] = _resolve
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    now: Callable[[], datetime] = _now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    allows_loopback: bool = False

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Self:
        """This machine. ``NOTICES_LOOPBACK=1`` says that receivers may stand on it; no file can."""
        return cls(allows_loopback=environ.get(_LOOPBACK) == "1")
