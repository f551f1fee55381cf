"""The brand in the configuration: ``extra.brand`` of ``mkdocs.yml``, and where its files lie.

Belongs here: reading and checking it, and what of MkDocs' own keys for a brand has no effect.
Does not belong here: what a brand changes (``rendering.brand``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path, PurePosixPath
from reprlib import repr as shortened
from typing import Any

from notices.domain.names import nearest
from notices.domain.phrases import Phrase, phrase
from notices.domain.problem import Problem
from notices.loading import drawing_problems
from notices.project.configuration import Configuration
from notices.project.content_files import is_looked_at
from notices.project.errors import ProjectError
from notices.project.theme_folders import OVERRIDES
from notices.rendering.brand import Brand, faint_accents
from notices.rendering.colours import AA, six_digits

__all__ = ["brand_warnings", "read_brand"]

_KEYS = tuple(field.name for field in fields(Brand))
_COLOURS = ("accent", "accent_dark")
_FILES = ("logo", "logo_dark", "favicon")
_FAVICON = "assets/favicon.svg"
# The program draws it in the accent.
_DRAWN_FAVICON = "og/icon-192.png"
_PNG = b"\x89PNG\r\n\x1a\n"
_PLACE = phrase("Put it at `theme/overrides/assets/logo.svg` and write `assets/logo.svg`.")
_IN_QUOTES = phrase(
    'Write six digits in quotes, such as `"#0b6bcb"`: without quotes, # begins a comment.'
)


def read_brand(configuration: Configuration) -> Brand:
    """The brand, with its icon. Raises :class:`ProjectError` with all that is wrong with it."""
    written = configuration.extra.get("brand")
    if written is not None and not isinstance(written, dict):
        help = phrase("Write `accent`, `logo` and the like below it.")
        message = phrase("{key} has to be a mapping", key="extra.brand")
        problem = configuration.problem(message, help, "extra", "brand")
        raise ProjectError(problems=[problem])
    keys: Mapping[Any, Any] = written or {}
    if problems := tuple(_problems(configuration, keys)):
        raise ProjectError(problems=problems)
    colours = {key: six_digits(keys[key]) for key in _COLOURS if key in keys}
    files = {key: keys[key] for key in _FILES if key in keys}
    files.setdefault(
        "favicon",
        configuration.theme.get("favicon") or (_DRAWN_FAVICON if colours else _FAVICON),
    )
    return Brand(**colours, **files)


def brand_warnings(
    configuration: Configuration, brand: Brand, tokens: Mapping[str, str]
) -> Iterator[Problem]:
    """Keys that have no effect, and accents that are hard to read; ``tokens`` are the theme's.

    The brand is that of the configuration.
    """
    theme = configuration.theme
    if theme.get("palette"):
        message = phrase("theme.palette has no effect")
        help = phrase("Delete it, and write the colour as `extra.brand.accent`.")
        yield configuration.warning(message, help, "theme", "palette")
    if theme.get("font"):
        message = phrase("theme.font has no effect: pages load nothing from another host")
        yield configuration.warning(message, phrase("Write `font: false`."), "theme", "font")
    icon = theme.get("icon")
    has_icon = isinstance(icon, dict) and icon.get("logo")
    if brand.logo:
        for name, there in (("logo", theme.get("logo")), ("icon.logo", has_icon)):
            if there:
                message = phrase("theme.{key} has no effect beside extra.brand.logo", key=name)
                help = phrase("Delete it.")
                yield configuration.warning(message, help, "theme", *name.split("."))
    if theme.get("favicon") and brand.favicon != theme["favicon"]:
        message = phrase("theme.favicon has no effect beside extra.brand.favicon")
        yield configuration.warning(message, phrase("Delete it."), "theme", "favicon")
    for faint in faint_accents(tokens, brand):
        contrast = f"{faint.contrast:.2f}"
        if faint.scheme == "light":
            message = phrase(
                "extra.brand.{key}: texts in {colour} have a contrast of {contrast} in light "
                "colours, and WCAG AA asks for {least}",
                key=faint.key,
                colour=faint.colour,
                contrast=contrast,
                least=AA,
            )
        else:
            message = phrase(
                "extra.brand.{key}: texts in {colour} have a contrast of {contrast} in dark "
                "colours, and WCAG AA asks for {least}",
                key=faint.key,
                colour=faint.colour,
                contrast=contrast,
                least=AA,
            )
        help = phrase(
            'Write `{key}: "{colour}"`, the nearest that passes.',
            key=faint.key,
            colour=faint.better,
        )
        yield configuration.warning(message, help, "extra", "brand", faint.key)


def _problems(configuration: Configuration, keys: Mapping[Any, Any]) -> Iterator[Problem]:
    for key, value in keys.items():
        if key in _COLOURS:
            yield from _colour(configuration, key, value)
        elif key in _FILES:
            yield from _file(configuration, key, value)
        else:
            guess = nearest(str(key), _KEYS)
            help = phrase("It has {keys}.", keys=", ".join(_KEYS))
            if guess:
                help = phrase("Did you mean `{near}`?", near=guess)
            message = phrase("{key} is no key of a brand", key=_full(key))
            yield _problem(configuration, str(key), message, help)
    for key, needed in (("logo_dark", "logo"), ("accent_dark", "accent")):
        if key in keys and needed not in keys:
            message = phrase("{key} stands without {needed}", key=_full(key), needed=needed)
            help = phrase("Write `{key}` too: it is that of light colours.", key=needed)
            yield _problem(configuration, key, message, help)


def _colour(configuration: Configuration, key: str, value: object) -> Iterator[Problem]:
    if value is None:
        message = phrase("{field} is empty", field=_full(key))
        yield _problem(configuration, key, message, _IN_QUOTES)
    elif not isinstance(value, str) or not six_digits(value):
        message = phrase(
            "{key} has to be a colour, not {value}", key=_full(key), value=shortened(value)
        )
        yield _problem(configuration, key, message, _IN_QUOTES)


def _file(configuration: Configuration, key: str, value: object) -> Iterator[Problem]:
    if not isinstance(value, str) or not value:
        message = phrase("{key} has to be the path of a file", key=_full(key))
        yield _problem(configuration, key, message, _PLACE)
        return
    path = PurePosixPath(value)
    if path.parts[0] != "assets" or str(path) != value or not is_looked_at(value):
        message = phrase(
            "{key} has to begin with assets/, not {value}", key=_full(key), value=value
        )
        yield _problem(configuration, key, message, _PLACE)
        return
    if path.suffix not in (".svg", ".png"):
        message = phrase(
            "{key} has to be an SVG or a PNG file, not {value}", key=_full(key), value=value
        )
        yield _problem(configuration, key, message, phrase("Export it as SVG or PNG."))
        return
    files = (folder / value for folder in configuration.override_folders)
    file = next((each for each in files if each.is_file()), None)
    if file is None:
        message = phrase(
            "{key} names {value}, which is not in theme/overrides", key=_full(key), value=value
        )
        help = phrase("Put it at `theme/overrides/{value}`.", value=value)
        yield _problem(configuration, key, message, help)
        return
    yield from _content(configuration, key, file, value)


def _content(configuration: Configuration, key: str, file: Path, value: str) -> Iterator[Problem]:
    data = file.read_bytes()
    if file.suffix == ".svg":
        yield from drawing_problems(f"theme/{OVERRIDES}/{value}", data)
    elif not data.startswith(_PNG):
        message = phrase(
            "{key} names {value}, which is no PNG picture", key=_full(key), value=value
        )
        yield _problem(configuration, key, message, phrase("Export it again as PNG."))


def _full(key: object) -> str:
    return f"extra.brand.{key}"


def _problem(configuration: Configuration, key: str, message: Phrase, help: Phrase) -> Problem:
    return configuration.problem(message, help, "extra", "brand", key)
