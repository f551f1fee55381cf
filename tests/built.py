"""A built site, read from its files by a parser that we did not write.

Belongs here: pages as trees, and what they hold and point to. Does not belong here: any
expectation.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import html5lib

__all__ = ["OURS", "Page", "Site", "text_of"]

OURS = "https://capnhat.anviec.example/"
"""The address for which the demo and the repository's own site are built."""

_POINTING = ("href", "src", "poster", "action", "formaction")
_SHARED = ("og:url", "og:image", "twitter:image")


def text_of(element: ET.Element) -> str:
    """All text below an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


@dataclass(frozen=True)
class Page:
    """One page and the address at which it stands."""

    url: str
    text: str

    @cached_property
    def _parsed(self) -> tuple[ET.Element, list[str]]:
        parser = html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False
        )
        root = parser.parse(self.text)
        return root, [f"{at}: {code} {more}" for at, code, more in parser.errors]

    @property
    def root(self) -> ET.Element:
        """The element ``html``."""
        return self._parsed[0]

    @property
    def faults(self) -> list[str]:
        """What a strict reader of HTML5 refuses, each with line and column."""
        return self._parsed[1]

    @cached_property
    def elements(self) -> tuple[ET.Element, ...]:
        """All elements, as they follow each other; those of SVG without their namespace."""
        found = []
        for element in self.root.iter():
            if isinstance(element.tag, str):
                element.tag = element.tag.rpartition("}")[2]
                found.append(element)
        return tuple(found)

    def all(self, *tags: str, **attributes: str) -> Iterator[ET.Element]:
        """The elements of these names (of any, where none is named) with these attributes."""
        for element in self.elements:
            if tags and element.tag not in tags:
                continue
            if all(element.get(name) == value for name, value in attributes.items()):
                yield element

    @cached_property
    def parents(self) -> dict[ET.Element, ET.Element]:
        return {child: parent for parent in self.elements for child in parent}

    def above(self, element: ET.Element) -> Iterator[ET.Element]:
        """The elements that an element stands in, the nearest first."""
        while element in self.parents:
            element = self.parents[element]
            yield element

    @property
    def language(self) -> str:
        return self.root.get("lang", "")

    @property
    def title(self) -> str:
        return next(text_of(element) for element in self.all("title"))

    @cached_property
    def ids(self) -> list[str]:
        return [each for element in self.elements if (each := element.get("id")) is not None]

    @cached_property
    def headings(self) -> list[int]:
        return [
            int(element.tag[1]) for element in self.elements if re.match("h[1-6]$", element.tag)
        ]

    @cached_property
    def links(self) -> list[str]:
        """Whatever a reader, a browser or a program follows, as whole addresses."""
        found: list[str] = []
        for element in self.elements:
            found += [element.get(name, "") for name in _POINTING]
            found += [each.split()[0] for each in element.get("srcset", "").split(",") if each]
            # Where a script finds its data.
            found += [
                value
                for name, value in element.items()
                if name.startswith("data-") and re.match(r"(\.\.?/|/|https?:)", value)
            ]
            if element.tag == "meta" and element.get("property", element.get("name")) in _SHARED:
                found.append(element.get("content", ""))
        return [urljoin(self.url, each) for each in found if each]

    def named(self, rel: str) -> list[str]:
        """Where the links of one relation in the page's head lead to."""
        return [urljoin(self.url, element.get("href", "")) for element in self.all("link", rel=rel)]

    @property
    def switch(self) -> dict[str, str]:
        """By language, the page that the switch leads to."""
        return {
            element.get("hreflang", ""): urljoin(self.url, element.get("href", ""))
            for element in self.all("a")
            if element.get("class") == "nt-switch"
        }


@dataclass(frozen=True)
class Site:
    """A folder with a site, and the address that it was built for."""

    folder: Path
    address: str

    @cached_property
    def pages(self) -> dict[str, Page]:
        """By address."""
        found = {}
        for path in sorted(self.folder.rglob("*.html")):
            name = path.relative_to(self.folder).as_posix()
            url = self.address + name.removesuffix("index.html")
            found[url] = Page(url, path.read_text(encoding="utf-8"))
        return found

    def file(self, url: str) -> Path:
        """The file that a host would answer with."""
        name = unquote(urlsplit(url).path).removeprefix(urlsplit(self.address).path)
        path = self.folder / name
        return path / "index.html" if path.is_dir() else path
