"""The Content-Security-Policy of a page: what a browser may load and run for it.

Belongs here: what stands in that policy, the hashes of the scripts that the theme writes into
a page, and what of a person's own HTML the policy keeps from working. Does not belong here:
cleaning an entry's HTML (``markdown``), headers of the server (``docs/hosting.md``).

The hashes are made of the rendered page, so the theme may change its scripts. What is spliced
into a shell later brings none that run: those would be refused, like anything injected.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

__all__ = ["HeadMissing", "blocked", "secured"]

_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)
# A comment is found first, so that nothing inside it counts. What an attribute quotes may
# hold what would end the tag.
_INLINE = re.compile(
    r"<!--.*?-->|<(script|style)\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>(.*?)</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_SOURCE = re.compile(r"(?<![-\w])src\s*=", re.IGNORECASE)
_TYPE = re.compile(r"(?<![-\w])type\s*=\s*[\"']?([^\"'\s>]*)", re.IGNORECASE)
_RUNS = re.compile(r"|module|importmap|speculationrules|.*(?:java|ecma|j|live)script.*")

_WORTH_A_LOOK = re.compile(
    r"<(?:script|style|iframe|object|embed|form|base|img|audio|video|source|track|link)\b"
    r"|\s(?:style|on\w+)\s*=|javascript:",
    re.IGNORECASE,
)
_EMBEDDING = frozenset({"iframe", "object", "embed", "form", "base"})
_SOUND = frozenset({"audio", "video", "track"})


class HeadMissing(ValueError):
    """The theme's page has no head in which a policy could stand."""


def secured(page: str, own: str = "") -> str:
    """A page of the theme's with its policy as the first thing in its head.

    The scripts and styles that stand in it may run, each by its hash; but none of ``own``,
    the part of the page that a person wrote. Raises ``HeadMissing``.
    """
    head = _HEAD.search(page)
    if head is None:
        raise HeadMissing("the theme's page has no <head>")
    hashes: dict[str, dict[str, None]] = {"script": {}, "style": {}}
    foreign = {text for _, text in _inline(own)}
    for name, text in _inline(page):
        if text not in foreign:
            hashes[name][_hash(text)] = None
    content = "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *hashes["script"])),
            " ".join(("style-src 'self'", *hashes["style"])),
            "img-src 'self' data:",
            "connect-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    return f"{page[: head.end()]}\n  {meta}{page[head.end() :]}"


def _inline(page: str) -> list[tuple[str, str]]:
    """The scripts that run and the styles that stand in a page: tag, text."""
    found = []
    for tag, attributes, text in _INLINE.findall(page):
        name = tag.lower()
        if name == "style" or (name == "script" and _runs(attributes)):
            found.append((name, text))
    return found


def _runs(attributes: str) -> bool:
    """Whether a script with these attributes is one, and not data, and stands in the page."""
    if _SOURCE.search(attributes):
        return False
    kind = _TYPE.search(attributes)
    return kind is None or _RUNS.fullmatch(kind[1].lower()) is not None


@lru_cache(maxsize=256)
def _hash(text: str) -> str:
    # A browser has made one newline of two characters before it looks.
    read = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{b64encode(hashlib.sha256(read.encode()).digest()).decode()}'"


def blocked(html: str, base_url: str) -> tuple[str, ...]:
    """What of a person's own HTML a browser will not run or show, each in a few words, once.

    ``base_url`` is the site's own address.
    """
    if not _WORTH_A_LOOK.search(html):
        return ()
    reader = _Blocked(urlsplit(base_url).netloc)
    reader.feed(html)
    reader.close()
    return tuple(reader.found)


class _Blocked(HTMLParser):
    """Gathers what the policy blocks; the order is that of the text."""

    def __init__(self, host: str) -> None:
        super().__init__()
        self.found: dict[str, None] = {}
        self._host = host

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip() for name, value in attrs}
        if tag in _EMBEDDING or tag in _SOUND or tag == "style":
            self.found[f"<{tag}>"] = None
        elif tag == "script" and "src" not in given:
            if _RUNS.fullmatch(given.get("type", "").lower()):
                self.found["a <script> with its text inside"] = None
        elif self._elsewhere(given.get("src", "")):
            self.found[f"<{tag}> from another host"] = None
        elif tag == "link" and self._elsewhere(given.get("href", "")):
            self.found["<link> to another host"] = None
        for name in given:
            if name == "style" or name.startswith("on"):
                self.found[f"the attribute {name}="] = None
        if any(value.lower().startswith("javascript:") for value in given.values()):
            self.found["an address that begins with javascript:"] = None

    def _elsewhere(self, address: str) -> bool:
        try:
            return urlsplit(address).netloc not in ("", self._host)
        except ValueError:
            return True
