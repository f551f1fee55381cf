"""The theme's folders: the company's ``theme/`` over the one that comes with the program.

Belongs here: where the program's own files lie, and which of two files with one name counts.
Does not belong here: what is in the files (``theme``, ``hosts``).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import notices
from notices.domain.phrases import phrase
from notices.project.errors import ProjectError

__all__ = ["OVERRIDES", "installed", "overlaid", "override_folders", "theme_folders"]

OVERRIDES = "overrides"
_THEME = "theme"
_PACKAGE = Path(notices.__file__).parent


def installed(name: str) -> Path:
    """A file or folder that travels with the program, by its path in the program's repository.

    A wheel has it in the package, a clone beside ``generator/``. Raises :class:`ProjectError`
    where neither has it.
    """
    for root in (_PACKAGE, _PACKAGE.parents[1]):
        if (root / name).exists():
            return root / name
    raise ProjectError(
        phrase("the program's own `{name}` is missing; install notices again", name=name)
    )


def theme_folders(root: Path) -> tuple[Path, ...]:
    """The folders of the theme of the project at ``root``, the first one first.

    The company's own is left out where there is none, or where it is the program's.
    """
    own, base = root / _THEME, installed(_THEME)
    if os.path.realpath(own) == os.path.realpath(base):
        return (own,)
    return (own, base) if own.is_dir() else (base,)


def override_folders(root: Path, custom_dir: str | None) -> tuple[Path, ...]:
    """The folders that lie over Material's templates, the first one first.

    ``custom_dir`` is that of the configuration, absolute; it may be one of the theme's own.
    """
    folders = [Path(custom_dir)] if custom_dir else []
    folders += [folder / OVERRIDES for folder in theme_folders(root)]
    places: dict[str, Path] = {}
    for folder in folders:
        places.setdefault(os.path.realpath(folder), folder)
    return tuple(folder for folder in places.values() if folder.is_dir())


def overlaid(folders: tuple[Path, ...], pattern: str) -> Mapping[str, Path]:
    """The files of that pattern by their name, in its order; of two the first folder's counts."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in folder.glob(pattern):
            found.setdefault(path.name, path)
    return dict(sorted(found.items()))
