"""Canvas: a picture in few colours, on which masks are put.

Belongs here: colours with the shades between them, icons and other shapes, PNG. Does not belong
here: texts (``lettering``), what is where on a picture (``drawing``, ``release_drawing``).
"""

from __future__ import annotations

import io
import zlib
from functools import lru_cache

from PIL import Image, ImageDraw

from notices.rendering.colours import mixed
from notices.rendering.metadata.lettering import SetText
from notices.rendering.metadata.outlines import lines_of
from notices.rendering.metadata.social import WHITE

__all__ = ["Canvas"]

# How many steps lie between two colours that touch.
_SHADES = 8
# Drawn so much larger, then shrunk: Pillow's own lines have steps.
_FINE = 4


class Canvas:
    """A picture of ``width`` by ``height`` pixels in the colour ``ground``.

    A pixel is the number of its colour, so that nothing has to be looked up in the end. What is
    put on it says on which ``ground`` it lies there.
    """

    def __init__(self, width: int, height: int, ground: str) -> None:
        self._image = Image.new("L", (width, height))
        self._colours = [ground]
        self._scales: dict[tuple[str, str], int] = {}

    def fill(self, colour: str, box: tuple[int, int, int, int]) -> None:
        """A box in one colour: left, top, right, bottom."""
        self._image.paste(self._scale(colour, colour), box)

    def put(self, mask: Image.Image, at: tuple[int, int], colour: str, ground: str) -> None:
        """A colour where the mask is white, and shades of it where that is grey."""
        first = self._scale(ground, colour)
        self._image.paste(mask.point(_numbers(first)), at, mask.point(_SHOWN))

    def text(self, text: SetText, x: int, baseline: int, colour: str, ground: str) -> None:
        """A text, its first baseline at that height."""
        for mask, at in text.masks(x, baseline):
            self.put(mask, at, colour, ground)

    def strike(self, text: SetText, x: int, baseline: int, colour: str) -> None:
        """A line through each line of a text that stands there."""
        thick = max(2, text.size // 12)
        for wide, y in zip(text.widths, text.baselines(baseline), strict=True):
            top = y - round(text.size * 0.3)
            self.fill(colour, (x - 4, top, x + wide + 4, top + thick))

    def icon(
        self, path: str, at: tuple[int, int], size: int, colour: str, ground: str, stroke: float
    ) -> None:
        """An icon of 24 by 24 units, its strokes with round ends, in a square of ``size``."""
        self.put(_icon_mask(path, size, stroke), at, colour, ground)

    def disc(self, middle: tuple[int, int], radius: int, colour: str, ground: str) -> None:
        """A disc."""
        at = middle[0] - radius, middle[1] - radius
        self.put(_rounded_mask(2 * radius, radius), at, colour, ground)

    def badge(self, path: str, at: tuple[int, int], size: int, colour: str, ground: str) -> None:
        """An icon in white on a square with round corners."""
        self.put(_rounded_mask(size, size // 4), at, colour, ground)
        inner = round(size * 0.66)
        aside = (size - inner) // 2
        self.icon(path, (at[0] + aside, at[1] + aside), inner, WHITE, colour, 2)

    def png(self) -> bytes:
        """The picture as PNG, with nothing in it but the picture."""
        image = self._image.copy()
        image.putpalette(b"".join(bytes.fromhex(colour[1:]) for colour in self._colours))
        data = io.BytesIO()
        # What has few colours is runs of them. To look for more takes three times as long.
        image.save(data, "PNG", compress_level=6, compress_type=zlib.Z_RLE)
        return data.getvalue()

    def _scale(self, ground: str, colour: str) -> int:
        """The number of the first of the colours from ``ground`` to ``colour``."""
        if (ground, colour) not in self._scales:
            self._scales[ground, colour] = len(self._colours)
            steps = _SHADES if ground != colour else 0
            shares = (step / (steps or 1) for step in range(steps + 1))
            self._colours += [mixed(colour, ground, share) for share in shares]
        return self._scales[ground, colour]


_STEPS = [round(grey * _SHADES / 255) for grey in range(256)]
_SHOWN = [255 if step else 0 for step in _STEPS]


@lru_cache(maxsize=32)
def _numbers(first: int) -> list[int]:
    return [first + step for step in _STEPS]


# The same icons are on many pictures; drawing one takes longer than placing it.


@lru_cache(maxsize=64)
def _icon_mask(path: str, size: int, stroke: float) -> Image.Image:
    mask = Image.new("L", (size * _FINE, size * _FINE))
    draw = ImageDraw.Draw(mask)
    scale = size * _FINE / 24
    wide = stroke * scale
    for line in lines_of(path):
        points = [(x * scale, y * scale) for x, y in line]
        draw.line(points, fill=255, width=round(wide), joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=255)
    return mask.reduce(_FINE)


@lru_cache(maxsize=16)
def _rounded_mask(size: int, radius: int) -> Image.Image:
    mask = Image.new("L", (size * _FINE, size * _FINE))
    end = size * _FINE - 1
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, end, end), radius=radius * _FINE, fill=255)
    return mask.reduce(_FINE)
