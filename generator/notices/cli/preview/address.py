"""The address of a preview, and the names under which it may be asked.

Belongs here: reading HOST:PORT, and telling our names from others'. Does not belong here:
answering a request (``server``).
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from notices.domain.phrases import phrase

__all__ = ["Address", "read_address"]

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_HTTP = 80


@dataclass(frozen=True, slots=True)
class Address:
    """A host, without brackets, and a port; 0 is any free one."""

    host: str
    port: int

    @property
    def is_v6(self) -> bool:
        """Whether the host is an address of IPv6."""
        return ":" in self.host

    @property
    def url(self) -> str:
        """Where to look at it, without a slash at the end."""
        host = "localhost" if _is_any(self.host) else self.host
        return f"http://{_authority(host)}:{self.port}"

    def is_ours(self, header: str, local: str) -> bool:
        """Whether a request with that ``Host`` header, which came in at ``local``, is for us.

        A page of somebody else can make a browser ask this machine under a name of its own, and
        read the answer. So only names count that nobody else can point here.
        """
        hosts = {*_LOOPBACK, self.host.lower()}
        if _is_any(self.host):
            hosts.add(local.lower())
        names = {f"{_authority(host)}:{self.port}" for host in hosts}
        if self.port == _HTTP:
            names |= {_authority(host) for host in hosts}
        return header.lower() in names


def read_address(text: str) -> Address:
    """The address of ``HOST:PORT``. Raises ``ValueError`` with what is wrong."""
    host, colon, port = text.strip().rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        raise ValueError(
            phrase("an IPv6 address needs brackets, as in [::1]:8000, not {text}", text=repr(text))
        )
    if not (colon and host and port.isascii() and port.isdigit() and int(port) <= 0xFFFF):
        raise ValueError(
            phrase("expected HOST:PORT, as in 127.0.0.1:8000, not {text}", text=repr(text))
        )
    return Address(host, int(port))


def _authority(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_any(host: str) -> bool:
    """Whether the host stands for every address of this machine."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
