"""Drawings (SVG): what in one could run, or ask another host, where it is opened by itself.

Belongs here: reading one file of ``content/pages``, with a place for all that is refused in it.
Does not belong here: which files are drawings of what (``rules.pages``).

Within a page a drawing is an image and runs nothing. Opened by its own address it is a document
of this site, and no security policy of a page's own holds for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from notices.domain.phrases import Phrase, phrase
from notices.domain.problem import Mark, Problem
from notices.loading.loaded import bounded

__all__ = ["DRAWING_BYTES", "drawing_problems"]

DRAWING_BYTES = 1024 * 1024

_RUNNING = frozenset({"script", "handler", "foreignobject", "iframe", "object", "embed", "link"})
_HTML = "http://www.w3.org/1999/xhtml"
_SEPARATOR = " "
# Browsers pass over blanks and line ends within a scheme.
_BLANK = re.compile(r"[\x00-\x20]+")
_LOADED_BY_STYLE = re.compile(
    r"@import|url\(\s*[\"']?(?!\s*[\"']?(?:#|data:image/))", re.IGNORECASE
)
_FOREIGN = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|\\)", re.IGNORECASE)
# What the parser says of a drawing that somebody has edited; the rest stays as it is.
_KNOWN = {
    str(words): words
    for words in (
        phrase("mismatched tag"),
        phrase("no element found"),
        phrase("not well-formed (invalid token)"),
        phrase("syntax error"),
        phrase("unclosed token"),
        phrase("undefined entity"),
        phrase("duplicate attribute"),
        phrase("junk after document element"),
    )
}
_HELP = phrase("Delete it, or export the drawing as a plain SVG.")


class _Refused(Exception):
    """Nothing behind this place is read."""


def drawing_problems(path: str, data: bytes) -> tuple[Problem, ...]:
    """What is refused in a drawing: scripts, events, frames, and references to other hosts."""
    if len(data) > DRAWING_BYTES:
        message = phrase("the drawing is larger than {most} MiB", most=DRAWING_BYTES >> 20)
        help = phrase("Export a smaller one.")
        return (Problem("error", "unsafe-svg", Mark(path), message, help),)
    return bounded(_DrawingReader(path).read(data))


class _DrawingReader:
    def __init__(self, path: str) -> None:
        self._path = path
        self._found: list[Problem] = []
        self._in_style = 0
        self._parser = parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ProcessingInstructionHandler = self._instruction
        parser.EntityDeclHandler = self._entity

    def read(self, data: bytes) -> list[Problem]:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            what = expat.errors.messages[error.code]
            message = phrase("this is no valid SVG: {words}", words=_KNOWN.get(what, what))
            self._add(message, at=(error.lineno, error.offset + 1))
        except (ValueError, LookupError):
            self._add(phrase("this is no valid SVG: unknown encoding"), at=(1, 1))
        except _Refused:
            pass
        return self._found

    def _add(self, message: Phrase, at: tuple[int, int] | None = None) -> None:
        parser = self._parser
        place = at or (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        mark = Mark(self._path, *place)
        self._found.append(Problem("error", "unsafe-svg", mark, message, _HELP))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(_SEPARATOR)
        if space == _HTML or tag.lower() in _RUNNING:
            self._add(phrase("a drawing cannot have <{tag}>", tag=tag))
        self._in_style += tag.lower() == "style"
        for message in _of_attributes(tag, attributes):
            self._add(message)

    def _end(self, name: str) -> None:
        self._in_style -= name.rpartition(_SEPARATOR)[2].lower() == "style"

    def _text(self, text: str) -> None:
        if self._in_style and _LOADED_BY_STYLE.search(text):
            self._add(phrase("a drawing's style cannot load anything"))

    def _instruction(self, target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            self._add(phrase("a drawing cannot load a stylesheet"))

    def _entity(self, *_: object) -> None:
        self._add(phrase("a drawing cannot define entities"))
        raise _Refused


def _of_attributes(tag: str, attributes: dict[str, str]) -> Iterator[Phrase]:
    for full, value in attributes.items():
        name = full.rpartition(_SEPARATOR)[2].lower()
        plain = _BLANK.sub("", value)
        if name.startswith("on"):
            yield phrase("a drawing cannot have the event {name}=", name=name)
        elif "javascript:" in plain.lower() or "vbscript:" in plain.lower():
            yield phrase("{name}= has an address that begins with javascript:", name=name)
        elif name in ("href", "src") and tag.lower() != "a" and _FOREIGN.match(plain):
            if not (
                tag.lower() in ("image", "feimage") and plain.lower().startswith("data:image/")
            ):
                yield phrase(
                    "{name}= of <{tag}> is on another host; a drawing can use its own parts only",
                    name=name,
                    tag=tag,
                )
        elif "url(" in plain.lower() and _LOADED_BY_STYLE.search(value):
            yield phrase("{name}= cannot load anything", name=name)
