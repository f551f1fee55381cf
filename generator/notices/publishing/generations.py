"""Generations: complete sites side by side, and the one rename that shows one.

Belongs here: staging a site, having it on the disk, letting the served path show it. Does not
belong here: whether it may be shown (``showing``), what is in it, what is recorded of it.

A file that a new site has unchanged keeps its date. Servers make the ETag and Last-Modified of
a file from that, and answer a reader who polls with 'not modified' instead of all its bytes. Such a
file is the same one in both generations (a hard link), and is on the disk already: no file of a
generation is ever written to again.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from notices.domain.phrases import phrase
from notices.project.disk import Workspace
from notices.project.errors import ProjectError
from notices.publishing.marker import MARKER, Owner, discard, has_marker, mark, objection
from notices.publishing.site_dir import is_same_place

__all__ = ["show", "shows", "stage", "sync_file"]

_KEPT = 2
_MANY = 500
_YOUNG_S = 600
_SECOND_NS = 10**9
# Their names sort by time; those of older versions were only counted, and come first.
_NAME = re.compile(r"[0-9]{6,}|[0-9]{8}T[0-9]{6}\.[0-9]{9}-[0-9a-f]{8}")


def stage(workspace: Workspace) -> Path:
    """A fresh generation folder with nothing but its marker, of a name that none had before.

    Whatever became of older generations, a link to one of them never shows this one.
    """
    folder = workspace.generations
    folder.mkdir(parents=True, exist_ok=True)
    seconds, rest = divmod(time.time_ns(), _SECOND_NS)
    made = time.strftime("%Y%m%dT%H%M%S", time.gmtime(seconds))
    staged = folder / f"{made}.{rest:09d}-{secrets.token_hex(4)}"
    staged.mkdir()
    mark(staged, Owner.of(workspace))
    return staged


def show(workspace: Workspace, staged: Path, place: Path) -> None:
    """Let ``place``, which ``check_site_dir`` gave, show the staged generation.

    The project's own ``site`` becomes a link to it, in one rename: at every instant it is a
    complete site, the old or the new. Any other folder is an output that people carry away, and
    becomes an ordinary folder. Raises :class:`ProjectError` where something else stands there by
    now than what the program made; that stays.
    """
    owner = Owner.of(workspace)
    served = is_same_place(place, workspace.site)
    finished = _Finished([], [])
    link = served and place.is_symlink()
    _finish(os.fspath(staged), os.fspath(place), "", finished, link=link)
    mark(staged, owner, finished.names)
    with suppress(OSError):
        _keep(f"{staged}/{MARKER}", f"{place}/{MARKER}", link=False)
    _sync([f"{staged}/{MARKER}", *finished.unwritten])
    place.parent.mkdir(parents=True, exist_ok=True)
    # Beside its place, which may be on another file system than the project.
    new = _beside(place, "new", owner)
    try:
        if served:
            new.symlink_to(os.path.relpath(staged, place.parent), target_is_directory=True)
        else:
            _copy(staged, new)
        _put(new, place, owner)
    finally:
        if os.path.lexists(new):
            discard(new)
    sync_file(place.parent)
    if served:
        _forget_old(staged)


def _copy(staged: Path, new: Path) -> None:
    """Copy a site, its marker first: what a crash leaves of it is known by that."""
    new.mkdir()
    shutil.copy2(staged / MARKER, new)
    shutil.copytree(staged, new, dirs_exist_ok=True)


def _put(new: Path, place: Path, owner: Owner) -> None:
    """Rename ``new`` to ``place``, and remove what stood there, if the program made that.

    A folder is proved and removed under another name, where nobody puts anything meanwhile.
    """
    if new.is_symlink() and place.is_symlink():
        _check(place, place, owner)
        new.replace(place)
        return
    old = _beside(place, "old", owner)
    with suppress(FileNotFoundError):
        place.rename(old)
    try:
        _check(old, place, owner)
        new.rename(place)
    except BaseException:
        if os.path.lexists(old):
            old.rename(place)
        raise
    if os.path.lexists(old):
        discard(old)


def _check(path: Path, place: Path, owner: Owner) -> None:
    if against := objection(path, owner):
        raise ProjectError(
            phrase("invalid site_dir {folder}: {why}", folder=str(place), why=against)
        )


def _beside(place: Path, word: str, owner: Owner) -> Path:
    """A free name beside a place. What a crash left at it is removed, if the program made that."""
    number, path = 1, place.with_name(f".{place.name}-{word}")
    while os.path.lexists(path):
        if not objection(path, owner):
            discard(path)
            break
        number += 1
        path = place.with_name(f".{place.name}-{word}-{number}")
    return path


# A site has thousands of files: what follows makes no path object for each.


class _Finished(NamedTuple):
    """The ``names`` of a site's files but the marker, and the paths of what is not on the disk yet,
    folders last."""

    names: list[str]
    unwritten: list[str]


def _finish(staged: str, shown: str, name: str, finished: _Finished, *, link: bool) -> None:
    """Date every staged file whose bytes are shown already as the shown one is; with ``link``, let
    it be that one. ``name`` is the folder's below the site, with a slash at its end.

    Any other gets a date of a later second than the one it takes the place of: servers look at
    whole seconds and the length, and two sites may be built within a second. A file that is a link
    already was taken from an earlier generation.
    """
    with os.scandir(staged) as found:
        entries = list(found)
    for entry in entries:
        old = f"{shown}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            _finish(entry.path, old, f"{name}{entry.name}/", finished, link=link)
            continue
        if name + entry.name == MARKER:
            continue
        finished.names.append(name + entry.name)
        if entry.stat(follow_symlinks=False).st_nlink == 1:
            # The date is a kindness to readers, and a link saves time; nothing that is shown
            # depends on them.
            linked = False
            with suppress(OSError):
                linked = _keep(entry.path, old, link=link)
            if not linked:
                finished.unwritten.append(entry.path)
    finished.unwritten.append(staged)


def _keep(new: str, old: str, *, link: bool) -> bool:
    """Whether ``new`` is the file ``old`` now."""
    before, now = os.lstat(old), os.stat(new)  # noqa: PTH116
    date = before.st_mtime_ns
    if now.st_size != before.st_size or _bytes(new) != _bytes(old):
        date = max(now.st_mtime_ns, (date // _SECOND_NS + 1) * _SECOND_NS)
    elif link and stat.S_ISREG(before.st_mode) and before.st_mode == now.st_mode:
        linked = f"{new}.linked"
        os.link(old, linked)
        os.replace(linked, new)  # noqa: PTH105
        return True
    os.utime(new, ns=(date, date))
    return False


def _bytes(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        return file.readall()


def shows(workspace: Workspace, name: str) -> bool:
    """Whether the project's ``site`` shows the generation of that name."""
    return workspace.site.is_symlink() and workspace.site.readlink().name == name


def _forget_old(staged: Path) -> None:
    """Remove all generations but the newest few; a reader may still be inside the last.

    A young one stays as well: another process may be building it. So does one without a marker.
    Whose it is does not matter: the address may have changed since.
    """
    generations = sorted(p for p in staged.parent.iterdir() if _NAME.fullmatch(p.name))
    young = time.time() - _YOUNG_S
    for old in generations[:-_KEPT]:
        if old != staged and has_marker(old) and old.stat().st_mtime < young:
            with suppress(OSError):
                discard(old)


def _sync(paths: Sequence[str]) -> None:
    """Have files and folders on the disk before anyone is shown them."""
    if len(paths) > _MANY:
        os.sync()  # One wait for all of them; it takes other programs' files along.
        return
    for path in paths:
        sync_file(path)


def sync_file(path: str | Path) -> None:
    """Have a file, or a folder's list of names, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
