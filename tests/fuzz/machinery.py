"""Servers that say any bytes: a mail server's line and a receiver's, without a network.

Belongs here: handing bytes to what reads a line. Does not belong here: what is held of the answer
(``targets``).
"""

from __future__ import annotations

import io
import socket
from datetime import datetime
from unittest import mock

from notices.channels import calls
from notices.channels.addresses import Receiver
from notices.channels.calls import NoReply, NotSent, Reply, post
from notices.channels.machine import Machine
from notices.channels.smtp import MailLine, SmtpReply
from notices.domain.channels import SmtpServer

__all__ = ["answered", "reply_of"]

_MOST = 32 * 1024


def reply_of(data: bytes) -> SmtpReply:
    """The reply of a mail server that says these bytes."""
    line = MailLine(SmtpServer("localhost", 25, "none"))
    ours, theirs = socket.socketpair()
    try:
        line.sock, line.file = ours, io.BytesIO(data)
        return line.getreply()
    finally:
        ours.close()
        theirs.close()


def answered(data: bytes, now: datetime) -> Reply | None:
    """What a call makes of these bytes; ``None`` where they are no answer."""
    ours, theirs = socket.socketpair()
    machine = Machine(lambda host, port: ["127.0.0.1"], now=lambda: now, allows_loopback=True)
    with ours, theirs, mock.patch.object(calls, "_connected", return_value=ours):
        theirs.setblocking(False)
        theirs.send(data[:_MOST])
        theirs.shutdown(socket.SHUT_WR)
        try:
            return post(Receiver("localhost", 80, "/", encrypted=False), {}, b"{}", machine)
        except (NotSent, NoReply):
            return None
