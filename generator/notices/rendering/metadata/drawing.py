"""Drawing: the pictures beside a shared link, and the site's mark as a picture.

Belongs here: drawing them (this module owns Pillow). Does not belong here: what is on them
(``social``), whether they have to be drawn again (``pictures``).

The same card gives the same bytes, on the same version of Pillow.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageColor, ImageDraw, ImageFont

from notices.domain.phrases import phrase
from notices.rendering.metadata.outlines import lines_of
from notices.rendering.metadata.social import HEIGHT, WIDTH, SocialCard
from notices.rendering.template_faults import TemplateBroken

__all__ = ["draw_card", "draw_icon"]

_LEFT, _PANEL = 72, 820
_TEXT_WIDTH = _PANEL - _LEFT - 48
# Drawn so much larger, then shrunk: Pillow's own lines have steps.
_FINE = 4
_WHITE = "#ffffff"
# How many steps lie between two colours that touch.
_SHADES = 12
# Of a line of text, to its size. Marks stand on marks in Vietnamese.
_LEADING = 1.22
_HEADLINE = (96, 88, 80, 72, 64, 56)
_CATEGORY = (40, 36, 32)
_SITE, _HOST = 34, 26
_ALIKE = 1.08
# More letters of one text are never shown.
_MOST = 120
_MISSING = "\uffff"

Fonts = tuple[tuple[str, bytes], ...]


def draw_card(card: SocialCard, fonts: Mapping[str, bytes]) -> bytes:
    """The picture as PNG, 1200 by 630 pixels.

    ``fonts`` are TrueType files by name; a name ends in its weight (``-600.ttf``). The first
    that has all letters of a text sets it; letters that none has are left out.
    """
    return _draw_card(card, tuple(sorted(fonts.items())))


def draw_icon(size: int, path: str, colour: str) -> bytes:
    """The site's mark as PNG: the icon in white on a square of ``size`` pixels, full to its edges."""
    return _draw_icon(size, path, colour)


@lru_cache(maxsize=512)
def _draw_card(card: SocialCard, fonts: Fonts) -> bytes:
    colours = card.palette
    image = Image.new("RGB", (WIDTH, HEIGHT), colours.background)
    image.paste(colours.state, (_PANEL, 0, WIDTH, HEIGHT))
    middle = (_PANEL + (WIDTH - _PANEL) // 2, HEIGHT // 2)
    disc = _between(colours.state, _WHITE, 0.14)
    _disc(image, middle, 152, disc)
    _icon(image, card.state_icon, (middle[0] - 108, middle[1] - 108), 216, _WHITE, 1.8)

    _badge(image, (_LEFT, 64), 60, card.site_icon, colours.accent)
    site = _set(card.site, 600, (_SITE,), fonts, _TEXT_WIDTH - 80)
    site.put(image, _LEFT + 80, 64 + 42, colours.text)

    headline = _set(card.headline, 600, _HEADLINE, fonts, _TEXT_WIDTH, lines=2)
    category = _set(card.category, 600, _CATEGORY, fonts, _TEXT_WIDTH - 56)
    # Category and headline stand together, a little below the middle of what is left to them.
    high = headline.height + (category.height + 18 if category.lines else 0)
    top = 124 + (HEIGHT - 124 - 84 - high) // 2
    if category.lines:
        baseline = top + round(category.size * 0.98)
        _icon(image, card.category_icon, (_LEFT - 7, baseline - 38), 48, colours.category, 2.6)
        category.put(image, _LEFT + 54, baseline, colours.category)
        top += category.height + 18
    headline.put(image, _LEFT - 3, top + headline.size, colours.text)

    host = _set(card.host, 400, (_HOST,), fonts, _TEXT_WIDTH)
    host.put(image, _LEFT, HEIGHT - 62, colours.secondary)
    colour_list = (colours.text, colours.secondary, colours.category, colours.accent)
    edges = [(colours.background, colour) for colour in colour_list]
    return _png(image, [*edges, (colours.accent, _WHITE), (colours.state, disc), (disc, _WHITE)])


@lru_cache(maxsize=16)
def _draw_icon(size: int, path: str, colour: str) -> bytes:
    image = Image.new("RGB", (size, size), colour)
    inner = round(size * 0.62)
    _icon(image, path, ((size - inner) // 2, (size - inner) // 2), inner, _WHITE, 1.9)
    return _png(image, [(colour, _WHITE)])


def _png(image: Image.Image, edges: list[tuple[str, str]]) -> bytes:
    """The image with a palette, a third as large: its colours, and what lies on their edges."""
    colour_list = [
        channel
        for first, second in edges
        for step in range(_SHADES + 1)
        for channel in ImageColor.getrgb(_between(first, second, step / _SHADES))[:3]
    ]
    colours = Image.new("P", (1, 1))
    colours.putpalette(colour_list)
    flat = image.quantize(palette=colours, dither=Image.Dither.NONE)
    data = io.BytesIO()
    flat.save(data, "PNG", compress_level=4)
    return data.getvalue()


# Shapes.


def _icon(
    image: Image.Image, path: str, at: tuple[int, int], size: int, colour: str, stroke: float
) -> None:
    """An icon of 24 by 24 units, its strokes with round ends, into a square of ``size``."""
    image.paste(colour, at, _icon_mask(path, size, stroke))


# The same icons and lines are on many pictures; drawing one takes longer than placing it.


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


def _disc(image: Image.Image, middle: tuple[int, int], radius: int, colour: str) -> None:
    image.paste(colour, (middle[0] - radius, middle[1] - radius), _disc_mask(radius))


@lru_cache(maxsize=8)
def _disc_mask(radius: int) -> Image.Image:
    side = 2 * radius * _FINE
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).ellipse((0, 0, side - 1, side - 1), fill=255)
    return mask.reduce(_FINE)


def _badge(image: Image.Image, at: tuple[int, int], size: int, path: str, colour: str) -> None:
    mask = Image.new("L", (size * _FINE, size * _FINE))
    end = size * _FINE - 1
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, end, end), radius=end // 4, fill=255)
    image.paste(colour, at, mask.reduce(_FINE))
    inner = round(size * 0.66)
    _icon(image, path, (at[0] + (size - inner) // 2, at[1] + (size - inner) // 2), inner, _WHITE, 2)


def _between(first: str, second: str, share: float) -> str:
    pairs = zip(ImageColor.getrgb(first)[:3], ImageColor.getrgb(second)[:3], strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


# Texts.


@dataclass(frozen=True, slots=True)
class _Set:
    """A text that was set: its lines, its size in pixels, and its font, ``_FINE`` times that."""

    lines: tuple[str, ...]
    size: int
    font: ImageFont.FreeTypeFont | None = None

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * _LEADING)

    def put(self, image: Image.Image, x: int, baseline: int, colour: str) -> None:
        """Draw it, its first baseline at that height."""
        # Drawn larger, letters stand where they should and not at the next whole pixel.
        if self.font is None:
            return
        above, aside = round(1.3 * self.size), self.size // 4
        for number, line in enumerate(self.lines):
            y = baseline + round(number * self.size * _LEADING)
            image.paste(colour, (x - aside, y - above), _line_mask(line, self.size, self.font))


@lru_cache(maxsize=128)
def _line_mask(line: str, size: int, font: ImageFont.FreeTypeFont) -> Image.Image:
    """A line of text with some space around it, its baseline 1.3 times the size below the top."""
    above, below, aside = round(1.3 * size), round(0.5 * size), size // 4
    wide = math.ceil(font.getlength(line) / _FINE) + 2 * aside
    mask = Image.new("L", (wide * _FINE, (above + below) * _FINE))
    place = (aside * _FINE, above * _FINE)
    ImageDraw.Draw(mask).text(place, line, fill=255, font=font, anchor="ls")
    return mask.reduce(_FINE)


def _set(
    text: str, weight: int, sizes: tuple[int, ...], fonts: Fonts, width: int, lines: int = 1
) -> _Set:
    """The text in the largest size in which it fits; cut off where it fits in none."""
    # One letter, one glyph: without shaping, a mark of its own would stand beside its letter.
    composed = " ".join(unicodedata.normalize("NFC", text).split())[:_MOST]
    data, words = _spelled(composed, weight, fonts)
    if data is None or not words:
        return _Set((), sizes[0])
    # One line, if it need not be much smaller for that; else as many as there may be.
    for most in range(1, lines + 1):
        for size in sizes if most == lines else sizes[: len(sizes) // 2]:
            font = _font(data, size * _FINE)
            wrapped = _wrapped(words, font, width * _FINE, most)
            if wrapped:
                return _Set(wrapped, size, font)
    font = _font(data, sizes[-1] * _FINE)
    return _Set(_cut(words, font, width * _FINE, lines), sizes[-1], font)


def _spelled(text: str, weight: int, fonts: Fonts) -> tuple[bytes | None, str]:
    """The font that has most of the text's letters, and the text without what it lacks."""
    best: tuple[bytes | None, str] = (None, "")
    for name, data in fonts:
        if not name.endswith(f"-{weight}.ttf"):
            continue
        try:
            font = _font(data, 24)
        except OSError:
            message = phrase("the font cannot be read")
            raise TemplateBroken(f"theme/fonts/{name}", message) from None
        has = "".join(letter for letter in text if _has_letter(font, letter))
        if len(has) > len(best[1]):
            best = data, has
    return best[0], " ".join(best[1].split())


@lru_cache(maxsize=64)
def _font(data: bytes, size: int) -> ImageFont.FreeTypeFont:
    # The other engine is on some machines only, and the same site has to give the same bytes.
    engine = ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=engine)


@lru_cache(maxsize=4096)
def _has_letter(font: ImageFont.FreeTypeFont, letter: str) -> bool:
    """Whether the font has the letter, and not just the box that stands for what it lacks."""
    return letter == " " or bytes(font.getmask(letter)) != bytes(font.getmask(_MISSING))


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int, lines: int) -> tuple[str, ...]:
    """The text on at most one or two lines, the longer one as short as can be; else nothing."""
    if font.getlength(text) <= width:
        return (text,)
    if lines == 1 or font.getlength(text) > lines * width:
        return ()
    words = text.split()
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    wide = {pair: max(map(font.getlength, pair)) for pair in halves}
    least = min(wide.values(), default=math.inf)
    # Of two that are nearly alike, the one that says more before it breaks.
    near = [pair for pair in halves if wide[pair] <= min(width, least * _ALIKE)]
    return near[-1] if near else ()


def _cut(text: str, font: ImageFont.FreeTypeFont, width: int, lines: int) -> tuple[str, ...]:
    """As many of the text's words as there is room for, else of its letters."""
    kept = [""]
    for word in text.split():
        longer = f"{kept[-1]} {word}".strip()
        if font.getlength(f"{longer}…") <= width:
            kept[-1] = longer
        elif kept[-1] and len(kept) < lines and font.getlength(f"{word}…") <= width:
            kept.append(word)
        else:
            break
    if kept == [""]:
        kept = [text.split(maxsplit=1)[0]]
        while font.getlength(f"{kept[0]}…") > width:
            kept[0] = kept[0][:-1]
    kept[-1] += "…"
    return tuple(kept)
