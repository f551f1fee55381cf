"""Plain text: what a piece of our own HTML says, for programs that show no HTML.

Belongs here: turning cleaned HTML (``markdown``) into lines that people like to read. Does not
belong here: cleaning it, or deciding what it says.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

__all__ = ["opening", "plain"]

_PARAGRAPH = re.compile(r"<p\b[^<>]*>(.*?)</p>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
# Elements that are nothing to read.
_SILENT = re.compile(r"</?(?:time|span)\b[^<>]*>")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {"p", "blockquote", "pre", "table", "dl", "ul", "ol", "hr"}
_MOST_DIGITS = 9
_LINES = frozenset({"li", "tr", "dt", "dd", "div"})


def plain(html: str) -> str:
    """``html`` as plain text, without blank ends.

    Blocks stand apart by a blank line, items of a list below each other behind a dash or their
    number, a table's cells side by side. A link's address follows its text in brackets unless
    the text is the address.
    """
    line = _SILENT.sub("", str(html))
    if "<" not in line:
        # Most texts are one line; to parse it would give the same.
        return " ".join(unescape(line).split())
    writer = _PlainWriter()
    writer.feed(str(html))
    return writer.finished()


def opening(html: str, most: int = 160) -> str:
    """The first paragraph of ``html`` in words alone, cut off at a word where it is long."""
    paragraph = _PARAGRAPH.search(html)
    return (
        shortened(" ".join(unescape(_TAG.sub("", paragraph[1])).split()), most) if paragraph else ""
    )


def shortened(text: str, most: int) -> str:
    """The text, cut off at a word where it is longer than ``most``; whole sentences end as they do."""
    if len(text) <= most:
        return text
    cut = text[:most].rpartition(" ")[0] or text[: most - 1]
    return cut if cut.endswith((".", "!", "?", "…")) else f"{cut.rstrip(',;:')}…"


def _first_number(start: str) -> int:
    """The number of a list's first item; 1 where ``start`` is none, or longer than Markdown has them."""
    return int(start) if start.isdecimal() and len(start) <= _MOST_DIGITS else 1


class _PlainWriter(HTMLParser):
    """Gathers lines: ``_line`` is the one being written, ``_gap`` the blank one before it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._mark = ""
        self._gap = False
        self._lists: list[int | None] = []
        self._links: list[tuple[str, str]] = []
        self._pre = 0

    def finished(self) -> str:
        """All lines."""
        self.close()
        self._end_line()
        return "\n".join(self._lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _BLOCKS:
            self._end_line()
            # A list within an item belongs to it, and so does the item's first paragraph.
            inner = bool(self._lists) and (bool(self._mark) or tag in ("ul", "ol"))
            self._gap = self._gap or not inner
        elif tag in _LINES:
            self._end_line()
        if tag in ("ul", "ol"):
            self._lists.append(_first_number(given.get("start") or "") if tag == "ol" else None)
        elif tag == "li" and self._lists:
            self._mark = self._next_mark()
        elif tag == "pre":
            self._pre += 1
        elif tag == "br":
            self._end_line()
        elif tag in ("td", "th") and self._line:
            self._line = f"{self._line.rstrip()} | "
        elif tag == "a":
            self._links.append((given.get("href") or "", self._line))
        elif tag == "del":
            self._line += "~~"

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            self._line += self._address(*self._links.pop())
        elif tag == "del":
            self._line += "~~"
        if tag in _BLOCKS or tag in _LINES:
            self._end_line()
        if tag == "pre":
            self._pre -= 1
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in _BLOCKS:
            self._gap = self._gap or not self._lists

    def handle_data(self, data: str) -> None:
        if self._pre:
            *complete, last = data.split("\n")
            for line in complete:
                self._line += line
                self._end_line()
            self._line += last
            return
        words = " ".join(data.split())
        if data[:1].isspace() and self._line and not self._line.endswith(" "):
            self._line += " "
        self._line += words
        if words and data[-1:].isspace():
            self._line += " "

    def _next_mark(self) -> str:
        number = self._lists[-1]
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _address(self, link: str, before: str) -> str:
        text = self._line.removeprefix(before).strip()
        address = link.removeprefix("mailto:").removeprefix("tel:")
        return f" ({address})" if address and address not in text else ""

    def _end_line(self) -> None:
        line = self._line.rstrip() if self._pre else self._line.strip()
        self._line = ""
        if not line:
            return
        if self._gap and self._lines:
            self._lines.append("")
        self._gap = False
        depth = len(self._lists) - (1 if self._mark else 0)
        self._lines.append(f"{'  ' * depth}{self._mark}{line}")
        self._mark = ""
