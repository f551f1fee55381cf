"""Fetching a file of a site over HTTP, in bounded time and memory, from a server nobody trusts.

Belongs here: which URLs are fetched, from which machines, and the limits. Does not belong here:
what the file says (``deployed``), what it should say (``doctor``).

Only the host that was asked is asked. A redirect to another one, or a name that leads to this
machine, would let a stranger choose whom we ask from within our network.
"""

from __future__ import annotations

import http.client
import ipaddress
import threading
import time
from contextlib import closing
from functools import partial
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from notices.domain.phrases import Phrase, joined, phrase
from notices.domain.problem import Failure

__all__ = ["Unreachable", "fetch", "site_url"]

_MAX_BYTES = 32 * 1024 * 1024
_CHUNK = 64 * 1024
_TIMEOUT_S = 15.0
_TOTAL_S = 60.0
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SHOWN = 200
_PORTS = {"http": 80, "https": 443}
# What an address may hold beside letters and digits. A percent sign stays: it may be escaped already.
_PLAIN = "%/:?#[]@!$&'()*+,;=~"


class Unreachable(Failure):
    """The site, or a usable file of it, cannot be fetched; one line says which and why."""


def site_url(url: str) -> str:
    """The site's URL with a slash at its end, without query, as a server is asked: in ASCII.

    Raises :class:`Unreachable`.
    """
    invalid = Unreachable(phrase("invalid site URL {url}; write https://…", url=repr(url)))
    try:
        parts = urlsplit(url)
        # Reading the port checks it.
        valid = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        host = parts.netloc.encode("idna").decode("ascii")
    except ValueError:
        raise invalid from None
    if not valid or any(c.isspace() or not c.isprintable() for c in url):
        raise invalid
    if parts.username is not None:
        raise Unreachable(phrase("invalid site URL: remove the user name and password"))
    return urlunsplit((parts.scheme, host, quote(parts.path.rstrip("/"), _PLAIN) + "/", "", ""))


def fetch(url: str) -> bytes:
    """One file of the site, whole. Raises :class:`Unreachable`."""
    answer: list[bytes | Exception] = []

    def ask() -> None:
        try:
            answer.append(_fetched(url, time.monotonic() + _TOTAL_S))
        except Exception as error:
            answer.append(error)

    # Looking up a name, greeting and reading headers know no limit for the whole of it. What
    # still waits at the end is left behind, and ends with the program.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_TOTAL_S)
    if not answer:
        raise _incomplete(url)
    if isinstance(answer[0], Exception):
        raise answer[0]
    return answer[0]


def _fetched(url: str, ends: float) -> bytes:
    asked, at = urlsplit(url), url
    opener = _opener(asked)
    # A cache on the way may hold an old answer; this asks for a new one.
    headers = {"User-Agent": "notices-doctor", "Cache-Control": "no-cache", "Accept": "*/*"}
    try:
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                request = Request(at, headers=headers)  # noqa: S310 (the opener knows no file)
                with opener.open(request, timeout=_TIMEOUT_S) as answer:
                    return _read(answer, url, ends)
            except HTTPError as error:
                with closing(error):
                    if error.code not in _REDIRECTS:
                        message = phrase(
                            "{url}: the server answered {code}", url=url, code=error.code
                        )
                        raise Unreachable(message) from None
                    at = _redirected(asked, at, error.headers.get("Location", ""))
    except URLError as error:
        raise Unreachable(joined([url, _reason(error)], ": ")) from None
    except http.client.HTTPException as error:
        message = phrase(
            "{url}: the answer is not HTTP ({error})", url=url, error=type(error).__name__
        )
        raise Unreachable(message) from None
    except (OSError, ValueError) as error:
        raise Unreachable(joined([url, str(error) or type(error).__name__], ": ")) from None
    raise Unreachable(
        phrase("{url}: the server redirects more than {most} times", url=url, most=_MOST_REDIRECTS)
    )


def _read(answer: Any, url: str, ends: float) -> bytes:
    data = bytearray()
    while chunk := answer.read1(_CHUNK):
        data += chunk
        if len(data) > _MAX_BYTES:
            raise Unreachable(
                phrase("{url}: larger than {most} MiB", url=url, most=_MAX_BYTES >> 20)
            )
        if time.monotonic() > ends:
            raise _incomplete(url)
    if answer.length:
        raise Unreachable(
            phrase("{url}: cut short, {count} bytes are missing", url=url, count=answer.length)
        )
    return bytes(data)


def _incomplete(url: str) -> Unreachable:
    return Unreachable(
        phrase("{url}: incomplete after {count} seconds", url=url, count=round(_TOTAL_S))
    )


def _redirected(asked: SplitResult, at: str, location: str) -> str:
    """Where a redirect leads, on the server that was asked. Raises :class:`Unreachable`.

    From HTTP to HTTPS is the one step that may change the port.
    """
    # Headers were read as Latin-1, whatever they are.
    target = urljoin(at, quote(location, _PLAIN, encoding="latin-1"))
    parts = urlsplit(target)
    same = (parts.scheme, parts.hostname, _port(parts)) in {
        (asked.scheme, asked.hostname, _port(asked)),
        ("https", asked.hostname, _PORTS["https"]),
    }
    if not same or parts.username is not None:
        shown = "".join(c if c.isprintable() else "?" for c in target[:_SHOWN])
        raise Unreachable(
            phrase(
                "{url}: the server redirects elsewhere, to {target}",
                url=asked.geturl(),
                target=shown,
            )
        )
    return target


def _port(parts: SplitResult) -> int | None:
    return parts.port or _PORTS.get(parts.scheme)


class _Connection(http.client.HTTPConnection):
    """A connection that is given up before a word is sent where its machine may not be asked."""

    name: str | None = None
    """The name that was asked; ``None`` where it was an address."""

    def connect(self) -> None:
        """Connect. Raises ``OSError`` where a name leads to this machine or its own network link."""
        super().connect()
        # A proxy has another name, and asks in our place.
        if self.name is not None and self.host.lower() == self.name:
            address = ipaddress.ip_address(self.sock.getpeername()[0].partition("%")[0])
            address = getattr(address, "ipv4_mapped", None) or address
            if address.is_loopback or address.is_link_local or address.is_unspecified:
                self.close()
                raise OSError(
                    phrase(
                        "the name leads to {address}; ask that address if you mean it",
                        address=str(address),
                    )
                )


class _TLSConnection(http.client.HTTPSConnection, _Connection):
    """The same with TLS; the address is checked before the greeting."""


class _HTTP(HTTPHandler):
    def __init__(self, name: str | None) -> None:
        super().__init__()
        self._name = name

    def http_open(self, request: Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_connection, _Connection, self._name), request)


class _HTTPS(HTTPSHandler):
    def __init__(self, name: str | None) -> None:
        super().__init__()
        self._name = name

    def https_open(self, request: Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_connection, _TLSConnection, self._name), request)


def _connection(
    kind: type[_Connection], name: str | None, host: str, **options: Any
) -> http.client.HTTPConnection:
    connection = kind(host, **options)
    connection.name = name
    return connection


def _opener(asked: SplitResult) -> OpenerDirector:
    """Opens HTTP and HTTPS only, and follows no redirect by itself."""
    name = None if _is_address(asked.hostname or "") else asked.hostname
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        UnknownHandler(),
        _HTTP(name),
        _HTTPS(name),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _is_address(host: str) -> bool:
    """Whether a host is written as an address, or as this machine's own name."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _reason(error: URLError) -> str:
    reason = error.reason
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror
    if isinstance(reason, OSError) and reason.args and isinstance(reason.args[0], Phrase):
        return reason.args[0]
    return str(reason) or type(reason).__name__
