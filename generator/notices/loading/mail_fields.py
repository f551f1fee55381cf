"""Addresses and names of servers: what goes into headers, calls and links as it is written.

Belongs here: one annotated type for each, and why a text is none. Nothing that passes has a blank, a
control character or a letter outside of ASCII, so none can end a header and begin another. Does
not belong here: which file has which keys (``channels``), sending.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated

from notices.domain.phrases import phrase
from notices.domain.wording import quoted
from notices.loading.languages import line_schema
from notices.loading.reading import FIELD, Kind, Reading, refusal

__all__ = ["EnvironmentName", "HostName", "HttpsAddress", "ListId", "MailAddress", "Unsubscribe"]

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LIST_ID = re.compile(rf"{_ATOM}(?:\.{_ATOM})+")
_URI = r"[A-Za-z0-9._~:/?@!$&'()*+,;=%-]*"
# A name and a password before the host would be a secret, and are no part of it.
_HTTPS = re.compile(rf"https://([^\s/?#:@]+)((?::[0-9]{{1,5}})?)((?:[/?]{_URI})?)")
_MAILTO = re.compile(rf"mailto:([^?]+)((?:\?{_URI})?)")
_ENVIRONMENT_NAME = r"[A-Z_][A-Z0-9_]{0,127}"
_LONGEST_LOCAL = 64
_LONGEST = 254
_LONGEST_HOST = 253
_PORTS = 65535


def _ascii_host(host: str) -> str | None:
    """The host in small ASCII letters, as it is looked up; ``None`` where it cannot be one."""
    name = host.lower()
    try:
        if not name.isascii():
            found = name.encode("idna")
            # Python reads the older of the two standards, which takes some letters for others.
            if found.decode("idna") != name:
                return None
            name = found.decode()
    except UnicodeError:
        return None
    fits = len(name) <= _LONGEST_HOST and all(map(_LABEL.fullmatch, name.split(".")))
    return name if fits else None


def _ascii_mail(text: str) -> str | None:
    local, _, domain = text.rpartition("@")
    host = _ascii_host(domain)
    if not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL or not host or "." not in host:
        return None
    address = f"{local}@{host}"
    return address if len(address) <= _LONGEST else None


def _ascii_https(text: str) -> str | None:
    found = _HTTPS.fullmatch(text)
    host = _ascii_host(found[1]) if found else None
    if not found or not host or not 1 <= int(found[2][1:] or 443) <= _PORTS:
        return None
    return f"https://{host}{found[2]}{found[3]}"


def _mail_address(text: str, _: Reading) -> str:
    address = _ascii_mail(text)
    if address is None:
        raise refusal(
            phrase("{field}: {text} is not an email address", field=FIELD, text=quoted(text)),
            phrase("Write the address alone, like news@example.com."),
        )
    return address


def _https_address(text: str, _: Reading) -> str:
    address = _ascii_https(text)
    if address is None:
        # A name and a password may stand in it: it is not repeated.
        raise refusal(
            phrase("{field} is not an address that begins with https://", field=FIELD),
            phrase(
                "Write it like https://example.com/updates, without blanks, name, password "
                "and #fragment."
            ),
        )
    return address


def _unsubscribe(text: str, _: Reading) -> str:
    mail = _MAILTO.fullmatch(text)
    to = _ascii_mail(mail[1]) if mail else None
    address = f"mailto:{to}{mail[2]}" if mail and to else _ascii_https(text)
    # In a header, a comma would be between two addresses.
    if address is None or "," in address:
        raise refusal(
            phrase("{field} is not an address to unsubscribe at", field=FIELD),
            phrase(
                "Write it like https://example.com/leave or mailto:leave@example.com; a comma "
                "is %2C."
            ),
        )
    return address


def _host_name(text: str, _: Reading) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        host = _ascii_host(text)
    if host is None:
        raise refusal(
            phrase("{field}: {text} is not the name of a server", field=FIELD, text=quoted(text)),
            phrase("Write it like mail.example.com; the port has a key of its own."),
        )
    return host


def _list_id(text: str, _: Reading) -> str:
    if not _LIST_ID.fullmatch(text) or len(text) > _LONGEST_HOST:
        raise refusal(
            phrase("{field}: {text} is not the name of a list", field=FIELD, text=quoted(text)),
            phrase("Write it like updates.example.com."),
        )
    return text


def _environment_name(text: str, _: Reading) -> str:
    if not re.fullmatch(_ENVIRONMENT_NAME, text):
        # What stands there may be the secret itself: it is not repeated.
        raise refusal(
            phrase("{field} is not the name of an environment variable", field=FIELD),
            phrase(
                "Write the name of the variable that holds the value, like SMTP_PASSWORD. If it "
                "was the secret itself, replace the secret: git keeps what was committed."
            ),
        )
    return text


def _pattern(pattern: str) -> dict[str, str]:
    return {"type": "string", "pattern": f"^{pattern}$"}


MailAddress = Annotated[str, Kind(_mail_address, _pattern(r"[^\s@]+@[^\s@]+"))]
HttpsAddress = Annotated[str, Kind(_https_address, _pattern(r"https://[^\s@#]+"))]
Unsubscribe = Annotated[str, Kind(_unsubscribe, _pattern(r"(https://|mailto:)[^\s,#]+"))]
HostName = Annotated[str, Kind(_host_name, line_schema(_LONGEST_HOST))]
ListId = Annotated[str, Kind(_list_id, line_schema(_LONGEST_HOST))]
EnvironmentName = Annotated[str, Kind(_environment_name, _pattern(_ENVIRONMENT_NAME))]
