"""Addresses in the configuration: which text is one that a browser would go to.

Belongs here: its form alone. Does not belong here: which schemes and parts a key takes
(``configuration``, ``contact``).
"""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

__all__ = ["web_address"]


def web_address(text: str) -> SplitResult:
    """Its parts. Raises ``ValueError`` where something in it is not seen, or no host can be found."""
    if " " in text or not text.isprintable():  # urlsplit leaves some of them out.
        raise ValueError(text)
    url = urlsplit(text)
    url.port  # noqa: B018  # It is read only when it is asked for.
    (url.hostname or "").encode("idna")  # As mails and calls have it.
    return url
