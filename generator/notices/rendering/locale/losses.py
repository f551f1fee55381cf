"""Losses: what a text says and its readers do not get.

Belongs here: finding them in the Markdown of an entry, each with its place in the text. Does not
belong here: the words for its author and the place in a file (``evaluation``), taking anything out
(``markdown``, ``links``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal
from urllib.parse import unquote

import pyromark
from pyromark.event import Range

from notices.rendering.locale.links import LinkTarget
from notices.rendering.locale.markdown import (
    ATTRIBUTES,
    LIMIT,
    anchor_of,
    headings_of,
    may_stand,
)
from notices.rendering.locale.typed import (
    OPTIONS,
    RawTag,
    as_typed,
    meant_tags,
    offsets,
    raw_tags,
)

__all__ = ["Loss", "LossKind", "losses"]

LossKind = Literal[
    "attribute", "tag", "comment", "fence", "picture", "address", "heading", "page", "hidden"
]

# From the beginning of a name: else a long one would be read again from each of its letters.
_ATTRIBUTE = re.compile(
    r"""(?<![\w.:-])([A-Za-z_:][\w.:-]*)\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+)"""
)


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss; ``offset`` counts the characters of the text before it.

    ``what`` is the name of an attribute, or of a ``tag`` that is shown as it was typed, the words behind the fence of a code block where they are
    more than a language, or a link as it was typed, in one line. An ``address`` is one that no link
    may have (``javascript:``), a ``heading`` one that the text does not hold, a ``page`` one that
    the site does not have; ``hidden`` is a link to an entry that is not public.
    """

    kind: LossKind
    offset: int
    what: str = ""


def losses(
    text: str, target_of: Callable[[str], LinkTarget], exists: Callable[[str], bool]
) -> Iterator[Loss]:
    """Everything in ``text`` that its readers do not get, in order.

    ``target_of`` says where a link leads, ``exists`` whether the site has a page or a file at a path
    below its root.
    """
    if len(text) > LIMIT:
        return
    found = [*_of_text(text, target_of, exists)]
    found.sort(key=lambda loss: loss.offset)
    yield from found


def _of_text(
    text: str, target_of: Callable[[str], LinkTarget], exists: Callable[[str], bool]
) -> Iterator[Loss]:
    marked = as_typed(text)
    links = [*_links(marked, text)]
    for tag in meant_tags(marked):
        yield Loss("tag", tag.offset, tag.name)
    for tag in raw_tags(marked) if "<" in marked else ():
        if tag.name == "!--":
            yield Loss("comment", tag.offset)
            continue
        for name, at, value in _attributes(tag):
            if name not in ATTRIBUTES.get(tag.name, ()):
                yield Loss("attribute", at, name)
            elif name == "href":
                links.append(("Link", tag.inner + tag.attributes.find(value), unescape(value)))
    for kind, at, link in links:
        what = " ".join(link.splitlines())
        if kind == "CodeBlock":
            yield Loss("fence", at, what)
        elif kind == "Image":
            yield Loss("picture", at, what)
        elif lost := _lost_link(link, text, target_of, exists):
            yield Loss(lost, at, what)


def _lost_link(
    link: str, text: str, target_of: Callable[[str], LinkTarget], exists: Callable[[str], bool]
) -> LossKind | None:
    link = link.strip()
    if not may_stand(link):
        return "address"
    if link.startswith("#"):
        return None if anchor_of(unquote(link[1:])) in headings_of(text) else "heading"
    target = target_of(link)
    if target.hidden:
        return "hidden"
    if target.url is None or (target.path is not None and not exists(target.path)):
        return "page"
    return None


def _links(marked: str, text: str) -> Iterator[tuple[str, int, str]]:
    """Kind, place and address of each link and picture; of a code block the words of its fence."""
    found: list[tuple[str, Range, str]] = []
    for event, reach in pyromark.events_with_range(marked, options=OPTIONS):
        match event:
            case {"Start": {"Link": {"link_type": kind, "dest_url": url}}} if kind != "Email":
                found.append(("Link", reach, url))
            case {"Start": {"Image": {"dest_url": url}}}:
                found.append(("Image", reach, url))
            case {"Start": {"CodeBlock": {"Fenced": words}}} if len(words.split()) > 1:
                found.append(("CodeBlock", reach, words))
    places = [place for _, reach, _ in found for place in (reach["start"], reach["end"])]
    at = offsets(marked, places)
    for kind, reach, what in found:
        begin, end = at[reach["start"]], at[reach["end"]]
        # The address comes behind the words; one of a definition stands elsewhere.
        before = max(marked.rfind("](", begin, end), begin) if kind == "Link" else begin
        place = marked.find(what, before, end) if what else -1
        # What was marked within an address is shown as it was typed.
        typed = text[place : place + len(what)] if place >= 0 else what
        yield kind, place if place >= 0 and kind != "Image" else begin, typed


def _attributes(tag: RawTag) -> Iterator[tuple[str, int, str]]:
    for attribute in _ATTRIBUTE.finditer(tag.attributes):
        value = attribute[2].strip("\"'")
        yield attribute[1].lower(), tag.inner + attribute.start(), value
