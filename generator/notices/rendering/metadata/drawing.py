"""Drawing: the pictures of states beside a shared link, and the site's mark as a picture.

Belongs here: what stands where on them. Does not belong here: what is on them (``social``), the
picture of a release (``release_drawing``), whether they have to be drawn again (``pictures``).

The same card gives the same bytes, on the same version of Pillow.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from notices.rendering.colours import mixed
from notices.rendering.metadata.canvas import Canvas
from notices.rendering.metadata.lettering import set_text
from notices.rendering.metadata.social import HEIGHT, WHITE, WIDTH, SocialCard

__all__ = ["draw_card", "draw_icon"]

_LEFT, _PANEL = 72, 820
_TEXT_WIDTH = _PANEL - _LEFT - 48
_HEADLINE = (96, 88, 80, 72, 64, 56)
_CATEGORY = (40, 36, 32)
_SITE, _HOST = 34, 26

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
def _draw_card(card: SocialCard, files: Fonts) -> bytes:
    colours, fonts = card.palette, dict(files)
    ground = colours.background
    canvas = Canvas(WIDTH, HEIGHT, ground)
    canvas.fill(colours.state, (_PANEL, 0, WIDTH, HEIGHT))
    middle = (_PANEL + (WIDTH - _PANEL) // 2, HEIGHT // 2)
    disc = mixed(WHITE, colours.state, 0.14)
    canvas.disc(middle, 152, disc, colours.state)
    canvas.icon(card.state_icon, (middle[0] - 108, middle[1] - 108), 216, WHITE, disc, 1.8)

    canvas.badge(card.site_icon, (_LEFT, 64), 60, colours.accent, ground)
    site = set_text(card.site, 600, (_SITE,), fonts, _TEXT_WIDTH - 80)
    canvas.text(site, _LEFT + 80, 64 + 42, colours.text, ground)

    headline = set_text(card.headline, 600, _HEADLINE, fonts, _TEXT_WIDTH, lines=2)
    category = set_text(card.category, 600, _CATEGORY, fonts, _TEXT_WIDTH - 56)
    # Category and headline stand together, a little below the middle of what is left to them.
    high = headline.height + (category.height + 18 if category.lines else 0)
    top = 124 + (HEIGHT - 124 - 84 - high) // 2
    if category.lines:
        baseline = top + round(category.size * 0.98)
        shape = (_LEFT - 7, baseline - 38)
        canvas.icon(card.category_icon, shape, 48, colours.category, ground, 2.6)
        canvas.text(category, _LEFT + 54, baseline, colours.category, ground)
        top += category.height + 18
    canvas.text(headline, _LEFT - 3, top + headline.size, colours.text, ground)

    host = set_text(card.host, 400, (_HOST,), fonts, _TEXT_WIDTH)
    canvas.text(host, _LEFT, HEIGHT - 62, colours.secondary, ground)
    return canvas.png()


@lru_cache(maxsize=16)
def _draw_icon(size: int, path: str, colour: str) -> bytes:
    canvas = Canvas(size, size, colour)
    inner = round(size * 0.62)
    aside = (size - inner) // 2
    canvas.icon(path, (aside, aside), inner, WHITE, colour, 1.9)
    return canvas.png()
