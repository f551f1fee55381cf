"""Pictures: drawn, or taken from the cache where they were drawn before.

Belongs here: what a picture is made from, as the key under which it is kept. Does not belong
here: drawing (``drawing`` and ``release_drawing``, imported only when there is something to draw), what is on the
pictures (``social``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import PIL

from notices.rendering.documents import Theme
from notices.rendering.metadata.social import ReleaseCard, SocialCard

__all__ = ["card_picture", "icon_picture", "release_picture"]


def card_picture(card: SocialCard, theme: Theme) -> bytes:
    """The card as PNG, set in the theme's fonts."""

    def draw() -> bytes:
        from notices.rendering.metadata.drawing import draw_card  # noqa: PLC0415  # See above.

        return draw_card(card, theme.fonts)

    fonts = [(name, hashlib.sha256(font).hexdigest()) for name, font in sorted(theme.fonts.items())]
    return _kept(theme, f"{card} {fonts}", draw)


def release_picture(card: ReleaseCard, theme: Theme) -> bytes:
    """The card of a release as PNG. It is not kept: the site itself keeps what it shows."""
    from notices.rendering.metadata.release_drawing import draw_release  # noqa: PLC0415  # See above.

    return draw_release(card, theme.fonts)


def icon_picture(size: int, path: str, colour: str, theme: Theme) -> bytes:
    """The site's mark as PNG: an icon in white on a square of ``size`` pixels."""

    def draw() -> bytes:
        from notices.rendering.metadata.drawing import draw_icon  # noqa: PLC0415  # See above.

        return draw_icon(size, path, colour)

    return _kept(theme, f"{size} {path} {colour}", draw)


def _kept(theme: Theme, what: str, draw: Callable[[], bytes]) -> bytes:
    key = f"picture {PIL.__version__} {what}"
    data = theme.cache.get(key)
    if data is None:
        data = draw()
        theme.cache.put(key, data)
    return data
