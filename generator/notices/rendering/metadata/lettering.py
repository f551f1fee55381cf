"""Lettering: texts in lines, set in the theme's fonts.

Belongs here: which font sets a text, in which size and lines, and a line as a mask. Does not
belong here: where lines stand on a picture (``drawing``, ``release_drawing``), which letters a font
has (``letters``).
"""

from __future__ import annotations

import io
import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from notices.rendering.metadata.letters import composed, letters_of, of_weight, unreadable

__all__ = ["SetText", "set_text"]

# Drawn so much larger, then shrunk: letters stand where they should, and not at the next whole pixel.
_FINE = 2
# Of a line of text, to its size. Marks stand on marks in Vietnamese.
_LEADING = 1.22
# More letters of one text are never shown.
_MOST = 240
_DOTS = "…"
# Two lengths that differ by no more of the size are alike.
_ALIKE = 0.25


@dataclass(frozen=True, slots=True)
class SetText:
    """A text that was set: its lines, how long each is, its size in pixels, and the file of its font."""

    lines: tuple[str, ...]
    size: int
    widths: tuple[int, ...] = ()
    font: bytes = b""

    @property
    def height(self) -> int:
        """From the top of the first line to the bottom of the last one."""
        return round(len(self.lines) * self.size * _LEADING)

    @property
    def width(self) -> int:
        """The length of the longest line."""
        return max(self.widths, default=0)

    def baselines(self, first: int) -> Iterator[int]:
        """The baseline of each line."""
        return (first + round(n * self.size * _LEADING) for n in range(len(self.lines)))

    def masks(self, x: int, baseline: int) -> Iterator[tuple[Image.Image, tuple[int, int]]]:
        """Each line as a mask, and where it stands when the first baseline is at that height."""
        above, aside = round(1.3 * self.size), self.size // 4
        for line, y in zip(self.lines, self.baselines(baseline), strict=True):
            yield _line_mask(line, self.size, self.font), (x - aside, y - above)


# The same names and dates are on many pictures; drawing one takes longer than placing it.


@lru_cache(maxsize=128)
def _line_mask(line: str, size: int, data: bytes) -> Image.Image:
    """A line of text with some space around it, its baseline 1.3 times the size below the top."""
    font = _font(data, size * _FINE)
    above, below, aside = round(1.3 * size), round(0.5 * size), size // 4
    wide = math.ceil(font.getlength(line) / _FINE) + 2 * aside
    mask = Image.new("L", (wide * _FINE, (above + below) * _FINE))
    place = (aside * _FINE, above * _FINE)
    ImageDraw.Draw(mask).text(place, line, fill=255, font=font, anchor="ls")
    return mask.reduce(_FINE)


def set_text(
    text: str,
    weight: int,
    sizes: Sequence[int],
    fonts: Mapping[str, bytes],
    width: int,
    lines: int = 1,
    height: int | None = None,
) -> SetText:
    """The text in the largest of the sizes in which it fits; cut off where it fits in none.

    ``fonts`` are TrueType files by name. The first that has all letters of the text sets it; letters
    that none has are left out. Where there is a ``height``, there are no more lines than fit into it.
    """
    data, spelled = _spelled(_shortened(composed(text)), weight, fonts)
    words = spelled.split()
    if data is None or not words:
        return SetText((), sizes[0])

    def room(size: int) -> int:
        return lines if height is None else min(lines, int(height / (size * _LEADING)))

    # Measured once: a letter half as high is half as wide, but for its fit to whole pixels.
    largest = _font(data, sizes[0] * _FINE)
    *lengths, space = [largest.getlength(each) / largest.size for each in (*words, " ")]
    # One line, if it need not be much smaller for that; else as many as there may be.
    for most in (1, lines):
        for size in sizes if most == lines else sizes[: len(sizes) // 2]:
            starts = _balanced(lengths, space, width / size, min(most, room(size)))
            found = [" ".join(words[at:to]) for at, to in pairwise([*starts, len(words)])]
            fitted = _fitted(found, size, data)
            if found and fitted.width <= width:
                return fitted
    smallest = sizes[-1]
    cut = _cut(words, _font(data, smallest * _FINE), width * _FINE, room(smallest) or 1)
    return _fitted(cut, smallest, data)


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST else text[:_MOST] + _DOTS


def _fitted(lines: Sequence[str], size: int, data: bytes) -> SetText:
    font = _font(data, size * _FINE)
    widths = (math.ceil(font.getlength(line) / _FINE) for line in lines)
    return SetText(tuple(lines), size, tuple(widths), data)


def _spelled(text: str, weight: int, fonts: Mapping[str, bytes]) -> tuple[bytes | None, str]:
    """The font that has most of the text's letters, and the text without what it lacks."""
    best: tuple[bytes | None, str] = (None, "")
    for name, data in of_weight(fonts, weight):
        try:
            _font(data, _FINE)
        except OSError:
            raise unreadable(name) from None
        letters = letters_of(name, data)
        has = "".join(letter for letter in text if letter == " " or letter in letters)
        if len(has) > len(best[1]):
            best = data, has
    return best


@lru_cache(maxsize=64)
def _font(data: bytes, size: int) -> ImageFont.FreeTypeFont:
    # The other engine is on some machines only, and the same site has to give the same bytes.
    engine = ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=engine)


def _balanced(lengths: Sequence[float], space: float, width: float, most: int) -> Sequence[int]:
    """With which word each line begins: as few lines as can be, the longest as short as can be.

    Nothing where there would have to be more lines than ``most``. Of two ways that are nearly alike, the one that
    says more before it breaks.
    """
    longest = max(lengths)
    starts = _filled(lengths, space, width)
    if len(starts) > most or longest > width:
        return ()
    low, high = longest, width
    while high - low > _ALIKE:
        middle = (low + high) / 2
        shorter = _filled(lengths, space, middle)
        if len(shorter) == len(starts):
            starts, high = shorter, middle
        else:
            low = middle
    return starts


def _filled(lengths: Sequence[float], space: float, width: float) -> list[int]:
    """With which word each line begins, when each takes as many as it has room for."""
    starts, used = [0], -space
    for at, length in enumerate(lengths):
        if used + space + length > width and used > 0:
            starts.append(at)
            used = -space
        used += space + length
    return starts


def _cut(words: Sequence[str], font: ImageFont.FreeTypeFont, width: float, lines: int) -> list[str]:
    """As many of the words as there is room for; a word longer than a line is broken."""
    pieces = [piece for word in words for piece in _pieces(word, font, width)]
    starts = _filled([font.getlength(piece) for piece in pieces], font.getlength(" "), width)
    kept = [pieces[at:to] for at, to in pairwise([*starts, len(pieces)])]
    if len(kept) <= lines:
        return [*map(" ".join, kept)]
    *before, last = (" ".join(line) for line in kept[:lines])
    while font.getlength(_dotted(last)) > width:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*before, _dotted(last)]


def _dotted(line: str) -> str:
    return line.rstrip(" .,;:–-…") + _DOTS


def _pieces(word: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    while font.getlength(word) > width:
        # The key of what is in order: how long the word is up to that letter.
        end = bisect_right(range(1, len(word)), width, key=lambda n: font.getlength(word[:n]))
        yield word[: end or 1]
        word = word[end or 1 :]
    if word:
        yield word
