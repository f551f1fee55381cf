"""The doctor: fetches what a live site shows, to hold it against what it should show.

Belongs here: getting two files over HTTP, from a server that nobody trusts, in bounded time
and room. Does not belong here: what they should say (``pipeline.comparison``).
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

from notices.audit.comparison import Finding, differences
from notices.audit.live import FEED, NOTICES, Live, NotOurs, read_live
from notices.evaluation import Evaluation
from notices.project.disk import Workspace

__all__ = ["Unreachable", "examine"]

_MOST = 32 * 1024 * 1024
_PIECE = 64 * 1024
_ANSWER_S = 15.0
_WHOLE_S = 60.0


class Unreachable(Exception):
    """The site, or a usable file of it, cannot be had; one line says which and why."""


def examine(workspace: Workspace, evaluation: Evaluation, url: str) -> tuple[Finding, ...]:
    """How the live site at ``url`` differs from what a publish at the edition's ``now`` shows.

    The edition has to have a site. Raises :class:`Unreachable`.
    """
    base = _base(url)
    theme = workspace.theme(base, "")
    return differences(evaluation, theme, _live(base))


def _base(url: str) -> str:
    """The site's address, with a slash at its end."""
    unusable = Unreachable(f"{url!r} is no address of a site; write https://…")
    try:
        parts = urlsplit(url)
        # Reading the port finds out whether it is one.
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        raise unusable from None
    if not usable or any(c.isspace() or not c.isprintable() for c in url):
        raise unusable
    if parts.username is not None:
        raise Unreachable("an address with a name or a password is not asked for")
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + "/", "", ""))


def _live(base: str) -> Live:
    try:
        return read_live(_fetched(base + NOTICES), _fetched(base + FEED))
    except NotOurs as error:
        raise Unreachable(f"{base} is no site of this program: {error}") from None


def _opener() -> OpenerDirector:
    """What opens HTTP and nothing else: a redirect may not lead to a file."""
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


def _fetched(url: str) -> bytes:
    """A file of the site. Raises :class:`Unreachable`."""
    ends = time.monotonic() + _WHOLE_S
    # What is between us and the site may keep old answers; this asks for a new one.
    headers = {"User-Agent": "notices-doctor", "Cache-Control": "no-cache", "Accept": "*/*"}
    data = bytearray()
    try:
        with _opener().open(Request(url, headers=headers), timeout=_ANSWER_S) as answer:  # noqa: S310
            while piece := answer.read1(_PIECE):
                data += piece
                if len(data) > _MOST:
                    raise Unreachable(f"{url}: larger than {_MOST >> 20} MiB")
                if time.monotonic() > ends:
                    raise Unreachable(f"{url}: not all there after {_WHOLE_S:.0f} seconds")
            if answer.length:
                raise Unreachable(f"{url}: cut short, {answer.length} bytes are missing")
    except HTTPError as error:
        error.close()
        raise Unreachable(f"{url}: the server answers {error.code}") from None
    except URLError as error:
        raise Unreachable(f"{url}: {_reason(error)}") from None
    except http.client.HTTPException as error:
        raise Unreachable(f"{url}: the answer is no HTTP ({type(error).__name__})") from None
    except (OSError, ValueError) as error:
        raise Unreachable(f"{url}: {str(error) or type(error).__name__}") from None
    return bytes(data)


def _reason(error: URLError) -> str:
    reason = error.reason
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror
    return str(reason) or type(reason).__name__
