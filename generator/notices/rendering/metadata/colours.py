"""Colours: the tokens of the theme's style sheet, for what no style sheet reaches.

Belongs here: reading them. Does not belong here: the colours themselves
(``theme/overrides/assets/frame.css``), what they are used for (``social``).
"""

from __future__ import annotations

import re

__all__ = ["colours_of"]

_TOKEN = re.compile(r"--nt-([a-z0-9-]+):\s*#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\s*;")


def colours_of(css: str) -> dict[str, str]:
    """Each token ``--nt-<name>`` that is a plain colour, as ``#rrggbb``.

    What is written first are the light ones; the next of that name is the dark one, and is
    found as ``<name>-dark``.
    """
    colours: dict[str, str] = {}
    for name, digits in _TOKEN.findall(css):
        six_digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
        key = name if name not in colours else f"{name}-dark"
        colours.setdefault(key, f"#{six_digits.lower()}")
    return colours
