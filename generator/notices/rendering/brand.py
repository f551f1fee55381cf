"""The brand: a company's own colour, logo and icon, over those of the theme.

Belongs here: what a brand is, which tokens of the theme follow from its accent, and where that
accent is hard to read. Does not belong here: reading it (``project.brand``), measuring colours
(``colours``), the style of a logo (``theme/logo.css``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from notices.rendering.colours import AA, contrast, mixed, nearest_readable

__all__ = [
    "NO_BRAND",
    "Brand",
    "FaintAccent",
    "branded_banner",
    "branded_css",
    "branded_tokens",
    "faint_accents",
]

_TOKEN = re.compile(r"(--nt-(accent|accent-ink|action):\s*)#[0-9a-fA-F]{3,6}(?=\s*;)")
# The banner has no style sheet of the theme: its own accent, in light and then in dark colours.
_BANNER_TOKEN = re.compile(r"(--(t):)#[0-9a-fA-F]{6}(?=;)")
# How much of its own colour is at most in the ground of a label.
_LABEL = 0.13
_INKS = ["#ffffff", "#000000"]


@dataclass(frozen=True, slots=True)
class Brand:
    """Colours are ``#rrggbb``; the files are paths below the site's root. All may be empty.

    ``accent_dark`` is the accent of dark colours; without it, one is derived.
    """

    accent: str = ""
    accent_dark: str = ""
    logo: str = ""
    logo_dark: str = ""
    favicon: str = ""


NO_BRAND = Brand()


@dataclass(frozen=True, slots=True)
class FaintAccent:
    """An accent whose ``contrast`` is too low in ``scheme``; ``better`` is near it and passes.

    ``key`` is that of the brand from which the accent comes.
    """

    key: str
    scheme: str
    colour: str
    contrast: float
    better: str


def branded_tokens(tokens: Mapping[str, str], brand: Brand) -> dict[str, str]:
    """The theme's tokens with those of the brand.

    They are ``accent``, ``accent-ink`` (what is written on it) and ``action``: the accent of what
    can be pressed, some of which stands on a ground that has some of it. Without an accent all
    are as they were.
    """
    branded = dict(tokens)
    if not brand.accent:
        return branded
    dark = brand.accent_dark or _readable(brand.accent, _grounds(tokens, "-dark"))
    inks = [tokens[name] for name in ("accent-ink", "accent-ink-dark") if name in tokens] or _INKS
    for end, accent in (("", brand.accent), ("-dark", dark)):
        branded[f"accent{end}"] = accent
        branded[f"action{end}"] = _on_label(accent, _grounds(tokens, end))
        branded[f"accent-ink{end}"] = max(inks, key=lambda ink: contrast(ink, accent))
    return branded


def faint_accents(tokens: Mapping[str, str], brand: Brand) -> Iterator[FaintAccent]:
    """Each accent that was written and is below WCAG's AA, as a text or below one.

    ``tokens`` are those of the theme, with or without the brand.
    """
    for key, scheme, end, accent in (
        ("accent", "light", "", brand.accent),
        ("accent_dark", "dark", "-dark", brand.accent_dark),
    ):
        grounds = _grounds(tokens, end)
        if accent and (lowest := _lowest(accent, grounds)) < AA:
            yield FaintAccent(key, scheme, accent, lowest, _readable(accent, grounds))


def branded_css(css: str, tokens: Mapping[str, str], brand: Brand, logo_css: str) -> str:
    """The theme's style sheet with the tokens of a brand, and the style of its logo."""
    if brand.accent:
        css = _replaced(_TOKEN, css, tokens)
    return f"{css}\n{logo_css}" if brand.logo else css


def branded_banner(script: str, tokens: Mapping[str, str], brand: Brand) -> str:
    """The banner for other applications in the brand's accent."""
    if not brand.accent:
        return script
    accents = {"t": tokens["action"], "t-dark": tokens["action-dark"]}
    return _replaced(_BANNER_TOKEN, script, accents)


def _replaced(pattern: re.Pattern[str], text: str, tokens: Mapping[str, str]) -> str:
    """Each token's first value becomes the light one, all later ones the dark one."""
    seen: set[str] = set()

    def value(found: re.Match[str]) -> str:
        start, name = found.groups()
        end = "-dark" if name in seen else ""
        seen.add(name)
        return f"{start}{tokens[name + end]}"

    return pattern.sub(value, text)


def _grounds(tokens: Mapping[str, str], end: str) -> tuple[str, ...]:
    """What texts in the accent stand on; nothing where a company's style has no such tokens."""
    names = (f"{name}{end}" for name in ("surface", "ground", "tint"))
    return tuple(tokens[name] for name in names if name in tokens)


def _lowest(accent: str, grounds: tuple[str, ...]) -> float:
    """The lowest contrast of a text in the accent; one that is written on it has no lower one."""
    return min((contrast(accent, ground) for ground in grounds), default=AA)


def _readable(accent: str, grounds: tuple[str, ...]) -> str:
    return nearest_readable(accent, lambda colour: _lowest(colour, grounds))


def _on_label(accent: str, grounds: tuple[str, ...]) -> str:
    """The accent so that it is read on a ground that has some of it."""
    return nearest_readable(
        accent,
        lambda colour: _lowest(colour, tuple(mixed(colour, each, _LABEL) for each in grounds)),
    )
