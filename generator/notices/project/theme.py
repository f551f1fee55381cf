"""The theme on disk: templates, texts, fonts and colours, read for rendering.

Belongs here: which files make a theme. Does not belong here: the rest of the project (``disk``,
which commands that render nothing import without any renderer).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from notices.loading import load_texts
from notices.project.disk import ProjectError, Workspace
from notices.rendering import Theme
from notices.rendering.metadata.colours import colours_of

__all__ = ["read_theme"]


def read_theme(workspace: Workspace, base_url: str, site_name: str) -> Theme:
    """What the theme has for our pages. Raises :class:`ProjectError` if something is unusable.

    ``base_url`` is the site's address and ends with a slash.
    """
    folder = workspace.theme_folder
    templates = {path.name: _text(path) for path in sorted((folder / "templates").glob("*.html"))}
    if not templates:
        raise ProjectError(f"there are no templates in {folder / 'templates'}")
    scripts = [folder / name for name in ("embed.js", "times.js")]
    for script in scripts:
        if not script.is_file():
            raise ProjectError(f"there is no file {script}")
    embed, times = map(_text, scripts)
    fonts = {path.name: path.read_bytes() for path in sorted(folder.glob("fonts/*.ttf"))}
    frame = folder / "overrides" / "assets" / "frame.css"
    colours = colours_of(_text(frame) if frame.is_file() else "")
    return Theme(templates, _texts(workspace), embed, times, base_url, site_name, fonts, colours)


def _texts(workspace: Workspace) -> Mapping[str, Mapping[str, Any]]:
    texts = {}
    for path in sorted((workspace.theme_folder / "texts").glob("*.yml")):
        loaded = load_texts(path.relative_to(workspace.root).as_posix(), path.read_bytes())
        if loaded.value is None:
            first = loaded.problems[0]
            place = f"{first.mark.path}:{first.mark.line}:{first.mark.column}"
            help = f"\n  help: {first.help}" if first.help else ""
            raise ProjectError(f"{place}: {first.message}{help}")
        texts[path.stem] = loaded.value
    return texts


def _text(path: Path) -> str:
    """A file of the theme. Raises :class:`ProjectError` where it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ProjectError(f"{path} is not UTF-8") from None
