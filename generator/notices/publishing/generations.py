"""Generations: complete sites side by side, and the one rename that shows one.

Belongs here: staging a site, having it on the disk, letting the served path show it. Does not
belong here: whether it may be shown (``showing``), what is in it, what is recorded of it.

A file that a new site has unchanged keeps its date. Servers make the ETag and Last-Modified of
a file from that, and answer a reader who polls with 'not modified' instead of all its bytes.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from notices.project.disk import Workspace

__all__ = ["show", "shows", "stage", "sync_file"]

_KEPT = 2
_YOUNG_S = 600
_SECOND_NS = 10**9
# Their names sort by time; those of older versions were only counted, and come first.
_NAME = re.compile(r"[0-9]{6,}|[0-9]{8}T[0-9]{6}\.[0-9]{9}-[0-9a-f]{8}")


def stage(workspace: Workspace) -> Path:
    """A fresh, empty generation folder, of a name that none had before.

    Whatever became of older generations, a link to one of them never shows this one.
    """
    folder = workspace.generations
    folder.mkdir(parents=True, exist_ok=True)
    seconds, rest = divmod(time.time_ns(), _SECOND_NS)
    made = time.strftime("%Y%m%dT%H%M%S", time.gmtime(seconds))
    staged = folder / f"{made}.{rest:09d}-{secrets.token_hex(4)}"
    staged.mkdir()
    return staged


def show(workspace: Workspace, staged: Path, site_dir: Path, notify: Callable[[str], None]) -> None:
    """Let ``site_dir`` show a staged generation.

    The project's own ``site`` becomes a link to it, in one rename: at every instant it is a
    complete site, the old or the new. Any other folder is an output that people carry away, and
    becomes an ordinary folder. A real folder in the way is put aside; ``notify`` gets the new name.
    """
    _keep_dates(staged, site_dir)
    _sync_tree(staged)
    if not _is_same(site_dir, workspace.site):
        _place(staged, site_dir)
        return
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    if site_dir.is_symlink() and not site_dir.exists():
        notify(f"{site_dir} was a link to a site that is gone; readers had none until now")
    elif site_dir.exists() and not site_dir.is_symlink():
        notify(f"a real folder stood at {site_dir}; it is now {_put_aside(workspace, site_dir)}")
    # Beside its place, which may be on another file system than the project.
    link = site_dir.with_name(f".{site_dir.name}-link")
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(staged, site_dir.parent), target_is_directory=True)
    link.replace(site_dir)
    sync_file(site_dir.parent)
    _forget_old(staged)


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths name one place, which is a link itself."""
    return one.name == other.name and one.parent.resolve() == other.parent.resolve()


def _put_aside(workspace: Workspace, site_dir: Path) -> Path:
    """Rename a folder; to a name beside it where it is on another file system."""
    aside = _free_name(workspace.state / "site-before")
    try:
        return site_dir.rename(aside)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    return site_dir.rename(_free_name(site_dir.with_name(f"{site_dir.name}-before")))


def _keep_dates(staged: Path, shown: Path) -> None:
    """Date every staged file whose bytes are shown already as the shown one is.

    Any other gets a date of a later second than the one it takes the place of: servers look at
    whole seconds and the length, and two sites may be built within a second.
    """
    for root, _, names in os.walk(staged):
        old = shown / Path(root).relative_to(staged)
        for name in names:
            # The date is a kindness to readers; nothing of what is shown depends on it.
            with suppress(OSError):
                _keep_date(Path(root) / name, old / name)


def _keep_date(new: Path, old: Path) -> None:
    now, before = new.stat(), old.stat()
    date = before.st_mtime_ns
    if now.st_size != before.st_size or new.read_bytes() != old.read_bytes():
        date = max(now.st_mtime_ns, (date // _SECOND_NS + 1) * _SECOND_NS)
    os.utime(new, ns=(date, date))


def shows(workspace: Workspace, name: str) -> bool:
    """Whether the project's ``site`` shows the generation of that name."""
    return workspace.site.is_symlink() and workspace.site.readlink().name == name


def _place(staged: Path, site_dir: Path) -> None:
    """Make ``site_dir`` an ordinary folder with the staged files."""
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    beside = _free_name(site_dir.with_name(f".{site_dir.name}-new"))
    shutil.copytree(staged, beside)
    shutil.rmtree(staged)
    if site_dir.is_symlink():
        site_dir.unlink()
    old = None
    if site_dir.exists():
        old = _free_name(site_dir.with_name(f".{site_dir.name}-old"))
        site_dir.rename(old)
    beside.rename(site_dir)
    if old is not None:
        shutil.rmtree(old)


def _free_name(path: Path) -> Path:
    number, free = 1, path
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def _forget_old(staged: Path) -> None:
    """Remove all generations but the newest few; a reader may still be inside the last.

    A young one stays as well: another process may be building it.
    """
    generations = sorted(p for p in staged.parent.iterdir() if _NAME.fullmatch(p.name))
    young = time.time() - _YOUNG_S
    for old in generations[:-_KEPT]:
        if old != staged and old.stat().st_mtime < young:
            shutil.rmtree(old, ignore_errors=True)


def _sync_tree(folder: Path) -> None:
    """Have every file of a folder on the disk before anyone is shown it."""
    for root, _, names in os.walk(folder):
        for name in names:
            sync_file(Path(root) / name)
        sync_file(Path(root))


def sync_file(path: Path) -> None:
    """Have a file, or a folder's list of names, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
