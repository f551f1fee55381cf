"""Fetching a file of a site over HTTP, in bounded time and memory, from a server nobody trusts.

Belongs here: which URLs are fetched, and the limits. Does not belong here: what the file says
(``deployed``), what it should say (``doctor``).
"""

from __future__ import annotations

import http.client
import time
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

__all__ = ["Unreachable", "fetch", "site_url"]

_MAX_BYTES = 32 * 1024 * 1024
_CHUNK = 64 * 1024
_TIMEOUT_S = 15.0
_TOTAL_S = 60.0


class Unreachable(Exception):
    """The site, or a usable file of it, cannot be fetched; one line says which and why."""


def site_url(url: str) -> str:
    """The site's URL with a slash at its end, without query. Raises :class:`Unreachable`."""
    invalid = Unreachable(f"invalid site URL {url!r}; write https://…")
    try:
        parts = urlsplit(url)
        # Reading the port checks it.
        valid = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        raise invalid from None
    if not valid or any(c.isspace() or not c.isprintable() for c in url):
        raise invalid
    if parts.username is not None:
        raise Unreachable("invalid site URL: remove the user name and password")
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + "/", "", ""))


def _opener() -> OpenerDirector:
    """Opens HTTP and HTTPS only: a redirect must not lead to a file."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        UnknownHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPRedirectHandler(),
        HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def fetch(url: str) -> bytes:
    """One file of the site, whole. Raises :class:`Unreachable`."""
    ends = time.monotonic() + _TOTAL_S
    # A cache on the way may hold an old answer; this asks for a new one.
    headers = {"User-Agent": "notices-doctor", "Cache-Control": "no-cache", "Accept": "*/*"}
    data = bytearray()
    try:
        with _opener().open(Request(url, headers=headers), timeout=_TIMEOUT_S) as answer:  # noqa: S310
            while chunk := answer.read1(_CHUNK):
                data += chunk
                if len(data) > _MAX_BYTES:
                    raise Unreachable(f"{url}: larger than {_MAX_BYTES >> 20} MiB")
                if time.monotonic() > ends:
                    raise Unreachable(f"{url}: incomplete after {_TOTAL_S:.0f} seconds")
            if answer.length:
                raise Unreachable(f"{url}: cut short, {answer.length} bytes are missing")
    except HTTPError as error:
        error.close()
        raise Unreachable(f"{url}: the server answered {error.code}") from None
    except URLError as error:
        raise Unreachable(f"{url}: {_reason(error)}") from None
    except http.client.HTTPException as error:
        raise Unreachable(f"{url}: the answer is not HTTP ({type(error).__name__})") from None
    except (OSError, ValueError) as error:
        raise Unreachable(f"{url}: {str(error) or type(error).__name__}") from None
    return bytes(data)


def _reason(error: URLError) -> str:
    reason = error.reason
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror
    return str(reason) or type(reason).__name__
