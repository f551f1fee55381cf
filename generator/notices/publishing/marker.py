"""The marker: how the program proves that it made what it is about to remove.

Belongs here: marking a site, what speaks against removing a path, removing it. Does not belong
here: where a site may stand whatever is there (``site_dir``), showing one (``generations``).

The marker is a file in the site's folder: a line with the project's id, then the name of every
other file. So a marker that was copied along with a site proves nothing of the files beside it.
The id is made from the site's address, not drawn: a site has the same bytes on every machine, and
a job of CI that starts from a fresh clone knows the folder that the last one left.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from notices.domain.phrases import NO_TEXT, Phrase, phrase
from notices.project.disk import Workspace

__all__ = ["MARKER", "Owner", "discard", "has_marker", "mark", "objection"]

MARKER = ".notices-site"
_FIRST = "notices "


@dataclass(frozen=True, slots=True)
class Owner:
    """A project, as far as it proves what it made.

    ``site`` is its id, and ``generations`` the resolved folder into which its own links lead.
    """

    site: str
    generations: Path

    @classmethod
    def of(cls, workspace: Workspace) -> Owner:
        """The owner of a project. Raises ``ProjectError`` where its configuration is invalid."""
        address = workspace.configuration().site_url
        return cls(hashlib.sha256(address.encode()).hexdigest(), workspace.generations.resolve())


def mark(folder: Path, owner: Owner, names: Iterable[str] | None = None) -> None:
    """Write the marker of a site, with the names of the files that it has now.

    ``names`` are their paths below the folder, where they are known.
    """
    found = _files(folder) if names is None else names
    lines = [f"{_FIRST}{owner.site}".encode(), *sorted(map(os.fsencode, found))]
    (folder / MARKER).write_bytes(b"\n".join(lines) + b"\n")


def has_marker(folder: Path) -> bool:
    """Whether a folder has a marker of any project."""
    return not folder.is_symlink() and _read(folder) is not None


def objection(path: Path, owner: Owner) -> Phrase:
    """Why a path may not be removed: what stands there, for people; empty where nothing is against it.

    It may be removed if nothing is there, if it is an empty folder, a link into the owner's
    generations, or a folder with the owner's marker and no file that the marker does not name.
    """
    if path.is_symlink():
        into = Path(os.path.realpath(path)).parent
        link = phrase("it is a link to {target}", target=str(path.readlink()))
        return NO_TEXT if into == owner.generations else link
    if path.is_dir():
        return _objection_to_folder(path, owner)
    return phrase("it is a file") if os.path.lexists(path) else NO_TEXT


def _objection_to_folder(path: Path, owner: Owner) -> Phrase:
    if not any(path.iterdir()):
        return NO_TEXT
    marker = _read(path)
    if marker is None:
        return phrase("the folder is not empty, and notices did not make it")
    site, names = marker
    if site != owner.site:
        return phrase("notices made the folder for a site with another address")
    for name in _files(path):
        if os.fsencode(name) not in names:
            return phrase("notices did not make {name} in it", name=name)
    return NO_TEXT


def discard(path: Path) -> None:
    """Remove a link, an empty folder, or a folder with all that is in it.

    The caller has proved that the program made it. No link is followed. A folder that reaches into
    another file system raises an ``OSError``, and stays as it is.
    """
    if path.is_symlink():
        path.unlink()
        return
    device = path.lstat().st_dev
    for root, _, _ in os.walk(path, onerror=_raise):
        if os.lstat(root).st_dev != device:  # As os.walk has it.
            raise OSError(errno.EXDEV, phrase("another file system is mounted here"), root)
    import shutil  # Most commands remove nothing.

    shutil.rmtree(path)


def _read(folder: Path) -> tuple[str, frozenset[bytes]] | None:
    """The id and the names of a folder's marker; ``None`` where it has none."""
    try:
        handle = os.open(folder / MARKER, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(handle, "rb") as file:  # noqa: PTH123  # Opened without following a link.
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return None
            first, *names = file.read().split(b"\n")
    except OSError:
        return None
    text = first.decode("utf-8", "replace")
    return (text.removeprefix(_FIRST), frozenset(names)) if text.startswith(_FIRST) else None


def _files(folder: Path) -> Iterator[str]:
    """All that is no ordinary folder, but the marker itself, by its path below ``folder``.

    A link to a folder counts as a file, and so does one where another file system begins.
    """
    for path in _below(os.fspath(folder), "", folder.lstat().st_dev):
        if path != MARKER:
            yield path


def _below(folder: str, start: str, device: int) -> Iterator[str]:
    # A path object for each file of a site takes longer than all else here.
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    folders = []
    for entry in entries:
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder and entry.stat(follow_symlinks=False).st_dev == device:
            folders.append(entry)
        else:
            yield f"{start}{entry.name}"
    for entry in folders:
        yield from _below(entry.path, f"{start}{entry.name}/", device)


def _raise(error: OSError) -> None:
    raise error
