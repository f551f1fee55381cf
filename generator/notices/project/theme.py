"""The theme on disk: templates, texts, fonts and colours, read for rendering.

Belongs here: which files make a theme. Does not belong here: which of two files counts
(``theme_folders``), the rest of the project (``disk``, which commands that render nothing import
without any renderer).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from notices.loading import load_texts
from notices.project.disk import ProjectError, Workspace
from notices.project.theme_folders import OVERRIDES, overlaid, theme_folders
from notices.rendering import Theme
from notices.rendering.metadata.colours import colours_of

__all__ = ["read_theme"]


def read_theme(workspace: Workspace, base_url: str, site_name: str) -> Theme:
    """What the theme has for our pages. Raises :class:`ProjectError` if something is unusable.

    ``base_url`` is the site's address and ends with a slash.
    """
    folders = theme_folders(workspace.root)
    templates = {name: _text(path) for name, path in overlaid(folders, "templates/*.html").items()}
    scripts = {name: _text(path) for name, path in overlaid(folders, "*.js").items()}
    fonts = {name: path.read_bytes() for name, path in overlaid(folders, "fonts/*.ttf").items()}
    frame = overlaid(folders, f"{OVERRIDES}/assets/frame.css")
    colours = colours_of("".join(_text(path) for path in frame.values()))
    return Theme(
        templates, _texts(folders), scripts["embed.js"], scripts["times.js"], base_url, site_name,
        fonts, colours,
    )  # fmt: skip


def _texts(folders: tuple[Path, ...]) -> Mapping[str, Mapping[str, Any]]:
    """The texts by language. A company's file needs only the texts that it changes."""
    texts: dict[str, Mapping[str, Any]] = {}
    for folder in folders:
        for path in sorted(folder.glob("texts/*.yml")):
            read = _read_texts(f"theme/texts/{path.name}", path.read_bytes())
            texts[path.stem] = _merged(texts.get(path.stem, {}), read)
    return dict(sorted(texts.items()))


def _merged(above: Mapping[str, Any], below: Mapping[str, Any]) -> Mapping[str, Any]:
    """Two mappings of texts, key by key; of two texts with one key that above counts."""
    texts = dict(below)
    for key, value in above.items():
        under = texts.get(key)
        if isinstance(value, Mapping) and isinstance(under, Mapping):
            texts[key] = _merged(value, under)
        else:
            texts[key] = value
    return texts


def _read_texts(name: str, data: bytes) -> Mapping[str, Any]:
    loaded = load_texts(name, data)
    if loaded.value is None:
        first = loaded.problems[0]
        place = f"{first.mark.path}:{first.mark.line}:{first.mark.column}"
        help = f"\n  help: {first.help}" if first.help else ""
        raise ProjectError(f"{place}: {first.message}{help}")
    return loaded.value


def _text(path: Path) -> str:
    """A file of the theme. Raises :class:`ProjectError` where it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ProjectError(f"{path} is not UTF-8") from None
