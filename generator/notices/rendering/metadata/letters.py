"""Letters: which of them a TrueType font has, and which texts can be set with it one by one.

Belongs here: reading that off a font's file, without a library that draws. Does not belong here:
setting a text (``lettering``).

Nothing here shapes a text. Where letters join, stand on one another or run from right to left, a
text set one letter after another would be wrong, so it cannot be set.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from notices.domain.phrases import phrase
from notices.rendering.template_faults import TemplateBroken

__all__ = ["can_be_set", "composed", "letters_of", "of_weight", "unreadable"]

# A format, and where in the file the numbers of one table begin.
_Place = tuple[int, int]

_LAST = 0x10FFFF
# Tables of Unicode by platform and encoding; those of format 12 know more of it than format 4.
_UNICODE = frozenset({(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)})
_FORMATS = (4, 12)
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def composed(text: str) -> str:
    """The text in one line, each mark in one letter with what it stands on where there is such."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def can_be_set(text: str, fonts: Mapping[str, bytes], weight: int) -> bool:
    """Whether a font of that weight has all letters of the text, which are right one after another.

    Raises :class:`TemplateBroken` where a font cannot be read.
    """
    letters = set(composed(text)) - {" "}
    return all(_stands_alone(letter) for letter in letters) and any(
        letters <= letters_of(name, data) for name, data in of_weight(fonts, weight)
    )


def of_weight(fonts: Mapping[str, bytes], weight: int) -> Iterator[tuple[str, bytes]]:
    """The fonts of a weight by name; a name ends in it (``-600.ttf``)."""
    return (each for each in sorted(fonts.items()) if each[0].endswith(f"-{weight}.ttf"))


@lru_cache(maxsize=16)
def letters_of(name: str, font: bytes) -> frozenset[str]:
    """Each character for which the font has a glyph. Raises :class:`TemplateBroken`."""
    try:
        format_, at = max(_tables(font))
        read = _of_groups if format_ == max(_FORMATS) else _of_segments
        return frozenset(map(chr, read(font, at)))
    except (struct.error, ValueError):
        raise unreadable(name) from None


def unreadable(name: str) -> TemplateBroken:
    """What is raised where a font is damaged, or no TrueType font."""
    return TemplateBroken(f"theme/fonts/{name}", phrase("the font cannot be read"))


def _stands_alone(letter: str) -> bool:
    """Whether it shows, is no mark on another one, and runs from left to right."""
    return (
        unicodedata.category(letter)[0] not in "CMZ"
        and unicodedata.bidirectional(letter) not in _RIGHT_TO_LEFT
    )


def _tables(font: bytes) -> Iterator[_Place]:
    """Where the font says which glyph stands for which character of Unicode."""
    (count,) = struct.unpack_from(">H", font, 4)
    for record in range(count):
        tag, _, cmap, _ = struct.unpack_from(">4sIII", font, 12 + 16 * record)
        if tag != b"cmap":
            continue
        (tables,) = struct.unpack_from(">H", font, cmap + 2)
        for table in range(tables):
            platform, encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * table)
            (format_,) = struct.unpack_from(">H", font, cmap + offset)
            if (platform, encoding) in _UNICODE and format_ in _FORMATS:
                yield format_, cmap + offset


def _of_segments(font: bytes, at: int) -> Iterator[int]:
    """The characters of a table of format 4."""
    (double,) = struct.unpack_from(">H", font, at + 6)
    many = f">{double // 2}H"
    ends = struct.unpack_from(many, font, at + 14)
    starts, deltas, offsets = (
        struct.unpack_from(many, font, at + 16 + double * part) for part in (1, 2, 3)
    )
    first = at + 16 + double * 3
    for number, (start, end, delta, offset) in enumerate(
        zip(starts, ends, deltas, offsets, strict=True)
    ):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                place = first + 2 * number + offset + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", font, place)
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF:
                yield code


def _of_groups(font: bytes, at: int) -> Iterator[int]:
    """The characters of a table of format 12."""
    (count,) = struct.unpack_from(">I", font, at + 12)
    last = -1
    for start, end, glyph in struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * count]):
        if not last < start <= end <= _LAST:
            raise ValueError
        last = end
        yield from range(start + (not glyph), end + 1)
