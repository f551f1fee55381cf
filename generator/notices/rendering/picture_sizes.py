"""How large the pictures of a hand-written text are, so that browsers keep their room.

Belongs here: the size of one picture, and writing it where a text shows the picture; the way to
one that is wider than a phone. Does not belong here: reading files (``hosts``), the pictures that we draw ourselves (``metadata.pictures``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

__all__ = ["enlarged", "picture_size", "sized"]

_IMAGE = re.compile(r'<img\b(?![^>]*\s(?:width|height)=)[^>]*?\ssrc="([^"]*)"', re.IGNORECASE)
_ALONE = re.compile(r"<p>\s*(<img\b[^>]*>)\s*</p>", re.IGNORECASE)
# Of the site itself.
_SOURCE = re.compile(r'\ssrc="((?!//)[^":]+)"', re.IGNORECASE)
_WIDTH = re.compile(r'\swidth="(\d+)"', re.IGNORECASE)
_PHONE = 320
_PIXELS = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")
_ORIENTATION = 0x0112
_LYING = frozenset({5, 6, 7, 8})


def sized(html: str, read: Callable[[str], bytes | None]) -> str:
    """The text with a size for each picture that has none; ``read`` gives the file of a ``src``."""

    def with_size(found: re.Match[str]) -> str:
        data = read(unescape(found[1]))
        size = picture_size(data) if data else None
        return f'{found[0]} width="{size[0]}" height="{size[1]}"' if size else found[0]

    return _IMAGE.sub(with_size, html)


def enlarged(html: str) -> str:
    """The text in which a picture that stands alone, and that a phone shows smaller, leads to its file."""

    def with_link(found: re.Match[str]) -> str:
        source, width = _SOURCE.search(found[1]), _WIDTH.search(found[1])
        if source is None or width is None or int(width[1]) <= _PHONE:
            return found[0]
        return f'<p><a class="nt-picture" href="{source[1]}">{found[1]}</a></p>'

    return _ALONE.sub(with_link, html)


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height as a browser shows it; ``None`` for what is no picture or does not say."""
    if data.lstrip()[:1] == b"<" or data.startswith(b"\xef\xbb\xbf<"):
        return _drawing_size(data)
    # Most sites have no such picture, and pay for none.
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as picture:
            width, height = picture.size
            lies = picture.getexif().get(_ORIENTATION) in _LYING
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return None
    return (height, width) if lies else (width, height)


def _drawing_size(data: bytes) -> tuple[int, int] | None:
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    width, height = (_PIXELS.fullmatch(root.get(name, "")) for name in ("width", "height"))
    # Without a size of its own a drawing is as wide as there is room.
    return (round(float(width[1])), round(float(height[1]))) if width and height else None
