"""Mail addresses: which text is one, and how it goes over a line.

Belongs here: one bare address, as SMTP and a header have it. Does not belong here: names beside
addresses (``rendering.outbox``), the files that hold addresses (``loading``).
"""

from __future__ import annotations

import re

__all__ = ["wire_address"]

# The characters of RFC 5321 without quoted strings, and any letter that is not ASCII (RFC 6531).
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.UNICODE)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_LONGEST = 254


def wire_address(address: str) -> str:
    """The address with its domain in ASCII: only a name before the ``@`` may need SMTPUTF8.

    Raises ``ValueError`` where the text is no bare address; a line break never passes.
    """
    local, at, domain = address.rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        raise ValueError("no mail address")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise ValueError("no mail address") from None
    if not all(map(_LABEL.fullmatch, domain.split("."))):
        raise ValueError("no mail address")
    wired = f"{local}@{domain}"
    if len(wired.encode()) > _LONGEST:
        raise ValueError("no mail address")
    return wired
