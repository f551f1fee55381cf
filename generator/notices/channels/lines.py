"""Lines: cutting one off that takes too long, and why one failed.

Belongs here: what mail and calls share of sockets. Does not belong here: what goes over them.
"""

from __future__ import annotations

import http.client
import os
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Timer

__all__ = ["cut_off", "fault"]

_OTHER_HOST = 62


@contextmanager
def cut_off(line: Callable[[], socket.socket | None], seconds: float) -> Iterator[None]:
    """Within it, the line dies after so many seconds in all, however slowly it goes on.

    What fails because of that is a ``TimeoutError``. A socket's own timeout is for one read, so that
    a byte now and then keeps it alive.
    """
    is_over = Event()
    timer = Timer(seconds, _cut, (line, is_over))
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, smtplib.SMTPException, http.client.HTTPException) as error:
        if is_over.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()


def _cut(line: Callable[[], socket.socket | None], is_over: Event) -> None:
    is_over.set()
    with suppress(OSError):
        if (found := line()) is not None:
            # Below TLS, whose own state belongs to the thread that waits.
            socket.socket.shutdown(found, socket.SHUT_RDWR)


def fault(error: Exception) -> str:  # noqa: PLR0911  # one for each kind
    """Why a line failed, in words that hold neither host nor secret."""
    if isinstance(error, TimeoutError):
        return "timed out"
    if isinstance(error, socket.gaierror):
        return "the name of the host is not known"
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code == _OTHER_HOST:
            return "the certificate is another host's"
        return f"the certificate is not valid: {error.verify_message}"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    if isinstance(error, ConnectionError | smtplib.SMTPServerDisconnected | ssl.SSLEOFError):
        return "connection lost"
    if isinstance(error, ssl.SSLError):
        return "TLS failed"
    if isinstance(error, http.client.HTTPException):
        return "the answer is not HTTP"
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno).lower()
    return type(error).__name__
