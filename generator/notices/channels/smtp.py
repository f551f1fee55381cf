"""SMTP: one line to a server, and its replies.

Belongs here: connecting, TLS, authentication, commands, as smtplib does them and where it does
less than we need. Does not belong here: what a reply means for a mail (``mail``).

smtplib takes a line's death for a reply of the server, says nothing of what had been sent by then,
and tries one mechanism after another with a wrong password.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from contextlib import suppress

from notices.channels.lines import cut_off
from notices.domain.channels import SmtpServer

__all__ = ["MailLine", "SmtpReply"]

SmtpReply = tuple[int, bytes]

_MOST_LINES = 128
_LONGEST_LINE = 8192
_LINE_END = re.compile(rb"\r\n|\r|\n")
_DOTTED = re.compile(rb"^\.", re.MULTILINE)


class MailLine(smtplib.SMTP):
    """One line to a mail server. Its methods raise ``OSError`` where it dies.

    ``smtplib.SMTPServerDisconnected`` is one of these.
    """

    def __init__(self, server: SmtpServer) -> None:
        """Nothing is opened yet."""
        # Else its own name is asked of the network, which may take long.
        super().__init__(local_hostname="localhost")
        self._server = server

    def open(self, seconds: float) -> None:
        """Connect, each address of the host within so many seconds."""
        server = self._server
        self.sock = socket.create_connection((server.host, server.port), seconds)
        self.file = None
        address = str(self.sock.getsockname()[0])
        self.local_hostname = f"[IPv6:{address}]" if ":" in address else f"[{address}]"

    def encrypt(self, tls: ssl.SSLContext) -> None:
        """Turn to TLS. What the server sent in plain counts no more; greet it again."""
        assert self.sock is not None
        self.sock = tls.wrap_socket(self.sock, server_hostname=self._server.host)
        self.file = None

    def allow(self, seconds: float) -> None:
        """How long one read or write may take from now on."""
        if self.sock is not None:
            self.sock.settimeout(seconds)

    def log_in(self, user: str, password: str) -> SmtpReply:
        """Authenticate, once. The password goes over the line in plain, so this needs TLS."""
        assert isinstance(self.sock, ssl.SSLSocket)
        known = self.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in known:
            return self.docmd("AUTH", "PLAIN " + _base64("\0".join(("", user, password))))
        if "LOGIN" not in known:
            return 504, b"neither PLAIN nor LOGIN is offered"
        reply = self.docmd("AUTH", "LOGIN")
        for each in (user, password):
            if reply[0] != 334:
                break
            reply = self.docmd(_base64(each))
        return reply

    def send_text(self, data: bytes) -> None:
        """A mail's bytes, but for the dot at its end: without that, nobody has it."""
        data = _DOTTED.sub(b"..", _LINE_END.sub(b"\n", data)).replace(b"\n", b"\r\n")
        self.send(data if data.endswith(b"\r\n") else data + b"\r\n")

    def send_dot(self) -> SmtpReply:
        """The end of the mail's bytes, and what the server says of them."""
        self.send(b".\r\n")
        return self.getreply()

    def getreply(self) -> SmtpReply:
        """The server's reply: its code and its lines.

        What is no reply is a line that died: nobody knows what such a server did.
        """
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("closed")
        if self.file is None:
            self.file = self.sock.makefile("rb")
        texts: list[bytes] = []
        for _ in range(_MOST_LINES):
            line = self.file.readline(_LONGEST_LINE)
            if not line.endswith(b"\n") or not line[:3].isdigit():
                break
            texts.append(line[4:].strip())
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(texts)
        self.close()
        raise smtplib.SMTPServerDisconnected("no reply")

    def quit_within(self, seconds: float) -> None:
        """Say goodbye, if the server still listens, and close the line."""
        if self.sock is not None:
            self.allow(seconds)
            with suppress(OSError, smtplib.SMTPException), cut_off(lambda: self.sock, seconds):
                self.docmd("QUIT")
        self.close()


def _base64(text: str) -> str:
    return b64encode(text.encode(errors="surrogateescape")).decode("ascii")
