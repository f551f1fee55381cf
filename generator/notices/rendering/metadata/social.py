"""Social: what a picture beside a shared link shows.

Belongs here: its shape, of a picture of a kind and state, and of one release's. Does not belong here: drawing it (``drawing``,
``release_drawing``), which pictures there are
and what they say (``heads``), the colours, icons and fonts (``theme``).
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "HEIGHT",
    "MARK",
    "SOFT",
    "WHITE",
    "WIDTH",
    "Palette",
    "Picture",
    "ReleaseCard",
    "SocialCard",
]

WIDTH, HEIGHT = 1200, 630
MARK = "bell"
"""The icon that stands for the site."""
WHITE = "#ffffff"
SOFT = 0.85
"""How much white is in what stands below a window."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture beside a shared link: its address below the root, and what it says."""

    path: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours, each as ``#rrggbb``. White can be read on ``state`` and ``accent``.

    ``text`` and ``secondary`` are those of texts, ``accent`` is the site's own.
    """

    background: str
    text: str
    secondary: str
    accent: str
    state: str
    category: str


@dataclass(frozen=True, slots=True)
class SocialCard:
    """What one picture shows. The icons are paths on a grid of 24 by 24.

    ``category``, in words, may be empty.
    """

    site: str
    host: str
    headline: str
    state_icon: str
    site_icon: str
    palette: Palette
    category: str = ""
    category_icon: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """What the picture of one release shows. The icons are paths on a grid of 24 by 24.

    It says nothing that the clock alone can change. The window's words do not name the ``zone``; that
    is in words of its own, which may be empty. So may ``before``, the window that was moved, and ``ending``, the state of a
    release that has ended; ``struck`` is whether its window is struck through. In the palette, ``state`` is the colour on which the window stands.
    """

    site: str
    category: str
    title: str
    window: str
    zone: str
    before: str
    ending: str
    struck: bool
    site_icon: str
    category_icon: str
    window_icon: str
    palette: Palette
