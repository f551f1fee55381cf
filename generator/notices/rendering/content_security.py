"""The Content-Security-Policy of a page: what a browser may load and run for it.

Belongs here: what is in that policy, the hashes of the scripts that the theme writes into
a page, and what of a person's own HTML the policy keeps from working. Does not belong here:
cleaning an entry's HTML (``markdown``), headers of the server (``docs/hosting.md``).

The hashes are made of the rendered page, so the theme may change its scripts. What is spliced
into a shell later brings none that run: those would be refused, like anything injected.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring

from notices.domain.phrases import Phrase, phrase, verbatim
from notices.domain.problem import Failure

__all__ = ["HeadMissing", "blocked", "leads_away", "secured", "staying"]

_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)
_RUNS = re.compile(r"|module|importmap|speculationrules|.*(?:java|ecma|j|live)script.*")

_INLINE = re.compile("<(?:script|style)", re.IGNORECASE)
_SUSPICIOUS = re.compile(
    r"<(?:script|style|iframe|object|embed|form|base|img|audio|video|source|track|link)\b"
    r"|\s(?:style|on\w+)\s*=|javascript:",
    re.IGNORECASE,
)
# Whatever stands in quotes, or never ends: no `<meta` is left.
_META = re.compile(r"""<meta(?=[\s/>])(?:"[^"]*"|'[^']*'|[^>"'])*>?""", re.IGNORECASE)
_EMBEDDING = frozenset({"iframe", "object", "embed", "form", "base"})
_SOUND = frozenset({"audio", "video", "track"})


class HeadMissing(Failure):
    """The theme's page has no head in which a policy could stand."""


def secured(page: str, own: str = "") -> str:
    """A page of the theme's with its policy as the first thing in its head.

    The scripts and styles in it may run, each by its hash; but none of ``own``,
    the part of the page that a person wrote. Raises ``HeadMissing``.
    """
    head = _HEAD.search(page)
    if head is None:
        raise HeadMissing(phrase("the theme's page has no <head>"))
    hashes: dict[str, dict[str, None]] = {"script": {}, "style": {}}
    foreign = {element.text for element in _inline(own)}
    for element in _inline(page):
        if element.text not in foreign:
            hashes[element.tag][_hash(element.text or "")] = None
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


def _inline(html: str) -> list[HtmlElement]:
    """The scripts that run and the styles whose text is in a piece of HTML."""
    if not _INLINE.search(html):
        return []
    found = fragment_fromstring(html, create_parent=True).iter("script", "style")
    return [e for e in found if e.tag == "style" or _is_inline_script(e)]


def _is_inline_script(element: HtmlElement) -> bool:
    kind = (element.get("type") or "").strip().lower()
    return element.tag == "script" and "src" not in element.attrib and bool(_RUNS.fullmatch(kind))


def _elements(html: str) -> Iterator[HtmlElement]:
    yield from fragment_fromstring(html, create_parent=True).iter(etree.Element)


@lru_cache(maxsize=256)
def _hash(text: str) -> str:
    # A browser has made one newline of two characters before it looks.
    read = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{b64encode(hashlib.sha256(read.encode()).digest()).decode()}'"


def blocked(html: str, base_url: str) -> tuple[Phrase, ...]:
    """What of a person's own HTML a browser will not run or show, each in a few words, once.

    ``base_url`` is the site's own address.
    """
    if not _SUSPICIOUS.search(html):
        return ()
    host = urlsplit(base_url).netloc
    return tuple(dict.fromkeys(text for e in _elements(html) for text in _blocked(e, host)))


def leads_away(html: str) -> bool:
    """Whether a person's own HTML would send its readers to another page by itself."""
    if "http-equiv" not in html.lower():
        return False
    return any(
        element.tag == "meta" and element.get("http-equiv", "").strip().lower() == "refresh"
        for element in _elements(html)
    )


def staying(html: str) -> str:
    """The same HTML without what would do that: no policy keeps a browser from it."""
    return _META.sub("", html) if "http-equiv" in html.lower() else html


def _blocked(element: HtmlElement, host: str) -> Iterator[Phrase]:
    tag, given = element.tag, element.attrib
    if tag in _EMBEDDING or tag in _SOUND or tag == "style":
        yield verbatim(f"<{tag}>")
    elif _is_inline_script(element):
        yield phrase("a <script> with its text inside")
    elif _is_elsewhere(given.get("src"), host):
        yield phrase("<{tag}> from another host", tag=str(tag))
    elif tag == "link" and _is_elsewhere(given.get("href"), host):
        yield phrase("<link> to another host")
    for name in given:
        if name == "style" or name.startswith("on"):
            yield phrase("the attribute {name}=", name=str(name))
    if any(value.strip().lower().startswith("javascript:") for value in given.values()):
        yield phrase("an address that begins with javascript:")


def _is_elsewhere(address: str | None, host: str) -> bool:
    try:
        return urlsplit((address or "").strip()).netloc not in ("", host)
    except ValueError:
        return True
