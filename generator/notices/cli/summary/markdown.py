"""Text as Markdown: whatever people wrote stays text, on one line, in every renderer.

Belongs here: escaping, and the few shapes that the summary has. Does not belong here: what it says.
The dialect is GitHub's, in which an address, ``@name`` and ``#1`` are links without any markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

__all__ = ["block", "cell", "code", "link", "linked", "prose", "row", "said"]

_MOST = 300
_BETWEEN = "\N{ZERO WIDTH SPACE}"
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# A line below between two letters is none of Markdown's marks.
_ACTIVE = re.compile(r"[\\`*\[\]|~$#]|(?<![^\W_])_|_(?![^\W_])")
_AT_START = re.compile(r"^(?=[-+=:])|^(\d+)(?=[.)])")
# What becomes a link, a mention or a picture by itself: a space of no width keeps it apart.
_BY_ITSELF = re.compile(
    r"@(?=\w)|#(?=\d)|(?<=[a-z]:)(?=/)|(?<=www\.)(?=\w)|(?<=GH-)(?=\d)|(?<=:)(?=[\w+-]+:)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_ADDRESS = ":/?#[]@!$&'()*+,;=%~"


def prose(text: str) -> str:
    """``text`` on one line, without any meaning to Markdown; cut where it is very long."""
    return _inert(_line(text))


def said(text: str) -> str:
    """The same for a text of ours: what stands in single backticks is code."""
    parts, done, line = [], 0, _line(text, most=len(text))
    for found in _CODE.finditer(line):
        parts += [_inert(line[done : found.start()], begins=not done), code(found[1])]
        done = found.end()
    return "".join((*parts, _inert(line[done:], begins=not done)))


def code(text: str) -> str:
    """``text`` as code within a line."""
    line = _line(text, most=len(text)) or " "
    fence = "`" * (_longest("`", line) + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}"


def block(text: str, language: str = "") -> str:
    """``text`` as a block of code, ready to copy; nothing in it ends the block."""
    lines = [_printable(line) for line in text.rstrip("\n").split("\n")]
    fence = "~" * max(3, _longest("~", text) + 1)
    return "\n".join((f"{fence}{language}", *lines, fence))


def link(text: str, address: str) -> str:
    """A link; ``text`` is Markdown."""
    return f"[{text}]({linked(address)})"


def linked(address: str) -> str:
    """An address as the target of a link."""
    return quote(address, safe=_ADDRESS).replace("(", "%28").replace(")", "%29")


def cell(markdown: str) -> str:
    """One cell of a table: a bar that is not escaped would end it."""
    return re.sub(r"(?<!\\)\|", r"\\|", markdown)


def row(cells: Iterable[str]) -> str:
    """One row of a table."""
    return f"| {' | '.join(map(cell, cells))} |"


def _line(text: str, most: int = _MOST) -> str:
    line = _printable(" ".join(text.split()))
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _inert(line: str, *, begins: bool = True) -> str:
    line = _BY_ITSELF.sub(lambda found: f"{found[0]}{_BETWEEN}", line)
    line = _ACTIVE.sub(lambda found: f"\\{found[0]}", line)
    line = re.sub("[&<>]", lambda found: _ENTITIES[found[0]], line)
    return _AT_START.sub(r"\1\\", line) if begins else line


def _printable(text: str) -> str:
    """Control characters, those of writing directions too, are spelt out."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _longest(mark: str, text: str) -> int:
    return max(map(len, re.findall(f"{re.escape(mark)}+", text)), default=0)
