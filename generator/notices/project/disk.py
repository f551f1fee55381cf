"""The project on disk: where things lie, and reading them.

Belongs here: paths, the walk over ``content``. Does not belong here: which files are ignored or
refused (``content_files``), the theme's files (``theme``), writing the site or the ledger (``publishing``), meaning of what is read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_IFREG, S_ISDIR

from notices.domain.layout import CONTENT, OUTBOX, PAGES
from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem
from notices.evaluation import LateFiles, Sources
from notices.project.configuration import Configuration, read_configuration
from notices.project.content_files import is_entry, is_looked_at, is_looked_into, kept_of, stray
from notices.project.content_index import ContentIndex
from notices.project.errors import ProjectError
from notices.project.kept import reader_of

__all__ = ["ProjectError", "Workspace", "walk"]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A project: the folder of its ``mkdocs.yml``."""

    config_file: Path

    @classmethod
    def at(cls, config_file: Path) -> Workspace:
        """The project of that configuration file. Raises :class:`ProjectError`."""
        if not config_file.is_file():
            raise ProjectError(
                phrase(
                    "there is no file {file}; name a mkdocs.yml with -f, or change to its folder",
                    file=str(config_file),
                )
            )
        workspace = cls(config_file.absolute())
        if not workspace.content.is_dir():
            raise ProjectError(
                phrase(
                    "there is no folder `{folder}` beside {file}",
                    folder=CONTENT,
                    file=str(config_file),
                )
            )
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
        """Working files: generations, lock, schemas."""
        return self.root / ".notices"

    @property
    def generations(self) -> Path:
        """The sites that were built, side by side."""
        return self.state / "generations"

    @property
    def schemas(self) -> Path:
        """What editors know of the project's files."""
        return self.state / "schemas"

    @property
    def outbox(self) -> Path:
        """The messages that people send; never a part of the site."""
        return self.root / OUTBOX

    @property
    def site(self) -> Path:
        """The served folder, ``site_dir`` of the configuration; a link to a generation."""
        return self.configuration().site_dir

    def configuration(self) -> Configuration:
        """``mkdocs.yml``, read now. Raises :class:`ProjectError` where it is invalid."""
        return read_configuration(self.config_file)

    def sources(self) -> Sources:
        """Every file below ``content``, as it is now. A link or unreadable file is a problem.

        No entry's bytes stay in memory, and one that is as it was when it was last read is not opened
        before somebody asks for its bytes. Those of one that is gone by then raise :class:`ProjectError`.
        """
        files: dict[str, bytes | None] = {}
        problems: list[Problem] = []
        index = ContentIndex.of(self.root)
        for entry, path in walk(os.fspath(self.content), CONTENT):
            # A name that is not UTF-8 could not be printed.
            name = path if path.isascii() else os.fsencode(path).decode("utf-8", "replace")
            mode = _mode(entry)
            problem = stray(name, mode)
            if problem is not None:
                problems.append(problem)
            if problem is not None or S_ISDIR(mode):
                continue
            try:
                if not is_entry(path):
                    files[name] = _read(entry.path)
                    continue
                if not index.holds(path, entry.stat(follow_symlinks=False)):
                    index.was_read(path, _read(entry.path))
                files[name] = None
            except OSError as error:
                message = phrase("the file cannot be read: {why}", why=error.strerror or str(error))
                problems.append(Problem("error", "unreadable", Mark(name), message))
        index.keep()
        late = LateFiles(files, index.digests, self._bytes_of)
        return Sources(late, tuple(problems), self._site_url(), reader_of(self.root))

    def _bytes_of(self, path: str) -> bytes:
        try:
            return _read(f"{self.root}/{path}")
        except OSError as error:
            message = phrase("{file} changed while this was running; run it again", file=path)
            raise ProjectError(message) from error

    def _site_url(self) -> str:
        """Where the site stands; empty where the configuration does not say, or is invalid."""
        try:
            return self.configuration().site_url
        except (ProjectError, OSError):
            return ""


def walk(folder: str, name: str) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Every file, link and folder below ``folder`` that is looked at, by name.

    Each comes with its path below the folder that ``name`` is in.
    """
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        path = f"{name}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if is_looked_into(entry.name):
                yield entry, path
                yield from walk(entry.path, path)
        elif is_looked_at(entry.name):
            yield entry, path


def _mode(entry: os.DirEntry[str]) -> int:
    """Of what kind it is, as ``st_mode`` says it; the folder knows that of files and folders."""
    if entry.is_file(follow_symlinks=False):
        return S_IFREG
    return entry.stat(follow_symlinks=False).st_mode


def _read(path: str) -> bytes:
    kept = kept_of(path)
    if not kept:
        return b""
    # Of thousands, none needs a path object or a buffer.
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        data = file.read(kept)
        while len(data) < kept and (more := file.read(kept - len(data))):
            data += more
    return data
