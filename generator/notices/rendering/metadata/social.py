"""Social: what a picture beside a shared link shows.

Belongs here: its shape. Does not belong here: drawing it (``drawing``), which pictures there are
and what they say (``heads``), the colours, icons and fonts (``theme``).
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["HEIGHT", "WIDTH", "Palette", "SocialCard"]

WIDTH, HEIGHT = 1200, 630


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
