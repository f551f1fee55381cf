"""The project on disk: where things lie, and reading them.

Belongs here: paths, the walk over ``content``. Does not belong here: the theme's files
(``theme``), writing the site or the ledger (``publishing``), meaning of what is read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from notices.domain.layout import CONTENT, PAGES
from notices.domain.problem import Mark, Problem
from notices.evaluation import Sources
from notices.project.configuration import Configuration, read_configuration
from notices.project.errors import ProjectError

__all__ = ["ProjectError", "Workspace", "is_looked_at", "kept_of", "stray"]

_READ = (".yml", ".yaml", ".jsonl", ".md")
_MOST = 64 * 1024 + 1
_LEDGERS = (".jsonl",)
# Vim tries whether it may write to a folder with a file called 4913.
_LEFT_NAMES = frozenset({"thumbs.db", "desktop.ini", "4913"})
_LEFT_ENDINGS = ("~", ".swp", ".orig")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A project: the folder of its ``mkdocs.yml``."""

    config_file: Path

    @classmethod
    def at(cls, config_file: Path) -> Workspace:
        """The project of that configuration file. Raises :class:`ProjectError`."""
        if not config_file.is_file():
            raise ProjectError(
                f"there is no file {config_file}; name a mkdocs.yml with -f, or go where it is"
            )
        workspace = cls(config_file.absolute())
        if not workspace.content.is_dir():
            raise ProjectError(f"there is no folder `{CONTENT}` beside {config_file}")
        return workspace

    @property
    def root(self) -> Path:
        """The folder of the configuration."""
        return self.config_file.parent

    @property
    def content(self) -> Path:
        """What people write."""
        return self.root / CONTENT

    @property
    def pages(self) -> Path:
        """The hand-written pages: the host's ``docs_dir``."""
        return self.root / PAGES

    @property
    def theme_folder(self) -> Path:
        """Templates, texts, and overrides of the host's theme."""
        return self.root / "theme"

    @property
    def state(self) -> Path:
        """Working files: generations, lock."""
        return self.root / ".notices"

    @property
    def generations(self) -> Path:
        """The sites that were built, side by side."""
        return self.state / "generations"

    @property
    def site(self) -> Path:
        """The served folder, ``site_dir`` of the configuration; a link to a generation."""
        return self.configuration().site_dir

    def configuration(self) -> Configuration:
        """``mkdocs.yml``, read now. Raises :class:`ProjectError` where it is invalid."""
        return read_configuration(self.config_file)

    def sources(self) -> Sources:
        """Every file below ``content``, read now. A link or unreadable file is a problem."""
        files: dict[str, bytes] = {}
        problems: list[Problem] = []
        for path in _walk(self.content):
            # A name that is not UTF-8 could not be printed.
            raw = os.fsencode(PurePosixPath(path.relative_to(self.root)).as_posix())
            name = raw.decode("utf-8", "replace")
            problem = stray(name, path.lstat().st_mode)
            if problem is not None:
                problems.append(problem)
                continue
            try:
                files[name] = _read(path)
            except OSError as error:
                message = f"the file cannot be read: {error.strerror or error}"
                problems.append(Problem("error", "unreadable", Mark(name), message))
        return Sources(files, tuple(problems))


def _walk(folder: Path) -> Iterator[Path]:
    """Every file and link below ``folder``, by name; without names that start with a dot."""
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if not is_looked_at(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        else:
            yield Path(entry.path)


def is_looked_at(name: str) -> bool:
    """Whether a file or folder of that name is read.

    Hidden ones are not, nor what editors, git and desktops leave beside the files of people.
    """
    if name.startswith(".") or name.endswith(_LEFT_ENDINGS) or name.lower() in _LEFT_NAMES:
        return False
    return not (name.startswith("#") and name.endswith("#"))


def stray(name: str, mode: int) -> Problem | None:
    """The problem of a path below the root that is no file of ours, by its ``st_mode``."""
    if not stat.S_ISREG(mode):
        message = (
            "this is a link; what it points to would be published with the site"
            if stat.S_ISLNK(mode)
            else "this is no ordinary file"
        )
        return Problem("error", "stray-file", Mark(name), message, "Put the file itself here.")
    path = PurePosixPath(name)
    if path.suffix == ".yaml":
        help = f"Rename it to {path.stem}.yml."
        return Problem("error", "file-name", Mark(name), "entries end in `.yml`", help)
    return None


def kept_of(name: str) -> int:
    """How many bytes of a file somebody here reads: a little more than any may have; -1: all."""
    suffix = PurePosixPath(name).suffix
    return (-1 if suffix in _LEDGERS else _MOST) if suffix in _READ else 0


def _read(path: Path) -> bytes:
    kept = kept_of(path.name)
    if not kept:
        return b""
    with path.open("rb") as file:
        return file.read(kept)
