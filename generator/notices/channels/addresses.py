"""Addresses that a call may go to: public ones, at the address that was checked.

Belongs here: which address of the internet is public, and reading the address of a receiver. Does
not belong here: calling it (``calls``).

Whoever sets a receiver's name decides where it leads, and may change that between two questions.
So it is asked once, and each of its addresses has to be public.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from notices.channels.machine import Machine

__all__ = ["NotPublic", "Receiver", "is_public", "receiver"]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL = ipaddress.IPv6Network("2000::/3")
_PORTS = {"https": 443, "http": 80}


class NotPublic(OSError):
    """A name leads to an address that is not public."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where a call goes. ``host`` is ASCII, ``target`` the path with its query."""

    host: str
    port: int
    target: str
    encrypted: bool = True

    @property
    def name(self) -> str:
        """As the header ``Host`` has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = _PORTS["https" if self.encrypted else "http"]
        return host if self.port == usual else f"{host}:{self.port}"

    def addresses(self, machine: Machine) -> Sequence[str]:
        """The addresses of its host, asked once. Raises ``OSError``, and :class:`NotPublic`."""
        found = machine.resolve(self.host, self.port)
        for address in found:
            loops = ipaddress.ip_address(address.partition("%")[0]).is_loopback
            if not (machine.allows_loopback and loops) and not (
                self.encrypted and is_public(address)
            ):
                raise NotPublic("the name leads to an address that is not public")
        return found


def receiver(url: str, machine: Machine) -> Receiver:
    """The receiver at an absolute address. Raises ``ValueError`` where a call may not go there.

    It has to be ``https:``; ``http:`` only where the machine allows receivers on itself.
    """
    url = url.strip()
    if not (url.isascii() and url.isprintable()) or " " in url:
        raise ValueError("no address")
    parts = urlsplit(url)
    schemes = ("https", "http") if machine.allows_loopback else ("https",)
    if parts.scheme not in schemes or not parts.hostname or "@" in parts.netloc:
        raise ValueError("no address")
    target = parts.path or "/"
    return Receiver(
        parts.hostname,
        # A port that is none raises as well.
        _PORTS[parts.scheme] if parts.port is None else parts.port,
        f"{target}?{parts.query}" if parts.query else target,
        parts.scheme == "https",
    )


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, whatever it is wrapped in."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        # 6to4 and Teredo are out of use, and lead wherever the address within them does.
        if ip not in _GLOBAL or ip.sixtofour is not None or ip.teredo is not None:
            return False
    return ip.is_global and not ip.is_multicast
