"""Hand-written Markdown to HTML, with Python-Markdown and the configured extensions.

Belongs here: what MkDocs does around Python-Markdown: links between pages, and the heading
that a page is called by. Does not belong here: which pages there are (``hosts.pages``), the
page around the text (``theme``).
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit, urlunsplit

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markdown.util import AMP_SUBSTITUTE

from notices.rendering.addresses import relative_url

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["ConvertedText", "convert"]


@dataclass(frozen=True, slots=True)
class ConvertedText:
    """A page's HTML, and its title: the text of the heading that it begins with, as HTML; or ''."""

    html: str
    title: str


def convert(
    text: str,
    source: str,
    urls: Mapping[str, str],
    extensions: Mapping[str, Mapping[str, Any]],
    *more: Extension,
) -> ConvertedText:
    """The Markdown ``text`` of the file ``source`` as HTML.

    ``urls`` maps every file that pages may link to (below ``content/pages``, and the theme's
    assets) to its URL below the site's root; ``source`` is one of them. Links that name none of
    them stay as they are. ``extensions`` maps names to options; ``more`` are ready-made ones.
    """
    if not text.strip():
        return ConvertedText("", "")  # As Markdown itself, before any extension is asked.
    reader = Markdown(
        extensions=[*extensions, *more],
        extension_configs={name: dict(options) for name, options in extensions.items()},
    )
    heading = _Heading(reader)
    # The last two of all, as in MkDocs.
    reader.treeprocessors.register(_Links(reader, source, urls), "links", 0)
    reader.treeprocessors.register(heading, "heading", -1)
    html = reader.convert(text)
    return ConvertedText(html, heading.text)


class _Links(Treeprocessor):
    """Turns links that name a source file into links to its page."""

    def __init__(self, reader: Markdown, source: str, urls: Mapping[str, str]) -> None:
        super().__init__(reader)
        self._source, self._urls = source, urls

    def run(self, root: Element) -> None:
        for element in root.iter():
            key = {"a": "href", "img": "src"}.get(str(element.tag))
            if key is not None and (link := element.get(key)) is not None:
                element.set(key, self._resolved(link))

    def _resolved(self, link: str) -> str:
        try:
            scheme, host, path, query, anchor = urlsplit(link)
        except ValueError:
            return link  # No URL at all, so no file of ours.
        external = scheme or host or link.startswith(("/", "\\")) or AMP_SUBSTITUTE in link
        if external or not path:
            return link
        target = posixpath.join(posixpath.dirname(self._source), unquote(path)).lstrip("/")
        url = self._urls.get(posixpath.normpath(target))
        if url is None:
            return link
        return urlunsplit(("", "", relative_url(url, self._urls[self._source]), query, anchor))


class _Heading(Treeprocessor):
    """Remembers what the first heading says, where the page begins with one of level 1."""

    text = ""

    def run(self, root: Element) -> None:
        first = next(iter(root), None)
        if first is None or first.tag != "h1":
            return
        heading = deepcopy(first)
        if len(heading) and heading[-1].get("class") == "headerlink":
            del heading[-1]
        for parent in heading.iter():
            for child in reversed(list(parent)):
                if child.tag == "img" and child.get("alt"):
                    _replace(parent, child, child.get("alt", ""))
                elif child.tag == "sup" and child.get("id", "").startswith("fnref"):
                    _replace(parent, child, "")
        assert self.md is not None
        html = UnescapeTreeprocessor().unescape(self.md.serializer(heading))
        html = html[html.index(">") + 1 : html.rindex("<")].strip()
        for processor in self.md.postprocessors:
            html = processor.run(html)
        self.text = _without_tags(html)


def _replace(parent: Element, child: Element, text: str) -> None:
    """Put a text in the place of an element."""
    place = list(parent).index(child)
    text += child.tail or ""
    if place:
        before = parent[place - 1]
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(child)


def _without_tags(html: str) -> str:
    """The text of simple HTML on one line; character references are kept."""
    for opening, closing in (("<!--", "-->"), ("<", ">")):
        kept, rest = "", html
        while opening in rest:
            before, _, behind = rest.partition(opening)
            _, ended, after = behind.partition(closing)
            if not ended:
                break
            kept, rest = kept + before, after
        html = kept + rest
    return " ".join(html.split())
