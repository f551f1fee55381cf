"""What is not a page, read as the programs do that it is for: feeds, calendars, data, mails.

Belongs here: reading, and what holds for any text in it. Does not belong here: which texts there are (``sites``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any, cast

import icalendar
from lxml import etree

from notices.rendering.registry.discovery import file_kinds
from notices.rendering.registry.kinds import FileKind

__all__ = ["READERS", "Read", "files_of", "read_calendar", "read_mail", "read_site"]

_HTML = (
    "{http://purl.org/rss/1.0/modules/content/}encoded",
    "{http://www.w3.org/2005/Atom}content",
)
# Readers take it for HTML, too.
_BRIEF = "description"
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class Read:
    """What was read: ``shapes`` are names of elements, attributes, keys, properties and headers, each once;
    ``html`` the pieces of HTML, ``texts`` the plain ones."""

    shapes: set[str] = field(default_factory=set)
    html: dict[str, str] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)

    def html_at(self, place: str, text: str) -> None:
        """Note a piece of HTML once, with the first place where it stands."""
        self.html.setdefault(text, place)


def files_of(site: Path, kind: FileKind) -> list[Path]:
    """All files of a kind in a site."""
    pattern = re.compile(kind.pattern)
    found = (path for path in site.rglob(f"*{Path(kind.path).suffix}") if path.is_file())
    return [path for path in found if pattern.fullmatch(path.relative_to(site).as_posix())]


def read_site(site: Path) -> Read:
    """Every file of the site that the registry knows."""
    read = Read()
    for kind in file_kinds():
        for path in files_of(site, kind):
            READERS[kind.media_type](path.relative_to(site).as_posix(), path.read_bytes(), read)
    return read


def _xml(name: str, data: bytes, read: Read) -> None:
    # Strict, and deaf to whatever a document type would bring in.
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    assert root.getroottree().docinfo.internalDTD is None, name
    assert not [*root.getroottree().xpath("//processing-instruction()")], name
    for element in root.iter(etree.Element):
        read.shapes.add(element.tag)
        read.shapes |= {f"{element.tag} {key}" for key in element.attrib}
        read.texts |= {element.text or "", *element.attrib.values()}
        is_html = element.get("type") == "html" or element.tag in _HTML
        if is_html or (element.tag == _BRIEF and element.getparent().tag == "item"):
            read.html_at(name, element.text or "")


def _json(name: str, data: bytes, read: Read) -> None:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({key for key, _ in found}) == len(found), name
        return dict(found)

    for keys, value in _leaves(json.loads(data, object_pairs_hook=pairs)):
        # Ids and languages are keys as well.
        read.shapes |= {key for key in keys if not re.search(r"\d", key)}
        if isinstance(value, str):
            read.texts.add(value)
            if keys and keys[-1] == "content_html":
                read.html_at(name, value)


def _leaves(value: Any, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*keys, key))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, keys)
    else:
        yield keys, value


def read_calendar(name: str, data: bytes, read: Read) -> None:
    """A calendar: no component and no property that a text has made."""
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data), name
    for component in icalendar.Calendar.from_ical(data).walk():
        assert not component.errors, name
        read.shapes.add(str(component.name))
        for key, value in component.property_items(recursive=False):
            if key in ("BEGIN", "END"):
                continue
            read.shapes |= {key, *(f"{key};{each}" for each in getattr(value, "params", ()))}
            read.texts.add(str(value))


def read_mail(name: str, data: bytes, read: Read) -> tuple[str, str]:
    """A mail's subject, and its plain text."""
    mail = message_from_bytes(data, policy=default)
    for part in mail.walk():
        assert not part.defects, (name, part.defects)
        read.shapes |= {part.get_content_type(), *part.keys()}
        if part.get_content_type() == "text/calendar":
            read_calendar(name, cast(bytes, part.get_payload(decode=True)), read)
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    if html is not None:
        read.html_at(name, html.get_content())
    return str(mail["Subject"]), plain.get_content()


def _nothing(name: str, data: bytes, read: Read) -> None:
    """What has no text of a person's; a script is looked at where it runs."""


def _picture(name: str, data: bytes, read: Read) -> None:
    assert data.startswith(_PNG), name


READERS: Mapping[str, Callable[[str, bytes, Read], None]] = {
    "application/atom+xml": _xml,
    "application/feed+json": _json,
    "application/json": _json,
    "application/rss+xml": _xml,
    "application/xml": _xml,
    "image/png": _picture,
    "text/calendar": read_calendar,
    "text/javascript": _nothing,
    "text/plain": _nothing,
}
"""A reader for every type in the registry."""
