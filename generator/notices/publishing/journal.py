"""The lock and the journal: how files of ``content`` change as one, whatever crashes.

Belongs here: one process at a time, new bytes beside their places, the renames, and what the
next process does about those of one that died. Does not belong here: which bytes (``publish``,
``record``), what readers are shown (``generations``).

Everything that needs room on the disk is written beside its place first. Then an entry of the
journal names the renames to come, and the generation that they belong to, if they belong to one.
Whoever finds an entry, after a crash, looks which generation the site shows: if it is the
entry's, or the entry has none, the renames are finished; if not, nobody has seen anything, and
the entry is dropped.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from notices.project.disk import Workspace
from notices.publishing import generations

__all__ = ["Busy", "changed", "locked", "recover", "stage"]


class Busy(Exception):
    """Another process changes this project; it says so, for people."""


@contextmanager
def locked(workspace: Workspace, *, patient: bool = False) -> Iterator[None]:
    """Be the only one that changes the project; what a dead one left is recovered first.

    Raises :class:`Busy` where somebody is at work; a ``patient`` one waits for its turn.
    """
    workspace.state.mkdir(parents=True, exist_ok=True)
    with (workspace.state / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if patient else fcntl.LOCK_NB))
        except BlockingIOError:
            message = "another publish is running in this project; try again when it has finished"
            raise Busy(message) from None
        recover(workspace)
        yield


def changed(workspace: Workspace, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of the files (path from the root, to all of its bytes) that are not so yet."""
    return {
        name: data
        for name, data in files.items()
        if not (workspace.root / name).exists() or (workspace.root / name).read_bytes() != data
    }


def stage(workspace: Workspace, files: Mapping[str, bytes], generation: str | None) -> None:
    """Write every file beside its place, and then what is going to happen.

    With a ``generation`` it happens once the site shows that one; without, it is decided.
    """
    path = _journal_file(workspace)
    entry = {"generation": generation, "files": list(files)}
    beside = [_beside(workspace.root / name) for name in files]
    try:
        for new, (name, data) in zip(beside, files.items(), strict=True):
            new.parent.mkdir(parents=True, exist_ok=True)
            _write(new, data)
            _keep_mode(new, of=workspace.root / name)
        _write(_beside(path), json.dumps(entry).encode())
    except OSError:
        # Most likely the disk is full, and what nobody will use need not fill it.
        for new in (*beside, _beside(path)):
            with suppress(OSError):
                new.unlink()
        raise
    _beside(path).replace(path)
    generations.sync_file(path.parent)


def recover(workspace: Workspace) -> None:
    """Do what the journal's entry says, if it is decided; else drop it.

    Raises an ``OSError`` for one that cannot be read: whether it was decided, nobody knows then.
    """
    path = _journal_file(workspace)
    if not path.exists():
        return
    try:
        entry = json.loads(path.read_bytes())
        generation, names = entry["generation"], list(entry["files"])
    except (ValueError, KeyError, TypeError):
        message = (
            "the journal of an unfinished publish is damaged; check that the ledger and "
            "`content/published` are as the site shows them (`notices doctor`), then delete it"
        )
        raise OSError(errno.EBADMSG, message, str(path)) from None
    decided = generation is None or generations.shows(workspace, generation)
    for name in names:
        final = workspace.root / name
        if not decided:
            _beside(final).unlink(missing_ok=True)
        elif _beside(final).exists():
            _beside(final).replace(final)
            generations.sync_file(final.parent)
    path.unlink()
    generations.sync_file(path.parent)


def _journal_file(workspace: Workspace) -> Path:
    # The name is older than the word: an upgrade may find one that a crash left.
    return workspace.state / "intent.json"


def _beside(path: Path) -> Path:
    """Where a file's new bytes wait: a name that nobody reads."""
    return path.with_name(f".{path.name}.new")


def _keep_mode(new: Path, *, of: Path) -> None:
    """Let new bytes have the old file's mode. A rename would not ask whether it is read-only."""
    if not of.exists():
        return
    if not os.access(of, os.W_OK):
        raise PermissionError(errno.EACCES, "the file is read-only", str(of))
    shutil.copymode(of, new)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
    generations.sync_file(path)
