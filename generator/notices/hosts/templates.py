"""The folders with the templates and assets of the frame: the theme's overrides, then Material's.

Belongs here: where they lie. Does not belong here: what is in them (a host's package), the folders of the
theme of our own pages (``project.theme_folders``).
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from notices.domain.phrases import phrase
from notices.hosts import InvalidSetup
from notices.project.configuration import Configuration

__all__ = ["frame_folders"]


def frame_folders(configuration: Configuration) -> tuple[Path, ...]:
    """The folders of the frame, the first one first: our overrides, then Material's templates.

    Raises :class:`InvalidSetup` where the theme is Material and its package is not there.
    """
    folders = configuration.override_folders
    if configuration.theme.get("name") is None:
        return folders
    return (*folders, _material_templates(configuration))


def _material_templates(configuration: Configuration) -> Path:
    """Where Material's templates are; its Python is not imported."""
    try:
        found = find_spec("material")
    except ModuleNotFoundError:
        found = None
    places = list(found.submodule_search_locations or ()) if found else []
    if not places:
        message = phrase("the theme `material` needs the package mkdocs-material")
        help = phrase("Install it: `pip install mkdocs-material`.")
        raise InvalidSetup(problems=[configuration.problem(message, help, "theme")])
    return Path(places[0]) / "templates"
