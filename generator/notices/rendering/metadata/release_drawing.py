"""Release drawing: the picture beside a shared link to one release.

Belongs here: what stands where on it. Does not belong here: what it says, and which releases have
one (``release_cards``), the pictures of states (``drawing``).

The same card gives the same bytes, on the same version of Pillow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from notices.rendering.colours import mixed
from notices.rendering.metadata.canvas import Canvas
from notices.rendering.metadata.lettering import SetText, set_text
from notices.rendering.metadata.social import HEIGHT, SOFT, WHITE, WIDTH, ReleaseCard

__all__ = ["Layout", "draw_release", "layout_of"]

# Some services cut off the sides: nothing stands near them.
_LEFT, _RIGHT = 72, WIDTH - 72
_WIDTH = _RIGHT - _LEFT
_TOP, _BADGE = 56, 60
_HEAD = _TOP + _BADGE + 20
_SITE, _CATEGORY = (34, 30, 26), (32, 28, 24)
_TITLE = (84, 78, 72, 66, 60, 54)
_LINES = 3
_STATE, _WINDOW, _ENDED, _MORE = (46,), (46, 42, 38, 34), (36, 32), (30, 28, 26)
_ICON, _ASIDE = 56, 84
_ABOVE, _BETWEEN, _CLEAR = 36, 6, 40


@dataclass(frozen=True, slots=True)
class Layout:
    """The texts as they are set. Those of the band below stand one under the other from ``band``."""

    site: SetText
    category: SetText
    title: SetText
    rows: tuple[tuple[str, SetText], ...]
    band: int


def layout_of(card: ReleaseCard, fonts: Mapping[str, bytes]) -> Layout:
    """Which text has which size and lines; ``fonts`` as :func:`draw_release` takes them."""
    category = set_text(card.category, 600, _CATEGORY, fonts, _WIDTH // 2 - 60)
    left = _WIDTH - _BADGE - 24 - (category.width + 100 if category.lines else 0)
    window = _ENDED if card.ending else _WINDOW
    texts = {
        "ending": set_text(card.ending, 600, _STATE, fonts, _WIDTH - _ASIDE),
        "window": set_text(card.window, 600, window, fonts, _WIDTH - _ASIDE, lines=2),
        "zone": set_text(card.zone, 400, _MORE, fonts, _WIDTH - _ASIDE),
        "before": set_text(card.before, 400, _MORE, fonts, _WIDTH - _ASIDE, lines=2),
    }
    rows = tuple((name, text) for name, text in texts.items() if text.lines)
    high = sum(text.height for _, text in rows) + _BETWEEN * (len(rows) - 1)
    band = HEIGHT - high - 2 * _ABOVE
    room = band - _HEAD - _CLEAR
    return Layout(
        site=set_text(card.site, 600, _SITE, fonts, left),
        category=category,
        title=set_text(card.title, 600, _TITLE, fonts, _WIDTH, _LINES, room),
        rows=rows,
        band=band,
    )


def draw_release(card: ReleaseCard, fonts: Mapping[str, bytes]) -> bytes:
    """The picture as PNG, 1200 by 630 pixels.

    ``fonts`` are TrueType files by name; a name ends in its weight (``-600.ttf``).
    """
    layout, colours = layout_of(card, fonts), card.palette
    ground, state = colours.background, colours.state
    canvas = Canvas(WIDTH, HEIGHT, ground)
    canvas.badge(card.site_icon, (_LEFT, _TOP), _BADGE, colours.accent, ground)
    middle = _TOP + _BADGE // 2
    site, category, title = layout.site, layout.category, layout.title
    canvas.text(site, _LEFT + _BADGE + 22, middle + site.size * 35 // 100, colours.text, ground)
    if category.lines:
        x = _RIGHT - category.width
        canvas.text(category, x, middle + category.size * 35 // 100, colours.category, ground)
        canvas.icon(card.category_icon, (x - 54, middle - 21), 42, colours.category, ground, 2.6)

    above = _HEAD + (layout.band - _HEAD - title.height) // 2
    canvas.text(title, _LEFT - 3, above + title.size, colours.text, ground)

    canvas.fill(state, (0, layout.band, WIDTH, HEIGHT))
    soft = mixed(WHITE, state, SOFT)
    y = layout.band + _ABOVE
    first = layout.rows[0][1].size
    canvas.icon(card.window_icon, (_LEFT - 6, y + (first - _ICON) // 2 + 6), _ICON, WHITE, state, 2)
    for number, (name, text) in enumerate(layout.rows):
        colour = WHITE if number == 0 else soft
        canvas.text(text, _LEFT + _ASIDE, y + text.size, colour, state)
        if card.struck and name == "window":
            canvas.strike(text, _LEFT + _ASIDE, y + text.size, colour)
        y += text.height + _BETWEEN
    return canvas.png()
