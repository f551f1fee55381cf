"""Colours: the tokens of the theme's style sheet, and how well one colour is read on another.

Belongs here: reading and measuring colours. Does not belong here: the colours themselves
(``theme/overrides/assets/frame.css``), what they are used for (``brand``, ``social``).
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable

__all__ = ["AA", "colours_of", "contrast", "mixed", "nearest_readable", "six_digits"]

AA = 4.5
"""The contrast that WCAG's level AA asks of texts."""

_TOKEN = re.compile(r"--nt-([a-z0-9-]+):\s*#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\s*;")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
# How finely lightness is searched.
_STEPS = 512


def colours_of(css: str) -> dict[str, str]:
    """Each token ``--nt-<name>`` that is a plain colour, as ``#rrggbb``.

    What is written first are the light ones; the next of that name is the dark one, and is
    found as ``<name>-dark``.
    """
    colours: dict[str, str] = {}
    for name, digits in _TOKEN.findall(css):
        key = name if name not in colours else f"{name}-dark"
        colours.setdefault(key, six_digits(f"#{digits}"))
    return colours


def six_digits(text: str) -> str:
    """The colour ``#rgb`` or ``#rrggbb`` as ``#rrggbb``; empty where the text is neither."""
    if not _COLOUR.fullmatch(text):
        return ""
    digits = text[1:] if len(text) == 7 else "".join(2 * digit for digit in text[1:])
    return f"#{digits.lower()}"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, ground: str, share: float) -> str:
    """``share`` of a colour over a ground, as ``color-mix`` in sRGB does."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return _text(*(share * above + (1 - share) * below for above, below in pairs))


def nearest_readable(colour: str, lowest: Callable[[str], float]) -> str:
    """The colour of that hue nearest in lightness for which ``lowest`` gives AA or more.

    The colour itself where none does.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    steps = sorted(range(_STEPS + 1), key=lambda step: abs(step / _STEPS - lightness))
    candidates = (_text(*colorsys.hls_to_rgb(hue, step / _STEPS, saturation)) for step in steps)
    return next((each for each in (colour, *candidates) if lowest(each) >= AA), colour)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _text(*channels: float) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
