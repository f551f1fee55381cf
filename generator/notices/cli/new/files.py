"""Writing new files into a project: all of them or none, and never over anything.

Belongs here: the disk. Does not belong here: what is in the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from notices.domain.phrases import phrase
from notices.project.errors import ProjectError

__all__ = ["write_new"]


def write_new(root: Path, files: Mapping[str, str]) -> None:
    """Write files that do not exist yet, by their paths below ``root``.

    Where one exists, or cannot be written, none is left. Raises :class:`ProjectError`, ``OSError``.
    """
    written: list[Path] = []
    try:
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(text)
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            exists = phrase("nothing was written: {path} exists", path=error.filename)
            raise ProjectError(exists) from None
        raise
