"""Mail servers of others, as processes of their own: what they took, and how they misbehave.

Belongs here: starting one in a folder, and ending it. Does not belong here: what a mail has to be
like (``delivery_claims``).
"""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import trustme

from tests.faults.planted import MAIL_PASSWORD, MAIL_USER
from tests.project import CLONE

__all__ = ["EXIM", "MailHost", "TakenMail", "exim_mail", "planned_mail"]

EXIM = shutil.which("exim4", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@dataclass(frozen=True, slots=True)
class TakenMail:
    """A mail that a server took, for one recipient, byte by byte."""

    to: str
    data: bytes


class MailHost(Protocol):
    """A server; ``authority`` is the file of who vouches for it."""

    port: int
    authority: Path

    def misbehave(self, acts: Sequence[str]) -> None:
        """What it does from now on (``planned_mail.ACTS``); nothing but taking mails without any."""

    def taken(self) -> list[TakenMail]:
        """All that it took."""


@dataclass
class _Planned:
    folder: Path
    authority: Path
    port: int = 0

    def misbehave(self, acts: Sequence[str]) -> None:
        new = self.folder / "acts.new"
        new.write_text(json.dumps(acts or ["take"]), encoding="utf-8")
        new.replace(self.folder / "acts.json")

    def taken(self) -> list[TakenMail]:
        found = []
        for path in sorted((self.folder / "taken").iterdir()):
            to, _, data = path.read_bytes().partition(b"\n")
            found.append(TakenMail(to.decode(), data))
        return found


@contextmanager
def planned_mail(folder: Path) -> Iterator[MailHost]:
    """A server of aiosmtpd's."""
    (folder / "taken").mkdir(parents=True)
    server = _Planned(folder, _certified(folder))
    server.misbehave([])
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.planned_mail", str(folder)],
            cwd=CLONE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
    try:
        assert process.stdout is not None
        server.port = int(process.stdout.readline())
        yield server
    finally:
        process.communicate()


@dataclass
class _Exim:
    """It draws by itself among what it may do; of ``acts`` it only sees whether there are any."""

    folder: Path
    authority: Path
    port: int

    def misbehave(self, acts: Sequence[str]) -> None:
        flag = self.folder / "bad"
        if acts:
            flag.touch()
        else:
            flag.unlink(missing_ok=True)

    def taken(self) -> list[TakenMail]:
        # It delivers behind its back what it said it had taken.
        end = time.monotonic() + 30
        while any((self.folder / "spool/input").glob("*-H")):
            assert time.monotonic() < end, "exim does not deliver what it took"
            time.sleep(0.1)
        found = []
        for path in sorted((self.folder / "mails/new").iterdir()):
            head, blank, body = path.read_bytes().partition(b"\n\n")
            to = re.search(rb"^Envelope-to: (.+)$", head, re.MULTILINE)
            assert to is not None
            own = re.compile(rb"^(?:Envelope-to|Received): .*\n(?:[ \t].*\n)*", re.MULTILINE)
            data = own.sub(b"", head + b"\n") + blank[1:] + body
            found.append(TakenMail(to[1].decode(), data.replace(b"\n", b"\r\n")))
        return found


@contextmanager
def exim_mail(folder: Path) -> Iterator[MailHost]:
    """Debian's exim, without any right of root's: for loopback alone, with all that it has in ``folder``.

    Raises ``RuntimeError`` where there is none, or who runs this may not start it.
    """
    if EXIM is None or os.geteuid():
        raise RuntimeError("exim4 is not installed, or this does not run as root")
    own = pwd.getpwnam("Debian-exim")
    # Its own user has to come through.
    folder.parent.chmod(0o711)
    for name in ("spool", "log", "mails"):
        (folder / name).mkdir(parents=True)
    server = _Exim(folder, _certified(folder), _free_port())
    config = folder / "exim.conf"
    config.write_text(
        _EXIM.format(folder=folder, port=server.port, user=MAIL_USER, password=MAIL_PASSWORD),
        encoding="utf-8",
    )
    for path in (folder, *folder.rglob("*")):
        os.chown(path, own.pw_uid, own.pw_gid)
    process = subprocess.Popen(
        [EXIM, "-C", str(config), "-bdf", "-q5s"],
        user=own.pw_uid, group=own.pw_gid, extra_groups=[], cwd="/",
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _answers(server.port, process)
        yield server
    finally:
        process.terminate()
        process.wait()


_EXIM = """\
primary_hostname = localhost
spool_directory = {folder}/spool
log_file_path = {folder}/log/%s
pid_file_path = {folder}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
tls_advertise_hosts = *
tls_certificate = {folder}/server.pem
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
host_lookup =
smtp_accept_max = 50
smtp_accept_max_per_connection = 10000
deliver_drop_privilege
never_users =
acl_smtp_mail = from
acl_smtp_rcpt = to
acl_smtp_data = text
BAD = exists{{{folder}/bad}}
begin acl
from:
  defer condition = ${{if and{{{{BAD}}{{eq{{${{randint:16}}}}{{0}}}}}}}}
        message = {user} {password} is not content
  drop condition = ${{if and{{{{BAD}}{{eq{{${{randint:16}}}}{{0}}}}}}}}
  accept authenticated = *
to:
  deny condition = ${{if and{{{{BAD}}{{eq{{${{randint:16}}}}{{0}}}}}}}}
       message = {user} {password} is not content
  defer condition = ${{if and{{{{BAD}}{{eq{{${{randint:16}}}}{{0}}}}}}}}
  accept authenticated = *
text:
  defer condition = ${{if and{{{{BAD}}{{eq{{${{randint:12}}}}{{0}}}}}}}}
  drop condition = ${{if and{{{{BAD}}{{eq{{${{randint:12}}}}{{0}}}}}}}}
  warn condition = ${{if and{{{{BAD}}{{eq{{${{randint:6}}}}{{0}}}}}}}}
       delay = 4s
  accept
begin routers
all:
  driver = accept
  transport = mails
begin transports
mails:
  driver = appendfile
  directory = {folder}/mails
  maildir_format
  envelope_to_add
begin retry
* * F,1d,1s
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
"""


def _certified(folder: Path) -> Path:
    """Write the server's key and certificate; gives the file of the authority."""
    ca = trustme.CA()
    ca.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
    path = folder / "authority.pem"
    ca.cert_pem.write_to_path(path)
    return path


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _answers(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("exim does not start")
