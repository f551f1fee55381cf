"""Mail: one mail to one recipient, over SMTP.

Belongs here: a transaction, and what a server's replies mean for the mail. Does not belong here:
the line (``smtp``), headers and text (``rendering.outbox``).

A mail is taken once the server has said so after the dot that ends it:

- What fails before that dot has been sent puts the mail off; so does each 4xx.
- A 5xx that concerns the channel (greeting, EHLO, STARTTLS, AUTH, MAIL) puts it off as well, so that a
  wrong password loses no message. At MAIL, 552 refuses it: the mail is too large for this server.
- A 5xx of RCPT, DATA or the text refuses it, but for 503, 530 and 538, which ask for another channel.
- A line that dies after the dot leaves it unknown.
"""

from __future__ import annotations

import re
import smtplib
import socket
from contextlib import suppress
from dataclasses import dataclass, replace
from email.utils import format_datetime
from typing import Literal

from notices.channels.lines import cut_off, fault
from notices.channels.machine import Machine
from notices.channels.secrets import ChannelFault, Secrets
from notices.channels.smtp import MailLine, SmtpReply
from notices.domain.channels import MailChannel
from notices.domain.deliveries import Answer
from notices.domain.mail_addresses import wire_address
from notices.domain.payloads import MailPayload, Payload
from notices.domain.phrases import phrase

__all__ = ["MailLimits", "MailSender"]

_DATE = re.compile(rb"^date:", re.IGNORECASE | re.MULTILINE)
_END = "end of DATA"
_OF_A_MAIL = ("MAIL", "RCPT", "DATA", _END)
_TOO_LARGE = 552
# Bad sequence, authentication required, encryption required.
_OF_THE_CHANNEL = frozenset({503, 530, 538})


@dataclass(frozen=True, slots=True)
class MailLimits:
    """Seconds: to connect, for all up to the final dot, for the answer to it, and for the goodbye."""

    connect: float = 10.0
    text: float = 60.0
    dot: float = 120.0
    quit: float = 5.0


class _Stopped(Exception):
    """The transaction ends here."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


class MailSender:
    """The sender of one channel. It keeps its line for the next mail, until it is closed."""

    def __init__(
        self,
        channel: MailChannel,
        secrets: Secrets,
        machine: Machine,
        limits: MailLimits | None = None,
    ) -> None:
        """Raises :class:`~notices.channels.secrets.ChannelFault`."""
        server = channel.smtp
        self._channel, self._secrets, self._machine = channel, secrets, machine
        self._limits = limits or MailLimits()
        try:
            self._from = wire_address(channel.sender)
        except ValueError:
            raise ChannelFault(
                phrase("channel {channel}: the sender is no mail address", channel=channel.id)
            ) from None
        self._user = self._password = ""
        if server.user_env or server.password_env:
            if server.tls == "none":
                raise ChannelFault(
                    phrase("channel {channel}: no password is sent without TLS", channel=channel.id)
                )
            self._user = secrets.value(server.user_env)
            self._password = secrets.value(server.password_env)
            # As AUTH PLAIN has it.
            secrets.hide(f"\0{self._user}\0{self._password}")
        self._line: MailLine | None = None
        self._step = ""

    def send(self, key: str, recipient: str, payload: Payload) -> Answer:
        """Send one mail in one transaction."""
        assert isinstance(payload, MailPayload)
        try:
            to = wire_address(recipient)
        except ValueError:
            return Answer("refused", "the recipient is no mail address")
        limits = self._limits
        is_over = False
        try:
            with cut_off(self._socket, limits.text):
                line = self._ready()
                self._envelope(line, to, payload.data)
                self._step = "DATA"
                line.send_text(self._dated(payload.data))
            line.allow(limits.dot)
            self._step = _END
            is_over = True
            with cut_off(self._socket, limits.dot):
                reply = line.send_dot()
            self._expect(reply, 250)
            return Answer("accepted", self._said(reply))
        except _Stopped as stopped:
            return replace(stopped.answer, reached=self._step in _OF_A_MAIL)
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            self._drop()
            event: Literal["unknown", "deferred"] = "unknown" if is_over else "deferred"
            return Answer(event, f"{self._step}: {fault(error)}", reached=self._step in _OF_A_MAIL)

    def close(self) -> None:
        """Say goodbye to the server."""
        if self._line is not None:
            self._line.quit_within(self._limits.quit)
        self._line = None

    def _socket(self) -> socket.socket | None:
        return None if self._line is None else self._line.sock

    def _ready(self) -> MailLine:
        """The line on which the next mail may begin; one that has died meanwhile is opened again."""
        if self._line is not None:
            self._line.allow(self._limits.text)
            with suppress(OSError, smtplib.SMTPException):
                if self._line.rset()[0] == 250:
                    return self._line
            self._drop()
        server, limits = self._channel.smtp, self._limits
        # A line that was left half open by a fault is not used again.
        tls = self._machine.tls() if server.tls != "none" else None
        self._step = "connect"
        line = self._line = MailLine(server)
        line.open(limits.connect)
        if tls is not None and server.tls == "implicit":
            line.encrypt(tls)
        line.allow(limits.text)
        self._expect(line.getreply(), 220)
        self._step = "EHLO"
        self._expect(line.ehlo(), 250)
        if tls is not None and server.tls == "starttls":
            self._step = "STARTTLS"
            if not line.has_extn("starttls"):
                self._drop()
                raise _Stopped(Answer("deferred", "STARTTLS: the server does not offer it"))
            self._expect(line.docmd("STARTTLS"), 220)
            line.encrypt(tls)
            self._step = "EHLO"
            self._expect(line.ehlo(), 250)
        if self._password:
            self._step = "AUTH"
            code, _ = line.log_in(self._user, self._password)
            if code != 235:
                # Whatever a server says here may repeat what it was sent.
                self._drop()
                raise _Stopped(Answer("deferred", f"AUTH: {code}"))
        return line

    def _envelope(self, line: MailLine, to: str, data: bytes) -> None:
        """Sender, recipient, and leave to send the text."""
        sender = self._from
        options = [f"SIZE={len(data)}"] if line.has_extn("size") else []
        if not (sender.isascii() and to.isascii() and data.isascii()):
            if not line.has_extn("smtputf8"):
                detail = "MAIL: the server takes ASCII addresses only (no SMTPUTF8)"
                raise _Stopped(Answer("refused", detail))
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        self._step = "MAIL"
        self._expect(line.mail(sender, options), 250)
        self._step = "RCPT"
        self._expect(line.rcpt(to), 250, 251, 252)
        self._step = "DATA"
        self._expect(line.docmd("DATA"), 354)

    def _dated(self, data: bytes) -> bytes:
        head = data.partition(b"\r\n\r\n")[0]
        if _DATE.search(head):
            return data
        return f"Date: {format_datetime(self._machine.now())}\r\n".encode() + data

    def _expect(self, reply: SmtpReply, *codes: int) -> None:
        """Go on if the server says one of these. Raises :class:`_Stopped`."""
        code, _ = reply
        if code in codes:
            return
        is_of_a_mail = self._step in _OF_A_MAIL
        if not is_of_a_mail or code == 421 or not 400 <= code < 600:
            self._drop()
        if self._step == _END and not 400 <= code < 600:
            raise _Stopped(Answer("unknown", self._said(reply)))
        if self._step == "MAIL":
            is_final = code == _TOO_LARGE
        else:
            is_final = is_of_a_mail and code >= 500 and code not in _OF_THE_CHANNEL
        raise _Stopped(Answer("refused" if is_final else "deferred", self._said(reply)))

    def _said(self, reply: SmtpReply) -> str:
        code, text = reply
        said = self._secrets.redacted(text.decode(errors="replace"))
        return f"{self._step}: {code} {said}".strip()

    def _drop(self) -> None:
        """Close the line without a word."""
        if self._line is not None:
            self._line.close()
        self._line = None
