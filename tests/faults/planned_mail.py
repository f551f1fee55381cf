"""A mail server that takes, refuses, hangs and drops by a list: a process of its own, on loopback.

``python -m tests.faults.planned_mail FOLDER`` prints its port, and runs until its input ends. It asks
for STARTTLS and a password. ``FOLDER/acts.json`` says what it does, one act for each mail, over and
over; what it has taken is in ``FOLDER/taken``, one file for each, with the recipient in its first line.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import ssl
import sys
import warnings
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from tests.faults.planted import MAIL_PASSWORD, MAIL_USER

# Each says at which step, and what. Of these only `late` keeps the mail.
ACTS = (
    "late drop", "late hang", "late drop", "late hang", "dot drop", "dot hang", "dot 452", "dot 554",
    "MAIL 451", "MAIL 550", "MAIL hang", "MAIL drop", "RCPT 450", "RCPT 550", "DATA 451", "DATA 554",
    "text drop",
)  # fmt: skip
_LONG_S = 60.0
# A server that repeats what it was sent, in every reply that is kept.
_ECHO = f"{MAIL_USER} {MAIL_PASSWORD} is not content"


class PlannedMail(SMTP):
    """One line; ``act`` is that of the mail at work."""

    act = "take"

    async def does(self, step: str) -> str | None:
        """The reply at a step, where something is to happen there; it may be that nobody hears one."""
        at, _, what = self.act.partition(" ")
        if at != step:
            return None
        if what == "hang":
            await asyncio.sleep(_LONG_S)
        if what in ("hang", "drop"):
            assert isinstance(self.transport, asyncio.Transport)
            self.transport.abort()
            raise ConnectionResetError
        return f"{what} {_ECHO}"

    async def smtp_DATA(self, arg: str) -> None:
        said = await self.does("DATA")
        if said is not None:
            await self.push(said)
            return
        if self.act == "text drop":
            await self.push("354 go on")
            await self.does("text")
        await super().smtp_DATA(arg)


class Handler:
    """What becomes of mails. The next mail has the next act, over whichever line it comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mails, self._kept = itertools.count(), itertools.count(1)

    async def handle_MAIL(
        self, server: PlannedMail, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        acts = json.loads((self._folder / "acts.json").read_bytes())
        server.act = acts[next(self._mails) % len(acts)]
        envelope.mail_from = address
        return await server.does("MAIL") or "250 ok"

    async def handle_RCPT(
        self, server: PlannedMail, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        said = await server.does("RCPT")
        if said is None:
            envelope.rcpt_tos.append(address)
        return said or "250 ok"

    async def handle_DATA(self, server: PlannedMail, session: Any, envelope: Any) -> str:
        said = await server.does("dot")
        if said is None:
            (to,) = envelope.rcpt_tos
            path = self._folder / "taken" / f"{next(self._kept):06d}"
            path.write_bytes(to.encode() + b"\n" + envelope.original_content)
            await server.does("late")
        return said or f"250 2.0.0 taken from {MAIL_USER} with {MAIL_PASSWORD}"


def _log_in(
    server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword
) -> AuthResult:
    right = data == LoginPassword(MAIL_USER.encode(), MAIL_PASSWORD.encode())
    return AuthResult(success=right, handled=right)


async def _serve(folder: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder / "server.pem")
    handler = Handler(folder)
    loop = asyncio.get_running_loop()

    def line() -> SMTP:
        return PlannedMail(
            handler, tls_context=tls, require_starttls=True, authenticator=_log_in,
            auth_required=True, hostname="localhost", loop=loop,
        )  # fmt: skip

    server = await loop.create_server(line, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    asyncio.run(_serve(Path(sys.argv[1])))
